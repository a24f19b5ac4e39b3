//! Rejects `credentials` here with `origins = any` of the base.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static OPEN: Policy = policy!(origins = any);

#[cors(policy = OPEN, credentials)]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

static ALSO: Policy = policy!(policy = OPEN, credentials);

fn main() {}
