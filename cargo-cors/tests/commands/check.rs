//! Tests of `cargo cors check`: status and output.

use crate::{Directory, SHOP};

/// Arguments, status, and a text that the output has.
type Case = (&'static [&'static str], i32, &'static str);

const APP: &str = "https://app.acme.example";

const CASES: &[Case] = &[
    (
        &[APP, "PUT", "/orders/7"],
        0,
        "allowed: the page can read the response",
    ),
    (
        &[
            APP,
            "put",
            "https://api.acme.example/orders/7?x=1",
            "--header",
            "content-type",
            "--credentials",
        ],
        0,
        "access-control-allow-credentials: true",
    ),
    (
        &[APP, "PUT", "/orders/7", "-H", "x-a: 1"],
        1,
        "`x-a` is not among the headers that pages may set: content-type",
    ),
    (
        &["https://x.preview.acme.example", "PUT", "/orders/7"],
        0,
        "can read it, the safelisted headers and etag",
    ),
    (
        &[
            "https://x.preview.acme.example",
            "PUT",
            "/orders/7",
            "--credentials",
        ],
        1,
        "`credentials = [..]` does not have its origin",
    ),
    (
        &["https://evil.example", "PUT", "/orders/7"],
        1,
        "blocked: the handler does not run",
    ),
    (
        &["http://app.acme.example", "PUT", "/orders/7"],
        1,
        "the scheme differs",
    ),
    (
        &["http://localhost:5173", "PUT", "/orders/7"],
        1,
        "allowed in builds with cfg(debug_assertions): `--cfg 'debug_assertions'`",
    ),
    (
        &[
            "http://localhost:5173",
            "PUT",
            "/orders/7",
            "--cfg",
            "debug_assertions",
        ],
        0,
        "allowed",
    ),
    (
        &["https://x.partner.example", "PUT", "/orders/7"],
        0,
        "note: if the set PARTNERS holds the origin",
    ),
    (&[APP, "DELETE", "/orders/7"], 1, "the policy is off"),
    (
        &[APP, "PATCH", "/orders/7"],
        1,
        "no row serves PATCH /orders/7",
    ),
    (
        &[APP, "GET", "/health"],
        1,
        "blocked: the handler runs, and the page cannot read the response",
    ),
    (
        &["https://b.example", "POST", "/pay"],
        1,
        "the policy around `/**` rejects it",
    ),
    (&[APP, "POST", "/pay", "--credentials"], 0, "not needed"),
    (
        &["https://admin.acme.example", "DELETE", "/admin/users"],
        1,
        "a middleware answers it with 401",
    ),
    (
        &["null", "GET", "/prices", "-H", "x-anything"],
        0,
        "access-control-allow-headers: *, authorization",
    ),
    (
        &["null", "GET", "/prices", "--credentials"],
        1,
        "the page asked for cookies",
    ),
    (&["null", "GET", "/pri%63es"], 0, "allowed"),
    (
        &["https://evil.example", "GET", "/static/a.png"],
        1,
        "the handler does not run",
    ),
    (
        &[APP, "TRACE", "/static/a.png"],
        1,
        "browsers send no TRACE",
    ),
    (
        &[APP, "GET", "/prices", "-H", "cookie"],
        1,
        "browsers do not let a page set the header `cookie`",
    ),
];

#[test]
fn steps_of_a_browser() {
    let directory = Directory::with("check", SHOP);
    for (arguments, status, text) in CASES {
        let run = directory.cors(&[&["check"], *arguments].concat());
        assert_eq!(
            run.status,
            Some(*status),
            "{arguments:?}\n{}{}",
            run.stdout,
            run.stderr
        );
        assert!(run.stdout.contains(text), "{arguments:?}\n{}", run.stdout);
    }
}

#[test]
fn step_by_step() {
    let directory = Directory::with("check_steps", SHOP);
    directory
        .cors(&["check", APP, "PUT", "/orders/7", "--credentials"])
        .is(
            0,
            "\
PUT /orders/7 from https://app.acme.example
  route      PUT /orders/{id} (its own policy)
  preflight  needed: PUT is not among GET, HEAD and POST
             204
             access-control-allow-origin: https://app.acme.example
             access-control-allow-credentials: true
             access-control-allow-methods: PUT
             access-control-allow-headers: content-type
             access-control-max-age: 600
  request    sent, with the cookies that the browser has for it; the handler runs
  response   the page can read it, the safelisted headers and etag
             access-control-allow-origin: https://app.acme.example
             access-control-allow-credentials: true
allowed: the page can read the response
",
        );
    let json = directory.cors(&["check", APP, "DELETE", "/orders/7", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["allowed"], false);
    assert_eq!(json["steps"][1]["step"], "preflight");
    assert_eq!(json["steps"][1]["passed"], false);
}
