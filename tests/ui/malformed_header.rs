//! Rejects texts that are not header names.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type, authorization"],
);

static OTHERS: Policy = policy!(
    origins = any,
    headers = ["content-type:", "content type", "", content-type, x_request_id],
    expose = ["x-größe", "etag;"],
);

fn main() {}
