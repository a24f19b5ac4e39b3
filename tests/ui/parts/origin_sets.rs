//! Rejects policies that list a set whose bound violates a rule in them.
use actix_web::{Responder, get};
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

mod edge {
    use route_cors::{OriginSet, origin_set};

    pub static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
}

static PORTS: OriginSet = origin_set!(env = "PORTS", within = ["https://app.acme.example:*"]);

#[cors(origins = ["https://app.acme.example", edge::TENANTS], credentials)]
#[get("/tenants")]
async fn tenants() -> impl Responder {
    "tenants"
}

#[cors(origins = [PORTS], mismatch = reject, allow(insecure_origin, reason = "there is none"))]
#[get("/ports")]
async fn ports() -> impl Responder {
    "ports"
}

static OPEN: Policy = policy!(origins = [PORTS]);
static CLOSED: Policy = policy!(policy = OPEN, credentials);
static UNNEEDED: Policy = policy!(origins = [#[allow(any_port, reason = "it protects nothing")] PORTS]);
static NO_SET: Policy = policy!(origins = [OPEN]);

fn main() {}
