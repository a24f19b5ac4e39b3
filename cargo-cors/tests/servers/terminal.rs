//! Colours and progress on a terminal, which the program `script` stands for.

use std::{env, process::Command};

use crate::server::{Request, Response, serve};

fn everybody(_: &Request) -> Response {
    Response::new(200)
        .with("access-control-allow-origin", "*")
        .with("access-control-allow-credentials", "true")
}

/// Returns the output of `probe` on a terminal, with one more variable. `None` if there is no program for it.
fn on_terminal(variable: &str, value: &str) -> Option<String> {
    let command = format!(
        "{} probe {}",
        env!("CARGO_BIN_EXE_cargo-cors"),
        serve(everybody)
    );
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    // The output of a build service shows colours on every terminal.
    for decides in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        script.env_remove(decides);
    }
    let output = script.env("TERM", "xterm").env(variable, value).output();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(error) if env::var_os("CI").is_none() => {
            eprintln!("skipped: `script` does not run: {error}");
            None
        }
        Err(error) => panic!("`script` does not run: {error}"),
    }
}

#[test]
fn a_terminal_shows_colours_and_progress() {
    let Some(shown) = on_terminal("NO_COLOR", "") else {
        return;
    };
    let start = "\r\x1b[K[1] no origin\r\x1b[K[2] https://cors-check.example\r\x1b[K[3] ";
    assert!(shown.starts_with(start), "{shown:?}");
    for part in [
        "\r\x1b[K\x1b[31mmedium\x1b[0m: /: `*` with credentials",
        "\x1b[2mnote\x1b[0m: ",
        "\x1b[31m1 finding\x1b[0m",
    ] {
        assert!(shown.contains(part), "{part:?} in {shown:?}");
    }
}

#[test]
fn a_terminal_without_colours() {
    for (variable, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let Some(shown) = on_terminal(variable, value) else {
            return;
        };
        let finding = "\r\x1b[Kmedium: /: `*` with credentials";
        assert!(shown.contains(finding), "{finding:?} in {shown:?}");
        assert!(shown.contains("\r\n1 finding\r\n"), "{shown:?}");
    }
}
