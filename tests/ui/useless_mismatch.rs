//! Rejects `mismatch = reject` if every origin is allowed.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = any, mismatch = reject);

fn main() {}
