//! The gate: it answers for annotated routes before other middlewares do, and for no other route.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_session::{Session, SessionMiddleware, storage::CookieSessionStore};
use actix_web::{
    App, Error, HttpResponse, Responder, Scope,
    body::MessageBody,
    cookie::Key,
    delete,
    dev::{HttpServiceFactory, ServiceRequest, ServiceResponse},
    error::{ErrorTooManyRequests, ErrorUnauthorized},
    get,
    guard::{Guard, Header},
    http::{StatusCode, Uri},
    middleware::{
        Compat, Condition, ErrorHandlerResponse, ErrorHandlers, Next, NormalizePath, from_fn,
    },
    put, route, routes, web,
};
use actix_web_httpauth::{extractors::bearer::BearerAuth, middleware::HttpAuthentication};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER,
    auth::{auth, auth_by_response, with_token},
    serve,
    support::{Request, Server, preflight, request},
};

static OPEN: Policy = policy!(origins = any);

#[cors(origins = ["https://app.acme.example"], headers = ["authorization"], expose = ["etag"])]
#[get("/me")]
async fn me() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("etag", "\"1\""))
        .body("me")
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

const PUT_ALLOWED: &[&str] = &[
    "allow-headers: authorization",
    "allow-methods: PUT",
    FROM_APP,
    ASKED,
];
const READ: &[&str] = &[FROM_APP, "expose-headers: etag", BY_ORIGIN];

fn api(config: &mut web::ServiceConfig) {
    config.service((me, put_me, closed, plain));
}

/// Starts an application behind a middleware that asks for a token, which is behind a gate.
macro_rules! gated {
    ($app:expr) => {
        serve!($app.wrap(from_fn(auth)).wrap(CorsGate::new()))
    };
}

/// A scope with the routes.
fn scope(prefix: &str) -> Scope {
    web::scope(prefix).configure(api)
}

/// A scope with the routes behind a middleware that asks for a token, which is behind a gate of the scope.
fn gated_scope(prefix: &str) -> impl HttpServiceFactory + use<> {
    CorsGate::new().around(scope(prefix).wrap(from_fn(auth)))
}

#[test]
fn the_gate_answers_before_authentication() {
    for (name, prefix, server) in [
        ("routes", "", gated!(App::new().configure(api))),
        (
            "a 401 that is no error",
            "",
            serve!(
                App::new()
                    .configure(api)
                    .wrap(from_fn(auth_by_response))
                    .wrap(CorsGate::new())
            ),
        ),
        ("a scope", "/api", gated!(App::new().service(scope("/api")))),
        (
            "nested scopes",
            "/acme/v1",
            gated!(App::new().service(web::scope("/{tenant}").service(scope("/v{version:[0-9]}")))),
        ),
        (
            "authentication in a scope",
            "/api",
            serve!(
                App::new()
                    .service(scope("/api").wrap(from_fn(auth)))
                    .wrap(CorsGate::new())
            ),
        ),
        (
            "a scope's gate",
            "/api",
            serve!(App::new().service(gated_scope("/api"))),
        ),
        (
            "the gate of a scope without a prefix",
            "",
            serve!(App::new().service(gated_scope(""))),
        ),
        (
            "the gate of a nested scope",
            "/acme/api",
            serve!(App::new().service(web::scope("/{tenant}").service(gated_scope("/api")))),
        ),
        (
            "two gates",
            "",
            serve!(
                App::new()
                    .configure(api)
                    .wrap(from_fn(auth))
                    .wrap(CorsGate::new())
                    .wrap(CorsGate::new())
            ),
        ),
        (
            "a gate around a scope's gate",
            "/api",
            serve!(
                App::new()
                    .service(gated_scope("/api"))
                    .wrap(CorsGate::new())
            ),
        ),
    ] {
        println!("{name}");
        let at = |path: &str| format!("{prefix}{path}");
        server
            .ask(&preflight("PUT", &at("/me"), APP))
            .is(204, PUT_ALLOWED);
        server
            .ask(&preflight("PUT", &at("/me"), STRANGER))
            .is(403, &[ASKED]);
        server
            .ask(&preflight("GET", &at("/closed"), APP))
            .is(403, &["vary: Access-Control-Request-Method"]);
        // Preflights for routes without a policy reach the middleware.
        for (method, path) in [("DELETE", "/me"), ("GET", "/plain")] {
            server.ask(&preflight(method, &at(path), APP)).is(401, &[]);
        }
        server.ask(&request("OPTIONS", &at("/me"))).is(401, &[]);

        let mine = request("GET", &at("/me"));
        for (request, status, cors) in [
            (mine.clone().origin(APP), 401, READ),
            (mine.clone().origin(STRANGER), 401, &[BY_ORIGIN]),
            (mine.clone(), 401, &[BY_ORIGIN]),
            (with_token(mine.clone()).origin(APP), 200, READ),
            (with_token(mine).origin(STRANGER), 200, &[BY_ORIGIN]),
        ] {
            server.ask(&request).is(status, cors);
        }
        for (path, status) in [("/plain", 200), ("/nowhere", 404), ("/closed", 200)] {
            let request = request("GET", &at(path)).origin(APP);
            server.ask(&request).is(401, &[]);
            server.ask(&with_token(request)).is(status, &[]);
        }
    }
}

#[test]
fn of_two_gates_the_outer_one_answers() {
    let server = gated!(App::new().configure(api).wrap(CorsGate::new()));
    server
        .ask(&preflight("PUT", "/me", APP))
        .is(204, PUT_ALLOWED);
    server.ask(&request("GET", "/me").origin(APP)).is(401, READ);
    server
        .ask(&with_token(preflight("PUT", "/me", APP)))
        .is(204, PUT_ALLOWED);
    server
        .ask(&with_token(request("GET", "/me").origin(APP)))
        .is(200, READ);
}

#[test]
fn a_gate_answers_for_routes_in_inner_scopes() {
    // A policy and a scope are between the gate and the routes.
    let server = serve!(
        App::new().service(
            CorsGate::new().around(
                web::scope("/api")
                    .service(OPEN.around(web::scope("/inner").configure(api)))
                    .configure(api)
                    .wrap(from_fn(auth))
            )
        )
    );
    for prefix in ["/api", "/api/inner"] {
        server
            .ask(&preflight("PUT", &format!("{prefix}/me"), APP))
            .is(204, PUT_ALLOWED);
        server
            .ask(&request("GET", &format!("{prefix}/me")).origin(APP))
            .is(401, READ);
    }
}

/// Two policies for one path, separated by guards that actix-web does not reveal.
mod guarded {
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

const APP_ALLOWED: &[&str] = &["allow-methods: PUT", FROM_APP, ASKED];
const ADMIN_ALLOWED: &[&str] = &["allow-methods: PUT", FROM_ADMIN, ASKED];

/// Checks that the two policies below a prefix stay separate.
fn assert_separate(server: &Server, path: &str) {
    let asks = |site: &str, origin: &str| {
        server.ask(&preflight("PUT", path, origin).header("X-Site", site))
    };
    let sends = |site: &str, origin: &str| {
        server.ask(&request("PUT", path).origin(origin).header("X-Site", site))
    };
    asks("office", ADMIN).is(204, ADMIN_ALLOWED);
    asks("office", APP).is(403, &[ASKED]);
    sends("office", APP).is(401, &[BY_ORIGIN]);
    sends("office", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]);
    asks("shop", APP).is(204, APP_ALLOWED);
    asks("shop", ADMIN).is(403, &[ASKED]);
}

#[test]
fn guarded_scopes_with_a_gate_in_each() {
    use guarded::{office, shop, site};
    for path in ["/item", "/v/item", "/acme/item"] {
        println!("{path}");
        let prefix = match path {
            "/acme/item" => "/{tenant}",
            path => path.strip_suffix("/item").expect("it ends so"),
        };
        let server = serve!(
            App::new()
                .service(
                    CorsGate::new()
                        .around(web::scope(prefix).service(shop).wrap(from_fn(auth)))
                        .guard(site("shop"))
                )
                .service(
                    CorsGate::new()
                        .around(web::scope(prefix).service(office).wrap(from_fn(auth)))
                        .guard(site("office"))
                )
        );
        assert_separate(&server, path);
        server
            .ask(&request("PUT", path).origin(APP).header("X-Site", "shop"))
            .is(401, &[FROM_APP, BY_ORIGIN]);
    }
}

#[test]
fn a_gate_does_not_answer_for_the_scope_beside_it() {
    use guarded::{office, shop, site};
    // The office has no annotated route at all.
    let server = serve!(
        App::new()
            .service(
                CorsGate::new()
                    .around(web::scope("").service(shop))
                    .guard(site("shop"))
            )
            .service(
                CorsGate::new()
                    .around(
                        web::scope("")
                            .route("/item", web::put().to(|| async { "plain" }))
                            .wrap(from_fn(auth))
                    )
                    .guard(site("office"))
            )
    );
    let of = |request: Request, site: &str| request.header("X-Site", site);
    let send = || of(request("PUT", "/item").origin(APP), "office");
    let ask = || preflight("PUT", "/item", APP);
    server.ask(&of(ask(), "office")).is(401, &[]);
    server.ask(&send()).is(401, &[]);
    server.ask(&with_token(send())).is(200, &[]);
    server.ask(&of(ask(), "shop")).is(204, APP_ALLOWED);
    // A middleware of a policy beside a scope with routes is asked for its own.
    let server = serve!(
        App::new()
            .service(web::scope("").guard(site("shop")).service(shop))
            .service(
                OPEN.around(
                    web::scope("")
                        .service(office)
                        .route("/plain", web::put().to(|| async { "plain" }))
                )
                .guard(site("office"))
            )
    );
    for (path, site, origin, status) in [
        ("/item", "office", STRANGER, 403),
        ("/item", "office", ADMIN, 204),
        ("/item", "shop", STRANGER, 403),
        ("/plain", "office", STRANGER, 204),
    ] {
        let asked = server.ask(&of(preflight("PUT", path, origin), site));
        assert_eq!(asked.status, status, "{path} of {site} from {origin}");
        if status == 403 {
            asked.is(403, &[ASKED]);
        }
    }
    server
        .ask(&of(preflight("PUT", "/item", ADMIN), "office"))
        .is(204, ADMIN_ALLOWED);
}

#[test]
fn a_wider_policy_never_answers_for_a_route_behind_another_gate() {
    use guarded::{office, shop};
    let server = serve!(
        App::new().service(
            web::scope("/out")
                .service(web::scope("/in").service(shop).wrap(CorsGate::new()))
                .service(office)
                .wrap(OPEN.middleware())
        )
    );
    server
        .ask(&preflight("PUT", "/out/in/item", STRANGER))
        .is(403, &[ASKED]);
    server
        .ask(&preflight("PUT", "/out/in/item", APP))
        .is(204, APP_ALLOWED);
    server
        .ask(&preflight("PUT", "/out/item", STRANGER))
        .is(403, &[ASKED]);
    server
        .ask(&preflight("PUT", "/out/item", ADMIN))
        .is(204, ADMIN_ALLOWED);
    server
        .ask(&request("PUT", "/out/in/item").origin(STRANGER))
        .is(200, &[BY_ORIGIN]);
}

/// A path is what actix-web routes by: decoded where that changes nothing.
mod spelling {
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
fn an_encoded_path_is_the_same_path() {
    let bare = serve!(App::new().service(spelling::me).service(spelling::user));
    let gated = serve!(
        App::new()
            .service(spelling::me)
            .service(spelling::user)
            .wrap(CorsGate::new())
    );
    for server in [bare, gated] {
        for path in [
            "/users/me",
            "/users/m%65",
            "/users/%6de",
            "/%75sers/me",
            "/users/me?a=/users/b",
        ] {
            println!("{path}");
            assert_eq!(server.ask(&request("DELETE", path)).body, "plain");
            server.ask(&preflight("DELETE", path, APP)).is(404, &[]);
        }
        for path in ["/users/m%66", "/users/me%2F", "/users/%C3%A9"] {
            println!("{path}");
            assert_eq!(server.ask(&request("DELETE", path)).body, "user");
            server
                .ask(&preflight("DELETE", path, APP))
                .is(204, &["allow-methods: DELETE", FROM_APP, ASKED]);
        }
    }
}

#[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
#[get("/bearer")]
async fn bearer(token: BearerAuth) -> impl Responder {
    token.token().to_owned()
}

#[cors(origins = ["https://app.acme.example"], credentials)]
#[get("/session")]
async fn session(session: Session) -> Result<String, Error> {
    let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    session.insert("visits", visits)?;
    Ok(visits.to_string())
}

#[test]
fn in_front_of_middlewares_of_other_crates() {
    let server = serve!(
        App::new()
            .service(bearer)
            .wrap(HttpAuthentication::bearer(|request, token| async move {
                if token.token() == "good" {
                    Ok(request)
                } else {
                    Err((ErrorUnauthorized("bad token"), request))
                }
            }))
            .wrap(CorsGate::new())
    );
    server.ask(&preflight("GET", "/bearer", APP)).is(
        204,
        &[
            "allow-headers: authorization",
            "allow-methods: GET",
            FROM_APP,
            ASKED,
        ],
    );
    let read = request("GET", "/bearer").origin(APP);
    server.ask(&read).is(401, &[FROM_APP, BY_ORIGIN]);
    server
        .ask(&read.clone().header("Authorization", "Bearer bad"))
        .is(401, &[FROM_APP, BY_ORIGIN]);
    server
        .ask(&read.header("Authorization", "Bearer good"))
        .is(200, &[FROM_APP, BY_ORIGIN]);

    let server = serve!(
        App::new()
            .service(session)
            .wrap(SessionMiddleware::new(
                CookieSessionStore::default(),
                Key::from(&[7; 64])
            ))
            .wrap(CorsGate::new())
    );
    let allowed = &[
        "allow-credentials: true",
        "allow-methods: GET",
        FROM_APP,
        ASKED,
    ];
    let preflight = server.ask(&preflight("GET", "/session", APP));
    preflight.is(204, allowed);
    assert!(preflight.values("set-cookie").is_empty());
    let visited = server.ask(&request("GET", "/session").origin(APP));
    visited.is(200, &["allow-credentials: true", FROM_APP, BY_ORIGIN]);
    assert_eq!(visited.values("set-cookie").len(), 1);
}

#[test]
fn pages_can_read_responses_that_middlewares_make() {
    async fn too_many(
        _request: ServiceRequest,
        _next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse, Error> {
        Err(ErrorTooManyRequests("slow down"))
    }
    async fn broken(
        request: ServiceRequest,
        _next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse, Error> {
        Ok(request.into_response(HttpResponse::InternalServerError().finish()))
    }
    /// The route answers, and what it says is thrown away.
    async fn replaced(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse, Error> {
        let answered = next.call(request).await?;
        let (request, _) = answered.into_parts();
        Ok(ServiceResponse::new(
            request,
            HttpResponse::GatewayTimeout().finish(),
        ))
    }
    /// The route never ends.
    async fn timed_out(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse, Error> {
        let mut route = Box::pin(next.call(request));
        // As far as it comes, and no further.
        std::future::poll_fn(|context| {
            let _ = route.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
        Err(actix_web::error::ErrorGatewayTimeout("too late"))
    }
    /// Replaces a 401 by a page.
    #[allow(
        clippy::unnecessary_wraps,
        reason = "actix-web says what a handler looks like"
    )]
    fn page<B>(answer: ServiceResponse<B>) -> actix_web::Result<ErrorHandlerResponse<B>> {
        let (request, _) = answer.into_parts();
        let response = HttpResponse::ImATeapot().body("replaced");
        let response = ServiceResponse::new(request, response.map_into_right_body());
        Ok(ErrorHandlerResponse::Response(response))
    }
    macro_rules! behind {
        ($($middleware:expr),+) => {
            serve!(App::new().configure(api)$(.wrap($middleware))+.wrap(CorsGate::new()))
        };
    }
    for (name, status, server) in [
        ("an error", 429, behind!(from_fn(too_many))),
        ("a response", 500, behind!(from_fn(broken))),
        ("a replaced response", 504, behind!(from_fn(replaced))),
        ("a timeout", 504, behind!(from_fn(timed_out))),
        (
            "an error in a scope",
            429,
            serve!(
                App::new()
                    .service(scope("").wrap(from_fn(too_many)))
                    .wrap(CorsGate::new())
            ),
        ),
        (
            "an error handler",
            418,
            behind!(
                from_fn(auth_by_response),
                ErrorHandlers::new().handler(StatusCode::UNAUTHORIZED, page)
            ),
        ),
        (
            "other bodies",
            401,
            behind!(
                Condition::new(true, from_fn(auth)),
                Compat::new(from_fn(auth))
            ),
        ),
    ] {
        println!("{name}");
        let read = |path: &str, origin: &str| server.ask(&request("GET", path).origin(origin));
        read("/me", APP).is(status, READ);
        read("/me", STRANGER).is(status, &[BY_ORIGIN]);
        let other = read("/plain", APP);
        assert_eq!(other.cors(), [""; 0], "{other:?}");
    }
}

#[test]
fn a_gate_never_bypasses_authentication() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[cors(origins = ["https://app.acme.example"])]
    #[route("/counted", method = "GET", method = "PUT", method = "OPTIONS")]
    async fn counted() -> impl Responder {
        RUNS.fetch_add(1, Ordering::SeqCst);
        "counted"
    }
    let server = serve!(
        App::new()
            .service(counted)
            .wrap(from_fn(auth))
            .wrap(CorsGate::new())
    );
    for origin in [APP, STRANGER, "null"] {
        server.ask(&request("PUT", "/counted").origin(origin));
        server.ask(&request("GET", "/counted").origin(origin));
        server.ask(&preflight("PUT", "/counted", origin));
        server.ask(&preflight("POST", "/counted", origin));
        server.ask(&request("OPTIONS", "/counted").origin(origin));
        server.ask(&preflight("PUT", "/counted", origin).origin(origin));
        server.ask(&with_token(preflight("PUT", "/counted", origin)));
    }
    assert_eq!(RUNS.load(Ordering::SeqCst), 0);
    server
        .ask(&with_token(request("OPTIONS", "/counted").origin(APP)))
        .is(200, &[FROM_APP, BY_ORIGIN]);
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

#[test]
fn the_route_decides_if_a_middleware_changes_the_path() {
    /// A middleware that belongs outside a gate.
    async fn rewrites(
        mut request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let uri: Uri = "/me".parse().expect("it is a path");
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
        next.call(request).await
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[get("/old")]
    async fn old() -> impl Responder {
        "old"
    }
    let server = serve!(
        App::new()
            .configure(api)
            .service(old)
            .wrap(from_fn(rewrites))
            .wrap(CorsGate::new())
    );
    let answer = server.ask(&request("GET", "/old").origin(APP));
    answer.is(200, READ);
    assert_eq!(answer.body, "me");
    server
        .ask(&request("GET", "/old").origin(ADMIN))
        .is(200, &[BY_ORIGIN]);

    // Outside of it, both see the same path.
    let server = serve!(
        App::new()
            .configure(api)
            .wrap(from_fn(auth))
            .wrap(CorsGate::new())
            .wrap(NormalizePath::trim())
    );
    server
        .ask(&preflight("PUT", "//me/", APP))
        .is(204, PUT_ALLOWED);
    server
        .ask(&request("GET", "/me/").origin(APP))
        .is(401, READ);
}

#[test]
fn default_services_get_no_cors_headers() {
    let server = serve!(
        App::new()
            .service(
                web::scope("/api")
                    .configure(api)
                    .service(actix_files::Files::new(
                        "/files",
                        env!("CARGO_MANIFEST_DIR")
                    ))
                    .default_service(web::to(|| async { "scope" }))
            )
            .default_service(web::to(|| async { "application" }))
            .wrap(CorsGate::new())
    );
    server
        .ask(&preflight("PUT", "/api/me", APP))
        .is(204, PUT_ALLOWED);
    for (method, path, body) in [
        ("GET", "/api/nowhere", "scope"),
        ("PUT", "/nowhere", "application"),
        ("DELETE", "/api/me", "scope"),
    ] {
        println!("{method} {path}");
        assert_eq!(
            server
                .ask(&request(method, path).origin(APP))
                .is(200, &[])
                .body,
            body
        );
        server.ask(&preflight(method, path, APP)).is(200, &[]);
    }
    server
        .ask(&request("GET", "/api/files/Cargo.toml").origin(APP))
        .is(200, &[]);
    assert_eq!(
        server
            .ask(&request("GET", "/api/files/none").origin(APP))
            .is(200, &[])
            .body,
        "application"
    );
}

#[test]
fn a_handler_of_several_paths() {
    #[cors(origins = ["https://app.acme.example"])]
    #[routes]
    #[get("/one")]
    #[put("/one")]
    #[delete("/two/{id}")]
    #[post("/two/{id}", guard = "never")]
    async fn several() -> impl Responder {
        "several"
    }
    fn never(_: &actix_web::guard::GuardContext<'_>) -> bool {
        false
    }
    let server = serve!(
        App::new()
            .service(several)
            .wrap(from_fn(auth))
            .wrap(CorsGate::new())
    );
    server
        .ask(&preflight("GET", "/one", APP))
        .is(204, &["allow-methods: GET, PUT", FROM_APP, ASKED]);
    server
        .ask(&preflight("DELETE", "/two/2", APP))
        .is(204, &["allow-methods: DELETE", FROM_APP, ASKED]);
    server.ask(&preflight("DELETE", "/one", APP)).is(401, &[]);
    server.ask(&preflight("GET", "/two/2", APP)).is(401, &[]);
    server
        .ask(&request("DELETE", "/two/2").origin(APP))
        .is(401, &[FROM_APP, BY_ORIGIN]);
}

/// Two handlers of the gate's choice that differ by guards, and a plain one that takes what is left.
#[test]
fn a_plain_neighbour_on_the_same_path_keeps_its_own_answers() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/same", guard = "chosen")]
    async fn annotated() -> impl Responder {
        "annotated"
    }
    #[get("/same")]
    async fn neighbour() -> impl Responder {
        "plain"
    }
    fn chosen(context: &actix_web::guard::GuardContext<'_>) -> bool {
        context.head().headers.contains_key("x-chosen")
    }
    let server = serve!(
        App::new()
            .service(annotated)
            .service(neighbour)
            .wrap(CorsGate::new())
    );
    let same = request("GET", "/same").origin(APP);
    assert_eq!(server.ask(&same).is(200, &[]).body, "plain");
    assert_eq!(
        server
            .ask(&same.header("X-Chosen", "1"))
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body,
        "annotated"
    );
}
