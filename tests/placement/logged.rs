//! The log, and how often each line appears.

use actix_web::{
    App, Responder, get, http::Uri, middleware::from_fn, post, put, test::init_service, web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    APP,
    asking::{preflight, request},
    h, log,
    process::ask,
};

static FLOOR: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);

#[cors(origins = any)]
#[post("/logged/any")]
async fn any() -> impl Responder {
    "any"
}

#[cors(origins = ["https://app.acme.example"])]
#[post("/logged/listed")]
async fn listed() -> impl Responder {
    "listed"
}

/// "Where a route inside allows an origin that the floor rejects, an error is logged at start."
#[actix_web::test]
async fn a_route_that_is_wider_than_the_floor_around_it() {
    log::listen();
    for _ in 0..2 {
        let scope = FLOOR.around(web::scope("/floored").service((any, listed)));
        let _started = init_service(App::new().service(scope)).await;
    }
    assert_eq!(log::lines_with("`/floored/logged/any`").len(), 1);
    assert!(log::lines_with("`/floored/logged/any`")[0].contains("ERROR"));
    assert!(log::lines_with("`/floored/logged/listed`").is_empty());
}

/// A policy around the application is known with the first request. A listed origin may be part of a pattern of the floor.
#[actix_web::test]
async fn a_route_that_is_wider_than_the_floor_around_the_application() {
    static SITES: Policy = policy!(origins = ["https://*.acme.example"], mismatch = reject);
    log::listen();
    for _ in 0..2 {
        let scope = web::scope("/by-application").service((any, listed));
        let app = App::new().service(scope).wrap(SITES.middleware());
        let service = init_service(app).await;
        ask(&service, request("GET", "/", APP).to_request()).await;
    }
    let lines = log::lines_with("`/by-application/logged/any`");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(log::lines_with("`/by-application/logged/listed`").is_empty());
}

/// A browser that has the preflight of a PUT in its cache sends the header with a GET, too.
#[actix_web::test]
async fn a_header_that_a_preflight_for_another_method_allows() {
    #[cors(origins = any, headers = ["x-a"])]
    #[put("/carried")]
    async fn put_carried() -> impl Responder {
        "put"
    }
    #[cors(origins = any)]
    #[get("/carried")]
    async fn get_carried() -> impl Responder {
        "get"
    }
    #[cors(origins = ["https://app.acme.example"], mismatch = reject)]
    #[get("/carried")]
    async fn get_rejecting() -> impl Responder {
        "get"
    }
    #[cors(origins = any)]
    #[put("/carried")]
    async fn put_alone() -> impl Responder {
        "put"
    }
    log::listen();
    for _ in 0..2 {
        let app = App::new()
            .service(web::scope("/wide").service((put_carried, get_carried)))
            .service(web::scope("/rejecting").service((put_carried, get_rejecting)))
            .service(web::scope("/unsafe").service((put_carried, put_alone)))
            .service(web::scope("/none").service((put_alone, get_carried)));
        let _started = init_service(app).await;
    }
    let lines = log::lines_with("Browsers cache preflights by URL");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].contains(r#"pattern="/wide/carried""#),
        "{lines:#?}"
    );
}

/// `.wrap(CorsGate::new())` on a scope, and `.wrap(POLICY.middleware())` inside another policy.
#[actix_web::test]
async fn policies_and_gates_that_wrap_a_scope() {
    static OUTER: Policy = policy!(origins = any);
    static INNER: Policy = policy!(origins = ["https://app.acme.example"]);
    log::listen();
    for _ in 0..2 {
        let scope = web::scope("/s")
            .route("/x", web::put().to(h))
            .wrap(CorsGate::new());
        let service = init_service(App::new().service(scope)).await;
        ask(&service, preflight("PUT", "/s/x", APP).to_request()).await;
        ask(&service, request("PUT", "/s/x", APP).to_request()).await;
        let scope = web::scope("/s")
            .route("/x", web::put().to(h))
            .wrap(INNER.middleware());
        let service = init_service(App::new().service(scope).wrap(OUTER.middleware())).await;
        ask(&service, request("PUT", "/s/x", APP).to_request()).await;
        ask(&service, request("PUT", "/s/x", APP).to_request()).await;
    }
    let gate = log::lines_with("CorsGate::new().around(scope)");
    assert_eq!(gate.len(), 1, "{gate:#?}");
    assert!(gate[0].contains("ERROR"), "{gate:#?}");
    let place = format!("{}:", file!());
    let bare = log::lines_with("POLICY.around(scope)");
    let bare: Vec<_> = bare.iter().filter(|line| line.contains(&place)).collect();
    assert_eq!(bare.len(), 1, "{bare:#?}");
    assert_eq!(
        bare[0].matches(&place).count(),
        2,
        "it names both: {bare:#?}"
    );
}

/// "The route that was reached keeps its own headers and one error is logged."
#[actix_web::test]
async fn a_middleware_that_changes_the_route() {
    use actix_web::{
        Error,
        body::MessageBody,
        dev::{ServiceRequest, ServiceResponse},
        middleware::Next,
    };

    #[cors(origins = ["https://app.acme.example"])]
    #[put("/reached")]
    async fn reached() -> impl Responder {
        "reached"
    }
    async fn rewrites(
        mut request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let uri = Uri::from_static("/reached");
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
        next.call(request).await
    }
    static OPEN: Policy = policy!(origins = any);

    log::listen();
    let app = App::new()
        .service(reached)
        .wrap(from_fn(rewrites))
        .wrap(OPEN.middleware());
    let service = init_service(app).await;
    for path in ["/one", "/two"] {
        let answer = ask(&service, request("PUT", path, APP).to_request()).await;
        answer.is(200, &[crate::FROM_APP, crate::BY_ORIGIN]);
    }
    let lines = log::lines_with("changed the path or the method");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    // A process logs it once, and no other test here changes a route.
    assert!(
        lines[0].contains(r#"before="/one" after="/reached""#),
        "{lines:#?}"
    );
}
