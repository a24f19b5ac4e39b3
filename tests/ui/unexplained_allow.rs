//! Rejects allowances without a reason.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = [
        #[allow(insecure_origin)]
        "http://scanner.acme.lan",
    ],
    credentials,
);

static EMPTY: Policy = policy!(
    origins = ["https://*.acme.example"],
    credentials,
    allow(subdomain_wildcard_with_credentials, reason = " - "),
);

fn main() {}
