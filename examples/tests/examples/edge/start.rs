//! Values with which the program does not start.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Creates an empty folder.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("edge")
        .join(name);
    // It may be left from an earlier run, or missing.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Creates the command of the example in a folder, without `EDGE_ORIGINS`.
pub(super) fn edge(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edge"));
    command
        .current_dir(folder)
        .env_remove("EDGE_ORIGINS")
        .args(["--api", "0"]);
    command
}

fn fails(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the example starts");
    let stderr = String::from_utf8(stderr).expect("it is text");
    assert!(!status.success(), "{stderr}");
    assert!(stdout.is_empty(), "it listened");
    stderr
}

#[test]
fn one_invalid_origin_of_five_stops_the_start() {
    let origins = "https://a.acme.example, https://b.acme.example https://c.acme.example/\n\
                   https://d.acme.example,https://e.acme.example";
    let message = fails(edge(&folder("bad")).env("EDGE_ORIGINS", origins));
    assert_eq!(
        message,
        "error: the environment variable EDGE_ORIGINS has 1 value that the service does not accept, so the whole list is rejected\n\
         EDGE_ORIGINS, value 3: `https://c.acme.example/` ends with a slash; an origin does not\n  \
         help: write `https://c.acme.example`\n  \
         rule: malformed_origin\n  \
         see: route_cors::rules::malformed_origin\n\
         EDGE_ORIGINS takes origins separated by commas or white space, limited to `https://*.acme.example`, `http://localhost:*`\n\
         help: write the whole list as\n  \
         EDGE_ORIGINS=https://a.acme.example,https://b.acme.example,https://c.acme.example,\
         https://d.acme.example,https://e.acme.example\n"
    );
}

#[test]
fn a_missing_or_empty_variable_stops_the_start() {
    let folder = folder("missing");
    let missing = fails(&mut edge(&folder));
    assert!(
        missing.starts_with(
            "error: the environment variable EDGE_ORIGINS is not set\nEDGE_ORIGINS takes origins "
        ),
        "{missing}"
    );
    for empty in ["", " ,\n,"] {
        let empty = fails(edge(&folder).env("EDGE_ORIGINS", empty));
        assert!(
            empty.starts_with("error: the environment variable EDGE_ORIGINS holds no origin"),
            "{empty}"
        );
        assert!(empty.contains("`optional`"), "{empty}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_stops_the_start() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let message =
        fails(edge(&folder("bytes")).env("EDGE_ORIGINS", OsStr::from_bytes(b"https://\xff")));
    assert!(
        message.contains("EDGE_ORIGINS") && message.contains("UTF-8"),
        "{message}"
    );
}

#[test]
fn an_invalid_line_of_a_file_stops_the_start() {
    let folder = folder("line");
    let lines =
        "# partners\nhttps://a.example\n\nhttps://b.example:443 # the default\n*.c.example\n";
    fs::write(folder.join("partners.txt"), lines).expect("it can be written");
    let message = fails(edge(&folder).env("EDGE_ORIGINS", "https://eu.acme.example"));
    for part in [
        "partners.txt:4: ",
        "partners.txt:5: ",
        "https://b.example",
        "non_canonical_origin",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn help_lists_the_variable_the_file_and_the_port() {
    let output = edge(&folder("help")).arg("--help").output();
    let Output { status, stdout, .. } = output.expect("the example starts");
    let help = String::from_utf8(stdout).expect("it is text");
    assert!(status.success(), "{help}");
    for part in ["EDGE_ORIGINS", "partners.txt", "--api PORT", "(8080)"] {
        assert!(help.contains(part), "{part}\n{help}");
    }
}
