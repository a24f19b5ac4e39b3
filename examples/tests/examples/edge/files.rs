//! A file of origins that changes while the program runs.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use test_support::{Connection, request};

use super::start::{edge, folder};

/// The time limit for a change.
const PATIENCE: Duration = Duration::from_secs(30);

/// The running example and its log.
struct Program {
    child: Child,
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut child = edge(folder)
            .env("EDGE_ORIGINS", "https://eu.acme.example")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let log = Arc::<Mutex<Vec<String>>>::default();
        let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let written = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                written.lock().expect("nobody panics with it").push(line);
            }
        });
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("it is piped"))
            .read_line(&mut first)
            .expect("it says where it listens");
        let address = first.trim_start_matches("http://").split('/').next();
        let address = address
            .and_then(|address| address.parse().ok())
            .expect("an address");
        Self {
            child,
            address,
            log,
        }
    }

    fn admits(&self, origin: &str) -> bool {
        let request = request("GET", "/prices").origin(origin);
        let response = Connection::to(self.address).ask(&request);
        response.values("access-control-allow-origin") == [origin]
    }

    /// Waits until a condition holds.
    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < deadline, "{what}: {:#?}", self.logged());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn until_admits(&self, origin: &str) {
        self.until(origin, || self.admits(origin));
    }

    fn until_logged(&self, part: &str) {
        self.until(part, || {
            self.logged().iter().any(|line| line.contains(part))
        });
    }

    fn logged(&self) -> Vec<String> {
        let log = self.log.lock().expect("nobody panics with it");
        log.iter()
            .filter(|line| line.contains("origins"))
            .cloned()
            .collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the folder can be written");
}

#[test]
fn every_kind_of_change_reloads_the_file() {
    let folder = folder("watched");
    let file = folder.join("partners.txt");
    let program = Program::start(&folder);
    assert!(program.admits("https://eu.acme.example"));
    assert!(!program.admits("https://a.example"));

    // The file appears.
    write(&file, "https://a.example\n");
    program.until_admits("https://a.example");

    // It is written in place, with a byte order mark and Windows line ends.
    write(
        &file,
        "\u{feff}https://b.example # comment\r\n  # more\r\nhttps://*.c.example#no\r\n",
    );
    program.until_logged("partners.txt:3: ");
    assert!(program.admits("https://a.example"));
    write(
        &file,
        "\u{feff}https://b.example # comment\r\n  # more\r\nhttps://c.example\r\n",
    );
    program.until_admits("https://c.example");
    assert!(program.admits("https://b.example"));
    assert!(!program.admits("https://a.example"));

    // It is renamed into place.
    let new = folder.join("new.txt");
    write(&new, "https://d.example");
    fs::rename(&new, &file).expect("it can be renamed");
    program.until_admits("https://d.example");
    assert!(!program.admits("https://c.example"));

    // It is removed, which `optional` allows, and appears again.
    fs::remove_file(&file).expect("it can be removed");
    program.until("the set is empty", || !program.admits("https://d.example"));
    write(&file, "https://e.example");
    program.until_admits("https://e.example");
    assert!(program.admits("https://eu.acme.example"));
}

#[test]
fn a_broken_file_changes_nothing_and_is_logged_once() {
    let folder = folder("broken");
    let file = folder.join("partners.txt");
    write(&file, "https://a.example\nhttps://b.example\n");
    let program = Program::start(&folder);
    write(
        &file,
        "https://a.example\nhttps://*.github.io\nhttps://C.example/\n",
    );
    program.until_logged("stay in force");
    for origin in ["https://a.example", "https://b.example"] {
        assert!(program.admits(origin), "{origin}");
    }
    assert!(!program.admits("https://x.github.io"));
    // If the file is written without a change, nothing is logged. A fixed file is logged with the number of changes.
    write(
        &file,
        "https://a.example\nhttps://*.github.io\nhttps://C.example/\n",
    );
    write(
        &file,
        "https://a.example\nhttps://c.example\nhttps://d.example\n",
    );
    program.until_admits("https://c.example");
    program.until_logged("2 added, 1 removed, 3 in all");
    let logged = program.logged();
    let errors: Vec<_> = logged
        .iter()
        .filter(|line| line.contains("stay in force"))
        .collect();
    assert_eq!(errors.len(), 1, "{logged:#?}");
    for part in [
        "ERROR",
        "partners.txt:2: ",
        "partners.txt:3: ",
        "rule: within",
        "rule: malformed_origin",
    ] {
        assert!(errors[0].contains(part), "{part}: {logged:#?}");
    }
}

/// Kubernetes mounts a file as a link through the link `..data`, and replaces `..data` by renaming.
#[cfg(unix)]
#[test]
fn replacing_a_link_is_a_change() {
    use std::os::unix::fs::symlink;

    let folder = folder("links");
    let version = |name: &str, text: &str| {
        fs::create_dir(folder.join(name)).expect("the folder can be written");
        write(&folder.join(name).join("partners.txt"), text);
    };
    let point = |to: &str| {
        symlink(to, folder.join("..new")).expect("it can be linked");
        fs::rename(folder.join("..new"), folder.join("..data")).expect("it can be renamed");
    };
    version("..2026_1", "https://a.example");
    point("..2026_1");
    symlink("..data/partners.txt", folder.join("partners.txt")).expect("it can be linked");
    let program = Program::start(&folder);
    assert!(program.admits("https://a.example"));

    version("..2026_2", "https://b.example");
    point("..2026_2");
    fs::remove_dir_all(folder.join("..2026_1")).expect("it can be removed");
    program.until_admits("https://b.example");
    assert!(!program.admits("https://a.example"));

    // The target itself changes.
    write(&folder.join("..2026_2/partners.txt"), "https://c.example");
    program.until_admits("https://c.example");

    // A broken version changes nothing. The next one does.
    version("..2026_3", "not an origin");
    point("..2026_3");
    program.until_logged("stay in force");
    assert!(program.admits("https://c.example"));
    version("..2026_4", "https://d.example");
    point("..2026_4");
    program.until_admits("https://d.example");
}

/// A new release is deployed beside the old one: the link that changes is outside of the file's folder, and both files
/// have the same length and date.
#[cfg(unix)]
#[test]
fn replacing_a_link_to_a_parent_folder_is_a_change() {
    use std::{os::unix::fs::symlink, time::SystemTime};

    let folder = folder("releases");
    let releases = folder.join("releases");
    for (release, origin) in [("1", "https://a.example"), ("2", "https://b.example")] {
        let file = releases.join(release).join("partners.txt");
        fs::create_dir_all(releases.join(release)).expect("the folder can be written");
        write(&file, origin);
        let file = fs::File::options().write(true).open(file);
        file.and_then(|file| file.set_modified(SystemTime::UNIX_EPOCH))
            .expect("a file can be old");
    }
    symlink("1", releases.join("current")).expect("it can be linked");
    symlink("releases/current/partners.txt", folder.join("partners.txt"))
        .expect("it can be linked");
    let program = Program::start(&folder);
    assert!(program.admits("https://a.example"));

    symlink("2", releases.join("new")).expect("it can be linked");
    fs::rename(releases.join("new"), releases.join("current")).expect("it can be renamed");
    program.until_admits("https://b.example");
    assert!(!program.admits("https://a.example"));
}
