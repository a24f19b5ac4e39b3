//! Rejects duplicates in a list.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type", "authorization", "Content-Type"],
);

static OTHERS: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:5173",
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:5173",
    ],
    methods = [PUT, DELETE, "PUT"],
    expose = ["etag", "ETag"],
);

fn main() {}
