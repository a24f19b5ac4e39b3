//! Origins that arrive at run time: what a set takes and refuses, changes while requests run, and programs that start or
//! do not.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unused_async,
    reason = "the handlers of a test are read where they stand"
)]

#[path = "../support/mod.rs"]
mod support;

mod changes;
mod files;
mod log;
mod start;
mod unheard;
mod values;
