//! The compiler whose output the files of some tests have.

use std::{env, process::Command};

use crate::webdriver::skipped;

/// The first words of the version of the pinned compiler.
const PINNED: &str = "rustc 1.95.";

/// Checks whether the tests run with the pinned compiler. If not, it prints that `omitted` is skipped, and fails if `CI` is
/// set.
pub fn is_pinned(omitted: &str) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let version = version.expect("rustc starts");
    let pinned = version.starts_with(PINNED);
    if !pinned {
        let why = format!("{omitted} is compared with {PINNED}* only, and this is {version}");
        assert!(env::var_os("CI").is_none(), "{why}, and CI is set");
        skipped(why.trim_end());
    }
    pinned
}
