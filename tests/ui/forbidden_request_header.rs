//! Rejects request headers that pages cannot set.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type", "cookie", "origin"],
);

static OTHERS: Policy = policy!(origins = any, headers = ["Host", "sec-fetch-site", "proxy-authorization"]);

fn main() {}
