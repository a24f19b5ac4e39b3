//! Rejects headers that change the method of a request.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type", "x-http-method-override"],
);

static OTHERS: Policy = policy!(origins = any, headers = ["X-HTTP-Method", "X-Method-Override"]);

fn main() {}
