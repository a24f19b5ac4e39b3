//! The application: routes with policies, and responses written by hand that no policy would give.

use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    future::{Ready, ready},
    net::{Ipv4Addr, TcpListener},
    pin::Pin,
    slice,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use actix_web::{
    App, Error, HttpRequest, HttpResponse, HttpServer, Responder,
    body::{BodySize, BoxBody, MessageBody},
    delete,
    dev::{ServerHandle, Service, ServiceFactory, ServiceRequest, ServiceResponse},
    error::{ErrorTooManyRequests, ErrorUnauthorized, InternalError},
    get,
    guard::GuardContext,
    http::{Method, StatusCode, header},
    middleware::{Next, from_fn},
    post, put, route, rt, web,
};
use route_cors::{CorsGate, OriginSet, Policy, cors, origin_set, policy};
use url::form_urlencoded;

use super::{
    addresses::Addresses,
    observed::{Headers, Observed, sent, wire_line},
};

/// The requests and responses, by the number of their case.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<HashMap<usize, Exchanges>>);

#[derive(Debug, Default)]
struct Exchanges {
    wire: Vec<String>,
    sent: Vec<Headers>,
}

impl Log {
    /// Moves the exchanges of a case to its observations.
    pub(crate) fn move_to(&self, case: usize, observed: &mut Observed) {
        let mut log = self.0.lock().expect("no test panicked with the log");
        let exchanges = log.remove(&case).unwrap_or_default();
        (observed.wire, observed.sent) = (exchanges.wire, exchanges.sent);
    }

    fn push(&self, case: usize, line: String, sent: Headers) {
        let mut log = self.0.lock().expect("no test panicked with the log");
        let exchanges = log.entry(case).or_default();
        exchanges.wire.push(line);
        exchanges.sent.push(sent);
    }
}

/// The application on two ports of this machine.
pub(crate) struct Running {
    pub(crate) addresses: Addresses,
    pub(crate) log: Arc<Log>,
    handle: ServerHandle,
}

impl Running {
    pub(crate) fn start() -> Self {
        let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        let (page, api) = (listen(), listen());
        let addresses = Addresses {
            page: port(&page),
            api: port(&api),
        };
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let server = HttpServer::new(move || app(addresses, Arc::clone(&shared)))
            .workers(1)
            .disable_signals()
            .listen(page)
            .and_then(|server| server.listen(api))
            .expect("the listeners are sound")
            .run();
        let handle = server.handle();
        rt::spawn(server);
        Self {
            addresses,
            log,
            handle,
        }
    }

    pub(crate) async fn stop(&self) {
        self.handle.stop(false).await;
    }
}

/// The application.
pub(crate) fn app(
    addresses: Addresses,
    log: Arc<Log>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::new(addresses))
        .configure(routes)
        .wrap(CorsGate::new())
        .wrap_fn(move |request, inner| {
            let case = parameter(request.request(), "case").and_then(|case| case.parse().ok());
            let (line, sent) = (wire_line(addresses, &request), sent(&request));
            let log = Arc::clone(&log);
            let response = inner.call(request);
            async move {
                let response = response.await;
                let status = match &response {
                    Ok(response) => response.status(),
                    Err(error) => error.as_response_error().status_code(),
                };
                if let Some(case) = case {
                    log.push(case, format!("{line} gets {}", status.as_u16()), sent);
                }
                response
            }
        })
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service(any)
        .service(everything)
        .service(listed)
        .service(stream)
        .service(create_listed)
        .service(read_order)
        .service(update_order)
        .service(delete_order)
        .service(narrow)
        .service(off)
        .service(failing)
        .service(members)
        .service(null)
        .service(cookies)
        .service(tokens)
        .service(ask_always)
        .service(forgetful)
        .service(put_pair)
        .service(delete_pair)
        .service(put_shared)
        .service(post_shared)
        .service(below)
        .service(tenants)
        .route("/tenants/{change}", web::post().to(change_tenants))
        .service(no_port)
        .service(mixed)
        .service(change_mixed)
        .service(mixed_cached)
        .service(cached)
        .service(validated)
        .service(font)
        .service(socket)
        .service(guarded)
        .service(unguarded)
        .route("/users/me", web::delete().to(async || "gone"))
        .service(delete_user)
        .service(limited)
        .service(hop)
        .service(hop_on_the_spot)
        .service(
            web::resource("/plain")
                .route(web::get().to(async || "plain"))
                .route(web::put().to(async || "plain")),
        )
        .service(
            web::scope("/private")
                .wrap(from_fn(authenticate))
                .service(account)
                .route("/plain", web::put().to(async || "plain")),
        )
        .service(
            web::scope("/files")
                .wrap(FILES.middleware())
                .service(open_file)
                .service(closed_file)
                .route("/one", web::get().to(file))
                .route("/one", web::put().to(file)),
        )
        .route("/by-hand", web::to(by_hand))
        .route("/page", web::get().to(async || html("<title>page</title>")))
        .route("/worker", web::get().to(worker))
        .route(
            "/frame",
            web::get().to(async || html("<iframe sandbox=allow-scripts src=/page></iframe>")),
        );
}

fn html(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html").body(text)
}

/// A script that receives a function and its argument, calls it, and sends the result.
async fn worker() -> impl Responder {
    HttpResponse::Ok()
        .content_type("text/javascript")
        .body("onmessage = async ({ data: [run, ask] }) => postMessage(await (0, eval)(run)(ask));")
}

/// A response with headers of its own.
fn with_headers(body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, "\"1\""))
        .insert_header(("x-shown", "1"))
        .insert_header(("x-hidden", "1"))
        .body(body)
}

#[cors(origins = any, expose = ["x-shown"])]
#[route("/any", method = "GET", method = "POST")]
async fn any() -> impl Responder {
    with_headers("any")
}

#[cors(origins = any, headers = any, expose = any, max_age = "10m")]
#[route(
    "/everything",
    method = "GET",
    method = "HEAD",
    method = "POST",
    method = "PUT",
    method = "PATCH",
    method = "DELETE",
    method = "PURGE"
)]
async fn everything() -> impl Responder {
    with_headers("everything")
}

#[cors(origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/listed")]
async fn listed() -> impl Responder {
    "listed"
}

#[cors(origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://a.localhost:*"])]
#[post("/listed")]
async fn create_listed(body: String) -> impl Responder {
    format!("created {body}")
}

/// Its length is unknown, although it sends `content-length`.
#[cors(origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/stream")]
async fn stream() -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_LENGTH, "99"))
        .body(Streamed(["stream", "ed"].iter()))
}

struct Streamed(slice::Iter<'static, &'static str>);

impl MessageBody for Streamed {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<web::Bytes, Infallible>>> {
        let next = self.0.next();
        Poll::Ready(next.map(|chunk| Ok(web::Bytes::from_static(chunk.as_bytes()))))
    }
}

#[cors(origins = any)]
#[get("/orders/{id}")]
async fn read_order() -> impl Responder {
    "order"
}

#[cors(
    origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://a.localhost:*"],
    headers = ["content-type", "x-token"],
    expose = ["etag"],
    credentials,
    max_age = "10m",
)]
#[put("/orders/{id}")]
async fn update_order(order: web::Json<u32>) -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::ETAG, "\"2\""))
        .body(format!("order {order}"))
}

#[cors(origins = [#[cfg(debug_assertions)] "http://b.localhost:*"])]
#[delete("/orders/{id}")]
async fn delete_order() -> impl Responder {
    "deleted"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], methods = [PUT])]
#[route("/narrow", method = "GET", method = "PUT", method = "DELETE")]
async fn narrow() -> impl Responder {
    "narrow"
}

#[cors(off)]
#[route("/off", method = "GET", method = "PUT")]
async fn off() -> impl Responder {
    "off"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/error/{status}")]
async fn failing(status: web::Path<u16>) -> Result<&'static str, Error> {
    let status = StatusCode::from_u16(*status).expect("the table has statuses");
    Err(InternalError::new("an error", status).into())
}

#[cors(
    origins = [#[cfg(debug_assertions)] "http://a.localhost:*"],
    headers = ["x-token"],
    mismatch = reject,
)]
#[route("/members", method = "GET", method = "POST", method = "PUT")]
async fn members() -> impl Responder {
    "members"
}

#[cors(origins = [#[allow(null_origin, reason = "the suite has a sandboxed frame")] "null"])]
#[route("/null", method = "GET", method = "PUT")]
async fn null() -> impl Responder {
    "null"
}

#[cors(
    origins = [#[cfg(debug_assertions)] "http://*.localhost:*", #[cfg(debug_assertions)] "http://127.0.0.1:*"],
    credentials,
)]
#[route("/cookies", method = "GET", method = "POST", method = "PUT")]
async fn cookies() -> impl Responder {
    "cookies"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], headers = any, credentials)]
#[get("/tokens")]
async fn tokens() -> impl Responder {
    "tokens"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], max_age = off)]
#[put("/ask-always")]
async fn ask_always() -> impl Responder {
    "asked"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[put("/forgetful")]
async fn forgetful() -> impl Responder {
    "asked"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], max_age = "10m")]
#[put("/pair")]
async fn put_pair() -> impl Responder {
    "put"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], max_age = "10m")]
#[delete("/pair")]
async fn delete_pair() -> impl Responder {
    "deleted"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], headers = ["content-type"], max_age = "10m")]
#[put("/shared")]
async fn put_shared() -> impl Responder {
    "put"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://b.localhost:*"])]
#[post("/shared")]
async fn post_shared() -> impl Responder {
    "posted"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://*.a.localhost:*"])]
#[route("/below", method = "GET", method = "PUT")]
async fn below() -> impl Responder {
    "below"
}

static TENANTS: OriginSet = origin_set!(
    within = [
        #[cfg(debug_assertions)]
        "http://*.localhost:*"
    ]
);

#[cors(origins = [TENANTS])]
#[route("/tenants", method = "GET", method = "PUT")]
async fn tenants() -> impl Responder {
    "tenants"
}

/// Admits the page that `who` names, or bars it. The other servers of this program keep theirs, whose ports are their own.
async fn change_tenants(
    request: HttpRequest,
    change: web::Path<String>,
    addresses: web::Data<Addresses>,
) -> impl Responder {
    static ALL: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let who = parameter(&request, "who").expect("the table says who");
    let origin = addresses.url(&format!("{who}:"));
    let mut all = ALL.lock().expect("no server panicked with the tenants");
    match change.as_str() {
        "admit" => all.insert(origin),
        _ => all.remove(&origin),
    };
    TENANTS.replace(&*all).expect("all lie within the bound");
    ""
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost"])]
#[get("/no-port")]
async fn no_port() -> impl Responder {
    "no port"
}

#[cors(origins = any, credentials = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/mixed")]
async fn mixed() -> impl Responder {
    "mixed"
}

#[cors(
    origins = any,
    credentials = [#[cfg(debug_assertions)] "http://a.localhost:*"],
    headers = ["content-type"],
    max_age = "10m",
)]
#[put("/mixed")]
async fn change_mixed(_: web::Json<u32>) -> impl Responder {
    "changed"
}

#[cors(origins = any, credentials = [#[cfg(debug_assertions)] "http://www.api.localhost:*"])]
#[get("/mixed-cached")]
async fn mixed_cached() -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "max-age=600"))
        .body("cached")
}

#[cors(origins = [#[cfg(debug_assertions)] "http://*.localhost:*"], credentials)]
#[get("/cached")]
async fn cached() -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "max-age=600"))
        .body("cached")
}

/// The browser caches it and validates it each time.
#[cors(origins = [#[cfg(debug_assertions)] "http://*.localhost:*"], expose = ["etag"])]
#[get("/validated")]
async fn validated(request: HttpRequest) -> impl Responder {
    let mut response = if request.headers().contains_key(header::IF_NONE_MATCH) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, "\"1\""))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body("validated")
}

/// A font without letters.
#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/font")]
async fn font() -> impl Responder {
    HttpResponse::Ok()
        .content_type("font/ttf")
        .body(&include_bytes!("empty.ttf")[..])
}

/// Sends a message to each visitor.
#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"], mismatch = reject)]
#[get("/socket")]
async fn socket(request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Error> {
    let (response, mut session, _) = actix_ws::handle(&request, payload)?;
    rt::spawn(async move { session.text("hello").await });
    Ok(response)
}

fn is_for_b(context: &GuardContext<'_>) -> bool {
    let accepted = context.head().headers().get(header::ACCEPT);
    accepted.is_some_and(|accepted| accepted == "text/b")
}

#[cors(origins = [
    #[cfg(debug_assertions)] "http://a.localhost:*",
    #[cfg(debug_assertions)] "http://b.localhost:*",
])]
#[route("/guarded", method = "GET", method = "PUT", guard = "is_for_b")]
async fn guarded() -> impl Responder {
    "guarded"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[route("/guarded", method = "GET", method = "PUT")]
async fn unguarded() -> impl Responder {
    "unguarded"
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[delete("/users/{id}")]
async fn delete_user() -> impl Responder {
    "deleted"
}

fn limit(
    _: ServiceRequest,
    _: Next<impl MessageBody + 'static>,
) -> Ready<Result<ServiceResponse<BoxBody>, Error>> {
    ready(Err(ErrorTooManyRequests("slow down")))
}

#[cors(origins = [#[cfg(debug_assertions)] "http://a.localhost:*"])]
#[get("/limited", wrap = "from_fn(limit)")]
async fn limited() -> impl Responder {
    "limited"
}

/// Redirects to `to`, an address in the form of the table.
#[cors(origins = any, headers = any)]
#[route("/hop/{status}", method = "GET", method = "POST", method = "PUT")]
async fn hop(
    request: HttpRequest,
    status: web::Path<u16>,
    addresses: web::Data<Addresses>,
) -> impl Responder {
    let to = parameter(&request, "to").expect("the table says where to");
    let status = StatusCode::from_u16(*status).expect("the table has statuses");
    HttpResponse::build(status)
        .insert_header((header::LOCATION, follow(&request, **addresses, &to)))
        .finish()
}

#[cors(origins = any)]
#[get("/loop")]
async fn hop_on_the_spot(request: HttpRequest, addresses: web::Data<Addresses>) -> impl Responder {
    HttpResponse::Found()
        .insert_header((header::LOCATION, follow(&request, **addresses, "/loop")))
        .finish()
}

/// Returns the URL of an address, for the case of the request.
fn follow(request: &HttpRequest, addresses: Addresses, to: &str) -> String {
    let case = parameter(request, "case").and_then(|case| case.parse().ok());
    addresses.url_for(to, case.expect("the table's requests have numbers"))
}

/// Requires a password. It rejects preflights too, because they have none.
async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let given = request.headers().get(header::AUTHORIZATION);
    if given.is_none_or(|given| given != "Bearer secret") {
        return Err(ErrorUnauthorized("who are you"));
    }
    next.call(request).await
}

#[cors(
    origins = [#[cfg(debug_assertions)] "http://a.localhost:*"],
    headers = ["authorization"],
    credentials,
)]
#[get("/account")]
async fn account() -> impl Responder {
    "account"
}

static FILES: Policy = policy!(
    origins = [
        #[cfg(debug_assertions)]
        "http://a.localhost:*"
    ],
    methods = [GET, PUT],
    headers = ["x-token"],
    expose = ["etag"],
);

async fn file() -> impl Responder {
    with_headers("file")
}

#[cors(origins = any)]
#[get("/open")]
async fn open_file() -> impl Responder {
    with_headers("open")
}

#[cors(off)]
#[route("/closed", method = "GET", method = "PUT")]
async fn closed_file() -> impl Responder {
    "closed"
}

/// Answers as the table says: a status and header lines, separated by ` | `. `allow-`, `expose-` and `max-age` are short
/// for `access-control-allow-` and so on. `@origin` is the request's `Origin`, and `location` has an address.
async fn by_hand(request: HttpRequest, addresses: web::Data<Addresses>) -> HttpResponse<BoxBody> {
    let is_preflight = request.method() == Method::OPTIONS;
    let which = if is_preflight { "preflight" } else { "answer" };
    let written = parameter(&request, which).expect("the table says what to answer");
    let mut parts = written.split(" | ");
    let status: u16 = parts
        .next()
        .and_then(|status| status.parse().ok())
        .expect("a status");
    let status = StatusCode::from_u16(status).expect("the table has statuses");
    let origin = request.headers().get(header::ORIGIN);
    let origin = origin.and_then(|origin| origin.to_str().ok()).unwrap_or("");
    let mut response = HttpResponse::build(status);
    for line in parts {
        let (name, value) = line.split_once(": ").expect("a header line");
        let prefix = if ["allow-", "expose-", "max-age"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            "access-control-"
        } else {
            ""
        };
        let value = if name == "location" {
            follow(&request, **addresses, value)
        } else {
            value.replace("@origin", origin)
        };
        response.append_header((format!("{prefix}{name}"), value));
    }
    response.body("by hand")
}

fn parameter(request: &HttpRequest, name: &str) -> Option<String> {
    form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
