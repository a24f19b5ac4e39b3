//! A policy as a middleware: the default for inner routes without a policy of their own.

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorImATeapot, ErrorUnauthorized},
    get,
    http::StatusCode,
    middleware::{Next, from_fn},
    put, web,
};
use route_cors::{Policy, cors, policy};

use crate::{
    serve,
    support::{Server, preflight, request},
};

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const STRANGER: &str = "https://stranger.example";
const VARY: &str = "vary: Origin, Access-Control-Request-Method";
const FROM_APP: &str = "allow-origin: https://app.acme.example";
const METHODS: &str = "allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE";

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
    expose = ["etag"],
    credentials,
    max_age = "1h",
);
static OPEN: Policy = policy!(origins = any);
static READ: Policy = policy!(origins = any, methods = [GET, HEAD]);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static OFF: Policy = policy!(off);

const ALLOWED: &[&str] = &[
    "allow-credentials: true",
    "allow-headers: content-type",
    METHODS,
    FROM_APP,
    "max-age: 3600",
    VARY,
];
const ADDED: &[&str] = &[
    "allow-credentials: true",
    FROM_APP,
    "expose-headers: etag",
    "vary: Origin",
];

async fn fails() -> Result<String, Error> {
    Err(ErrorImATeapot("no coffee"))
}

/// Services without a route attribute.
fn plain(config: &mut web::ServiceConfig) {
    config
        .route("/plain", web::get().to(|| async { "plain" }))
        .service(web::resource("/resource").put(|| async { "put" }))
        .route(
            "/number",
            web::get().to(|numbers: web::Query<Vec<(String, u32)>>| async move {
                format!("{numbers:?}")
            }),
        )
        .route("/fails", web::get().to(fails));
}

/// Asks everything of `API`, below a prefix.
fn obeys_api(server: &Server, prefix: &str) {
    for path in [
        "/plain",
        "/resource",
        "/number?n=1",
        "/number?n=one",
        "/fails",
        "/nowhere",
        "/",
        "/a/b//c",
    ] {
        let path = format!("{prefix}{path}");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            println!("{method} {path}");
            server
                .ask(&preflight(method, &path, APP))
                .is(204, ALLOWED)
                .is_empty();
            server
                .ask(&preflight(method, &path, STRANGER))
                .is(403, &[VARY])
                .is_empty();
        }
        for method in [
            "QUERY", "OPTIONS", "PURGE", "get", "", "G\u{e9}T", "*", "GET, PUT",
        ] {
            println!("{method} {path}");
            server
                .ask(&preflight(method, &path, APP))
                .is(403, &[VARY])
                .is_empty();
        }
    }
    for (method, path, status) in [
        ("GET", "/plain", 200),
        ("PUT", "/resource", 200),
        ("POST", "/resource", 405),
        ("GET", "/number?n=1", 200),
        ("GET", "/number?n=one", 400),
        ("GET", "/fails", 418),
        ("GET", "/nowhere", 404),
    ] {
        println!("{method} {path}");
        let request = request(method, &format!("{prefix}{path}"));
        server.ask(&request.clone().origin(APP)).is(status, ADDED);
        server
            .ask(&request.clone().origin(STRANGER))
            .is(status, &["vary: Origin"]);
        server.ask(&request).is(status, &["vary: Origin"]);
    }
    // The policy leaves this method out.
    for (method, path, status) in [("QUERY", "/resource", 405), ("OPTIONS", "/plain", 404)] {
        println!("{method} {path}");
        let request = request(method, &format!("{prefix}{path}"));
        server
            .ask(&request.origin(APP))
            .is(status, &["vary: Origin"]);
    }
}

#[test]
fn on_the_application() {
    obeys_api(
        &serve!(App::new().configure(plain).wrap(API.middleware())),
        "",
    );
}

#[test]
fn on_a_scope() {
    let server = serve!(
        App::new()
            .service(web::scope("/api").configure(plain).wrap(API.middleware()))
            .configure(plain)
    );
    obeys_api(&server, "/api");
    for path in ["/plain", "/nowhere", "/apiplain"] {
        server.ask(&preflight("GET", path, APP)).is(404, &[]);
        assert_eq!(
            server.ask(&request("GET", path).origin(APP)).cors(),
            [""; 0]
        );
    }
}

#[test]
fn on_a_scope_in_a_scope_with_dynamic_prefixes() {
    let server = serve!(
        App::new().service(
            web::scope("/{tenant}").service(
                web::scope("/{part:[a-z]+}")
                    .configure(plain)
                    .wrap(API.middleware())
            )
        )
    );
    obeys_api(&server, "/acme/api");
    server
        .ask(&preflight("GET", "/acme/12/plain", APP))
        .is(404, &[]);
}

#[test]
fn on_a_resource() {
    let server = serve!(
        App::new()
            .service(
                web::resource("/item/{id}")
                    .wrap(ADMINS.middleware())
                    .get(|| async { "item" })
                    .delete(|| async { "deleted" })
            )
            .service(web::resource("/other").get(|| async { "other" }))
    );
    for method in ["GET", "DELETE", "PUT"] {
        server.ask(&preflight(method, "/item/1", ADMIN)).is(
            204,
            &[METHODS, "allow-origin: https://admin.acme.example", VARY],
        );
        server
            .ask(&preflight(method, "/item/1", APP))
            .is(403, &[VARY]);
    }
    for (method, status) in [("GET", 200), ("DELETE", 200), ("PUT", 405)] {
        println!("{method}");
        let item = request(method, "/item/1");
        server.ask(&item.clone().origin(ADMIN)).is(
            status,
            &["allow-origin: https://admin.acme.example", "vary: Origin"],
        );
        server.ask(&item.origin(APP)).is(status, &["vary: Origin"]);
    }
    server.ask(&preflight("GET", "/other", ADMIN)).is(405, &[]);
}

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support");

#[test]
fn on_files() {
    let server = serve!(
        App::new().service(
            web::scope("/assets")
                .wrap(READ.middleware())
                .service(actix_files::Files::new("/", DIRECTORY))
        )
    );
    let open = &["allow-origin: *"];
    let told = &[
        "allow-methods: GET, HEAD",
        "allow-origin: *",
        "vary: Access-Control-Request-Method",
    ];
    for path in ["/assets/lib.rs", "/assets/nowhere", "/assets/"] {
        println!("{path}");
        server.ask(&preflight("GET", path, STRANGER)).is(204, told);
        server.ask(&preflight("HEAD", path, "null")).is(204, told);
        server
            .ask(&preflight("DELETE", path, STRANGER))
            .is(403, &["vary: Access-Control-Request-Method"]);
    }
    let get = request("GET", "/assets/lib.rs");
    let file = server.ask(&get);
    file.is(200, open);
    assert!(file.body.contains("Helpers of several test suites"));
    server.ask(&get.clone().origin(STRANGER)).is(200, open);
    server
        .ask(&get.clone().header("Range", "bytes=0-3"))
        .is(206, open);
    server
        .ask(&get.clone().header("If-None-Match", file.values("etag")[0]))
        .is(304, open);
    server.ask(&request("HEAD", "/assets/lib.rs")).is(200, open);
    server.ask(&request("GET", "/assets/nowhere")).is(404, open);
    server
        .ask(&request("GET", "/assets/../Cargo.lock"))
        .is(404, open);
}

/// Annotated handlers of each kind.
mod annotated {
    use super::*;

    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/own")]
    async fn own() -> impl Responder {
        "own"
    }

    #[cors(origins = any, expose = ["etag"])]
    #[get("/public")]
    async fn public() -> Result<String, Error> {
        Err(ErrorImATeapot("no coffee"))
    }

    #[cors(off)]
    #[get("/closed")]
    async fn closed() -> impl Responder {
        "closed"
    }

    #[get("/bare")]
    async fn bare() -> impl Responder {
        "bare"
    }

    pub(super) fn routes(config: &mut web::ServiceConfig) {
        config.service((own, public, closed, bare));
    }
}

#[test]
fn an_annotated_route_inside_keeps_its_own_policy() {
    for (prefix, server) in [
        (
            "",
            serve!(
                App::new()
                    .configure(annotated::routes)
                    .wrap(API.middleware())
            ),
        ),
        (
            "/api",
            serve!(
                App::new().service(
                    web::scope("/api")
                        .configure(annotated::routes)
                        .wrap(API.middleware())
                )
            ),
        ),
        (
            "/acme/x",
            serve!(
                App::new()
                    .service(
                        web::scope("/{tenant}")
                            .service(web::scope("/{part}").configure(annotated::routes))
                    )
                    .wrap(API.middleware())
            ),
        ),
    ] {
        println!("in {prefix:?}");
        let by_method = "vary: Access-Control-Request-Method";
        for (method, path, origin, status, told) in [
            (
                "PUT",
                "/own",
                ADMIN,
                204,
                &[
                    "allow-methods: PUT",
                    "allow-origin: https://admin.acme.example",
                    VARY,
                ][..],
            ),
            ("PUT", "/own", APP, 403, &[VARY]),
            ("DELETE", "/own", APP, 204, ALLOWED),
            ("DELETE", "/own", ADMIN, 403, &[VARY]),
            (
                "GET",
                "/public",
                STRANGER,
                204,
                &["allow-methods: GET", "allow-origin: *", by_method],
            ),
            ("PUT", "/public", STRANGER, 403, &[VARY]),
            ("GET", "/closed", APP, 403, &[by_method]),
            ("PUT", "/closed", APP, 204, ALLOWED),
            ("GET", "/bare", APP, 204, ALLOWED),
            ("GET", "/bare", STRANGER, 403, &[VARY]),
        ] {
            println!("the preflight of {method} {path} from {origin}");
            server
                .ask(&preflight(method, &format!("{prefix}{path}"), origin))
                .is(status, told);
        }
        for (method, path, origin, status, added) in [
            (
                "PUT",
                "/own",
                ADMIN,
                200,
                &["allow-origin: https://admin.acme.example", "vary: Origin"][..],
            ),
            ("PUT", "/own", APP, 200, &["vary: Origin"]),
            (
                "GET",
                "/public",
                STRANGER,
                418,
                &["allow-origin: *", "expose-headers: etag"],
            ),
            (
                "GET",
                "/public",
                APP,
                418,
                &["allow-origin: *", "expose-headers: etag"],
            ),
            ("GET", "/closed", APP, 200, &[]),
            ("GET", "/bare", APP, 200, ADDED),
            ("GET", "/bare", STRANGER, 200, &["vary: Origin"]),
            ("POST", "/own", APP, 404, ADDED),
        ] {
            println!("{method} {path} from {origin}");
            let request = request(method, &format!("{prefix}{path}")).origin(origin);
            server.ask(&request).is(status, added);
        }
    }
}

#[test]
fn the_innermost_of_several_counts() {
    let server = serve!(
        App::new()
            .service(
                ADMINS.around(
                    web::scope("/admin")
                        .configure(plain)
                        .service(READ.around(
                            web::scope("/read").service(web::resource("").get(|| async { "read" }))
                        ))
                        .service(OFF.around(web::scope("/off").configure(plain)))
                )
            )
            .configure(plain)
            .wrap(API.middleware())
    );
    let by_method = "vary: Access-Control-Request-Method";
    let admin = &[METHODS, "allow-origin: https://admin.acme.example", VARY];
    // Cold and warm, the answers are the same.
    for _ in 0..2 {
        for (method, path, origin, status, told) in [
            ("GET", "/plain", APP, 204, ALLOWED),
            ("GET", "/plain", ADMIN, 403, &[VARY]),
            ("GET", "/nowhere", APP, 204, ALLOWED),
            ("GET", "/admin/plain", ADMIN, 204, admin),
            ("GET", "/admin/plain", APP, 403, &[VARY]),
            ("GET", "/admin/nowhere", ADMIN, 204, admin),
            ("GET", "/admin/nowhere", APP, 403, &[VARY]),
            (
                "GET",
                "/admin/read",
                STRANGER,
                204,
                &["allow-methods: GET, HEAD", "allow-origin: *", by_method],
            ),
            ("PUT", "/admin/read", APP, 403, &[by_method]),
            ("GET", "/admin/off/plain", APP, 403, &[by_method]),
            ("GET", "/admin/off/nowhere", ADMIN, 403, &[by_method]),
        ] {
            println!("the preflight of {method} {path} from {origin}");
            server
                .ask(&preflight(method, path, origin))
                .is(status, told);
        }
        for (method, path, origin, status, added) in [
            ("GET", "/plain", APP, 200, ADDED),
            ("GET", "/plain", ADMIN, 200, &["vary: Origin"]),
            ("GET", "/fails", APP, 418, ADDED),
            (
                "GET",
                "/admin/plain",
                ADMIN,
                200,
                &["allow-origin: https://admin.acme.example", "vary: Origin"],
            ),
            ("GET", "/admin/plain", APP, 200, &["vary: Origin"]),
            (
                "GET",
                "/admin/fails",
                ADMIN,
                418,
                &["allow-origin: https://admin.acme.example", "vary: Origin"],
            ),
            ("GET", "/admin/fails", APP, 418, &["vary: Origin"]),
            ("GET", "/admin/nowhere", APP, 404, &["vary: Origin"]),
            ("GET", "/admin/read", APP, 200, &["allow-origin: *"]),
            ("PUT", "/admin/read", APP, 405, &[]),
            ("GET", "/admin/off/plain", APP, 200, &[]),
            ("GET", "/admin/off/fails", ADMIN, 418, &[]),
        ] {
            println!("{method} {path} from {origin}");
            server
                .ask(&request(method, path).origin(origin))
                .is(status, added);
        }
    }
}

async fn refuse(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("who are you?"))
    }
}

#[test]
fn in_front_of_authentication() {
    let server = serve!(
        App::new()
            .configure(plain)
            .wrap(from_fn(refuse))
            .wrap(API.middleware())
    );
    for path in ["/plain", "/nowhere"] {
        println!("{path}");
        server.ask(&preflight("GET", path, APP)).is(204, ALLOWED);
        server
            .ask(&preflight("GET", path, STRANGER))
            .is(403, &[VARY]);
        server.ask(&request("GET", path).origin(APP)).is(401, ADDED);
        server
            .ask(&request("GET", path).origin(STRANGER))
            .is(401, &["vary: Origin"]);
    }
}

#[test]
fn in_front_of_authentication_with_another_policy_beside_it() {
    let server = serve!(
        App::new()
            .service(web::scope("/open").configure(plain).wrap(OPEN.middleware()))
            .service(
                web::scope("/api")
                    .configure(plain)
                    .wrap(from_fn(refuse))
                    .wrap(API.middleware())
            )
            .service(web::scope("/late").configure(plain).wrap(OPEN.middleware()))
    );
    // Until a request has come to it, the other policy may as well stand inside, and what it does not allow is left out.
    server
        .ask(&preflight("GET", "/api/plain", STRANGER))
        .is(403, &[VARY]);
    assert_eq!(server.ask(&preflight("GET", "/api/plain", APP)).status, 204);
    server.ask(&request("GET", "/open/plain"));
    server
        .ask(&preflight("GET", "/api/plain", APP))
        .is(204, ALLOWED);
    server
        .ask(&preflight("GET", "/api/plain", STRANGER))
        .is(403, &[VARY]);
}

#[test]
fn a_preflight_reaches_no_handler_that_takes_every_method() {
    let server = serve!(
        App::new()
            .service(web::scope("/open").configure(plain).wrap(OPEN.middleware()))
            .service(
                web::scope("/api")
                    .route(
                        "/proxy",
                        web::route().to(|| async { ("no answer", StatusCode::BAD_GATEWAY) })
                    )
                    .wrap(API.middleware())
            )
    );
    // Once the other policy is known to stand beside.
    server.ask(&request("GET", "/open/plain"));
    server
        .ask(&preflight("GET", "/api/proxy", APP))
        .is(204, ALLOWED);
    server
        .ask(&request("GET", "/api/proxy").origin(APP))
        .is(502, ADDED);
}

#[test]
fn a_rejection_before_an_annotated_route_has_its_policy() {
    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/own")]
    async fn own() -> impl Responder {
        "own"
    }

    let server = serve!(
        App::new()
            .service(own)
            .wrap(from_fn(refuse))
            .wrap(OPEN.middleware())
    );
    // The response gets the headers of the route's own policy.
    server
        .ask(&request("PUT", "/own").origin(STRANGER))
        .is(401, &["vary: Origin"]);
    server
        .ask(&request("GET", "/own").origin(STRANGER))
        .is(401, &["allow-origin: *"]);
    let authorized = request("PUT", "/own").header("Authorization", "Bearer a");
    server
        .ask(&authorized.clone().origin(STRANGER))
        .is(200, &["vary: Origin"]);
    server.ask(&authorized.origin(ADMIN)).is(
        200,
        &["allow-origin: https://admin.acme.example", "vary: Origin"],
    );
}

#[test]
fn a_plain_pattern_in_front_does_not_hide_the_policy_of_a_route() {
    #[cors(origins = ["https://admin.acme.example"])]
    #[delete("/users/me")]
    async fn strict() -> impl Responder {
        "strict"
    }

    let server = serve!(
        App::new()
            .service(
                web::resource("/users/{id}")
                    .guard(actix_web::guard::Get())
                    .get(|| async { "plain" })
            )
            .service(strict)
            .wrap(OPEN.middleware())
    );
    let delete = request("DELETE", "/users/me");
    assert_eq!(server.ask(&delete).body, "strict");
    server
        .ask(&delete.origin(STRANGER))
        .is(200, &["vary: Origin"]);
    // So a stranger's preflight cannot be allowed.
    assert_eq!(
        server
            .ask(&preflight("DELETE", "/users/me", STRANGER))
            .status,
        403
    );
    // And the plain route keeps the policy around it.
    assert_eq!(
        server.ask(&preflight("GET", "/users/me", STRANGER)).status,
        204
    );
    server
        .ask(&request("GET", "/users/me").origin(STRANGER))
        .is(200, &["allow-origin: *"]);
}

#[test]
fn an_annotated_pattern_in_front_does_not_hide_the_policy_of_a_route() {
    #[cors(origins = any)]
    #[get("/users/me")]
    async fn open() -> impl Responder {
        "open"
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[delete("/users/{id}")]
    async fn strict() -> impl Responder {
        "strict"
    }

    for server in [
        serve!(App::new().service((open, strict)).wrap(OPEN.middleware())),
        serve!(App::new().service((open, strict)).wrap(API.middleware())),
    ] {
        assert_eq!(server.ask(&request("DELETE", "/users/me")).body, "strict");
        server
            .ask(&preflight("DELETE", "/users/me", STRANGER))
            .is(403, &[VARY]);
        server
            .ask(&preflight("DELETE", "/users/me", APP))
            .is(403, &[VARY]);
        server.ask(&preflight("DELETE", "/users/me", ADMIN)).is(
            204,
            &[
                "allow-methods: DELETE",
                "allow-origin: https://admin.acme.example",
                VARY,
            ],
        );
    }
}

#[test]
fn a_plain_neighbour_of_an_annotated_route_keeps_the_policy_around_it() {
    #[delete("/users/me")]
    async fn plain() -> impl Responder {
        "plain"
    }
    #[cors(origins = any)]
    #[delete("/users/{id}")]
    async fn open() -> impl Responder {
        "open"
    }

    let server = serve!(App::new().service((plain, open)).wrap(ADMINS.middleware()));
    let delete = request("DELETE", "/users/me");
    server
        .ask(&delete.origin(STRANGER))
        .is(200, &["vary: Origin"]);
    assert_eq!(
        server
            .ask(&preflight("DELETE", "/users/me", STRANGER))
            .status,
        403
    );
    assert_eq!(
        server.ask(&preflight("DELETE", "/users/me", ADMIN)).status,
        204
    );
    assert_eq!(
        server
            .ask(&preflight("DELETE", "/users/7", STRANGER))
            .status,
        204
    );
}

#[test]
fn cors_headers_from_inside_are_replaced() {
    async fn foreign() -> impl Responder {
        HttpResponse::Ok()
            .append_header(("Access-Control-Allow-Origin", "*"))
            .append_header(("Access-Control-Allow-Origin", "https://stranger.example"))
            .append_header(("Access-Control-Allow-Methods", "*"))
            .append_header(("Vary", "Accept"))
            .finish()
    }
    let server = serve!(
        App::new()
            .route("/", web::get().to(foreign))
            .wrap(API.middleware())
    );
    server.ask(&request("GET", "/").origin(APP)).is(
        200,
        &[&ADDED[..3], &["vary: Accept", "vary: Origin"]].concat(),
    );
    server
        .ask(&request("GET", "/").origin(STRANGER))
        .is(200, &["vary: Accept", "vary: Origin"]);
}

#[test]
fn other_options_requests_go_inside() {
    async fn own_options() -> impl Responder {
        "the application's"
    }
    let server = serve!(
        App::new()
            .route(
                "/",
                web::route()
                    .method(actix_web::http::Method::OPTIONS)
                    .to(own_options)
            )
            .wrap(OPEN.middleware())
    );
    let options = request("OPTIONS", "/");
    let method = "Access-Control-Request-Method";
    for request in [
        options.clone(),
        options.clone().origin(APP),
        options.clone().header(method, "GET"),
        options
            .clone()
            .origin(APP)
            .origin(APP)
            .header(method, "GET"),
        options
            .clone()
            .origin(APP)
            .header(method, "GET")
            .header(method, "GET"),
    ] {
        let answer = server.ask(&request);
        answer.is(200, &[]);
        assert_eq!(answer.body, "the application's");
    }
}

#[test]
fn of_two_policies_around_one_scope_the_inner_one_is_bare() {
    let server = serve!(
        App::new().service(
            web::scope("/api")
                .configure(plain)
                .wrap(ADMINS.middleware())
                .wrap(API.middleware())
        )
    );
    for _ in 0..2 {
        // The outer one answers preflights, so the inner one rejects what a page may have sent because of them.
        server
            .ask(&preflight("GET", "/api/plain", APP))
            .is(204, ALLOWED);
        server
            .ask(&preflight("GET", "/api/plain", ADMIN))
            .is(403, &[VARY]);
        let from_app = request("GET", "/api/plain").origin(APP);
        server.ask(&from_app).is(403, &["vary: Origin"]);
        let navigation = from_app.clone().header("Sec-Fetch-Mode", "navigate");
        server.ask(&navigation).is(200, &["vary: Origin"]);
        let same_origin = from_app.clone().header("Sec-Fetch-Site", "same-origin");
        server.ask(&same_origin).is(200, &["vary: Origin"]);
        server.ask(&request("GET", "/api/plain").origin(ADMIN)).is(
            200,
            &["allow-origin: https://admin.acme.example", "vary: Origin"],
        );
        server
            .ask(&request("GET", "/api/plain"))
            .is(200, &["vary: Origin"]);
    }
}
