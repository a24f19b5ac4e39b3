//! Error responses that no handler makes: extractors that fail, handlers and middlewares that return errors.

use actix_web::{
    App, Error, HttpResponse, Responder, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorForbidden, ErrorImATeapot, ErrorUnauthorized, InternalError},
    get,
    http::{StatusCode, header},
    middleware::{ErrorHandlerResponse, ErrorHandlers, Next, from_fn},
    post, web,
};
use route_cors::cors;

use crate::{
    serve,
    support::{Request, Server, preflight, request},
};

const APP: &str = "https://app.acme.example";
const STRANGER: &str = "https://stranger.example";
const READABLE: &[&str] = &[
    "allow-credentials: true",
    "allow-origin: https://app.acme.example",
    "expose-headers: x-reason",
    VARY,
];
const VARY: &str = "vary: Origin";

/// Asks as three: the origin that is allowed, another one, and none.
#[track_caller]
fn is_readable_by_the_app_alone(server: &Server, status: u16, request: &Request) {
    server
        .ask(&request.clone().origin(APP))
        .is(status, READABLE);
    server
        .ask(&request.clone().origin(STRANGER))
        .is(status, &[VARY]);
    server.ask(request).is(status, &[VARY]);
}

#[test]
fn errors_of_extractors() {
    #[cors(origins = ["https://app.acme.example"], headers = ["content-type"], expose = ["x-reason"], credentials)]
    #[get("/number/{number}")]
    async fn number(number: web::Path<u32>) -> impl Responder {
        number.to_string()
    }
    #[cors(origins = ["https://app.acme.example"], headers = ["content-type"], expose = ["x-reason"], credentials)]
    #[post("/json")]
    async fn json(body: web::Json<u32>) -> impl Responder {
        body.to_string()
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[post("/bytes")]
    async fn bytes(body: web::Bytes) -> impl Responder {
        body.len().to_string()
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/data")]
    async fn data(_: web::Data<u32>) -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[post("/text")]
    async fn text(body: String) -> impl Responder {
        body
    }

    let server = serve!(
        App::new()
            .app_data(web::PayloadConfig::new(16))
            .app_data(web::JsonConfig::default().limit(8))
            .service((number, json, bytes, data, text))
    );
    let post_json = |body| {
        request("POST", "/json")
            .header("Content-Type", "application/json")
            .body(body)
    };
    for (what, status, request) in [
        ("it is well", 200, request("GET", "/number/1")),
        ("no number", 404, request("GET", "/number/one")),
        ("out of range", 404, request("GET", "/number/4294967296")),
        ("JSON", 200, post_json("1")),
        ("no JSON", 400, post_json("{")),
        ("another type", 400, post_json("\"a\"")),
        ("too much JSON", 413, post_json("1234567890")),
        ("no content type", 400, request("POST", "/json").body("1")),
        (
            "some bytes",
            200,
            request("POST", "/bytes").body("1234567890123456"),
        ),
        (
            "too many bytes",
            413,
            request("POST", "/bytes").body("12345678901234567"),
        ),
        ("no UTF-8", 200, request("POST", "/text").body("é")),
        ("data that is not there", 500, request("GET", "/data")),
        (
            "a length that is announced alone",
            413,
            request("POST", "/bytes").header("Content-Length", "99999"),
        ),
    ] {
        println!("{what}");
        is_readable_by_the_app_alone(&server, status, &request);
    }
}

#[derive(Debug)]
struct Refused(u16);

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "refused with {}", self.0)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.0.try_into().expect("a status")
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .insert_header(("x-reason", self.to_string()))
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .insert_header((header::VARY, "Accept"))
            .finish()
    }
}

#[test]
fn errors_of_handlers() {
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/own/{status}")]
    async fn own(status: web::Path<u16>) -> Result<String, Refused> {
        Err(Refused(status.into_inner()))
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/error")]
    async fn error() -> Result<String, Error> {
        Err(ErrorImATeapot("no coffee"))
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/io")]
    async fn io() -> std::io::Result<String> {
        Err(std::io::Error::from(std::io::ErrorKind::NotFound))
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/response")]
    async fn response() -> Result<String, Error> {
        let response = HttpResponse::Conflict()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .finish();
        Err(InternalError::from_response("it was taken", response).into())
    }

    let server = serve!(App::new().service((own, error, io, response)));
    for (status, path) in [(418, "/error"), (404, "/io"), (409, "/response")] {
        println!("{path}");
        is_readable_by_the_app_alone(&server, status, &request("GET", path));
    }
    // The error's own headers survive, but for those that are the policy's.
    for status in [400, 401, 403, 404, 409, 422, 500, 503] {
        println!("{status}");
        let get = request("GET", &format!("/own/{status}"));
        let answer = server.ask(&get.clone().origin(APP));
        answer.is(status, &[&READABLE[..3], &["vary: Accept", VARY]].concat());
        assert_eq!(
            answer.values("x-reason"),
            [format!("refused with {status}")]
        );
        server
            .ask(&get.clone().origin(STRANGER))
            .is(status, &["vary: Accept", VARY]);
        server.ask(&get).is(status, &["vary: Accept", VARY]);
    }
}

async fn fail(_: ServiceRequest, _: Next<impl MessageBody>) -> Result<ServiceResponse, Error> {
    Err(ErrorUnauthorized("who are you?"))
}

async fn answer(
    request: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    Ok(request.into_response(HttpResponse::TooManyRequests().finish()))
}

async fn fail_afterwards(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(request).await?;
    if response.status().is_success() {
        return Err::<ServiceResponse, _>(ErrorForbidden("too late"));
    }
    Ok(response.map_into_boxed_body())
}

#[test]
fn errors_of_wrappers() {
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/fail", wrap = "from_fn(fail)")]
    async fn failing() -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/answer", wrap = "from_fn(answer)")]
    async fn answering() -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/late", wrap = "from_fn(fail_afterwards)")]
    async fn late() -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/two", wrap = "from_fn(fail)", wrap = "from_fn(fail_afterwards)")]
    async fn two() -> impl Responder {
        "never"
    }

    let server = serve!(App::new().service((failing, answering, late, two)));
    for (status, path) in [
        (401, "/fail"),
        (429, "/answer"),
        (403, "/late"),
        (401, "/two"),
    ] {
        println!("{path}");
        is_readable_by_the_app_alone(&server, status, &request("GET", path));
        // No wrapper of the route runs before its preflight.
        assert_eq!(server.ask(&preflight("GET", path, APP)).status, 204);
        assert_eq!(server.ask(&preflight("GET", path, STRANGER)).status, 403);
    }
}

#[test]
fn outer_wrappers_that_rewrite_errors() {
    fn explain<B>(response: ServiceResponse<B>) -> actix_web::Result<ErrorHandlerResponse<B>> {
        let mut response = response;
        response.headers_mut().insert(
            header::HeaderName::from_static("x-reason"),
            header::HeaderValue::from_static("explained"),
        );
        Ok(ErrorHandlerResponse::Response(
            response.map_into_left_body(),
        ))
    }

    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/fail", wrap = "from_fn(fail)")]
    async fn failing() -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"], expose = ["x-reason"], credentials)]
    #[get("/error")]
    async fn error() -> Result<String, Error> {
        Err(ErrorImATeapot("no coffee"))
    }

    let server = serve!(
        App::new().service((failing, error)).wrap(
            ErrorHandlers::new()
                .handler(StatusCode::UNAUTHORIZED, explain)
                .handler(StatusCode::IM_A_TEAPOT, explain)
        )
    );
    for (status, path) in [(401, "/fail"), (418, "/error")] {
        println!("{path}");
        is_readable_by_the_app_alone(&server, status, &request("GET", path));
    }
    // An error that a wrapper of the route returns does not reach the handlers of responses.
    assert_eq!(
        server.ask(&request("GET", "/error")).values("x-reason"),
        ["explained"]
    );
}

#[test]
fn a_response_without_a_route_has_no_headers() {
    #[cors(origins = any)]
    #[get("/open")]
    async fn open() -> impl Responder {
        "open"
    }

    let server = serve!(
        App::new()
            .service(open)
            .service(web::resource("/plain").get(HttpResponse::Ok))
    );
    for (status, method, path) in [
        (404, "GET", "/nowhere"),
        (404, "POST", "/open"),
        (404, "HEAD", "/open"),
        (405, "POST", "/plain"),
        (200, "GET", "/plain"),
    ] {
        println!("{method} {path}");
        server
            .ask(&request(method, path).origin(APP))
            .is(status, &[]);
    }
}

#[test]
fn requests_that_are_not_http() {
    #[cors(origins = any)]
    #[get("/open")]
    async fn open() -> impl Responder {
        "open"
    }

    let server = serve!(App::new().service(open));
    let get = request("GET", "/open");
    for (what, request) in [
        (
            "a folded Origin",
            get.clone()
                .line(b"Origin: https://app.acme.example\r\n .evil.example"),
        ),
        (
            "a NUL in an Origin",
            get.clone().origin(b"https://app.acme.example\0"),
        ),
        (
            "a bare CR in an Origin",
            get.clone().origin(b"https://app\r.acme.example"),
        ),
        (
            "a space before the colon",
            get.clone().line(b"Origin : https://app.acme.example"),
        ),
        (
            "two lengths",
            get.clone()
                .header("Content-Length", "1")
                .header("Content-Length", "2"),
        ),
        ("no method", crate::support::request("", "/open")),
    ] {
        println!("{what}");
        let mut connection = server.connect();
        connection.ask(&request).is(400, &[]);
        assert!(connection.is_closed(), "{what}");
    }
}
