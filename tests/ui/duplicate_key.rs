//! Rejects an argument that is given twice.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
    headers = ["authorization"],
);

static FLAG: Policy = policy!(origins = ["https://app.acme.example"], credentials, credentials);

fn main() {}
