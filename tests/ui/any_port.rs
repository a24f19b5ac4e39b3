//! Rejects every port of a host with credentials.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://app.acme.example:*"], credentials);

static REJECTS: Policy = policy!(origins = ["https://app.acme.example:*"], mismatch = reject);

fn main() {}
