//! Rejects an allowance with no effect, neither here nor on the base.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static APP: Policy = policy!(origins = ["https://app.acme.example"]);

#[cors(policy = APP, credentials, allow(subdomain_wildcard_with_credentials, reason = "just in case"))]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

fn main() {}
