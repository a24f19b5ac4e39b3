//! The attribute on handlers of every kind, and the handlers as services.
use actix_web::{App, Responder, get, put, route, routes, web};
use route_cors::cors;

#[cors(
    origins = ["https://app.acme.example"],
    methods = [PUT, OPTIONS],
    headers = ["content-type"],
    expose = ["etag"],
    credentials,
    max_age = "10m",
)]
#[put("/orders/{id}")]
async fn update(id: web::Path<u64>) -> impl Responder {
    id.to_string()
}

#[cors(origins = any, methods = [GET, PURGE])]
#[route("/items", method = "GET", method = "PURGE")]
async fn items() -> impl Responder {
    ""
}

#[cors(origins = any, methods = [GET, PUT])]
#[routes]
#[get("/a")]
#[put("/b")]
async fn both() -> impl Responder {
    ""
}

#[cors(off)]
#[get("/health")]
async fn health() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(web::scope("/api").service(update).service(items))
        .service(both)
        .service(health);
}
