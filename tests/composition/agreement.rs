//! Applications put together at random: the gate says what the routes say, and a preflight says what comes of the
//! request.

use std::collections::BTreeSet;

use actix_http::Request;
use actix_web::{
    App, Error, HttpResponse, Responder, Scope,
    body::{BoxBody, MessageBody},
    delete,
    dev::{HttpServiceFactory, Service, ServiceResponse},
    get,
    guard::GuardContext,
    http::Method,
    put, routes,
    test::{TestRequest, init_service},
    web,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use route_cors::{CorsGate, cors};

use crate::{ADMIN, APP, STRANGER};

fn version(context: &GuardContext<'_>) -> bool {
    context.head().headers.contains_key("x-version")
}

/// Handlers of each kind on patterns that overlap. The body names the handler.
macro_rules! pool {
    ($($(#[$attribute:meta])+ $name:ident;)+) => {
        $($(#[$attribute])+ async fn $name() -> impl Responder { stringify!($name) })+

        const POOL: &[(&str, fn() -> Part)] = &[
            $((stringify!($name), || Part::of($name)),)+
            ("any_items", || Part::of(web::resource("/items").to(|| async { "any_items" }))),
            ("any_me", || Part::of(web::resource("/users/me").to(|| async { "any_me" }))),
            ("any_tail", || Part::of(web::resource("/{tail}*").route(web::delete().to(|| async { "any_tail" })))),
        ];
    };
}

pool! {
    #[cors(origins = ["https://app.acme.example"])] #[get("/users/me")] a_me_get;
    #[cors(origins = ["https://app.acme.example"])] #[delete("/users/me")] a_me_delete;
    #[cors(origins = ["https://admin.acme.example"])] #[delete("/users/me")] b_me_delete;
    #[cors(origins = ["https://app.acme.example"], credentials)] #[delete("/users/{id}")] a_id_delete;
    #[cors(origins = any)] #[get("/users/{id}")] o_id_get;
    #[cors(origins = ["https://admin.acme.example"], headers = ["x-version"])] #[put("/users/{id}", guard = "version")] b_id_put;
    #[cors(origins = ["https://app.acme.example"])] #[put("/users/{id}")] a_id_put;
    #[cors(off)] #[delete("/users/{id}")] off_id_delete;
    #[cors(origins = ["https://admin.acme.example"], expose = ["etag"])] #[delete(r"/users/{id:\d+}")] b_number_delete;
    #[cors(origins = ["https://app.acme.example"])] #[get(r"/users/{id:\d+}")] a_number_get;
    #[cors(origins = any)] #[delete("/{tail}*")] o_tail_delete;
    #[cors(origins = ["https://admin.acme.example"])] #[get("/{tail:.*}")] b_tail_get;
    #[cors(origins = ["https://app.acme.example"])] #[get("/items")] a_items_get;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/items")] b_items_put;
    #[cors(origins = ["https://admin.acme.example"])] #[get("")] b_empty_get;
    #[cors(origins = ["https://app.acme.example"])] #[delete("/")] a_slash_delete;
    #[cors(origins = ["https://app.acme.example"])] #[routes] #[get("/items")] #[delete("/users/me")] #[put("/{tail}*")] a_many;
    #[cors(origins = ["https://admin.acme.example"], methods = [GET])] #[route("/items", method = "GET", method = "PUT")] b_items_less;
    #[get("/users/me")] p_me_get;
    #[delete("/users/me")] p_me_delete;
    #[delete("/users/{id}")] p_id_delete;
    #[put(r"/users/{id:\d+}")] p_number_put;
    #[delete("/{tail}*")] p_tail_delete;
    #[get("/items")] p_items_get;
    #[put("/items", guard = "version")] p_items_put;
    #[get("")] p_empty_get;
}
