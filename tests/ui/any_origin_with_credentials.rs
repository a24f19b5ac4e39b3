//! Rejects credentials for every origin.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

#[cors(origins = any, headers = ["content-type"], credentials)]
#[get("/account")]
async fn account() -> impl Responder {
    ""
}

static API: Policy = policy!(origins = any, credentials = true);

fn main() {}
