//! A running driver, with its display and its profile.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{self, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::PATIENCE;
use super::engine::{Engine, Programs};
use crate::child::Running;

/// A running driver. Its parts are dropped in order.
pub(super) struct Driver {
    pub(super) port: u16,
    _program: Running,
    _display: Option<Running>,
    pub(super) profile: Profile,
}

impl Driver {
    pub(super) fn start(engine: Engine, programs: &Programs) -> Self {
        let profile = Profile::empty();
        let mut command = Command::new(&programs.driver);
        command
            .stderr(Stdio::null())
            .env("XDG_CACHE_HOME", &profile.0)
            .env("XDG_CONFIG_HOME", &profile.0)
            .env("XDG_DATA_HOME", &profile.0);
        let mut display = None;
        let (program, port) = match engine {
            Engine::Chromium => announced(command.arg("--port=0"), "successfully on port "),
            Engine::Firefox => announced(
                command
                    .args(["--port=0", "--websocket-port=0", "--profile-root"])
                    .arg(&profile.0),
                "Listening on 127.0.0.1:",
            ),
            Engine::WebKit => {
                let screen = Running::start(
                    Command::new(&programs.behind)
                        .args(["-displayfd", "1", "-nolisten", "tcp"])
                        .stderr(Stdio::null()),
                );
                let number: u16 = screen.line(|line| line.parse().ok());
                display = Some(screen);
                let port = free_port();
                let program = Running::start(
                    command
                        .arg(format!("--port={port}"))
                        .env("DISPLAY", format!(":{number}"))
                        .env("GDK_BACKEND", "x11")
                        // No graphics: its caches would be left after the test.
                        .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
                        .env("MESA_SHADER_CACHE_DISABLE", "true"),
                );
                wait_for(port);
                (program, port)
            }
        };
        Self {
            port,
            _program: program,
            _display: display,
            profile,
        }
    }
}

/// Starts a driver that chooses its port, and reads the port after `words` in its output.
fn announced(command: &mut Command, words: &str) -> (Running, u16) {
    let program = Running::start(command);
    let port = program.line(|line| {
        let (_, port) = line.split_once(words)?;
        port.trim_end_matches('.').parse().ok()
    });
    (program, port)
}

/// Returns a free port, for the driver that does not choose one.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    listener.local_addr().expect("it is bound").port()
}

fn wait_for(port: u16) {
    let deadline = Instant::now() + PATIENCE;
    while let Err(fault) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
        assert!(
            Instant::now() < deadline,
            "the driver does not listen: {fault}"
        );
        thread::sleep(Duration::from_millis(10));
    }
}

/// A profile that is empty at first and deleted at the end.
pub(super) struct Profile(pub(super) PathBuf);

impl Profile {
    fn empty() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "route-cors-browser-{}-{}",
            process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a directory for the profile");
        Self(path)
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // If it fails, files are left in the temporary directory.
        let _ = fs::remove_dir_all(&self.0);
    }
}
