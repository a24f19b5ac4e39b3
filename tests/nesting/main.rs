//! Nested policies: started from others, on modules, around scopes, and in front of other middlewares.

#![allow(
    missing_docs,
    reason = "the handlers of a test are read where they stand"
)]
#![allow(
    unreachable_pub,
    reason = "the handlers of actix-web are public, wherever they stand"
)]
#![allow(clippy::too_many_lines, reason = "a story is told in one piece")]

use test_support::{self as support, serve};

mod agreement;
mod around;
mod auth;
mod check;
mod gate;
mod mismatch;
mod modules;
mod named;
mod plain;
mod process;
mod table;

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const STRANGER: &str = "https://stranger.example";
const FROM_APP: &str = "allow-origin: https://app.acme.example";
const FROM_ADMIN: &str = "allow-origin: https://admin.acme.example";
const BY_ORIGIN: &str = "vary: Origin";
const ASKED: &str = "vary: Origin, Access-Control-Request-Method";
