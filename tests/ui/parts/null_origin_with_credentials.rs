//! Rejects `null` of the base with `credentials` here, even if the base allows it.
use route_cors::{Policy, policy};

static FRAMES: Policy = policy!(origins = ["null"], allow(null_origin, reason = "a sandbox of our own"));

static VISITORS: Policy = policy!(policy = FRAMES, credentials);

fn main() {}
