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
    let mut verify = Verify::new(&client, arguments, &surface, paths)?;
    verify.run()?;
    let clean = format!(
        "{} rows: the server does what the surface says",
        verify.checked
    );
    let file = arguments.surface.file.display().to_string();
    Ok(report(
        &verify.findings,
        &verify.notes,
        &clean,
        Some(&file),
        format,
    )?)
}
