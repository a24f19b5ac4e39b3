//! Rejects texts that are not methods.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = any, methods = ["PUT, DELETE"]);

static OTHERS: Policy = policy!(origins = any, methods = ["", "GET POST", "PÜT"]);

fn main() {}
