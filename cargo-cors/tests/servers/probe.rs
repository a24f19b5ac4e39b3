//! `cargo cors probe` finds each of ten faults, and reports nothing about servers without faults.

use crate::{
    cors,
    server::{Request, Response, serve},
};

const APP: &str = "https://app.acme.example";

/// An answer of a server that allows an origin if the function says so, with cookies, and is careful otherwise.
fn listed(request: &Request, allows: impl Fn(&str) -> bool) -> Response {
    let allowed = request.origin().filter(|origin| allows(origin));
    let response = match (request.announced(), allowed) {
        (Some(_), None) => Response::new(403),
        (Some(method), Some(_)) => Response::new(204).with("access-control-allow-methods", method),
        (None, _) => Response::new(200),
    };
    let response = response.with("vary", "Origin, Access-Control-Request-Method");
    match allowed {
        Some(origin) => response
            .with("access-control-allow-origin", origin)
            .with("access-control-allow-credentials", "true"),
        None => response,
    }
}

fn sound(request: &Request) -> Response {
    listed(request, |origin| origin == APP)
}

/// One path for each fault.
fn holes(request: &Request) -> Response {
    let origin = request.origin().unwrap_or_default();
    match request.path.as_str() {
        "/reflects" => listed(request, |_| true),
        "/delete" => match request.announced() {
            Some("DELETE") => listed(request, |_| true),
            _ => sound(request),
        },
        "/post" if request.method == "POST" => listed(request, |_| true),
        "/dot" => listed(request, |origin| {
            let rest = origin
                .strip_prefix("https://app")
                .and_then(|rest| rest.strip_suffix("acme.example"));
            rest.is_some_and(|dot| dot.len() == 1)
        }),
        "/prefix" => listed(request, |origin| origin.starts_with(APP)),
        "/suffix" => listed(request, |origin| {
            origin.starts_with("https://") && origin.ends_with("acme.example")
        }),
        "/vary" => {
            let mut response = sound(request);
            response
                .headers
                .retain(|(name, _)| *name != "vary" || request.announced().is_some());
            response
        }
        "/http" => listed(request, |origin| {
            origin == APP || origin.starts_with("http://app.acme.example")
        }),
        "/localhost" => listed(request, |origin| {
            origin == APP || origin.starts_with("http://localhost")
        }),
        "/null" => listed(request, |origin| origin == APP || origin == "null"),
        "/star" => Response::new(200)
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-credentials", "true"),
        "/http-any" => listed(request, |origin| {
            origin == APP || origin.starts_with("http://")
        }),
        "/fixed" => sound(request).with(
            "access-control-allow-origin",
            "https://a.example, https://b.example",
        ),
        "/suffix-of-host" => listed(request, |origin| {
            origin.ends_with("app.acme.example") && origin.starts_with("https://")
        }),
        "/vary-with-origin-only" => {
            let mut response = sound(request);
            response
                .headers
                .retain(|(name, _)| *name != "vary" || !origin.is_empty());
            response
        }
        "/error" => Response {
            status: 404,
            ..listed(request, |_| true)
        },
        _ => sound(request),
    }
}

/// The path, the severity, and the message.
const FOUND: &[(&str, &str, &str)] = &[
    (
        "/reflects",
        "high",
        "pages of every origin may read it with cookies (GET, POST)",
    ),
    (
        "/delete",
        "high",
        "the preflight approves requests of every origin, so the browser sends them with cookies (the preflight for DELETE)",
    ),
    (
        "/post",
        "high",
        "pages of every origin may read it with cookies (POST)",
    ),
    (
        "/dot",
        "high",
        "a dot of the allowed origin matches any character: https://appxacme.example with cookies",
    ),
    (
        "/prefix",
        "high",
        "an origin that begins with an allowed one is allowed: https://app.acme.example.cors-check.example with cookies",
    ),
    (
        "/suffix",
        "high",
        "a host that ends with an allowed one is allowed: https://cors-checkacme.example with cookies",
    ),
    (
        "/suffix-of-host",
        "high",
        "a host that ends with an allowed one is allowed: https://cors-checkapp.acme.example with cookies",
    ),
    ("/vary", "medium", "`Vary` lacks `Origin`"),
    ("/vary-with-origin-only", "medium", "`Vary` lacks `Origin`"),
    (
        "/http",
        "high",
        "the same host in clear text is allowed: whoever is on the way can be it: http://app.acme.example with cookies",
    ),
    (
        "/http-any",
        "high",
        "every origin in clear text is allowed with cookies",
    ),
    (
        "/localhost",
        "high",
        "http://localhost is allowed: any program on the visitor's machine can be it with cookies",
    ),
    (
        "/null",
        "high",
        "`null`, the origin of every sandboxed frame and local file, is allowed with cookies",
    ),
    (
        "/star",
        "medium",
        "`*` with credentials: browsers refuse it",
    ),
    (
        "/fixed",
        "medium",
        "several origins in `Access-Control-Allow-Origin`",
    ),
    // An error of the same kind says less.
    (
        "/error",
        "medium",
        "pages of every origin may read it with cookies (GET, POST)",
    ),
];

#[test]
fn every_hole_is_found() {
    let server = serve(holes);
    for (path, rank, what) in FOUND {
        let run = cors(&["probe", &format!("{server}{path}"), "--origin", APP]);
        assert_eq!(run.status, Some(1), "{path}\n{}{}", run.stdout, run.stderr);
        let line = format!("{rank}: {path}: {what}");
        assert!(run.stdout.contains(&line), "{line}\n{}", run.stdout);
    }
}

#[test]
fn errors_say_how_to_turn_on_the_log() {
    let server = serve(holes);
    let run = cors(&["probe", &format!("{server}/null"), "--origin", APP]);
    assert_eq!(
        run.stdout,
        format!(
            "high: /null: `null`, the origin of every sandboxed frame and local file, is allowed with cookies (GET, POST, preflights \
             for GET, PUT, PATCH, DELETE)\n  \
             GET {server}/null, origin: null\n  \
             200, access-control-allow-origin: null, access-control-allow-credentials: true, vary: Origin, \
             Access-Control-Request-Method\n\
             1 finding\n"
        )
    );
    let json = cors(&[
        "probe",
        &format!("{server}/null"),
        "--origin",
        APP,
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["findings"][0]["rank"], "high");
}

#[test]
fn sound_servers_raise_no_alarm() {
    let public = |request: &Request| {
        let response = Response::new(if request.announced().is_some() {
            204
        } else {
            200
        });
        response
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-methods", "GET, DELETE")
    };
    let wildcard = |request: &Request| {
        listed(request, |origin| {
            origin
                .strip_prefix("https://")
                .and_then(|rest| rest.strip_suffix(".acme.example"))
                .is_some_and(|label| {
                    !label.is_empty()
                        && label
                            .bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                })
        })
    };
    let two_kinds = |request: &Request| match request.origin() {
        Some(APP) => sound(request),
        _ => Response::new(if request.announced().is_some() {
            204
        } else {
            200
        })
        .with("access-control-allow-origin", "*")
        .with("access-control-allow-methods", "PUT")
        .with("vary", "Origin"),
    };
    let without_cors = |_: &Request| Response::new(404);
    let local = |request: &Request| listed(request, |origin| origin == "http://localhost:3000");
    for (name, server, origins) in [
        ("list", serve(sound), &[APP][..]),
        ("public", serve(public), &[]),
        ("public, with an origin", serve(public), &[APP]),
        ("wildcard", serve(wildcard), &["https://x.acme.example"]),
        ("everybody without cookies", serve(two_kinds), &[APP]),
        ("without CORS", serve(without_cors), &[APP]),
        (
            "known to be local",
            serve(local),
            &["http://localhost:3000"],
        ),
    ] {
        let mut arguments = vec!["probe", server.as_str()];
        arguments.extend(origins.iter().flat_map(|origin| ["--origin", *origin]));
        let run = cors(&arguments);
        assert_eq!(run.status, Some(0), "{name}\n{}{}", run.stdout, run.stderr);
        assert!(
            run.stdout.ends_with("nothing found\n"),
            "{name}\n{}",
            run.stdout
        );
    }
}

#[test]
fn an_origin_that_is_given_away_is_learned() {
    // The header is there whoever asks: it names the only origin, and a lookalike of that one is allowed, too.
    let server = serve(|request| {
        let origin = request
            .origin()
            .filter(|origin| origin.starts_with(APP))
            .unwrap_or(APP);
        Response::new(200)
            .with("access-control-allow-origin", origin)
            .with("vary", "Origin")
    });
    let run = cors(&["probe", &server]);
    assert!(
        run.stdout
            .contains("medium: /: an origin that begins with an allowed one is allowed"),
        "{}",
        run.stdout
    );
}

#[test]
fn usage() {
    let run = cors(&["probe", "https://api.acme.example/orders"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(
        run.stderr,
        "error: api.acme.example is not on this machine, and `probe` sends requests that an attacker would send\n\
         help: if its owner allows that, add `--yes-i-may`\n"
    );
    let run = cors(&[
        "probe",
        "http://127.0.0.1:1",
        "--origin",
        "https://a.example/path",
    ]);
    assert!(run.stderr.contains("is not an origin"), "{}", run.stderr);
    assert_eq!(cors(&["probe", "ftp://localhost"]).status, Some(2));
    // One sentence, and no second request.
    let run = cors(&["probe", "http://127.0.0.1:1"]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.stderr
            .starts_with("error: http://127.0.0.1:1 does not answer: "),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert_eq!(run.stdout, "");
}
