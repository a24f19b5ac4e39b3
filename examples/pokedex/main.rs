//! Create, read, update, delete: PUT, DELETE and JSON need a preflight.
//!
//! ```text
//! cargo run -p examples --features sqlite --bin pokedex                 # keeps nothing
//! cargo run -p examples --features sqlite --bin pokedex -- pokedex.db   # keeps the entries
//! ```

mod api;
mod store;

use std::io;
use std::process::ExitCode;

use store::Store;
use support::args::{API_PAGE_STRANGER, Program};
use support::pages::{Files, Page};

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --features sqlite --bin pokedex",
        about: "Create, read, update, delete: what is asked about in a preflight.",
        servers: API_PAGE_STRANGER,
        file: Some("the SQLite database; without it, nothing is kept"),
    };
    let files = Files {
        html: include_str!("page/index.html"),
        style: include_str!("page/page.css"),
        script: include_str!("page/page.js"),
    };
    program.run(|given| {
        let store = Store::open(given.file.as_deref()).map_err(io::Error::other)?;
        support::serve(
            given.listeners,
            |listener, log| api::serve(listener, log, store),
            |site| Page::at(site, files),
        )
    })
}
