//! `cargo cors verify`: checks that a server does what the surface says.

mod compare;
mod paths;
mod rows;

use self::{paths::Paths, rows::Verify};
use crate::{
    cli::{Format, VerifyArgs},
    finding::report,
    outcome::{Failure, Outcome},
    wire::{Client, server},
};

pub(crate) fn run(arguments: &VerifyArgs, format: Format) -> Result<Outcome, Failure> {
    let surface = arguments.surface.read()?;
    server(&arguments.url)?;
    let client = Client::new(&arguments.headers, arguments.timeout)?;
    let paths = Paths::new(&surface, &arguments.paths)?;
    let (found, checked) = Verify::new(&client, arguments, &surface, paths)?.run()?;
    let clean = format!("{checked} rows: the server does what the surface says");
    let file = arguments.surface.file.display().to_string();
    Ok(report(&found, &clean, Some(&file), format)?)
}
