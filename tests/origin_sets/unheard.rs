//! Errors of sets in a program without a logger.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
};

use route_cors::{OriginSet, OriginSetError, origin_set};

use super::{PATIENCE, folder};

/// This test starts itself, in a folder of its own, as that program.
#[test]
fn rejected_lists_are_printed_to_standard_error() {
    const AGAIN: &str = "WATCH_UNHEARD";
    if env::var_os(AGAIN).is_some() {
        return watch();
    }
    let mut program = Command::new(env::current_exe().expect("a test knows its own path"))
        .args([
            "--exact",
            "unheard::rejected_lists_are_printed_to_standard_error",
        ])
        .current_dir(folder("unheard"))
        .env(AGAIN, "")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the test starts");
    let told = BufReader::new(program.stderr.take().expect("it is piped"))
        .lines()
        .map_while(Result::ok)
        .find(|line| line.contains("stay in force"));
    // It may have ended by itself.
    let _ = program.kill();
    let _ = program.wait();
    let told = told.expect("it is told");
    assert!(told.contains("pages.txt:1: "), "{told}");
}

/// Breaks a file that is watched, and waits to be ended.
fn watch() {
    static PAGES: OriginSet = origin_set!(file = "pages.txt", optional, within = ["https://*"]);
    let _watch = PAGES.watch().expect("the folder can be watched");
    fs::write("pages.txt", "a.example\n").expect("the folder can be written");
    thread::sleep(PATIENCE);
}

#[test]
fn it_becomes_what_a_main_of_actix_web_returns() {
    fn main() -> std::io::Result<()> {
        static PAGES: OriginSet = origin_set!(within = ["https://*"]);
        PAGES.replace(["a.example"])?;
        Ok(())
    }
    let error = main().expect_err("it is refused");
    let inner = error.get_ref().expect("it is kept");
    assert!(inner.is::<OriginSetError>());
    assert_eq!(error.to_string(), inner.to_string());
}
