//! Runs the tests of the feature `surface` in a build of their own.
//!
//! The feature switches on actix-web's introspection, which panics for an application in which one path has a parameter
//! name twice. Other tests need such applications, and Cargo builds actix-web once for all tests of a workspace.

use std::{env, process::Command};

#[test]
fn the_tests_of_the_feature_surface() {
    cargo_test(&[
        "--package=route-cors",
        "--features=surface",
        "--test=surface",
    ]);
}

#[test]
fn the_surface_of_each_example() {
    cargo_test(&[
        "--package=examples",
        "--features=surface,sqlite,sessions,watch",
        "--bins",
        "cors_surface",
    ]);
}

fn cargo_test(arguments: &[&str]) {
    let status = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("test")
        .args(arguments)
        .status()
        .expect("cargo starts");
    assert!(status.success(), "{arguments:?} failed");
}
