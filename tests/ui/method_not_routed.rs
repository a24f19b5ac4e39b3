//! Rejects methods that the route does not serve.
use actix_web::{Responder, get, route};
use route_cors::cors;

#[cors(origins = ["https://app.acme.example"], methods = [GET, DELETE])]
#[get("/orders")]
async fn orders() -> impl Responder {
    ""
}

#[cors(origins = any, methods = [PUT, OPTION])]
#[route("/items", method = "GET", method = "POST")]
async fn items() -> impl Responder {
    ""
}

fn main() {}
