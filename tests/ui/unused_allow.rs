//! Rejects allowances that have no effect.
use route_cors::{Policy, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    allow(insecure_origin, reason = "warehouse scanners have no TLS"),
);

static ELEMENT: Policy = policy!(
    origins = [#[allow(any_port, reason = "one port for each tenant")] "https://app.acme.example"],
    credentials,
);

static HARD_UNUSED: Policy = policy!(origins = any, allow(method_case, reason = "our client says patch"));

static NAMES: Policy = policy!(
    origins = any,
    allow(insecure_orgin, reason = "warehouse scanners have no TLS"),
    allow(everything, reason = "it is late"),
);

fn main() {}
