//! Rejects loopback hosts with credentials in builds that visitors get.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example", "http://localhost:5173"],
    credentials,
);

static OTHERS: Policy = policy!(
    origins = [
        "http://localhost:*",
        "https://127.0.0.1:8443",
        "http://[::1]:3000",
        "http://app.localhost:3000",
        #[cfg(unix)]
        "http://localhost:3000",
        #[cfg(not(debug_assertions))]
        "http://localhost:4000",
        #[cfg(any(debug_assertions, unix))]
        "http://localhost:5000",
    ],
    credentials,
);

fn main() {}
