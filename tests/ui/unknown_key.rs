//! Rejects unknown arguments: names that other libraries use, and typos.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    allowed_origins = ["https://app.acme.example"],
    supports_credentials,
);

static OTHERS: Policy = policy!(
    permissive,
    very_permissive(),
    allow_any_origin,
    allowCredentials = true,
    exposedHeaders = ["etag"],
    maxAge = 600,
    origin = "https://app.acme.example",
    orgins = ["https://app.acme.example"],
    send_wildcard,
    colour = "red",
);

fn main() {}
