//! The gate: routes speak before what stands in front of them does, and nobody else speaks for them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_session::{Session, SessionMiddleware, storage::CookieSessionStore};
use actix_web::{
    App, Error, HttpResponse, HttpServer, Responder,
    body::MessageBody,
    cookie::Key,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorTooManyRequests, ErrorUnauthorized},
    get,
    guard::{Guard, Header},
    http::{StatusCode, Uri, header::AUTHORIZATION},
    middleware::{Compat, Condition, ErrorHandlerResponse, ErrorHandlers, Next, NormalizePath, from_fn},
    post, put, routes, web,
};
use actix_web_httpauth::{extractors::bearer::BearerAuth, middleware::HttpAuthentication};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER,
    support::{Connection, Request, Server, preflight, request},
};

static OPEN: Policy = policy!(origins = any);

/// Lets through what has a token, as most services do.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("no token"))
    }
}

/// The same, with a response in place of an error.
async fn auth_by_response(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        Ok(next.call(request).await?.map_into_boxed_body())
    } else {
        Ok(request.into_response(HttpResponse::Unauthorized().finish()))
    }
}

fn with_token(request: Request) -> Request {
    request.header("Authorization", "Bearer token")
}

#[cors(origins = ["https://app.acme.example"], headers = ["authorization"], expose = ["etag"])]
#[get("/me")]
async fn me() -> impl Responder {
    HttpResponse::Ok().insert_header(("etag", "\"1\"")).body("me")
}

#[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
#[put("/me")]
async fn put_me() -> impl Responder {
    "put"
}

#[cors(off)]
#[get("/closed")]
async fn closed() -> impl Responder {
    "closed"
}

#[get("/plain")]
async fn plain() -> impl Responder {
    "plain"
}

const TOLD: &[&str] = &["allow-headers: authorization", "allow-methods: PUT", FROM_APP, ASKED];
const READ: &[&str] = &[FROM_APP, "expose-headers: etag", BY_ORIGIN];

fn api(config: &mut web::ServiceConfig) {
    config.service((me, put_me, closed, plain));
}

/// Asks what holds wherever the routes stand behind a middleware that asks for a token.
fn speaks_first(server: &Server, prefix: &str) {
    let at = |path: &str| format!("{prefix}{path}");
    server.ask(&preflight("PUT", &at("/me"), APP)).is(204, TOLD);
    server.ask(&preflight("PUT", &at("/me"), STRANGER)).is(403, &[ASKED]);
    server.ask(&preflight("GET", &at("/closed"), APP)).is(403, &["vary: Access-Control-Request-Method"]);
    // Nobody's: they go where they went.
    server.ask(&preflight("DELETE", &at("/me"), APP)).is(401, &[]);
    server.ask(&preflight("GET", &at("/plain"), APP)).is(401, &[]);
    server.ask(&request("OPTIONS", &at("/me"))).is(401, &[]);

    let mine = request("GET", &at("/me"));
    server.ask(&mine.clone().origin(APP)).is(401, READ);
    server.ask(&mine.clone().origin(STRANGER)).is(401, &[BY_ORIGIN]);
    server.ask(&mine).is(401, &[BY_ORIGIN]);
    server.ask(&with_token(mine.clone()).origin(APP)).is(200, READ);
    server.ask(&with_token(mine).origin(STRANGER)).is(200, &[BY_ORIGIN]);

    for path in ["/plain", "/nowhere", "/closed"] {
        let request = request("GET", &at(path)).origin(APP);
        server.ask(&request).is(401, &[]);
        let status = if path == "/nowhere" { 404 } else { 200 };
        server.ask(&with_token(request)).is(status, &[]);
    }
}

#[test]
fn preflights_and_refusals_in_front_of_authentication() {
    speaks_first(&serve!(App::new().configure(api).wrap(from_fn(auth)).wrap(CorsGate::new())), "");
    speaks_first(
        &serve!(App::new().configure(api).wrap(from_fn(auth_by_response)).wrap(CorsGate::new())),
        "",
    );
    speaks_first(
        &serve!(
            App::new()
                .service(web::scope("/api").configure(api))
                .wrap(from_fn(auth))
                .wrap(CorsGate::new())
        ),
        "/api",
    );
    speaks_first(
        &serve!(
            App::new()
                .service(web::scope("/{tenant}").service(web::scope("/v{version:[0-9]}").configure(api)))
                .wrap(from_fn(auth))
                .wrap(CorsGate::new())
        ),
        "/acme/v1",
    );
}

#[test]
fn the_gate_of_a_scope() {
    speaks_first(
        &serve!(App::new().service(
            web::scope("/api").configure(api).wrap(from_fn(auth)).wrap(CorsGate::new())
        )),
        "/api",
    );
    speaks_first(
        &serve!(App::new().service(
            web::scope("").configure(api).wrap(from_fn(auth)).wrap(CorsGate::new())
        )),
        "",
    );
    speaks_first(
        &serve!(App::new().service(web::scope("/{tenant}").service(
            web::scope("/api").configure(api).wrap(from_fn(auth)).wrap(CorsGate::new())
        ))),
        "/acme/api",
    );
    // The application's own stands in front of a scope's authentication, too.
    speaks_first(
        &serve!(
            App::new()
                .service(web::scope("/api").configure(api).wrap(from_fn(auth)))
                .wrap(CorsGate::new())
        ),
        "/api",
    );
}

#[test]
fn of_two_gates_the_inner_one_speaks() {
    speaks_first(
        &serve!(
            App::new()
                .configure(api)
                .wrap(from_fn(auth))
                .wrap(CorsGate::new())
                .wrap(CorsGate::new())
        ),
        "",
    );
    speaks_first(
        &serve!(
            App::new()
                .service(web::scope("/api").configure(api).wrap(from_fn(auth)).wrap(CorsGate::new()))
                .wrap(CorsGate::new())
        ),
        "/api",
    );
    let server = serve!(
        App::new()
            .configure(api)
            .wrap(CorsGate::new())
            .wrap(from_fn(auth))
            .wrap(CorsGate::new())
    );
    server.ask(&preflight("PUT", "/me", APP)).is(401, &[]);
    server.ask(&request("GET", "/me").origin(APP)).is(401, &[]);
    server.ask(&with_token(preflight("PUT", "/me", APP))).is(204, TOLD);
    server.ask(&with_token(request("GET", "/me").origin(APP))).is(200, READ);
}

#[test]
fn a_gate_finds_routes_wherever_they_stand_inside() {
    // A middleware of a policy, and a scope, stand between the gate and the routes.
    let server = serve!(App::new().service(
        web::scope("/api")
            .service(web::scope("/inner").configure(api).wrap(OPEN.middleware()))
            .configure(api)
            .wrap(from_fn(auth))
            .wrap(CorsGate::new())
    ));
    for prefix in ["/api", "/api/inner"] {
        server.ask(&preflight("PUT", &format!("{prefix}/me"), APP)).is(204, TOLD);
        server.ask(&request("GET", &format!("{prefix}/me")).origin(APP)).is(401, READ);
    }
}

/// Two policies for one path, kept apart by what actix-web tells nobody about.
mod apart {
    use super::*;

    #[cors(origins = ["https://app.acme.example"])]
    #[put("/item")]
    pub(super) async fn shop() -> impl Responder {
        "shop"
    }

    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/item")]
    pub(super) async fn office() -> impl Responder {
        "office"
    }

    pub(super) fn site(name: &'static str) -> impl Guard {
        Header("x-site", name)
    }
}

const TOLD_APP: &[&str] = &["allow-methods: PUT", FROM_APP, ASKED];
const TOLD_ADMIN: &[&str] = &["allow-methods: PUT", FROM_ADMIN, ASKED];

/// What holds for the two, below a prefix; `office` is what the second says without a token, to whom it allows.
fn keeps_apart(server: &Server, path: &str) {
    let asks = |site: &str, origin: &str| server.ask(&preflight("PUT", path, origin).header("X-Site", site));
    let sends = |site: &str, origin: &str| server.ask(&request("PUT", path).origin(origin).header("X-Site", site));
    asks("office", ADMIN).is(204, TOLD_ADMIN);
    asks("office", APP).is(403, &[ASKED]);
    sends("office", APP).is(401, &[BY_ORIGIN]);
    sends("office", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]);
    asks("shop", APP).is(204, TOLD_APP);
    asks("shop", ADMIN).is(403, &[ASKED]);
}

#[test]
fn guarded_scopes_with_a_gate_in_each() {
    use apart::{office, shop, site};
    for path in ["/item", "/v/item", "/acme/item"] {
        println!("{path}");
        let prefix = match path {
            "/acme/item" => "/{tenant}",
            path => path.strip_suffix("/item").expect("it ends so"),
        };
        let server = serve!(
            App::new()
                .service(
                    web::scope(prefix)
                        .guard(site("shop"))
                        .service(shop)
                        .wrap(from_fn(auth))
                        .wrap(CorsGate::new())
                )
                .service(
                    web::scope(prefix)
                        .guard(site("office"))
                        .service(office)
                        .wrap(from_fn(auth))
                        .wrap(CorsGate::new())
                )
        );
        keeps_apart(&server, path);
        server
            .ask(&request("PUT", path).origin(APP).header("X-Site", "shop"))
            .is(401, &[FROM_APP, BY_ORIGIN]);
    }
}

#[test]
fn a_gate_does_not_speak_for_a_scope_beside_it() {
    use apart::{office, shop, site};
    // The office has no annotated route at all.
    let server = serve!(
        App::new()
            .service(
                web::scope("")
                    .guard(site("shop"))
                    .service(shop)
                    .wrap(CorsGate::new())
            )
            .service(
                web::scope("")
                    .guard(site("office"))
                    .route("/item", web::put().to(|| async { "plain" }))
                    .wrap(from_fn(auth))
                    .wrap(CorsGate::new())
            )
    );
    server.ask(&preflight("PUT", "/item", APP).header("X-Site", "office")).is(401, &[]);
    server.ask(&request("PUT", "/item").origin(APP).header("X-Site", "office")).is(401, &[]);
    server.ask(&with_token(request("PUT", "/item").origin(APP).header("X-Site", "office"))).is(200, &[]);
    server.ask(&preflight("PUT", "/item", APP).header("X-Site", "shop")).is(204, TOLD_APP);
    // A middleware of a policy beside a scope with routes is asked for its own.
    let server = serve!(
        App::new()
            .service(web::scope("").guard(site("shop")).service(shop))
            .service(
                web::scope("")
                    .guard(site("office"))
                    .service(office)
                    .route("/plain", web::put().to(|| async { "plain" }))
                    .wrap(OPEN.middleware())
            )
    );
    server.ask(&preflight("PUT", "/item", STRANGER).header("X-Site", "office")).is(403, &[ASKED]);
    server.ask(&preflight("PUT", "/item", ADMIN).header("X-Site", "office")).is(204, TOLD_ADMIN);
    server.ask(&preflight("PUT", "/item", STRANGER).header("X-Site", "shop")).is(403, &[ASKED]);
    assert_eq!(server.ask(&preflight("PUT", "/plain", STRANGER).header("X-Site", "office")).status, 204);
}

#[test]
fn a_wider_policy_never_answers_for_a_route_behind_another_gate() {
    use apart::{office, shop};
    let server = serve!(App::new().service(
        web::scope("/out")
            .service(web::scope("/in").service(shop).wrap(CorsGate::new()))
            .service(office)
            .wrap(OPEN.middleware())
    ));
    server.ask(&preflight("PUT", "/out/in/item", STRANGER)).is(403, &[ASKED]);
    server.ask(&preflight("PUT", "/out/in/item", APP)).is(204, TOLD_APP);
    server.ask(&preflight("PUT", "/out/item", STRANGER)).is(403, &[ASKED]);
    server.ask(&preflight("PUT", "/out/item", ADMIN)).is(204, TOLD_ADMIN);
    server.ask(&request("PUT", "/out/in/item").origin(STRANGER)).is(200, &[BY_ORIGIN]);
}

/// A path is what actix-web routes by: decoded where that changes nothing.
mod spelt {
    use super::*;

    #[delete("/users/me")]
    pub(super) async fn me() -> impl Responder {
        "plain"
    }

    #[cors(origins = ["https://app.acme.example"])]
    #[delete("/users/{id}")]
    pub(super) async fn user() -> impl Responder {
        "user"
    }
}

#[test]
fn a_path_in_other_letters_is_the_same_path() {
    let bare = serve!(App::new().service(spelt::me).service(spelt::user));
    let gated = serve!(App::new().service(spelt::me).service(spelt::user).wrap(CorsGate::new()));
    for server in [bare, gated] {
        for path in ["/users/me", "/users/m%65", "/users/%6de", "/%75sers/me", "/users/me?a=/users/b"] {
            println!("{path}");
            assert_eq!(server.ask(&request("DELETE", path)).body, "plain");
            server.ask(&preflight("DELETE", path, APP)).is(404, &[]);
        }
        for path in ["/users/m%66", "/users/me%2F", "/users/%C3%A9"] {
            println!("{path}");
            assert_eq!(server.ask(&request("DELETE", path)).body, "user");
            server.ask(&preflight("DELETE", path, APP)).is(204, &["allow-methods: DELETE", FROM_APP, ASKED]);
        }
    }
}
