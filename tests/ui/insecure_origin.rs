//! Rejects `http://` origins with credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["http://app.acme.example"], credentials);

static LAN: Policy = policy!(
    origins = [
        "http://192.168.1.10:8080",
        #[cfg(debug_assertions)]
        "http://staging.acme.example",
    ],
    credentials,
);

fn main() {}
