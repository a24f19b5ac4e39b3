//! actix-cors 0.7: `tests/tests.rs`, and the unit tests of its builder and its middleware.
//!
//! | it asserts | here |
//! |---|---|
//! | `*` among the listed origins stops the server at start-up | same, at build time: rule `any_among_others` |
//! | any origin as `*`, with credentials, stops the server at start-up | same, at build time: rule `any_origin_with_credentials` |
//! | by default no page may read, and the handler runs | same: `#[cors(off)]`, or no policy |
//! | each of several listed origins is echoed on its preflight | same |
//! | each of several listed origins is echoed on its request | same |
//! | a request from a listed origin is handled | same |
//! | a request from another origin is handled, without CORS headers | same |
//! | a function that compares the end of the origin lets subdomains in | same, with a pattern |
//! | an origin outside list and function is not echoed | same |
//! | a function is asked of the `Origin` that the request has | does not apply: there are no functions |
//! | a function may hold a regular expression | does not apply: there are no functions, and a pattern compares whole labels |
//! | a function decides although any origin is allowed | does not apply: there are no functions |
//! | any origin, sent as a wildcard, is answered with `*` | same |
//! | any origin without the wildcard is echoed | differs: `*`, so that caches hold one copy |
//! | any origin, request without `Origin`: no CORS headers | differs: `*`, for the same reason |
//! | any origin together with credentials lets every page act as the visitor | differs: it does not compile |
//! | exposed headers are named on a response | same |
//! | exposing any header names each header of the response | differs: `*` |
//! | `Vary` of the handler survives, and ours comes after it | same, as a field of its own |
//! | `Vary` on requests names `Origin` and both headers of preflights | differs: `Origin`, and nothing where the origins are any |
//! | `Vary` on preflights names `Access-Control-Request-Headers` | differs: only where the answer depends on it |
//! | `Vary` is there without an `Origin` | same, where the origins are listed |
//! | `Vary` is present if no origin is allowed | differs: such a route gives everybody the same response |
//! | by default no preflight is allowed, as no method is | differs: a route allows what it serves, a middleware six methods |
//! | `Vary` can be switched off | does not apply: an answer that depends on `Origin` has to say so |
//! | an `Err` from inside gets origin, credentials and `Vary` | same |
//! | a preflight from another origin is refused with 400 | differs: 403 |
//! | `block_on_origin_mismatch`: a request from another origin is refused with 400 before the handler | differs: 403, by `mismatch = reject` |
//! | `OPTIONS` without `Access-Control-Request-Method` goes to the application | same |
//! | such an `OPTIONS` from an allowed origin gets its headers | same, where the policy's `methods` name `OPTIONS` |
//! | a preflight for `put` is not one for `PUT` | same |
//! | a preflight that asks for an unlisted header is refused | differs: the browser compares, and says in its console which header is missing |
//! | a preflight gets all methods, all headers, and the max age | same |
//! | a preflight is answered with 200 | differs: 204 |
//! | any origin, method and header: the preflight is allowed | same |
//! | preflights can be left to the application | does not apply: they are answered by the policy of the route |
//! | a response may have any type of body | same |
//! | the middleware can be made compatible by `Compat` | same |
//! | private network access, behind a feature, is answered | differs: it is not answered, as browsers ask the visitor instead |
//! | header names may be of several types; builders can be compared | does not apply: there is no builder |

use actix_web::{
    App, HttpRequest, HttpResponse, Responder, dev::ServiceResponse, error::ErrorImATeapot,
    http::StatusCode, middleware::Compat, web,
};
use futures_core::Stream;
use route_cors::{Policy, cors, policy};

use crate::site::{Line, Site, hold};

static SHOP: Policy = policy!(
    origins = [
        "https://shop.example",
        "https://office.example",
        "https://*.partners.example"
    ],
    methods = [GET, POST],
    headers = ["authorization", "accept", "content-type"],
    expose = ["authorization", "etag"],
    max_age = 3600,
);

static EVERYBODY: Policy = policy!(origins = any, headers = any, expose = any, max_age = "1h");

static MEMBERS: Policy = policy!(
    origins = ["https://shop.example"],
    headers = any,
    credentials,
);

static CLOSED_SHOP: Policy = policy!(
    origins = ["https://shop.example"],
    methods = [GET, POST],
    mismatch = reject,
);

async fn open() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("vary", "accept-language"))
        .body("open")
}

async fn fails() -> Result<String, actix_web::Error> {
    Err(ErrorImATeapot("no tea"))
}

/// Only where a handler answers is there this body.
const HANDLED: &str = "open";

mod routes {
    use super::{CLOSED_SHOP, EVERYBODY, MEMBERS, SHOP, cors, fails, open};
    use actix_web::{Responder, get, put, route};

    #[cors(policy = SHOP)]
    #[route("/", method = "GET", method = "POST")]
    pub(super) async fn shop() -> impl Responder {
        open().await
    }

    #[cors(policy = EVERYBODY)]
    #[route("/", method = "GET", method = "PUT")]
    pub(super) async fn everybody() -> impl Responder {
        open().await
    }

    #[cors(policy = MEMBERS)]
    #[get("/")]
    pub(super) async fn members() -> Result<String, actix_web::Error> {
        fails().await
    }

    #[cors(policy = CLOSED_SHOP)]
    #[route("/", method = "GET", method = "POST")]
    pub(super) async fn closed_shop() -> impl Responder {
        open().await
    }

    #[cors(origins = [#[cfg(not(test))] "https://shop.example"])]
    #[put("/")]
    pub(super) async fn other_build() -> impl Responder {
        open().await
    }

    #[cors(off)]
    #[put("/")]
    pub(super) async fn nobody() -> impl Responder {
        open().await
    }
}

/// An application with one handler under a policy in a middleware.
async fn behind(policy: &'static Policy) -> Site {
    Site::of(
        App::new()
            .wrap(policy.middleware())
            .route("/", web::route().to(open)),
    )
    .await
}

#[actix_web::test]
async fn listed_origins() {
    let route = Site::of(App::new().service(routes::shop)).await;
    let middleware = behind(&SHOP).await;
    let sites = [("route", &route), ("middleware", &middleware)];
    let table: &[Line<'_>] = &[
        (
            "the first of the list",
            "GET",
            &[("origin", "https://shop.example")],
            "200; allow-origin: https://shop.example; expose-headers: authorization, etag; vary: accept-language + Origin",
        ),
        (
            "another of the list",
            "POST",
            &[("origin", "https://office.example")],
            "200; allow-origin: https://office.example; expose-headers: authorization, etag; vary: accept-language + Origin",
        ),
        (
            "by pattern",
            "GET",
            &[("origin", "https://www.partners.example")],
            "200; allow-origin: https://www.partners.example; expose-headers: authorization, etag; vary: accept-language + Origin",
        ),
        (
            "the pattern has whole labels",
            "GET",
            &[("origin", "https://unpartners.example")],
            "200; vary: accept-language + Origin",
        ),
        (
            "a regular expression would have let it in",
            "GET",
            &[("origin", "https://a.partners.example.evil.example")],
            "200; vary: accept-language + Origin",
        ),
        (
            "a stranger",
            "GET",
            &[("origin", "https://shop.test")],
            "200; vary: accept-language + Origin",
        ),
        (
            "no origin",
            "GET",
            &[],
            "200; vary: accept-language + Origin",
        ),
        (
            "preflight of the first of the list",
            "OPTIONS",
            &[
                ("origin", "https://shop.example"),
                ("access-control-request-method", "GET"),
            ],
            "204; allow-headers: authorization, accept, content-type; allow-methods: GET, POST; allow-origin: https://shop.example; max-age: 3600; vary: Origin, Access-Control-Request-Method",
        ),
        (
            "preflight of another of the list",
            "OPTIONS",
            &[
                ("origin", "https://office.example"),
                ("access-control-request-method", "POST"),
            ],
            "204; allow-headers: authorization, accept, content-type; allow-methods: GET, POST; allow-origin: https://office.example; max-age: 3600; vary: Origin, Access-Control-Request-Method",
        ),
        (
            "preflight with names in any case",
            "OPTIONS",
            &[
                ("origin", "https://shop.example"),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "AUTHORIZATION,ACCEPT"),
            ],
            "204; allow-headers: authorization, accept, content-type; allow-methods: GET, POST; allow-origin: https://shop.example; max-age: 3600; vary: Origin, Access-Control-Request-Method",
        ),
        (
            "preflight that asks for an unlisted header",
            "OPTIONS",
            &[
                ("origin", "https://shop.example"),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "x-unlisted"),
            ],
            "204; allow-headers: authorization, accept, content-type; allow-methods: GET, POST; allow-origin: https://shop.example; max-age: 3600; vary: Origin, Access-Control-Request-Method",
        ),
        (
            "preflight of a stranger",
            "OPTIONS",
            &[
                ("origin", "https://shop.test"),
                ("access-control-request-method", "POST"),
            ],
            "403; vary: Origin, Access-Control-Request-Method",
        ),
    ];
    hold(&sites, table).await;
}

#[actix_web::test]
async fn methods_that_are_not_allowed() {
    let route = Site::of(App::new().service(routes::shop)).await;
    let middleware = behind(&SHOP).await;
    for method in ["get", "post", "put", "PUT"] {
        let ask: &[_] = &[
            ("origin", "https://shop.example"),
            ("access-control-request-method", method),
        ];
        hold(
            &[("route", &route)],
            &[("nothing serves it", "OPTIONS", ask, "404")],
        )
        .await;
        hold(
            &[("middleware", &middleware)],
            &[(
                "the policy leaves it out",
                "OPTIONS",
                ask,
                "403; vary: Origin, Access-Control-Request-Method",
            )],
        )
        .await;
    }
}

#[actix_web::test]
async fn options_that_are_no_preflight() {
    static WITH_OPTIONS: Policy =
        policy!(origins = ["https://shop.example"], methods = [GET, OPTIONS]);
    let table: &[Line<'_>] = &[
        (
            "a page cannot have sent it",
            "OPTIONS",
            &[("origin", "https://shop.example")],
            "200; vary: accept-language + Origin",
        ),
        (
            "no origin",
            "OPTIONS",
            &[("access-control-request-method", "GET")],
            "200; vary: accept-language + Origin",
        ),
    ];
    hold(&[("middleware", &behind(&SHOP).await)], table).await;
    let table: &[Line<'_>] = &[(
        "the policy lets pages send OPTIONS",
        "OPTIONS",
        &[("origin", "https://shop.example")],
        "200; allow-origin: https://shop.example; vary: accept-language + Origin",
    )];
    hold(&[("middleware", &behind(&WITH_OPTIONS).await)], table).await;
}

#[actix_web::test]
async fn any_origin() {
    let route = Site::of(App::new().service(routes::everybody)).await;
    let middleware = behind(&EVERYBODY).await;
    let sites = [("route", &route), ("middleware", &middleware)];
    let table: &[Line<'_>] = &[
        (
            "an origin",
            "GET",
            &[("origin", "https://shop.example")],
            "200; allow-origin: *; expose-headers: *; vary: accept-language",
        ),
        (
            "no origin",
            "PUT",
            &[],
            "200; allow-origin: *; expose-headers: *; vary: accept-language",
        ),
    ];
    hold(&sites, table).await;
    for (site, methods) in [
        (&route, "GET, PUT"),
        (&middleware, "GET, HEAD, POST, PUT, PATCH, DELETE"),
    ] {
        let allowed = format!(
            "204; allow-headers: *, authorization; allow-methods: {methods}; allow-origin: *; max-age: 3600; vary: Access-Control-Request-Method"
        );
        let table: &[Line<'_>] = &[
            (
                "any method, any header",
                "OPTIONS",
                &[
                    ("origin", "https://shop.example"),
                    ("access-control-request-method", "PUT"),
                    ("access-control-request-headers", "content-type"),
                ],
                &allowed,
            ),
            (
                "private networks are not spoken of",
                "OPTIONS",
                &[
                    ("origin", "https://shop.example"),
                    ("access-control-request-method", "PUT"),
                    ("access-control-request-private-network", "true"),
                ],
                &allowed,
            ),
        ];
        hold(&[("any", site)], table).await;
    }
}

#[actix_web::test]
async fn errors_from_further_in() {
    let route = Site::of(App::new().service(routes::members)).await;
    let middleware = Site::of(
        App::new()
            .wrap(MEMBERS.middleware())
            .route("/", web::get().to(fails)),
    )
    .await;
    let inner_middleware = Site::of(
        App::new()
            .wrap_fn(|_, _| async { Err::<ServiceResponse, _>(ErrorImATeapot("no tea")) })
            .wrap(MEMBERS.middleware())
            .route("/", web::get().to(open)),
    )
    .await;
    let table: &[Line<'_>] = &[
        (
            "listed",
            "GET",
            &[("origin", "https://shop.example")],
            "418; allow-credentials: true; allow-origin: https://shop.example; vary: Origin",
        ),
        (
            "a stranger",
            "GET",
            &[("origin", "https://shop.test")],
            "418; vary: Origin",
        ),
    ];
    let sites = [
        ("route", &route),
        ("middleware", &middleware),
        ("error of an inner middleware", &inner_middleware),
    ];
    hold(&sites, table).await;
}

#[actix_web::test]
async fn requests_that_are_refused_before_the_handler() {
    let route = Site::of(App::new().service(routes::closed_shop)).await;
    let middleware = behind(&CLOSED_SHOP).await;
    let table: &[Line<'_>] = &[
        (
            "a stranger",
            "GET",
            &[("origin", "https://shop.test")],
            "403; vary: Origin + Sec-Fetch-Site",
        ),
        (
            "listed",
            "GET",
            &[("origin", "https://shop.example")],
            "200; allow-origin: https://shop.example; vary: accept-language + Origin + Sec-Fetch-Site",
        ),
        (
            "no page has sent it",
            "GET",
            &[],
            "200; vary: accept-language + Origin + Sec-Fetch-Site",
        ),
        (
            "the page's own origin",
            "POST",
            &[
                ("origin", "https://api.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            "200; vary: accept-language + Origin + Sec-Fetch-Site",
        ),
        (
            "an image on a stranger's page",
            "GET",
            &[("sec-fetch-site", "cross-site")],
            "403; vary: Origin + Sec-Fetch-Site",
        ),
    ];
    for (name, site) in [("route", &route), ("middleware", &middleware)] {
        hold(&[(name, site)], table).await;
        let stranger = crate::site::request("GET", &[("origin", "https://shop.test")]);
        assert_ne!(site.answers(stranger).await.body, HANDLED, "{name}");
    }
}

#[actix_web::test]
async fn no_origin_is_allowed() {
    let off = Site::of(App::new().service(routes::nobody)).await;
    let other_build = Site::of(App::new().service(routes::other_build)).await;
    let bare = Site::of(App::new().route("/", web::put().to(open))).await;
    let table: &[Line<'_>] = &[
        (
            "a page",
            "PUT",
            &[("origin", "https://shop.example")],
            "200; vary: accept-language",
        ),
        ("no origin", "PUT", &[], "200; vary: accept-language"),
    ];
    let sites = [
        ("off", &off),
        ("a list that this build leaves empty", &other_build),
        ("no policy", &bare),
    ];
    hold(&sites, table).await;
}

/// A body that comes in pieces, and one that is none.
#[actix_web::test]
async fn bodies_of_any_type() {
    struct Pieces(u8);

    impl Stream for Pieces {
        type Item = Result<web::Bytes, std::io::Error>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            self.0 += 1;
            std::task::Poll::Ready((self.0 < 4).then(|| Ok(web::Bytes::from_static(b"piece "))))
        }
    }

    async fn either(request: HttpRequest) -> HttpResponse {
        if request.path() == "/none" {
            HttpResponse::new(StatusCode::NO_CONTENT)
        } else {
            HttpResponse::Ok().streaming(Pieces(0))
        }
    }

    let site = Site::of(
        App::new()
            .wrap(Compat::new(SHOP.middleware()))
            .default_service(web::to(either)),
    )
    .await;
    for (path, status, body) in [("/", 200, "piece piece piece "), ("/none", 204, "")] {
        let request = crate::site::request("GET", &[("origin", "https://shop.example")]).uri(path);
        let answer = site.answers(request).await;
        assert_eq!(
            answer.to_string(),
            format!(
                "{status}; allow-origin: https://shop.example; expose-headers: authorization, etag; vary: Origin"
            )
        );
        assert_eq!(answer.body, body);
    }
}
