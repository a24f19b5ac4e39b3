//! `*` exposes nothing where there are credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    expose = any,
    credentials,
);

fn main() {}
