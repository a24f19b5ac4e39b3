//! Rejects a `*` that is neither whole leading labels nor a whole port.
use route_cors::{Policy, policy};

static PREVIEWS: Policy = policy!(origins = ["https://app-*.acme.example"]);

static OTHERS: Policy = policy!(
    origins = [
        "https://*acme.example",
        "https://app.*.acme.example",
        "https://*.*.acme.example",
        "https://acme.*",
        "https://*",
        "https://*:8443",
        "*://app.acme.example",
        "http://localhost:30*",
    ]
);

fn main() {}
