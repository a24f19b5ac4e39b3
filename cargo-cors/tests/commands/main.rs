//! The commands that read surface files, as a user runs them.

mod check;
mod diff;
mod explain;
mod list;
mod usage;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A directory of its own for each test.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // It is there if the test ran before.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// With a surface.
    pub(crate) fn with(name: &str, surface: &str) -> Self {
        let directory = Self::new(name);
        directory.write("cors-surface.toml", surface);
        directory
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-cors"));
        command
            .arg("cors")
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("CI");
        command
    }

    pub(crate) fn cors(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@a.example"])
            .args(arguments);
        let output = git.current_dir(&self.0).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

/// The output and the status of a command.
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Self {
            status: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn is(&self, status: i32, stdout: &str) {
        assert_eq!(
            (self.status, self.stdout.as_str()),
            (Some(status), stdout),
            "{}",
            self.stderr
        );
    }

    #[track_caller]
    pub(crate) fn fails(&self, stderr: &str) {
        assert_eq!(
            (self.status, self.stderr.as_str()),
            (Some(2), stderr),
            "{}",
            self.stdout
        );
        assert_eq!(self.stdout, "");
    }
}

/// A surface with a row of each kind.
pub(crate) const SHOP: &str = r#"version = 1

[[route]]
path = "/admin/users"
method = "DELETE"
by = "blocked"
status = 401
origins = ["https://admin.acme.example"]

[[route]]
path = "/health"
method = "GET"
by = "none"

[[route]]
path = "/orders/{id}"
method = "DELETE"
by = "route"
origins = []

[[route]]
path = "/orders/{id}"
method = "PUT"
by = "route"
handler = "update"
origins = [
    "https://app.acme.example",
    "https://*.preview.acme.example",
    { origin = "http://localhost:5173", cfg = "debug_assertions" },
    { set = "PARTNERS", source = "env CORS_ORIGINS", within = ["https://*.partner.example"] },
]
methods = ["PUT"]
headers = ["content-type"]
expose = ["etag"]
credentials = ["https://app.acme.example"]
max_age = 600

[[route]]
path = "/pay"
method = "POST"
by = "route"
origins = ["https://app.acme.example", "https://b.example"]
credentials = true

[[route.floors]]
path = "/**"
origins = ["https://app.acme.example"]

[[route]]
path = "/prices"
method = "GET"
by = "scope"
origins = "any"
headers = "any"

[[route]]
path = "/static/*"
method = "?"
by = "application"
origins = ["https://app.acme.example"]
mismatch = "reject"
"#;
