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

/// Whether a host is one label below the domain.
fn is_below_acme(host: &str) -> bool {
    let label = host.strip_suffix(".acme.example").unwrap_or_default();
    let in_label = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    !label.is_empty() && label.bytes().all(in_label)
}

/// Returns whether a path with a fault in its list allows an origin.
fn wrongly_allows(path: &str, origin: &str) -> Option<bool> {
    let https_host = origin.strip_prefix("https://");
    Some(match path {
        "/reflects" => true,
        "/dot" => {
            let rest = origin.strip_prefix("https://app");
            let dot = rest.and_then(|rest| rest.strip_suffix("acme.example"));
            dot.is_some_and(|dot| dot.len() == 1)
        }
        "/prefix" => origin.starts_with(APP),
        "/suffix" => https_host.is_some_and(|host| host.ends_with("acme.example")),
        "/suffix-of-host" => https_host.is_some_and(|host| host.ends_with("app.acme.example")),
        "/http" => origin == APP || origin.starts_with("http://app.acme.example"),
        "/http-any" => origin == APP || origin.starts_with("http://"),
        "/any-scheme" => {
            let host = https_host.or_else(|| origin.strip_prefix("http://"));
            host.is_some_and(is_below_acme)
        }
        "/localhost" => origin == APP || origin.starts_with("http://localhost"),
        "/null" => origin == APP || origin == "null",
        "/port" => origin == APP || origin.starts_with("https://app.acme.example:"),
        "/case" => origin.eq_ignore_ascii_case(APP),
        "/contains" => origin.contains(APP),
        _ => return None,
    })
}

/// One path for each fault.
fn holes(request: &Request) -> Response {
    let path = request.path.as_str();
    let origin = request.origin().unwrap_or_default();
    if wrongly_allows(path, origin).is_some() {
        return listed(request, |origin| wrongly_allows(path, origin) == Some(true));
    }
    let allowing = |status, whom| Response::new(status).with("access-control-allow-origin", whom);
    let echo = |status| allowing(status, origin).with("vary", "Origin");
    match (path, request.announced()) {
        ("/delete", Some("DELETE")) => listed(request, |_| true),
        ("/post", _) if request.method == "POST" => listed(request, |_| true),
        ("/vary", None) => sound(request).without("vary"),
        ("/vary-with-origin-only", _) if origin.is_empty() => sound(request).without("vary"),
        ("/vary-with-the-allowed-origin-only", _) if origin != APP => Response::new(403),
        ("/star", _) => allowing(200, "*").with("access-control-allow-credentials", "true"),
        ("/fixed", _) => allowing(200, "https://a.example, https://b.example"),
        ("/pattern", _) => allowing(200, "https://*.acme.example"),
        ("/one-character", _) => allowing(200, "x"),
        ("/error", _) => listed(request, |_| true).status(400),
        ("/error-and-port", _) => listed(request, |origin| {
            origin == APP || origin == "https://app.acme.example:8443"
        })
        .status(404),
        ("/error-for-get", _) if request.method == "GET" => echo(500),
        ("/error-for-get", _) => echo(200),
        ("/redirect", _) => sound(request).status(301).with("location", "/elsewhere"),
        ("/preflight", Some(_)) => allowing(204, "*").with("access-control-allow-methods", "*"),
        ("/preflight-with-cookies", Some(_)) => allowing(204, "*")
            .with("access-control-allow-credentials", "true")
            .with("access-control-allow-methods", "*"),
        ("/preflight-that-fails", Some(_)) => listed(request, |_| true).status(300),
        ("/preflight" | "/preflight-with-cookies" | "/preflight-that-fails", None) => {
            Response::new(200)
        }
        ("/two-lines", None) => match request.all("origin")[..] {
            [APP, other] => allowing(200, other),
            _ => sound(request),
        },
        ("/two-lines-of-others", None) => match request.all("origin")[..] {
            [other, APP] => allowing(200, other),
            _ => sound(request),
        },
        ("/cookies-for-post", _) if request.method == "POST" => listed(request, |_| true),
        ("/cookies-for-post", _) => echo(200).with("access-control-allow-methods", "PUT"),
        _ => sound(request),
    }
}

/// Each path, and below it its findings and notes, without their requests and answers.
const FOUND: &str = include_str!("holes.txt");

#[test]
fn every_hole_is_found() {
    let server = serve(holes);
    for case in FOUND.trim_end().split("\n\n") {
        let (path, expected) = case.split_once('\n').unwrap();
        let run = cors(&["probe", &format!("{server}{path}"), "--origin", APP]);
        let is_finding = |line: &&str| !line.starts_with("note: ");
        let count = match expected.lines().filter(is_finding).count() {
            0 => "nothing found".to_owned(),
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        };
        let lines = run.stdout.lines().filter(|line| !line.starts_with("  "));
        let lines: Vec<String> = lines
            .map(|line| line.replacen(&format!(" {path}:"), "", 1))
            .collect();
        assert_eq!(
            lines.join("\n"),
            format!("{expected}\n{count}"),
            "{path}\n{}",
            run.stderr
        );
        assert_eq!(
            run.status,
            Some(i32::from(count != "nothing found")),
            "{path}"
        );
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
            origin.strip_prefix("https://").is_some_and(is_below_acme)
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
    let two_ports = |request: &Request| {
        listed(request, |origin| {
            ["http://localhost:3000", "http://localhost:4200"].contains(&origin)
        })
    };
    let both_schemes = |request: &Request| {
        listed(request, |origin| {
            origin == APP || origin == "http://app.acme.example"
        })
    };
    let null = |request: &Request| listed(request, |origin| origin == APP || origin == "null");
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
        (
            "another port known to be local",
            serve(two_ports),
            &["http://localhost:4200"],
        ),
        // Who names `http://` has seen that it is there.
        (
            "in clear text",
            serve(both_schemes),
            &["http://app.acme.example"],
        ),
        (
            "both named",
            serve(both_schemes),
            &[APP, "http://app.acme.example"],
        ),
        ("known to be `null`", serve(null), &[APP, "null"]),
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
