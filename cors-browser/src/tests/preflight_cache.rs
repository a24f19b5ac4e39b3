//! The preflight cache: its keys, its lifetime, and its limits.

use std::time::Duration;

use super::*;
use crate::{CorsCheckFailure, Credentials, PreflightFailure, Reason, Request};

/// Allows several methods and headers from every origin, with credentials. Some paths are exceptions.
async fn open_app() -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    app(|request| {
        let max_age = match request.path() {
            "/default" => "soon",
            "/none" => "0",
            "/long" => "999999999",
            _ => "60",
        };
        let origin = match (is_options(request), request.path()) {
            (false, "/unshared") => "https://other.example",
            _ => header(request, "origin"),
        };
        with(
            200,
            &[
                ("access-control-allow-origin", origin),
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-methods", "PUT, DELETE"),
                ("access-control-allow-headers", "x-a, x-b"),
                ("access-control-max-age", max_age),
            ],
        )
    })
    .await
}

fn url(path: &str) -> String {
    format!("{API}{path}")
}

/// Checks whether a fetch sent a preflight.
async fn asks(
    page: &Browser,
    app: &impl Service<WireRequest, Response = ServiceResponse, Error = Error>,
    request: Request,
) -> bool {
    page.take_exchanges();
    let _ = page.fetch(app, request).await;
    page.exchanges()[0].is_preflight()
}

#[actix_web::test]
async fn a_preflight_is_cached_until_its_max_age_has_passed() {
    for (path, seconds) in [("/", 60), ("/default", 5), ("/long", 7200)] {
        let app = open_app().await;
        let page = Browser::at(APP);
        let put = Request::put(&url(path));
        assert!(asks(&page, &app, put.clone()).await);
        assert!(!asks(&page, &app, put.clone()).await);
        page.advance(Duration::from_millis(seconds * 1000 - 1));
        assert!(!asks(&page, &app, put.clone()).await);
        page.advance(Duration::from_millis(1));
        assert!(asks(&page, &app, put).await, "{path}");
    }
}

#[actix_web::test]
async fn the_browser_limits_the_max_age() {
    let app = open_app().await;
    let page = Browser::at(APP).max_age_limit(Duration::from_secs(600));
    let put = Request::put(&url("/long"));
    assert!(asks(&page, &app, put.clone()).await);
    page.advance(Duration::from_secs(599));
    assert!(!asks(&page, &app, put.clone()).await);
    page.advance(Duration::from_secs(1));
    assert!(asks(&page, &app, put).await);
}

#[actix_web::test]
async fn a_max_age_of_zero_caches_nothing() {
    let app = open_app().await;
    let page = Browser::at(APP);
    assert!(asks(&page, &app, Request::put(&url("/none"))).await);
    assert!(asks(&page, &app, Request::put(&url("/none"))).await);
}

#[actix_web::test]
async fn everything_that_the_response_lists_is_cached() {
    let app = open_app().await;
    let page = Browser::at(APP);
    let root = url("/");
    assert!(asks(&page, &app, Request::put(&root)).await);
    assert!(!asks(&page, &app, Request::delete(&root)).await);
    assert!(!asks(&page, &app, Request::get(&root).header("x-a", "1")).await);
    let both = Request::put(&root).header("x-a", "1").header("x-b", "1");
    assert!(!asks(&page, &app, both.clone()).await);
    // A header that is not listed needs a preflight every time. The failed fetch also clears the entries.
    assert!(asks(&page, &app, both.header("x-c", "1")).await);
    assert!(asks(&page, &app, Request::put(&root)).await);
    // With an upload listener, every method needs a preflight.
    assert!(asks(&page, &app, Request::get(&root).upload_listener()).await);
}

#[actix_web::test]
async fn another_url_origin_or_site_needs_its_own_preflight() {
    let app = open_app().await;
    let page = Browser::at(APP);
    let root = url("/");
    assert!(asks(&page, &app, Request::put(&root)).await);
    assert!(asks(&page, &app, Request::put(&url("/?page=2"))).await);
    assert!(asks(&page, &app, Request::put(&url("/other"))).await);
    assert!(!asks(&page.open(APP), &app, Request::put(&root)).await);
    assert!(
        asks(
            &page.open("https://www.acme.example"),
            &app,
            Request::put(&root)
        )
        .await
    );
    assert!(asks(&page.open(EVIL), &app, Request::put(&root)).await);
    let opaque = page.open_opaque();
    assert!(asks(&opaque, &app, Request::put(&root)).await);
    assert!(!asks(&opaque, &app, Request::put(&root)).await);
    assert!(asks(&page.open_opaque(), &app, Request::put(&root)).await);
    assert!(asks(&Browser::at(APP), &app, Request::put(&root)).await);
}

#[actix_web::test]
async fn an_entry_with_credentials_is_used_for_both() {
    let app = open_app().await;
    let page = Browser::at(APP);
    let put = Request::put(&url("/"));
    let with_credentials = put.clone().credentials(Credentials::Include);
    assert!(asks(&page, &app, put.clone()).await);
    assert!(asks(&page, &app, with_credentials.clone()).await);

    let page = Browser::at(APP);
    assert!(asks(&page, &app, with_credentials).await);
    assert!(!asks(&page, &app, put).await);
}

#[actix_web::test]
async fn a_failed_cors_check_clears_the_entries() {
    let app = open_app().await;
    let page = Browser::at(APP);
    let put = Request::put(&url("/unshared"));
    for _ in 0..2 {
        let blocked = page.fetch(&app, put.clone()).await.unwrap_err();
        assert_eq!(
            *blocked.reason(),
            Reason::CorsCheck(CorsCheckFailure::AllowOriginMismatch(
                "https://other.example".to_owned()
            ))
        );
        let url = url("/unshared");
        assert_eq!(
            sent(&page),
            [format!("OPTIONS {url}"), format!("PUT {url}")]
        );
    }
}

#[actix_web::test]
async fn the_method_of_an_upload_listener_is_cached_even_if_nothing_is_listed() {
    let app = app(|request| {
        let origin = header(request, "origin");
        with(200, &[("access-control-allow-origin", origin)])
    })
    .await;
    let page = Browser::at(APP);
    let post = Request::post(&url("/")).upload_listener();
    assert!(asks(&page, &app, post.clone()).await);
    assert!(!asks(&page, &app, post).await);
    assert!(asks(&page, &app, Request::get(&url("/")).upload_listener()).await);
}

#[actix_web::test]
async fn clearing_the_cache() {
    let app = open_app().await;
    let page = Browser::at(APP);
    assert!(asks(&page, &app, Request::put(&url("/"))).await);
    page.clear_preflight_cache();
    assert!(asks(&page, &app, Request::put(&url("/"))).await);
}

#[actix_web::test]
async fn with_credentials_a_cached_wildcard_allows_nothing() {
    let app = app(|request| {
        with(
            200,
            &[
                ("access-control-allow-origin", header(request, "origin")),
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-methods", "PUT, *"),
                ("access-control-allow-headers", "x-a, *"),
                ("access-control-max-age", "600"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    let with_cookies = |request: Request| request.credentials(Credentials::Include);
    let put = with_cookies(Request::put(&url("/")).header("x-a", "1"));
    page.fetch(&app, put).await.unwrap();
    page.take_exchanges();
    for (request, failure) in [
        (
            Request::delete(&url("/")),
            PreflightFailure::Method("DELETE".to_owned()),
        ),
        (
            Request::put(&url("/")).header("x-b", "1"),
            PreflightFailure::HeaderName("x-b".to_owned()),
        ),
    ] {
        let blocked = page.fetch(&app, with_cookies(request)).await.unwrap_err();
        assert_eq!(*blocked.reason(), Reason::Preflight(failure));
        assert_eq!(sent(&page), [format!("OPTIONS {}", url("/"))]);
    }
}
