//! The real gateways, started on loopback.

use std::{
    env, fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::client::{Request, Response};

/// A gateway that can be started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gateway {
    /// As on the command line of `cargo cors export`.
    pub(crate) target: &'static str,
    /// The program, and where a wheel has it.
    program: &'static str,
    wheel: &'static str,
    file: &'static str,
    /// The arguments, for a configuration and the address in it.
    run: fn(&Path, SocketAddr) -> Vec<String>,
}

fn strings<const N: usize>(strings: [&str; N]) -> Vec<String> {
    strings.map(str::to_owned).to_vec()
}

pub(crate) const NGINX: Gateway = Gateway {
    target: "nginx",
    program: "nginx",
    wheel: "bin/nginx",
    file: "nginx.conf",
    run: |file, _| {
        let directory = file.parent().unwrap().display();
        vec![
            "-c".into(),
            file.display().to_string(),
            "-e".into(),
            format!("{directory}/error.log"),
            "-g".into(),
            format!("daemon off; pid {directory}/pid;"),
        ]
    },
};

pub(crate) const HAPROXY: Gateway = Gateway {
    target: "haproxy",
    program: "haproxy",
    wheel: "bin/haproxy",
    file: "haproxy.cfg",
    run: |file, _| strings(["-db", "-f", &file.display().to_string()]),
};

pub(crate) const CADDY: Gateway = Gateway {
    target: "caddy",
    program: "caddy",
    wheel: "bin/caddy",
    file: "Caddyfile",
    run: |file, _| {
        strings([
            "run",
            "--adapter",
            "caddyfile",
            "--config",
            &file.display().to_string(),
        ])
    },
};

pub(crate) const APACHE: Gateway = Gateway {
    target: "apache",
    program: "apache2",
    wheel: "bin/apache2",
    file: "apache.conf",
    run: |file, _| {
        let directory = file.parent().unwrap().display();
        vec![
            "-DFOREGROUND".into(),
            "-f".into(),
            file.display().to_string(),
            "-c".into(),
            format!("PidFile {directory}/pid"),
            "-C".into(),
            format!("DefaultRuntimeDir {directory}"),
            "-c".into(),
            format!("ErrorLog {directory}/error.log"),
        ]
    },
};

pub(crate) const ENVOY: Gateway = Gateway {
    target: "envoy",
    program: "envoy",
    wheel: "envoy/_bin/envoy",
    file: "envoy.yaml",
    run: |file, _| {
        strings([
            "-c",
            &file.display().to_string(),
            "--use-dynamic-base-id",
            "--concurrency",
            "1",
            "--log-level",
            "warn",
        ])
    },
};

pub(crate) const TRAEFIK: Gateway = Gateway {
    target: "traefik",
    program: "traefik",
    wheel: "bin/traefik",
    file: "traefik.yaml",
    run: |file, address| {
        vec![
            format!("--providers.file.filename={}", file.display()),
            format!("--entrypoints.cors.address={address}"),
            "--global.checknewversion=false".into(),
            "--global.sendanonymoususage=false".into(),
        ]
    },
};

impl Gateway {
    /// The program, or `None` with a line that says so. With `CI` set, a missing program fails the test.
    pub(crate) fn find(&self) -> Option<PathBuf> {
        let wheels = env::var_os("GATEWAYS").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gateways"),
            PathBuf::from,
        );
        let path = env::var_os("PATH").unwrap_or_default();
        let installed = env::split_paths(&path)
            .chain(["/usr/sbin".into()])
            .map(|directory| directory.join(self.program));
        let found = [wheels.join(self.wheel)]
            .into_iter()
            .chain(installed)
            .find(|program| program.is_file());
        if found.is_none() {
            let sentence = format!("{}: {} is not installed", self.target, self.program);
            assert!(env::var_os("CI").is_none(), "{sentence}");
            eprintln!("SKIPPED: {sentence}");
        }
        found
    }

    /// Starts the gateway. `configure` gets the address to listen on.
    pub(crate) fn start(&self, configure: impl FnOnce(SocketAddr) -> String) -> Option<Running> {
        let program = self.find()?;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(self.file);
        fs::write(&file, configure(address)).unwrap();
        let log = fs::File::create(directory.path().join("log")).unwrap();
        let child = Command::new(program)
            .args((self.run)(&file, address))
            .env("HOME", directory.path())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Running {
            address,
            child,
            directory,
        };
        running.wait();
        Some(running)
    }
}

/// A gateway that runs until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    child: Child,
    directory: tempfile::TempDir,
}

impl Running {
    fn wait(&mut self) {
        let begin = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && begin.elapsed() < Duration::from_secs(30),
                "the gateway does not start: {}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
        // Traefik listens before it has read its file, and answers with 404.
        let early = |response: &Response| response.status == 404 && !response.is_from_backend();
        while Request::new("GET", "/")
            .send(self.address)
            .is_ok_and(|response| early(&response))
        {
            assert!(begin.elapsed() < Duration::from_secs(30), "{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn log(&self) -> String {
        ["log", "error.log"]
            .iter()
            .filter_map(|name| fs::read_to_string(self.directory.path().join(name)).ok())
            .collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // nginx and Apache end their workers when they are asked to end, and leave them behind when they are killed.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        for _ in 0..100 {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
