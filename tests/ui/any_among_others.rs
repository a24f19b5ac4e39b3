//! Rejects `any` as an element of a list.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["*"]);

static OTHERS: Policy = policy!(
    origins = ["https://app.acme.example", any],
    methods = ["*"],
    headers = ["content-type", "*"],
    expose = [any],
);

static METHODS: Policy = policy!(origins = any, methods = any);

fn main() {}
