//! Rejects `expose = any` here with `credentials` of the base.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static CLOSED: Policy = policy!(origins = ["https://app.acme.example"], credentials);

#[cors(policy = CLOSED, expose = any)]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

fn main() {}
