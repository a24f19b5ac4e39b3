//! What a policy allows about its own origins is allowed about no other's.
use route_cors::{Policy, policy};

static OURS: Policy = policy!(
    origins = ["https://*.acme.example"],
    credentials,
    allow(subdomain_wildcard_with_credentials, reason = "every host below is ours"),
);

static THEIRS: Policy = policy!(policy = OURS, origins = ["https://*.partner.example"]);

fn main() {}
