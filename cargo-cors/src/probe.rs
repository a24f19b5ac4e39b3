//! `cargo cors probe`: CORS faults of a server that has no surface file.

mod answers;
mod questions;

use ureq::http::Uri;

use self::questions::Probe;
use crate::{
    cli::{Format, ProbeArgs},
    finding::report,
    outcome::{Failure, Outcome},
    wire::{Client, server},
};

pub(crate) fn run(arguments: &ProbeArgs, format: Format) -> Result<Outcome, Failure> {
    let uri = server(&arguments.url)?;
    if !arguments.yes_i_may && !is_loopback(&uri) {
        return Err(Failure::unusable(format!(
            "{} is not on this machine, and `probe` sends requests that an attacker would send\n\
             help: if its owner allows that, add `--yes-i-may`",
            uri.host().unwrap_or_default()
        )));
    }
    for origin in &arguments.origins {
        let is_origin = origin
            .split_once("://")
            .is_some_and(|(_, authority)| !authority.is_empty() && !authority.contains('/'));
        if !is_origin && origin != "null" {
            return Err(Failure::unusable(format!(
                "`{origin}` is not an origin\nhelp: write `--origin https://app.acme.example`, without a path"
            )));
        }
    }
    let client = Client::new(&arguments.headers, arguments.timeout)?;
    let found = Probe::new(&client, &arguments.url).run(&uri, &arguments.origins)?;
    Ok(report(&found, "nothing found", None, format)?)
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
}
