//! One build for several environments: whose pages may use it is said where it is deployed.
//!
//! ```text
//! EDGE_ORIGINS="https://eu.acme.example https://us.acme.example" cargo run --example edge
//! ```
//!
//! The origins of the product come from the environment, those of partners from `partners.txt` in the working
//! directory, which is loaded again when it changes. Whatever arrives, the compiler has judged how far it can go.

#![allow(missing_docs, reason = "an example explains itself")]

use std::{error::Error, net::Ipv4Addr};

use actix_web::{App, HttpServer, get, put};
use route_cors::{OriginSet, cors, origin_set};

/// Where this deployment has its pages.
static EDGE: OriginSet = origin_set!(
    env = "EDGE_ORIGINS",
    within = [
        "https://*.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:*"
    ],
    allow(
        subdomain_wildcard_with_credentials,
        reason = "every host below is ours, and each is named in the variable"
    ),
);

/// Pages of others, which may read what is public.
static PARTNERS: OriginSet = origin_set!(file = "partners.txt", optional, within = ["https://*"]);

#[cors(origins = [EDGE, PARTNERS])]
#[get("/prices")]
async fn prices() -> &'static str {
    "3.50"
}

/// Only our own pages change them, with the visitor's cookies.
#[cors(origins = [EDGE], credentials)]
#[put("/prices")]
async fn set_prices(new: String) -> String {
    new
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    // Without this the application would not start either; here the error is a value.
    EDGE.load()?;
    let _watch = PARTNERS.watch()?;
    let port = std::env::var("PORT").map_or(Ok(8080), |port| port.parse())?;
    let server = HttpServer::new(|| App::new().service(prices).service(set_prices))
        .bind((Ipv4Addr::LOCALHOST, port))?;
    for address in server.addrs() {
        println!("http://{address}/prices");
    }
    Ok(server.run().await?)
}
