//! `cargo cors bless`: runs the test that writes the surface.

use std::{env, process::Command};

use crate::{
    cli::BlessArgs,
    outcome::{Failure, Outcome},
};

pub(crate) fn run(arguments: &BlessArgs) -> Result<Outcome, Failure> {
    if env::var_os("CI").is_some() {
        return Err(Failure::unusable(
            "`CI` is set, and the surface is never written there\nhelp: run `cargo cors bless` on your machine and commit the file",
        ));
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.arg("test").env("CORS_SURFACE", "overwrite");
    for package in &arguments.package {
        command.arg("--package").arg(package);
    }
    command.args(&arguments.cargo).arg(&arguments.test);
    let status = command
        .status()
        .map_err(|error| Failure::unusable(format!("cargo does not run: {error}")))?;
    if status.success() {
        Ok(Outcome::Nothing)
    } else {
        Err(Failure::unusable(format!(
            "`cargo test {}` failed, so the surface may be out of date",
            arguments.test
        )))
    }
}
