//! The advice for failed fetches: each likely cause, and its fix.

use std::future::ready;

use actix_cors::Cors;
use actix_web::{
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest},
    middleware::{DefaultHeaders, Next, from_fn},
};

use super::*;
use crate::{Blocked, Credentials, Request, Step};

/// Answers 401 if there is no token, as most authentication middlewares do.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        Ok(next.call(request).await?.map_into_boxed_body())
    } else {
        Ok(request.into_response(HttpResponse::Unauthorized().finish().map_into_boxed_body()))
    }
}

/// An application with `PUT /orders/{id}` and `GET /orders`.
fn orders() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .route("/orders/{id}", web::put().to(|| ready("updated")))
        .route("/orders", web::get().to(|| ready("none")))
}

fn cors() -> Cors {
    Cors::default()
        .allowed_origin(APP)
        .allowed_methods(["GET", "PUT"])
}

fn put() -> Request {
    Request::put(&format!("{API}/orders/7"))
}

/// Asserts the data of a failed fetch, and that its text contains each part.
#[track_caller]
fn assert_blocked(blocked: &Blocked, step: Step, status: u16, by_policy: bool, parts: &[&str]) {
    assert_eq!(
        (blocked.step(), blocked.status(), blocked.policy_answered()),
        (Some(step), Some(status), Some(by_policy)),
        "{blocked}"
    );
    let text = blocked.to_string();
    assert!(text.starts_with(&blocked.console()), "{text}");
    assert!(text.contains(&format!("  {step}: ")), "{text}");
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[actix_web::test]
async fn an_authentication_outside_of_the_policy() {
    let app = init_service(orders().wrap(cors()).wrap(from_fn(auth))).await;
    let blocked = Browser::at(APP).fetch(&app, put()).await.unwrap_err();
    let parts = [
        "OPTIONS https://api.acme.example/orders/7 got 401 Unauthorized",
        "before any CORS policy",
        "fix: wrap the policy last",
        ".wrap(auth).wrap(API.middleware())",
    ];
    assert_blocked(&blocked, Step::Preflight, 401, false, &parts);

    let get = Request::get(&format!("{API}/orders"));
    let blocked = Browser::at(APP).fetch(&app, get).await.unwrap_err();
    let parts = [
        "answered with 401 Unauthorized",
        "fix: wrap the policy last",
    ];
    assert_blocked(&blocked, Step::Request, 401, false, &parts);

    // The advice is right.
    let app = init_service(orders().wrap(from_fn(auth)).wrap(cors())).await;
    let read = Browser::at(APP).fetch(&app, put()).await.unwrap();
    assert_eq!(read.status(), 401);
}

#[actix_web::test]
async fn a_route_that_is_not_registered() {
    let app = init_service(App::new()).await;
    let blocked = Browser::at(APP).fetch(&app, put()).await.unwrap_err();
    let parts = [
        "got 404",
        "`.service(handler)`",
        "`#[put(..)]`",
        "serves PUT",
    ];
    assert_blocked(&blocked, Step::Preflight, 404, false, &parts);

    let get = Request::get(&format!("{API}/orders"));
    let blocked = Browser::at(APP).fetch(&app, get).await.unwrap_err();
    assert_blocked(
        &blocked,
        Step::Request,
        404,
        false,
        &["`.service(handler)`"],
    );
}

#[actix_web::test]
async fn a_handler_of_options() {
    let app = app(|request| with(200, &[("allow", request.method().as_str())])).await;
    let blocked = Browser::at(APP).fetch(&app, put()).await.unwrap_err();
    let parts = ["something else answers OPTIONS requests", "fix: remove it"];
    assert_blocked(&blocked, Step::Preflight, 200, false, &parts);
}

#[actix_web::test]
async fn a_route_without_a_policy() {
    let app = init_service(orders()).await;
    let get = Request::get(&format!("{API}/orders"));
    let blocked = Browser::at(APP).fetch(&app, get).await.unwrap_err();
    let parts = ["no CORS policy applies to this route", "above `#[get(..)]`"];
    assert_blocked(&blocked, Step::Request, 200, false, &parts);
}

#[actix_web::test]
async fn an_origin_that_is_not_listed() {
    let page = Browser::at("http://localhost:5173");
    let app = init_service(orders().wrap(cors())).await;
    let blocked = page.fetch(&app, put()).await.unwrap_err();
    let parts = ["actix-cors does that", "compare the origin"];
    assert_blocked(&blocked, Step::Preflight, 400, false, &parts);

    let app = super::app(|_| with(403, &[("vary", "Origin, Access-Control-Request-Method")])).await;
    let blocked = page.fetch(&app, put()).await.unwrap_err();
    let parts = [
        "a CORS policy answered the preflight and does not allow `http://localhost:5173` to send PUT",
        "The page is on port 5173",
    ];
    assert_blocked(&blocked, Step::Preflight, 403, true, &parts);
}

#[actix_web::test]
async fn a_forgotten_port_in_a_fixed_header() {
    let header = ("Access-Control-Allow-Origin", "http://localhost");
    let app = init_service(orders().wrap(DefaultHeaders::new().add(header))).await;
    let get = Request::get(&format!("{API}/orders"));
    let page = Browser::at("http://localhost:5173");
    let blocked = page.fetch(&app, get).await.unwrap_err();
    let parts = [
        "the response allows `http://localhost`, and the page is `http://localhost:5173`: the port differs",
        "fix: allow `http://localhost:5173`",
    ];
    assert_blocked(&blocked, Step::Request, 200, true, &parts);
}

#[actix_web::test]
async fn two_parts_that_add_the_header() {
    let app = app(|_| {
        with(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-origin", APP),
            ],
        )
    })
    .await;
    let blocked = Browser::at(APP)
        .fetch(&app, Request::get(API))
        .await
        .unwrap_err();
    let parts = [
        "two parts of the application add this header",
        "`DefaultHeaders`",
    ];
    assert_blocked(&blocked, Step::Request, 200, true, &parts);
}

#[actix_web::test]
async fn cookies() {
    for (allow_origin, parts) in [
        ("*", ["allows any origin", "list the origins"]),
        (APP, ["does not allow them", "add `credentials`"]),
    ] {
        let app = app(move |_| with(200, &[("access-control-allow-origin", allow_origin)])).await;
        let get = Request::get(API).credentials(Credentials::Include);
        let blocked = Browser::at(APP).fetch(&app, get).await.unwrap_err();
        assert_blocked(&blocked, Step::Request, 200, true, &parts);
    }
}

#[actix_web::test]
async fn advice_about_the_lists_of_a_preflight() {
    let app = app(|_| {
        with(
            204,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "GET, PUT"),
                ("access-control-allow-headers", "content-type"),
            ],
        )
    })
    .await;
    for (request, parts) in [
        (
            Request::delete(API),
            ["the policy allows the methods `GET, PUT`", "add `DELETE`"],
        ),
        (
            put().header("x-trace", "1"),
            [
                "the policy allows the headers `content-type`",
                "add `x-trace`",
            ],
        ),
    ] {
        let blocked = Browser::at(APP).fetch(&app, request).await.unwrap_err();
        assert_blocked(&blocked, Step::Preflight, 204, true, &parts);
    }
}

#[actix_web::test]
async fn advice_for_failures_without_a_response() {
    let app = app(|_| with(200, &[])).await;
    let page = Browser::at(APP);
    let request = Request::get("http://api.acme.example/");
    let blocked = page.fetch(&app, request).await.unwrap_err();
    assert_eq!(
        (blocked.step(), blocked.status(), blocked.policy_answered()),
        (None, None, None)
    );
    assert!(
        blocked
            .to_string()
            .contains("fix: serve the API over https"),
        "{blocked}"
    );

    let request = Request::new("TRACK", "/");
    let blocked = page.fetch(&app, request).await.unwrap_err();
    assert_eq!(blocked.to_string(), blocked.console());
}

#[actix_web::test]
async fn the_log_of_the_application_is_printed_instead() {
    let app = app(|_| {
        tracing::debug!(
            target: "route_cors",
            reason = "port_differs",
            policy = "src/main.rs:7:1",
            fix = "write http://localhost:5173",
            "the list has http://localhost: the port differs"
        );
        tracing::error!(target: "route_cors", "wired wrongly");
        with(403, &[])
    })
    .await;
    let blocked = Browser::at(APP)
        .fetch(&app, Request::get(API))
        .await
        .unwrap_err();
    assert_eq!(
        blocked.to_string(),
        format!(
            "{}\n  request: GET https://api.acme.example/ got 403 Forbidden\n  \
             log: wired wrongly\n  \
             cause: the list has http://localhost: the port differs\n  \
             policy: src/main.rs:7:1\n  \
             fix: write http://localhost:5173",
            blocked.console()
        )
    );
    assert_eq!(format!("{blocked:?}"), blocked.to_string());
    assert_eq!(
        blocked.fix().as_deref(),
        Some("write http://localhost:5173")
    );
}

#[actix_web::test]
async fn the_log_of_a_middleware_that_answers_at_once() {
    let app = App::new().wrap_fn(|request, _| {
        tracing::debug!(target: "route_cors", reason = "off", "the policy is off");
        ready(Ok(request.into_response(with(403, &[]))))
    });
    let app = init_service(app).await;
    let fetched = Browser::at(APP).fetch(&app, Request::get(API)).await;
    assert_eq!(
        fetched.unwrap_err().cause().as_deref(),
        Some("the policy is off")
    );
}

#[actix_web::test]
async fn an_exchange_prints_what_matters() {
    let app = app(|_| {
        tracing::debug!(target: "route_cors", "the policy is off");
        with(
            403,
            &[
                ("vary", "Origin"),
                ("vary", "Access-Control-Request-Method"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    let blocked = page
        .fetch(&app, put().header("x-trace", "1"))
        .await
        .unwrap_err();
    let printed = "\
OPTIONS https://api.acme.example/orders/7
  access-control-request-headers: x-trace
  access-control-request-method: PUT
  origin: https://app.acme.example
  sec-fetch-site: same-site
403 Forbidden
  content-length: 6
  vary: Origin
  vary: Access-Control-Request-Method
log: the policy is off";
    assert_eq!(page.exchanges()[0].to_string(), printed);
    assert_eq!(blocked.exchange(), page.exchanges().first());
    assert_ne!(blocked.exchange(), None);
}
