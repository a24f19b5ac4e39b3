//! The requests that the tests send to every gateway.

use cors_surface::{Credentials, Element, Method, Origin, Origins, PathPattern, Row};

use crate::client::Request;

/// A question, and how a gateway may answer it other than the application.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) kind: Kind,
    pub(crate) request: Request,
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Request {
            method,
            target,
            headers,
        } = &self.request;
        write!(f, "{:?}: {method} {target}", self.kind)?;
        headers
            .iter()
            .try_for_each(|(name, value)| write!(f, "; {name}: {value}"))
    }
}

/// The subject of a question. A gateway's list of differences names kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An answer that no gateway may get wrong.
    Plain,
    /// Two `Origin` lines.
    TwoOrigins,
    /// Two `Access-Control-Request-Method` lines.
    TwoMethods,
    /// Two `Vary` lines of the backend.
    TwoVaries,
    /// An unreserved character of the path is encoded: `/pri%63es`.
    EncodedLetter,
    /// An escape that actix-web leaves alone is in the path: `%2F`.
    EncodedSlash,
    /// Both.
    EncodedBoth,
    /// A dot segment, or two slashes.
    Segments,
    /// A path that a gateway may refuse with 400.
    Malformed,
}

/// All questions about a surface.
pub(crate) fn about(rows: &[Row], sets: &[(&str, &[&str])]) -> Vec<Question> {
    let mut questions = Vec::new();
    for row in rows {
        let methods = match &row.method {
            Method::Named(method) => vec![method.as_str()],
            Method::Unknown => vec!["GET", "PUT", "DELETE", "PATCH"],
        };
        for method in methods {
            about_row(&mut questions, row, method, sets);
        }
    }
    for path in [
        "/",
        "/nothing",
        "/PRICES",
        "/prices/",
        "/users",
        "/orders/",
        "/orders/1/2",
    ] {
        for method in ["GET", "PUT", "DELETE"] {
            let app = "https://app.acme.example";
            ask(&mut questions, Kind::Plain, method, path, &[app]);
        }
    }
    questions
}

fn about_row(questions: &mut Vec<Question>, row: &Row, method: &str, sets: &[(&str, &[&str])]) {
    let origins = origins(row, sets);
    for path in paths(&row.path) {
        for origin in &origins {
            ask(questions, Kind::Plain, method, &path, &[origin]);
        }
        ask(questions, Kind::Plain, method, &path, &[]);
    }
    let path = &paths(&row.path)[0];
    let good = &origins[0];
    preflights(questions, method, path, good);
    for (kind, path) in spellings(path) {
        ask(questions, kind, method, &path, &[good]);
    }
    responses(questions, method, path, good);
}

/// OPTIONS requests that are preflights, or look like it.
fn preflights(questions: &mut Vec<Question>, method: &str, path: &str, good: &str) {
    let evil = "https://evil.example";
    for pair in [[good, evil], [evil, good]] {
        ask(questions, Kind::TwoOrigins, method, path, &pair);
    }
    let from_good = Request::new("OPTIONS", path).with("Origin", good);
    let asks = |request: &Request, method: &str| {
        request
            .clone()
            .with("Access-Control-Request-Method", method)
    };
    let allowed = asks(&from_good, method);
    for (kind, request) in [
        // OPTIONS requests that are no preflights: one header is missing.
        (Kind::Plain, from_good.clone()),
        (Kind::Plain, asks(&Request::new("OPTIONS", path), method)),
        // For methods that no row has.
        (Kind::Plain, asks(&from_good, "TRACE")),
        (Kind::Plain, asks(&from_good, &method.to_lowercase())),
        (Kind::TwoMethods, asks(&allowed, "TRACE")),
        (
            Kind::Plain,
            allowed.with("Access-Control-Request-Headers", "content-type,x-\"odd\""),
        ),
        // An origin that looks like a key of a map.
        (
            Kind::Plain,
            asks(
                &Request::new("OPTIONS", path).with("Origin", "|p1 1 session"),
                method,
            ),
        ),
    ] {
        questions.push(Question { kind, request });
    }
}

/// Requests whose response has a status or a `Vary` of its own.
fn responses(questions: &mut Vec<Question>, method: &str, path: &str, good: &str) {
    let request = Request::new(method, path).with("Origin", good);
    for vary in [
        &["Accept-Encoding"][..],
        &["origin"],
        &["Accept, Origin ,X"],
        &["*"],
        &["X-Origin"],
        &["A", "ORIGIN"],
    ] {
        let request = vary.iter().fold(request.clone(), |request, value| {
            request.with("X-Test-Vary", value)
        });
        let kind = if vary.len() > 1 {
            Kind::TwoVaries
        } else {
            Kind::Plain
        };
        questions.push(Question { kind, request });
    }
    for status in [
        "404 Not Found",
        "304 Not Modified",
        "403 Forbidden",
        "500 Oh No",
    ] {
        questions.push(Question {
            kind: Kind::Plain,
            request: request.clone().with("X-Test-Status", status),
        });
    }
}

/// A request with these origins, and its preflight.
fn ask(questions: &mut Vec<Question>, kind: Kind, method: &str, path: &str, origins: &[&str]) {
    let with_origins = |request: Request| {
        origins
            .iter()
            .fold(request, |request, origin| request.with("Origin", origin))
    };
    let preflight = Request::new("OPTIONS", path).with("Access-Control-Request-Method", method);
    for request in [Request::new(method, path), preflight] {
        questions.push(Question {
            kind,
            request: with_origins(request),
        });
    }
}

/// Paths that a pattern matches.
fn paths(pattern: &str) -> Vec<String> {
    let samples: &[&str] = match pattern {
        "/orders/{id}" => &[
            "/orders/7",
            "/orders/a%20b",
            "/orders/%C3%A9",
            "/orders/a@b",
        ],
        "/users/{id}" => &["/users/you", "/users/ME"],
        "/files/{tail:.*}" => &["/files/a/b.txt", "/files/", "/files/me"],
        "/v/{n:[0-9]{1,4}}.json" => &["/v/1.json", "/v/1234.json"],
        "/admin/{tail:.*}" => &["/admin/all"],
        "/**" => &[
            "/other",
            "/",
            "/orders",
            "/orders/7",
            "/a/b",
            "/partner",
            "/static/x",
        ],
        "/partners/**" => &[
            "/partners/other",
            "/partners",
            "/partners/",
            "/partners/stock",
            "/partners/private",
        ],
        "/static/*" => &["/static/a.css", "/static", "/static/"],
        "/it's \"$x\" #1 ;é\\|@(b)" => &["/it's%20%22$x%22%20%231%20;%C3%A9%5C%7C@(b)"],
        other => {
            let sample = PathPattern::new(other).sample(&[]);
            return vec![sample.unwrap_or_else(|| panic!("no path for {other}"))];
        }
    };
    samples.iter().map(|&path| path.to_owned()).collect()
}

/// Other spellings of a path, and paths that look like it.
fn spellings(path: &str) -> Vec<(Kind, String)> {
    let letter = path.rfind(|c: char| c.is_ascii_lowercase()).unwrap_or(1);
    let encoded = format!(
        "{}%{:02x}{}",
        &path[..letter],
        path.as_bytes()[letter],
        &path[letter + 1..]
    );
    vec![
        (Kind::Plain, format!("{path}?a=/users/me&b=%2F..")),
        (Kind::Plain, format!("{path}?")),
        (Kind::Plain, format!("{path}/")),
        (Kind::Plain, path.to_uppercase()),
        (Kind::Plain, format!("{path}%0A")),
        (Kind::EncodedLetter, encoded.clone()),
        (Kind::EncodedSlash, format!("{path}%2Fx")),
        (Kind::EncodedSlash, format!("{path}%25%2b")),
        (Kind::EncodedBoth, format!("{encoded}%2Fx")),
        (Kind::EncodedBoth, format!("{path}%2Fx%20y")),
        (Kind::EncodedBoth, format!("{path}%252e")),
        (Kind::Segments, format!("/{path}")),
        (Kind::Segments, format!("/x/..{path}")),
        (Kind::Segments, format!("/x/%2e%2e{path}")),
        (Kind::Segments, format!("/.{path}")),
        (Kind::Segments, format!("{path}/../users/me")),
        (Kind::Malformed, format!("{path}%zz")),
        (Kind::Malformed, format!("{path}%ff")),
        (Kind::Malformed, format!("{path}%00")),
    ]
}

/// Origins that a row allows, strangers, and hostile variants. The first one is allowed, if any is.
fn origins(row: &Row, sets: &[(&str, &[&str])]) -> Vec<String> {
    let mut patterns = Vec::new();
    let mut add = |elements: &[Element]| {
        for element in elements {
            match &element.origin {
                Origin::Pattern(text) => patterns.push(text.clone()),
                Origin::Set(set) => {
                    let contents = sets.iter().filter(|(name, _)| *name == set.name);
                    patterns.extend(
                        contents
                            .flat_map(|(_, list)| *list)
                            .map(|&text| text.to_owned()),
                    );
                }
            }
        }
    };
    if let Some(policy) = &row.policy {
        if let Origins::Listed(list) = &policy.origins {
            add(list);
        }
        if let Credentials::For(list) = &policy.credentials {
            add(list);
        }
    }
    for floor in &row.floors {
        if let Origins::Listed(list) = &floor.origins {
            add(list);
        }
    }
    let mut origins = Vec::new();
    for pattern in &patterns {
        origins.extend(variants(pattern));
    }
    origins.extend(
        [
            "https://evil.example",
            "null",
            "*",
            "https://",
            "a b",
            "https://tab\tx.example",
        ]
        .map(str::to_owned),
    );
    origins.dedup();
    origins
}

/// Origins that a pattern admits, and those that a careless comparison would admit.
fn variants(pattern: &str) -> Vec<String> {
    let Some((scheme, rest)) = pattern.split_once("://") else {
        return vec![
            pattern.to_owned(),
            format!("{pattern}x"),
            pattern.to_uppercase(),
        ];
    };
    let (host, port) = match rest.strip_suffix(":*") {
        Some(host) => (host, ""),
        None => match rest.rsplit_once(':').filter(|_| !rest.ends_with(']')) {
            Some((host, port)) => (host, port),
            None => (rest, ""),
        },
    };
    let colon = if port.is_empty() { "" } else { ":" };
    let mut variants = Vec::new();
    if let Some(below) = host.strip_prefix("*.") {
        let label = "a".repeat(63);
        for labels in [
            "x",
            "a.b",
            "a_b",
            "xn--a-1",
            "-a-",
            &label,
            &format!("{label}a"),
            "A",
            "a..b",
            "",
            ".a",
            "a@b",
            "a/b",
            "a b",
            "a%41",
            "evil.example/",
            "é",
        ] {
            variants.push(format!("{scheme}://{labels}.{below}{colon}{port}"));
        }
        // Hosts of 253 and of 254 bytes.
        for length in [253, 254] {
            let mut labels = "ab.".repeat(length);
            labels.truncate(length - below.len() - 1);
            if labels.ends_with('.') {
                labels.replace_range(..1, "");
                labels.push('a');
            }
            variants.push(format!("{scheme}://{labels}.{below}{colon}{port}"));
        }
        variants.push(format!("{scheme}://{below}{colon}{port}"));
        variants.push(format!("{scheme}://evil{below}{colon}{port}"));
        variants.push(format!("{scheme}://x.{below}.evil.example{colon}{port}"));
        variants.push(format!(
            "{scheme}://x.{}{colon}{port}",
            below.replacen('.', "x", 1)
        ));
    }
    let host = host.replacen("*.", "x.", 1);
    let at = |scheme: &str, host: &str, port: &str| {
        let colon = if port.is_empty() { "" } else { ":" };
        format!("{scheme}://{host}{colon}{port}")
    };
    let good = at(scheme, &host, port);
    for origin in [
        good.clone(),
        at(scheme, &host, "80"),
        at(scheme, &host, "443"),
        at(scheme, &host, "1"),
        at(scheme, &host, "8443"),
        at(scheme, &host, "65535"),
        at(scheme, &host, "65536"),
        at(scheme, &host, "08443"),
        at(scheme, &host, "99999"),
        at(scheme, &host, "x"),
        format!("{good}:"),
        format!("{good}/"),
        format!("{good}."),
        format!("{good}x"),
        format!("x{good}"),
        format!("{good}, https://evil.example"),
        format!("{good} https://evil.example"),
        at(if scheme == "http" { "https" } else { "http" }, &host, port),
        at(&scheme.to_uppercase(), &host, port),
        at(scheme, &host.to_uppercase(), port),
        at(scheme, &format!("evil{host}"), port),
        at(scheme, &format!("{host}.evil.example"), port),
        at(scheme, &host.replacen('.', "x", 1), port),
        at(scheme, &format!("{host}@evil.example"), port),
    ] {
        variants.push(origin);
    }
    variants
}
