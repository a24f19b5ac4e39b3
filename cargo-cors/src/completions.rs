//! `cargo cors completions`: writes a completion script for a shell.

use std::io;

use clap::CommandFactory;

use crate::{
    cli::{Cli, CompletionsArgs},
    outcome::{Failure, Outcome},
};

#[expect(clippy::unnecessary_wraps, reason = "every command returns this")]
pub(crate) fn run(arguments: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut command = Cli::command();
    clap_complete::generate(
        arguments.shell,
        &mut command,
        "cargo-cors",
        &mut io::stdout(),
    );
    Ok(Outcome::Nothing)
}
