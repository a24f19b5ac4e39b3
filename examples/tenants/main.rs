//! Tenants that come and go while the program runs: their origins live in a database.
//!
//! ```text
//! cargo run -p examples --features sqlite --bin tenants                 # forgets everything at the end
//! cargo run -p examples --features sqlite --bin tenants -- tenants.db   # keeps it
//! ```
//!
//! An admin page adds and removes tenants, and two tenants' pages ask for their orders. A change is in force for the next
//! request, whichever worker it comes to.

mod api;
mod sites;
mod store;

use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::{rt, web};

use sites::Sites;
use store::Store;
use support::args::{Place, Program};
use support::exchange::Log;
use support::pages;

const PLACES: [Place; 4] = [
    Place {
        name: "the API",
        flag: "--api",
        port: 8080,
    },
    Place {
        name: "the admin page",
        flag: "--page",
        port: 3000,
    },
    Place {
        name: "blue's page",
        flag: "--page",
        port: 3001,
    },
    Place {
        name: "red's page",
        flag: "--page",
        port: 3002,
    },
];

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --features sqlite --bin tenants",
        about: "Tenants that come and go while the program runs.",
        places: PLACES,
        file: Some("the SQLite database; without it, nothing is kept"),
    };
    program.run(|given| {
        let store = Store::open(given.file.as_deref()).map_err(io::Error::other)?;
        serve(given.listeners, store)
    })
}

/// Serves the API and the three pages until the process is told to stop.
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
        // The API alone listens for Ctrl-C; the pages end with it.
        rt::spawn(pages::serve(listener, web::Data::new(page), log.clone())?);
    }
    print!("{sites}");
    api.await
}
