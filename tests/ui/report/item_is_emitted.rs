//! A faulty policy leaves the handler in place: nothing but the policy's own fault is reported.
use actix_web::{App, Responder, get};
use route_cors::{Policy, cors, policy};

/// The handlers go on being services, and the policy a policy.
#[cors(origins = ["app.acme.example"])]
#[get("/orders")]
async fn orders() -> impl Responder {
    ""
}

#[cors(origins = ["https://app.acme.example"])]
pub struct Config {
    pub port: u16,
}

static API: Policy = policy!(origins = any, credentials);

fn main() {
    let _ = App::new().wrap(API.middleware()).service(orders);
    let _ = Config { port: 8080 }.port;
}
