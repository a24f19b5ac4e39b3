//! Checks the oracle of the gateway tests against a real application with the policies of `surface.toml`.

use std::net::{SocketAddr, TcpListener};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer, delete, get,
    http::{
        StatusCode,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, HeaderValue},
    },
    patch, post, put, route, web,
};
use cors_surface::Surface;
use route_cors::{OriginSet, cors, origin_set};

use crate::{SETS, SURFACE, client::Response, oracle::Oracle, questions};

static TENANTS: OriginSet = origin_set!(within = ["https://*.tenant.example"]);

/// The answer of every handler: the status and the `Vary` that the request asks for.
fn plain_answer(request: &HttpRequest) -> HttpResponse {
    let status = request.headers().get("x-test-status");
    let status = status.map_or(200, |status| status.to_str().unwrap()[..3].parse().unwrap());
    let mut response = HttpResponseBuilder::new(StatusCode::from_u16(status).unwrap());
    response.append_header(("x-backend", "yes"));
    for vary in request.headers().get_all("x-test-vary") {
        response.append_header(("vary", vary));
    }
    response.finish()
}

/// The answer of a handler with a policy: it also has CORS headers of its own.
fn answer(request: &HttpRequest) -> HttpResponse {
    let mut response = plain_answer(request);
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "https://evil.example"),
        (ACCESS_CONTROL_MAX_AGE, "1"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().append(name, value);
    }
    response
}

#[get("/users/secret")]
async fn secret(request: HttpRequest) -> HttpResponse {
    plain_answer(&request)
}

#[get("/plain")]
async fn plain(request: HttpRequest) -> HttpResponse {
    plain_answer(&request)
}

macro_rules! handlers {
    ($($(#[$attribute:meta])* $name:ident;)*) => {
        $($(#[$attribute])* async fn $name(request: HttpRequest) -> HttpResponse { answer(&request) })*
    };
}

handlers! {
    #[cors(origins = any)] #[get("/prices")] prices;
    #[cors(origins = ["https://office.acme.example"], headers = ["content-type"], credentials, max_age = 600)]
    #[put("/prices")] set_prices;
    #[cors(
        origins = ["https://app.acme.example", "https://*.preview.acme.example"],
        expose = ["etag", "x-total"],
        credentials,
        allow(subdomain_wildcard_with_credentials, reason = "a test"),
    )]
    #[get("/orders/{id}")] order;
    #[cors(off)] #[delete("/orders/{id}")] delete_order;
    #[cors(origins = ["https://a.acme.example", "https://b.acme.example"], headers = ["content-type", "x-trace"], max_age = 3600)]
    #[route("/notes", method = "GET", method = "POST")] notes;
    #[cors(
        origins = any,
        headers = any,
        expose = ["x-session"],
        credentials = [
            "https://app.acme.example",
            #[allow(subdomain_wildcard_with_credentials, reason = "a test")] "https://*.acme.example:8443",
        ],
    )]
    #[post("/session")] session;
    #[cors(
        origins = ["https://a.acme.example", "https://b.acme.example"],
        expose = ["content-disposition"],
        credentials = ["https://a.acme.example"],
        max_age = 0,
    )]
    #[get("/export")] exported;
    #[cors(origins = ["https://app.acme.example"], headers = any, credentials)] #[post("/upload")] upload;
    #[cors(origins = any, headers = any, expose = any)] #[put("/open")] open;
    #[cors(off)] #[get("/users/me")] me;
    #[cors(origins = any)] #[get("/users/{id}")] user;
    #[cors(origins = ["https://app.acme.example"])] #[patch("/users/{id}")] change_user;
    #[cors(origins = ["https://files.acme.example"])] #[get("/files/{tail:.*}")] files;
    #[cors(
        origins = [
            #[allow(null_origin, reason = "a test")] "null",
            "http://localhost:*",
            "http://127.0.0.1:3000",
        ],
    )]
    #[get("/v/{n:[0-9]{1,4}}.json")] version;
    #[cors(origins = ["tauri://localhost", "https://*.tools.acme.example:*", "https://[2001:db8::1]:8443"])]
    #[post("/shell")] shell;
    #[cors(origins = ["https://app.acme.example"], credentials, mismatch = reject)] #[get("/live")] live;
    #[cors(origins = ["https://app.acme.example"], methods = [GET])]
    #[route("/narrow", method = "GET", method = "POST")] narrow;
    #[cors(origins = [#[allow(subdomain_wildcard_with_credentials, reason = "a test")] TENANTS, "https://app.acme.example"], credentials)] #[get("/tenants")] tenants;
    #[cors(
        origins = ["https://app.acme.example"],
        headers = ["x-$a", "x-'b'", "x-%c`|~#&*+!^"],
        expose = ["x-$http_origin", "x-%d"],
    )]
    #[get("/it's \"$x\" #1 ;é\\|@(b)")] odd;
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service(prices)
        .service(set_prices)
        .service(order)
        .service(delete_order)
        .service(notes)
        .service(session)
        .service(exported)
        .service(upload)
        .service(open)
        .service(me)
        .service(secret)
        .service(user)
        .service(change_user)
        .service(files)
        .service(version)
        .service(shell)
        .service(live)
        .service(narrow)
        .service(tenants)
        .service(plain)
        .service(odd);
}

fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    TENANTS.replace(SETS[0].1.iter().copied()).unwrap();
    std::thread::spawn(move || {
        let server = HttpServer::new(|| App::new().configure(routes))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap();
        actix_web::rt::System::new().block_on(server.run())
    });
    address
}

/// The application answers 404 and 405 itself where the test's backend answers everything, and rejects what the gateway
/// passes on.
fn adapted(mut response: Response) -> Response {
    let is_preflight = response.status == 204
        || response
            .vary()
            .iter()
            .any(|name| name.starts_with("access-control"));
    if !is_preflight && !response.is_from_backend() {
        response
            .headers
            .push(("x-backend".to_owned(), "yes".to_owned()));
    }
    response
}

#[test]
fn the_application_does_what_the_surface_says() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SURFACE);
    let surface = Surface::read(file).unwrap();
    // Policies around scopes and applications are shown elsewhere.
    let rows = surface.rows().iter();
    let rows: Vec<_> = rows
        .filter(|row| row.floors.is_empty() && row.path != "/wide")
        .cloned()
        .collect();
    let oracle = Oracle::new(&rows, SETS);
    let address = start();
    let questions = questions::about(&rows, SETS);
    let mut failures = Vec::new();
    for question in &questions {
        let response = adapted(question.request.send(address).unwrap());
        let mut expected = oracle.answer(&question.request);
        if response.status == 404 || response.status == 405 || response.status == 400 {
            // Nothing has asked a handler for its `Vary`.
            let vary = response.vary();
            expected.vary.retain(|name| vary.contains(name));
        }
        if let Some(difference) = expected.difference(&response) {
            failures.push(format!("{question}\n    {difference}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} answers differ:\n{}",
        failures.len(),
        questions.len(),
        failures[..failures.len().min(40)].join("\n")
    );
}
