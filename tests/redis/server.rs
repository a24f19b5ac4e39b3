//! A Redis server for tests: it starts empty and is removed afterwards.

use std::{
    env,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use redis::{Client, aio::MultiplexedConnection};

use super::{PATIENCE, support::webdriver::skipped};

/// A running server on a port of its own on loopback.
pub(crate) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts a server. If there is no `redis-server`, it prints that the test is skipped, or fails if `CI` is set.
    pub(crate) fn start() -> Option<Self> {
        if !is_installed() {
            assert!(
                env::var_os("CI").is_none(),
                "redis-server not found, and CI is set"
            );
            skipped("it needs a Redis server; redis-server not found");
            return None;
        }
        // Another program may take the port before the server does.
        (0..10).find_map(|_| Self::start_on(free_port()))
    }

    fn start_on(port: u16) -> Option<Self> {
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &port.to_string()])
            .current_dir(env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server starts");
        let mut server = Self { process, port };
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begin.elapsed() < PATIENCE, "redis-server does not listen");
            if server
                .process
                .try_wait()
                .is_ok_and(|status| status.is_some())
            {
                return None;
            }
            sleep(Duration::from_millis(5));
        }
        Some(server)
    }

    pub(crate) fn client(&self) -> Client {
        Client::open(format!("redis://127.0.0.1:{}/", self.port)).expect("the address is valid")
    }

    pub(crate) async fn connect(&self) -> MultiplexedConnection {
        self.client()
            .get_multiplexed_async_connection()
            .await
            .expect("the server listens")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_installed() -> bool {
    let version = Command::new("redis-server").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    listener.local_addr().expect("it is bound").port()
}
