//! Create, read, update, delete: PUT, DELETE and JSON are asked about in a preflight.
//!
//! ```text
//! cargo run --example pokedex                 # forgets everything at the end
//! cargo run --example pokedex -- pokedex.db   # keeps it
//! ```

mod api;
mod store;
#[path = "../support/mod.rs"]
mod support;

use std::io;
use std::process::ExitCode;

use store::Store;
use support::args::{API_PAGE_STRANGER, Program};
use support::pages::{Files, Page};

fn main() -> ExitCode {
    let program = Program {
        name: "pokedex",
        about: "Create, read, update, delete: what is asked about in a preflight.",
        places: API_PAGE_STRANGER,
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
