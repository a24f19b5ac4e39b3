//! Each gateway, started with the configuration that `cargo cors export` writes, answers like the application.

mod application;
mod backend;
mod client;
mod documents;
mod large;
mod oracle;
mod outage;
mod outputs;
mod parts;
mod questions;
mod refusals;
mod schema;
mod server;
mod strings;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use cors_surface::{Mismatch, Row, Surface};

use self::{
    client::{Request, Response},
    oracle::{Expected, Oracle},
    questions::Kind,
    server::{APACHE, CADDY, ENVOY, Gateway, HAPROXY, NGINX, TRAEFIK},
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
    more: &[&str],
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
    let arguments = [&arguments, more].concat();
    let (code, configuration, error) = export_with(&arguments, contents);
    assert_eq!(code, 0, "{error}");
    configuration
}

/// The answer of a gateway to questions of a kind, if it differs from the application's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// From the backend, without CORS headers.
    BeBare,
    /// Like a request with the first of two lines.
    TakeFirst,
    /// With another path for the backend, in which dot segments and slashes are resolved.
    ResolveSegments,
    /// With CORS headers that allow nothing, as there is no `Access-Control-Allow-Origin`.
    LackOrigin,
    /// With a name in `Vary` twice.
    RepeatVary,
    /// Like a request with both lines in one.
    Join,
    /// With a 4xx of its own, without CORS headers.
    Refuse,
}

/// The differences between a gateway and the application.
#[derive(Clone, Copy)]
struct Differences<'a> {
    /// For some kinds of questions.
    kinds: &'a [(Kind, May)],
    /// For all of them: makes an answer and what is expected comparable.
    adapt: fn(&mut Response, &mut Expected),
    /// Whether `cargo cors verify` finds nothing.
    verifies: bool,
}

fn answers_like_the_application(gateway: Gateway, kinds: &[(Kind, May)]) {
    let surface = Surface::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SURFACE)).unwrap();
    let differences = Differences {
        kinds,
        adapt: |_, _| {},
        verifies: true,
    };
    compare(gateway, &surface, SETS, &[], differences);
}

/// Asks a gateway all questions about a surface.
fn compare(
    gateway: Gateway,
    surface: &Surface,
    sets: Sets<'_>,
    arguments: &[&str],
    differences: Differences<'_>,
) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    fs::write(&file, surface.to_string()).unwrap();
    let file = file.display().to_string();
    let oracle = Oracle::new(surface.rows(), sets);
    let backend = backend::start();
    let Some(running) = gateway
        .start(|listen| configuration(gateway.target, &file, sets, arguments, backend, listen))
    else {
        return;
    };
    let questions = questions::about(surface.rows(), sets);
    let mut failures = Vec::new();
    for question in &questions {
        let request = &question.request;
        let response = match request.send(running.address) {
            Ok(response) => response,
            Err(error) => {
                failures.push(format!("{question}: {error}"));
                continue;
            }
        };
        let kinds = differences.kinds.iter();
        let mays: Vec<May> = kinds
            .filter(|(kind, _)| *kind == question.kind)
            .map(|&(_, may)| may)
            .collect();
        if response.is_from_backend() && !response.body.is_empty() {
            let line = format!("{} {} HTTP/1.1", request.method, request.target);
            let resolves = mays.contains(&May::ResolveSegments);
            if response.body != line && !resolves {
                failures.push(format!("{question}\n    the backend got {}", response.body));
            }
        }
        let differs = |mut expected: Expected| {
            let mut response = response.clone();
            (differences.adapt)(&mut response, &mut expected);
            expected.difference(&response)
        };
        let Some(difference) = differs(oracle.answer(request)) else {
            continue;
        };
        let allowed = mays.iter().any(|may| match may {
            May::BeBare => differs(oracle::bare(request)).is_none(),
            May::TakeFirst => differs(oracle.answer(&first_lines(request))).is_none(),
            May::Join => differs(oracle.answer(&joined_lines(request))).is_none(),
            May::ResolveSegments => differs(oracle.answer(&resolved(request))).is_none(),
            May::LackOrigin => response
                .cors()
                .iter()
                .all(|(name, _)| name != "access-control-allow-origin"),
            May::RepeatVary => {
                let mut unique = response.clone();
                unique.unique_vary();
                oracle.answer(request).difference(&unique).is_none()
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
    if differences.verifies {
        verify(running.address, surface, sets);
    }
}

/// `cargo cors verify` finds nothing at the gateway. It sends the paths of the surface as they are, so that rows whose
/// path has to be encoded are left out. So are rows that reject requests: the test's backend does not.
fn verify(address: SocketAddr, surface: &Surface, sets: Sets<'_>) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    let rows = surface.rows().iter();
    let rejects = |row: &Row| {
        let policy = row.policy.as_ref();
        !row.floors.is_empty() || policy.is_some_and(|policy| policy.mismatch == Mismatch::Reject)
    };
    let rows = rows.filter(|row| row.path.is_ascii() && !row.path.contains(' ') && !rejects(row));
    fs::write(&file, Surface::new(rows.cloned().collect()).to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-cors"))
        .args(["cors", "verify", &format!("http://{address}")])
        .args(["--actual", "--all-methods"])
        .args(
            sets.iter()
                .map(|(name, origins)| format!("--set={name}={}", origins[0])),
        )
        .arg("--surface")
        .arg(&file)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{text}\n{error}");
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

/// The request with a path in which unreserved characters are decoded, and dot segments and slashes are resolved.
fn resolved(request: &Request) -> Request {
    let mut resolved = request.clone();
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (request.target.as_str(), String::new()),
    };
    let mut segments = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment.replace("%2e", ".").as_str() {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment.to_owned()),
        }
    }
    let end = if path.ends_with('/') { "/" } else { "" };
    resolved.target = format!("/{}{end}{query}", segments.join("/"));
    resolved
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
            (Kind::Segments, May::ResolveSegments),
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
            (Kind::Malformed, May::Refuse),
            (Kind::Malformed, May::BeBare),
        ],
    );
}

/// The surfaces of the examples: each is exported and answers like its application, or the rows that cannot be are named.
#[test]
fn surfaces_of_the_examples() {
    for file in surfaces(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")) {
        let surface = Surface::read(&file).unwrap();
        let path = file.display().to_string();
        for gateway in GATEWAYS {
            let (code, _, error) = export(&[gateway.target, "--surface", &path]);
            if code == 0 {
                let differences = Differences {
                    kinds: DIFFERENCES,
                    adapt: |_, _| {},
                    verifies: true,
                };
                compare(gateway, &surface, &[], &[], differences);
                continue;
            }
            assert_eq!(code, 3, "{path}: {error}");
            for line in error.lines().filter(|line| line.starts_with("  ")) {
                let mut rows = surface.rows().iter();
                let start = |row: &Row| format!("  {} {}: ", row.method, row.path);
                assert!(
                    rows.any(|row| line.starts_with(&start(row))),
                    "{path}: {line}"
                );
            }
        }
    }
}

/// The surface files below a directory.
fn surfaces(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(surfaces(&path));
        } else if path.ends_with("cors-surface.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The differences of all gateways together.
const DIFFERENCES: &[(Kind, May)] = &[
    (Kind::TwoOrigins, May::Join),
    (Kind::TwoOrigins, May::TakeFirst),
    (Kind::TwoMethods, May::TakeFirst),
    (Kind::TwoVaries, May::RepeatVary),
    (Kind::EncodedLetter, May::BeBare),
    (Kind::EncodedBoth, May::BeBare),
    (Kind::Segments, May::BeBare),
    (Kind::Segments, May::ResolveSegments),
    (Kind::Malformed, May::Refuse),
    (Kind::Malformed, May::BeBare),
];

/// Policies around an application and a scope answer for every path and method that they list.
#[test]
fn policies_around() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateways/around.toml");
    let surface = Surface::read(file).unwrap();
    for gateway in GATEWAYS {
        let differences = Differences {
            kinds: DIFFERENCES,
            adapt: |_, _| {},
            verifies: true,
        };
        compare(gateway, &surface, &[], &[], differences);
    }
}

/// Traefik has no `Vary` on the answers to preflights, and its own statuses, separators and body.
#[test]
fn traefik() {
    let surface = Surface::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SURFACE)).unwrap();
    let rows = surface.rows().iter();
    let rows = rows.filter(|row| {
        !["/session", "/upload", "/export"].contains(&row.path.as_str()) && row.path.is_ascii()
    });
    compare(
        TRAEFIK,
        &Surface::new(rows.cloned().collect()),
        SETS,
        &["--accept", "vary"],
        Differences {
            kinds: &[
                (Kind::TwoOrigins, May::TakeFirst),
                (Kind::TwoOrigins, May::LackOrigin),
                (Kind::TwoMethods, May::TakeFirst),
                (Kind::EncodedLetter, May::ResolveSegments),
                (Kind::EncodedSlash, May::ResolveSegments),
                (Kind::EncodedBoth, May::ResolveSegments),
                (Kind::Segments, May::ResolveSegments),
                (Kind::Malformed, May::Refuse),
                (Kind::Malformed, May::BeBare),
                (Kind::Malformed, May::ResolveSegments),
            ],
            adapt: |response, expected| {
                response.unique_vary();
                if !response.is_from_backend() {
                    if response.status == 200 {
                        response.status = 204;
                    }
                    response.body.clear();
                    expected.vary.clear();
                }
                for (name, value) in &mut response.headers {
                    if name.starts_with("access-control-") {
                        *value = value.replace(", ", ",").replace(',', ", ");
                    }
                }
                expected.vary.retain(|name| name != "sec-fetch-site");
                // Traefik adds `Origin` beside `*`, which says everything.
                if expected.vary == ["*"] && response.vary() == ["*", "origin"] {
                    expected.vary.push("origin".to_owned());
                }
            },
            verifies: false,
        },
    );
}
