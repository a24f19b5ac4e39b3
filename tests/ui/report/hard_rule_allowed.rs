//! An allowance for a hard rule: the fault is reported, and so is the allowance.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = any,
    credentials,
    allow(any_origin_with_credentials, reason = "only in the demonstration"),
);

fn main() {}
