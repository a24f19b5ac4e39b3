//! Cookies: which requests carry them, and which responses may set them.

use std::time::Duration;

use super::*;
use crate::{Credentials, Mode, Request};

/// Allows every origin with credentials, and sets the cookies in the query, separated by `&`.
async fn cookie_app() -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    app(|request| {
        let origin = header(request, "origin");
        let mut headers = vec![
            ("access-control-allow-origin", origin),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "PUT"),
        ];
        let cookies = request.query_string().replace("%20", " ");
        let cookies: Vec<&str> = cookies.split('&').filter(|text| !text.is_empty()).collect();
        headers.extend(cookies.iter().map(|cookie| ("set-cookie", *cookie)));
        with(200, &headers)
    })
    .await
}

/// Returns the `Cookie` header of a page's last request.
fn last_cookie(page: &Browser) -> Option<String> {
    page.exchanges().pop().unwrap().request_header("cookie")
}

#[actix_web::test]
async fn all_pages_of_a_browser_share_cookies() {
    let app = cookie_app().await;
    let page = Browser::at(API);
    page.fetch(&app, Request::post("/?id=1")).await.unwrap();
    page.fetch(&app, Request::get("/")).await.unwrap();
    assert_eq!(last_cookie(&page).as_deref(), Some("id=1"));

    let other = page.open(APP);
    let get = Request::get(API).credentials(Credentials::Include);
    other.fetch(&app, get.clone()).await.unwrap();
    assert_eq!(last_cookie(&other).as_deref(), Some("id=1"));

    let stranger = Browser::at(APP);
    stranger.fetch(&app, get).await.unwrap();
    assert_eq!(last_cookie(&stranger), None);
}

#[actix_web::test]
async fn same_site_decides_which_cookies_other_sites_send() {
    let app = cookie_app().await;
    let page = Browser::at(API);
    page.set_cookie(API, "strict=1; SameSite=Strict");
    page.set_cookie(API, "lax=1");
    page.set_cookie(API, "none=1; SameSite=None; Secure");
    let all = Some("strict=1; lax=1; none=1");
    let include = Request::get(API).credentials(Credentials::Include);
    for (from, request, cookies) in [
        (APP, include.clone(), all),
        (APP, Request::image(API), all),
        (APP, Request::navigation(API), all),
        (EVIL, include.clone(), Some("none=1")),
        (EVIL, Request::image(API), Some("none=1")),
        (EVIL, Request::navigation(API), Some("lax=1; none=1")),
        (EVIL, Request::form(API, "a=1"), Some("none=1")),
        (EVIL, Request::address_bar(API), all),
        ("http://app.acme.example", include.clone(), Some("none=1")),
        (EVIL, Request::get(API), None),
        (API, Request::get("/"), all),
        (API, Request::get("/").mode(Mode::SameOrigin), all),
        (API, Request::get("/").credentials(Credentials::Omit), None),
    ] {
        let page = page.open(from);
        page.fetch(&app, request.clone()).await.unwrap();
        assert_eq!(last_cookie(&page).as_deref(), cookies, "{from} {request:?}");
    }
}

#[actix_web::test]
async fn cookies_that_another_site_can_set() {
    let app = cookie_app().await;
    let url = format!("{API}/?lax=1&none=1;SameSite=None;Secure&domain=1;Domain=acme.example");
    for (from, request, kept) in [
        (EVIL, Request::get(&url), None),
        (
            EVIL,
            Request::get(&url).credentials(Credentials::Include),
            Some("none=1"),
        ),
        (
            EVIL,
            Request::navigation(&url),
            Some("lax=1; none=1; domain=1"),
        ),
        (
            APP,
            Request::get(&url).credentials(Credentials::Include),
            Some("lax=1; none=1; domain=1"),
        ),
        (APP, Request::get(&url), None),
    ] {
        let page = Browser::at(from);
        let _ = page.fetch(&app, request.clone()).await;
        let api = page.open(API);
        api.fetch(&app, Request::get("/")).await.unwrap();
        assert_eq!(last_cookie(&api).as_deref(), kept, "{from} {request:?}");
    }
}

#[actix_web::test]
async fn a_preflight_neither_sends_nor_sets_cookies() {
    let app = cookie_app().await;
    let page = Browser::at(APP);
    page.set_cookie(API, "id=1");
    let put = Request::put(&format!("{API}/?new=1")).credentials(Credentials::Include);
    page.fetch(&app, put).await.unwrap();
    let cookies: Vec<_> = page
        .exchanges()
        .iter()
        .map(|exchange| exchange.request_header("cookie"))
        .collect();
    assert_eq!(cookies, [None, Some("id=1".to_owned())]);
}

#[actix_web::test]
async fn a_redirect_through_another_site_drops_same_site_cookies() {
    let app = app(|request| match header(request, "host") {
        "api.acme.example" => with(200, &[]),
        _ => with(302, &[("location", API)]),
    })
    .await;
    for (through, kept) in [("https://www.acme.example", Some("lax=1")), (EVIL, None)] {
        let page = Browser::at(APP);
        page.set_cookie(API, "lax=1");
        page.fetch(&app, Request::image(through)).await.unwrap();
        assert_eq!(last_cookie(&page).as_deref(), kept, "{through}");
    }
}

#[actix_web::test]
async fn cookies_expire_by_the_browsers_clock() {
    let app = cookie_app().await;
    let page = Browser::at(API);
    page.fetch(&app, Request::get("/?id=1;Max-Age=60"))
        .await
        .unwrap();
    page.advance(Duration::from_secs(59));
    page.fetch(&app, Request::get("/")).await.unwrap();
    assert_eq!(last_cookie(&page).as_deref(), Some("id=1"));
    page.advance(Duration::from_secs(1));
    page.fetch(&app, Request::get("/")).await.unwrap();
    assert_eq!(last_cookie(&page), None);
}

#[actix_web::test]
async fn domains_below_a_public_suffix_are_different_sites() {
    let app = cookie_app().await;
    let page = Browser::at("https://a.shops.example").public_suffix("shops.example");
    page.set_cookie("https://b.shops.example", "id=1");
    let get = Request::get("https://b.shops.example").credentials(Credentials::Include);
    page.fetch(&app, get).await.unwrap();
    assert_eq!(last_cookie(&page), None);
    let exchange = page.exchanges().pop().unwrap();
    assert_eq!(
        exchange.request_header("sec-fetch-site").as_deref(),
        Some("cross-site")
    );
}
