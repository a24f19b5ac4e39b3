//! `Vary`: caches never give one origin the response for another.

use actix_web::{App, HttpResponse, get, http::header::VARY};
use route_cors::cors;

use crate::{serve, support::request};

const APP: &str = "https://app.acme.example";

/// A response with these `Vary` fields, as the path has them.
fn varying(path: &str) -> HttpResponse {
    let fields: &[&str] = match path {
        "none" => &[],
        "one" => &["Accept"],
        "lines" => &["Accept", "Accept-Encoding", "Cookie"],
        "list" => &["Accept, Accept-Encoding,Cookie"],
        "there" => &["Origin"],
        "there-lower" => &["origin"],
        "there-last" => &["Accept, Cookie , ORIGIN"],
        "there-in-second" => &["Accept", "Cookie, Origin"],
        "there-twice" => &["Origin", "Origin"],
        "star" => &["*"],
        "star-in-list" => &["Accept, *"],
        "star-in-second" => &["Accept", "*"],
        "alike" => &["X-Origin, Origins"],
        "empty" => &[""],
        "commas" => &[", ,"],
        _ => unreachable!("no such case: {path}"),
    };
    let mut response = HttpResponse::Ok();
    for field in fields {
        response.append_header((VARY, *field));
    }
    response.finish()
}

#[test]
fn vary_is_merged_with_the_handlers_own() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/listed/{case}")]
    async fn listed(case: actix_web::web::Path<String>) -> HttpResponse {
        varying(&case)
    }
    #[cors(origins = any)]
    #[get("/open/{case}")]
    async fn open(case: actix_web::web::Path<String>) -> HttpResponse {
        varying(&case)
    }

    let server = serve!(App::new().service((listed, open)));
    for (case, own, merged) in [
        ("none", &[][..], &["Origin"][..]),
        ("one", &["Accept"], &["Accept", "Origin"]),
        (
            "lines",
            &["Accept", "Accept-Encoding", "Cookie"],
            &["Accept", "Accept-Encoding", "Cookie", "Origin"],
        ),
        (
            "list",
            &["Accept, Accept-Encoding,Cookie"],
            &["Accept, Accept-Encoding,Cookie", "Origin"],
        ),
        ("there", &["Origin"], &["Origin"]),
        ("there-lower", &["origin"], &["origin"]),
        (
            "there-last",
            &["Accept, Cookie , ORIGIN"],
            &["Accept, Cookie , ORIGIN"],
        ),
        (
            "there-in-second",
            &["Accept", "Cookie, Origin"],
            &["Accept", "Cookie, Origin"],
        ),
        // A name that the handler repeats stays repeated.
        ("there-twice", &["Origin", "Origin"], &["Origin", "Origin"]),
        ("star", &["*"], &["*"]),
        ("star-in-list", &["Accept, *"], &["Accept, *"]),
        ("star-in-second", &["Accept", "*"], &["Accept", "*"]),
        (
            "alike",
            &["X-Origin, Origins"],
            &["X-Origin, Origins", "Origin"],
        ),
        ("empty", &[""], &["", "Origin"]),
        ("commas", &[", ,"], &[", ,", "Origin"]),
    ] {
        for origin in [Some(APP), Some("https://stranger.example"), None] {
            println!("{case} from {origin:?}");
            let ask = |path: String| {
                let request = request("GET", &path);
                server.ask(&match origin {
                    Some(origin) => request.origin(origin),
                    None => request,
                })
            };
            assert_eq!(ask(format!("/listed/{case}")).values("vary"), merged);
            assert_eq!(ask(format!("/open/{case}")).values("vary"), own);
        }
    }
}
