//! Wiring mistakes: the text of a blocked fetch names the mistake, and the fix that it names works.

#![allow(
    missing_docs,
    clippy::unused_async,
    reason = "the handlers of a test are read where they are"
)]

use actix_http::Request as WireRequest;
use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    get,
    http::Method,
    middleware::{DefaultHeaders, Next, from_fn},
    put,
    test::init_service,
    web,
};
use route_cors::{
    CorsGate, Policy, cors, policy,
    testing::{Browser, Credentials, Request},
};

const PAGE: &str = "https://app.acme.example";

static API: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["authorization"]
);

static LOCAL: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost",
    ],
    headers = ["authorization"],
);

static OFFICE: Policy = policy!(origins = ["https://office.acme.example"], mismatch = reject);

#[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
#[put("/orders/{id}")]
async fn update() -> &'static str {
    "updated"
}

#[cors(origins = any)]
#[get("/prices")]
async fn prices() -> &'static str {
    "3.50"
}

#[get("/plain")]
async fn plain() -> &'static str {
    "plain"
}

/// Answers 401 without a token.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        Ok(next.call(request).await?.map_into_boxed_body())
    } else {
        let response = HttpResponse::Unauthorized().finish();
        Ok(request.into_response(response.map_into_boxed_body()))
    }
}

/// Redirects every path without a slash at the end to the path with one.
async fn add_slash(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path().ends_with('/') {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let location = ("location", format!("{}/", request.path()));
    let response = HttpResponse::PermanentRedirect()
        .insert_header(location)
        .finish();
    Ok(request.into_response(response.map_into_boxed_body()))
}

fn put_order() -> Request {
    Request::put("https://api.acme.example/orders/7").header("authorization", "Bearer token")
}

fn get_url(path: &str) -> Request {
    Request::get(&format!("https://api.acme.example{path}"))
}

/// Asserts that a page cannot read the response, and that the text has each part.
async fn assert_blocked<S, B>(app: &S, page: &str, request: Request, parts: &[&str])
where
    S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let fetched = Browser::at(page).fetch(app, request).await;
    let text = fetched.expect_err("the page cannot read").to_string();
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

async fn assert_read<S, B>(app: &S, page: &str, request: Request)
where
    S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let response = Browser::at(page).fetch(app, request).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[actix_web::test]
async fn authentication_around_annotated_routes() {
    let app = init_service(App::new().service(update).wrap(from_fn(auth))).await;
    let parts = [
        "preflight: OPTIONS https://api.acme.example/orders/7 got 401 Unauthorized",
        "before any CORS policy",
        "`.wrap(auth).wrap(CorsGate::new())`",
    ];
    assert_blocked(&app, PAGE, put_order(), &parts).await;

    let app = App::new()
        .service(update)
        .wrap(from_fn(auth))
        .wrap(CorsGate::new());
    assert_read(&init_service(app).await, PAGE, put_order()).await;
}

#[actix_web::test]
async fn a_gate_inside_authentication() {
    let app = App::new()
        .service(update)
        .wrap(CorsGate::new())
        .wrap(from_fn(auth));
    let parts = ["got 401 Unauthorized", "fix: wrap the policy last"];
    assert_blocked(&init_service(app).await, PAGE, put_order(), &parts).await;
}

#[actix_web::test]
async fn a_policy_inside_authentication() {
    let get = || get_url("/plain").header("authorization", "Bearer token");
    let app = App::new()
        .service(plain)
        .wrap(API.middleware())
        .wrap(from_fn(auth));
    let parts = [
        "got 401 Unauthorized",
        "`.wrap(auth).wrap(API.middleware())`",
    ];
    assert_blocked(&init_service(app).await, PAGE, get(), &parts).await;

    let app = App::new()
        .service(plain)
        .wrap(from_fn(auth))
        .wrap(API.middleware());
    assert_read(&init_service(app).await, PAGE, get()).await;
}

#[actix_web::test]
async fn a_gate_without_annotated_routes() {
    let app = init_service(App::new().service(plain).wrap(CorsGate::new())).await;
    let parts = [
        "no CORS policy applies to this route",
        "write `#[cors(..)]` above `#[get(..)]`, or wrap a policy around the application",
    ];
    assert_blocked(&app, PAGE, get_url("/plain"), &parts).await;
}

#[actix_web::test]
async fn a_handler_that_is_not_registered() {
    let app = init_service(App::new().service(prices).wrap(CorsGate::new())).await;
    let parts = [
        "got 404 Not Found",
        "register the handler with `.service(handler)`",
        "a route serves PUT",
    ];
    assert_blocked(&app, PAGE, put_order(), &parts).await;
}

#[actix_web::test]
async fn a_handler_for_every_options_request() {
    let options = || web::route().method(Method::OPTIONS).to(HttpResponse::Ok);
    let app = App::new().route("/{path:.*}", options()).service(update);
    let parts = ["something else answers OPTIONS requests", "fix: remove it"];
    assert_blocked(&init_service(app).await, PAGE, put_order(), &parts).await;
    assert_read(
        &init_service(App::new().service(update)).await,
        PAGE,
        put_order(),
    )
    .await;
}

#[actix_web::test]
async fn a_middleware_that_redirects() {
    let app = App::new().service(update).wrap(from_fn(add_slash));
    let parts = [
        "redirects the preflight to `/orders/7/`",
        "let the page use the final URL",
    ];
    assert_blocked(&init_service(app).await, PAGE, put_order(), &parts).await;
}

#[actix_web::test]
async fn a_second_header_from_outside() {
    let app =
        App::new()
            .service(prices)
            .wrap(from_fn(async |request: ServiceRequest, next: Next<_>| {
                let mut response = next.call(request).await?;
                let name = actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
                let value = actix_web::http::header::HeaderValue::from_static(PAGE);
                response.headers_mut().append(name, value);
                Ok(response)
            }));
    let parts = ["two parts of the application add this header"];
    assert_blocked(&init_service(app).await, PAGE, get_url("/prices"), &parts).await;
}

#[actix_web::test]
async fn a_fixed_header_without_the_port() {
    let header = ("Access-Control-Allow-Origin", "http://localhost");
    let app = App::new()
        .service(plain)
        .wrap(DefaultHeaders::new().add(header));
    let parts = ["the port differs", "allow `http://localhost:5173`"];
    let page = "http://localhost:5173";
    assert_blocked(&init_service(app).await, page, get_url("/plain"), &parts).await;
}

#[actix_web::test]
async fn cookies_without_credentials() {
    let app = init_service(App::new().service(prices)).await;
    let get = get_url("/prices").credentials(Credentials::Include);
    let parts = ["fix: ", "credentials"];
    assert_blocked(&app, PAGE, get, &parts).await;
}

#[actix_web::test]
async fn a_forgotten_port() {
    let app = init_service(App::new().service(plain).wrap(LOCAL.middleware())).await;
    let place = format!("policy: {}:", file!());
    let parts = [
        "the list has `http://localhost`: the port differs",
        &place,
        "fix: ",
    ];
    let page = "http://localhost:5173";
    assert_blocked(&app, page, get_url("/plain"), &parts).await;
    let put = Request::put("https://api.acme.example/plain");
    assert_blocked(&app, page, put, &parts).await;
}

#[actix_web::test]
async fn a_policy_with_reject_around_a_route() {
    let scope = web::scope("/office").service(prices);
    let app = init_service(App::new().service(OFFICE.around(scope))).await;
    let parts = [
        "got 403 Forbidden",
        "the list has nothing like it",
        "fix: if the page is yours, add \"https://app.acme.example\" to `origins`",
    ];
    assert_blocked(&app, PAGE, get_url("/office/prices"), &parts).await;
}

#[actix_web::test]
async fn two_policies_around_an_application() {
    let app = App::new()
        .service(plain)
        .wrap(OFFICE.middleware())
        .wrap(API.middleware());
    let parts = [
        "got 403 Forbidden",
        "log: the policy at",
        "`.service(POLICY.around(scope))` instead of `scope.wrap(POLICY.middleware())`",
    ];
    assert_blocked(&init_service(app).await, PAGE, get_url("/plain"), &parts).await;
}
