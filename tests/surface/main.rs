//! The surface of applications, row by row, and the file that holds it.

#![allow(
    missing_docs,
    clippy::unused_async,
    reason = "the handlers of a test are read where they are"
)]

mod check;
mod file;
mod openapi;
mod rows;

use std::cell::Cell;

use actix_files::Files;
use actix_web::{
    App, Error, HttpResponse, Scope,
    body::MessageBody,
    delete,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get, guard,
    middleware::{Next, from_fn},
    post, put, web,
};
use route_cors::{CorsGate, OriginSet, Policy, cors, origin_set, policy};

thread_local! {
    /// How often a handler ran.
    pub(crate) static RUNS: Cell<usize> = const { Cell::new(0) };
}

pub(crate) fn ran() -> HttpResponse {
    RUNS.set(RUNS.get() + 1);
    HttpResponse::Ok().finish()
}

pub(crate) static PARTNERS: OriginSet = origin_set!(
    env = "SURFACE_TEST_PARTNERS",
    within = ["https://*.partner.example"],
    optional
);

/// The policy of the application.
pub(crate) static API: Policy = policy!(
    origins = ["https://app.acme.example", PARTNERS],
    headers = ["content-type"],
    max_age = "1h",
);

pub(crate) static ADMIN: Policy = policy!(
    origins = [
        "https://admin.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:5173",
        #[allow(insecure_origin, reason = "the scanner has no TLS")]
        "http://scanner.acme.example",
    ],
    credentials,
    mismatch = reject,
);

#[cors(origins = ["https://shop.example"], credentials, expose = ["etag"])]
#[put("/orders/{id}")]
async fn update() -> HttpResponse {
    ran()
}

#[cors(origins = any, credentials = ["https://app.acme.example"])]
#[get("/orders/{id}")]
async fn order() -> HttpResponse {
    ran()
}

#[cors(off)]
#[delete("/orders/{id}")]
async fn cancel() -> HttpResponse {
    ran()
}

#[cors(origins = ["https://admin.acme.example", "https://other.example"])]
#[post("/pay")]
async fn pay() -> HttpResponse {
    ran()
}

#[cors(origins = any)]
#[get("/orders/me")]
async fn shadowed() -> HttpResponse {
    ran()
}

#[get("/health")]
async fn health() -> HttpResponse {
    ran()
}

pub(crate) async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    Ok(request
        .into_response(HttpResponse::Unauthorized().finish())
        .map_into_right_body())
}

fn admin() -> Scope {
    web::scope("/admin")
        .service(pay)
        .route("/users", web::get().to(async || ran()))
        .default_service(web::to(async || ran()))
}

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(order)
        .service(update)
        .service(cancel)
        .service(shadowed)
        .service(health)
        .service(ADMIN.around(admin()))
        .service(Files::new("/static", "tests/surface"))
        .route("/search/{query:.*}", web::get().to(async || ran()))
        .route("/any", web::to(async || ran()))
        .route(
            "/guarded",
            web::get()
                .guard(guard::Header("x-a", "1"))
                .to(async || ran()),
        );
}

macro_rules! application {
    ($($wrap:expr),*) => {
        App::new().configure(crate::routes).default_service(web::to(async || crate::ran()))$(.wrap($wrap))*
    };
}
pub(crate) use application;

/// The gate, outermost.
pub(crate) fn gated() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + 'static>,
        Error = Error,
        InitError = (),
    > + 'static,
> {
    application!(from_fn(auth), CorsGate::new())
}
