//! tower-http 0.7: `cors/tests.rs`, and the unit tests of `cors/allow_private_network.rs`.
//!
//! | it asserts | here |
//! |---|---|
//! | the permissive policy sets no `Vary` on a request | same |
//! | any origin, any method, any header: no `Vary` on a request | same |
//! | `Vary` fields of the handler come first, and each stays as it was | same |
//! | what `Vary` says can be replaced, with names of one's own | does not apply: it names what the answer depends on |
//! | any origin, mirrored methods and headers: the preflight's `Vary` names both request headers | differs: `Access-Control-Request-Method` alone, as the answer lists the headers |
//! | any origin and headers, mirrored methods: the preflight's `Vary` names `Access-Control-Request-Method` | same |
//! | the very permissive policy mirrors origin, method and headers, with credentials | differs: it does not compile |
//! | its preflight's `Vary` names `Origin` and both request headers | same, for listed origins with `headers = any, credentials` |
//! | one exact origin: no `Vary` | differs: `Origin`, as other origins are answered without the header |
//! | an asynchronous predicate allows exactly what it says | does not apply: there are no predicates |
//! | private network access is answered, always or by a predicate | differs: it is not answered, as browsers ask the visitor instead |

use actix_web::{App, HttpResponse, Responder, web};
use route_cors::{Policy, cors, policy};

use crate::site::{Line, Site, hold};

static PERMISSIVE: Policy = policy!(origins = any, headers = any, expose = any);

static MEMBERS: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = any,
    credentials,
);

static ONE: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"]
);

/// The first field lists two names.
async fn varied() -> impl Responder {
    HttpResponse::Ok()
        .append_header(("vary", "accept, accept-encoding"))
        .append_header(("vary", "cookie"))
        .finish()
}

mod routes {
    use super::{MEMBERS, ONE, PERMISSIVE, cors, varied};
    use actix_web::{Responder, get};

    #[cors(policy = PERMISSIVE)]
    #[get("/")]
    pub(super) async fn permissive() -> &'static str {
        ""
    }

    #[cors(policy = MEMBERS)]
    #[get("/")]
    pub(super) async fn members() -> &'static str {
        ""
    }

    #[cors(policy = ONE)]
    #[get("/")]
    pub(super) async fn one() -> impl Responder {
        varied().await
    }
}

/// An application with a silent handler under a policy in a middleware.
async fn behind(policy: &'static Policy) -> Site {
    Site::of(
        App::new()
            .wrap(policy.middleware())
            .route("/", web::get().to(HttpResponse::Ok)),
    )
    .await
}

#[actix_web::test]
async fn any_origin_varies_with_nothing_but_the_method_of_a_preflight() {
    let route = Site::of(App::new().service(routes::permissive)).await;
    let middleware = behind(&PERMISSIVE).await;
    let sites = [("route", &route), ("middleware", &middleware)];
    let table: &[Line<'_>] = &[
        (
            "no page",
            "GET",
            &[],
            "200; allow-origin: *; expose-headers: *",
        ),
        (
            "a page",
            "GET",
            &[("origin", "https://app.acme.example")],
            "200; allow-origin: *; expose-headers: *",
        ),
    ];
    hold(&sites, table).await;
    for (site, methods) in [
        (&route, "GET"),
        (&middleware, "GET, HEAD, POST, PUT, PATCH, DELETE"),
    ] {
        let allowed = format!(
            "204; allow-headers: *, authorization; allow-methods: {methods}; allow-origin: *; vary: Access-Control-Request-Method"
        );
        let table: &[Line<'_>] = &[
            (
                "preflight",
                "OPTIONS",
                &[
                    ("origin", "https://app.acme.example"),
                    ("access-control-request-method", "GET"),
                ],
                &allowed,
            ),
            (
                "preflight with headers",
                "OPTIONS",
                &[
                    ("origin", "https://app.acme.example"),
                    ("access-control-request-method", "GET"),
                    ("access-control-request-headers", "content-type"),
                ],
                &allowed,
            ),
            (
                "private networks are not spoken of",
                "OPTIONS",
                &[
                    ("origin", "https://app.acme.example"),
                    ("access-control-request-method", "GET"),
                    ("access-control-request-private-network", "true"),
                ],
                &allowed,
            ),
        ];
        hold(&[("permissive", site)], table).await;
    }
}

#[actix_web::test]
async fn headers_are_repeated_where_there_are_credentials() {
    let route = Site::of(App::new().service(routes::members)).await;
    let middleware = behind(&MEMBERS).await;
    for (site, methods) in [
        (&route, "GET"),
        (&middleware, "GET, HEAD, POST, PUT, PATCH, DELETE"),
    ] {
        let allowed = format!(
            "204; allow-credentials: true; allow-headers: content-type; allow-methods: {methods}; allow-origin: https://app.acme.example; vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
        );
        let table: &[Line<'_>] = &[
            (
                "listed",
                "OPTIONS",
                &[
                    ("origin", "https://app.acme.example"),
                    ("access-control-request-method", "GET"),
                    ("access-control-request-headers", "content-type"),
                ],
                &allowed,
            ),
            (
                "a stranger is told nothing",
                "OPTIONS",
                &[
                    ("origin", "https://evil.example"),
                    ("access-control-request-method", "GET"),
                    ("access-control-request-headers", "content-type"),
                ],
                "403; vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
        ];
        hold(&[("members", site)], table).await;
    }
}

#[actix_web::test]
async fn one_origin() {
    let route = Site::of(App::new().service(routes::one)).await;
    let middleware = Site::of(
        App::new()
            .wrap(ONE.middleware())
            .route("/", web::get().to(varied)),
    )
    .await;
    let table: &[Line<'_>] = &[
        (
            "the origin",
            "GET",
            &[("origin", "https://app.acme.example")],
            "200; allow-origin: https://app.acme.example; vary: accept, accept-encoding + cookie + Origin",
        ),
        (
            "another is not told which one it is",
            "GET",
            &[("origin", "https://evil.example")],
            "200; vary: accept, accept-encoding + cookie + Origin",
        ),
        (
            "no page",
            "GET",
            &[],
            "200; vary: accept, accept-encoding + cookie + Origin",
        ),
    ];
    hold(&[("route", &route), ("middleware", &middleware)], table).await;
}

/// There, every `OPTIONS` request is taken for a preflight.
#[actix_web::test]
async fn options_reach_the_application() {
    let site = Site::of(App::new().wrap(ONE.middleware()).route(
        "/",
        web::method(actix_web::http::Method::OPTIONS).to(|| async { "mine" }),
    ))
    .await;
    let ask = crate::site::request("OPTIONS", &[("origin", "https://app.acme.example")]);
    assert_eq!(site.answers(ask).await.body, "mine");
}
