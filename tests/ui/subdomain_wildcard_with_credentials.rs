//! Every subdomain, with credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://*.acme.example"], credentials);

fn main() {}
