//! Rejects `off` with other arguments.
use actix_web::{Responder, get};
use route_cors::cors;

#[cors(off, origins = ["https://app.acme.example"])]
#[get("/health")]
async fn health() -> impl Responder {
    ""
}

fn main() {}
