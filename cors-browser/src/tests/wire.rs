//! The requests on the wire: headers that the browser adds.

use actix_web::http::Version;

use super::*;
use crate::{Credentials, Mode, Request};

/// Allows every origin, and answers with the request as it arrived.
async fn mirror() -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    app(|request| {
        let peer = request.peer_addr().unwrap();
        let info = request.connection_info();
        HttpResponse::Ok()
            .append_header(("access-control-allow-origin", "*"))
            .append_header(("access-control-allow-methods", "*"))
            .body(format!(
                "{:?} {} {} {} {peer}",
                request.version(),
                request.uri(),
                info.host(),
                header(request, "host"),
            ))
    })
    .await
}

#[actix_web::test]
async fn requests_look_as_from_the_network() {
    let app = mirror().await;
    for (url, uri, host) in [
        ("https://api.acme.example", "/", "api.acme.example"),
        (
            "https://api.acme.example:443/a?b#c",
            "/a?b",
            "api.acme.example",
        ),
        ("http://localhost:8080/ä b", "/%C3%A4%20b", "localhost:8080"),
        ("http://[::1]:8080/", "/", "[::1]:8080"),
        (
            "https://API.Acme.Example/?q={\"a\"|b}",
            "/?q={%22a%22|b}",
            "api.acme.example",
        ),
    ] {
        let answer = Browser::at(APP)
            .fetch(&app, Request::get(url))
            .await
            .unwrap();
        let seen = format!("{:?} {uri} {host} {host} 192.0.2.1:49152", Version::HTTP_11);
        assert_eq!(answer.text(), seen);
    }
    let answer = Browser::at(APP)
        .http2()
        .fetch(&app, Request::get("https://api.acme.example:8443/a?b"))
        .await
        .unwrap();
    assert_eq!(
        answer.text(),
        "HTTP/2.0 https://api.acme.example:8443/a?b api.acme.example:8443  192.0.2.1:49152"
    );
}

#[actix_web::test]
async fn bodies_arrive() {
    let app =
        init_service(App::new().default_service(web::to(|body: String| async move { body + "!" })))
            .await;
    let page = Browser::at(APP).http2();
    for request in [
        Request::post("/").body("text"),
        Request::put("/").stream_body("text"),
        Request::new("QUERY", "/").body(b"text".to_vec()),
    ] {
        let answer = page.fetch(&app, request).await.unwrap();
        assert_eq!(answer.text(), "text!");
    }
    let lengths: Vec<_> = page
        .exchanges()
        .iter()
        .map(|exchange| exchange.request_header("content-length"))
        .collect();
    assert_eq!(lengths, [Some("4".to_owned()), None, Some("4".to_owned())]);
}

#[actix_web::test]
async fn one_application_serves_all_hosts() {
    use actix_web::guard::Host;
    let app = init_service(
        App::new()
            .service(
                web::resource("/")
                    .guard(Host("api.acme.example"))
                    .to(|| async { "api" }),
            )
            .service(
                web::resource("/")
                    .guard(Host("app.acme.example"))
                    .to(|| async { "app" }),
            ),
    )
    .await;
    for page in [Browser::at(APP), Browser::at(APP).http2()] {
        assert_eq!(
            page.fetch(&app, Request::get("/")).await.unwrap().text(),
            "app"
        );
        let api = page.open(API);
        assert_eq!(
            api.fetch(&app, Request::get("/")).await.unwrap().text(),
            "api"
        );
    }
}

#[actix_web::test]
async fn when_origin_and_fetch_metadata_are_sent() {
    let app = mirror().await;
    let url = API;
    let plain = "http://api.acme.example/";
    for (page, request, origin, metadata) in [
        (APP, Request::get("/"), None, Some("same-origin cors empty")),
        (
            APP,
            Request::head("/"),
            None,
            Some("same-origin cors empty"),
        ),
        (
            APP,
            Request::post("/"),
            Some(APP),
            Some("same-origin cors empty"),
        ),
        (
            APP,
            Request::put("/"),
            Some(APP),
            Some("same-origin cors empty"),
        ),
        (
            APP,
            Request::delete("/").mode(Mode::SameOrigin),
            Some(APP),
            Some("same-origin same-origin empty"),
        ),
        (
            APP,
            Request::get(url),
            Some(APP),
            Some("same-site cors empty"),
        ),
        (
            EVIL,
            Request::get(url),
            Some(EVIL),
            Some("cross-site cors empty"),
        ),
        (
            EVIL,
            Request::image(url),
            None,
            Some("cross-site no-cors image"),
        ),
        (
            EVIL,
            Request::image(url)
                .mode(Mode::Cors)
                .credentials(Credentials::SameOrigin),
            Some(EVIL),
            Some("cross-site cors image"),
        ),
        (
            EVIL,
            Request::post(url).mode(Mode::NoCors),
            Some(EVIL),
            Some("cross-site no-cors empty"),
        ),
        (
            EVIL,
            Request::navigation(url),
            None,
            Some("cross-site navigate document"),
        ),
        (
            EVIL,
            Request::form(url, "a=1"),
            Some(EVIL),
            Some("cross-site navigate document"),
        ),
        (
            APP,
            Request::address_bar(url),
            None,
            Some("none navigate document"),
        ),
        // A secure page does not send its origin to an insecure URL, except in a CORS request.
        (EVIL, Request::form(plain, "a=1"), Some("null"), None),
        (
            "http://evil.example",
            Request::get(plain),
            Some("http://evil.example"),
            None,
        ),
        (
            APP,
            Request::get("http://localhost:8080"),
            Some(APP),
            Some("cross-site cors empty"),
        ),
    ] {
        let page = Browser::at(page);
        page.fetch(&app, request.clone()).await.unwrap();
        let exchange = page.exchanges().pop().unwrap();
        assert_eq!(
            exchange.request_header("origin").as_deref(),
            origin,
            "{request:?}"
        );
        let sent = ["site", "mode", "dest"].map(|name| {
            exchange
                .request_header(&format!("sec-fetch-{name}"))
                .unwrap_or_default()
        });
        let metadata = metadata.unwrap_or("  ");
        assert_eq!(sent.join(" "), metadata, "{request:?}");
    }
}

#[actix_web::test]
async fn referrers() {
    let app = mirror().await;
    let path = "https://app.acme.example/cart?item=1#top";
    for (page, request, referrer) in [
        (
            path,
            Request::get("/"),
            Some("https://app.acme.example/cart?item=1"),
        ),
        (path, Request::get(API), Some("https://app.acme.example/")),
        (path, Request::navigation("http://api.acme.example"), None),
        (path, Request::address_bar(API), None),
        (
            "http://a.example/x",
            Request::get("http://b.example"),
            Some("http://a.example/"),
        ),
    ] {
        let page = Browser::at(page);
        page.fetch(&app, request).await.unwrap();
        let sent = page.exchanges()[0].request_header("referer");
        assert_eq!(sent.as_deref(), referrer);
    }
    let page = Browser::opaque();
    page.fetch(&app, Request::get(API)).await.unwrap();
    assert_eq!(page.exchanges()[0].request_header("referer"), None);
}

#[actix_web::test]
async fn a_referrer_that_was_cut_stays_cut() {
    let away = "http://api.acme.example/";
    for (path, hops, referrers) in [
        (
            "https://app.acme.example/cart",
            [APP, API, APP],
            [
                Some("https://app.acme.example/cart"),
                Some("https://app.acme.example/"),
                Some("https://app.acme.example/"),
            ],
        ),
        (
            "https://app.acme.example/cart",
            [APP, away, API],
            [Some("https://app.acme.example/cart"), None, None],
        ),
    ] {
        let app = app(move |request| {
            let next = match request.path() {
                "/" => 1,
                _ => 2,
            };
            let location = format!("{}/{next}", hops[next].trim_end_matches('/'));
            match request.path() {
                "/2" => HttpResponse::Ok().finish(),
                _ => with(302, &[("location", &location)]),
            }
        })
        .await;
        let page = Browser::at(path);
        page.fetch(&app, Request::navigation("/")).await.unwrap();
        let sent: Vec<_> = page
            .exchanges()
            .iter()
            .map(|exchange| exchange.request_header("referer"))
            .collect();
        let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
        assert_eq!(sent, referrers, "{hops:?}");
    }
}

#[actix_web::test]
async fn navigations_are_started_by_the_user() {
    let app = mirror().await;
    for (request, user) in [
        (Request::address_bar(API), Some("?1")),
        (Request::navigation(API), Some("?1")),
        (Request::form(API, "a=1"), Some("?1")),
        (Request::image(API), None),
        (Request::get(API), None),
        // Only URLs that get fetch metadata.
        (Request::navigation("http://api.acme.example/"), None),
    ] {
        let page = Browser::at(APP);
        page.fetch(&app, request.clone()).await.unwrap();
        let sent = page.exchanges()[0].request_header("sec-fetch-user");
        assert_eq!(sent.as_deref(), user, "{request:?}");
    }
}

#[actix_web::test]
async fn headers_that_the_browser_fills_in() {
    let app = mirror().await;
    let page = Browser::at(APP);
    page.fetch(&app, Request::post("/")).await.unwrap();
    page.fetch(
        &app,
        Request::post("/")
            .header("accept", "text/plain")
            .header("user-agent", "mine")
            .header("accept-encoding", "gzip"),
    )
    .await
    .unwrap();
    let sent: Vec<_> = page
        .exchanges()
        .iter()
        .map(|exchange| {
            ["accept", "user-agent", "accept-encoding", "content-length"]
                .map(|name| exchange.request_header(name).unwrap())
        })
        .collect();
    assert_eq!(
        sent,
        [
            [
                "*/*",
                "Mozilla/5.0 (compatible; cors-browser)",
                "identity",
                "0"
            ],
            ["text/plain", "mine", "identity", "0"],
        ]
    );
}

#[actix_web::test]
async fn an_image_of_a_secure_page_is_upgraded_to_https() {
    let app = mirror().await;
    let page = Browser::at(APP);
    page.fetch(&app, Request::image("http://api.acme.example/x"))
        .await
        .unwrap();
    page.fetch(&app, Request::image("http://192.0.2.7/x"))
        .await
        .unwrap_err();
    page.fetch(&app, Request::navigation("http://api.acme.example/x"))
        .await
        .unwrap();
    assert_eq!(
        sent(&page),
        [
            "GET https://api.acme.example/x",
            "GET http://api.acme.example/x"
        ]
    );
}

#[actix_web::test]
async fn no_url_is_same_origin_with_an_opaque_page() {
    let app = mirror().await;
    let page = Browser::opaque();
    assert_eq!(page.origin(), "null");
    page.set_cookie(API, "a=1; SameSite=None; Secure");
    page.fetch(&app, Request::get(API)).await.unwrap();
    page.fetch(&app, Request::image(API)).await.unwrap();
    let sent: Vec<_> = page
        .exchanges()
        .iter()
        .map(|exchange| {
            (
                exchange.request_header("origin"),
                exchange.request_header("cookie"),
            )
        })
        .collect();
    assert_eq!(
        sent,
        [
            (Some("null".to_owned()), None),
            (None, Some("a=1".to_owned()))
        ]
    );
    let request = Request::get(API).credentials(Credentials::Include);
    assert!(page.fetch(&app, request).await.is_err());
}
