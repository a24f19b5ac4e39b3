//! Responses on the wire, header by header: real servers, and requests sent as bytes.

#![allow(
    missing_docs,
    reason = "the handlers of a test are read where they stand"
)]
#![allow(
    unreachable_pub,
    reason = "the handlers of actix-web are public, wherever they stand"
)]
#![allow(clippy::too_many_lines, reason = "a table is as long as its subject")]
#![allow(
    clippy::unused_async,
    clippy::unnecessary_wraps,
    reason = "actix-web says what a handler looks like"
)]

use test_support::{self as support, serve};

mod actual;
mod credentials;
mod errors;
mod guards;
mod middleware;
mod overlapping;
mod preflight;
mod routes;
mod scanner;
mod vary;
