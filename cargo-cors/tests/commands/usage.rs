//! Files that cannot be read, wrong usage, help, completions, and `bless`.

use std::process::Command;

use crate::{Directory, Run, SHOP};

#[test]
fn a_file_that_cannot_be_read() {
    let directory = Directory::new("unreadable");
    directory.cors(&["list"]).fails(
        "error: cors-surface.toml: there is no such file\n\
         help: a test of the application writes it: add `Surface::of(app).await.assert_matches(\"cors-surface.toml\")`, then run \
         `cargo cors bless`\n",
    );
    directory.write(
        "cors-surface.toml",
        &SHOP.replace("version = 1", "version = 2"),
    );
    directory.cors(&["list"]).fails(
        "error: cors-surface.toml:1:11: the file has version 2 of the format, and this program reads version 1\n\
         help: update with `cargo install cargo-cors`\n",
    );
    directory.write(
        "cors-surface.toml",
        &SHOP.replace("max_age = 600", "max_age = \"10m\""),
    );
    directory.cors(&["list"]).fails("error: cors-surface.toml:36:11: `max_age` does not take \"10m\"\nhelp: write a number of seconds\n");
    directory.write("cors-surface.toml", "version = 1\n<<<<<<< HEAD\n");
    let run = directory.cors(&["diff"]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.stderr.starts_with("error: cors-surface.toml:2:"),
        "{}",
        run.stderr
    );
}

#[test]
fn wrong_usage_and_help() {
    let directory = Directory::new("usage");
    assert_eq!(directory.cors(&["lists"]).status, Some(2));
    assert_eq!(directory.cors(&[]).status, Some(2));
    for command in ["list", "check", "explain", "diff", "bless", "completions"] {
        let run = directory.cors(&[command, "--help"]);
        assert_eq!(run.status, Some(0));
        assert!(
            run.stdout.contains("Examples:\n  cargo cors "),
            "{}",
            run.stdout
        );
    }
    // As a program of its own, too.
    let run = Run::of(Command::new(env!("CARGO_BIN_EXE_cargo-cors")).arg("--version"));
    assert_eq!(run.status, Some(0));
}

#[test]
fn completions_for_a_shell() {
    let directory = Directory::new("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = directory.cors(&["completions", shell]);
        assert_eq!(run.status, Some(0));
        assert!(
            run.stdout.contains("--credentials") || run.stdout.contains("credentials"),
            "{shell}"
        );
    }
}

/// A crate whose test writes the surface, as one of an application does.
fn crate_with_test(name: &str) -> Directory {
    let directory = Directory::new(name);
    directory.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n",
    );
    directory.write("src/lib.rs", "#[test]\nfn cors_surface() {\n    let mode = std::env::var(\"CORS_SURFACE\").unwrap();\n    std::fs::write(\"written\", mode).unwrap();\n}\n#[test]\nfn other() {\n    panic!();\n}\n");
    directory
}

#[test]
fn bless_runs_the_test_that_writes_the_surface() {
    let directory = crate_with_test("bless");
    let run = directory.cors(&["bless", "-p", "shop"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert_eq!(
        std::fs::read_to_string(directory.path("written")).unwrap(),
        "overwrite"
    );
    let run = directory.cors(&["bless", "other"]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.stderr.contains("error: `cargo test other` failed"),
        "{}",
        run.stderr
    );
}

#[test]
fn bless_writes_nothing_in_continuous_integration() {
    let directory = crate_with_test("bless_ci");
    let run = Run::of(directory.command(&["bless"]).env("CI", "true"));
    run.fails("error: `CI` is set, and the surface is never written there\nhelp: run `cargo cors bless` on your machine and commit the file\n");
}
