//! An allowance of a policy covers its own origins only.
use route_cors::{Policy, policy};

static OURS: Policy = policy!(
    origins = ["https://*.acme.example"],
    credentials,
    allow(subdomain_wildcard_with_credentials, reason = "every host below is ours"),
);

static THEIRS: Policy = policy!(policy = OURS, origins = ["https://*.partner.example"]);

fn main() {}
