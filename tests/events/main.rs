//! The log of refusals: one event for each at the level DEBUG, and nothing for allowed requests.

#![allow(
    missing_docs,
    reason = "the handlers of a test are read where they are"
)]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use actix_http::Request;
use actix_web::{
    App, Error, HttpResponse, Responder,
    dev::{Service, ServiceResponse},
    get, put,
    test::{TestRequest, init_service},
    web,
};
use route_cors::{CorsGate, Policy, cors, policy};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter, util::SubscriberInitExt};

const APP: &str = "https://app.acme.example";
const STRANGER: &str = "https://stranger.example";

static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [GET, PUT]);
static FLOOR: Policy = policy!(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    mismatch = reject
);

#[cors(origins = ["https://app.acme.example", "https://*.shops.example"])]
#[put("/orders/{id}")]
async fn order() -> impl Responder {
    "order"
}

#[cors(origins = ["https://app.acme.example"])]
#[get("/orders/{id}")]
async fn read() -> impl Responder {
    "read"
}

#[cors(origins = ["https://app.acme.example"], mismatch = reject)]
#[get("/socket")]
async fn socket() -> impl Responder {
    "socket"
}

#[cors(origins = any, credentials = ["https://app.acme.example"])]
#[get("/prices")]
async fn prices() -> impl Responder {
    "prices"
}

fn routes(config: &mut web::ServiceConfig) {
    config.service((order, read, socket, prices));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(bytes).expect("the log is text");
        text.lines().map(str::to_owned).collect()
    }
}

/// Listens to this thread's log. One test listens at a time: `tracing` keeps in one place for all threads what anybody
/// listens to.
fn listen(level: LevelFilter) -> (Log, (DefaultGuard, MutexGuard<'static, ()>)) {
    static LISTENING: Mutex<()> = Mutex::new(());
    let only = LISTENING.lock().unwrap_or_else(PoisonError::into_inner);
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone())
        .finish();
    (log, (subscriber.set_default(), only))
}

fn preflight(method: &str, path: &str, origin: &str) -> Request {
    TestRequest::with_uri(path)
        .method(actix_web::http::Method::OPTIONS)
        .insert_header(("Origin", origin))
        .insert_header(("Access-Control-Request-Method", method))
        .to_request()
}

fn from(method: &str, path: &str, origin: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(method.parse().expect("it is a method"))
        .insert_header(("Origin", origin))
}

async fn send<B>(
    service: &impl Service<Request, Response = ServiceResponse<B>, Error = Error>,
    request: Request,
) {
    // An error is a response, too: actix-web makes it outside of the application.
    if let Err(error) = service.call(request).await {
        drop(error.error_response());
    }
}

macro_rules! each_application {
    ($log:ident, $service:ident => $body:block) => {
        for index in 0..3 {
            println!("application {index}");
            macro_rules! run {
                ($app:expr) => {{
                    let $service = init_service($app).await;
                    $log.take();
                    $body
                }};
            }
            match index {
                0 => run!(App::new().configure(routes)),
                1 => run!(App::new().configure(routes).wrap(CorsGate::new())),
                _ => run!(App::new().configure(routes).wrap(API.middleware())),
            }
        }
    };
}

#[actix_web::test]
async fn each_refusal_has_exactly_one_event() {
    let (log, _guard) = listen(LevelFilter::DEBUG);
    each_application!(log, service => {
        for (request, fields) in [
            (
                preflight("PUT", "/orders/7", "http://app.acme.example"),
                &[
                    "DEBUG route_cors: ",
                    "origin=\"http://app.acme.example\"",
                    "method=\"PUT\"",
                    "path=\"/orders/{id}\"",
                    "policy=tests/events/main.rs:",
                    "reason=\"scheme_differs\"",
                    "fix=\"the list has https://app.acme.example: the scheme differs",
                ][..],
            ),
            (
                preflight("PUT", "/orders/7", "https://shops.example"),
                &["reason=\"wildcard_excludes_domain\""],
            ),
            (
                from("GET", "/orders/7", "https://app.acme.example:8443").to_request(),
                &["method=\"GET\"", "path=\"/orders/{id}\"", "reason=\"port_differs\""],
            ),
            (
                from("GET", "/socket", STRANGER).to_request(),
                &["path=\"/socket\"", "reason=\"origin_not_listed\""],
            ),
            (
                from("GET", "/prices", STRANGER).insert_header(("Cookie", "a=b")).to_request(),
                &["path=\"/prices\"", "reason=\"origin_without_credentials\""],
            ),
        ] {
            send(&service, request).await;
            let lines = log.take();
            assert_eq!(lines.len(), 1, "{fields:?}: {lines:?}");
            for field in fields {
                assert!(lines[0].contains(field), "{field} in {}", lines[0]);
            }
        }
    });
}

#[actix_web::test]
async fn allowed_requests_emit_no_event() {
    let (log, _guard) = listen(LevelFilter::DEBUG);
    each_application!(log, service => {
        for request in [
            preflight("PUT", "/orders/7", APP),
            from("GET", "/orders/7", APP).to_request(),
            from("GET", "/prices", STRANGER).to_request(),
            from("GET", "/prices", APP).insert_header(("Cookie", "a=b")).to_request(),
            TestRequest::with_uri("/orders/7").to_request(),
            // Browsers send `Origin` with a same-origin POST.
            from("GET", "/orders/7", "https://api.acme.example")
                .insert_header(("Sec-Fetch-Site", "same-origin"))
                .to_request(),
            from("GET", "/orders/7", "https://api.acme.example")
                .insert_header(("Host", "api.acme.example"))
                .to_request(),
        ] {
            send(&service, request).await;
            let lines = log.take();
            assert!(lines.is_empty(), "{lines:?}");
        }
    });
}

#[actix_web::test]
async fn policies_that_are_not_on_a_route() {
    let (log, _guard) = listen(LevelFilter::DEBUG);
    let fails = || async { Err::<HttpResponse, _>(actix_web::error::ErrorImATeapot("no")) };
    let service = init_service(
        App::new()
            .service(FLOOR.around(web::scope("/floor").service(read)))
            .route("/plain/{name}", web::get().to(HttpResponse::Ok))
            .route("/fails", web::get().to(fails))
            .wrap(API.middleware()),
    )
    .await;
    log.take();
    for (request, fields) in [
        (
            from("GET", "/plain/a", STRANGER).to_request(),
            &["path=\"/plain/{name}\"", "reason=\"origin_not_listed\""][..],
        ),
        (
            from("GET", "/fails", STRANGER).to_request(),
            &["path=\"/fails\""],
        ),
        (
            preflight("DELETE", "/plain/a", APP),
            &["method=\"DELETE\"", "reason=\"method_not_listed\""],
        ),
        (
            preflight("GET", "/nowhere", STRANGER),
            &["path=\"(no resource)\""],
        ),
        (
            from("GET", "/floor/orders/1", STRANGER).to_request(),
            &[
                "path=\"/floor/orders/{id}\"",
                "reason=\"origin_not_listed\"",
            ],
        ),
        (
            from("GET", "/floor/orders/1", "https://admin.acme.example").to_request(),
            &["reason=\"origin_not_listed\""],
        ),
    ] {
        send(&service, request).await;
        let lines = log.take();
        assert_eq!(lines.len(), 1, "{fields:?}: {lines:?}");
        for field in fields {
            assert!(lines[0].contains(field), "{field} in {}", lines[0]);
        }
    }
}

#[actix_web::test]
async fn hostile_origins_are_escaped_and_cut() {
    let (log, _guard) = listen(LevelFilter::DEBUG);
    let service = init_service(App::new().configure(routes)).await;
    log.take();
    let long = format!("https://{}.example", "a".repeat(5_000));
    let control =
        actix_web::http::header::HeaderValue::from_bytes(b"https://\xff\x80\t\"x").unwrap();
    for origin in [
        actix_web::http::header::HeaderValue::from_str(&long).unwrap(),
        control,
    ] {
        let request = TestRequest::with_uri("/orders/7").insert_header(("Origin", origin));
        send(&service, request.to_request()).await;
        let lines = log.take();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].len() < 1_500, "{}", lines[0].len());
        assert!(
            lines[0].is_ascii() || lines[0].contains('…'),
            "{}",
            lines[0]
        );
    }
}

#[actix_web::test]
async fn nothing_is_above_debug() {
    let (log, _guard) = listen(LevelFilter::INFO);
    each_application!(log, service => {
        send(&service, preflight("PUT", "/orders/7", STRANGER)).await;
        send(&service, from("GET", "/socket", STRANGER).to_request()).await;
        let lines = log.take();
        assert!(lines.is_empty(), "{lines:?}");
    });
}
