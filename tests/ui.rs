//! The compiler's messages about a policy, word for word.
//!
//! Each file in `ui/` is named after the rule that it violates, and the messages are in a file beside it. `ui/report/`
//! has errors that belong to no rule, `ui/parts/` errors of constants about a policy that starts from a named one, and
//! `ui/names/` errors about names of the wrong kind. The files in `ui/pass/` compile.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages of today.

use std::process::Command;

/// The compiler whose words are in the files. Another compiler says the same about a policy, but prints it in its own
/// way, so its messages are not compared.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn policies_are_rejected_with_these_messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    let version = Command::new("rustc").arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let version = version.unwrap_or_default();
    if !version.starts_with(COMPILER) {
        println!("skipped: the messages are those of {COMPILER}*, and this is {version}");
        return;
    }
    cases.compile_fail("tests/ui/*.rs");
    cases.compile_fail("tests/ui/report/*.rs");
    cases.compile_fail("tests/ui/parts/*.rs");
    cases.compile_fail("tests/ui/names/*.rs");
}
