//! A faulty policy on a module is reported once, and its handlers stay services.
use actix_web::App;
use route_cors::cors;

#[cors(origins = ["https://app.acme.example/"], credentials)]
mod account {
    use actix_web::{Responder, get, put};

    #[get("/account")]
    pub async fn show() -> impl Responder {
        "yours"
    }

    #[put("/account")]
    pub async fn update() -> impl Responder {
        "yours"
    }
}

fn main() {
    let _ = App::new().service(account::show).service(account::update);
}
