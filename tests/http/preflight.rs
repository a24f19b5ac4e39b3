//! Preflights: every case, with every header of the response.

use actix_web::{App, HttpResponse, Responder, delete, get, post, put, route, routes, web};
use route_cors::cors;

use crate::{
    serve,
    support::{Server, preflight, request},
};

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const STRANGER: &str = "https://stranger.example";

#[cors(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    headers = ["Content-Type", "x-request-id"],
    expose = ["ETag"],
    credentials,
    max_age = "10m",
)]
#[put("/whole")]
async fn whole() -> impl Responder {
    "whole"
}

#[cors(origins = ["https://app.acme.example"])]
#[put("/bare")]
async fn bare() -> impl Responder {
    "bare"
}

#[cors(origins = any)]
#[put("/open")]
async fn open() -> impl Responder {
    "open"
}

#[cors(origins = any, headers = any, expose = any, max_age = off)]
#[put("/open/headers")]
async fn open_headers() -> impl Responder {
    "open"
}

#[cors(origins = ["https://app.acme.example"], headers = any)]
#[put("/headers")]
async fn any_header() -> impl Responder {
    "headers"
}

#[cors(origins = ["https://app.acme.example"], headers = any, credentials)]
#[put("/headers/credentials")]
async fn any_header_with_credentials() -> impl Responder {
    "headers"
}

#[cors(origins = ["https://*.acme.example"], max_age = 86_400)]
#[put("/wildcard")]
async fn wildcard() -> impl Responder {
    "wildcard"
}

#[cors(origins = ["http://localhost:*"])]
#[put("/ports")]
async fn ports() -> impl Responder {
    "ports"
}

#[cors(origins = ["https://app.acme.example"])]
#[get("/simple")]
async fn simple_get() -> impl Responder {
    "simple"
}

#[cors(origins = ["https://app.acme.example"])]
#[route(
    "/several",
    method = "GET",
    method = "HEAD",
    method = "POST",
    method = "PURGE"
)]
async fn several() -> impl Responder {
    "several"
}

#[cors(origins = ["https://app.acme.example"], methods = [GET, DELETE])]
#[route(
    "/narrowed",
    method = "GET",
    method = "POST",
    method = "DELETE",
    method = "PUT"
)]
async fn narrowed() -> impl Responder {
    "narrowed"
}

#[cors(origins = any, methods = [GET])]
#[route("/narrowed/open", method = "GET", method = "POST")]
async fn narrowed_open() -> impl Responder {
    "narrowed"
}

#[cors(origins = ["https://app.acme.example"], methods = [PUT, OPTIONS])]
#[put("/options/listed")]
async fn options_listed() -> impl Responder {
    "listed"
}

#[cors(off)]
#[put("/off")]
async fn off() -> impl Responder {
    "off"
}

#[cors(origins = [#[cfg(any())] "https://app.acme.example"])]
#[put("/off/by-cfg")]
async fn off_by_cfg() -> impl Responder {
    "off"
}

#[cors(origins = any)]
#[get("/item")]
async fn read_item() -> impl Responder {
    "read"
}

#[cors(origins = ["https://admin.acme.example"], headers = ["x-csrf"], credentials)]
#[delete("/item")]
async fn delete_item() -> impl Responder {
    "deleted"
}

#[post("/item")]
async fn plain_item() -> impl Responder {
    "plain"
}

#[cors(origins = ["https://app.acme.example"])]
#[routes]
#[get("/first")]
#[post("/first")]
#[delete("/second")]
async fn two_paths() -> impl Responder {
    "two"
}

fn server() -> Server {
    serve!(
        App::new()
            .service((
                whole,
                bare,
                open,
                open_headers,
                any_header,
                any_header_with_credentials
            ))
            .service((
                wildcard,
                ports,
                simple_get,
                several,
                narrowed,
                narrowed_open
            ))
            .service((
                options_listed,
                off,
                off_by_cfg,
                read_item,
                delete_item,
                plain_item,
                two_paths
            ))
    )
}

const VARY: &str = "vary: Origin, Access-Control-Request-Method";

#[test]
fn an_allowed_origin_gets_the_whole_policy() {
    let server = server();
    let from_app = "allow-origin: https://app.acme.example";
    for (method, path, origin, told) in [
        (
            "PUT",
            "/whole",
            APP,
            &[
                "allow-credentials: true",
                "allow-headers: content-type, x-request-id",
                "allow-methods: PUT",
                from_app,
                "max-age: 600",
                VARY,
            ][..],
        ),
        (
            "PUT",
            "/whole",
            ADMIN,
            &[
                "allow-credentials: true",
                "allow-headers: content-type, x-request-id",
                "allow-methods: PUT",
                "allow-origin: https://admin.acme.example",
                "max-age: 600",
                VARY,
            ],
        ),
        ("PUT", "/bare", APP, &["allow-methods: PUT", from_app, VARY]),
        (
            "PUT",
            "/open",
            STRANGER,
            &[
                "allow-methods: PUT",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/open",
            "null",
            &[
                "allow-methods: PUT",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/open",
            "what is no origin at all",
            &[
                "allow-methods: PUT",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/open",
            "",
            &[
                "allow-methods: PUT",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/open/headers",
            STRANGER,
            &[
                "allow-headers: *, authorization",
                "allow-methods: PUT",
                "allow-origin: *",
                "max-age: 0",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/headers",
            APP,
            &[
                "allow-headers: *, authorization",
                "allow-methods: PUT",
                from_app,
                VARY,
            ],
        ),
        (
            "PUT",
            "/wildcard",
            "https://a.b.acme.example",
            &[
                "allow-methods: PUT",
                "allow-origin: https://a.b.acme.example",
                "max-age: 86400",
                VARY,
            ],
        ),
        (
            "PUT",
            "/ports",
            "http://localhost:5173",
            &[
                "allow-methods: PUT",
                "allow-origin: http://localhost:5173",
                VARY,
            ],
        ),
        (
            "GET",
            "/simple",
            APP,
            &["allow-methods: GET", from_app, VARY],
        ),
        (
            "GET",
            "/several",
            APP,
            &["allow-methods: GET, HEAD, POST, PURGE", from_app, VARY],
        ),
        (
            "HEAD",
            "/several",
            APP,
            &["allow-methods: GET, HEAD, POST, PURGE", from_app, VARY],
        ),
        (
            "POST",
            "/several",
            APP,
            &["allow-methods: GET, HEAD, POST, PURGE", from_app, VARY],
        ),
        (
            "PURGE",
            "/several",
            APP,
            &["allow-methods: GET, HEAD, POST, PURGE", from_app, VARY],
        ),
        (
            "GET",
            "/narrowed",
            APP,
            &["allow-methods: GET, DELETE", from_app, VARY],
        ),
        (
            "DELETE",
            "/narrowed",
            APP,
            &["allow-methods: GET, DELETE", from_app, VARY],
        ),
        (
            "GET",
            "/narrowed/open",
            APP,
            &[
                "allow-methods: GET",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        ),
        (
            "PUT",
            "/options/listed",
            APP,
            &["allow-methods: PUT", from_app, VARY],
        ),
        (
            "GET",
            "/first",
            APP,
            &["allow-methods: GET, POST", from_app, VARY],
        ),
        (
            "POST",
            "/first",
            APP,
            &["allow-methods: GET, POST", from_app, VARY],
        ),
        (
            "DELETE",
            "/second",
            APP,
            &["allow-methods: DELETE", from_app, VARY],
        ),
    ] {
        println!("{method} {path} from {origin}");
        server
            .ask(&preflight(method, path, origin))
            .is(204, told)
            .is_empty();
    }
}

#[test]
fn an_origin_that_is_not_allowed_gets_no_headers() {
    let server = server();
    for (method, path, origin, vary) in [
        ("PUT", "/whole", STRANGER, VARY),
        ("PUT", "/whole", "null", VARY),
        ("PUT", "/whole", "", VARY),
        ("PUT", "/bare", ADMIN, VARY),
        ("PUT", "/headers", STRANGER, VARY),
        ("PUT", "/wildcard", "https://acme.example", VARY),
        ("PUT", "/ports", "https://localhost:5173", VARY),
        ("GET", "/simple", STRANGER, VARY),
        ("PURGE", "/several", STRANGER, VARY),
        // The route serves these, and its policy leaves them out.
        ("POST", "/narrowed", APP, VARY),
        ("PUT", "/narrowed", APP, VARY),
        (
            "POST",
            "/narrowed/open",
            APP,
            "vary: Access-Control-Request-Method",
        ),
        // No origin is allowed, so the answer does not depend on the origin.
        ("PUT", "/off", APP, "vary: Access-Control-Request-Method"),
        (
            "PUT",
            "/off/by-cfg",
            APP,
            "vary: Access-Control-Request-Method",
        ),
    ] {
        println!("{method} {path} from {origin}");
        server
            .ask(&preflight(method, path, origin))
            .is(403, &[vary])
            .is_empty();
    }
}

#[test]
fn without_a_policy_the_application_answers() {
    let server = server();
    let absent = server.ask(&request("OPTIONS", "/nowhere"));
    absent.is(404, &[]);
    for (method, path) in [
        ("PUT", "/nowhere"),
        ("DELETE", "/whole"),
        ("GET", "/whole"),
        ("OPTIONS", "/whole"),
        ("OPTIONS", "/options/listed"),
        ("CONNECT", "/whole"),
        // Methods are compared byte for byte.
        ("put", "/whole"),
        ("Put", "/whole"),
        ("PUT,PUT", "/whole"),
        ("PUT, DELETE", "/whole"),
        ("PUTT", "/whole"),
        ("PU", "/whole"),
        ("*", "/whole"),
        ("", "/whole"),
        ("\u{ff}PUT", "/whole"),
        ("purge", "/several"),
        // The only handler of this method has no policy.
        ("POST", "/item"),
        // A handler of two paths serves each method on its own path.
        ("DELETE", "/first"),
        ("GET", "/second"),
        ("PUT", "/Whole"),
        ("PUT", "/whole/"),
        ("PUT", "//whole"),
    ] {
        println!("{method:?} {path}");
        server.ask(&preflight(method, path, APP)).is(404, &[]);
    }
}

#[test]
fn handlers_on_one_path_keep_their_own_policies() {
    let server = server();
    let everybody = &[
        "allow-methods: GET",
        "allow-origin: *",
        "vary: Access-Control-Request-Method",
    ][..];
    let admin = &[
        "allow-credentials: true",
        "allow-headers: x-csrf",
        "allow-methods: DELETE",
        "allow-origin: https://admin.acme.example",
        VARY,
    ][..];
    for (method, origin, status, told) in [
        ("GET", STRANGER, 204, everybody),
        ("GET", ADMIN, 204, everybody),
        ("DELETE", ADMIN, 204, admin),
        ("DELETE", STRANGER, 403, &[VARY]),
        ("DELETE", "null", 403, &[VARY]),
        ("POST", STRANGER, 404, &[]),
    ] {
        println!("{method} from {origin}");
        server
            .ask(&preflight(method, "/item", origin))
            .is(status, told);
    }
}

#[test]
fn the_answer_does_not_depend_on_the_requested_headers() {
    let server = server();
    let long = "x-a,".repeat(2_000);
    for path in ["/whole", "/bare", "/open", "/open/headers", "/headers"] {
        for origin in [APP, STRANGER] {
            let plain = preflight("PUT", path, origin);
            let answer = server.ask(&plain);
            for asked in [
                "content-type",
                "content-type,x-request-id",
                "CONTENT-TYPE",
                "x-not-listed",
                "authorization",
                "",
                ",,,",
                "no token at all / \u{ff}",
                &long,
            ] {
                let request = plain
                    .clone()
                    .header("Access-Control-Request-Headers", asked);
                let mut with = server.ask(&request);
                with.headers.retain(|(name, _)| name != "date");
                let mut without = answer.clone();
                without.headers.retain(|(name, _)| name != "date");
                assert_eq!(with, without, "{path} from {origin} for {asked:.40}");
            }
        }
    }
}

#[test]
fn any_header_with_credentials_repeats_the_requested_names() {
    let server = server();
    let plain = preflight("PUT", "/headers/credentials", APP);
    let vary = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let with = |headers: &[&'static str]| -> Vec<&'static str> {
        let rest = [
            "allow-methods: PUT",
            "allow-origin: https://app.acme.example",
            vary,
        ];
        [&["allow-credentials: true"], headers, &rest].concat()
    };
    let asked = "Access-Control-Request-Headers";
    for (request, headers) in [
        (plain.clone(), &[][..]),
        (
            plain.clone().header(asked, "x-a,x-b"),
            &["allow-headers: x-a,x-b"],
        ),
        (
            plain.clone().header(asked, "authorization"),
            &["allow-headers: authorization"],
        ),
        (plain.clone().header(asked, "*"), &["allow-headers: *"]),
        (
            plain.clone().header(asked, "x-a").header(asked, "x-b"),
            &["allow-headers: x-a", "allow-headers: x-b"],
        ),
        // Bytes that would be unsafe in a header cannot arrive in one.
        (
            plain.clone().header(asked, "x-a; \"é\" \\"),
            &["allow-headers: x-a; \"Ã©\" \\"],
        ),
    ] {
        server.ask(&request).is(204, &with(headers)).is_empty();
    }
    let stranger = preflight("PUT", "/headers/credentials", STRANGER).header(asked, "x-a");
    server.ask(&stranger).is(403, &[vary]).is_empty();
}

#[test]
fn other_options_requests_go_to_the_application() {
    #[cors(origins = ["https://app.acme.example"])]
    #[put("/both")]
    async fn both() -> impl Responder {
        "put"
    }

    async fn own_options() -> impl Responder {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "its own"))
            .body("the application's")
    }

    let server = serve!(
        App::new().service(both).route(
            "/both",
            web::route()
                .method(actix_web::http::Method::OPTIONS)
                .to(own_options)
        )
    );
    let method = "Access-Control-Request-Method";
    let options = request("OPTIONS", "/both");
    for (what, request) in [
        ("neither", options.clone()),
        ("no Origin", options.clone().header(method, "PUT")),
        ("no method", options.clone().origin(APP)),
        (
            "two Origins",
            options
                .clone()
                .origin(APP)
                .origin(APP)
                .header(method, "PUT"),
        ),
        (
            "an Origin that differs",
            options
                .clone()
                .origin(STRANGER)
                .origin(APP)
                .header(method, "PUT"),
        ),
        (
            "two methods",
            options
                .clone()
                .origin(APP)
                .header(method, "PUT")
                .header(method, "PUT"),
        ),
        (
            "a method that is not served",
            options.clone().origin(APP).header(method, "DELETE"),
        ),
        (
            "a method in lower case",
            options.clone().origin(APP).header(method, "put"),
        ),
    ] {
        println!("{what}");
        let answer = server.ask(&request);
        answer.is(200, &["allow-origin: its own"]);
        assert_eq!(answer.body, "the application's", "{what}");
    }
    server.ask(&preflight("PUT", "/both", APP)).is(
        204,
        &[
            "allow-methods: PUT",
            "allow-origin: https://app.acme.example",
            VARY,
        ],
    );
}

#[test]
fn an_options_handler_gets_requests_that_are_not_preflights() {
    #[cors(origins = any)]
    #[route("/options", method = "OPTIONS", method = "PUT")]
    async fn options() -> impl Responder {
        "the handler"
    }

    let server = serve!(App::new().service(options));
    let plain = server.ask(&request("OPTIONS", "/options").origin(APP));
    plain.is(200, &["allow-origin: *"]);
    assert_eq!(plain.body, "the handler");
}

#[test]
fn an_options_handler_does_not_get_preflights() {
    #[cors(origins = ["https://app.acme.example"])]
    #[route("/options", method = "OPTIONS", method = "PUT")]
    async fn options() -> impl Responder {
        "the handler"
    }

    let server = serve!(App::new().service(options));
    for method in ["PUT", "OPTIONS"] {
        println!("{method}");
        server
            .ask(&preflight(method, "/options", STRANGER))
            .is(403, &[VARY])
            .is_empty();
        server
            .ask(&preflight(method, "/options", APP))
            .is(
                204,
                &[
                    "allow-methods: OPTIONS, PUT",
                    "allow-origin: https://app.acme.example",
                    VARY,
                ],
            )
            .is_empty();
    }
    // A request that is not a preflight of this route is an ordinary request.
    let other = server.ask(&preflight("DELETE", "/options", APP));
    other.is(200, &[]);
    assert_eq!(other.body, "the handler");
}

#[test]
fn the_request_line_in_other_forms() {
    let server = server();
    let told = &[
        "allow-methods: PUT",
        "allow-origin: https://app.acme.example",
        VARY,
    ];
    for path in ["/bare?a=/open", "/bare?", "http://api.acme.example/bare"] {
        println!("{path}");
        server.ask(&preflight("PUT", path, APP)).is(204, told);
        server
            .ask(&preflight("PUT", path, STRANGER))
            .is(403, &[VARY]);
    }
    // No path at all.
    server.ask(&preflight("PUT", "*", APP)).is(404, &[]);
}

#[test]
fn header_names_have_no_case() {
    let server = server();
    let request = request("OPTIONS", "/bare")
        .line(b"oRIGIN:https://app.acme.example")
        .line(b"ACCESS-control-REQUEST-method:\t PUT \t");
    server.ask(&request).is(
        204,
        &[
            "allow-methods: PUT",
            "allow-origin: https://app.acme.example",
            VARY,
        ],
    );
}

#[test]
fn one_connection_serves_many_questions() {
    let server = server();
    let mut connection = server.connect();
    for _ in 0..50 {
        connection.ask(&preflight("PUT", "/bare", APP)).is(
            204,
            &[
                "allow-methods: PUT",
                "allow-origin: https://app.acme.example",
                VARY,
            ],
        );
        connection
            .ask(&preflight("PUT", "/bare", STRANGER))
            .is(403, &[VARY]);
        connection
            .ask(&request("PUT", "/bare").origin(STRANGER))
            .is(200, &["vary: Origin"]);
    }
}
