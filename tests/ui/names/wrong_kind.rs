//! Rejects names of other things than policies and sets.
use std::sync::LazyLock;

use actix_web::{App, Responder, get};
use route_cors::{Policy, cors, policy};

const APP: &str = "https://app.acme.example";
const LIST: &[&str] = &["https://app.acme.example"];
static API: Policy = policy!(origins = ["https://app.acme.example"]);
static LAZY: LazyLock<Policy> = LazyLock::new(|| policy!(origins = ["https://app.acme.example"]));

static CONSTANTS: Policy = policy!(origins = [APP, LIST, API]);

#[cors(policy = LAZY)]
#[get("/")]
async fn index() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().wrap(API);
}
