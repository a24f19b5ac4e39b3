//! Rejects methods in lower case.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = any, methods = [patch]);

static OTHERS: Policy = policy!(origins = any, methods = ["Delete", get]);

fn main() {}
