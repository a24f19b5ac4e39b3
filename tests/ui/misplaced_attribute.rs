//! Rejects `#[cors]` on an item without a route.
use actix_web::{Responder, get, routes};
use route_cors::cors;

#[get("/orders")]
#[cors(origins = ["https://app.acme.example"])]
async fn orders() -> impl Responder {
    ""
}

#[cors(origins = ["https://app.acme.example"])]
async fn items() -> impl Responder {
    ""
}

#[routes]
#[cors(origins = ["https://app.acme.example"])]
#[get("/a")]
#[get("/b")]
async fn both() -> impl Responder {
    ""
}

#[cors(origins = ["https://app.acme.example"])]
#[cors(origins = ["https://shop.acme.example"])]
#[get("/twice")]
async fn twice() -> impl Responder {
    ""
}

#[cors(origins = ["https://app.acme.example"])]
struct Api;

fn main() {}
