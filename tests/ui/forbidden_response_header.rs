//! Rejects response headers that pages cannot read.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    expose = ["etag", "set-cookie"],
    credentials,
);

fn main() {}
