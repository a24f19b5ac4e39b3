//! Sends whole connections as bytes to an application with every kind of placement. Nothing panics, no header exceeds the
//! policy of the handler, and no handler runs behind a policy that rejects the request. An application without earlier
//! requests gives the same answers.

#![no_main]

use std::{
    cell::RefCell,
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_http::{HttpMessage, HttpService, Request};
use actix_service::{Service, ServiceFactory, fn_factory, fn_service};
use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    get,
    guard::{GuardContext, Header},
    http::{
        Method, StatusCode, Uri,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    middleware::{Condition, Next, from_fn},
    post, put,
    test::{TestRequest, init_service},
    web,
};
use fuzz::allows;
use libfuzzer_sys::fuzz_target;
use route_cors::{CorsGate, OriginSet, Policy, cors, origin_set, policy};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const APP: &[&str] = &["https://app.acme.example"];
const ADMIN: &[&str] = &["https://admin.acme.example"];
const BOTH: &[&str] = &["https://app.acme.example", "https://admin.acme.example"];
const ANY: &[&str] = &["*"];
const NONE: &[&str] = &[];

static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.example"]);
const TENANT: &[&str] = &[
    "https://blue.tenants.example",
    "https://*.red.tenants.example",
];

const APP_AND_TENANT: &[&str] = &[APP[0], TENANT[0], TENANT[1]];

static APPS: Policy = policy!(
    origins = ["https://app.acme.example"],
    methods = [GET, PUT, DELETE]
);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"], headers = any);
static OPEN: Policy = policy!(origins = any, expose = any);
static SESSIONS: Policy = policy!(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    headers = any,
    credentials = ["https://app.acme.example"],
);
static SHOPS: Policy = policy!(origins = [TENANTS], max_age = "1h");
static OFF: Policy = policy!(off);
static FLOOR: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);

/// Whom a handler allows: the origins that may read its responses, and those that may use cookies; and the lists of the
/// rejecting policies around it.
struct Allowed {
    origins: &'static [&'static str],
    credentials: &'static [&'static str],
    floors: &'static [&'static [&'static str]],
}

const fn allowed(
    origins: &'static [&'static str],
    credentials: &'static [&'static str],
    floors: &'static [&'static [&'static str]],
) -> Option<Allowed> {
    Some(Allowed {
        origins,
        credentials,
        floors,
    })
}

/// The policy or gate around the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outermost {
    Default,
    Gate,
    Nothing,
}

const OUTERMOST: [Outermost; 3] = [Outermost::Default, Outermost::Gate, Outermost::Nothing];

/// Returns whom a handler allows; `None` for a handler without a policy.
fn table(handler: &str, outermost: Outermost) -> Option<Allowed> {
    match handler {
        "outside" if outermost == Outermost::Default => allowed(BOTH, APP, &[]),
        "outside" => None,
        "order_list" => allowed(APP, NONE, &[]),
        "order_put" => allowed(APP, APP, &[]),
        "order_post" => allowed(ANY, NONE, &[]),
        "order_delete" | "floor_off" => allowed(NONE, NONE, &[]),
        "order_get" => allowed(BOTH, APP, &[]),
        "live" => allowed(APP, APP, &[]),
        "tenant_put" => allowed(APP_AND_TENANT, NONE, &[]),
        "open" => allowed(ANY, APP, &[]),
        "keyed" | "partner_put" => allowed(ADMIN, NONE, &[]),
        "unkeyed" | "off_inside" | "other_host" => allowed(APP, NONE, &[]),
        "files" => allowed(
            &["https://*.acme.example", "http://localhost:*", "null"],
            NONE,
            &[],
        ),
        "stock" | "hosted" | "bare" => allowed(ADMIN, NONE, &[]),
        "inner" | "floored" => allowed(APP, NONE, &[APP]),
        "inner_open" | "floor_any" => allowed(ANY, NONE, &[APP]),
        "floor_deep" => allowed(BOTH, APP, &[APP]),
        "floor_twice" => allowed(APP, NONE, &[APP, APP]),
        "guarded" => allowed(ADMIN, NONE, &[]),
        "unguarded" => allowed(ANY, NONE, &[]),
        "gated" => allowed(APP, NONE, &[]),
        "shop" => allowed(TENANT, NONE, &[]),
        "closed" => allowed(NONE, NONE, &[]),
        other => panic!("{other} is not in the table"),
    }
}

thread_local! {
    /// The handlers that have run since the last request.
    static RAN: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// A response of a handler. The request may choose an error, and CORS headers of the handler's own.
fn respond(name: &'static str, request: &HttpRequest) -> Result<HttpResponse, Error> {
    RAN.with_borrow_mut(|ran| ran.push(name));
    if let Some(status) = status(request.headers(), "x-fail") {
        return Err(InternalError::new(name, status).into());
    }
    let mut response = HttpResponse::Ok();
    for own in request.headers().get_all("x-own") {
        response.append_header(("access-control-allow-origin", own.clone()));
        response.append_header(("access-control-allow-credentials", "true"));
    }
    for own in request.headers().get_all("x-vary") {
        response.append_header(("vary", own.clone()));
    }
    Ok(response.body(name))
}

fn status(headers: &HeaderMap, name: &str) -> Option<StatusCode> {
    let status: u16 = headers.get(name)?.to_str().ok()?.parse().ok()?;
    let status = StatusCode::from_u16(status).ok()?;
    // A response has no status below 200 (RFC 9110, section 15.2).
    (status.as_u16() >= 200).then_some(status)
}

/// A handler without an attribute.
fn plain(name: &'static str) -> impl Fn(HttpRequest) -> Ready<Result<HttpResponse, Error>> + Clone {
    move |request| ready(respond(name, &request))
}

/// A handler without a policy: its CORS headers are its own business.
async fn outside() -> HttpResponse {
    RAN.with_borrow_mut(|ran| ran.push("outside"));
    HttpResponse::Ok().body("outside")
}

macro_rules! annotated {
    ($($(#[$attribute:meta])+ $name:ident;)+) => {
        $($(#[$attribute])+ async fn $name(request: HttpRequest) -> Result<HttpResponse, Error> {
            respond(stringify!($name), &request)
        })+
    };
}

annotated! {
    #[cors(origins = ["https://app.acme.example"], expose = ["x-total"])] #[get("/orders")] order_list;
    #[cors(origins = ["https://app.acme.example"], headers = any, credentials)] #[put("/orders")] order_put;
    #[cors(origins = any)] #[post("/orders")] order_post;
    #[cors(off)] #[delete("/orders")] order_delete;
    #[cors(origins = ["https://app.acme.example"], credentials, mismatch = reject)] #[get("/live")] live;
    #[cors(origins = ["https://app.acme.example", TENANTS])] #[put("/tenants")] tenant_put;
    #[cors(origins = any, credentials = ["https://app.acme.example"], headers = any)] #[put("/open")] open;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/keyed", guard = "has_key")] keyed;
    #[cors(origins = ["https://app.acme.example"])] #[put("/keyed")] unkeyed;
    #[cors(origins = [
        "https://*.acme.example",
        #[cfg(debug_assertions)] "http://localhost:*",
        #[allow(null_origin, reason = "public")] "null",
    ])] #[get("/files/{tail}*")] files;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/own")] partner_put;
    #[cors(origins = any)] #[put("/open")] inner_open;
    #[cors(origins = any)] #[put("/any")] floor_any;
    #[cors(off)] #[put("/off")] floor_off;
    #[cors(origins = ["https://app.acme.example"])] #[put("/x")] gated;
    #[cors(origins = ["https://app.acme.example"])] #[put("/x")] off_inside;
}

#[cors(origins = ["https://app.acme.example", "https://admin.acme.example"], credentials = ["https://app.acme.example"])]
#[get("/orders/{id}")]
async fn order_get(_id: web::Path<u32>, request: HttpRequest) -> Result<HttpResponse, Error> {
    respond("order_get", &request)
}

fn has_key(context: &GuardContext<'_>) -> bool {
    context.head().headers.contains_key("x-key")
}

/// A middleware that answers with the status that the request names, if it names one.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    match status(request.headers(), "x-auth") {
        Some(status) => Ok(request.into_response(HttpResponse::new(status))),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

/// A middleware of a scope that fails with the status that the request names, if it names one.
async fn inner_auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match status(request.headers(), "x-inner-auth") {
        Some(status) => Err(InternalError::new("", status).into()),
        None => next.call(request).await,
    }
}

fn routes(config: &mut web::ServiceConfig) {
    let inner = FLOOR.around(
        web::scope("/inner")
            .service(inner_open)
            .default_service(web::to(plain("inner"))),
    );
    let partners = ADMINS.around(
        web::scope("/partners")
            .route("/stock", web::route().to(plain("stock")))
            .service(partner_put)
            .service(inner)
            .wrap(from_fn(inner_auth)),
    );
    let floor = FLOOR.around(
        web::scope("/floor")
            .service((floor_any, floor_off))
            .service(
                SESSIONS.around(
                    web::scope("/deep/{n}").route("/x", web::route().to(plain("floor_deep"))),
                ),
            )
            .service(
                FLOOR.around(web::scope("/twice").default_service(web::to(plain("floor_twice")))),
            )
            .default_service(web::to(plain("floored"))),
    );
    let guarded = ADMINS
        .around(web::scope("/guarded").default_service(web::to(plain("guarded"))))
        .guard(Header("x-g", "1"));
    let unguarded =
        OPEN.around(web::scope("/guarded").default_service(web::to(plain("unguarded"))));
    let hosted = ADMINS
        .around(web::scope("/hosted").default_service(web::to(plain("hosted"))))
        .host("a.example");
    let other_host = APPS
        .around(web::scope("/hosted").default_service(web::to(plain("other_host"))))
        .host("b.example");
    let behind_gate = CorsGate::new().around(
        web::scope("/gated")
            .service(gated)
            .wrap(from_fn(inner_auth)),
    );
    let shop = SHOPS.around(web::scope("/t/{tenant}").route("/x", web::get().to(plain("shop"))));
    let closed = OFF.around(
        web::scope("/off")
            .service(off_inside)
            .default_service(web::to(plain("closed"))),
    );
    let bare = web::scope("/bare")
        .wrap(ADMINS.middleware())
        .default_service(web::to(plain("bare")));
    config
        .service((order_list, order_put, order_post, order_delete, order_get))
        .service((live, tenant_put, open, keyed, unkeyed, files))
        .service((partners, floor, guarded, unguarded, hosted, other_host))
        .service((behind_gate, shop, closed, bare))
        .route("/outside", web::route().to(outside));
}

/// An application as a service of requests.
type Served = Rc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = actix_http::Response<Body>>>>>;
type Body = actix_web::body::BoxBody;

async fn application(outermost: Outermost) -> Served {
    let service = init_service(
        App::new()
            .configure(routes)
            .wrap(from_fn(auth))
            .wrap(Condition::new(
                outermost == Outermost::Default,
                SESSIONS.middleware(),
            ))
            .wrap(Condition::new(
                outermost == Outermost::Gate,
                CorsGate::new(),
            )),
    )
    .await;
    let service = Rc::new(service);
    Rc::new(move |request| {
        let service = Rc::clone(&service);
        Box::pin(async move {
            match service.call(request).await {
                Ok(response) => response.map_into_boxed_body().into(),
                Err(error) => error.error_response().into(),
            }
        })
    })
}

/// The parts of a request that an answer may depend on.
#[derive(Clone, Debug)]
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

/// The parts of an answer that matter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    status: StatusCode,
    /// `Vary` and the `Access-Control-*`, sorted.
    cors: Vec<(String, Vec<u8>)>,
    ran: Vec<&'static str>,
}

impl Answer {
    fn all(&self, name: &str) -> Vec<&[u8]> {
        let fields = self.cors.iter().filter(|(other, _)| other == name);
        fields.map(|(_, value)| value.as_slice()).collect()
    }
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
        }
    }

    fn to_request(&self) -> Request {
        let request = TestRequest::default().uri(&self.uri.to_string());
        let mut request = request.method(self.method.clone()).to_request();
        request.head_mut().uri = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }

    fn all(&self, name: &str) -> Vec<&[u8]> {
        self.headers
            .get_all(name)
            .map(HeaderValue::as_bytes)
            .collect()
    }

    /// Returns the value of a field that is there once.
    fn only(&self, name: &str) -> Option<&[u8]> {
        match self.all(name).as_slice() {
            [value] => Some(value),
            _ => None,
        }
    }

    fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS
            && self.only("origin").is_some()
            && self.only("access-control-request-method").is_some()
    }

    fn is_from(&self, list: &[&str]) -> bool {
        let is_allowed = |origin: &[u8]| list.iter().any(|element| allows(element, origin));
        self.only("origin").is_some_and(is_allowed)
    }

    fn is_same_origin(&self) -> bool {
        match self.all("sec-fetch-site").as_slice() {
            [b"same-origin"] => true,
            [b"none"] => self.all("origin").is_empty(),
            [] if self.all("origin").is_empty() => true,
            // The scheme does not count, and a default port may be written or not.
            [] => {
                let authority = self.uri.authority().map(|it| it.as_str().as_bytes());
                let bare = |text: &str| {
                    let text = text.to_ascii_lowercase();
                    let text = text
                        .strip_suffix(":80")
                        .or(text.strip_suffix(":443"))
                        .unwrap_or(&text);
                    text.to_owned()
                };
                let text = |bytes| std::str::from_utf8(bytes).ok();
                let host = authority.or(self.only("host")).and_then(text).map(bare);
                let origin = self
                    .only("origin")
                    .and_then(text)
                    .and_then(|it| it.split_once("://"));
                host.is_some() && host == origin.map(|(_, authority)| bare(authority))
            }
            _ => false,
        }
    }

    fn is_navigation(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
            && self.only("sec-fetch-mode") == Some(b"navigate")
            && self.only("sec-fetch-dest") == Some(b"document")
    }
}

async fn ask(served: &Served, request: Request) -> (Answer, actix_http::Response<Body>) {
    RAN.take();
    let response = served(request).await;
    let mut cors: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name == "vary" || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
        .collect();
    cors.sort();
    let status = response.status();
    let ran = RAN.take();
    (Answer { status, cors, ran }, response)
}

/// Checks an answer against the policies of the handlers that have run.
fn check(asked: &Asked, answer: &Answer, outermost: Outermost) {
    let context = || format!("{outermost:?} {asked:#?} {answer:#?}");
    let granted = answer.all("access-control-allow-origin");
    let credentials = answer.all("access-control-allow-credentials");
    assert!(
        granted.len() <= 1 && credentials.len() <= 1,
        "{}",
        context()
    );
    let granted = granted.first().copied();
    if let Some(credentials) = credentials.first() {
        assert_eq!(*credentials, b"true", "{}", context());
        assert!(granted.is_some_and(|it| it != b"*"), "{}", context());
    }
    if let Some(origin) = granted.filter(|it| *it != b"*") {
        assert_eq!(asked.all("origin"), [origin], "{}", context());
    }
    assert!(answer.ran.len() <= 1, "{}", context());
    let Some(handler) = answer.ran.first() else {
        return;
    };
    let Some(allowed) = table(handler, outermost) else {
        return;
    };
    assert!(
        !asked.is_preflight(),
        "a preflight runs a handler: {}",
        context()
    );
    let is_any = allowed.origins == ANY;
    match granted {
        None => {}
        Some(b"*") => assert!(is_any, "{}", context()),
        Some(_) => assert!(asked.is_from(allowed.origins), "{}", context()),
    }
    if !credentials.is_empty() {
        assert!(asked.is_from(allowed.credentials), "{}", context());
    }
    for floor in allowed.floors {
        let passes = asked.is_from(floor) || asked.is_same_origin() || asked.is_navigation();
        assert!(passes, "behind a floor: {}", context());
    }
    if *handler == "live" {
        let passes = asked.is_from(APP) || asked.is_same_origin();
        assert!(passes, "a rejected request runs a handler: {}", context());
    }
    if *handler == "bare" && outermost == Outermost::Default {
        let is_other = !asked.all("origin").is_empty() && !asked.is_same_origin();
        let is_cors = matches!(asked.all("sec-fetch-mode").as_slice(), [] | [b"cors"]);
        assert!(
            asked.is_from(ADMIN) || !(is_other && is_cors),
            "{}",
            context()
        );
    }
    let vary = answer.all("vary").join(&b","[..]).to_ascii_lowercase();
    let mut names = vary.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    let varies = names.any(|name| matches!(name, b"origin" | b"*"));
    let is_constant = (is_any && allowed.credentials.is_empty()) || allowed.origins.is_empty();
    assert!(varies || is_constant, "no `Vary`: {}", context());
}

/// A page sends the request that an allowed preflight announces: only handlers that allow it run.
async fn follow(served: &Served, asked: &Asked, answer: &Answer, outermost: Outermost) {
    let method = asked.only("access-control-request-method");
    let method = method.and_then(|method| Method::from_bytes(method).ok());
    let granted = !answer.all("access-control-allow-origin").is_empty();
    let (Some(method), true, true) = (method, asked.is_preflight(), granted) else {
        return;
    };
    for guard in [None, Some("x-g"), Some("x-key")] {
        let mut request = asked.clone();
        request.method = method.clone();
        request.headers.remove("access-control-request-method");
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors")] {
            let (name, value) = (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
            request.headers.insert(name, value);
        }
        let value = HeaderValue::from_static("1");
        guard.map(|name| request.headers.insert(HeaderName::from_static(name), value));
        let (got, _) = ask(served, request.to_request()).await;
        check(&request, &got, outermost);
        let Some(allowed) = got.ran.first().and_then(|name| table(name, outermost)) else {
            continue;
        };
        // Without a policy around everything, nothing else answers a preflight that only some of the handlers behind
        // guards allow: the scope that it reaches does.
        let is_passed_on = guard.is_some() && outermost != Outermost::Default;
        let is_allowed = allowed.origins == ANY || request.is_from(allowed.origins);
        assert!(
            is_allowed || is_passed_on,
            "a handler runs after a preflight that it does not allow: {outermost:?} {asked:#?} {answer:#?} {got:#?}"
        );
    }
}

/// A connection in memory: what the client sends, and what it gets.
struct Wire {
    sent: Vec<u8>,
    read: usize,
    got: Rc<RefCell<Vec<u8>>>,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let rest = &self.sent[self.read..];
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..count]);
        self.read += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        self.got.borrow_mut().extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

type Exchanges = Rc<RefCell<Vec<(Asked, Answer)>>>;

/// Sends the bytes over a connection, and returns what was asked and answered.
async fn converse(served: &Served, bytes: &[u8]) -> Vec<(Asked, Answer)> {
    let exchanges = Exchanges::default();
    let service = {
        let (served, exchanges) = (Rc::clone(served), Rc::clone(&exchanges));
        fn_service(move |request: Request| {
            let (served, exchanges) = (Rc::clone(&served), Rc::clone(&exchanges));
            async move {
                let asked = Asked::of(&request);
                let (answer, response) = ask(&served, request).await;
                exchanges.borrow_mut().push((asked, answer));
                Ok::<_, Error>(response)
            }
        })
    };
    let factory = fn_factory(move || ready(Ok::<_, ()>(service.clone())));
    let http = HttpService::build().h1(factory);
    let connection = http.new_service(()).await.expect("it is built");
    let got = Rc::default();
    let wire = Wire {
        sent: bytes.to_vec(),
        read: 0,
        got: Rc::clone(&got),
    };
    // The parser rejects most bytes.
    let _ = connection.call((wire, None)).await;
    let is_answered = !got.borrow().is_empty();
    let exchanges = exchanges.take();
    assert!(is_answered || exchanges.is_empty(), "an answer is lost");
    exchanges
}

struct World {
    system: actix_web::rt::SystemRunner,
    warm: Vec<(Outermost, Served)>,
}

thread_local! {
    /// Never dropped: actix-web's own thread locals may be gone by then.
    static WORLD: &'static World = {
        TENANTS.replace(TENANT).expect("they are inside");
        let system = actix_web::rt::System::new();
        let warm = system.block_on(async {
            let mut warm = Vec::new();
            for outermost in OUTERMOST {
                warm.push((outermost, application(outermost).await));
            }
            warm
        });
        Box::leak(Box::new(World { system, warm }))
    };
}

fuzz_target!(|data: &[u8]| {
    WORLD.with(|world| world.system.block_on(try_on(world, data)));
});

async fn try_on(world: &World, data: &[u8]) {
    // To build an application takes longer than to ask it, and actix-web keeps the names of its parameters for good.
    let turn = data.len() % (4 * OUTERMOST.len());
    for (index, (outermost, warm)) in world.warm.iter().enumerate() {
        let exchanges = converse(warm, data).await;
        for (asked, answer) in &exchanges {
            check(asked, answer, *outermost);
            follow(warm, asked, answer, *outermost).await;
        }
        if index != turn || exchanges.is_empty() {
            continue;
        }
        let cold = application(*outermost).await;
        for (asked, answer) in exchanges.iter().rev() {
            let (again, _) = ask(&cold, asked.to_request()).await;
            assert_eq!(
                *answer, again,
                "cold and warm differ: {outermost:?} {asked:#?}"
            );
        }
    }
}
