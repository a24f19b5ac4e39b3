//! The compiler's messages about a policy, word for word.
//!
//! Each file in `ui/` is named after the rule that it violates, and the messages are in a file beside it. `ui/report/`
//! has errors that belong to no rule. `ui/parts/` has errors of constants about a policy that starts from a named one, and
//! `ui/names/` errors about names of the wrong kind. The files in `ui/pass/` compile.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages of today. The layout of an error, and some words about
//! types, are the compiler's own: they are compared with the pinned compiler only. Every compiler has to print our messages.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use test_support::compiler;

/// The folders with cases that do not compile.
const REJECTED: [&str; 4] = [
    "tests/ui",
    "tests/ui/report",
    "tests/ui/parts",
    "tests/ui/names",
];

#[test]
fn policies_are_rejected_with_these_messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    if compiler::is_pinned("the compiler's part of an error") {
        for folder in REJECTED {
            cases.compile_fail(format!("{folder}/*.rs"));
        }
    } else {
        assert_our_messages_are_printed();
    }
}

/// Checks every case with a compiler that may lay out errors in another way.
fn assert_our_messages_are_printed() {
    let cases: Vec<_> = REJECTED.iter().flat_map(|folder| cases(folder)).collect();
    let printed = check(&cases);
    let mut missing = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let printed = printed.get(&name(number)).map_or("", String::as_str);
        let expected = fs::read_to_string(case.with_extension("stderr")).unwrap();
        let mut messages = BTreeMap::new();
        for message in messages_of(&expected) {
            *messages.entry(message).or_insert(0) += 1;
        }
        for (message, count) in messages {
            let found = printed.matches(&message).count();
            if found < count {
                missing.push(format!(
                    "{}: {found} of {count} times:\n{message}",
                    case.display()
                ));
            }
        }
    }
    assert!(missing.is_empty(), "not printed:\n{}", missing.join("\n"));
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut cases: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    cases.sort();
    cases
}

fn name(number: usize) -> String {
    format!("case_{number}")
}

/// Returns the errors of each case, without indentation.
fn check(cases: &[PathBuf]) -> BTreeMap<String, String> {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    fs::create_dir_all(&package).unwrap();
    let mut manifest = format!(
        r#"
workspace = {{}}
package = {{ name = "ui", edition = "2024" }}
[dependencies]
route-cors = {{ path = "{}", features = ["testing", "watch"] }}
actix-web = {{ version = "4.18", default-features = false, features = ["macros"] }}
"#,
        root().display()
    );
    for (number, case) in cases.iter().enumerate() {
        let (name, path) = (name(number), case.display());
        write!(manifest, "[[bin]]\nname = \"{name}\"\npath = \"{path}\"\n").unwrap();
    }
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--keep-going", "--message-format=json"])
        .arg("--target-dir")
        .arg(package.join("target"))
        .current_dir(&package)
        .output()
        .expect("cargo starts");
    // The harness shows this if a message is missing.
    println!("{}", String::from_utf8_lossy(&output.stderr));
    let mut printed: BTreeMap<_, String> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        if let (Some(name), Some(rendered)) = (
            message["target"]["name"].as_str(),
            message["message"]["rendered"].as_str(),
        ) {
            let lines = rendered.lines().map(str::trim);
            let printed = printed.entry(name.to_owned()).or_default();
            printed.extend(lines.flat_map(|line| [line, "\n"]));
        }
    }
    printed
}

/// Returns our messages in the expected output of a case: the text of each error up to its place in the source, without
/// indentation.
fn messages_of(expected: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    let mut continues = false;
    for line in expected.lines() {
        if line.starts_with("error") {
            let (_, text) = line.split_once(": ").expect("an error has a text");
            let text = text.strip_prefix("evaluation panicked: ").unwrap_or(text);
            // The compiler's own sentence about a type.
            continues = !text.starts_with("the trait bound");
            if continues {
                messages.push(format!("{text}\n"));
            }
        } else if continues && !line.trim_start().starts_with("--> ") {
            let message = messages.last_mut().expect("an error came before");
            message.push_str(line.trim());
            message.push('\n');
        } else {
            continues = false;
        }
    }
    assert!(!messages.is_empty(), "no message in\n{expected}");
    messages
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
