//! The place of a policy does not depend on earlier requests: each application is asked first cold, then again.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unused_async,
    reason = "the handlers of a test are read where they stand"
)]

use test_support as support;

mod asking;
mod composition;
mod floors;
mod generated;
mod hostile;
mod hosts;
#[path = "../origin_sets/log.rs"]
mod log;
mod logged;
mod middlewares;
#[path = "../nesting/process.rs"]
#[allow(dead_code, reason = "tests/nesting uses all of it")]
mod process;
mod reached;
mod scale;
mod unknown;

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const PARTNER: &str = "https://partner.example";
const STRANGER: &str = "https://stranger.example";

const FROM_APP: &str = "allow-origin: https://app.acme.example";
const FROM_ADMIN: &str = "allow-origin: https://admin.acme.example";
const FROM_PARTNER: &str = "allow-origin: https://partner.example";
const BY_ORIGIN: &str = "vary: Origin";
const BY_METHOD: &str = "vary: Access-Control-Request-Method";
const ASKED: &str = "vary: Origin, Access-Control-Request-Method";
const AROUND: &str = "allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE";
const REJECTED: &[&str] = &[BY_ORIGIN, "vary: Sec-Fetch-Site"];

/// The handler that nothing is annotated with.
async fn h() -> &'static str {
    "h"
}
