//! An allowance for `null` does not hold with credentials.
use route_cors::{Policy, policy};

static FRAMES: Policy = policy!(origins = ["null"], allow(null_origin, reason = "a sandbox of our own"));

static VISITORS: Policy = policy!(policy = FRAMES, credentials);

fn main() {}
