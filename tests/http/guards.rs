//! Handlers of one path and method that differ by their guards. A preflight does not carry the headers that guards
//! check, so it is allowed only what all of them allow.

use actix_web::{App, Responder, delete, guard::GuardContext, put, web};
use route_cors::cors;

use crate::{
    serve,
    support::{preflight, request},
};

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const STRANGER: &str = "https://stranger.example";
const VARY: &str = "vary: Origin, Access-Control-Request-Method";

fn version_two(context: &GuardContext<'_>) -> bool {
    context
        .head()
        .headers
        .get("x-version")
        .is_some_and(|value| value == "2")
}

fn version_three(context: &GuardContext<'_>) -> bool {
    context
        .head()
        .headers
        .get("x-version")
        .is_some_and(|value| value == "3")
}

#[test]
fn a_guard_alone_does_not_hide_the_preflight() {
    #[cors(origins = ["https://app.acme.example"], headers = ["x-version"])]
    #[put("/one", guard = "version_two")]
    async fn one() -> impl Responder {
        "two"
    }

    let server = serve!(App::new().service(one));
    server.ask(&preflight("PUT", "/one", APP)).is(
        204,
        &[
            "allow-headers: x-version",
            "allow-methods: PUT",
            "allow-origin: https://app.acme.example",
            VARY,
        ],
    );
    server
        .ask(&preflight("PUT", "/one", STRANGER))
        .is(403, &[VARY]);
    let put = request("PUT", "/one").origin(APP);
    server.ask(&put).is(404, &[]);
    server.ask(&put.header("x-version", "2")).is(
        200,
        &["allow-origin: https://app.acme.example", "vary: Origin"],
    );
}

#[test]
fn a_preflight_gets_only_what_every_handler_allows() {
    #[cors(
        origins = ["https://app.acme.example", "https://admin.acme.example"],
        headers = ["x-version", "content-type", "x-first"],
        credentials,
        max_age = "1h",
    )]
    #[put("/item", guard = "version_two")]
    async fn first() -> impl Responder {
        "first"
    }
    #[cors(
        origins = ["https://app.acme.example"],
        headers = ["x-second", "x-version", "content-type"],
        max_age = "10m",
    )]
    #[put("/item", guard = "version_three")]
    async fn second() -> impl Responder {
        "second"
    }
    #[cors(origins = any, headers = any, max_age = "1d")]
    #[put("/item")]
    async fn last() -> impl Responder {
        "last"
    }
    // Never reached, so its policy does not count.
    #[cors(off)]
    #[put("/item")]
    async fn beyond() -> impl Responder {
        "beyond"
    }

    let server = serve!(App::new().service((first, second, last, beyond)));
    server.ask(&preflight("PUT", "/item", APP)).is(
        204,
        &[
            "allow-headers: x-version, content-type",
            "allow-methods: PUT",
            "allow-origin: https://app.acme.example",
            "max-age: 600",
            VARY,
        ],
    );
    for origin in [ADMIN, STRANGER, "null"] {
        println!("{origin}");
        server
            .ask(&preflight("PUT", "/item", origin))
            .is(403, &[VARY])
            .is_empty();
    }
    // Each request is answered by the policy of its own handler.
    let put = |version, origin| {
        request("PUT", "/item")
            .header("x-version", version)
            .origin(origin)
    };
    for (version, origin, body, added) in [
        (
            "2",
            ADMIN,
            "first",
            &[
                "allow-credentials: true",
                "allow-origin: https://admin.acme.example",
                "vary: Origin",
            ][..],
        ),
        ("3", ADMIN, "second", &["vary: Origin"]),
        (
            "3",
            APP,
            "second",
            &["allow-origin: https://app.acme.example", "vary: Origin"],
        ),
        ("4", STRANGER, "last", &["allow-origin: *"]),
    ] {
        println!("{version} from {origin}");
        let answer = server.ask(&put(version, origin));
        answer.is(200, added);
        assert_eq!(answer.body, body);
    }
}

/// A server of two handlers, the first of them guarded, under the policies given.
macro_rules! two {
    ([$($first:tt)*], [$($second:tt)*]) => {{
        #[cors($($first)*)]
        #[put("/two", guard = "version_two")]
        async fn guarded() -> impl Responder {
            "guarded"
        }
        #[cors($($second)*)]
        #[put("/two")]
        async fn open() -> impl Responder {
            "open"
        }
        serve!(App::new().service(guarded).service(open))
    }};
}

#[test]
fn each_part_is_the_narrower_one() {
    let any = "allow-origin: *";
    let app = "allow-origin: https://app.acme.example";
    let by_method = "vary: Access-Control-Request-Method";
    let put = "allow-methods: PUT";
    let ask = preflight("PUT", "/two", APP);
    for (what, server, told) in [
        (
            "anyone twice",
            two!([origins = any], [origins = any]),
            &[put, any, by_method][..],
        ),
        (
            "anyone, and one",
            two!([origins = any], [origins = ["https://app.acme.example"]]),
            &[put, app, VARY],
        ),
        (
            "one, and anyone",
            two!([origins = ["https://app.acme.example"]], [origins = any]),
            &[put, app, VARY],
        ),
        (
            "credentials on one side",
            two!(
                [origins = ["https://app.acme.example"], credentials],
                [origins = ["https://app.acme.example"]]
            ),
            &[put, app, VARY],
        ),
        (
            "credentials on both",
            two!(
                [origins = ["https://app.acme.example"], credentials],
                [origins = ["https://app.acme.example"], credentials]
            ),
            &["allow-credentials: true", put, app, VARY],
        ),
        (
            "any header, and a list",
            two!(
                [origins = any, headers = any],
                [origins = any, headers = ["x-a"]]
            ),
            &["allow-headers: x-a", put, any, by_method],
        ),
        (
            "any header, and none",
            two!([origins = any, headers = any], [origins = any]),
            &[put, any, by_method],
        ),
        (
            "lists with nothing in common",
            two!(
                [origins = any, headers = ["x-b"]],
                [origins = any, headers = ["x-a"]]
            ),
            &[put, any, by_method],
        ),
        (
            "any header twice, credentials once",
            two!(
                [
                    origins = ["https://app.acme.example"],
                    headers = any,
                    credentials
                ],
                [origins = any, headers = any]
            ),
            &["allow-headers: *, authorization", put, app, VARY],
        ),
        (
            "an age, and what a browser takes for none",
            two!([origins = any, max_age = "1h"], [origins = any]),
            &[put, any, "max-age: 5", by_method],
        ),
        (
            "less than what a browser takes for none",
            two!([origins = any], [origins = any, max_age = 1]),
            &[put, any, "max-age: 1", by_method],
        ),
        (
            "an age, and off",
            two!(
                [origins = any, max_age = "1h"],
                [origins = any, max_age = off]
            ),
            &[put, any, "max-age: 0", by_method],
        ),
        (
            "exposed headers are none of a preflight's",
            two!(
                [origins = any, expose = any],
                [origins = any, expose = ["etag"]]
            ),
            &[put, any, by_method],
        ),
    ] {
        println!("{what}");
        server.ask(&ask).is(204, told).is_empty();
    }
    for (what, server, vary) in [
        ("off, and anyone", two!([off], [origins = any]), by_method),
        ("anyone, and off", two!([origins = any], [off]), by_method),
        (
            "strangers to one another",
            two!(
                [origins = ["https://app.acme.example"]],
                [origins = ["https://admin.acme.example"]]
            ),
            VARY,
        ),
        (
            "another port",
            two!(
                [origins = ["https://app.acme.example:8443"]],
                [origins = ["https://*.acme.example"]]
            ),
            VARY,
        ),
    ] {
        println!("{what}");
        server.ask(&ask).is(403, &[vary]).is_empty();
    }
}

#[test]
fn a_later_pattern_that_matches_counts_too() {
    #[cors(origins = ["https://app.acme.example", "https://admin.acme.example"])]
    #[delete("/users/me", guard = "version_two")]
    async fn me() -> impl Responder {
        "me"
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[delete("/users/{id}")]
    async fn general() -> impl Responder {
        "general"
    }
    // Matches other paths alone.
    #[cors(off)]
    #[delete("/users/{id}/keys")]
    async fn keys() -> impl Responder {
        "keys"
    }

    fn routes(config: &mut web::ServiceConfig) {
        config.service((me, general, keys));
    }

    for (prefix, server) in
        [
            ("", serve!(App::new().configure(routes))),
            (
                "/api",
                serve!(App::new().service(web::scope("/api").configure(routes))),
            ),
            (
                "/acme/x",
                serve!(App::new().service(
                    web::scope("/{tenant}").service(web::scope("/{part}").configure(routes))
                )),
            ),
        ]
    {
        println!("in {prefix:?}");
        let path = format!("{prefix}/users/me");
        assert_eq!(server.ask(&preflight("DELETE", &path, ADMIN)).status, 204);
        assert_eq!(server.ask(&preflight("DELETE", &path, APP)).status, 403);
        let delete = request("DELETE", &path).origin(APP);
        assert_eq!(server.ask(&delete).body, "general");
        assert_eq!(server.ask(&delete.header("x-version", "2")).body, "me");
    }
}

#[test]
fn only_methods_that_both_serve_are_allowed() {
    #[cors(origins = any)]
    #[actix_web::route("/two", method = "PUT", method = "PATCH", guard = "version_two")]
    async fn guarded() -> impl Responder {
        "guarded"
    }
    #[cors(origins = any)]
    #[actix_web::route("/two", method = "PATCH", method = "DELETE")]
    async fn open() -> impl Responder {
        "open"
    }

    let server = serve!(App::new().service(guarded).service(open));
    for (method, methods) in [
        // No other handler serves this method.
        ("PUT", "allow-methods: PUT, PATCH"),
        ("PATCH", "allow-methods: PATCH"),
        ("DELETE", "allow-methods: PATCH, DELETE"),
    ] {
        println!("{method}");
        server.ask(&preflight(method, "/two", APP)).is(
            204,
            &[
                methods,
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        );
    }
}

#[test]
fn guards_of_one_handler_of_several_paths() {
    #[cors(origins = ["https://app.acme.example"])]
    #[actix_web::routes]
    #[get("/a", guard = "version_two")]
    #[put("/a", guard = "version_two")]
    #[delete("/b")]
    async fn several() -> impl Responder {
        "several"
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/a")]
    async fn other() -> impl Responder {
        "other"
    }

    let server = serve!(App::new().service(several).service(other));
    for (method, path, origin, status) in [
        ("GET", "/a", APP, 204),
        ("GET", "/a", ADMIN, 403),
        ("PUT", "/a", APP, 403),
        ("PUT", "/a", ADMIN, 403),
        ("DELETE", "/b", APP, 204),
        ("DELETE", "/b", ADMIN, 403),
    ] {
        println!("{method} {path} from {origin}");
        assert_eq!(server.ask(&preflight(method, path, origin)).status, status);
    }
    assert_eq!(server.ask(&request("PUT", "/a")).body, "other");
    assert_eq!(
        server
            .ask(&request("PUT", "/a").header("x-version", "2"))
            .body,
        "several"
    );
}
