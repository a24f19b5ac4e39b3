//! Rejects a wildcard of the base with `credentials` here, and the other way round.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static SHOPS: Policy = policy!(origins = ["https://*.acme.example"]);
static VISITORS: Policy = policy!(origins = ["https://app.acme.example"], credentials);

#[cors(policy = SHOPS, credentials)]
#[get("/shops")]
async fn shops() -> impl Responder {
    "shops"
}

#[cors(policy = VISITORS, origins = ["https://*.acme.example"])]
#[get("/visitors")]
async fn visitors() -> impl Responder {
    "visitors"
}

fn main() {}
