//! Requests that are not preflights: the headers that a policy adds to the response and removes from it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{App, HttpResponse, Responder, delete, get, head, http::header, route, web};
use route_cors::cors;

use crate::{
    serve,
    support::{Request, Server, request},
};

const APP: &str = "https://app.acme.example";
const STRANGER: &str = "https://stranger.example";

#[cors(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
    expose = ["ETag", "x-total"],
    credentials,
    max_age = "10m",
)]
#[route(
    "/whole",
    method = "GET",
    method = "HEAD",
    method = "POST",
    method = "PUT"
)]
async fn whole() -> impl Responder {
    "whole"
}

#[cors(origins = ["https://app.acme.example"])]
#[get("/bare")]
async fn bare() -> impl Responder {
    "bare"
}

#[cors(origins = any, headers = any, max_age = 60)]
#[get("/open")]
async fn open() -> impl Responder {
    "open"
}

#[cors(origins = any, expose = any)]
#[get("/open/expose")]
async fn open_expose() -> impl Responder {
    "open"
}

#[cors(origins = ["https://app.acme.example"], expose = any)]
#[get("/expose")]
async fn expose() -> impl Responder {
    "expose"
}

#[cors(origins = any)]
#[head("/head")]
async fn only_head() -> impl Responder {
    HttpResponse::Ok().body("never seen")
}

#[cors(origins = ["https://app.acme.example"])]
#[route("/custom", method = "PURGE")]
async fn custom() -> impl Responder {
    "purged"
}

#[cors(origins = ["https://app.acme.example"], methods = [GET], expose = ["etag"], credentials)]
#[route("/narrowed", method = "GET", method = "POST", method = "PUT")]
async fn narrowed() -> impl Responder {
    "narrowed"
}

#[cors(origins = any, methods = [GET])]
#[route("/narrowed/open", method = "GET", method = "POST")]
async fn narrowed_open() -> impl Responder {
    "narrowed"
}

#[cors(off)]
#[get("/off")]
async fn off() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("Access-Control-Allow-Origin", "*"))
        .body("off")
}

#[cors(origins = any)]
#[get("/item")]
async fn read_item() -> impl Responder {
    "read"
}

#[cors(origins = ["https://app.acme.example"])]
#[delete("/item")]
async fn delete_item() -> impl Responder {
    "deleted"
}

fn server() -> Server {
    serve!(
        App::new()
            .service((whole, bare, open, open_expose, expose, only_head))
            .service((custom, narrowed, narrowed_open, off, read_item, delete_item))
    )
}

const FROM_APP: &str = "allow-origin: https://app.acme.example";
const VARY: &str = "vary: Origin";

#[test]
fn headers_for_each_origin() {
    let server = server();
    let told = &[
        "allow-credentials: true",
        FROM_APP,
        "expose-headers: etag, x-total",
        VARY,
    ][..];
    for (method, path, origin, added) in [
        ("GET", "/whole", Some(APP), told),
        ("HEAD", "/whole", Some(APP), told),
        ("POST", "/whole", Some(APP), told),
        ("PUT", "/whole", Some(APP), told),
        ("GET", "/whole", Some(STRANGER), &[VARY]),
        ("HEAD", "/whole", Some(STRANGER), &[VARY]),
        ("PUT", "/whole", Some("null"), &[VARY]),
        ("GET", "/whole", Some(""), &[VARY]),
        ("GET", "/whole", None, &[VARY]),
        ("HEAD", "/whole", None, &[VARY]),
        ("GET", "/bare", Some(APP), &[FROM_APP, VARY]),
        ("GET", "/bare", Some(STRANGER), &[VARY]),
        ("GET", "/open", Some(APP), &["allow-origin: *"]),
        ("GET", "/open", Some("null"), &["allow-origin: *"]),
        ("GET", "/open", Some("no origin"), &["allow-origin: *"]),
        ("GET", "/open", None, &["allow-origin: *"]),
        (
            "GET",
            "/open/expose",
            Some(APP),
            &["allow-origin: *", "expose-headers: *"],
        ),
        (
            "GET",
            "/open/expose",
            None,
            &["allow-origin: *", "expose-headers: *"],
        ),
        (
            "GET",
            "/expose",
            Some(APP),
            &[FROM_APP, "expose-headers: *", VARY],
        ),
        ("GET", "/expose", Some(STRANGER), &[VARY]),
        ("HEAD", "/head", Some(APP), &["allow-origin: *"]),
        ("HEAD", "/head", None, &["allow-origin: *"]),
        ("PURGE", "/custom", Some(APP), &[FROM_APP, VARY]),
        ("PURGE", "/custom", Some(STRANGER), &[VARY]),
        (
            "GET",
            "/narrowed",
            Some(APP),
            &[
                "allow-credentials: true",
                FROM_APP,
                "expose-headers: etag",
                VARY,
            ],
        ),
        // The policy leaves these out: as for an origin that is not allowed.
        ("POST", "/narrowed", Some(APP), &[VARY]),
        ("PUT", "/narrowed", Some(APP), &[VARY]),
        ("POST", "/narrowed/open", Some(APP), &[]),
        ("POST", "/narrowed/open", None, &[]),
        ("GET", "/off", Some(APP), &[]),
        ("GET", "/off", None, &[]),
        ("GET", "/item", Some(STRANGER), &["allow-origin: *"]),
        ("DELETE", "/item", Some(STRANGER), &[VARY]),
        ("DELETE", "/item", Some(APP), &[FROM_APP, VARY]),
    ] {
        println!("{method} {path} from {origin:?}");
        let request = request(method, path);
        let request = match origin {
            Some(origin) => request.origin(origin),
            None => request,
        };
        let answer = server.ask(&request);
        answer.is(200, added);
        assert_eq!(answer.body.is_empty(), method == "HEAD", "the handler runs");
    }
}

#[test]
fn several_origins_are_not_allowed() {
    let server = server();
    for origins in [
        &[APP, APP][..],
        &[APP, STRANGER],
        &[STRANGER, APP],
        &[APP, ""],
        &["", APP],
        &["null", APP],
        &[APP, APP, APP],
    ] {
        println!("{origins:?}");
        let with = |path| {
            let plain = request("GET", path);
            origins.iter().fold(plain, Request::origin)
        };
        server.ask(&with("/whole")).is(200, &[VARY]);
        server.ask(&with("/open")).is(200, &["allow-origin: *"]);
    }
}

#[test]
fn other_request_headers_change_nothing() {
    let server = server();
    for (what, with) in [
        ("a preflight's headers", |request: Request| {
            request
                .header("Access-Control-Request-Method", "DELETE")
                .header("Access-Control-Request-Headers", "x-a")
        }),
        ("forwarded headers", |request: Request| {
            request
                .header("X-Forwarded-Host", "app.acme.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=app.acme.example;proto=https")
        }),
        ("a referrer", |request: Request| {
            request.header("Referer", "https://app.acme.example/")
        }),
        ("credentials", |request: Request| {
            request
                .header("Cookie", "a=b")
                .header("Authorization", "Bearer a")
        }),
        ("private network access", |request: Request| {
            request.header("Access-Control-Request-Private-Network", "true")
        }),
    ] as [(&str, fn(Request) -> Request); 5]
    {
        println!("{what}");
        let get = request("GET", "/whole");
        server.ask(&with(get.clone())).is(200, &[VARY]);
        server
            .ask(&with(get.clone().origin(STRANGER)))
            .is(200, &[VARY]);
        server.ask(&with(get.origin(APP))).is(
            200,
            &[
                "allow-credentials: true",
                FROM_APP,
                "expose-headers: etag, x-total",
                VARY,
            ],
        );
    }
}

/// CORS headers that a handler sets itself.
const FOREIGN: &[(&str, &str)] = &[
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Origin", "https://stranger.example"),
    ("access-control-allow-credentials", "true"),
    ("Access-Control-Allow-Methods", "*"),
    ("Access-Control-Allow-Headers", "*"),
    ("Access-Control-Expose-Headers", "x-secret"),
    ("Access-Control-Max-Age", "86400"),
    ("Access-Control-Allow-Private-Network", "true"),
];

fn with_foreign() -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for foreign in FOREIGN {
        response.append_header(*foreign);
    }
    response.insert_header(("x-kept", "yes")).body("foreign")
}

#[test]
fn cors_headers_of_the_handler_are_replaced() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/listed")]
    async fn listed() -> HttpResponse {
        with_foreign()
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["etag"], credentials)]
    #[get("/full")]
    async fn full() -> HttpResponse {
        with_foreign()
    }
    #[cors(origins = any)]
    #[get("/open")]
    async fn open() -> HttpResponse {
        with_foreign()
    }
    #[cors(off)]
    #[get("/off")]
    async fn off() -> HttpResponse {
        with_foreign()
    }

    let server = serve!(App::new().service((listed, full, open, off)));
    for (path, origin, added) in [
        ("/listed", APP, &[FROM_APP, VARY][..]),
        ("/listed", STRANGER, &[VARY]),
        (
            "/full",
            APP,
            &[
                "allow-credentials: true",
                FROM_APP,
                "expose-headers: etag",
                VARY,
            ],
        ),
        ("/full", STRANGER, &[VARY]),
        ("/open", STRANGER, &["allow-origin: *"]),
        ("/off", APP, &[]),
        ("/off", STRANGER, &[]),
    ] {
        println!("{path} from {origin}");
        let answer = server.ask(&request("GET", path).origin(origin));
        answer.is(200, added);
        assert_eq!(answer.values("x-kept"), ["yes"]);
    }
}

/// Two pieces, the second of which is not ready at once.
#[derive(Default)]
struct Pieces(usize);

impl futures_core::Stream for Pieces {
    type Item = Result<web::Bytes, actix_web::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        match self.0 {
            1 => Poll::Ready(Some(Ok(web::Bytes::from_static(b"one, ")))),
            2 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            3 => Poll::Ready(Some(Ok(web::Bytes::from_static(b"two")))),
            _ => Poll::Ready(None),
        }
    }
}

#[test]
fn every_status_has_the_headers() {
    #[cors(origins = ["https://app.acme.example"], expose = ["location"])]
    #[get("/status/{code}")]
    async fn status(code: web::Path<u16>) -> impl Responder {
        HttpResponse::build(code.into_inner().try_into().expect("a status"))
            .insert_header((header::LOCATION, "/elsewhere"))
            .finish()
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["location"])]
    #[get("/stream")]
    async fn stream() -> impl Responder {
        HttpResponse::Ok().streaming(Pieces::default())
    }

    let server = serve!(App::new().service((status, stream)));
    let readable = &[FROM_APP, "expose-headers: location", VARY];
    for code in [
        200, 201, 202, 204, 205, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409,
        410, 412, 415, 418, 422, 429, 451, 500, 501, 502, 503, 504, 599, 999,
    ] {
        println!("{code}");
        let get = request("GET", &format!("/status/{code}"));
        server.ask(&get.clone().origin(APP)).is(code, readable);
        server.ask(&get.clone().origin(STRANGER)).is(code, &[VARY]);
        server.ask(&get).is(code, &[VARY]);
    }
    let get = request("GET", "/stream");
    let answer = server.ask(&get.clone().origin(APP));
    answer.is(200, readable);
    assert_eq!(answer.body, "one, two");
    assert_eq!(answer.values("transfer-encoding"), ["chunked"]);
    server.ask(&get.clone().origin(STRANGER)).is(200, &[VARY]);
    server.ask(&get).is(200, &[VARY]);
}

#[test]
fn an_upgrade_has_the_headers() {
    #[cors(origins = ["https://app.acme.example"], credentials)]
    #[get("/socket")]
    async fn socket(payload: web::Payload) -> impl Responder {
        // Sends back what comes, as a WebSocket may.
        HttpResponse::SwitchingProtocols()
            .upgrade("websocket")
            .streaming(payload)
    }

    let server = serve!(App::new().service(socket));
    let readable = &["allow-credentials: true", FROM_APP, VARY][..];
    for (origin, added) in [(APP, readable), (STRANGER, &[VARY])] {
        let upgrade = request("GET", "/socket")
            .origin(origin)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket");
        let mut connection = server.connect();
        connection.ask(&upgrade).is(101, added);
        connection.send(b"hello");
        assert_eq!(connection.receive(5), b"hello");
    }
}
