//! Rejects `origins = any` here with `mismatch = reject` of the base.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static STRICT: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);

#[cors(policy = STRICT, origins = any)]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

fn main() {}
