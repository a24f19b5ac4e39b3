//! Many instances with a mounted `ConfigMap`: each has a volume of its own, and the kubelet updates them one after the other.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::symlink,
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use route_cors::{OriginSet, origin_set};

use super::{PATIENCE, folder};

/// Marks this process as an instance.
const INSTANCE: &str = "ORIGIN_SETS_INSTANCE";

/// The key of the `ConfigMap`, which is a file in its volume.
const KEY: &str = "origins.txt";

/// A volume as the kubelet writes one: the key is a link through the link `..data`, which a rename replaces as a whole.
struct Volume {
    folder: PathBuf,
    updates: usize,
}

impl Volume {
    fn new(name: &str) -> Self {
        let volume = folder(name).join("config");
        fs::create_dir(&volume).expect("the folder can be written");
        symlink(format!("..data/{KEY}"), volume.join(KEY)).expect("it can be linked");
        Self {
            folder: volume,
            updates: 0,
        }
    }

    fn update(&mut self, content: &str) {
        let old = fs::read_link(self.folder.join("..data"));
        self.updates += 1;
        let new = format!(
            "..2026_11_29_18_00_{:02}.{}",
            self.updates,
            1_000 + self.updates
        );
        fs::create_dir(self.folder.join(&new)).expect("the volume can be written");
        fs::write(self.folder.join(&new).join(KEY), content).expect("the volume can be written");
        symlink(&new, self.folder.join("..data_tmp")).expect("it can be linked");
        fs::rename(self.folder.join("..data_tmp"), self.folder.join("..data"))
            .expect("it can be renamed");
        if let Ok(old) = old {
            fs::remove_dir_all(self.folder.join(old)).expect("it can be removed");
        }
    }
}

/// A process with a set that watches the file of its volume.
struct Instance {
    volume: Volume,
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Instance {
    fn start(name: &str, content: &str) -> Self {
        let mut volume = Volume::new(name);
        volume.update(content);
        let mut process = Command::new(env::current_exe().expect("a test knows its own path"))
            .args([
                "--exact",
                "mounted::every_instance_follows_its_volume",
                "--nocapture",
            ])
            .current_dir(volume.folder.parent().expect("it has one"))
            .env(INSTANCE, "")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the test starts");
        Self {
            volume,
            questions: process.stdin.take().expect("it is piped"),
            answers: BufReader::new(process.stdout.take().expect("it is piped")),
            process,
        }
    }

    fn admits(&mut self, origin: &str) -> bool {
        writeln!(self.questions, "{origin}").expect("the instance runs");
        // The test harness writes lines of its own.
        loop {
            let mut line = String::new();
            let read = self.answers.read_line(&mut line);
            assert_ne!(
                read.expect("the instance answers"),
                0,
                "the instance has ended"
            );
            match line.trim_end() {
                "admitted" => return true,
                "denied" => return false,
                _ => {}
            }
        }
    }

    fn until_admits(&mut self, origin: &str) {
        let begin = Instant::now();
        while !self.admits(origin) {
            assert!(begin.elapsed() < PATIENCE, "{origin}: not in time");
            sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Answers for each line whether the set admits it.
fn run() {
    static EDGE: OriginSet = origin_set!(
        file = "config/origins.txt",
        within = ["https://*.acme.example"]
    );
    let _watch = EDGE.watch().expect("the volume can be watched");
    for line in std::io::stdin().lines().map_while(Result::ok) {
        println!(
            "{}",
            if EDGE.admits(&line) {
                "admitted"
            } else {
                "denied"
            }
        );
    }
}

#[test]
fn every_instance_follows_its_volume() {
    if env::var_os(INSTANCE).is_some() {
        return run();
    }
    let old = "https://a.acme.example\nhttps://b.acme.example\n";
    let mut instances =
        ["mounted_0", "mounted_1", "mounted_2"].map(|name| Instance::start(name, old));
    for instance in &mut instances {
        assert!(instance.admits("https://a.acme.example"));
    }

    // Until its own volume is updated, an instance keeps the old origins.
    let new = "https://b.acme.example\nhttps://c.acme.example\n";
    instances[0].volume.update(new);
    instances[0].until_admits("https://c.acme.example");
    assert!(!instances[0].admits("https://a.acme.example"));
    assert!(instances[1].admits("https://a.acme.example"));
    for instance in &mut instances[1..] {
        instance.volume.update(new);
        instance.until_admits("https://c.acme.example");
        assert!(!instance.admits("https://a.acme.example"));
    }

    // A bad update changes nothing on any of them, and the next good one does.
    for instance in &mut instances {
        instance
            .volume
            .update("https://d.acme.example\nhttps://evil.example\n");
    }
    sleep(Duration::from_millis(300));
    for instance in &mut instances {
        assert!(instance.admits("https://c.acme.example"));
        assert!(!instance.admits("https://d.acme.example"));
        assert!(!instance.admits("https://evil.example"));
        instance.volume.update("https://d.acme.example\n");
    }
    for instance in &mut instances {
        instance.until_admits("https://d.acme.example");
        assert!(!instance.admits("https://c.acme.example"));
    }
}
