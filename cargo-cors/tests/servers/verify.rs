//! `cargo cors verify` against servers that do what their surface file says, and servers that do not.

use std::{env, fmt::Write as _, fs, path::Path};

use crate::{
    Run, cors,
    server::{Request, Response, serve},
};

const SURFACE: &str = r#"version = 1

[[route]]
path = "/health"
method = "GET"
by = "none"

[[route]]
path = "/login"
method = "POST"
by = "blocked"
status = 401
origins = ["https://app.acme.example"]

[[route]]
path = "/orders/{id}"
method = "DELETE"
by = "route"
origins = []

[[route]]
path = "/orders/{id}"
method = "PUT"
by = "route"
origins = [
    "https://app.acme.example",
    "https://*.preview.acme.example",
    { origin = "http://localhost:5173", cfg = "debug_assertions" },
    { set = "PARTNERS", within = ["https://*.partner.example"] },
]
methods = ["PUT"]
headers = ["content-type"]
credentials = true
max_age = 600

[[route]]
path = "/pay"
method = "GET"
by = "route"
origins = ["https://app.acme.example"]
expose = ["etag"]
mismatch = "reject"

[[route]]
path = "/prices"
method = "GET"
by = "scope"
origins = "any"
headers = "any"

[[route]]
path = "/slow/{code:[x-z]{9}}"
method = "GET"
by = "none"
"#;

/// The difference between the server and its surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fault {
    #[default]
    None,
    /// A gateway that is being tried without a policy for deletions.
    DeletesFromAnywhere,
    PrefixMatch,
    NoCredentials,
    MoreCredentials,
    MoreMethods,
    MoreHeaders,
    MaxAge,
    LostVary,
    LostOrigin,
    LostPartner,
    HealthIsOpen,
    LoginIsOpen,
    TwoLines,
    Echo,
    HandlerRuns,
    NotExposed,
    DebugBuild,
}

#[expect(
    clippy::too_many_lines,
    reason = "one server, from the first line of its surface to the last"
)]
fn answer(request: &Request, fault: Fault) -> Response {
    let origin = request.origin().unwrap_or_default();
    let origins = request.all("origin");
    let method = request.announced().unwrap_or(&request.method);
    let is_preflight = request.announced().is_some();
    let none = Response::new(if is_preflight { 404 } else { 200 });
    let app = origin == "https://app.acme.example";
    let order = app
        || origin == "https://cors-check.preview.acme.example"
        || (fault != Fault::LostPartner && origin == "https://a.partner.example")
        || (fault == Fault::DebugBuild && origin == "http://localhost:5173");
    let (allowed, methods, headers, credentials, max_age) = match (request.path.as_str(), method) {
        ("/health", _) => {
            return if fault == Fault::HealthIsOpen {
                none.with("access-control-allow-origin", "*")
            } else {
                none
            };
        }
        ("/login", "POST") if is_preflight && fault != Fault::LoginIsOpen => {
            return Response::new(401);
        }
        ("/login", "POST") => (app, "POST", "", false, ""),
        ("/orders/cors-check", "DELETE") => {
            (fault == Fault::DeletesFromAnywhere, "DELETE", "", false, "")
        }
        ("/orders/cors-check", "PUT") => (
            order
                || (fault == Fault::PrefixMatch && origin.starts_with("https://app.acme.example"))
                || (fault == Fault::TwoLines && origins.len() == 2),
            if fault == Fault::MoreMethods {
                "PUT, PATCH"
            } else {
                "PUT"
            },
            if fault == Fault::MoreHeaders {
                "content-type, x-admin"
            } else {
                "content-type"
            },
            fault != Fault::NoCredentials,
            if fault == Fault::MaxAge { "60" } else { "600" },
        ),
        ("/pay", "GET") => (app, "GET", "", fault == Fault::MoreCredentials, ""),
        ("/prices", "GET") => {
            let any = if fault == Fault::Echo && !origin.is_empty() {
                origin
            } else {
                "*"
            };
            let response = Response::new(if is_preflight { 204 } else { 200 })
                .with("access-control-allow-origin", any)
                .with("vary", "Access-Control-Request-Method");
            return response
                .with("access-control-allow-methods", "GET")
                .with("access-control-allow-headers", "*, authorization");
        }
        _ => return none,
    };
    let vary = if fault == Fault::LostVary {
        "Accept"
    } else {
        "origin, access-control-request-method"
    };
    if !allowed || (fault == Fault::LostOrigin && app) {
        let status = if is_preflight || (request.path == "/pay" && fault != Fault::HandlerRuns) {
            403
        } else {
            200
        };
        return Response::new(status).with("vary", vary);
    }
    let echoed = if fault == Fault::TwoLines {
        origins
            .iter()
            .find(|o| o.contains("cors-check.example"))
            .copied()
            .unwrap_or(origin)
    } else {
        origin
    };
    let mut response = Response::new(if is_preflight { 204 } else { 200 })
        .with("vary", vary)
        .with("access-control-allow-origin", echoed);
    if credentials {
        response = response.with("access-control-allow-credentials", "true");
    }
    if !is_preflight {
        let expose = if fault == Fault::NotExposed {
            "x-other"
        } else {
            "ETag"
        };
        return if request.path == "/pay" {
            response.with("access-control-expose-headers", expose)
        } else {
            response
        };
    }
    response = response.with("access-control-allow-methods", methods);
    if !headers.is_empty() {
        response = response.with("access-control-allow-headers", headers);
    }
    if max_age.is_empty() {
        response
    } else {
        response.with("access-control-max-age", max_age)
    }
}

fn verify(fault: Fault, more: &[&str]) -> Run {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("verify-{fault:?}-{}.toml", more.len()));
    fs::write(&file, SURFACE).unwrap();
    let server = serve(move |request| answer(request, fault));
    let mut arguments = vec!["verify", server.as_str(), "-f", file.to_str().unwrap()];
    arguments.extend(more);
    cors(&arguments)
}

#[test]
fn a_server_that_does_what_its_file_says() {
    for more in [
        &[][..],
        &["--actual"],
        &[
            "--actual",
            "--all-methods",
            "--set",
            "PARTNERS=https://a.partner.example",
        ],
    ] {
        let run = verify(Fault::None, more);
        assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
        assert_eq!(
            run.stdout,
            "note: no path is known for `/slow/{code:[x-z]{9}}`: give one with `--path '/slow/{code:[x-z]{9}}=/..'`\n\
             6 rows: the server does what the surface says\n"
        );
    }
    let run = verify(Fault::DebugBuild, &["--cfg", "debug_assertions"]);
    assert_eq!(run.status, Some(0), "{}", run.stdout);
}

/// The faults, each with the arguments that show it.
const FAULTS: &[(Fault, &[&str])] = &[
    (Fault::DeletesFromAnywhere, &[]),
    (Fault::PrefixMatch, &[]),
    (Fault::NoCredentials, &[]),
    (Fault::MoreCredentials, &[]),
    (Fault::MoreMethods, &[]),
    (Fault::MoreHeaders, &[]),
    (Fault::MaxAge, &[]),
    (Fault::LostVary, &[]),
    (Fault::LostOrigin, &[]),
    (
        Fault::LostPartner,
        &["--set", "PARTNERS=https://a.partner.example"],
    ),
    (Fault::HealthIsOpen, &[]),
    (Fault::LoginIsOpen, &[]),
    (Fault::TwoLines, &[]),
    (Fault::Echo, &[]),
    (Fault::HandlerRuns, &["--actual"]),
    (Fault::NotExposed, &["--actual"]),
    (Fault::DebugBuild, &[]),
];

/// Each fault with its arguments, and below it the findings, without their requests and answers.
const FOUND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers/faults.txt");

#[test]
fn a_server_that_does_not() {
    let mut text = String::new();
    for (fault, more) in FAULTS {
        let run = verify(*fault, more);
        assert_eq!(run.status, Some(1), "{fault:?}\n{}", run.stderr);
        let lines = run.stdout.lines().filter(|line| !line.starts_with("  "));
        let lines: Vec<&str> = lines.filter(|line| !line.starts_with("note: ")).collect();
        let case = format!("{fault:?} {}", more.join(" "));
        writeln!(text, "{}", case.trim_end()).unwrap();
        writeln!(text, "{}\n", lines.join("\n")).unwrap();
    }
    if env::var_os("ROUTE_CORS_BLESS").is_some() {
        fs::write(FOUND, &text).unwrap();
    }
    assert_eq!(
        text,
        fs::read_to_string(FOUND).unwrap(),
        "ROUTE_CORS_BLESS=1 writes the file"
    );
}

#[test]
fn findings_as_annotations() {
    let run = verify(Fault::MaxAge, &["--format", "github"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.starts_with("::warning file="), "{}", run.stdout);
    assert!(
        run.stdout
            .contains(",line=21,title=CORS%3A differs::PUT /orders/{id}: "),
        "{}",
        run.stdout
    );
}

#[test]
fn usage() {
    for (more, error) in [
        (&["--path", "/orders/7"][..], "is not PATTERN=PATH"),
        (
            &["--path", "/nowhere=/a"],
            "the surface has no row with the path `/nowhere`",
        ),
        (
            &["--path", "/orders/{id}=/orders/7/8"],
            "`/orders/7/8` does not match `/orders/{id}`",
        ),
        (&["--set", "PARTNERS"], "is not NAME=ORIGIN"),
        (&["--header", "a b: c"], "is not a header"),
        (&["--all-methods"], "--actual"),
    ] {
        let run = verify(Fault::None, more);
        assert_eq!(run.status, Some(2), "{more:?}");
        assert!(run.stderr.contains(error), "{}", run.stderr);
    }
    let run = cors(&[
        "verify",
        "http://127.0.0.1:1",
        "-f",
        env!("CARGO_MANIFEST_DIR"),
    ]);
    assert_eq!(run.status, Some(2));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verify-usage.toml");
    fs::write(&file, SURFACE).unwrap();
    let run = cors(&["verify", "http://127.0.0.1:1", "-f", file.to_str().unwrap()]);
    assert_eq!(run.status, Some(2));
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(
        run.stderr
            .starts_with("error: http://127.0.0.1:1 does not answer: "),
        "{}",
        run.stderr
    );
}
