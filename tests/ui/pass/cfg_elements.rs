//! Elements under `#[cfg(..)]`: checked like the others, and a development build may list loopback hosts.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:5173",
        #[cfg(any(test, debug_assertions))]
        "http://*.localhost:*",
        #[cfg(all(unix, debug_assertions))]
        "http://[::1]:3000",
        #[cfg(debug_assertions)]
        "http://192.168.1.10:8080",
    ],
    credentials,
);

static ONE_EACH: Policy = policy!(
    origins = [
        #[cfg(unix)]
        "https://unix.acme.example",
        #[cfg(not(unix))]
        "https://unix.acme.example",
    ],
);

fn main() {}
