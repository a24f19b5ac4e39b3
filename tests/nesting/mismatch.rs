//! `mismatch = reject`: requests of other origins never reach the handler.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use actix_web::{
    App, Error, HttpRequest, HttpResponse, Responder, get,
    guard::GuardContext,
    http::Method,
    post, route,
    test::{TestRequest, init_service},
    web,
};
use route_cors::{Policy, cors, policy};

use crate::{
    APP, FROM_APP, STRANGER,
    process::ask,
    serve,
    support::{preflight, request},
};

const REFUSED: &[&str] = &["vary: Origin", "vary: Sec-Fetch-Site"];
const LET_IN: &[&str] = &[
    "allow-origin: https://app.acme.example",
    "vary: Origin",
    "vary: Sec-Fetch-Site",
];

static RUNS: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = ["https://app.acme.example", "https://*.shop.example"], mismatch = reject)]
#[post("/transfer")]
async fn transfer() -> impl Responder {
    RUNS.fetch_add(1, SeqCst);
    "sent"
}

static REJECT: Policy = policy!(
    origins = ["https://app.acme.example", "https://*.shop.example"],
    mismatch = reject,
);

/// `Origin`, `Sec-Fetch-Site` and `Host` of a request, and whether it is accepted.
type Case = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
    bool,
);

const API: &str = "api.acme.example";

#[rustfmt::skip]
const CASES: &[Case] = &[
    // 1: an allowed origin, whatever else is said.
    (&[APP], &[], API, true),
    (&[APP], &["cross-site"], API, true),
    (&[APP], &["same-site"], API, true),
    (&[APP], &["none"], API, true),
    (&[APP], &["nonsense"], API, true),
    (&["https://a.shop.example"], &["cross-site"], API, true),
    (&["https://shop.example"], &["cross-site"], API, false),
    // 2: the page's own origin.
    (&["https://api.acme.example"], &["same-origin"], API, true),
    (&["null"], &["same-origin"], API, true),
    (&[], &["same-origin"], API, true),
    (&[STRANGER], &["same-origin"], API, true),
    // 3: no page has sent it.
    (&[], &["none"], API, true),
    (&[STRANGER], &["none"], API, false),
    (&["null"], &["none"], API, false),
    // Incomplete headers of a browser.
    (&[STRANGER], &["cross-site"], API, false),
    (&[STRANGER], &["same-site"], API, false),
    (&[], &["cross-site"], API, false),
    (&[], &["same-site"], API, false),
    (&["null"], &["cross-site"], API, false),
    (&["https://api.acme.example"], &["cross-site"], API, false),
    (&["https://api.acme.example"], &["same-site"], API, false),
    // Values that no browser sends are not trusted.
    (&[], &["nonsense"], API, false),
    (&[], &[""], API, false),
    (&[], &["Same-Origin"], API, false),
    (&[], &["same-origin, none"], API, false),
    (&[], &["same-origin", "same-origin"], API, false),
    (&["https://api.acme.example"], &["none", "same-origin"], API, false),
    // 4: browsers from before 2023, and what is no browser.
    (&[], &[], API, true),
    (&[STRANGER], &[], API, false),
    (&["null"], &[], API, false),
    (&["https://api.acme.example"], &[], API, true),
    (&["http://api.acme.example"], &[], API, true),
    (&["https://api.acme.example"], &[], "API.Acme.Example", true),
    (&["https://api.acme.example"], &[], "api.acme.example:443", true),
    (&["http://api.acme.example"], &[], "api.acme.example:80", true),
    (&["https://api.acme.example"], &[], "api.acme.example:80", false),
    (&["http://api.acme.example"], &[], "api.acme.example:443", false),
    (&["https://api.acme.example"], &[], "api.acme.example:8443", false),
    (&["https://api.acme.example:8443"], &[], "api.acme.example:8443", true),
    (&["https://api.acme.example:8443"], &[], API, false),
    (&["https://api.acme.example:8443"], &[], "api.acme.example:443", false),
    (&["https://api.acme.example:8443"], &[], "api.acme.example:84430", false),
    (&["https://api.acme.example:80"], &[], API, false),
    (&["https://api.acme.example"], &[], "api.acme.example:", false),
    (&["https://api.acme.example"], &[], "api.acme.example:0443", false),
    (&["https://api.acme.example"], &[], "api.acme.example.evil.example", false),
    (&["https://api.acme.example.evil.example"], &[], API, false),
    (&["https://evil-api.acme.example"], &[], API, false),
    (&["https://acme.example"], &[], API, false),
    (&["https://user@api.acme.example"], &[], API, false),
    (&["https://api.acme.example/"], &[], API, false),
    (&["api.acme.example"], &[], API, false),
    (&["//api.acme.example"], &[], API, false),
    (&["app://localhost"], &[], "localhost", true),
    (&["app://localhost"], &[], "localhost:80", false),
    (&["http://[::1]"], &[], "[::1]", true),
    (&["http://[::1]:8080"], &[], "[::1]:8080", true),
    (&["http://[::1]"], &[], "[::1]:80", true),
    (&["http://[::1]:80"], &[], "[::1]:8080", false),
    (&["http://[::1]"], &[], "[::1]:8080", false),
    (&["http://[::1]:8080"], &[], "[::1]", false),
    (&["http://127.0.0.1:8080"], &[], "127.0.0.1:8080", true),
    (&["http://127.0.0.1:8080"], &[], "127.0.0.1:808", false),
    (&["https://api.acme.example", "https://api.acme.example"], &[], API, false),
    (&[APP, APP], &[], API, false),
    (&[APP, APP], &["same-origin"], API, true),
    (&[APP, STRANGER], &["cross-site"], API, false),
    (&[STRANGER, APP], &["none"], API, false),
];

fn asks(path: &str, (origins, sites, host, _): &Case) -> TestRequest {
    // Headers that a proxy writes, and that anybody else can write.
    let mut request = TestRequest::with_uri(path)
        .method(Method::POST)
        .insert_header(("x-forwarded-host", "stranger.example"))
        .insert_header(("x-forwarded-proto", "https"))
        .insert_header(("forwarded", "host=stranger.example;proto=https"))
        .insert_header(("host", *host));
    for origin in *origins {
        request = request.append_header(("origin", *origin));
    }
    for site in *sites {
        request = request.append_header(("sec-fetch-site", *site));
    }
    request
}

#[actix_web::test]
async fn origins_that_are_allowed() {
    let route = init_service(App::new().service(transfer)).await;
    let runs = || RUNS.load(SeqCst);
    let plain = || {
        web::post().to(|| async {
            RUNS.fetch_add(1, SeqCst);
            "sent"
        })
    };
    let resource = init_service(
        App::new().service(
            web::resource("/transfer")
                .wrap(REJECT.middleware())
                .route(plain()),
        ),
    )
    .await;
    let scope = init_service(
        App::new().service(
            web::scope("/api")
                .wrap(REJECT.middleware())
                .route("/transfer", plain()),
        ),
    )
    .await;
    let application = init_service(
        App::new()
            .route("/transfer", plain())
            .wrap(REJECT.middleware()),
    )
    .await;
    for case in CASES {
        let before = runs();
        let answers = [
            ask(&route, asks("/transfer", case).to_request()).await,
            ask(&resource, asks("/transfer", case).to_request()).await,
            ask(&scope, asks("/api/transfer", case).to_request()).await,
            ask(&application, asks("/transfer", case).to_request()).await,
        ];
        let (ran, status) = if case.3 { (4, 200) } else { (0, 403) };
        assert_eq!(runs() - before, ran, "{case:?}");
        let granted = matches!(case.0, [APP | "https://a.shop.example"]);
        let origin = granted.then(|| format!("allow-origin: {}", case.0[0]));
        let lines: Vec<&str> = origin
            .iter()
            .map(String::as_str)
            .chain(REFUSED.iter().copied())
            .collect();
        for answer in answers {
            answer.is(status, &lines);
        }
    }
}

#[test]
fn over_the_wire() {
    let server = serve!(App::new().service(guarded));
    let post = request("POST", "/guarded");
    server.ask(&post.clone().origin(APP)).is(200, LET_IN);
    server
        .ask(&post.clone().origin(STRANGER))
        .is(403, REFUSED)
        .is_empty();
    server
        .ask(&post.clone().origin("https://api.acme.example"))
        .is(200, REFUSED);
    server
        .ask(
            &post
                .clone()
                .origin(STRANGER)
                .header("Sec-Fetch-Site", "cross-site"),
        )
        .is(403, REFUSED);
    server
        .ask(&post.clone().header("Sec-Fetch-Site", "cross-site"))
        .is(403, REFUSED);
    server.ask(&post).is(200, REFUSED);
    // A proxy's form of the request: the authority in it counts, and not `Host` (RFC 9112, section 3.2.2).
    let absolute = request("POST", "http://other.example/guarded");
    server
        .ask(&absolute.clone().origin("http://other.example"))
        .is(200, REFUSED);
    server
        .ask(&absolute.clone().origin("http://other.example:81"))
        .is(403, REFUSED);
    server
        .ask(&absolute.origin("https://api.acme.example"))
        .is(403, REFUSED);
    let form = post.body("much");
    server.ask(&form.clone().origin(STRANGER)).is(403, REFUSED);
    server.ask(&form.origin(APP)).is(200, LET_IN);
    // A preflight is what it is anywhere.
    let vary = "vary: Origin, Access-Control-Request-Method";
    server
        .ask(&preflight("POST", "/guarded", APP).header("Sec-Fetch-Site", "cross-site"))
        .is(204, &["allow-methods: POST", FROM_APP, vary]);
    server
        .ask(&preflight("POST", "/guarded", STRANGER))
        .is(403, &[vary]);
}

#[cors(origins = ["https://app.acme.example"], mismatch = reject)]
#[post("/guarded")]
async fn guarded() -> impl Responder {
    "done"
}

#[cors(origins = ["https://app.acme.example"], mismatch = reject)]
#[get("/socket")]
async fn socket(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, session, mut messages) = actix_ws::handle(&request, body)?;
    actix_web::rt::spawn(async move {
        while let Some(Ok(message)) = messages.recv().await {
            if let actix_ws::Message::Ping(bytes) = message {
                session
                    .clone()
                    .pong(&bytes)
                    .await
                    .expect("the client listens");
            }
        }
    });
    Ok(response)
}

#[test]
fn a_socket_opens_for_its_own_pages_alone() {
    let server = serve!(App::new().service(socket));
    let open = request("GET", "/socket")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    server.ask(&open.clone().origin(STRANGER)).is(403, REFUSED);
    server
        .ask(
            &open
                .clone()
                .origin(STRANGER)
                .header("Sec-Fetch-Site", "cross-site"),
        )
        .is(403, REFUSED);
    server
        .ask(&open.clone().origin("https://api.acme.example"))
        .is(101, REFUSED);
    let mut connection = server.connect();
    connection.ask(&open.origin(APP)).is(101, LET_IN);
    // A ping of one byte, masked with zeros, comes back as a pong.
    connection.send(&[0x89, 0x81, 0, 0, 0, 0, b'x']);
    assert_eq!(connection.receive(3), [0x8a, 1, b'x']);
}

#[cors(origins = ["https://app.acme.example"], methods = [POST], mismatch = reject)]
#[route("/less", method = "GET", method = "POST")]
async fn less() -> impl Responder {
    "less"
}

#[cors(off)]
#[get("/off")]
async fn off() -> impl Responder {
    "off"
}

#[test]
fn a_method_that_is_left_out_is_a_mismatch() {
    let server = serve!(App::new().service(less).service(off));
    server
        .ask(&request("POST", "/less").origin(APP))
        .is(200, LET_IN);
    server
        .ask(&request("GET", "/less").origin(APP))
        .is(403, REFUSED);
    server.ask(&request("GET", "/less")).is(200, REFUSED);
    server
        .ask(&request("GET", "/off").origin(STRANGER))
        .is(200, &[]);
}

/// If a guard passes requests on to a handler without a policy of its own, the policy around it protects that handler.
#[test]
fn a_guarded_route_opens_no_neighbour() {
    #[cors(origins = any)]
    #[post("/shared", guard = "never")]
    async fn guarded() -> &'static str {
        "guarded"
    }

    #[post("/shared")]
    async fn plain() -> &'static str {
        "plain"
    }

    fn never(_: &GuardContext<'_>) -> bool {
        false
    }

    static STRICT: Policy = policy!(
        origins = ["https://app.acme.example"],
        credentials,
        mismatch = reject
    );
    let server = serve!(
        App::new()
            .wrap(STRICT.middleware())
            .service(guarded)
            .service(plain)
    );
    let from = |origin: &str| {
        request("POST", "/shared")
            .origin(origin)
            .header("Sec-Fetch-Site", "cross-site")
    };
    let refused = server.ask(&from("https://evil.example"));
    assert_eq!(refused.status, 403);
    let read = server.ask(&from("https://app.acme.example"));
    assert_eq!((read.status, read.body.as_str()), (200, "plain"));
    read.is(
        200,
        &[
            "allow-credentials: true",
            "allow-origin: https://app.acme.example",
            "vary: Origin",
            "vary: Sec-Fetch-Site",
        ],
    );
}
