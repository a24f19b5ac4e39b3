//! Rejects response headers in `headers`.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type", "access-control-allow-origin"],
);

static OTHERS: Policy = policy!(origins = any, headers = ["Access-Control-Allow-Headers", "access-control-max-age"]);

fn main() {}
