//! Rejects a policy without `origins`.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static API: Policy = policy!(headers = ["content-type"], max_age = "1h");

#[cors(credentials)]
#[get("/orders")]
async fn orders() -> impl Responder {
    ""
}

fn main() {}
