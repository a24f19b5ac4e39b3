//! Rejects `null` of the base with `credentials` here, even if it is allowed here.
use route_cors::{Policy, policy};

static FRAMES: Policy = policy!(origins = ["null"], allow(null_origin, reason = "a sandbox of our own"));

static VISITORS: Policy = policy!(
    policy = FRAMES,
    credentials,
    allow(null_origin, reason = "it is the same sandbox"),
);

fn main() {}
