//! Rejects a handler that takes JSON under a module's policy or a base without `content-type`.
use actix_web::{post, web};
use route_cors::{Policy, cors, policy};

static API: Policy = policy!(origins = ["https://app.acme.example"], headers = ["x-own"]);

#[cors(policy = API)]
#[post("/")]
async fn create(number: web::Json<u8>) -> String {
    number.to_string()
}

#[cors(origins = ["https://app.acme.example"])]
mod api {
    use actix_web::{post, web};

    #[post("/")]
    async fn fine() -> &'static str {
        "fine"
    }

    #[post("/other")]
    async fn create(number: web::Json<u8>) -> String {
        number.to_string()
    }
}

fn main() {}
