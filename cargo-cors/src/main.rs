//! `cargo cors`: shows, compares and checks what other origins may do with an application, from its `cors-surface.toml`.

#![forbid(unsafe_code)]

mod bless;
mod check;
mod cli;
mod completions;
mod diff;
mod explain;
mod export;
mod finding;
mod list;
mod outcome;
mod probe;
mod surface;
mod term;
mod verify;
mod wire;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    cli::{Cli, Command},
    outcome::{Failure, Outcome},
};

fn main() -> ExitCode {
    // cargo runs `cargo-cors cors ..`.
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "cors") {
        arguments.remove(1);
    }
    let cli = Cli::parse_from(arguments);
    match run(&cli) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            if let Failure::Unusable(message) | Failure::Refused(message) = &failure {
                eprintln!("error: {message}");
            }
            failure.into()
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::List(arguments) => list::run(arguments, cli.format),
        Command::Check(arguments) => check::run(arguments, cli.format),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Diff(arguments) => diff::run(arguments, cli.format),
        Command::Bless(arguments) => bless::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Verify(arguments) => verify::run(arguments, cli.format),
        Command::Probe(arguments) => probe::run(arguments, cli.format),
        Command::Completions(arguments) => completions::run(arguments),
    }
}
