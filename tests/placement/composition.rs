//! Policies around scopes and around the application, with middlewares that answer before a route is reached.

use actix_files::Files;
use actix_web::{App, HttpServer, Responder, delete, get, middleware::from_fn, put, web};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, AROUND, ASKED, BY_METHOD, BY_ORIGIN, FROM_ADMIN, FROM_APP, FROM_PARTNER, PARTNER,
    STRANGER,
    asking::{holds, holds_for, preflight, request},
    h,
    middlewares::{STATUSES, auth, clears, clears_afterwards, in_another_task, keeps_and_refuses},
    support::{Connection, Server},
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);
static ASSETS: Policy = policy!(origins = any);
static SITE: Policy = policy!(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    credentials
);

const APP_ALLOWED: &[&str] = &[AROUND, FROM_APP, ASKED];
const ADMIN_ALLOWED: &[&str] = &[AROUND, FROM_ADMIN, ASKED];
const PARTNER_ALLOWED: &[&str] = &[AROUND, FROM_PARTNER, ASKED];

#[cors(origins = ["https://admin.acme.example"])]
#[put("/own")]
async fn own() -> impl Responder {
    "own"
}

#[cors(origins = ["https://admin.acme.example"])]
#[get("")]
async fn index() -> impl Responder {
    "index"
}

#[cors(off)]
#[get("/closed")]
async fn closed() -> impl Responder {
    "closed"
}

#[cors(off)]
#[get("/clears")]
async fn closed_and_clears(request: actix_web::HttpRequest) -> impl Responder {
    use actix_web::HttpMessage as _;
    request.extensions_mut().clear();
    "closed"
}

/// P1. The order that README taught before a policy answered for everything behind it.
#[actix_web::test]
async fn a_gate_around_a_policy_around_authentication() {
    for status in STATUSES {
        holds!(
            App::new()
                .service(
                    web::scope("/assets")
                        .wrap(ASSETS.middleware())
                        .route("/a", web::get().to(h))
                )
                .route("/orders", web::put().to(h))
                .wrap(auth(status))
                .wrap(API.middleware())
                .wrap(CorsGate::new()),
            preflight("PUT", "/orders", APP).is(204, APP_ALLOWED),
            preflight("PUT", "/orders", STRANGER).is(403, &[ASKED]),
            request("PUT", "/orders", APP).is(401, &[FROM_APP, BY_ORIGIN]),
            request("PUT", "/orders", APP)
                .token()
                .is(200, &[FROM_APP, BY_ORIGIN]),
        );
    }
}

/// P2. The outer policy answers the preflight. The inner one cannot be seen, so it rejects what it does not list.
#[actix_web::test]
async fn a_bare_policy_inside_another_fails_closed() {
    for status in STATUSES {
        holds!(
            App::new()
                .service(
                    web::scope("/admin")
                        .route("/all", web::delete().to(h))
                        .wrap(ADMINS.middleware())
                )
                .wrap(auth(status))
                .wrap(SITE.middleware()),
            request("DELETE", "/admin/all", APP)
                .header("cookie", "session=1")
                .token()
                .cross_site()
                .header("sec-fetch-mode", "cors")
                .is(403, &[BY_ORIGIN])
                .body(""),
            request("DELETE", "/admin/all", APP)
                .token()
                .is(403, &[BY_ORIGIN])
                .body(""),
            request("DELETE", "/admin/all", ADMIN)
                .token()
                .is(200, &[FROM_ADMIN, BY_ORIGIN])
                .body("h"),
            // Its own page, and what is no script.
            request("DELETE", "/admin/all", "https://api.acme.example")
                .token()
                .header("sec-fetch-site", "same-origin")
                .is(200, &[BY_ORIGIN]),
            request("DELETE", "/admin/all", "https://api.acme.example")
                .token()
                .host("api.acme.example")
                .is(200, &[BY_ORIGIN]),
        );
    }
}

/// P3. Siblings, each with a policy of its own and nothing around them.
#[actix_web::test]
async fn a_sibling_scope_without_earlier_requests() {
    for status in STATUSES {
        let cases = || {
            [
                preflight("PUT", "/admin/prices", ADMIN).is(204, ADMIN_ALLOWED),
                preflight("PUT", "/admin/prices", APP).is(403, &[ASKED]),
                preflight("PUT", "/shop/cart", APP).is(204, APP_ALLOWED),
                request("PUT", "/admin/prices", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
                request("PUT", "/admin/prices", ADMIN)
                    .token()
                    .is(200, &[FROM_ADMIN, BY_ORIGIN])
                    .body("h"),
                request("PUT", "/shop/cart", APP).is(200, &[FROM_APP, BY_ORIGIN]),
            ]
        };
        let shop = || web::scope("/shop").route("/cart", web::put().to(h));
        let admin = || {
            web::scope("/admin")
                .route("/prices", web::put().to(h))
                .wrap(auth(status))
        };
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .service(shop().wrap(API.middleware()))
                    .service(admin().wrap(ADMINS.middleware())),
            )
            .await
        };
        holds_for(app, &cases()).await;
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .service(admin().wrap(ADMINS.middleware()))
                    .service(shop().wrap(API.middleware())),
            )
            .await
        };
        holds_for(app, &cases()).await;
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .service(ADMINS.around(admin()))
                    .service(API.around(shop())),
            )
            .await
        };
        holds_for(app, &cases()).await;
    }
}

/// P4.
#[test]
fn an_application_on_two_addresses() {
    let second = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = second.local_addr().expect("it is bound");
    let server = Server::run(move |first| {
        HttpServer::new(|| {
            App::new()
                .service(own)
                .route("/any", web::to(h))
                .wrap(API.middleware())
        })
        .workers(1)
        .disable_signals()
        .listen(first)
        .and_then(|server| server.listen(second))
        .expect("both listen")
        .run()
    });
    for mut connection in [Connection::to(address), server.connect()] {
        for _ in 0..2 {
            let asks = |method: &str, path: &str, origin: &str| {
                crate::support::preflight(method, path, origin)
            };
            let told = connection.ask(&asks("PUT", "/any", APP));
            told.is(204, APP_ALLOWED).is_empty();
            let refused = connection.ask(&asks("PUT", "/any", STRANGER));
            refused.is(403, &[ASKED]).is_empty();
            let of_route = connection.ask(&asks("PUT", "/own", ADMIN));
            of_route.is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]);
        }
    }
}

/// P5. Also with an application that has been asked, and with one that is gone.
#[actix_web::test]
async fn other_applications_of_the_thread() {
    let other = || {
        actix_web::test::init_service(
            App::new()
                .service(PARTNERS.around(web::scope("/any").service(own)))
                .wrap(ASSETS.middleware()),
        )
    };
    drop(other().await);
    let _alive = other().await;
    let asked = other().await;
    crate::process::ask(&asked, preflight("PUT", "/any/own", APP).to_request()).await;
    for status in STATUSES {
        holds!(
            App::new()
                .service(own)
                .route("/any", web::put().to(h))
                .wrap(auth(status))
                .wrap(API.middleware()),
            preflight("PUT", "/any", APP).is(204, APP_ALLOWED),
            preflight("PUT", "/any", STRANGER).is(403, &[ASKED]),
            preflight("PUT", "/own", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
            preflight("PUT", "/any/own", ADMIN).is(403, &[ASKED]),
        );
        holds!(
            App::new()
                .route("/any", web::put().to(h))
                .wrap(auth(status))
                .wrap(CorsGate::new()),
            preflight("PUT", "/any", APP).is(status, &[]),
        );
    }
}

#[cors(origins = ["https://app.acme.example"])]
#[put("/a")]
async fn put_a() -> impl Responder {
    "a"
}

#[cors(origins = ["https://admin.acme.example"])]
#[put("/b")]
async fn put_b() -> impl Responder {
    "b"
}

/// P9. Guarded scopes that share a prefix.
#[actix_web::test]
async fn a_gate_around_each_of_two_hosts() {
    for status in STATUSES {
        let cases = [
            preflight("PUT", "/b", ADMIN)
                .host("b.example:8080")
                .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
            preflight("PUT", "/b", APP)
                .host("B.example")
                .is(403, &[ASKED]),
            preflight("PUT", "/a", APP)
                .host("a.example")
                .is(204, &["allow-methods: PUT", FROM_APP, ASKED]),
            request("PUT", "/b", ADMIN)
                .host("b.example")
                .is(401, &[FROM_ADMIN, BY_ORIGIN]),
            request("PUT", "/b", APP)
                .host("b.example")
                .token()
                .is(200, &[BY_ORIGIN]),
            // The other host has no such path.
            preflight("PUT", "/b", ADMIN)
                .host("a.example")
                .is(status, &[]),
            preflight("PUT", "/b", ADMIN).host("c.example").is(404, &[]),
            preflight("PUT", "/b", ADMIN).is(404, &[]),
        ];
        let a = || {
            CorsGate::new()
                .around(web::scope("").service(put_a).wrap(auth(status)))
                .host("a.example")
        };
        let b = || {
            CorsGate::new()
                .around(web::scope("").service(put_b).wrap(auth(status)))
                .host("b.example")
        };
        holds_for(
            async || actix_web::test::init_service(App::new().service(a()).service(b())).await,
            &cases,
        )
        .await;
        holds_for(
            async || actix_web::test::init_service(App::new().service(b()).service(a())).await,
            &cases,
        )
        .await;
        let gated = async || {
            actix_web::test::init_service(
                App::new().service(a()).service(b()).wrap(CorsGate::new()),
            )
            .await
        };
        holds_for(gated, &cases).await;
    }
}

/// P10. Services that are built asynchronously, the first one more slowly than the second.
#[actix_web::test]
async fn scopes_that_are_built_slowly() {
    for (first, second) in [(30, 0), (0, 30), (30, 30)] {
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .service(
                        CorsGate::new()
                            .around(web::scope("/a").service(put_a).wrap(auth(401).slow(first))),
                    )
                    .service(
                        ADMINS.around(
                            web::scope("/b")
                                .service(put_b)
                                .route("/c", web::put().to(h))
                                .wrap(auth(401).slow(second)),
                        ),
                    ),
            )
            .await
        };
        let cases = [
            preflight("PUT", "/b/b", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
            preflight("PUT", "/b/c", ADMIN).is(204, ADMIN_ALLOWED),
            preflight("PUT", "/a/a", APP).is(204, &["allow-methods: PUT", FROM_APP, ASKED]),
            request("PUT", "/b/b", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        ];
        holds_for(app, &cases).await;
    }
}

/// P11.
#[actix_web::test]
async fn a_scope_of_partners_behind_the_authentication_of_the_application() {
    for status in STATUSES {
        let cases = [
            preflight("PUT", "/partners/stock", PARTNER).is(204, PARTNER_ALLOWED),
            preflight("PUT", "/partners/stock", APP).is(403, &[ASKED]),
            preflight("PUT", "/partners/nowhere", PARTNER).is(204, PARTNER_ALLOWED),
            preflight("PUT", "/partners", PARTNER).is(204, PARTNER_ALLOWED),
            preflight("PUT", "/partnersandmore", PARTNER).is(403, &[ASKED]),
            preflight("PUT", "/orders", APP).is(204, APP_ALLOWED),
            request("PUT", "/partners/stock", PARTNER).is(401, &[FROM_PARTNER, BY_ORIGIN]),
            request("PUT", "/partners/stock", APP).is(401, &[BY_ORIGIN]),
            request("PUT", "/partners/stock", PARTNER)
                .token()
                .is(200, &[FROM_PARTNER, BY_ORIGIN])
                .body("h"),
            request("PUT", "/partners/nowhere", PARTNER)
                .token()
                .is(404, &[FROM_PARTNER, BY_ORIGIN]),
            request("POST", "/partners/stock", PARTNER)
                .token()
                .is(404, &[FROM_PARTNER, BY_ORIGIN]),
        ];
        let partners =
            || PARTNERS.around(web::scope("/partners").route("/stock", web::put().to(h)));
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .service(partners())
                    .route("/orders", web::put().to(h))
                    .wrap(auth(status))
                    .wrap(API.middleware()),
            )
            .await
        };
        holds_for(app, &cases).await;
        // A gate around all of it changes nothing, and neither does the order of registration.
        let app = async || {
            actix_web::test::init_service(
                App::new()
                    .route("/orders", web::put().to(h))
                    .configure(|config| {
                        config.service(partners());
                    })
                    .wrap(auth(status))
                    .wrap(API.middleware())
                    .wrap(CorsGate::new()),
            )
            .await
        };
        holds_for(app, &cases).await;
    }
}

/// P12.
#[actix_web::test]
async fn deleting_the_extensions_of_a_request_keeps_the_decision() {
    let cases = [
        request("GET", "/closed", STRANGER)
            .is(200, &[])
            .body("closed"),
        request("GET", "/clears", STRANGER)
            .is(200, &[])
            .body("closed"),
        request("GET", "/in/closed", STRANGER)
            .is(200, &[])
            .body("closed"),
        request("GET", "/in/clears", STRANGER)
            .is(200, &[])
            .body("closed"),
        request("GET", "/in/plain", ADMIN)
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("h"),
        request("GET", "/in/plain", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
        request("GET", "/plain", STRANGER)
            .is(200, &["allow-origin: *"])
            .body("h"),
        preflight("GET", "/in/closed", ADMIN).is(403, &[BY_METHOD]),
    ];
    let routes = |config: &mut web::ServiceConfig| {
        config
            .service((closed, closed_and_clears))
            .route("/plain", web::get().to(h));
    };
    let scope = || ADMINS.around(web::scope("/in").configure(routes));
    let app = async || {
        let app = App::new().service(scope()).configure(routes);
        actix_web::test::init_service(app.wrap(from_fn(clears)).wrap(ASSETS.middleware())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let app = App::new().service(scope()).configure(routes);
        actix_web::test::init_service(
            app.wrap(from_fn(clears_afterwards))
                .wrap(ASSETS.middleware()),
        )
        .await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let app = App::new().service(scope()).configure(routes);
        actix_web::test::init_service(app.wrap(from_fn(in_another_task)).wrap(ASSETS.middleware()))
            .await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let scope = ADMINS.around(web::scope("/in").configure(routes).wrap(from_fn(clears)));
        let app = App::new().service(scope).configure(routes);
        actix_web::test::init_service(app.wrap(ASSETS.middleware())).await
    };
    holds_for(app, &cases).await;
}

#[actix_web::test]
async fn a_middleware_that_keeps_the_request_and_answers() {
    holds!(
        App::new()
            .service(
                ADMINS.around(
                    web::scope("/in")
                        .service(own)
                        .wrap(from_fn(keeps_and_refuses))
                )
            )
            .service(own)
            .wrap(from_fn(keeps_and_refuses))
            .wrap(ASSETS.middleware()),
        request("PUT", "/in/own", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("PUT", "/own", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("PUT", "/own", STRANGER).is(401, &[BY_ORIGIN]),
        request("PUT", "/nowhere", STRANGER).is(401, &["allow-origin: *"]),
        preflight("PUT", "/in/own", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
    );
    holds!(
        App::new()
            .service(
                ADMINS.around(
                    web::scope("/in")
                        .service(own)
                        .wrap(from_fn(keeps_and_refuses))
                )
            )
            .wrap(CorsGate::new())
            .wrap(from_fn(keeps_and_refuses)),
        request("PUT", "/in/own", ADMIN).is(401, &[]),
    );
}

/// P14. A handler that serves OPTIONS itself gets what is no preflight for one of its methods.
#[actix_web::test]
async fn a_preflight_for_a_method_that_the_route_does_not_serve() {
    #[cors(origins = ["https://app.acme.example"], expose = ["etag"])]
    #[actix_web::route("/p", method = "PROPFIND", method = "OPTIONS", method = "GET")]
    async fn dav() -> impl Responder {
        "dav"
    }
    let told: &[&str] = &["allow-methods: PROPFIND, OPTIONS, GET", FROM_APP, ASKED];
    let cases = [
        preflight("MKCOL", "/p", APP).is(200, &[]).body("dav"),
        preflight("PROPFIND", "/p", APP).is(204, told),
        preflight("GET", "/p", STRANGER).is(403, &[ASKED]),
        request("OPTIONS", "/p", APP)
            .is(200, &[FROM_APP, "expose-headers: etag", BY_ORIGIN])
            .body("dav"),
    ];
    holds_for(
        async || actix_web::test::init_service(App::new().service(dav)).await,
        &cases,
    )
    .await;
    holds_for(
        async || actix_web::test::init_service(App::new().service(dav).wrap(CorsGate::new())).await,
        &cases,
    )
    .await;
}

/// The path of a scope is matched before a route in it with the empty pattern is reached.
#[actix_web::test]
async fn the_path_of_a_scope_itself() {
    let cases = [
        request("GET", "/api", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("GET", "/api", STRANGER).is(401, &[BY_ORIGIN]),
        request("GET", "/api", STRANGER)
            .token()
            .is(200, &[BY_ORIGIN])
            .body("index"),
        preflight("GET", "/api", STRANGER).is(403, &[ASKED]),
        preflight("GET", "/api", ADMIN).is(204, &["allow-methods: GET", FROM_ADMIN, ASKED]),
    ];
    let api = || web::scope("/api").service(index).wrap(auth(401));
    let gated = async || {
        actix_web::test::init_service(App::new().service(api()).wrap(CorsGate::new())).await
    };
    holds_for(gated, &cases).await;
    let inside = async || {
        actix_web::test::init_service(App::new().service(api()).wrap(ASSETS.middleware())).await
    };
    holds_for(inside, &cases).await;
}

/// Scopes in one another, with every way to register a service.
#[actix_web::test]
async fn scopes_inside_scopes() {
    #[cors(origins = ["https://partner.example"])]
    #[delete("/{id}")]
    async fn deleted() -> impl Responder {
        "deleted"
    }
    let inner = || {
        let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/placement");
        web::scope(r"/{year:\d+}")
            .service(Files::new("/files", files))
            .service(
                web::scope("")
                    .service((deleted, own))
                    .default_service(web::to(h)),
            )
    };
    holds!(
        App::new()
            .configure(|config| {
                config.service(actix_web::services![
                    web::scope("/{tenant}/v1").service(
                        API.around(
                            web::scope("/api")
                                .service(ADMINS.around(inner().wrap(auth(404))))
                                .route("/plain", web::get().to(h))
                        )
                    ),
                    web::resource("/last").to(h),
                ]);
            })
            .wrap(auth(200))
            .wrap(PARTNERS.middleware()),
        preflight("DELETE", "/acme/v1/api/2026/7", PARTNER)
            .is(204, &["allow-methods: DELETE", FROM_PARTNER, ASKED]),
        preflight("PUT", "/acme/v1/api/2026/own", ADMIN)
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
        preflight("GET", "/acme/v1/api/2026/files/main.rs", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("GET", "/acme/v1/api/2026/nowhere/at/all", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("GET", "/acme/v1/api/2026/files/main.rs", APP).is(403, &[ASKED]),
        preflight("GET", "/acme/v1/api/plain", APP).is(204, APP_ALLOWED),
        preflight("GET", "/acme/v1/api/nowhere", APP).is(204, APP_ALLOWED),
        preflight("GET", "/acme/v1/nowhere", PARTNER).is(204, PARTNER_ALLOWED),
        preflight("GET", "/acme/v1/nowhere", APP).is(403, &[ASKED]),
        preflight("GET", "/last", PARTNER).is(204, PARTNER_ALLOWED),
        request("GET", "/acme/v1/api/2026/files/main.rs", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("GET", "/acme/v1/api/2026/files/main.rs", ADMIN)
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN]),
        request("GET", "/acme/v1/api/2026/nowhere/at/all", ADMIN)
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("h"),
        request("DELETE", "/acme/v1/api/2026/7", ADMIN)
            .token()
            .is(200, &[BY_ORIGIN]),
        request("GET", "/acme/v1/nowhere", PARTNER)
            .token()
            .is(404, &[FROM_PARTNER, BY_ORIGIN]),
    );
}

/// Prefixes that begin with one another, in both orders: actix-web enters the first that matches.
#[actix_web::test]
async fn a_prefix_before_and_after_a_longer_one() {
    let api = || API.around(web::scope("/api").route("/x", web::put().to(h)));
    let admin = || ADMINS.around(web::scope("/api/admin").route("/x", web::put().to(h)));
    holds!(
        App::new()
            .service(admin())
            .service(api())
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/admin/x", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/api/admin/x", APP).is(403, &[ASKED]),
        preflight("PUT", "/api/admin/nowhere", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/api/x", APP).is(204, APP_ALLOWED),
        preflight("PUT", "/api/nowhere", APP).is(204, APP_ALLOWED),
    );
    holds!(
        App::new()
            .service(api())
            .service(admin())
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/admin/x", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/api/admin/x", APP).is(204, APP_ALLOWED),
        preflight("PUT", "/api/x", APP).is(204, APP_ALLOWED),
    );
}

/// A scope that is registered twice is one scope.
#[actix_web::test]
async fn a_scope_that_is_registered_twice() {
    let scope = || ADMINS.around(web::scope("/s").service(own).route("/x", web::put().to(h)));
    let cases = [
        preflight("PUT", "/s/x", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/s/x", APP).is(403, &[ASKED]),
        preflight("PUT", "/s/own", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
        request("PUT", "/s/x", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("PUT", "/s/own", ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN]),
        request("PUT", "/s/x", ADMIN)
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN]),
    ];
    for twice in [false, true] {
        let app = async || {
            let app = App::new().service(scope());
            let app = if twice { app.service(scope()) } else { app };
            actix_web::test::init_service(app.wrap(auth(404)).wrap(API.middleware())).await
        };
        holds_for(app, &cases).await;
    }
}

/// An application that a handler of another one calls is a handler: its policies do not count outside.
#[actix_web::test]
async fn an_application_inside_a_handler() {
    async fn calls() -> actix_web::HttpResponse {
        use actix_web::dev::Service as _;
        let inner = actix_web::test::init_service(
            App::new()
                .service(own)
                .route("/calls", web::put().to(h))
                .wrap(ADMINS.middleware()),
        )
        .await;
        let request = request("PUT", "/calls", ADMIN).to_request();
        let response = inner.call(request).await.expect("it answers");
        response.into_parts().1.map_into_boxed_body()
    }
    holds!(
        App::new()
            .route("/calls", web::put().to(calls))
            .wrap(API.middleware()),
        preflight("PUT", "/calls", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/own", ADMIN).is(403, &[ASKED]),
        request("PUT", "/calls", ADMIN)
            .is(200, &[BY_ORIGIN])
            .body("h"),
        request("PUT", "/calls", APP)
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("h"),
    );
}
