//! Rejects credentials for an origin that is not allowed.
use route_cors::{OriginSet, Policy, origin_set, policy};

static API: Policy = policy!(
    origins = ["https://app.acme.example", "https://shop.acme.example"],
    credentials = ["https://admin.acme.example"],
);

static PORT: Policy = policy!(
    origins = ["https://*.acme.example"],
    credentials = ["https://app.acme.example:8443", "https://acme.example"],
);

static SHOPS: OriginSet = origin_set!(within = ["https://*.shops.acme.example"]);

static SET: Policy = policy!(origins = ["https://app.acme.example"], credentials = [
    #[allow(subdomain_wildcard_with_credentials, reason = "every shop is ours")] SHOPS,
]);

static BOUND: Policy = policy!(origins = [SHOPS], credentials = ["https://app.acme.example"]);

static BASE: Policy = policy!(origins = ["https://app.acme.example"]);

static NAMED: Policy = policy!(policy = BASE, credentials = ["https://admin.acme.example"]);

static ADMIN: Policy = policy!(
    origins = ["https://admin.acme.example"],
    credentials = ["https://admin.acme.example"],
);

static ORIGINS: Policy = policy!(policy = ADMIN, origins = ["https://app.acme.example"]);

static EXTENDED: Policy = policy!(
    origins = [..BASE, "https://shop.acme.example"],
    credentials = ["https://admin.acme.example"],
);

fn main() {}
