//! Rejects a handler that reads a session if the policy has no `credentials`.
use actix_web::{Responder, get};
use route_cors::cors;

type Identity = String;
type Session = String;

#[cors(origins = ["https://app.acme.example"])]
#[get("/account")]
async fn account(session: Session) -> impl Responder {
    session
}

#[cors(origins = ["https://app.acme.example"], credentials = false)]
#[get("/orders")]
async fn orders(user: Identity) -> impl Responder {
    user
}

fn main() {}
