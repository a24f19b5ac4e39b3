//! Rejects `null`, an origin that any page can have.
use route_cors::{Policy, policy};

static PREVIEW: Policy = policy!(origins = ["https://app.acme.example", "null"]);

fn main() {}
