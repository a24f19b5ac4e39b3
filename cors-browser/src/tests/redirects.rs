//! Redirects: the origin, the headers and the preflight of each hop.

use super::*;
use crate::{
    CorsCheckFailure, Credentials, InvalidRequest, Mode, Reason, Redirect, Request, ResponseType,
};

/// `/STATUS?URL` redirects to the URL. Every origin is allowed with credentials, and every preflight allows PUT, `x-key`
/// and `authorization`.
async fn hops() -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    app(|request| {
        let mut headers = vec![
            ("access-control-allow-origin", header(request, "origin")),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "PUT, PATCH"),
            (
                "access-control-allow-headers",
                "x-key, authorization, content-type",
            ),
        ];
        let status = match request.path()[1..].parse() {
            Ok(status) if !is_options(request) => status,
            _ => 200,
        };
        if status != 200 {
            headers.push(("location", request.query_string()));
        }
        with(status, &headers)
    })
    .await
}

fn hop(from: &str, status: u16, to: &str) -> String {
    format!("{from}/{status}?{to}")
}

#[actix_web::test]
async fn a_redirect_is_followed_and_the_page_sees_the_final_url() {
    let app = hops().await;
    let page = Browser::at(APP);
    let request = Request::get(&(hop(API, 302, "/end?x=1") + "#part"));
    let answer = page.fetch(&app, request).await.unwrap();
    assert_eq!(answer.url(), "https://api.acme.example/end?x=1");
    assert!(answer.redirected());
    assert_eq!(answer.response_type(), ResponseType::Cors);
    assert_eq!(page.exchanges()[0].status(), 302);

    let answer = page.fetch(&app, Request::get(API)).await.unwrap();
    assert!(!answer.redirected());
}

#[actix_web::test]
async fn methods_and_bodies() {
    for (method, status, becomes) in [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, "PUT"),
        ("PUT", 302, "PUT"),
        ("PUT", 303, "GET"),
        ("HEAD", 303, "HEAD"),
        ("HEAD", 302, "HEAD"),
        ("GET", 303, "GET"),
    ] {
        let app = hops().await;
        let page = Browser::at(APP);
        let mut request = Request::new(method, &hop(APP, status, "/end"))
            .header("content-language", "en")
            .header("x-key", "1");
        if !matches!(method, "GET" | "HEAD") {
            request = request.body("text");
        }
        page.fetch(&app, request).await.unwrap();
        let [_, end] = &page.exchanges()[..] else {
            panic!("two requests");
        };
        assert_eq!(end.method(), becomes, "{method} {status}");
        let is_kept = becomes == method;
        assert_eq!(end.request_header("content-language").is_some(), is_kept);
        let length = match becomes {
            "GET" | "HEAD" => None,
            _ => Some("4"),
        };
        assert_eq!(end.request_header("content-length").as_deref(), length);
        assert_eq!(end.request_header("x-key").as_deref(), Some("1"));
    }
}

#[actix_web::test]
async fn a_redirect_to_another_origin_taints_the_request() {
    let app = hops().await;
    for (urls, origins) in [
        // A redirect from the page's own origin does not taint. A redirect from another origin does.
        (hop(APP, 302, API), vec![None, Some(APP)]),
        (hop(API, 302, "/end"), vec![Some(APP), Some(APP)]),
        (hop(API, 302, EVIL), vec![Some(APP), Some("null")]),
        (hop(API, 302, APP), vec![Some(APP), Some("null")]),
        (
            hop(API, 302, &hop(EVIL, 302, API)),
            vec![Some(APP), Some("null"), Some("null")],
        ),
    ] {
        let page = Browser::at(APP);
        let answer = page.fetch(&app, Request::get(&urls)).await.unwrap();
        assert_eq!(answer.response_type(), ResponseType::Cors, "{urls}");
        let sent: Vec<_> = page
            .exchanges()
            .iter()
            .map(|exchange| exchange.request_header("origin"))
            .collect();
        let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
        assert_eq!(sent, origins, "{urls}");
    }
}

#[actix_web::test]
async fn fetch_metadata_reports_the_farthest_hop() {
    let app = hops().await;
    for (url, sites) in [
        (hop(APP, 302, "/end"), ["same-origin", "same-origin"]),
        (hop(APP, 302, API), ["same-origin", "same-site"]),
        (hop(API, 302, APP), ["same-site", "same-site"]),
        (hop(EVIL, 302, APP), ["cross-site", "cross-site"]),
    ] {
        let page = Browser::at(APP);
        page.fetch(&app, Request::get(&url)).await.unwrap();
        let sent: Vec<_> = page
            .exchanges()
            .iter()
            .map(|exchange| exchange.request_header("sec-fetch-site").unwrap())
            .collect();
        assert_eq!(sent, sites, "{url}");
    }
}

#[actix_web::test]
async fn every_hop_is_checked() {
    let app = app(|request| match request.path() {
        "/unshared" => with(302, &[("location", "/end")]),
        "/shared" => with(
            302,
            &[
                ("location", "/unshared"),
                ("access-control-allow-origin", "*"),
            ],
        ),
        _ => with(200, &[("access-control-allow-origin", "*")]),
    })
    .await;
    let page = Browser::at(APP);
    let blocked = page
        .fetch(&app, Request::get(&format!("{API}/shared")))
        .await
        .unwrap_err();
    assert_eq!(
        *blocked.reason(),
        Reason::CorsCheck(CorsCheckFailure::MissingAllowOrigin)
    );
    assert_eq!(
        blocked.console(),
        "Access to fetch at 'https://api.acme.example/unshared' (redirected from 'https://api.acme.example/shared') \
         from origin 'https://app.acme.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' \
         header is present on the requested resource."
    );
    assert_eq!(page.exchanges().len(), 2);
}

#[actix_web::test]
async fn every_hop_has_its_own_preflight() {
    let app = hops().await;
    let page = Browser::at(APP);
    let request = Request::put(&hop(APP, 307, &hop(API, 307, EVIL))).header("authorization", "x");
    page.fetch(&app, request).await.unwrap();
    let exchanges = page.exchanges();
    let asked: Vec<_> = exchanges
        .iter()
        .map(|exchange| {
            (
                exchange.method(),
                exchange.request_header("access-control-request-headers"),
                exchange.request_header("authorization"),
            )
        })
        .collect();
    // `authorization` is not sent to another origin.
    assert_eq!(
        asked,
        [
            ("PUT", None, Some("x".to_owned())),
            ("OPTIONS", None, None),
            ("PUT", None, None),
            ("OPTIONS", None, None),
            ("PUT", None, None),
        ]
    );
    assert_eq!(
        exchanges[3].request_header("origin").as_deref(),
        Some("null")
    );
}

#[actix_web::test]
async fn authorization_stays_within_an_origin() {
    let app = hops().await;
    let page = Browser::at(APP);
    let request = Request::get(&hop(API, 302, "/end")).header("authorization", "x");
    page.fetch(&app, request).await.unwrap();
    let last = page.exchanges().pop().unwrap();
    assert_eq!(last.request_header("authorization").as_deref(), Some("x"));
}

#[actix_web::test]
async fn a_failure_after_a_redirect_clears_the_entries_of_its_url() {
    let app = app(|request| {
        let origin = header(request, "origin");
        let shared = [
            ("access-control-allow-origin", origin),
            ("access-control-allow-methods", "PUT"),
            ("access-control-max-age", "600"),
            ("location", "/end"),
        ];
        match (is_options(request), request.path()) {
            (true, _) => with(200, &shared[..3]),
            (false, "/start") => with(307, &shared),
            _ => with(200, &[]),
        }
    })
    .await;
    let page = Browser::at(APP);
    let put = Request::put(&format!("{API}/start"));
    page.fetch(&app, put.clone()).await.unwrap_err();
    page.take_exchanges();
    page.fetch(&app, put).await.unwrap_err();
    assert_eq!(
        sent(&page),
        [
            "PUT https://api.acme.example/start",
            "OPTIONS https://api.acme.example/end",
            "PUT https://api.acme.example/end",
        ]
    );
}

#[actix_web::test]
async fn redirect_modes() {
    let app = hops().await;
    let page = Browser::at(APP);
    let url = hop(API, 302, "/end");
    let blocked = page
        .fetch(&app, Request::get(&url).redirect(Redirect::Error))
        .await
        .unwrap_err();
    assert_eq!(*blocked.reason(), Reason::RedirectNotAllowed);

    let answer = page
        .fetch(&app, Request::get(&url).redirect(Redirect::Manual))
        .await
        .unwrap();
    assert_eq!(answer.response_type(), ResponseType::OpaqueRedirect);
    assert_eq!((answer.status(), answer.url()), (0, url.as_str()));
    assert!(answer.headers().is_empty() && answer.body().is_empty() && !answer.ok());

    for mode in [Redirect::Error, Redirect::Manual] {
        let request = Request::get(&url).mode(Mode::NoCors).redirect(mode);
        let blocked = page.fetch(&app, request).await.unwrap_err();
        assert_eq!(*blocked.reason(), Reason::NoCorsRedirectMode(mode));
    }
}

#[actix_web::test]
async fn a_redirect_without_a_location_is_a_response() {
    let app = app(|_| with(302, &[("access-control-allow-origin", "*")])).await;
    let answer = Browser::at(APP)
        .fetch(&app, Request::get(API))
        .await
        .unwrap();
    assert_eq!((answer.status(), answer.text()), (302, "answer".to_owned()));
}

#[actix_web::test]
async fn at_most_twenty_redirects_are_followed() {
    let app = app(|request| {
        let left: u32 = request.path()[1..].parse().unwrap();
        let next = format!("/{}", left.saturating_sub(1));
        with(if left > 0 { 302 } else { 200 }, &[("location", &next)])
    })
    .await;
    let page = Browser::at(APP);
    assert!(page.fetch(&app, Request::get("/20")).await.is_ok());
    page.take_exchanges();
    let blocked = page.fetch(&app, Request::get("/21")).await.unwrap_err();
    assert_eq!(*blocked.reason(), Reason::TooManyRedirects);
    assert_eq!(page.exchanges().len(), 21);
}

#[actix_web::test]
async fn redirects_that_fail() {
    let app = hops().await;
    let page = Browser::at(APP);
    let secret = "https://u:p@api.acme.example/";
    let own_secret = "https://u:p@app.acme.example/";
    for (request, reason) in [
        (
            Request::get(&hop(API, 302, secret)),
            Some(Reason::RedirectContainsCredentials(secret.to_owned())),
        ),
        (
            Request::get(&hop(API, 302, own_secret)),
            Some(Reason::RedirectContainsCredentials(own_secret.to_owned())),
        ),
        (
            Request::get(&hop(APP, 302, secret)),
            Some(Reason::RedirectContainsCredentials(secret.to_owned())),
        ),
        (Request::get(&hop(APP, 302, own_secret)), None),
        (Request::image(&hop(APP, 302, secret)), None),
        (
            Request::get(&hop(APP, 302, "data:,x")),
            Some(Reason::UnsupportedScheme),
        ),
        (
            Request::get(&hop(APP, 302, "https://[")),
            Some(Reason::InvalidLocation("https://[".to_owned())),
        ),
        (
            Request::get(&hop(APP, 302, API)).mode(Mode::SameOrigin),
            Some(Reason::DisallowedByMode),
        ),
        (
            Request::get(&hop(APP, 302, "http://api.acme.example/")),
            Some(Reason::MixedContent),
        ),
    ] {
        let blocked = page.fetch(&app, request.clone()).await.err();
        let found = blocked.map(|blocked| blocked.reason().clone());
        assert_eq!(found, reason, "{request:?}");
    }
}

#[actix_web::test]
async fn two_locations_are_invalid() {
    let app = app(|_| with(302, &[("location", "/a"), ("location", "/b")])).await;
    let blocked = Browser::at(APP)
        .fetch(&app, Request::get("/"))
        .await
        .unwrap_err();
    assert_eq!(
        *blocked.reason(),
        Reason::InvalidLocation("/a, /b".to_owned())
    );
}

#[actix_web::test]
async fn a_stream_is_sent_once() {
    let app = hops().await;
    let page = Browser::at(APP).http2();
    for (status, reason) in [(307, Some(Reason::RedirectWithStreamBody)), (303, None)] {
        let request = Request::post(&hop(APP, status, "/end")).stream_body("x");
        let blocked = page.fetch(&app, request).await.err();
        assert_eq!(blocked.map(|blocked| blocked.reason().clone()), reason);
    }
    let request = Request::post(APP).stream_body("x");
    let blocked = Browser::at(APP).fetch(&app, request).await.unwrap_err();
    assert_eq!(*blocked.reason(), Reason::StreamBodyNeedsHttp2);
}

#[actix_web::test]
async fn no_cors_and_navigations_follow_redirects_too() {
    let app = hops().await;
    for request in [
        Request::image(&hop(API, 302, EVIL)),
        Request::navigation(&hop(API, 302, EVIL)),
    ] {
        let page = Browser::at(APP);
        let answer = page.fetch(&app, request).await.unwrap();
        assert_eq!(answer.response_type(), ResponseType::Opaque);
        assert_eq!(page.exchanges().len(), 2);
    }
    // A form that another site redirects has `Origin: null`.
    let page = Browser::at(APP);
    let form = Request::form(&hop(EVIL, 307, API), "a=1");
    page.fetch(&app, form).await.unwrap();
    let origins: Vec<_> = page
        .exchanges()
        .iter()
        .map(|exchange| exchange.request_header("origin").unwrap())
        .collect();
    assert_eq!(origins, [APP, "null"]);
}

#[actix_web::test]
async fn the_credentials_mode_applies_at_every_hop() {
    let app = hops().await;
    let page = Browser::at(APP);
    page.set_cookie(APP, "app=1");
    page.set_cookie(API, "api=1");
    for (credentials, cookies) in [
        (Credentials::Omit, [None, None]),
        (Credentials::SameOrigin, [Some("app=1"), None]),
        (Credentials::Include, [Some("app=1"), Some("api=1")]),
    ] {
        let request = Request::get(&hop(APP, 302, API)).credentials(credentials);
        page.fetch(&app, request).await.unwrap();
        let sent: Vec<_> = page
            .take_exchanges()
            .iter()
            .map(|exchange| exchange.request_header("cookie"))
            .collect();
        let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
        assert_eq!(sent, cookies, "{credentials:?}");
    }
}

#[actix_web::test]
async fn an_invalid_request_sends_nothing() {
    let app = hops().await;
    let page = Browser::at(APP);
    let blocked = page
        .fetch(&app, Request::new("TRACE", API))
        .await
        .unwrap_err();
    assert_eq!(
        *blocked.reason(),
        Reason::InvalidRequest(InvalidRequest::ForbiddenMethod("TRACE".to_owned()))
    );
    assert_eq!((blocked.url(), blocked.origin()), (API, APP));
    assert!(page.exchanges().is_empty());
}
