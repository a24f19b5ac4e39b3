//! Responses: the parts that a page may read.

use actix_web::{
    ResponseError,
    body::{self, BoxBody},
    error::{ErrorImATeapot, InternalError, PayloadError},
    middleware::{Next, from_fn},
};

use super::*;
use crate::{
    CorsCheckFailure, Credentials, Mode, Reason, Redirect, Request, Response, ResponseType,
};

/// Returns the names of the headers that the page may read, sorted.
fn names(answer: &Response) -> Vec<String> {
    let mut names: Vec<String> = answer.headers().keys().map(ToString::to_string).collect();
    names.sort();
    names
}

#[actix_web::test]
async fn a_response_of_the_own_origin_has_everything_except_cookies() {
    let app = app(|_| {
        with(
            418,
            &[
                ("set-cookie", "a=1"),
                ("x-a", "1"),
                ("x-a", "2"),
                ("etag", "\"7\""),
            ],
        )
    })
    .await;
    let answer = Browser::at(APP)
        .fetch(&app, Request::get("/"))
        .await
        .unwrap();
    assert_eq!(answer.response_type(), ResponseType::Basic);
    assert_eq!((answer.status(), answer.ok()), (418, false));
    assert_eq!(names(&answer), ["content-length", "etag", "x-a"]);
    assert_eq!(answer.header("X-A").as_deref(), Some("1, 2"));
    assert_eq!(answer.header("content-length").as_deref(), Some("6"));
    assert_eq!(answer.body(), b"answer");
}

#[actix_web::test]
async fn a_response_of_another_origin_has_safelisted_and_exposed_headers() {
    let get = || Request::get(API);
    let with_credentials = || get().credentials(Credentials::Include);
    for (request, expose, shown) in [
        (get(), &[][..], &["content-length"][..]),
        (get(), &["ETag"], &["content-length", "etag"]),
        (
            get(),
            &["etag", "x-a, x-b"],
            &["content-length", "etag", "x-a"],
        ),
        (get(), &["set-cookie"], &["content-length"]),
        (get(), &["etag x-a"], &["content-length"]),
        (get(), &["etag", "\"x-a\""], &["content-length"]),
        (with_credentials(), &["*"], &["content-length"]),
        (with_credentials(), &["*, x-a"], &["content-length", "x-a"]),
        (
            get(),
            &["*"],
            &[
                "access-control-allow-credentials",
                "access-control-allow-origin",
                "access-control-expose-headers",
                "content-length",
                "etag",
                "x-a",
            ],
        ),
    ] {
        let mut headers = vec![
            ("access-control-allow-origin", APP),
            ("access-control-allow-credentials", "true"),
            ("etag", "\"7\""),
            ("set-cookie", "a=1"),
            ("x-a", "1"),
        ];
        headers.extend(
            expose
                .iter()
                .map(|value| ("access-control-expose-headers", *value)),
        );
        let app = app(move |_| with(200, &headers)).await;
        let answer = Browser::at(APP).fetch(&app, request.clone()).await.unwrap();
        assert_eq!(answer.response_type(), ResponseType::Cors);
        assert_eq!(names(&answer), shown, "{request:?} {expose:?}");
    }
}

#[actix_web::test]
async fn the_safelisted_response_headers() {
    let app = app(|_| {
        with(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("cache-control", "no-store"),
                ("content-language", "en"),
                ("content-type", "text/plain"),
                ("expires", "0"),
                ("last-modified", "x"),
                ("pragma", "x"),
                ("date", "x"),
                ("location", "/x"),
                ("server", "x"),
                ("vary", "origin"),
            ],
        )
    })
    .await;
    let answer = Browser::at(APP)
        .fetch(&app, Request::get(API))
        .await
        .unwrap();
    assert_eq!(
        names(&answer),
        [
            "cache-control",
            "content-language",
            "content-length",
            "content-type",
            "expires",
            "last-modified",
            "pragma"
        ]
    );
}

#[actix_web::test]
async fn responses_to_no_cors_and_navigations_are_opaque() {
    let app = app(|_| with(404, &[("access-control-allow-origin", "*"), ("x-a", "1")])).await;
    for request in [
        Request::image(API),
        Request::get(API).mode(Mode::NoCors),
        Request::post(API).mode(Mode::NoCors).body("x"),
        Request::navigation(API),
        Request::navigation("/own"),
        Request::form(API, "a=1"),
    ] {
        let page = Browser::at(APP);
        let answer = page.fetch(&app, request.clone()).await.unwrap();
        assert_eq!(answer.response_type(), ResponseType::Opaque, "{request:?}");
        assert_eq!(
            (answer.status(), answer.url(), answer.redirected()),
            (0, "", false)
        );
        assert!(answer.headers().is_empty() && answer.body().is_empty());
        assert_eq!(page.exchanges()[0].status(), 404);
    }
    let own = Browser::at(APP)
        .fetch(&app, Request::image("/own"))
        .await
        .unwrap();
    assert_eq!(own.response_type(), ResponseType::Basic);
}

#[actix_web::test]
async fn a_resource_policy_blocks_opaque_responses() {
    let app = app(|request| {
        with(
            200,
            &[
                ("cross-origin-resource-policy", &request.path()[1..]),
                ("access-control-allow-origin", "*"),
            ],
        )
    })
    .await;
    for (origin, policy, reached) in [
        (APP, "same-origin", false),
        (APP, "same-site", true),
        (EVIL, "same-site", false),
        (EVIL, "cross-origin", true),
    ] {
        let page = Browser::at(origin);
        let url = format!("{API}/{policy}");
        let blocked = page.fetch(&app, Request::image(&url)).await.err();
        let reason = (!reached).then(|| Reason::ResourcePolicy(policy.to_owned()));
        assert_eq!(blocked.map(|blocked| blocked.reason().clone()), reason);
        // It does not apply to CORS requests.
        assert!(page.fetch(&app, Request::get(&url)).await.is_ok());
    }
}

#[actix_web::test]
async fn the_console() {
    let app = app(|request| match request.path() {
        "/put" => with(403, &[]),
        "/wildcard" => with(200, &[("access-control-allow-origin", "*")]),
        "/list" => with(200, &[("access-control-allow-origin", "a, b")]),
        "/bare" => with(200, &[("access-control-allow-origin", "app")]),
        "/other" => with(200, &[("access-control-allow-origin", "null")]),
        "/away" => with(302, &[("location", API)]),
        "/to-evil" => with(
            302,
            &[("location", EVIL), ("access-control-allow-origin", "*")],
        ),
        _ => with(200, &[]),
    })
    .await;
    let page = Browser::at(APP);
    let url = |path: &str| format!("{API}{path}");
    for (request, line) in [
        (
            Request::get(&url("/")),
            "Access to fetch at 'https://api.acme.example/' from origin 'https://app.acme.example' has been blocked by \
             CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        (
            Request::image(&url("/")).mode(Mode::Cors),
            "Access to image at 'https://api.acme.example/' from origin 'https://app.acme.example' has been blocked by \
             CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        (
            Request::put(&url("/put")),
            "Access to fetch at 'https://api.acme.example/put' from origin 'https://app.acme.example' has been blocked \
             by CORS policy: Response to preflight request doesn't pass access control check: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        (
            Request::get(&url("/wildcard")).credentials(Credentials::Include),
            "Access to fetch at 'https://api.acme.example/wildcard' from origin 'https://app.acme.example' has been \
             blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be \
             the wildcard '*' when the request's credentials mode is 'include'.",
        ),
        (
            Request::get(&url("/")).mode(Mode::SameOrigin),
            "Fetch API cannot load https://api.acme.example/. Request mode is \"same-origin\" but the URL's origin is not \
             same as the request origin https://app.acme.example.",
        ),
        (
            Request::get("/away").mode(Mode::SameOrigin),
            "Unsafe attempt to load URL https://api.acme.example/ from https://app.acme.example. Domains, protocols and \
             ports must match.",
        ),
        (
            Request::get(&url("/"))
                .mode(Mode::NoCors)
                .redirect(Redirect::Error),
            "Fetch API cannot load https://api.acme.example/. Request mode is \"no-cors\" but the redirect mode is not \
             \"follow\".",
        ),
        (
            // The line names the page's origin, although the request says `null`.
            Request::get(&url("/to-evil")),
            "Access to fetch at 'https://evil.example/' (redirected from 'https://api.acme.example/to-evil') from origin \
             'https://app.acme.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is \
             present on the requested resource.",
        ),
        (
            Request::get(&url("/list")),
            "Access to fetch at 'https://api.acme.example/list' from origin 'https://app.acme.example' has been blocked by \
             CORS policy: The 'Access-Control-Allow-Origin' header contains multiple values 'a, b', but only one is \
             allowed. Have the server send the header with a valid value.",
        ),
        (
            Request::get(&url("/bare")),
            "Access to fetch at 'https://api.acme.example/bare' from origin 'https://app.acme.example' has been blocked by \
             CORS policy: The 'Access-Control-Allow-Origin' header contains the invalid value 'app'. Have the server \
             send the header with a valid value.",
        ),
        (
            Request::get(&url("/other")),
            "Access to fetch at 'https://api.acme.example/other' from origin 'https://app.acme.example' has been blocked \
             by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'null' that is not equal to the \
             supplied origin. Have the server send the header with a valid value.",
        ),
        (
            Request::get("http://api.acme.example/"),
            "Mixed Content: The page at 'https://app.acme.example' was loaded over HTTPS, but requested an insecure \
             resource 'http://api.acme.example/'. \
             This request has been blocked; the content must be served over HTTPS.",
        ),
        (
            Request::new("TRACK", "/"),
            "TypeError: Failed to execute 'fetch': 'TRACK' HTTP method is unsupported.",
        ),
    ] {
        let blocked = page.fetch(&app, request).await.unwrap_err();
        assert_eq!(blocked.console(), line);
    }
}

#[actix_web::test]
async fn an_unhandled_error_becomes_its_response() {
    let app = init_service(
        App::new()
            .wrap(from_fn(|request, next: Next<BoxBody>| async move {
                let response = next.call(request).await?;
                let refused = response.request().path() == "/refused";
                if refused {
                    return Err(ErrorImATeapot("refused"));
                }
                Ok(response.map_into_boxed_body())
            }))
            .default_service(web::to(HttpResponse::Ok)),
    )
    .await;
    let page = Browser::at(APP);
    let answer = page.fetch(&app, Request::get("/refused")).await.unwrap();
    assert_eq!(
        (answer.status(), answer.text()),
        (418, "refused".to_owned())
    );

    let blocked = page
        .fetch(&app, Request::get(&format!("{API}/refused")))
        .await
        .unwrap_err();
    assert_eq!(
        *blocked.reason(),
        Reason::CorsCheck(CorsCheckFailure::MissingAllowOrigin)
    );
}

#[actix_web::test]
async fn statuses_and_methods_without_a_body() {
    let app = app(|request| match request.path() {
        "/304" => with(304, &[]),
        "/205" => with(205, &[]),
        _ => with(200, &[]),
    })
    .await;
    let page = Browser::at(APP);
    for request in [
        Request::head("/"),
        Request::get("/304"),
        Request::get("/205"),
    ] {
        let answer = page.fetch(&app, request).await.unwrap();
        assert!(answer.body().is_empty());
    }
    assert_eq!(
        page.exchanges()[0]
            .response_header("content-length")
            .as_deref(),
        Some("6")
    );
}

#[actix_web::test]
async fn content_length_and_transfer_encoding() {
    let app = app(|request| {
        let mut response = with(200, &[("content-length", "99")]);
        *response.status_mut() = header(request, "x-status").parse().unwrap();
        match request.path() {
            "/stream" => response.set_body(BoxBody::new(Broken)),
            "/unchunked" => {
                response.head_mut().no_chunking(true);
                response.set_body(BoxBody::new(Broken))
            }
            "/none" => response.set_body(BoxBody::new(body::None::new())),
            _ => response,
        }
    })
    .await;
    // HTTP/1.1 and HTTP/2.
    for (path, status, lengths) in [
        ("/", "200", [Some("6"); 2]),
        ("/", "404", [Some("6"); 2]),
        ("/", "204", [None; 2]),
        ("/", "101", [None; 2]),
        ("/", "304", [Some("99"), Some("6")]),
        ("/none", "200", [None; 2]),
        ("/stream", "200", [None, Some("99")]),
        ("/stream", "204", [None; 2]),
        ("/stream", "304", [Some("99"); 2]),
        ("/unchunked", "200", [Some("99"); 2]),
    ] {
        for (page, length) in [Browser::at(APP), Browser::at(APP).http2()]
            .into_iter()
            .zip(lengths)
        {
            let _ = page
                .fetch(&app, Request::get(path).header("x-status", status))
                .await;
            let exchange = &page.exchanges()[0];
            let written = exchange.response_header("content-length");
            assert_eq!(written.as_deref(), length, "{path} {status}");
            let coding = exchange.response_header("transfer-encoding");
            let is_chunked = path == "/stream" && status == "200" && length.is_none();
            assert_eq!(coding.is_some(), is_chunked, "{path} {status}");
        }
    }
}

/// A body that fails at once.
struct Broken;

impl actix_web::body::MessageBody for Broken {
    type Error = PayloadError;

    fn size(&self) -> actix_web::body::BodySize {
        actix_web::body::BodySize::Stream
    }

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<web::Bytes, PayloadError>>> {
        std::task::Poll::Ready(Some(Err(PayloadError::Overflow)))
    }
}

#[actix_web::test]
async fn a_body_that_fails() {
    let app = app(|_| HttpResponse::Ok().body(BoxBody::new(Broken))).await;
    let page = Browser::at(APP);
    let blocked = page.fetch(&app, Request::get("/")).await.unwrap_err();
    assert!(
        matches!(blocked.reason(), Reason::BodyFailed(_)),
        "{blocked}"
    );
    // A page that may not read the response gets the CORS error.
    let blocked = page.fetch(&app, Request::get(API)).await.unwrap_err();
    assert!(
        matches!(blocked.reason(), Reason::CorsCheck(_)),
        "{blocked}"
    );
}

#[actix_web::test]
async fn whitespace_around_a_value_is_removed() {
    let app = app(|_| with(200, &[("access-control-allow-origin", " * ")])).await;
    assert!(
        Browser::at(APP)
            .fetch(&app, Request::get(API))
            .await
            .is_ok()
    );
}

#[actix_web::test]
async fn an_error_response_can_be_shared() {
    let app = app(|_| {
        let error = InternalError::new("broken", StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = error.error_response();
        let headers = response.headers_mut();
        headers.insert(
            "access-control-allow-origin".parse().unwrap(),
            "*".parse().unwrap(),
        );
        response
    })
    .await;
    let answer = Browser::at(APP)
        .fetch(&app, Request::get(API))
        .await
        .unwrap();
    assert_eq!((answer.status(), answer.text()), (500, "broken".to_owned()));
}

#[actix_web::test]
async fn ok_statuses() {
    let app = app(|request| with(request.path()[1..].parse().unwrap(), &[])).await;
    for (status, ok) in [(200, true), (299, true), (199, false), (300, false)] {
        let request = Request::get(&format!("/{status}"));
        let answer = Browser::at(APP).fetch(&app, request).await.unwrap();
        assert_eq!(answer.ok(), ok, "{status}");
    }
}
