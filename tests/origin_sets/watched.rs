//! A file that is watched: the changes that are found, and the lines of the log.

use std::{
    env, fs,
    os::unix::fs::symlink,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use route_cors::{OriginSet, origin_set};

use super::{PATIENCE, folder};
use crate::log;

/// This test starts itself, in a folder of its own.
#[test]
fn a_change_behind_a_link_is_found_and_logged() {
    const AGAIN: &str = "WATCHED";
    if env::var_os(AGAIN).is_some() {
        return follow();
    }
    let output = Command::new(env::current_exe().expect("a test knows its own path"))
        .args([
            "--exact",
            "watched::a_change_behind_a_link_is_found_and_logged",
        ])
        .current_dir(folder("watched"))
        .env(AGAIN, "")
        .output()
        .expect("the test starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// `shops.txt` leads through `links/current` to a file in `data`. No folder that is watched reports that `current` has
/// changed.
fn follow() {
    static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*.acme.example"]);

    let link = |target: &str| {
        symlink(target, "links/next").expect("it can be linked");
        fs::rename("links/next", "links/current").expect("it can be renamed");
    };
    let write = |text: &str| fs::write("data/second", text).expect("it can be written");
    let logged = |line: &str| until(line, || log::lines_with(line).len() == 1);

    log::listen();
    fs::create_dir("links").expect("the folder can be written");
    fs::create_dir("data").expect("the folder can be written");
    fs::write("data/first", "https://a.acme.example\n").expect("it can be written");
    write("https://b.acme.example\n");
    link("../data/first");
    symlink("links/current", "shops.txt").expect("it can be linked");
    let watch = SHOPS.watch().expect("the folders can be watched");
    assert!(SHOPS.admits("https://a.acme.example"));
    until("the watch runs", || {
        runs("route-cors watch") == cfg!(target_os = "linux")
    });

    link("../data/second");
    until("the other origin", || {
        SHOPS.admits("https://b.acme.example")
    });
    assert!(!SHOPS.admits("https://a.acme.example"));
    logged("origins of the file shops.txt: 1 added, 1 removed, 1 in all");
    // Origins that stay the same are no news.
    write("https://b.acme.example\n");
    sleep(Duration::from_millis(300));

    write("b.acme.example\n");
    logged("the current origins stay in force: ");
    assert!(SHOPS.admits("https://b.acme.example"));
    // No origin is new, but the file can be read again.
    write("https://b.acme.example\n");
    logged("origins of the file shops.txt: 0 added, 0 removed, 1 in all");
    assert_eq!(log::lines_with("origins of the file shops.txt").len(), 2);

    drop(watch);
    until("the watch is over", || !runs("route-cors watch"));
}

/// Whether a thread has this name, as far as the system says. Linux keeps 15 bytes of it.
fn runs(thread: &str) -> bool {
    let tasks = fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let mut names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    names.any(|name| name.trim_end() == &thread[..15])
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < PATIENCE, "{what}: not in time");
        sleep(Duration::from_millis(10));
    }
}
