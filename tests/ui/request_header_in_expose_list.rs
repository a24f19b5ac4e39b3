//! Rejects headers of the CORS protocol in `expose`.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    expose = ["etag", "access-control-allow-origin"],
);

static OTHERS: Policy = policy!(origins = any, expose = ["Origin", "access-control-request-method"]);

fn main() {}
