//! Replaces sets while threads read them, for as many seconds as the argument says.
//!
//! Each version of a set holds one origin that is in all of them, and others that are only in this one. Every reading has to
//! be of one whole version, and no older version may come back.

use std::{
    env, fs, process,
    sync::atomic::{
        AtomicBool, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    thread,
    time::{Duration, Instant},
};

use route_cors::{OriginSet, origin_set};

/// Replaced by the program.
static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.example"]);
/// Loaded again from a file, by two threads.
static EDGE: OriginSet = origin_set!(file = "origins.txt", within = ["https://*.tenants.example"]);

static RUNNING: AtomicBool = AtomicBool::new(true);
static READINGS: AtomicU64 = AtomicU64::new(0);
/// The newest version of `TENANTS` that is certainly in force.
static NEWEST: AtomicU64 = AtomicU64::new(0);

const READERS: usize = 3;
const COMMON: &str = "https://common.tenants.example";

/// Returns an origin that is only in this version.
fn own(version: u64) -> String {
    format!("https://v{version}.tenants.example")
}

/// Returns the origins and patterns of a version.
fn list(version: u64) -> Vec<String> {
    let more = (0..20).map(|index| format!("https://v{version}-{index}.tenants.example"));
    let below = format!("https://*.below{version}.tenants.example");
    more.chain([COMMON.to_owned(), own(version), below])
        .collect()
}

fn read() {
    let mut readings = 0;
    while RUNNING.load(Relaxed) {
        let newest = NEWEST.load(Acquire);
        assert!(TENANTS.admits(COMMON));
        assert!(!TENANTS.admits("https://evil.example"));
        if let Some(old) = newest.checked_sub(1) {
            assert!(!TENANTS.admits(&own(old)), "{old} is back after {newest}");
        }
        assert!(EDGE.admits(COMMON));
        readings += 1;
    }
    READINGS.fetch_add(readings, Relaxed);
}

/// Reloads the file while `write` does, and never puts an older reading in place of a newer one.
fn reload() {
    while RUNNING.load(Relaxed) {
        EDGE.reload().expect("the file is whole");
        // So that the writer gets its turn: a lock may go to whoever had it last.
        thread::sleep(Duration::from_micros(100));
    }
}

fn write(end: Instant) -> u64 {
    let mut version = 0;
    while Instant::now() < end {
        version += 1;
        let list = list(version);
        let change = TENANTS.replace(&list).expect("all are within");
        assert_eq!((change.added, change.total), (22, 23));
        NEWEST.store(version, Release);
        assert!(TENANTS.replace([COMMON, "https://evil.example"]).is_err());
        assert!(TENANTS.check(&list).is_ok());

        fs::write("new.txt", list.join("\n")).expect("the folder can be written");
        fs::rename("new.txt", "origins.txt").expect("the file can be replaced");
        EDGE.reload().expect("the file is whole");
        thread::yield_now();
        assert!(
            EDGE.admits(&own(version)),
            "an older reading of the file is in force"
        );
    }
    version
}

fn main() {
    let seconds = env::args().nth(1).and_then(|text| text.parse().ok());
    let folder = env::temp_dir().join(format!("route-cors-stress-{}", process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    env::set_current_dir(&folder).expect("it is there");
    fs::write("origins.txt", list(0).join("\n")).expect("the folder can be written");
    TENANTS.replace(list(0)).expect("all are within");
    EDGE.load().expect("the file is whole");

    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(10));
    let (versions, ended) = thread::scope(|scope| {
        let mut others: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        others.push(scope.spawn(reload));
        let versions = scope.spawn(move || write(end)).join();
        RUNNING.store(false, Relaxed);
        let ended: Vec<_> = others
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        (versions, ended)
    });
    // A folder that stays behind is no reason to fail.
    let _ = fs::remove_dir_all(folder);
    let versions = versions.expect("the writer's assertions hold");
    assert!(
        ended.iter().all(Result::is_ok),
        "an assertion of another thread failed"
    );
    println!("{versions} versions, {} readings", READINGS.load(Relaxed));
}
