//! Rejects wildcards below a public suffix, with credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://*.github.io"],
    credentials,
    allow(subdomain_wildcard_with_credentials, reason = "the pages of our projects"),
);

static OTHERS: Policy = policy!(
    origins = [
        "https://*.com",
        "https://*.co.uk",
        "https://*.amazonaws.com",
        "https://*.nonesuch",
    ],
    mismatch = reject,
);

fn main() {}
