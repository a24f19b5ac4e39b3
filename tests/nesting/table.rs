//! The policy table over many applications: each has its own, and a dropped application leaves nothing behind.

use std::{
    cell::Cell,
    rc::{Rc, Weak},
};

use actix_web::{
    App, HttpServer, Responder, get, put,
    test::{TestRequest, init_service},
    web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, FROM_ADMIN, FROM_APP,
    process::{Answer, ask},
    support::{Server, preflight, request},
};

static APPS: Policy = policy!(origins = ["https://app.acme.example"], methods = [GET]);

#[cors(origins = ["https://app.acme.example"])]
#[put("/item")]
async fn of_app() -> impl Responder {
    "app"
}

#[cors(origins = ["https://admin.acme.example"])]
#[put("/item")]
async fn of_admins() -> impl Responder {
    "admins"
}

#[cors(origins = ["https://app.acme.example"])]
#[get("/other")]
async fn other() -> impl Responder {
    "other"
}

const APP_ALLOWED: &[&str] = &["allow-methods: PUT", FROM_APP, ASKED];
const ADMIN_ALLOWED: &[&str] = &["allow-methods: PUT", FROM_ADMIN, ASKED];

fn asks(path: &str, origin: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method("OPTIONS".parse().expect("it is a method"))
        .insert_header(("origin", origin))
        .insert_header(("access-control-request-method", "PUT"))
}

macro_rules! ask {
    ($service:expr, $path:expr, $origin:expr) => {
        ask(&$service, asks($path, $origin).to_request()).await
    };
}

#[actix_web::test]
async fn nothing_is_left_of_an_application() {
    let mut left: Vec<Weak<Cell<u8>>> = Vec::new();
    for turn in 0..1000 {
        let alive = Rc::new(Cell::new(0));
        left.push(Rc::downgrade(&alive));
        let service = init_service(
            App::new()
                .app_data(Rc::clone(&alive))
                .service(
                    web::scope("/in")
                        .app_data(alive)
                        .service(of_app)
                        .wrap(APPS.middleware())
                        .wrap(CorsGate::new()),
                )
                .service(other)
                .wrap(CorsGate::new())
                .wrap(APPS.middleware()),
        )
        .await;
        if turn % 3 > 0 {
            ask!(service, "/in/item", APP).is(204, APP_ALLOWED);
            assert!(left.last().is_some_and(|alive| alive.strong_count() > 0));
        }
    }
    assert!(left.iter().all(|alive| alive.strong_count() == 0));
}

#[actix_web::test]
async fn applications_are_built_and_asked_in_turns() {
    let gated = |admins: bool| {
        let app = App::new().wrap(CorsGate::new());
        if admins {
            app.service(of_admins)
        } else {
            app.service(of_app)
        }
    };
    // Both are built before either is asked, and both at the same time.
    let (first, second) = in_turns(init_service(gated(false)), init_service(gated(true))).await;
    for _ in 0..2 {
        ask!(first, "/item", APP).is(204, APP_ALLOWED);
        ask!(second, "/item", ADMIN).is(204, ADMIN_ALLOWED);
        ask!(first, "/item", ADMIN).is(403, &[ASKED]);
        ask!(second, "/item", APP).is(403, &[ASKED]);
    }
    let third = init_service(gated(true)).await;
    drop(first);
    ask!(third, "/item", APP).is(403, &[ASKED]);
    ask!(second, "/item", ADMIN).is(204, ADMIN_ALLOWED);
    drop(second);
    ask!(third, "/item", ADMIN).is(204, ADMIN_ALLOWED);
}

/// Both futures, polled in turns.
async fn in_turns<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        if first.is_none()
            && let std::task::Poll::Ready(done) = a.as_mut().poll(context)
        {
            first = Some(done);
        }
        if second.is_none()
            && let std::task::Poll::Ready(done) = b.as_mut().poll(context)
        {
            second = Some(done);
        }
        match (first.take(), second.take()) {
            (Some(a), Some(b)) => std::task::Poll::Ready((a, b)),
            (a, b) => {
                (first, second) = (a, b);
                std::task::Poll::Pending
            }
        }
    })
    .await
}

#[actix_web::test]
async fn a_handler_in_several_scopes() {
    fn part() -> impl actix_web::dev::HttpServiceFactory {
        web::scope("/same").service(of_app).service(other)
    }
    let service = init_service(
        App::new()
            .service(web::scope("/a").service(part()))
            .service(web::scope("/{tenant}").service(part()))
            .service(part())
            .wrap(CorsGate::new()),
    )
    .await;
    for path in ["/a/same/item", "/b/same/item"] {
        ask!(service, path, APP).is(204, APP_ALLOWED);
        ask!(service, path, ADMIN).is(403, &[ASKED]);
    }
    // A guard may keep the scope of all tenants from this path. Otherwise, the path is a 404.
    ask!(service, "/same/item", APP).is(204, APP_ALLOWED);
}

#[test]
fn several_workers() {
    let server = Server::run(|listener| {
        HttpServer::new(|| {
            App::new()
                .service(of_app)
                .wrap(APPS.middleware())
                .wrap(CorsGate::new())
        })
        .workers(4)
        .disable_signals()
        .listen(listener)
        .expect("a listener that is bound is listened on")
        .run()
    });
    let mut connections: Vec<_> = (0..16).map(|_| server.connect()).collect();
    for connection in &mut connections {
        connection
            .ask(&preflight("PUT", "/item", APP))
            .is(204, APP_ALLOWED);
        connection
            .ask(&preflight("PUT", "/item", ADMIN))
            .is(403, &[ASKED]);
        connection
            .ask(&request("GET", "/nowhere").origin(APP))
            .is(404, &[FROM_APP, "vary: Origin"]);
    }
}

#[actix_web::test]
async fn strange_hosts_do_not_keep_a_table_from_being_made() {
    for host in ["", "a b", "[", "x:99999", "\u{e9}"] {
        let service = init_service(App::new().service(of_app).wrap(CorsGate::new())).await;
        let request = asks("/item", APP).insert_header(("host", host));
        let answer: Answer = ask(&service, request.to_request()).await;
        answer.is(204, APP_ALLOWED);
    }
}
