//! Origins that arrive at run time: what a set takes and refuses, changes while requests run, and programs that start or
//! do not.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unused_async,
    reason = "the handlers of a test are read where they stand"
)]

use test_support::{self as support, serve};

mod changes;
mod log;
#[cfg(unix)]
mod mounted;
mod operator;
mod start;
mod unheard;
mod values;
#[cfg(unix)]
mod watched;

use std::{fs, path::PathBuf, time::Duration};

/// How long a change may take to be seen before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// Creates an empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("origin_sets")
        .join(name);
    // It may be left from an earlier run, or missing.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}
