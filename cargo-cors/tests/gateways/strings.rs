//! Escaping: no path, origin or header name ends the string that it is written into.

use std::{fmt::Write, fs};

use cors_surface::Surface;
use proptest::prelude::*;

use crate::{
    GATEWAYS, backend,
    client::Request,
    configuration,
    oracle::{self, Oracle},
};

/// Text that means something in one of the languages.
const NASTY: &[&str] = &[
    "\"",
    "'",
    "`",
    "\\",
    "\\\\",
    "$",
    "${",
    "$host",
    "${args[0]}",
    "{$HOME}",
    "{http.request.host}",
    "%",
    "%[",
    "%[src]",
    "%{",
    "%{HTTP_HOST}",
    "%REQ(x)%",
    "#",
    ";",
    "}",
    "{ }",
    "\n",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "é",
    "(",
    ")",
    "[",
    "]",
    "*",
    "+",
    "?",
    "|",
    "^",
    ".",
    "&",
    "<",
    ">",
    "//",
    "..",
    "~",
    "!",
    "=",
    ":",
    ",",
    "@",
    "\\z",
    "\\x",
    "(?i)",
    "end\"; return 204; #",
    "'\nhttp-request return status 204\n",
    "\"\n}\nrespond 204\n{",
    "</VirtualHost>",
    "\\\n",
    "\u{202e}",
];

const TOKENS: &[&str] = &[
    "!",
    "#",
    "$",
    "%",
    "&",
    "'",
    "*",
    "+",
    "-",
    ".",
    "^",
    "_",
    "`",
    "|",
    "~",
    "$http_host",
    "%d",
    "a",
    "z",
    "9",
];

fn joined(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(parts), 1..6).prop_map(|parts| parts.concat())
}

/// A surface with nasty names. Braces are excluded, which are the syntax of parameters, and control characters, which a
/// surface file cannot have. A `*` at the end would be the syntax of a tail.
fn surface(paths: &[String], headers: &[String]) -> String {
    let mut rows = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let path = path.replace(['{', '}'], "(");
        let mut path = path.replace(|c: char| c.is_control(), "");
        if path.ends_with('*') {
            path.push('-');
        }
        let text = |text: &str| serde_json::to_string(text).unwrap();
        rows.push(format!(
            "[[route]]\npath = {}\nmethod = \"GET\"\nby = \"route\"\norigins = [\"https://app.acme.example\"]\nheaders = [{}]\nexpose = [{}]\n",
            text(&format!("/{index}{path}")),
            text(&headers[index % headers.len()]),
            text(&headers[(index + 1) % headers.len()]),
        ));
    }
    format!("version = 1\n\n{}", rows.join("\n"))
}

/// Every gateway accepts the configuration and answers for these names as for any other.
fn holds(text: &str) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    fs::write(&file, text).unwrap();
    let surface = Surface::read(&file).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let oracle = Oracle::new(surface.rows(), &[]);
    let backend = backend::start();
    for gateway in GATEWAYS {
        let running = gateway.start(|listen| {
            configuration(
                gateway.target,
                &file.display().to_string(),
                &[],
                &[],
                backend,
                listen,
            )
        });
        let Some(running) = running else { continue };
        for row in surface.rows() {
            let path = encoded(&row.path);
            let origin = "https://app.acme.example";
            let preflight = Request::new("OPTIONS", &path)
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "GET");
            for request in [Request::new("GET", &path).with("Origin", origin), preflight] {
                let response = request.send(running.address).unwrap();
                let refused = response.status == 400 && response.cors().is_empty();
                let expected = oracle.answer(&request);
                let bare = oracle::bare(&request).difference(&response).is_none();
                if let Some(difference) = expected.difference(&response) {
                    // Dots, two slashes and control characters are on the lists of differences.
                    let odd = ["/..", "//", "/./", "%2E"]
                        .iter()
                        .any(|part| path.contains(part))
                        || path.ends_with("/.")
                        || path.contains("%0")
                        || path.contains("%7F");
                    assert!(
                        refused || (odd && bare),
                        "{}: {request:?}: {difference}",
                        gateway.target
                    );
                }
            }
        }
        // A path that no row has stays bare: no row has become a pattern.
        let other = Request::new("GET", "/other").with("Origin", "https://evil.example");
        let difference = oracle::bare(&other).difference(&other.send(running.address).unwrap());
        assert_eq!(difference, None, "{}", gateway.target);
    }
}

/// A path as a browser sends it.
fn encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        // The browser leaves `%` alone, and so does actix-web, if it begins no escape.
        if byte.is_ascii_graphic() && !b"\"#<>?\\^`{|}%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[test]
fn nasty_names_are_only_names() {
    let paths: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    let headers: Vec<String> = TOKENS.iter().map(|token| format!("x-{token}")).collect();
    holds(&surface(&paths, &headers));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_put_together_from_nasty_parts_are_only_names(
        paths in prop::collection::vec(joined(NASTY), 20),
        headers in prop::collection::vec(joined(TOKENS), 4),
    ) {
        holds(&surface(&paths, &headers));
    }
}
