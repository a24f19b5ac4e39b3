//! Shared by the examples: ports, pages on other origins, and a log of requests and responses.
//!
//! The policies and handlers are in the examples themselves. You don't need to copy anything from here.

#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "only the examples use it"
)]

pub mod args;
pub mod events;
pub mod exchange;
pub mod pages;
pub mod ports;
pub mod site;

use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::dev::Server;
use actix_web::web;

use args::{Command, Program, Started};
use exchange::Log;
use pages::Page;
use site::{Site, Sites};

impl<const N: usize> Program<N> {
    /// Parses the command line, binds the ports, and serves until the process is stopped.
    pub fn run(&self, serve: impl FnOnce(Started<N>) -> io::Result<()>) -> ExitCode {
        let words = std::env::args_os()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned());
        let (ports, file) = match self.parse(words) {
            Ok(Command::Serve { ports, file }) => (ports, file),
            Ok(Command::Help) => {
                print!("{self}");
                return ExitCode::SUCCESS;
            }
            Err(fault) => {
                eprintln!("error: {fault}\n\n{self}");
                return ExitCode::from(2);
            }
        };
        let served = ports::bind(&self.servers, ports).map_err(|fault| fault.to_string());
        let served = served.and_then(|listeners| {
            serve(Started { listeners, file }).map_err(|fault| fault.to_string())
        });
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                eprintln!("error: {fault}");
                ExitCode::FAILURE
            }
        }
    }
}

/// Serves an API and both pages until the process is stopped.
#[actix_web::main]
pub async fn serve(
    listeners: [TcpListener; 3],
    api: impl FnOnce(TcpListener, web::Data<Log>) -> io::Result<Server>,
    page_at: impl Fn(&Site) -> Page,
) -> io::Result<()> {
    let sites = Sites::of(&listeners)?;
    let log = web::Data::new(Log::default());
    let [of_api, of_page, of_stranger] = listeners;
    let api = api(of_api, log.clone())?;
    let page_at = |site| web::Data::new(page_at(site));
    let page = pages::serve(of_page, page_at(&sites.page), log.clone())?;
    let stranger = pages::serve(of_stranger, page_at(&sites.stranger), log)?;
    print!("{sites}");

    // Only the API handles Ctrl-C. The pages end with it.
    actix_web::rt::spawn(page);
    actix_web::rt::spawn(stranger);
    api.await
}
