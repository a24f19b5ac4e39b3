//! Rejects subdomain wildcards with credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://*.acme.example"], credentials);

fn main() {}
