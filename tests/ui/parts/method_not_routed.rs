//! Rejects a base with none of the methods of the route.
use actix_web::{Responder, get};
use route_cors::{Policy, cors, policy};

static WRITERS: Policy = policy!(origins = ["https://app.acme.example"], methods = [PUT, DELETE]);

#[cors(policy = WRITERS)]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

#[cors(origins = ["https://app.acme.example"], methods = [PUT])]
mod writers {
    #[actix_web::get("/")]
    async fn index() -> impl actix_web::Responder {
        "index"
    }
}

fn main() {}
