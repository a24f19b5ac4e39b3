//! `credentials = [..]`, header by header: some origins may use cookies, and others may read without.

use actix_web::{App, Responder, get, put};
use route_cors::cors;

use crate::{serve, support::request};

const APP: &str = "https://app.acme.example";
const SHOP: &str = "https://shop.acme.example";
const STRANGER: &str = "https://stranger.example";

#[cors(origins = any, headers = any, credentials = ["https://app.acme.example"])]
#[put("/open")]
async fn open() -> impl Responder {
    "open"
}

#[cors(
    origins = ["https://app.acme.example", "https://shop.acme.example"],
    headers = any,
    credentials = ["https://app.acme.example"],
)]
#[put("/listed")]
async fn listed() -> impl Responder {
    "listed"
}

#[cors(
    origins = ["https://app.acme.example", "https://shop.acme.example"],
    headers = ["content-type"],
    credentials = ["https://app.acme.example"],
)]
#[get("/named")]
async fn named() -> impl Responder {
    "named"
}

/// A path, an origin, and the answer: `Access-Control-Allow-Origin`, and whether there are credentials.
type Row = (
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
    bool,
);

const TABLE: &[Row] = &[
    ("/open", Some(APP), &[APP], true),
    ("/open", Some(STRANGER), &["*"], false),
    ("/open", Some("null"), &["*"], false),
    (
        "/open",
        Some("https://app.acme.example:8443"),
        &["*"],
        false,
    ),
    ("/open", Some("HTTPS://app.acme.example"), &["*"], false),
    ("/open", None, &["*"], false),
    ("/listed", Some(APP), &[APP], true),
    ("/listed", Some(SHOP), &[SHOP], false),
    ("/listed", Some(STRANGER), &[], false),
    ("/listed", None, &[], false),
    ("/named", Some(APP), &[APP], true),
    ("/named", Some(SHOP), &[SHOP], false),
    ("/named", Some(STRANGER), &[], false),
];

const TRUE: &[&str] = &["true"];

#[test]
fn responses_have_credentials_for_the_listed_origins_alone() {
    let server = serve!(App::new().service((open, listed, named)));
    for (path, origin, allowed, credentials) in TABLE {
        let method = if *path == "/named" { "GET" } else { "PUT" };
        let request = request(method, path);
        let answer = server.ask(&match origin {
            Some(origin) => request.origin(origin),
            None => request,
        });
        println!("{path} from {origin:?}");
        assert_eq!(answer.values("access-control-allow-origin"), *allowed);
        let expected = if *credentials { TRUE } else { &[] };
        assert_eq!(answer.values("access-control-allow-credentials"), expected);
        assert_eq!(answer.values("vary"), ["Origin"]);
    }
}

#[test]
fn preflights_allow_headers_in_the_form_that_works_for_the_origin() {
    let server = serve!(App::new().service((open, listed, named)));
    for (path, origin, allowed, credentials) in TABLE {
        let Some(origin) = origin else { continue };
        let method = if *path == "/named" { "GET" } else { "PUT" };
        let preflight = request("OPTIONS", path)
            .origin(origin)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "x-a,x-b");
        let answer = server.ask(&preflight);
        println!("{path} from {origin}");
        assert_eq!(answer.status, if allowed.is_empty() { 403 } else { 204 });
        assert_eq!(answer.values("access-control-allow-origin"), *allowed);
        let expected = if *credentials { TRUE } else { &[] };
        assert_eq!(answer.values("access-control-allow-credentials"), expected);
        let headers: &[&str] = match (*path, allowed.is_empty(), credentials) {
            (_, true, _) => &[],
            ("/named", false, _) => &["content-type"],
            (_, false, true) => &["x-a,x-b"],
            (_, false, false) => &["*, authorization"],
        };
        assert_eq!(answer.values("access-control-allow-headers"), headers);
        let vary = if *path == "/named" {
            "Origin, Access-Control-Request-Method"
        } else {
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
        };
        assert_eq!(answer.values("vary"), [vary]);
    }
}
