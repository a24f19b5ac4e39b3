//! Nested policies: the innermost applies, exactly one applies, and an outer one never replaces it.

use actix_web::{
    App, Error, Responder,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorForbidden, ErrorImATeapot},
    get,
    guard::Header,
    middleware::{Next, from_fn},
    put, web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER,
    auth::auth_by_response,
    serve,
    support::{preflight, request},
};

static OPEN: Policy = policy!(origins = any);
static APPS: Policy = policy!(origins = ["https://app.acme.example"], methods = [GET, PUT]);
static ADMINS: Policy = policy!(
    origins = ["https://admin.acme.example"],
    methods = [GET, PUT]
);
static OFF: Policy = policy!(off);
static REJECT: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);

const BY_METHOD: &str = "vary: Access-Control-Request-Method";
const APP_ALLOWED: &[&str] = &["allow-methods: GET, PUT", FROM_APP, ASKED];
const ADMIN_ALLOWED: &[&str] = &["allow-methods: GET, PUT", FROM_ADMIN, ASKED];
const ALL_ALLOWED: &[&str] = &[
    "allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE",
    "allow-origin: *",
    BY_METHOD,
];

async fn plain() -> &'static str {
    "plain"
}

async fn fails() -> Result<&'static str, Error> {
    Err(ErrorImATeapot("no coffee"))
}

/// An error in place of a response, from a middleware.
async fn refuses(
    _request: ServiceRequest,
    _next: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    Err(ErrorForbidden("never"))
}

#[cors(origins = ["https://admin.acme.example"])]
#[put("/own")]
async fn own() -> impl Responder {
    "own"
}

#[cors(off)]
#[get("/closed")]
async fn closed() -> impl Responder {
    "closed"
}

#[cors(origins = ["https://admin.acme.example"])]
#[get("/fails")]
async fn own_fails() -> Result<&'static str, Error> {
    fails().await
}

#[cors(origins = ["https://admin.acme.example"])]
#[get("/refused", wrap = "from_fn(refuses)")]
async fn own_refused() -> impl Responder {
    "never"
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service((own, closed, own_fails, own_refused))
        .route("/plain", web::get().to(plain))
        .route("/plain-fails", web::get().to(fails))
        .service(
            web::resource("/plain-refused")
                .wrap(from_fn(refuses))
                .get(plain),
        );
}

#[cors(origins = ["https://admin.acme.example", "https://app.acme.example"], credentials)]
#[get("/wrapped", wrap = "APPS.middleware()")]
async fn wrapped() -> impl Responder {
    "wrapped"
}

#[test]
fn a_policy_that_wraps_a_handler_is_further_in_than_that_on_it() {
    for server in [
        serve!(App::new().service(wrapped)),
        serve!(App::new().service(wrapped).wrap(CorsGate::new())),
        serve!(App::new().service(wrapped).wrap(OPEN.middleware())),
        serve!(
            App::new()
                .service(web::scope("").service(wrapped).wrap(OPEN.middleware()))
                .wrap(CorsGate::new())
        ),
    ] {
        server
            .ask(&request("GET", "/wrapped").origin(APP))
            .is(200, &[FROM_APP, BY_ORIGIN]);
        server
            .ask(&request("GET", "/wrapped").origin(ADMIN))
            .is(200, &[BY_ORIGIN]);
    }
}

#[test]
fn the_innermost_wins() {
    let server =
        serve!(
            App::new()
                .service(
                    APPS.around(
                        web::scope("/apps")
                            .service(ADMINS.around(web::scope("/admins").configure(routes)))
                            .service(OFF.around(web::scope("/off").configure(routes)))
                            .service(ADMINS.around(
                                web::scope("/resource").service(web::resource("").get(plain))
                            ))
                            .configure(routes)
                    )
                )
                .configure(routes)
                .wrap(OPEN.middleware())
        );
    // Routes of their own keep it, at every depth.
    for prefix in ["", "/apps", "/apps/admins", "/apps/off"] {
        println!("below {prefix:?}");
        let at = |path: &str| format!("{prefix}{path}");
        server
            .ask(&preflight("PUT", &at("/own"), ADMIN))
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]);
        server
            .ask(&preflight("PUT", &at("/own"), APP))
            .is(403, &[ASKED]);
        server
            .ask(&request("PUT", &at("/own")).origin(ADMIN))
            .is(200, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request("PUT", &at("/own")).origin(APP))
            .is(200, &[BY_ORIGIN]);
        server
            .ask(&preflight("GET", &at("/closed"), APP))
            .is(403, &[BY_METHOD]);
        server
            .ask(&request("GET", &at("/closed")).origin(APP))
            .is(200, &[]);
        server
            .ask(&request("GET", &at("/fails")).origin(ADMIN))
            .is(418, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request("GET", &at("/fails")).origin(APP))
            .is(418, &[BY_ORIGIN]);
        server
            .ask(&request("GET", &at("/refused")).origin(ADMIN))
            .is(403, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request("GET", &at("/refused")).origin(APP))
            .is(403, &[BY_ORIGIN]);
    }
    // Every other response has the headers of the innermost middleware.
    for (path, status) in [("/plain", 200), ("/plain-fails", 418), ("/nowhere", 404)] {
        println!("{path}");
        let at = |prefix: &str| format!("{prefix}{path}");
        server
            .ask(&preflight("GET", &at(""), STRANGER))
            .is(204, ALL_ALLOWED);
        server
            .ask(&request("GET", &at("")).origin(STRANGER))
            .is(status, &["allow-origin: *"]);
        server
            .ask(&preflight("GET", &at("/apps"), APP))
            .is(204, APP_ALLOWED);
        server
            .ask(&preflight("GET", &at("/apps"), STRANGER))
            .is(403, &[ASKED]);
        server
            .ask(&preflight("DELETE", &at("/apps"), APP))
            .is(403, &[ASKED]);
        server
            .ask(&request("GET", &at("/apps")).origin(APP))
            .is(status, &[FROM_APP, BY_ORIGIN]);
        server
            .ask(&preflight("GET", &at("/apps/admins"), ADMIN))
            .is(204, ADMIN_ALLOWED);
        server
            .ask(&preflight("GET", &at("/apps/admins"), APP))
            .is(403, &[ASKED]);
        server
            .ask(&request("GET", &at("/apps/admins")).origin(ADMIN))
            .is(status, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request("GET", &at("/apps/admins")).origin(APP))
            .is(status, &[BY_ORIGIN]);
        server
            .ask(&preflight("GET", &at("/apps/off"), APP))
            .is(403, &[BY_METHOD]);
        server
            .ask(&request("GET", &at("/apps/off")).origin(APP))
            .is(status, &[]);
    }
    // A middleware in front of a resource is in front of its preflight, too.
    for (prefix, origin, lines) in [
        ("", STRANGER, &["allow-origin: *"][..]),
        ("/apps", APP, &[FROM_APP, BY_ORIGIN]),
        ("/apps/admins", ADMIN, &[FROM_ADMIN, BY_ORIGIN]),
        ("/apps/off", APP, &[]),
    ] {
        server
            .ask(&request("GET", &format!("{prefix}/plain-refused")).origin(origin))
            .is(403, lines);
    }
    server
        .ask(&preflight("GET", "/apps/resource", ADMIN))
        .is(204, ADMIN_ALLOWED);
    server
        .ask(&preflight("GET", "/apps/resource", APP))
        .is(403, &[ASKED]);
    server
        .ask(&request("POST", "/apps/resource").origin(ADMIN))
        .is(405, &[BY_ORIGIN]);
    server
        .ask(&request("GET", "/apps/resource").origin(ADMIN))
        .is(200, &[FROM_ADMIN, BY_ORIGIN]);
}

#[test]
fn an_error_keeps_its_policy_through_every_layer() {
    let server = serve!(
        App::new()
            .service(
                OPEN.around(
                    web::scope("/a")
                        .service(
                            APPS.around(
                                web::scope("")
                                    .service(ADMINS.around(web::scope("/b").configure(routes)))
                            )
                        )
                        .wrap(from_fn(passes))
                )
            )
            .wrap(from_fn(passes))
            .wrap(CorsGate::new())
            .wrap(OPEN.middleware())
    );
    for (path, status) in [
        ("/plain", 200),
        ("/plain-fails", 418),
        ("/plain-refused", 403),
        ("/nowhere", 404),
        ("/fails", 418),
        ("/refused", 403),
    ] {
        println!("{path}");
        let request = request("GET", &format!("/a/b{path}"));
        server
            .ask(&request.clone().origin(ADMIN))
            .is(status, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request.clone().origin(APP))
            .is(status, &[BY_ORIGIN]);
        server.ask(&request).is(status, &[BY_ORIGIN]);
    }
}

/// A middleware that does nothing.
async fn passes(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    next.call(request).await
}

#[test]
fn with_authentication_in_between_nothing_wider_answers() {
    let server = serve!(
        App::new()
            .service(
                web::scope("/api")
                    .service(ADMINS.around(web::scope("/admins").configure(routes)))
                    .configure(routes)
                    .wrap(from_fn(auth_by_response))
            )
            .wrap(OPEN.middleware())
    );
    for path in ["/api/own", "/api/admins/own"] {
        // The outermost policy answers with the route's policy.
        server
            .ask(&preflight("PUT", path, ADMIN))
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]);
        for origin in [APP, STRANGER] {
            server
                .ask(&preflight("PUT", path, origin))
                .is(403, &[ASKED]);
        }
        server
            .ask(&request("PUT", path).origin(STRANGER))
            .is(401, &[BY_ORIGIN]);
        server
            .ask(&request("PUT", path).origin(ADMIN))
            .is(401, &[FROM_ADMIN, BY_ORIGIN]);
    }
    server
        .ask(&preflight("GET", "/api/admins/plain", STRANGER))
        .is(403, &[ASKED]);
    server
        .ask(&request("GET", "/api/admins/plain").origin(ADMIN))
        .is(401, &[FROM_ADMIN, BY_ORIGIN]);
    server
        .ask(&request("GET", "/api/plain").origin(STRANGER))
        .is(401, &["allow-origin: *"]);
}

#[test]
fn a_wider_policy_does_not_answer_for_a_route_behind_a_guard() {
    let server = serve!(
        App::new()
            .service(
                web::scope("/v")
                    .guard(Header("x-site", "office"))
                    .service(own)
            )
            .wrap(OPEN.middleware())
    );
    // A browser's preflight lacks the header of the guard.
    server
        .ask(&preflight("PUT", "/v/own", STRANGER))
        .is(403, &[ASKED]);
    server
        .ask(&preflight("PUT", "/v/own", STRANGER).header("X-Site", "office"))
        .is(403, &[ASKED]);
    server
        .ask(
            &request("PUT", "/v/own")
                .origin(STRANGER)
                .header("X-Site", "office"),
        )
        .is(200, &[BY_ORIGIN]);
    let server = serve!(
        App::new()
            .service(
                APPS.around(web::scope("/v").service(own))
                    .guard(Header("x-site", "office"))
            )
            .wrap(OPEN.middleware())
    );
    // The route lists the administrators, the scope the application, and everybody may reach what is beside them.
    server
        .ask(&preflight("PUT", "/v/own", STRANGER))
        .is(403, &[ASKED]);
    server
        .ask(&preflight("PUT", "/v/own", ADMIN))
        .is(403, &[ASKED]);
}

#[test]
fn a_policy_that_rejects() {
    let server = serve!(
        App::new()
            .service(ADMINS.around(web::scope("/inner").configure(routes)))
            .configure(routes)
            .wrap(REJECT.middleware())
    );
    let both = &[BY_ORIGIN, "vary: Sec-Fetch-Site"];
    server
        .ask(&request("GET", "/plain").origin(STRANGER))
        .is(403, both);
    server
        .ask(&request("GET", "/nowhere").origin(STRANGER))
        .is(403, both);
    server
        .ask(&request("GET", "/plain").origin(APP))
        .is(200, &[FROM_APP, BY_ORIGIN, "vary: Sec-Fetch-Site"]);
    // Nothing inside lifts it: not a route's own policy, not a scope's, not `off`.
    for (method, path) in [
        ("PUT", "/own"),
        ("PUT", "/inner/own"),
        ("GET", "/closed"),
        ("GET", "/inner/plain"),
    ] {
        println!("{method} {path}");
        for origin in [STRANGER, ADMIN] {
            server
                .ask(&request(method, path).origin(origin))
                .is(403, both);
            let preflight = server.ask(&preflight(method, path, origin));
            assert_eq!(preflight.status, 403);
            assert!(preflight.values("access-control-allow-origin").is_empty());
        }
        let from_app = server.ask(&request(method, path).origin(APP));
        assert_eq!(from_app.status, 200);
        assert!(from_app.values("access-control-allow-origin").is_empty());
    }
    // A link to a page is not what a floor guards against.
    let link = request("GET", "/plain")
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate");
    let page = link.clone().header("Sec-Fetch-Dest", "document");
    assert_eq!(server.ask(&page).status, 200);
    let frame = link.clone().header("Sec-Fetch-Dest", "iframe");
    assert_eq!(server.ask(&frame).status, 403);
}

#[test]
fn a_gate_and_a_policy_in_one_application() {
    for outer in [true, false] {
        println!("the policy outside: {outer}");
        let server = if outer {
            serve!(
                App::new()
                    .configure(routes)
                    .wrap(from_fn(auth_by_response))
                    .wrap(CorsGate::new())
                    .wrap(APPS.middleware())
            )
        } else {
            serve!(
                App::new()
                    .configure(routes)
                    .wrap(from_fn(auth_by_response))
                    .wrap(APPS.middleware())
                    .wrap(CorsGate::new())
            )
        };
        server
            .ask(&preflight("PUT", "/own", ADMIN))
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]);
        server.ask(&preflight("PUT", "/own", APP)).is(403, &[ASKED]);
        server
            .ask(&preflight("GET", "/plain", APP))
            .is(204, APP_ALLOWED);
        server
            .ask(&preflight("GET", "/nowhere", STRANGER))
            .is(403, &[ASKED]);
        server
            .ask(&preflight("GET", "/closed", APP))
            .is(403, &[BY_METHOD]);
        let token = |method: &str, path: &str, origin: &str| {
            request(method, path)
                .origin(origin)
                .header("Authorization", "x")
        };
        server
            .ask(&request("GET", "/plain").origin(APP))
            .is(401, &[FROM_APP, BY_ORIGIN]);
        server
            .ask(&token("GET", "/plain", APP))
            .is(200, &[FROM_APP, BY_ORIGIN]);
        server
            .ask(&token("PUT", "/own", ADMIN))
            .is(200, &[FROM_ADMIN, BY_ORIGIN]);
        server.ask(&token("PUT", "/own", APP)).is(200, &[BY_ORIGIN]);
        server.ask(&token("GET", "/closed", APP)).is(200, &[]);
        server
            .ask(&request("PUT", "/own").origin(ADMIN))
            .is(401, &[FROM_ADMIN, BY_ORIGIN]);
        server
            .ask(&request("PUT", "/own").origin(APP))
            .is(401, &[BY_ORIGIN]);
        server
            .ask(&request("GET", "/closed").origin(APP))
            .is(401, &[]);
    }
}
