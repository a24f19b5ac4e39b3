//! `cargo cors verify` and `cargo cors probe` against servers on loopback, with and without faults.

mod probe;
mod server;
mod terminal;
mod verify;

use std::process::Command;

/// The output and the status of a command.
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn cors(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-cors"))
        .args(arguments)
        .output()
        .unwrap();
    Run {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
