//! Rejects empty lists.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = []);

static WORDS: Policy = policy!(
    origins = ["https://app.acme.example"],
    methods = [],
    headers = [],
    expose = [],
);

fn main() {}
