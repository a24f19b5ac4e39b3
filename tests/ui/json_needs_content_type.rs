//! Rejects a handler that takes JSON if `headers` has no `content-type`.
use actix_web::{Responder, post, put, web};
use route_cors::cors;

#[cors(origins = ["https://app.acme.example"])]
#[put("/orders/{id}")]
async fn update(id: web::Path<u64>, order: web::Json<String>) -> impl Responder {
    format!("{id}: {order}")
}

#[cors(origins = any, headers = ["x-request-id"])]
#[post("/orders")]
async fn create(web::Json(order): web::Json<String>) -> impl Responder {
    order
}

fn main() {}
