//! Unusual names that browsers accept, and the schemes of app shells and extensions.
use route_cors::{Policy, policy};

static HOSTS: Policy = policy!(
    origins = [
        "https://v1--site.acme.example",
        "https://-edge-.acme.example",
        "https://under_score.acme.example",
        "https://app.acme.example.",
        "https://xn--bcher-kva.example",
        "https://192.0.2.1:8443",
        "https://[2001:db8::1]",
    ],
    credentials,
);

static SHELLS: Policy = policy!(
    origins = [
        "tauri://localhost",
        "capacitor://localhost",
        "ionic://localhost",
        "app://acme",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://8d6f6a0c-2a4c-4b6f-9f0c-1f3d5b7a9c2e",
    ],
    credentials,
);

static WORDS: Policy = policy!(
    origins = any,
    methods = [GET, PUT, OPTIONS, "VERSION-CONTROL"],
    headers = ["accept", "Content-Type", "x_internal", "authorization"],
    expose = ["etag", "date", "location", "authorization"],
    max_age = "1d",
);

fn main() {}
