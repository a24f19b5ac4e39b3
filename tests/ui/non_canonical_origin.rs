//! Rejects origins in a spelling that no browser sends.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://app.acme.example:443"]);

static CASE: Policy = policy!(origins = ["HTTPS://app.acme.example", "https://App.Acme.example"]);

static HOSTS: Policy = policy!(
    origins = [
        "https://bücher.example",
        "https://*.bücher.example",
        "http://127.1:3000",
        "http://0x7f.1",
        "http://127.0.0.1.",
        "http://[0:0:0:0:0:0:0:1]",
        "http://[::ffff:127.0.0.1]",
        "http://[localhost]",
    ]
);

static PORTS: Policy = policy!(
    origins = [
        "http://app.acme.example:80",
        "http://app.acme.example:08080",
        "http://app.acme.example:0",
        "http://app.acme.example:",
    ],
);

fn main() {}
