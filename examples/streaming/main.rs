//! A video service: four APIs on four origins, each with its own policy for the others.
//!
//! ```text
//! cargo run -p examples --features sessions --bin streaming
//! ```
//!
//! | API | pages that may use it | file |
//! |---|---|---|
//! | catalogue | every page | `catalogue.rs` |
//! | content | the catalogue's; no other page gets a film | `content.rs` |
//! | images | the catalogue's and the accounts' pages may use the font and read pixels | `images.rs` |
//! | accounts | the catalogue's, with the visitor's cookies, behind authentication | `accounts.rs` |
//!
//! One page is served on each of the four origins and on a stranger's: what it can do depends on its origin.

mod accounts;
mod catalogue;
mod content;
#[cfg(test)]
mod font;
mod images;

use std::array;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::web;
use serde_json::json;

use support::args::{Program, ServerArgs};
use support::exchange::Log;
use support::pages::{self, Files, Page};
use support::site::NOTE;

/// The name and the host of each origin. In production, `acme.localhost` would be `acme.example`.
const HOSTS: [(&str, &str); 5] = [
    ("catalogue", "catalogue.acme.localhost"),
    ("content", "content.acme.localhost"),
    ("images", "images.acme.localhost"),
    ("accounts", "accounts.acme.localhost"),
    ("stranger", "fans.localhost"),
];

const FILES: Files = Files {
    html: include_str!("page/index.html"),
    style: include_str!("page/page.css"),
    script: include_str!("page/page.js"),
};

fn main() -> ExitCode {
    let mut port = 8000;
    let servers = HOSTS.map(|(name, _)| {
        port += 1;
        let flag = "--port";
        ServerArgs { name, flag, port }
    });
    let program = Program {
        command: "cargo run -p examples --features sessions --bin streaming",
        about: "A video service: four APIs on four origins, each with its own policy for the others.",
        servers,
        file: None,
    };
    program.run(|given| serve(given.listeners))
}

/// Serves all five origins until the process is stopped.
#[actix_web::main]
async fn serve(listeners: [TcpListener; 5]) -> io::Result<()> {
    let mut origins = Vec::new();
    for ((name, host), listener) in HOSTS.iter().zip(&listeners) {
        let port = listener.local_addr()?.port();
        origins.push((*name, format!("http://{host}:{port}")));
    }
    let log = web::Data::new(Log::default());
    let pages: [_; 5] = array::from_fn(|nth| web::Data::new(page(nth, &origins)));

    let [catalogue, content, images, accounts, stranger] = listeners;
    let [
        on_catalogue,
        on_content,
        on_images,
        on_accounts,
        on_stranger,
    ] = pages;
    // Only the catalogue handles Ctrl-C. The others end with it.
    let catalogue = catalogue::serve(catalogue, on_catalogue, log.clone())?;
    actix_web::rt::spawn(content::serve(content, on_content, log.clone())?);
    actix_web::rt::spawn(images::serve(images, on_images, log.clone())?);
    actix_web::rt::spawn(accounts::serve(accounts, on_accounts, log.clone())?);
    actix_web::rt::spawn(pages::serve(stranger, on_stranger, log)?);
    for (name, origin) in &origins {
        println!("{name:<10}{origin}");
    }
    if let Some(note) = NOTE {
        println!("{note}");
    }
    catalogue.await
}

/// Returns the page of the nth origin.
fn page(nth: usize, origins: &[(&str, String)]) -> Page {
    let (name, origin) = &origins[nth];
    Page {
        files: FILES,
        origin: origin.clone(),
        talks_to: origins.iter().map(|(_, origin)| origin.clone()).collect(),
        facts: json!({ "name": name, "origins": origins, "note": NOTE }),
    }
}
