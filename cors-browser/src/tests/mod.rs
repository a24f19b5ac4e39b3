//! Tests of the browser, with pages and applications that set their headers by hand.

mod advice;
mod cookies;
mod preflight;
mod preflight_cache;
mod redirects;
mod responses;
mod wire;

use std::rc::Rc;

use actix_http::Request as WireRequest;
use actix_service::Service;
use actix_web::{
    App, Error, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::ServiceResponse,
    http::{Method, StatusCode},
    test::init_service,
    web,
};

use super::Browser;

const APP: &str = "https://app.acme.example";
const API: &str = "https://api.acme.example";
const EVIL: &str = "https://evil.example";

/// Creates an application that calls one function for every request.
async fn app(
    answer: impl Fn(&HttpRequest) -> HttpResponse + 'static,
) -> impl Service<WireRequest, Response = ServiceResponse, Error = Error> {
    let answer = Rc::new(answer);
    let service = web::to(move |request: HttpRequest| {
        let response = answer(&request);
        async { response }
    });
    init_service(App::new().default_service(service)).await
}

/// Creates a response with headers.
fn with(status: u16, headers: &[(&str, &str)]) -> HttpResponse {
    let mut response = HttpResponseBuilder::new(StatusCode::from_u16(status).unwrap());
    for header in headers {
        response.append_header(*header);
    }
    response.body("answer")
}

fn is_options(request: &HttpRequest) -> bool {
    request.method() == Method::OPTIONS
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// Returns the methods and URLs of the requests that a page has sent since the last call.
fn sent(page: &Browser) -> Vec<String> {
    page.take_exchanges()
        .iter()
        .map(|exchange| format!("{} {}", exchange.method(), exchange.url()))
        .collect()
}
