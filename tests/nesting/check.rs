//! `testing::check`: correctly wired applications pass, and each mistake is found, with its fix.

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    guard::{Header, Post},
    http::StatusCode,
    middleware::{DefaultHeaders, Next, from_fn},
    put, web,
};
use route_cors::{
    CorsGate, Policy, cors, policy,
    testing::{CheckError, Finding, Problem, check},
};

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"]
);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"], methods = [PUT]);

#[cors(origins = ["https://admin.acme.example"])]
#[put("/orders/{id}")]
async fn order() -> impl Responder {
    "order"
}

#[cors(origins = any)]
#[get(r"/prices/{year:\d{4}}")]
async fn prices() -> impl Responder {
    "prices"
}

#[cors(off)]
#[get("/closed")]
async fn closed() -> impl Responder {
    "closed"
}

async fn never() -> HttpResponse {
    panic!("no handler runs")
}

/// Rejects requests without a token.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    answer::<401>(request, next).await
}

async fn answer<const STATUS: u16>(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let status = StatusCode::from_u16(STATUS).expect("it is one");
    Ok(request.into_response(HttpResponse::build(status).finish()))
}

fn routes(config: &mut web::ServiceConfig) {
    config.service((order, prices, closed));
}

fn partners() -> actix_web::Scope {
    web::scope("/partners").route("/stock", web::put().to(never))
}

/// The problems of an application, and what the error prints.
fn found(result: Result<(), CheckError>) -> (Vec<Problem>, String) {
    let error = result.expect_err("there is a mistake");
    let problems = error.findings().iter().map(Finding::problem).collect();
    (problems, error.to_string())
}

#[actix_web::test]
async fn correct_wiring_passes() {
    check(App::new().configure(routes)).await.unwrap();
    check(
        App::new()
            .configure(routes)
            .service(PARTNERS.around(partners().wrap(from_fn(auth))))
            .route("/other", web::get().to(never))
            .wrap(from_fn(auth))
            .wrap(API.middleware()),
    )
    .await
    .unwrap();
    check(
        App::new()
            .configure(routes)
            .wrap(from_fn(auth))
            .wrap(API.middleware())
            .wrap(CorsGate::new()),
    )
    .await
    .unwrap();
    check(
        App::new()
            .service(
                PARTNERS
                    .around(web::scope("").configure(routes).wrap(from_fn(auth)))
                    .host("a.example"),
            )
            .service(
                API.around(web::scope("").configure(routes))
                    .host("b.example"),
            )
            .wrap(CorsGate::new()),
    )
    .await
    .unwrap();
    check(
        App::new()
            .route("/x", web::get().to(never))
            .wrap(API.middleware()),
    )
    .await
    .unwrap();
}

/// A scope is asked below a path that its own prefix takes.
#[actix_web::test]
async fn scopes_with_parameters() {
    let numbered = web::scope(r"/v{n:\d+}").route("/stock", web::put().to(never));
    let named = web::scope("/{name}").route("/stock", web::put().to(never));
    let app = App::new()
        .service(PARTNERS.around(numbered))
        .service(API.around(named))
        .wrap(CorsGate::new());
    check(app).await.unwrap();
    // No path is found for the first: that another scope takes it does not count.
    let without_x = web::scope("/{n:[^x]*}").route("/stock", web::put().to(never));
    let named = web::scope("/{name}").route("/stock", web::put().to(never));
    let app = App::new()
        .service(PARTNERS.around(without_x))
        .service(API.around(named))
        .wrap(CorsGate::new());
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::Unconfirmed], "{text}");
}

#[actix_web::test]
async fn a_middleware_in_front() {
    let (problems, text) = found(check(App::new().configure(routes).wrap(from_fn(auth))).await);
    assert_eq!(problems, [Problem::AnsweredBefore; 3]);
    assert_eq!(
        text.lines().next(),
        Some(
            "PUT /orders/{id}: a middleware in front of the policy answered the preflight with 401. Fix: wrap \
             `API.middleware()` or `CorsGate::new()` last, so that it is outermost"
        )
    );
    for gated in [
        check(
            App::new()
                .configure(routes)
                .wrap(CorsGate::new())
                .wrap(from_fn(auth)),
        )
        .await,
        check(
            App::new()
                .configure(routes)
                .wrap(API.middleware())
                .wrap(from_fn(answer::<403>)),
        )
        .await,
        check(App::new().configure(routes).wrap(from_fn(answer::<200>))).await,
        check(App::new().configure(routes).wrap(from_fn(answer::<204>))).await,
    ] {
        let (problems, _) = found(gated);
        assert!(
            problems.iter().all(|it| *it == Problem::AnsweredBefore
                || *it == Problem::UnreachedMiddleware
                || *it == Problem::GateOnScope),
            "{problems:?}"
        );
        assert!(problems.contains(&Problem::AnsweredBefore));
    }
}

#[actix_web::test]
async fn a_bare_middleware() {
    let app = App::new()
        .configure(routes)
        .service(partners().wrap(PARTNERS.middleware()))
        .wrap(API.middleware());
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::BareMiddleware]);
    assert!(text.contains("POLICY.around(scope)"), "{text}");

    let app = App::new()
        .configure(routes)
        .service(
            web::resource("/form")
                .guard(Post())
                .wrap(PARTNERS.middleware())
                .to(never),
        )
        .wrap(CorsGate::new());
    let (problems, _) = found(check(app).await);
    assert_eq!(problems, [Problem::UnreachedMiddleware]);
}

#[actix_web::test]
async fn gates_that_do_nothing() {
    let app = App::new()
        .route("/x", web::get().to(never))
        .wrap(CorsGate::new());
    let (problems, _) = found(check(app).await);
    assert_eq!(problems, [Problem::GateWithoutRoutes]);

    let app = App::new().service(
        web::scope("/api")
            .configure(routes)
            .wrap(from_fn(auth))
            .wrap(CorsGate::new()),
    );
    let (problems, text) = found(check(app).await);
    assert!(problems.contains(&Problem::GateOnScope), "{text}");
    assert!(problems.contains(&Problem::AnsweredBefore), "{text}");

    let (problems, _) = found(check(App::new().route("/x", web::get().to(never))).await);
    assert_eq!(problems, [Problem::NothingToCheck]);
}

#[actix_web::test]
async fn an_earlier_pattern() {
    let app = App::new()
        .route("/orders/{name}", web::route().to(never))
        .configure(routes);
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::EarlierPattern]);
    assert!(text.contains("`/orders/{name}`"), "{text}");
}

#[actix_web::test]
async fn guards_that_cannot_be_seen() {
    let app = App::new()
        .service(
            web::scope("/api")
                .guard(Header("x-site", "shop"))
                .configure(routes),
        )
        .service(web::scope("/api").route("/closed", web::get().to(never)))
        .wrap(CorsGate::new());
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::SharedPrefix]);
    assert!(text.contains("/api/**"), "{text}");
}

#[actix_web::test]
async fn a_resource_that_counts_as_inside() {
    let app = App::new()
        .route("/partners/health", web::get().to(never))
        .service(PARTNERS.around(partners()))
        .wrap(API.middleware());
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::CountsAsInside]);
    assert!(text.starts_with("/partners/health: "), "{text}");
}

#[actix_web::test]
async fn indistinguishable_scopes() {
    let app = App::new()
        .service(PARTNERS.around(web::scope("").route("/stock", web::put().to(never))))
        .wrap(API.middleware());
    let (problems, text) = found(check(app).await);
    assert_eq!(problems, [Problem::SeveralPolicies]);
    assert!(text.contains(".host("), "{text}");
}

#[actix_web::test]
async fn headers_from_outside() {
    let app = App::new()
        .configure(routes)
        .wrap(API.middleware())
        .wrap(DefaultHeaders::new().add(("access-control-allow-origin", "*")));
    let (problems, text) = found(check(app).await);
    // An allowed origin is not replaced by default headers, so only what has none shows it.
    assert!(!problems.is_empty());
    assert!(
        problems.iter().all(|it| *it == Problem::ChangedHeaders),
        "{text}"
    );
    assert!(text.contains("`access-control-allow-origin: *`"), "{text}");
}
