//! Rejects a `max_age` longer than any browser caches.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://app.acme.example"], max_age = "7d");

static SECONDS: Policy = policy!(origins = any, max_age = 86_401);

fn main() {}
