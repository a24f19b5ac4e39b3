//! Overlapping patterns: a preflight gets the policy of the route that serves the request, never of a neighbour.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{App, HttpServer, Responder, delete, get, patch, put, web, web::ServiceConfig};
use route_cors::cors;

use crate::{
    serve,
    support::{Server, preflight, request},
};

const APP: &str = "https://app.acme.example";
const ADMIN: &str = "https://admin.acme.example";
const STRANGER: &str = "https://stranger.example";
const VARY: &str = "vary: Origin, Access-Control-Request-Method";
const APP_DELETES: &[&str] = &[
    "allow-methods: DELETE",
    "allow-origin: https://app.acme.example",
    VARY,
];

/// A module of handlers that answer with their names, and a function that registers them in order.
macro_rules! handlers {
    ($(
        $(#[doc = $doc:literal])+
        mod $module:ident { $($(#[$($attribute:tt)*])+ $name:ident;)+ }
    )+) => {
        $($(#[doc = $doc])+
        mod $module {
            use super::*;

            $($(#[$($attribute)*])+
            async fn $name() -> impl Responder {
                stringify!($name)
            })+

            pub(super) fn routes(config: &mut ServiceConfig) {
                config$(.service($name))+;
            }
        })+
    };
}

handlers! {
    /// The specific path has no policy and is registered before the general one.
    mod plain_first {
        #[delete("/users/me")]
        plain;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
    }

    /// The specific path has a policy and serves another method than the general one.
    mod special_first {
        #[cors(origins = any)]
        #[get("/users/me")]
        special;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
    }

    /// Each path has a policy and serves one method.
    mod all_annotated {
        #[cors(origins = ["https://admin.acme.example"])]
        #[delete("/users/me")]
        special;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
        #[cors(off)]
        #[delete("/users/{id:[0-9]+}/keys")]
        keys;
        #[cors(origins = any)]
        #[delete("/users/{id}/{what:.*}")]
        tail;
    }

    /// The general path is registered first, so the specific one is never reached.
    mod general_first {
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
        #[cors(origins = any)]
        #[delete("/users/me")]
        special;
    }

    /// The specific path has no policy and serves another method than the general one.
    mod plain_of_another_method {
        #[get("/users/me")]
        plain;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
    }

    /// The specific path is `off` and serves another method than the general one.
    mod off_first {
        #[cors(off)]
        #[get("/users/me")]
        special;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        general;
    }

    /// One of two applications with the same paths.
    mod application {
        #[delete("/users/me")]
        plain;
        #[cors(origins = ["https://app.acme.example"])]
        #[delete("/users/{id}")]
        app;
    }

    /// The other one of two applications with the same paths.
    mod other_application {
        #[cors(origins = any)]
        #[delete("/users/me")]
        open;
        #[cors(origins = ["https://admin.acme.example"])]
        #[delete("/users/{id}")]
        admin;
    }
}

/// Returns servers with these routes in scopes of all kinds, each with its prefix.
macro_rules! places {
    ($routes:path) => {
        [
            ("", || serve!(App::new().configure($routes))),
            ("/api", || {
                serve!(App::new().service(web::scope("/api").configure($routes)))
            }),
            ("/api/v1", || {
                serve!(
                    App::new()
                        .service(web::scope("/api").service(web::scope("/v1").configure($routes)))
                )
            }),
            ("/acme", || {
                serve!(App::new().service(web::scope("/{tenant}").configure($routes)))
            }),
            ("/acme/42", || {
                serve!(App::new().service(
                    web::scope("/{id}").service(web::scope("/{id:[0-9]+}").configure($routes))
                ))
            }),
            ("/t/acme/x/y", || {
                serve!(App::new().service(web::scope("/t/{tenant}").service(
                    web::scope("").service(web::scope("/{a}/{b:y|z}").configure($routes))
                )))
            }),
        ] as [(&str, fn() -> Server); 6]
    };
}

#[test]
fn a_plain_neighbour_is_not_opened() {
    for (prefix, start) in places!(plain_first::routes) {
        println!("in {prefix:?}");
        let server = start();
        let me = format!("{prefix}/users/me");
        for origin in [APP, STRANGER] {
            server.ask(&preflight("DELETE", &me, origin)).is(404, &[]);
        }
        let answer = server.ask(&request("DELETE", &me).origin(APP));
        answer.is(200, &[]);
        assert_eq!(answer.body, "plain");
        // The general path itself is as open as it says.
        let other = format!("{prefix}/users/7");
        server
            .ask(&preflight("DELETE", &other, APP))
            .is(204, APP_DELETES);
        server
            .ask(&preflight("DELETE", &other, STRANGER))
            .is(403, &[VARY]);
        server.ask(&request("DELETE", &other).origin(APP)).is(
            200,
            &["allow-origin: https://app.acme.example", "vary: Origin"],
        );
    }
}

#[test]
fn an_annotated_neighbour_that_serves_another_method_is_passed_by() {
    for (prefix, start) in places!(special_first::routes) {
        println!("in {prefix:?}");
        let server = start();
        let me = format!("{prefix}/users/me");
        server
            .ask(&preflight("DELETE", &me, APP))
            .is(204, APP_DELETES);
        server
            .ask(&preflight("DELETE", &me, STRANGER))
            .is(403, &[VARY]);
        assert_eq!(
            server.ask(&request("DELETE", &me).origin(APP)).body,
            "general"
        );
        server.ask(&preflight("GET", &me, STRANGER)).is(
            204,
            &[
                "allow-methods: GET",
                "allow-origin: *",
                "vary: Access-Control-Request-Method",
            ],
        );
        server
            .ask(&preflight("GET", &format!("{prefix}/users/7"), APP))
            .is(404, &[]);
    }
}

#[test]
fn the_first_annotated_route_that_matches_decides() {
    for (prefix, start) in places!(all_annotated::routes) {
        println!("in {prefix:?}");
        let server = start();
        for (path, body, allowed) in [
            ("/users/me", "special", &[ADMIN][..]),
            ("/users/7", "general", &[APP]),
            ("/users/7/keys", "keys", &[]),
            ("/users/me/keys", "tail", &[APP, ADMIN, STRANGER]),
            ("/users/7/keys/1", "tail", &[APP, ADMIN, STRANGER]),
        ] {
            let path = format!("{prefix}{path}");
            assert_eq!(server.ask(&request("DELETE", &path)).body, body, "{path}");
            for origin in [APP, ADMIN, STRANGER] {
                let asked = server.ask(&preflight("DELETE", &path, origin));
                let expected = if allowed.contains(&origin) { 204 } else { 403 };
                assert_eq!(asked.status, expected, "{path} from {origin}: {asked:#?}");
                let sent = server.ask(&request("DELETE", &path).origin(origin));
                assert_eq!(
                    sent.values("access-control-allow-origin"),
                    asked.values("access-control-allow-origin"),
                    "{path} from {origin}: the preflight and the request agree"
                );
            }
        }
    }
}

#[test]
fn a_route_that_is_never_reached_opens_nothing() {
    for (prefix, start) in places!(general_first::routes) {
        println!("in {prefix:?}");
        let server = start();
        let me = format!("{prefix}/users/me");
        assert_eq!(server.ask(&request("DELETE", &me)).body, "general");
        server
            .ask(&preflight("DELETE", &me, STRANGER))
            .is(403, &[VARY]);
        assert_eq!(server.ask(&preflight("DELETE", &me, APP)).status, 204);
    }
}

#[test]
fn a_plain_neighbour_of_another_method_refuses_without_need() {
    let server = serve!(App::new().configure(plain_of_another_method::routes));
    server
        .ask(&preflight("DELETE", "/users/me", APP))
        .is(404, &[]);
    assert_eq!(
        server.ask(&request("DELETE", "/users/me").origin(APP)).body,
        "general"
    );
}

#[test]
fn annotating_the_neighbour_fixes_it() {
    let server = serve!(App::new().configure(off_first::routes));
    assert_eq!(
        server.ask(&preflight("DELETE", "/users/me", APP)).status,
        204
    );
    assert_eq!(server.ask(&preflight("GET", "/users/me", APP)).status, 403);
}

#[test]
fn another_scope_of_the_same_prefix_is_another_place() {
    #[cors(origins = any)]
    #[put("/a")]
    async fn a() -> impl Responder {
        "a"
    }
    #[cors(origins = any)]
    #[put("/b")]
    async fn b() -> impl Responder {
        "b"
    }

    // actix-web never leaves a scope whose prefix matches, so `b` is not found.
    let server = serve!(
        App::new()
            .service(web::scope("/api").service(a))
            .service(web::scope("/api").service(b))
    );
    assert_eq!(server.ask(&preflight("PUT", "/api/a", APP)).status, 204);
    assert_eq!(server.ask(&request("PUT", "/api/b")).status, 404);
    server.ask(&preflight("PUT", "/api/b", APP)).is(404, &[]);
}

#[test]
fn one_handler_in_several_scopes() {
    #[cors(origins = ["https://app.acme.example"])]
    #[patch("/item")]
    async fn item() -> impl Responder {
        "item"
    }

    let server = serve!(
        App::new()
            .service(web::scope("/a").service(item))
            .service(web::scope("/b").service(web::scope("/{c}").service(item)))
            .service(item)
    );
    for path in ["/a/item", "/b/c/item", "/item"] {
        println!("{path}");
        assert_eq!(server.ask(&preflight("PATCH", path, APP)).status, 204);
        assert_eq!(server.ask(&preflight("PATCH", path, STRANGER)).status, 403);
        assert_eq!(server.ask(&request("PATCH", path).origin(APP)).body, "item");
    }
    server.ask(&preflight("PATCH", "/b/item", APP)).is(404, &[]);
}

#[test]
fn applications_on_one_thread_do_not_mix() {
    // One worker builds both, each in turn, and serves both.
    let second = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    let address = second.local_addr().expect("it is bound");
    let server = Server::run(move |first| {
        let built = Arc::new(AtomicUsize::new(0));
        HttpServer::new(move || {
            let number = built.fetch_add(1, Ordering::Relaxed);
            App::new().configure(match number % 2 {
                0 => application::routes,
                _ => other_application::routes,
            })
        })
        .workers(1)
        .disable_signals()
        .listen(first)
        .expect("a listener that is bound is listened on")
        .listen(second)
        .expect("a listener that is bound is listened on")
        .run()
    });
    let mut seen = Vec::new();
    let mut connections = [server.connect(), crate::support::Connection::to(address)];
    for _ in 0..3 {
        for connection in &mut connections {
            let body = connection.ask(&request("DELETE", "/users/7")).body;
            let (own, other, me) = match body.as_str() {
                "app" => (APP, ADMIN, 404),
                "admin" => (ADMIN, APP, 204),
                _ => unreachable!("there is no {body}"),
            };
            assert_eq!(
                connection.ask(&preflight("DELETE", "/users/7", own)).status,
                204
            );
            assert_eq!(
                connection
                    .ask(&preflight("DELETE", "/users/7", other))
                    .status,
                403
            );
            assert_eq!(
                connection
                    .ask(&preflight("DELETE", "/users/me", STRANGER))
                    .status,
                me
            );
            seen.push(body);
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen, ["admin", "app"], "both applications have been asked");
}

#[test]
fn applications_built_at_once_on_one_thread_do_not_mix() {
    use actix_web::{
        http::Method,
        test::{TestRequest, call_service, init_service},
    };

    macro_rules! status {
        ($service:expr, $path:expr, $origin:expr) => {{
            let request = TestRequest::with_uri($path)
                .method(Method::OPTIONS)
                .insert_header(("Origin", $origin))
                .insert_header(("Access-Control-Request-Method", "DELETE"));
            call_service(&$service, request.to_request())
                .await
                .status()
                .as_u16()
        }};
    }

    actix_web::rt::System::new().block_on(async {
        for _ in 0..3 {
            let app = App::new().configure(application::routes);
            let admin = App::new().configure(other_application::routes);
            // The second is begun and finished before the first is asked for the first time.
            let app = init_service(app).await;
            let admin = init_service(admin).await;
            assert_eq!(status!(admin, "/users/7", ADMIN), 204);
            assert_eq!(status!(app, "/users/7", APP), 204);
            assert_eq!(status!(app, "/users/7", ADMIN), 403);
            assert_eq!(status!(admin, "/users/7", APP), 403);
            assert_eq!(status!(app, "/users/me", STRANGER), 404);
            assert_eq!(status!(admin, "/users/me", STRANGER), 204);
        }
    });
}
