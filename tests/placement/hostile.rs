//! Requests that no browser sends: they never get more than the others, and nothing panics.

use actix_web::{App, HttpServer, Responder, delete, get, guard::Header, put, web};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_APP, FROM_PARTNER, PARTNER, STRANGER,
    asking::{Case, holds, holds_for, preflight, request},
    h,
    middlewares::auth,
    support::{self, Server},
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"], mismatch = reject);

#[cors(origins = ["https://app.acme.example"])]
#[get("/users/{id}")]
async fn user() -> impl Responder {
    "user"
}

#[cors(off)]
#[delete("/users/me")]
async fn me() -> impl Responder {
    "me"
}

#[cors(origins = ["https://app.acme.example"])]
#[put("/{n}/{n2}")]
async fn two() -> impl Responder {
    "two"
}

#[cors(origins = ["https://app.acme.example"])]
#[put(r"/n/{n:\d+}")]
async fn number() -> impl Responder {
    "number"
}

#[cors(origins = ["https://app.acme.example"])]
#[put("/tail/{tail}*")]
async fn tail() -> impl Responder {
    "tail"
}

#[cors(origins = ["https://app.acme.example"])]
#[put("/deep/{a}/{b}/{c}")]
async fn deep() -> impl Responder {
    "deep"
}

fn routes(config: &mut web::ServiceConfig) {
    config.service((user, me, number, tail, deep, two));
}

fn server(policy: bool) -> Server {
    Server::run(move |listener| {
        HttpServer::new(move || {
            let app = App::new()
                .service(PARTNERS.around(web::scope("/p").configure(routes)))
                .configure(routes)
                .external_resource("outside", "https://out.example/{id}")
                .external_resource("inside", "/users/{id}");
            let api = actix_web::middleware::Condition::new(policy, API.middleware());
            let gate = actix_web::middleware::Condition::new(!policy, CorsGate::new());
            app.wrap(auth(401)).wrap(api).wrap(gate)
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("a listener that is bound is listened on")
        .run()
    })
}

const TARGETS: &[&str] = &[
    "*",
    "/",
    "//",
    "///p//users",
    "/p",
    "/p/",
    "/p//users/me",
    "/p/users/me/",
    "/p/users/%6de",
    "/p/users/me%2f",
    "/%70/users/me",
    "/p%2fusers/me",
    "/p/../users/me",
    "/p/./users/me",
    "/p/users/%",
    "/p/users/%zz",
    "/p/users/%00",
    "/p/users/%0d%0a",
    "/p/users/%ff%fe",
    "/p/users/%7bid%7d",
    "/users/{id}",
    "/p/users/{id}",
    "/p/{n}/{n2}",
    "/p/n/1;x=1",
    "/p/tail/",
    "/p/tail/a/b/c/d",
    "/p/route-cors/probe",
    "/p/route-cors",
    "/route-cors/probe",
    "/p?/users/me",
    "/p/users/me?a=b#c",
    "http://api.acme.example/p/users/me",
    "http://api.acme.example",
    "https://other.example:99/p/n/1",
];
const METHODS: &[&str] = &[
    "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "options", "Put", "TRACE", "PATCH", "X-Y",
];
const ANNOUNCED: &[&[u8]] = &[
    b"PUT",
    b"put",
    b"",
    b"PUT, DELETE",
    b"OPTIONS",
    b"TRACE",
    b"\xff\xfe",
    b"GET ",
    b"*",
];
const ORIGINS: &[&[&[u8]]] = &[
    &[b"https://stranger.example"],
    &[b"https://app.acme.example", b"https://app.acme.example"],
    &[b"https://app.acme.example, https://stranger.example"],
    &[b"https://app.acme.example\xff"],
    &[b"\x80\xfe"],
    &[b"HTTPS://APP.ACME.EXAMPLE"],
    &[b"https://app.acme.example."],
    &[b"https://app.acme.example:443"],
    &[b"null"],
    &[b""],
    &[],
];

/// Bytes over the wire. Whatever comes back, it allows nothing to a stranger, and the server goes on.
#[test]
fn strange_requests_get_nothing() {
    for policy in [false, true] {
        let server = server(policy);
        for target in TARGETS {
            let mut connection = server.connect();
            let mut ask = |request: support::Request| {
                let response = connection.ask(&request);
                let context = format!("{target} {request:?} {response:?}");
                assert!(response.status != 500, "{context}");
                assert!(
                    response.values("access-control-allow-origin").is_empty(),
                    "{context}"
                );
                assert!(
                    response
                        .values("access-control-allow-credentials")
                        .is_empty(),
                    "{context}"
                );
                if response.values("connection").contains(&"close") {
                    connection = server.connect();
                }
            };
            for origins in ORIGINS {
                let with_origins = |request: support::Request| {
                    origins.iter().fold(request, support::Request::origin)
                };
                for method in METHODS {
                    ask(with_origins(support::request(method, target)));
                }
                for announced in ANNOUNCED {
                    let request = support::request("OPTIONS", target);
                    let request = request.header("Access-Control-Request-Method", announced);
                    ask(with_origins(request));
                }
            }
            // Two methods are announced.
            let request = support::request("OPTIONS", target).origin(APP);
            let announces =
                |it: support::Request| it.header("Access-Control-Request-Method", "GET");
            let response = server.ask(&announces(announces(request)));
            assert!(
                response.values("access-control-allow-methods").is_empty(),
                "{response:?}"
            );
        }
        let told = server.ask(&support::preflight("GET", "/users/7", APP));
        told.is(204, &["allow-methods: GET", FROM_APP, ASKED]);
    }
}

/// HTTP/1.0, with and without a host.
#[test]
fn an_old_protocol() {
    let server = server(true);
    for head in ["", "Host: api.acme.example\r\n"] {
        for origin in [APP, STRANGER] {
            let mut connection = server.connect();
            let head = format!(
                "OPTIONS /users/7 HTTP/1.0\r\n{head}Origin: {origin}\r\n\
                 Access-Control-Request-Method: GET\r\nConnection: close\r\n\r\n"
            );
            connection.send(head.as_bytes());
            let status = if origin == APP { "204" } else { "403" };
            let line = connection.receive(12);
            assert_eq!(line, format!("HTTP/1.0 {status}").as_bytes());
        }
    }
}

/// A path in other letters is the same path.
#[actix_web::test]
async fn spellings_of_a_path() {
    let cases: Vec<Case> = [
        "/p/users/me",
        "/p/users/m%65",
        "/p/%75sers/me",
        "/%70/users/me",
    ]
    .into_iter()
    .flat_map(|path| {
        [
            preflight("DELETE", path, PARTNER).is(403, &["vary: Access-Control-Request-Method"]),
            preflight("PUT", path, PARTNER).is(403, &[ASKED]),
            preflight("PATCH", path, PARTNER).is(204, &[crate::AROUND, FROM_PARTNER, ASKED]),
        ]
    })
    .chain([
        preflight("DELETE", "/p/users/me/", PARTNER).is(204, &[crate::AROUND, FROM_PARTNER, ASKED]),
        preflight("DELETE", "/users/me/", PARTNER).is(403, &[ASKED]),
        preflight("DELETE", "/users/me/", APP).is(204, &[crate::AROUND, FROM_APP, ASKED]),
        preflight("delete", "/users/me/", APP).is(403, &[ASKED]),
        preflight("HEAD", "/users/7", APP).is(204, &[crate::AROUND, FROM_APP, ASKED]),
        request("HEAD", "/users/7", APP).is(401, &[FROM_APP, BY_ORIGIN]),
    ])
    .collect();
    let app = async || {
        let app = App::new()
            .service(PARTNERS.around(web::scope("/p").configure(routes)))
            .configure(routes);
        actix_web::test::init_service(app.wrap(auth(401)).wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
}

/// A path of a thousand segments, against patterns with parameters, regular expressions and tails.
#[actix_web::test]
async fn a_path_of_a_thousand_segments() {
    let long = "/p".repeat(1000);
    let slashes = "/".repeat(1000);
    let cases = [
        preflight("PUT", &long, APP).is(403, &[ASKED]),
        preflight("PUT", &slashes, APP).is(204, &[crate::AROUND, FROM_APP, ASKED]),
        preflight("PUT", &format!("/tail{long}"), APP)
            .is(204, &["allow-methods: PUT", FROM_APP, ASKED]),
        preflight("PUT", &format!("/tail{long}"), STRANGER).is(403, &[ASKED]),
        preflight("PUT", &format!("/deep{long}"), APP).is(204, &[crate::AROUND, FROM_APP, ASKED]),
        request("PUT", &long, PARTNER).is(401, &[FROM_PARTNER, BY_ORIGIN, "vary: Sec-Fetch-Site"]),
    ];
    let app = async || {
        let nested = (0..20).fold(web::scope("").configure(routes), |inner, n| {
            web::scope(&format!("/{{n{n}}}")).service(inner)
        });
        let app = App::new()
            .service(PARTNERS.around(web::scope("/p").service(nested)))
            .configure(routes);
        actix_web::test::init_service(app.wrap(auth(401)).wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
}

/// Prefixes that repeat a parameter, of which no single pattern can be made.
#[actix_web::test]
async fn a_parameter_that_occurs_twice() {
    #[cors(origins = ["https://app.acme.example"])]
    #[put("/{n}")]
    async fn last() -> impl Responder {
        "last"
    }
    #[cors(off)]
    #[put("/a/b/c/d")]
    async fn literal() -> impl Responder {
        "literal"
    }
    let nested = || {
        web::scope("/{n}").service(
            web::scope("/{n}").service(
                PARTNERS.around(
                    web::scope("/{n}")
                        .service(last)
                        .route("/x/y", web::put().to(h)),
                ),
            ),
        )
    };
    holds!(
        App::new()
            .service(literal)
            .service(nested())
            .wrap(auth(404))
            .wrap(API.middleware()),
        preflight("PUT", "/a/b/c/d", APP).is(403, &["vary: Access-Control-Request-Method"]),
        preflight("PUT", "/a/b/c/e", STRANGER).is(403, &[ASKED]),
        preflight("PUT", "/a/b/c/e", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/a/b/c/x/y", APP).is(403, &[ASKED]),
        preflight("PUT", "/a/b/c/x/y", STRANGER).is(403, &[ASKED]),
    );
}

/// Guards that preflights pass or fail at the will of the sender.
#[actix_web::test]
async fn a_preflight_with_the_header_of_a_guard() {
    let scope = || {
        let scope = web::scope("/p")
            .route("/x", web::put().to(h))
            .service(number);
        PARTNERS.around(scope).guard(Header("x-p", "1"))
    };
    holds!(
        App::new()
            .service(scope())
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/p/x", PARTNER)
            .header("x-p", "1")
            .is(403, &[ASKED]),
        preflight("PUT", "/p/x", APP)
            .header("x-p", "1")
            .is(403, &[ASKED]),
        preflight("PUT", "/p/n/1", APP)
            .header("x-p", "1")
            .is(403, &[ASKED]),
    );
}

/// Hosts that are no hosts, or several.
#[actix_web::test]
async fn strange_hosts() {
    let scope = || PARTNERS.around(web::scope("").route("/x", web::put().to(h)));
    let told: &[&str] = &[crate::AROUND, FROM_PARTNER, ASKED];
    holds!(
        App::new()
            .service(scope().host("a.example"))
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/x", PARTNER)
            .host("a.example")
            .is(204, told),
        preflight("PUT", "/x", PARTNER)
            .host("a.example.")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER)
            .host("a.example@b.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER)
            .host("b.example:a.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER)
            .host("a.example")
            .host("b.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER).host("").is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER)
            .header("host", b"\xff")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", PARTNER)
            .header("x-forwarded-host", "a.example")
            .is(403, &[ASKED]),
        request("PUT", "/x", PARTNER)
            .token()
            .host("a.example")
            .host("a.example")
            .is(404, &[BY_ORIGIN]),
    );
}
