//! Rejects `file://`, the origin of every local file.
use route_cors::{Policy, policy};

static DESKTOP: Policy = policy!(origins = ["file://"]);

fn main() {}
