//! Tenants that are added and removed while the program runs. Their origins are in a database.
//!
//! ```text
//! cargo run -p examples --features sqlite --bin tenants                 # keeps nothing
//! cargo run -p examples --features sqlite --bin tenants -- tenants.db   # keeps the tenants
//! ```
//!
//! An admin page adds and removes tenants, and two tenants' pages read their orders. A change applies from the next request
//! on, in every worker.

mod api;
mod sites;
mod store;

use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::{rt, web};

use sites::Sites;
use store::Store;
use support::args::{Program, ServerArgs};
use support::exchange::Log;
use support::pages;

const SERVERS: [ServerArgs; 4] = [
    ServerArgs {
        name: "the API",
        flag: "--api",
        port: 8080,
    },
    ServerArgs {
        name: "the admin page",
        flag: "--page",
        port: 3000,
    },
    ServerArgs {
        name: "blue's page",
        flag: "--page",
        port: 3001,
    },
    ServerArgs {
        name: "red's page",
        flag: "--page",
        port: 3002,
    },
];

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --features sqlite --bin tenants",
        about: "Tenants that are added and removed while the program runs.",
        servers: SERVERS,
        file: Some("the SQLite database; without it, nothing is stored"),
    };
    program.run(|given| {
        let store = Store::open(given.file.as_deref()).map_err(io::Error::other)?;
        serve(given.listeners, store)
    })
}

/// Serves the API and the three pages until the process is stopped.
#[actix_web::main]
async fn serve(listeners: [TcpListener; 4], store: Store) -> io::Result<()> {
    let mut ports = [0; 4];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        *port = listener.local_addr()?.port();
    }
    let sites = Sites::at(ports);
    let log = web::Data::new(Log::default());
    let [api, pages @ ..] = listeners;
    let api = api::serve(api, log.clone(), store)?;
    for (listener, page) in pages.into_iter().zip(sites.pages()) {
        // Only the API handles Ctrl-C. The pages end with it.
        rt::spawn(pages::serve(listener, web::Data::new(page), log.clone())?);
    }
    print!("{sites}");
    api.await
}
