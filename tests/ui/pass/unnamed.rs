//! A policy without a name lives as long as the program.
use std::sync::LazyLock;

use actix_web::App;
use route_cors::{Policy, policy};

static LAZY: LazyLock<Policy> = LazyLock::new(|| policy!(origins = ["https://app.acme.example"]));

fn main() {
    let _ = App::new().wrap(policy!(origins = ["https://app.acme.example"]).middleware());
    let policy = &policy!(origins = any);
    let _ = App::new().wrap(policy.middleware());
    let _ = App::new().wrap(LAZY.middleware());
}
