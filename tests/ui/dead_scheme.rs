//! Rejects schemes that no page's origin has.
use route_cors::{Policy, policy};

static LIVE: Policy = policy!(origins = ["wss://app.acme.example"]);

static OTHERS: Policy = policy!(
    origins = [
        "ws://localhost:3000",
        "ftp://files.acme.example",
        "data:text/html,hi",
        "about:blank",
        "javascript://app",
    ],
);

fn main() {}
