//! Responses of what has no policy, beside annotated routes that the request has not reached.

use actix_web::{
    App, Error, Responder,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, Uri},
    middleware::{Next, from_fn},
    post, put, web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER,
    asking::{holds, request},
    h,
    middlewares::auth,
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static OPEN: Policy = policy!(origins = any);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static SITE: Policy = policy!(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    credentials
);

const FROM_ANY: &str = "allow-origin: *";

#[cors(origins = any)]
#[put("/open")]
async fn open() -> impl Responder {
    "open"
}

#[cors(origins = any)]
#[put("/a/x")]
async fn below_a() -> impl Responder {
    "below a"
}

#[cors(off)]
#[post("/a/x")]
async fn off_below_a() -> impl Responder {
    "off below a"
}

#[cors(origins = any)]
#[put("/x")]
async fn x() -> impl Responder {
    "x"
}

#[cors(origins = any)]
#[post("/m")]
async fn post_m() -> impl Responder {
    "post"
}

async fn to_secret<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let uri = Uri::from_static("/secret");
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
    next.call(request).await
}

async fn to_delete<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    request.head_mut().method = Method::DELETE;
    next.call(request).await
}

/// A rewritten request gets the policy of its new path, for its new method.
#[actix_web::test]
async fn a_rewritten_request() {
    holds!(
        App::new()
            .service(open)
            .route("/secret", web::put().to(h))
            .wrap(from_fn(to_secret))
            .wrap(API.middleware()),
        request("PUT", "/open", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
        request("PUT", "/open", APP)
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(open)
            .route("/secret", web::put().to(h))
            .wrap(from_fn(to_secret))
            .wrap(CorsGate::new()),
        request("PUT", "/open", STRANGER).is(200, &[]).body("h"),
    );
    holds!(
        App::new()
            .service(OPEN.around(web::scope("/o").route("/x", web::put().to(h))))
            .route("/secret", web::put().to(h))
            .wrap(from_fn(to_secret))
            .wrap(API.middleware()),
        request("PUT", "/o/x", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(post_m)
            .route("/m", web::delete().to(h))
            .wrap(from_fn(to_delete))
            .wrap(API.middleware()),
        request("POST", "/m", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
}

/// A scope has taken the request, so no route outside of the scope has responded.
#[actix_web::test]
async fn a_scope_in_front_of_a_route() {
    let scope = || web::scope("/a").default_service(web::to(h));
    holds!(
        App::new()
            .service(scope())
            .service(below_a)
            .wrap(API.middleware()),
        request("PUT", "/a/x", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
        request("PUT", "/a/x", APP)
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(scope())
            .service(below_a)
            .wrap(CorsGate::new()),
        request("PUT", "/a/x", STRANGER).is(200, &[]).body("h"),
    );
    holds!(
        App::new()
            .service(off_below_a)
            .service(scope())
            .service(below_a)
            .wrap(API.middleware()),
        request("PUT", "/a/x", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(scope().wrap(ADMINS.middleware()))
            .service(below_a)
            .wrap(SITE.middleware()),
        request("PUT", "/a/x", APP)
            .cross_site()
            .is(403, &[BY_ORIGIN]),
        request("PUT", "/a/x", ADMIN)
            .cross_site()
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("h"),
    );
}

/// A middleware of the route's own scope responds for the route.
#[actix_web::test]
async fn a_middleware_in_front_of_a_route() {
    for (prefix, path) in [
        ("/api", "/api/x"),
        ("/api/", "/api//x"),
        ("/{v}", "/1/x"),
        ("/api/{v}", "/api/1/x"),
        ("", "/x"),
    ] {
        holds!(
            App::new()
                .service(web::scope(prefix).service(x).wrap(auth(401)))
                .wrap(API.middleware()),
            request("PUT", path, STRANGER).is(401, &[FROM_ANY]),
            request("PUT", path, STRANGER)
                .token()
                .is(200, &[FROM_ANY])
                .body("x"),
        );
    }
    holds!(
        App::new()
            .service(web::scope("/a").service(web::scope("/b").service(x).wrap(auth(401))))
            .wrap(API.middleware()),
        request("PUT", "/a/b/x", STRANGER).is(401, &[FROM_ANY]),
    );
}
