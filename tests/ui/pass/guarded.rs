//! Policies that protect nothing: guarded rules do not apply.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = [
        "http://app.acme.example",
        "http://192.168.1.10:8080",
        "http://localhost:*",
        "https://app.acme.example:*",
        "https://*.acme.example",
    ],
);

fn main() {}
