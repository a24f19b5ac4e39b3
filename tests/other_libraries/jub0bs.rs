//! jub0bs/cors 1.0: `middleware_test.go`, `config_test.go`, and the tests of its internal packages.
//!
//! | it asserts of requests | here |
//! |---|---|
//! | a middleware without a policy changes nothing | same: no policy, no headers |
//! | a request without `Origin` is handled, and varies with `Origin` | same |
//! | a request from a listed origin gets origin, credentials, exposed headers, `Vary` | same |
//! | a request from another origin, or from what is no origin, is handled and gets `Vary` alone | same |
//! | `OPTIONS` without `Access-Control-Request-Method` reaches the handler | same |
//! | it has no `Vary` | differs: every response of a route has it |
//! | from a listed origin it gets the headers of an actual response | differs: only where `methods` name `OPTIONS`, as no page can have sent it otherwise |
//! | a preflight never reaches the handler, and its answer has no body | same |
//! | a preflight of a listed origin for a listed method is answered with 204 | same |
//! | it gets the requested method, and none if that is GET, HEAD or POST | differs: all methods of the route, as constants |
//! | GET, HEAD and POST are allowed, listed or not | differs: a listed policy means what it lists |
//! | a preflight of another origin, or of what is no origin, is refused with 403 | same |
//! | a preflight for an unlisted method is refused with 403 | same |
//! | a preflight that asks for an unlisted header is refused with 403 | differs: 204 and the list, which the browser compares |
//! | a preflight that requests a listed header gets that one | differs: all of them |
//! | empty elements and empty fields among the requested headers are tolerated, up to 16 | differs: any number, as nothing reads them |
//! | preflights have no `Vary` | differs: they have it, for caches that are configured to keep them |
//! | max age is on every preflight that succeeds | same |
//! | no exposed headers on a preflight; no allowed methods and headers on a request | same |
//! | any header with credentials: the fields that were asked for are repeated, as they are | same |
//! | any origin is answered with `*`, and so are requests without an origin and with what is none | same |
//! | any origin: no `Vary` | same on requests; preflights vary with the method |
//! | any header without credentials: `*`, without `authorization` unless it is listed | differs: `headers = any` is any, `authorization` too |
//! | any method: `*` | differs: there is no such policy; a route allows what it serves |
//! | any exposed header: `*` | same |
//! | neither credentials nor exposed headers nor max age unless the policy says so | same |
//! | `Vary` fields of the handler and of outer middlewares survive | same |
//! | an origin that begins or ends with a listed one, or is two of them in one, is another origin | same |
//! | an origin of a scheme of its own may be listed, and its port counts | same |
//! | a wildcard for subdomains allows every depth, never the domain itself, nor another port | same |
//! | a wildcard for ports allows every port and none | same |
//! | ten origins that differ by their first letters are distinguished | same |
//! | scheme, port, beginning and end of each pattern of a list count | same |
//! | a change that an outer middleware makes to one response does not affect the next | same |
//! | debugging says more on a preflight that fails | does not apply: the answer never depends on a switch |
//! | a policy can be exchanged while the server runs | does not apply: policies are constants |
//!
//! | it asserts of policies | here, at build time |
//! |---|---|
//! | no origin; `null`; what is no origin; credentials with any origin, or with exposing any header | same: rules `missing_origins`, `null_origin` (soft without credentials), `malformed_origin`, `any_origin_with_credentials`, `any_expose_with_credentials` |
//! | methods and headers that are malformed, forbidden, or belong in responses | same |
//! | credentials with `http://`, or with a wildcard on a public suffix | same, with an allowance for each origin instead of a switch for all |
//! | all faults at once | same |
//! | a max age of more than a day; less than none | same |
//! | loopback origins are secure enough for credentials | differs: in development alone, or with an allowance |
//! | the same entry twice, or a wildcard beside entries that it covers, is merged | differs: rules `duplicate_entry`, `any_among_others`; a pattern next to an entry that it covers is accepted |
//! | `get` means `GET` | differs: rule `method_case` |
//! | exposing what is exposed anyway is dropped | differs: it is sent |
//! | the policy can be read back, compared, and written as JSON | does not apply |

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue, VARY},
    middleware::{Next, from_fn},
    web,
};
use route_cors::{Policy, cors, policy};

use crate::site::{Line, Site, hold, request};

static MEMBERS: Policy = policy!(
    origins = ["https://app.acme.example"],
    methods = [GET, POST, PURGE, LOCK],
    headers = ["authorization"],
    expose = ["x-total", "x-page"],
    credentials,
    max_age = 30,
);

static ANY_HEADER: Policy = policy!(
    origins = ["https://app.acme.example"],
    methods = [GET],
    headers = any,
    expose = ["x-total"],
    credentials,
    max_age = 30,
);

static EVERYBODY: Policy = policy!(
    origins = any,
    methods = [GET, PUT, PURGE],
    headers = any,
    expose = any,
    max_age = 30,
);

static PLAIN: Policy = policy!(origins = ["https://app.acme.example"], methods = [PUT]);

/// The body of what was handled.
const HANDLED: &str = "handled";

async fn handler() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("vary", "accept-language"))
        .body(HANDLED)
}

mod routes {
    use super::{ANY_HEADER, EVERYBODY, MEMBERS, PLAIN, cors, handler};
    use actix_web::{Responder, get, route};

    #[cors(policy = MEMBERS)]
    #[route(
        "/",
        method = "GET",
        method = "POST",
        method = "PURGE",
        method = "LOCK"
    )]
    pub(super) async fn members() -> impl Responder {
        handler().await
    }

    #[cors(policy = ANY_HEADER)]
    #[get("/")]
    pub(super) async fn any_header() -> impl Responder {
        handler().await
    }

    #[cors(policy = EVERYBODY)]
    #[route("/", method = "GET", method = "PUT", method = "PURGE")]
    pub(super) async fn everybody() -> impl Responder {
        handler().await
    }

    #[cors(policy = PLAIN)]
    #[route("/", method = "GET", method = "PUT")]
    pub(super) async fn plain() -> impl Responder {
        handler().await
    }

    /// Answers `OPTIONS` itself.
    #[cors(origins = ["https://app.acme.example"])]
    #[route("/", method = "GET", method = "OPTIONS")]
    pub(super) async fn with_options() -> impl Responder {
        handler().await
    }
}

/// An application with one handler under a policy in a middleware.
async fn behind(policy: &'static Policy) -> Site {
    Site::of(
        App::new()
            .wrap(policy.middleware())
            .route("/", web::route().to(handler)),
    )
    .await
}

#[actix_web::test]
async fn requests_of_members() {
    let route = Site::of(App::new().service(routes::members)).await;
    let middleware = behind(&MEMBERS).await;
    let table: &[Line<'_>] = &[
        ("no page", "GET", &[], "200; vary: accept-language + Origin"),
        (
            "listed",
            "GET",
            &[("origin", "https://app.acme.example")],
            "200; allow-credentials: true; allow-origin: https://app.acme.example; expose-headers: x-total, x-page; vary: accept-language + Origin",
        ),
        (
            "a stranger",
            "GET",
            &[("origin", "https://evil.example")],
            "200; vary: accept-language + Origin",
        ),
        (
            "no origin at all",
            "GET",
            &[("origin", "no origin at all")],
            "200; vary: accept-language + Origin",
        ),
        (
            "an opaque origin",
            "GET",
            &[("origin", "null")],
            "200; vary: accept-language + Origin",
        ),
    ];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
    let table: &[Line<'_>] = &[
        (
            "OPTIONS, no page",
            "OPTIONS",
            &[],
            "200; vary: accept-language + Origin",
        ),
        (
            "OPTIONS, listed",
            "OPTIONS",
            &[("origin", "https://app.acme.example")],
            "200; vary: accept-language + Origin",
        ),
        (
            "OPTIONS, a stranger",
            "OPTIONS",
            &[("origin", "https://evil.example")],
            "200; vary: accept-language + Origin",
        ),
    ];
    hold(&[("middleware", &middleware)], table).await;
    for headers in [&[][..], &[("origin", "https://evil.example")]] {
        for method in ["GET", "OPTIONS"] {
            let answer = middleware.answers(request(method, headers)).await;
            assert_eq!(answer.body, HANDLED, "{method} {headers:?}");
        }
    }
}

#[actix_web::test]
async fn preflights_of_members() {
    const ALLOWED: &str = "204; allow-credentials: true; allow-headers: authorization; allow-methods: GET, POST, PURGE, LOCK; allow-origin: https://app.acme.example; max-age: 30; vary: Origin, Access-Control-Request-Method";
    const REFUSED: &str = "403; vary: Origin, Access-Control-Request-Method";
    let route = Site::of(App::new().service(routes::members)).await;
    let middleware = behind(&MEMBERS).await;
    let many_commas = format!("authorization{}", ",".repeat(40));
    let mut many_fields = vec![
        ("origin", "https://app.acme.example"),
        ("access-control-request-method", "PURGE"),
    ];
    many_fields.extend([("access-control-request-headers", ""); 40]);
    many_fields.push(("access-control-request-headers", "authorization"));
    let cases: &[(&str, &str, &str, &str)] = &[
        ("https://app.acme.example", "GET", "", ALLOWED),
        ("https://app.acme.example", "PURGE", "", ALLOWED),
        (
            "https://app.acme.example",
            "PURGE",
            "authorization",
            ALLOWED,
        ),
        (
            "https://app.acme.example",
            "PURGE",
            ",,authorization,,",
            ALLOWED,
        ),
        ("https://app.acme.example", "PURGE", &many_commas, ALLOWED),
        ("https://app.acme.example", "PURGE", "content-type", ALLOWED),
        ("https://app.acme.example", "GET", "x-a,x-b,x-c", ALLOWED),
        ("https://evil.example", "GET", "", REFUSED),
        ("https://evil.example", "PURGE", "authorization", REFUSED),
        ("https://evil.example", "GET", "x-a,x-b,x-c", REFUSED),
        ("no origin at all", "GET", "", REFUSED),
        ("null", "GET", "", REFUSED),
    ];
    for (name, site) in [("route", &route), ("middleware", &middleware)] {
        for (origin, method, headers, expected) in cases {
            let mut ask = vec![
                ("origin", *origin),
                ("access-control-request-method", *method),
            ];
            if !headers.is_empty() {
                ask.push(("access-control-request-headers", *headers));
            }
            hold(&[(name, site)], &[(headers, "OPTIONS", &ask, expected)]).await;
            assert_eq!(
                site.answers(request("OPTIONS", &ask)).await.body,
                "",
                "{ask:?}"
            );
        }
        hold(
            &[(name, site)],
            &[("many fields", "OPTIONS", &many_fields, ALLOWED)],
        )
        .await;
    }
    for origin in ["https://app.acme.example", "https://evil.example"] {
        let ask = [("origin", origin), ("access-control-request-method", "PUT")];
        hold(
            &[("middleware", &middleware)],
            &[("PUT", "OPTIONS", &ask, REFUSED)],
        )
        .await;
        hold(&[("route", &route)], &[("PUT", "OPTIONS", &ask, "404")]).await;
    }
}

#[actix_web::test]
async fn fields_that_were_asked_for_are_repeated() {
    let route = Site::of(App::new().service(routes::any_header)).await;
    let middleware = behind(&ANY_HEADER).await;
    let commas = format!("x-a,x-b{}", ",".repeat(17));
    let tables: &[&[&str]] = &[
        &["x-a,x-b,x-c"],
        &["x-a , x-b\t, x-c"],
        &["x-a \t, x-b\t, x-c"],
        &[&commas],
        &["x-a", "x-b"],
        &["", "", "", "x-a,x-b"],
        &[],
    ];
    for site in [&route, &middleware] {
        for fields in tables {
            let mut ask = vec![
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "GET"),
            ];
            ask.extend(
                fields
                    .iter()
                    .map(|field| ("access-control-request-headers", *field)),
            );
            let answer = site.answers(request("OPTIONS", &ask)).await;
            assert_eq!(answer.fields("access-control-allow-headers"), *fields);
            assert_eq!(answer.fields("access-control-max-age"), ["30"]);
            assert!(answer.fields("access-control-expose-headers").is_empty());
        }
    }
}

#[actix_web::test]
async fn everybody() {
    const HANDLED: &str = "200; allow-origin: *; expose-headers: *; vary: accept-language";
    const ALLOWED: &str = "204; allow-headers: *, authorization; allow-methods: GET, PUT, PURGE; allow-origin: *; max-age: 30; vary: Access-Control-Request-Method";
    let route = Site::of(App::new().service(routes::everybody)).await;
    let middleware = behind(&EVERYBODY).await;
    let table: &[Line<'_>] = &[
        ("no page", "GET", &[], HANDLED),
        (
            "a page",
            "GET",
            &[("origin", "https://app.acme.example")],
            HANDLED,
        ),
        (
            "no origin at all",
            "GET",
            &[("origin", "no origin at all")],
            HANDLED,
        ),
        ("an opaque origin", "GET", &[("origin", "null")], HANDLED),
        (
            "preflight for GET",
            "OPTIONS",
            &[
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "GET"),
            ],
            ALLOWED,
        ),
        (
            "preflight for PURGE with a header",
            "OPTIONS",
            &[
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "PURGE"),
                ("access-control-request-headers", "content-type"),
            ],
            ALLOWED,
        ),
        (
            "preflight for PUT with headers",
            "OPTIONS",
            &[
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "x-a,x-b,x-c"),
            ],
            ALLOWED,
        ),
        (
            "preflight of no origin at all",
            "OPTIONS",
            &[
                ("origin", "no origin at all"),
                ("access-control-request-method", "GET"),
            ],
            ALLOWED,
        ),
    ];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
}

/// A policy that lists methods means them; where it says nothing of headers and age, neither does the preflight.
#[actix_web::test]
async fn methods_mean_what_they_list() {
    const REFUSED: &str = "403; vary: Origin, Access-Control-Request-Method";
    let route = Site::of(App::new().service(routes::plain)).await;
    let middleware = behind(&PLAIN).await;
    let table: &[Line<'_>] = &[
        (
            "listed",
            "OPTIONS",
            &[
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "PUT"),
            ],
            "204; allow-methods: PUT; allow-origin: https://app.acme.example; vary: Origin, Access-Control-Request-Method",
        ),
        (
            "listed, its request",
            "PUT",
            &[("origin", "https://app.acme.example")],
            "200; allow-origin: https://app.acme.example; vary: accept-language + Origin",
        ),
        (
            "safelisted, and not listed",
            "OPTIONS",
            &[
                ("origin", "https://app.acme.example"),
                ("access-control-request-method", "GET"),
            ],
            REFUSED,
        ),
        (
            "safelisted, and not listed: its request",
            "GET",
            &[("origin", "https://app.acme.example")],
            "200; vary: accept-language + Origin",
        ),
    ];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
}

/// Pages may send `OPTIONS` where a policy says so.
#[actix_web::test]
async fn options_that_pages_may_send() {
    static PAGES: Policy = policy!(
        origins = ["https://app.acme.example"],
        methods = [GET, OPTIONS]
    );
    let route = Site::of(App::new().service(routes::with_options)).await;
    let middleware = behind(&PAGES).await;
    let table: &[Line<'_>] = &[
        (
            "listed",
            "OPTIONS",
            &[("origin", "https://app.acme.example")],
            "200; allow-origin: https://app.acme.example; vary: accept-language + Origin",
        ),
        (
            "a stranger",
            "OPTIONS",
            &[("origin", "https://evil.example")],
            "200; vary: accept-language + Origin",
        ),
    ];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
    let table: &[Line<'_>] = &[(
        "the preflight",
        "OPTIONS",
        &[
            ("origin", "https://app.acme.example"),
            ("access-control-request-method", "OPTIONS"),
        ],
        "204; allow-methods: GET, OPTIONS; allow-origin: https://app.acme.example; vary: Origin, Access-Control-Request-Method",
    )];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
}

#[actix_web::test]
async fn middlewares_further_out() {
    /// Adds to `Vary`, and breaks the headers that it should break.
    async fn outer(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let spoils = request.headers().contains_key("x-spoil");
        let mut response = next.call(request).await?;
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("cookie"));
        if spoils {
            headers.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("spoilt"),
            );
        }
        Ok(response)
    }

    let route = Site::of(App::new().service(routes::members).wrap(from_fn(outer))).await;
    let middleware = Site::of(
        App::new()
            .wrap(MEMBERS.middleware())
            .wrap(from_fn(outer))
            .route("/", web::route().to(handler)),
    )
    .await;
    for site in [&route, &middleware] {
        for spoil in [&[("x-spoil", "")][..], &[]] {
            let credentials = if spoil.is_empty() { "true" } else { "spoilt" };
            let page = [&[("origin", "https://app.acme.example")], spoil].concat();
            let announced = [&page[..], &[("access-control-request-method", "LOCK")]].concat();
            let table: &[Line<'_>] = &[
                (
                    "request",
                    "GET",
                    &page,
                    &format!(
                        "200; allow-credentials: {credentials}; allow-origin: https://app.acme.example; expose-headers: x-total, x-page; vary: accept-language + Origin + cookie"
                    ),
                ),
                (
                    "preflight",
                    "OPTIONS",
                    &announced,
                    &format!(
                        "204; allow-credentials: {credentials}; allow-headers: authorization; allow-methods: GET, POST, PURGE, LOCK; allow-origin: https://app.acme.example; max-age: 30; vary: Origin, Access-Control-Request-Method + cookie"
                    ),
                ),
            ];
            hold(&[("outer", site)], table).await;
        }
    }
}

/// A policy, and what it admits and what it does not.
type Admits = (
    &'static Policy,
    &'static [&'static str],
    &'static [&'static str],
);

#[actix_web::test]
async fn patterns() {
    static CREATURES: Policy = policy!(
        origins = [
            "https://bee",
            "https://gnu",
            "https://emu",
            "https://ant",
            "https://antelope",
            "https://eel",
            "https://elk",
            "https://yak",
            "https://roc",
            "https://rooster",
        ],
        methods = [GET],
    );
    static PORTS: Policy = policy!(
        origins = [
            "https://ant",
            "https://ant:1",
            "https://eel:*",
            "https://*.elk",
            "https://own.elk",
            "https://*.yak:8080"
        ],
        methods = [GET],
    );
    static BELOW: Policy = policy!(origins = ["http://*.acme.example:*"], methods = [GET],);
    static NEIGHBOURS: Policy = policy!(
        origins = [
            "https://*.acme.example",
            "https://acme.example:8080",
            "https://acme.example",
            "https://*.acme.test",
            "https://acme.test:8080",
            "https://acme.test",
        ],
        methods = [GET],
    );
    static TWO: Policy = policy!(
        origins = ["https://foo.example", "https://bar.example"],
        methods = [GET],
    );
    static SHELL: Policy = policy!(
        origins = ["connector://acme.example"],
        methods = [GET],
        credentials,
    );
    static OPAQUE: Policy = policy!(
        origins = [
            #[allow(null_origin, reason = "what sandboxed frames may read")]
            "null"
        ],
        methods = [GET],
    );
    let table: &[Admits] = &[
        (&OPAQUE, &["null"], &["NULL", "null ", "https://null"]),
        (
            &CREATURES,
            &[
                "https://bee",
                "https://gnu",
                "https://emu",
                "https://ant",
                "https://antelope",
                "https://eel",
                "https://elk",
                "https://yak",
                "https://roc",
                "https://rooster",
            ],
            &[
                "http://bee",
                "https://bee:6060",
                "https://be",
                "https://ee",
                "https://antel",
                "https://lope",
                "https://antbee",
                "https://beeant",
                "https://xant",
                "https://roo",
                "https://el",
                "https://BEE",
                "https://bee/",
                "https://bee.",
                " https://bee",
                "bee",
                "null",
                "",
                "https://bee, https://gnu",
            ],
        ),
        (
            &PORTS,
            &[
                "https://ant",
                "https://ant:1",
                "https://eel",
                "https://eel:1",
                "https://eel:65535",
                "https://an.elk",
                "https://own.elk",
                "https://very.own.elk",
                "https://a.yak:8080",
            ],
            &[
                "http://ant",
                "http://ant:1",
                "https://ant:2",
                "https://ant:11",
                "https://ant:",
                "http://eel:1",
                "https://eel:",
                "https://eel:0",
                "https://eel:01",
                "https://eel:443",
                "https://eel:65536",
                "https://eel:1:2",
                "https://eel:x",
                "https://reel",
                "https://reel:1",
                "https://elk",
                "https://an.elk:1",
                "http://an.elk",
                "https://an.el",
                "https://elks",
                "https://.elk",
                "https://an..elk",
                "https://anelk",
                "https://a.yak",
                "https://a.yak:80801",
                "https://yak:8080",
                "https://an.elk.",
                "https://an_elk",
                "https://a@b.elk",
                "https://a/b.elk",
                "https://a?b.elk",
                "https://a^b.elk",
                "https://[::1].elk",
                "https://AN.elk",
            ],
        ),
        (
            &BELOW,
            &[
                "http://shop.acme.example",
                "http://shop.acme.example:6060",
                "http://new.shop.acme.example",
                "http://new.shop.acme.example:8080",
            ],
            &[
                "http://acme.example",
                "http://acme.example:6060",
                "https://shop.acme.example",
                "http://shopacme.example",
            ],
        ),
        (
            &NEIGHBOURS,
            &[
                "https://shop.acme.example",
                "https://acme.example:8080",
                "https://acme.example",
                "https://shop.acme.test",
                "https://acme.test:8080",
                "https://acme.test",
            ],
            &[
                "http://shop.acme.example",
                "http://acme.example:8080",
                "http://acme.example",
                "https://shop.acme.example:6060",
                "https://acme.example:6060",
                "https://shop.acme.exampl",
                "https://acme.exampl:8080",
                "https://cme.example",
                "https://shop.cme.example:8080",
                "https://hacme.example",
                "https://shop.hacme.example",
                "https://hacme.test:8080",
            ],
        ),
        (
            &TWO,
            &["https://foo.example", "https://bar.example"],
            &[
                "https://barfoo.example",
                "https://foobar.example",
                "https://foo.examplebar.example",
                "https://foo.example.bar.example",
            ],
        ),
        (
            &SHELL,
            &["connector://acme.example"],
            &[
                "connector://acme.example:6060",
                "https://acme.example",
                "connector://",
                "connectors://acme.example",
            ],
        ),
    ];
    for (policy, admitted, refused) in table {
        let site = behind(policy).await;
        for (origin, lets_in) in admitted
            .iter()
            .map(|origin| (origin, true))
            .chain(refused.iter().map(|origin| (origin, false)))
        {
            let page = [("origin", *origin)];
            let answer = site.answers(request("GET", &page)).await;
            let expected = if lets_in { vec![*origin] } else { vec![] };
            assert_eq!(
                answer.fields("access-control-allow-origin"),
                expected,
                "{origin:?}"
            );
            assert_eq!(
                answer.fields("vary"),
                ["accept-language", "Origin"],
                "{origin:?}"
            );
            assert_eq!(answer.body, HANDLED, "{origin:?}");
            let announced = [page[0], ("access-control-request-method", "GET")];
            let answer = site.answers(request("OPTIONS", &announced)).await;
            assert_eq!(
                answer.fields("access-control-allow-origin"),
                expected,
                "preflight of {origin:?}"
            );
        }
    }
}
