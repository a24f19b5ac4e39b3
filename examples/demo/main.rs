//! The policies of a small API, tried from a browser.
//!
//! ```text
//! cargo run --example demo
//! ```
//!
//! One process serves three origins on this machine: the API, a page whose origin the API's policies name, and the same
//! page as a stranger. On either page a person picks a route, sends a request and sees what the browser let the page
//! read, beside the policy as it stands in `handlers.rs` and the headers that went over the wire.

mod api;
mod args;
mod catalogue;
mod exchange;
mod handlers;
mod pages;
mod ports;
mod site;
mod source;

use std::process::ExitCode;
use std::sync::Arc;

use args::Command;
use exchange::Log;
use ports::Listeners;
use site::Sites;

fn main() -> ExitCode {
    let given = std::env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned());
    let ports = match args::parse(given) {
        Ok(Command::Serve(ports)) => ports,
        Ok(Command::Help) => {
            print!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        Err(fault) => {
            eprintln!("error: {fault}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let served = Listeners::bind(ports).map_err(|fault| fault.to_string());
    match served.and_then(|listeners| serve(listeners).map_err(|fault| fault.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Serves all three origins until the process is told to stop.
#[actix_web::main]
async fn serve(listeners: Listeners) -> std::io::Result<()> {
    let sites = Sites::of(&listeners)?;
    let log = Arc::new(Log::default());
    let api = api::serve(listeners.api, Arc::clone(&log))?;
    let page = pages::serve(listeners.page, sites.page.clone(), Arc::clone(&log))?;
    let stranger = pages::serve(listeners.stranger, sites.stranger.clone(), log)?;
    print!("{sites}");

    // The API alone listens for Ctrl-C; the pages end with it.
    actix_web::rt::spawn(page);
    actix_web::rt::spawn(stranger);
    api.await
}
