//! Requests a second over loopback, by `wrk`.

use std::{
    env, fmt,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use actix_http::Request;
use actix_service::{IntoServiceFactory, Service, ServiceFactory};
use actix_web::{
    Error, HttpServer,
    body::MessageBody,
    dev::{AppConfig, ServiceResponse},
    rt::System,
};

use crate::contenders::{APP, Contender, Visitor};

const ROUNDS: usize = 9;
const SECONDS: u32 = 2;

/// Runs in the process that serves an application. It prints its port.
pub(crate) fn run(contender: &str) {
    Contender::named(contender).on_a_path(Serve);
}

struct Serve;

impl Visitor for Serve {
    fn visit<F, I, S, B>(self, application: F)
    where
        F: Fn() -> I + Clone + Send + 'static,
        I: IntoServiceFactory<S, Request>,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = Error,
            > + 'static,
        S::InitError: fmt::Debug,
        S::Service: 'static,
        <S::Service as Service<Request>>::Future: 'static,
        B: MessageBody + 'static,
    {
        let server = HttpServer::new(application)
            .workers(1)
            .bind(("127.0.0.1", 0))
            .expect("a free port");
        println!("{}", server.addrs()[0].port());
        System::new()
            .block_on(server.run())
            .expect("the server runs");
    }
}

/// Prints each contender's throughput as a part of the bare handler's, which is measured right before it.
pub(crate) fn print() {
    if Command::new("wrk").arg("--version").output().is_err() {
        println!("\nwrk is missing: no throughput is measured");
        return;
    }
    println!(
        "\nthroughput of allowed requests over loopback, as a part of the bare handler's: median of {ROUNDS}, least and most"
    );
    let bare = Server::start(Contender::Bare);
    for contender in [
        Contender::Bare,
        Contender::ByHand,
        Contender::Route,
        Contender::ActixCors,
    ] {
        let server = Server::start(contender);
        let mut ratios: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let bare = bare.throughput();
                server.throughput() / bare
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        println!(
            "{:<28}{:>8.3}{:>8.3}{:>8.3}",
            contender.row(),
            ratios[ROUNDS / 2],
            ratios[0],
            ratios[ROUNDS - 1]
        );
    }
}

/// This program as a server.
struct Server {
    process: Child,
    port: String,
}

impl Server {
    fn start(contender: Contender) -> Self {
        let mut process = Command::new(env::current_exe().expect("a program knows itself"))
            .args(["serve", &format!("{contender:?}")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let mut port = String::new();
        BufReader::new(process.stdout.take().expect("it is piped"))
            .read_line(&mut port)
            .expect("the server says its port");
        Self { process, port }
    }

    /// Requests a second.
    fn throughput(&self) -> f64 {
        let script = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("put.lua");
        std::fs::write(&script, "wrk.method = \"PUT\"\n")
            .expect("the target folder can be written");
        let output = Command::new("wrk")
            .args([
                "--threads=1",
                "--connections=16",
                &format!("--duration={SECONDS}s"),
            ])
            .args(["--header", &format!("Origin: {APP}")])
            .arg("--script")
            .arg(script)
            .arg(format!("http://127.0.0.1:{}/orders", self.port.trim()))
            .output()
            .expect("wrk runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("Requests/sec:"));
        line.and_then(|number| number.trim().parse().ok())
            .expect("wrk says how many")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process
            .kill()
            .expect("the server is this program's child");
        self.process.wait().expect("it ends");
    }
}
