//! A PostgreSQL server for tests: it starts empty and is removed afterwards.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio_postgres::{Client, NoTls};

use super::support::webdriver::skipped;

/// A running server, in a folder of its own, with a socket there and no port.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
}

impl Server {
    /// Starts it; `None`, which is said, where there is none to start.
    pub(crate) fn start() -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let Some(programs) = programs() else {
            assert!(
                env::var_os("CI").is_none(),
                "PostgreSQL's initdb not found, and CI is set"
            );
            skipped("it needs a PostgreSQL; initdb not found");
            return None;
        };
        let name = format!(
            "route-cors-postgres-{}-{}",
            process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = env::temp_dir().join(name);
        let server = Self { programs, folder };
        server.run(
            "initdb",
            &[
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
            ],
        );
        let folder = server.folder.display();
        let log = format!("--log={folder}/log");
        let options = format!("--options=-k '{folder}' -c listen_addresses= -c fsync=off");
        server.run("pg_ctl", &["start", "--wait", &log, &options]);
        Some(server)
    }

    /// Returns the address for clients.
    pub(crate) fn address(&self) -> String {
        format!("host='{}' user=postgres", self.folder.display())
    }

    pub(crate) async fn connect(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.address(), NoTls)
            .await
            .expect("the server listens");
        // It ends with the client.
        actix_web::rt::spawn(connection);
        client
    }

    /// Runs one of its programs on its folder.
    fn run(&self, program: &str, args: &[&str]) {
        let output = not_as_root(&self.programs.join(program))
            .current_dir(env::temp_dir())
            .arg("--pgdata")
            .arg(&self.folder)
            .args(args)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{program}: {output:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["stop", "--wait", "--mode=immediate"]);
        // A left-over folder in the temporary directory is no reason to fail.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the server's programs. Debian keeps them out of `PATH`.
fn programs() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    env::split_paths(&path)
        .chain(versions.filter_map(|version| Some(version.ok()?.path().join("bin"))))
        .find(|folder| folder.join("initdb").is_file())
}

/// A program of PostgreSQL, which root must not run: then it is run as the user whom the package has made.
fn not_as_root(program: &Path) -> Command {
    let user = Command::new("id").arg("-u").output();
    if user.is_ok_and(|user| user.stdout == b"0\n") {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--init-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}
