//! Each gateway, started with the configuration that `cargo cors export` writes, answers like the application.

mod backend;
mod client;
mod oracle;
mod outage;
mod parts;
mod questions;
mod refusals;
mod server;
mod strings;

use std::{fs, net::SocketAddr, path::Path, process::Command};

use cors_surface::Surface;

use self::{
    client::Request,
    oracle::Oracle,
    questions::Kind,
    server::{APACHE, CADDY, ENVOY, Gateway, HAPROXY, NGINX},
};

const SETS: Sets<'_> = &[(
    "TENANTS",
    &["https://one.tenant.example", "https://two.tenant.example"],
)];

const GATEWAYS: [Gateway; 5] = [NGINX, HAPROXY, CADDY, APACHE, ENVOY];

const SURFACE: &str = "tests/gateways/surface.toml";

/// Runs `cargo cors export`. Returns its exit code, standard output and standard error.
fn export(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-cors"))
        .args(["cors", "export"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// The contents of sets, by name.
type Sets<'a> = &'a [(&'a str, &'a [&'a str])];

/// Runs `cargo cors export` with the contents of sets.
fn export_with(arguments: &[&str], contents: Sets<'_>) -> (i32, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut sets = Vec::new();
    for (name, origins) in contents {
        let file = directory.path().join(name);
        fs::write(&file, origins.join("\n")).unwrap();
        sets.push(format!("{name}=@{}", file.display()));
    }
    let mut arguments = arguments.to_vec();
    for set in &sets {
        arguments.extend(["--set", set]);
    }
    export(&arguments)
}

/// A complete configuration.
fn configuration(
    target: &str,
    surface: &str,
    contents: Sets<'_>,
    backend: SocketAddr,
    listen: SocketAddr,
) -> String {
    let backend = format!("http://{backend}");
    let listen = listen.to_string();
    let arguments = [
        target,
        "--surface",
        surface,
        "--backend",
        &backend,
        "--listen",
        &listen,
    ];
    let (code, configuration, error) = export_with(&arguments, contents);
    assert_eq!(code, 0, "{error}");
    configuration
}

/// How a gateway may answer questions of a kind, if not like the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// Without CORS headers, from the backend.
    BeBare,
    /// Like a request with the first of two lines.
    TakeFirst,
    /// With a request to the backend that has one slash for two.
    MergeSlashes,
    /// With a name in `Vary` twice.
    RepeatVary,
    /// Like a request with both lines in one.
    Join,
    /// With a 4xx of its own, without CORS headers.
    Refuse,
}

fn answers_like_the_application(gateway: Gateway, differences: &[(Kind, May)]) {
    let surface = Surface::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SURFACE)).unwrap();
    let oracle = Oracle::new(surface.rows(), SETS);
    let backend = backend::start();
    let Some(running) =
        gateway.start(|listen| configuration(gateway.target, SURFACE, SETS, backend, listen))
    else {
        return;
    };
    let questions = questions::about(surface.rows(), SETS);
    let mut failures = Vec::new();
    for question in &questions {
        let request = &question.request;
        let expected = oracle.answer(request);
        let response = match request.send(running.address) {
            Ok(response) => response,
            Err(error) => {
                failures.push(format!("{question}: {error}"));
                continue;
            }
        };
        if response.is_from_backend() && !response.body.is_empty() {
            let line = format!("{} {} HTTP/1.1", request.method, request.target);
            let may_merge = differences.contains(&(question.kind, May::MergeSlashes));
            let one_slash = line.replacen("//", "/", 1);
            if response.body != line && !(may_merge && response.body == one_slash) {
                failures.push(format!("{question}\n    the backend got {}", response.body));
            }
        }
        let Some(difference) = expected.difference(&response) else {
            continue;
        };
        let allowed = differences
            .iter()
            .filter(|(kind, _)| *kind == question.kind)
            .any(|(_, may)| match may {
                May::BeBare => oracle::bare(request).difference(&response).is_none(),
                May::TakeFirst => oracle
                    .answer(&first_lines(request))
                    .difference(&response)
                    .is_none(),
                May::MergeSlashes => false,
                May::RepeatVary => {
                    let mut unique = response.clone();
                    unique.unique_vary();
                    expected.difference(&unique).is_none()
                }
                May::Join => {
                    let joined = joined_lines(request);
                    oracle.answer(&joined).difference(&response).is_none()
                }
                May::Refuse => {
                    (400..500).contains(&response.status)
                        && !response.is_from_backend()
                        && response.cors().is_empty()
                }
            });
        if !allowed {
            failures.push(format!("{question}\n    {difference}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} answers differ:\n{}",
        failures.len(),
        questions.len(),
        failures[..failures.len().min(40)].join("\n")
    );
    println!("{}: {} answers", gateway.target, questions.len());
}

/// The request with the first line of each header.
fn first_lines(request: &Request) -> Request {
    let mut first = request.clone();
    first.headers.clear();
    for (name, value) in &request.headers {
        if name == "X-Test-Vary" || first.all(name).is_empty() {
            first.headers.push((name.clone(), value.clone()));
        }
    }
    first
}

/// The request with all lines of a header in one.
fn joined_lines(request: &Request) -> Request {
    let mut joined = request.clone();
    joined.headers.clear();
    for (name, _) in &request.headers {
        if joined.all(name).is_empty() {
            let value = request.all(name).join(",");
            joined.headers.push((name.clone(), value));
        }
    }
    joined
}

#[test]
fn nginx() {
    answers_like_the_application(
        NGINX,
        &[
            (Kind::TwoOrigins, May::TakeFirst),
            (Kind::TwoOrigins, May::Join),
            (Kind::TwoMethods, May::TakeFirst),
            (Kind::TwoVaries, May::RepeatVary),
            (Kind::EncodedBoth, May::BeBare),
            (Kind::Segments, May::BeBare),
            (Kind::Malformed, May::Refuse),
        ],
    );
}

#[test]
fn haproxy() {
    answers_like_the_application(HAPROXY, &[(Kind::Malformed, May::BeBare)]);
}

#[test]
fn caddy() {
    answers_like_the_application(
        CADDY,
        &[
            (Kind::TwoOrigins, May::Join),
            (Kind::EncodedBoth, May::BeBare),
            (Kind::Segments, May::BeBare),
            (Kind::Malformed, May::Refuse),
        ],
    );
}

#[test]
fn apache() {
    answers_like_the_application(
        APACHE,
        &[
            (Kind::TwoOrigins, May::Join),
            (Kind::TwoVaries, May::RepeatVary),
            (Kind::EncodedBoth, May::BeBare),
            (Kind::Segments, May::BeBare),
            (Kind::Segments, May::MergeSlashes),
            (Kind::Malformed, May::Refuse),
        ],
    );
}

#[test]
fn envoy() {
    answers_like_the_application(
        ENVOY,
        &[
            (Kind::TwoOrigins, May::Join),
            (Kind::EncodedLetter, May::BeBare),
            (Kind::EncodedBoth, May::BeBare),
            (Kind::Segments, May::BeBare),
            (Kind::Malformed, May::Refuse),
            (Kind::Malformed, May::BeBare),
        ],
    );
}
