//! Rejects `expose = any` with credentials, where browsers read `*` as a header name.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    expose = any,
    credentials,
);

fn main() {}
