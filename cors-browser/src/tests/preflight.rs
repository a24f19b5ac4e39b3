//! Preflights: the requests that need one, and the answers that allow them.

use super::*;
use crate::{
    CorsCheckFailure, Credentials, Exchange, Mode, PreflightFailure as Failure, Reason, Request,
};

/// Answers every preflight with this status and these headers. Other requests are allowed from every origin.
async fn preflight_app<'a>(
    status: u16,
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    let headers: Vec<(String, String)> = headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    app(move |request| {
        if is_options(request) {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            with(status, &headers)
        } else {
            let origin = header(request, "origin");
            with(200, &[("access-control-allow-origin", origin), CREDENTIALS])
        }
    })
    .await
}

const ALLOW: (&str, &str) = ("access-control-allow-origin", APP);
const CREDENTIALS: (&str, &str) = ("access-control-allow-credentials", "true");

#[actix_web::test]
async fn requests_that_need_a_preflight() {
    let app = preflight_app(
        204,
        [
            ALLOW,
            ("access-control-allow-methods", "*"),
            ("access-control-allow-headers", "*, authorization"),
        ],
    )
    .await;
    let url = format!("{API}/x");
    let json = ("content-type", "application/json");
    for (request, needs) in [
        (Request::get(&url), false),
        (Request::head(&url), false),
        (Request::post(&url).body("text"), false),
        (Request::new("post", &url), false),
        (Request::get(&url).header("range", "bytes=0-5"), false),
        (Request::get(&url).header("cookie", "forbidden"), false),
        (Request::get(&url).header("range", "bytes=-5"), true),
        (Request::post(&url).header(json.0, json.1).body("{}"), true),
        (Request::get(&url).header("authorization", "Bearer x"), true),
        (Request::get(&url).header("accept", "a".repeat(129)), true),
        (Request::put(&url), true),
        (Request::patch(&url), true),
        (Request::delete(&url), true),
        (Request::new("OPTIONS", &url), true),
        (Request::post(&url).upload_listener(), true),
        (Request::get(&url).upload_listener(), true),
        (Request::put(&url).mode(Mode::SameOrigin), false),
        (
            Request::post(&url)
                .mode(Mode::NoCors)
                .header(json.0, json.1),
            false,
        ),
        (Request::put("/same"), false),
        (Request::form(&url, "a=1"), false),
    ] {
        let page = Browser::at(APP);
        let _ = page.fetch(&app, request.clone()).await;
        let exchanges = page.exchanges();
        let has = exchanges.first().is_some_and(Exchange::is_preflight);
        assert_eq!(has, needs, "{request:?}");
    }
}

#[actix_web::test]
async fn headers_of_a_preflight() {
    let app = preflight_app(
        200,
        [
            ALLOW,
            CREDENTIALS,
            ("access-control-allow-methods", "PUT"),
            ("access-control-allow-headers", "x-b,X-A"),
            ("access-control-allow-headers", "Content-Type"),
        ],
    )
    .await;
    let page = Browser::at(APP);
    page.set_cookie(API, "id=1; Secure; SameSite=None");
    let request = Request::put(&format!("{API}/orders/7?x=1#part"))
        .header("X-B", "1")
        .header("Content-Type", "application/json")
        .header("accept", "application/json")
        .header("x-a", "1")
        .header("X-B", "2")
        .credentials(Credentials::Include)
        .body("{}");
    page.fetch(&app, request).await.unwrap();

    let [preflight, put] = &page.exchanges()[..] else {
        panic!("a preflight and a request");
    };
    assert!(preflight.is_preflight() && !put.is_preflight());
    assert_eq!(preflight.url(), "https://api.acme.example/orders/7?x=1");
    for (name, value) in [
        ("host", Some("api.acme.example")),
        ("origin", Some(APP)),
        ("access-control-request-method", Some("PUT")),
        (
            "access-control-request-headers",
            Some("content-type,x-a,x-b"),
        ),
        ("accept", Some("*/*")),
        ("sec-fetch-mode", Some("cors")),
        ("sec-fetch-site", Some("same-site")),
        ("sec-fetch-dest", Some("empty")),
        ("cookie", None),
        ("content-type", None),
        ("content-length", None),
        ("x-a", None),
    ] {
        assert_eq!(preflight.request_header(name).as_deref(), value, "{name}");
    }
    assert_eq!(put.request_header("cookie").as_deref(), Some("id=1"));
    assert_eq!(put.request_header("x-b").as_deref(), Some("1, 2"));
}

#[actix_web::test]
async fn without_unsafe_headers_there_is_no_request_headers_field() {
    let app = preflight_app(200, [ALLOW, ("access-control-allow-methods", "DELETE")]).await;
    let page = Browser::at(APP);
    page.fetch(&app, Request::delete(API)).await.unwrap();
    let preflight = &page.exchanges()[0];
    assert!(
        !preflight
            .request_headers()
            .contains_key("access-control-request-headers")
    );
}

/// Fetches from a page at `APP` and returns why the preflight failed. Then the request was not sent.
async fn failure(
    app: &impl Service<WireRequest, Response = ServiceResponse, Error = Error>,
    request: Request,
) -> Option<Failure> {
    let page = Browser::at(APP);
    let blocked = page.fetch(app, request).await.err();
    let requests = page.exchanges().len();
    match blocked.map(|blocked| blocked.reason().clone()) {
        Some(Reason::Preflight(failure)) => {
            assert_eq!(requests, 1);
            Some(failure)
        }
        None => {
            assert_eq!(requests, 2);
            None
        }
        other => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn statuses() {
    let headers = [
        ALLOW,
        ("access-control-allow-methods", "PUT"),
        ("location", "/elsewhere"),
    ];
    for (status, refused) in [
        (200, None),
        (204, None),
        (299, None),
        (301, Some(Failure::Redirect)),
        (308, Some(Failure::Redirect)),
        (304, Some(Failure::Status(304))),
        (403, Some(Failure::Status(403))),
        (405, Some(Failure::Status(405))),
        (500, Some(Failure::Status(500))),
    ] {
        let app = preflight_app(status, headers).await;
        assert_eq!(failure(&app, Request::put(API)).await, refused, "{status}");
    }
}

/// Returns why a preflight fails whose response allows the origin with credentials and has these fields of one name.
async fn failure_with(name: &str, values: &[&str], request: Request) -> Option<Failure> {
    let fields = values.iter().map(|value| (name, *value));
    let app = preflight_app(200, [ALLOW, CREDENTIALS].into_iter().chain(fields)).await;
    failure(&app, request).await
}

#[actix_web::test]
async fn methods() {
    let put = || Request::put(API);
    let patch = || Request::new("patch", API);
    let get = || Request::get(API).upload_listener();
    let with_credentials = || put().credentials(Credentials::Include);
    let refused = |method: &str| Some(Failure::Method(method.to_owned()));
    for (request, values, failure) in [
        (put(), &["GET, PUT"][..], None),
        (put(), &["GET", "PUT"], None),
        (put(), &[",GET,,PUT ,"], None),
        (put(), &["*"], None),
        (put(), &[], refused("PUT")),
        (put(), &[""], refused("PUT")),
        (put(), &["GET"], refused("PUT")),
        (put(), &["put"], refused("PUT")),
        (patch(), &["PATCH"], refused("patch")),
        (patch(), &["patch"], None),
        (get(), &[], None),
        (get(), &["PUT"], None),
        (with_credentials(), &["PUT"], None),
        (with_credentials(), &["*"], refused("PUT")),
        (put(), &["PUT DELETE"], Some(Failure::InvalidAllowMethods)),
        (
            put(),
            &["PUT", "DELETE;"],
            Some(Failure::InvalidAllowMethods),
        ),
        (get(), &["\"PUT\""], Some(Failure::InvalidAllowMethods)),
    ] {
        let name = "access-control-allow-methods";
        let found = failure_with(name, values, request.clone()).await;
        assert_eq!(found, failure, "{request:?} {values:?}");
    }
}

#[actix_web::test]
async fn header_names() {
    let key = || Request::get(API).header("X-Key", "1");
    let auth = || Request::get(API).header("Authorization", "Bearer x");
    let with_credentials = || key().credentials(Credentials::Include);
    let refused = |name: &str| Some(Failure::HeaderName(name.to_owned()));
    for (request, values, failure) in [
        (key(), &["x-key"][..], None),
        (key(), &["X-KEY"], None),
        (key(), &["x-other", "x-key"], None),
        (key(), &["*"], None),
        (key(), &[], refused("x-key")),
        (key(), &["x-keys"], refused("x-key")),
        (key(), &["x-*"], refused("x-key")),
        (key().header("x-b", "1"), &["x-key"], refused("x-b")),
        (auth(), &["*"], refused("authorization")),
        (auth(), &["*, authorization"], None),
        (auth(), &["Authorization"], None),
        (with_credentials(), &["*"], refused("x-key")),
        (with_credentials(), &["*, x-key"], None),
        (key(), &["x-key x-b"], Some(Failure::InvalidAllowHeaders)),
        (key(), &["x-key; x-b"], Some(Failure::InvalidAllowHeaders)),
    ] {
        let name = "access-control-allow-headers";
        let found = failure_with(name, values, request.clone()).await;
        assert_eq!(found, failure, "{request:?} {values:?}");
    }
}

#[actix_web::test]
async fn the_check_uses_the_credentials_mode_of_the_request() {
    let app = preflight_app(
        200,
        [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-methods", "PUT"),
        ],
    )
    .await;
    assert_eq!(failure(&app, Request::put(API)).await, None);
    assert_eq!(
        failure(&app, Request::put(API).credentials(Credentials::Include)).await,
        Some(Failure::CorsCheck(
            CorsCheckFailure::WildcardWithCredentials
        ))
    );

    let app = preflight_app(200, [ALLOW, ("access-control-allow-methods", "PUT")]).await;
    assert_eq!(failure(&app, Request::put(API)).await, None);
    assert_eq!(
        failure(&app, Request::put(API).credentials(Credentials::Include)).await,
        Some(Failure::CorsCheck(CorsCheckFailure::AllowCredentials(
            String::new()
        )))
    );
}

#[actix_web::test]
async fn an_opaque_origin_is_sent_as_null() {
    let app = app(|request| {
        with(
            200,
            &[
                ("access-control-allow-origin", "null"),
                ("access-control-allow-methods", "PUT"),
                ("access-control-allow-credentials", header(request, "x")),
            ],
        )
    })
    .await;
    let page = Browser::opaque();
    let answer = page.fetch(&app, Request::put(API)).await.unwrap();
    assert_eq!(answer.text(), "answer");
    for exchange in page.exchanges() {
        assert_eq!(exchange.request_header("origin").as_deref(), Some("null"));
        assert_eq!(
            exchange.request_header("sec-fetch-site").as_deref(),
            Some("cross-site")
        );
    }
}
