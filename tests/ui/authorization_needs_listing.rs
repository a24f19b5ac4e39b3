//! Rejects a handler that takes a token if `headers` has no `authorization`.
use actix_web::{Responder, get};
use route_cors::cors;

type BasicAuth = String;
type BearerAuth = String;

#[cors(origins = ["https://app.acme.example"])]
#[get("/account")]
async fn account(token: BearerAuth) -> impl Responder {
    token
}

#[cors(origins = any, headers = ["content-type"])]
#[get("/orders")]
async fn orders(user: BasicAuth) -> impl Responder {
    user
}

fn main() {}
