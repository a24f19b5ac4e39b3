//! Rejects a loopback origin of the base with a protection here.
use route_cors::{Policy, policy};

static LOCAL: Policy = policy!(origins = ["https://app.acme.example", "http://localhost:5173"]);

static STRICT: Policy = policy!(policy = LOCAL, mismatch = reject);

fn main() {}
