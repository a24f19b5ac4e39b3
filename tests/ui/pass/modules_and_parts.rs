//! A policy on a module, `off` and replaced on single handlers, and policies that start from others.
use actix_web::{App, Responder, get, put};
use route_cors::{Policy, cors, policy};

static PARTNERS: Policy = policy!(
    origins = ["https://partner.example"],
    headers = ["authorization"],
    max_age = "1h",
);

static ACCOUNTS: Policy = policy!(policy = PARTNERS, credentials, mismatch = reject);

#[cors(origins = ["https://app.acme.example"], credentials)]
mod account {
    use super::*;

    #[get("/account")]
    pub async fn show() -> impl Responder {
        "yours"
    }

    #[cors(origins = any)]
    #[get("/status")]
    pub async fn status() -> impl Responder {
        "up"
    }

    #[cors(off)]
    #[get("/secret")]
    pub async fn secret() -> impl Responder {
        ""
    }
}

#[cors(policy = PARTNERS, methods = [PUT])]
#[put("/stock")]
async fn stock() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .wrap(ACCOUNTS.middleware())
        .service(account::show)
        .service(account::status)
        .service(account::secret)
        .service(stock);
}
