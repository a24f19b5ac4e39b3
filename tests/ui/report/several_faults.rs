//! Every fault is reported at once, in the order of the source, each where it is.
use actix_web::{Responder, put};
use route_cors::cors;

#[cors(
    origins = ["https://app.acme.example/", "https://App.acme.example", "null"],
    headers = ["cookie", "content-type", "content-type"],
    methods = [put],
    expose = any,
    credentials,
    maxage = 600,
)]
#[put("/orders/{id}")]
async fn update() -> impl Responder {
    ""
}

fn main() {}
