//! A POST that a middleware turns into a PATCH: the handler serves both, so that the preflight of the POST is answered.
use actix_web::{App, dev::Service, http::Method, route};
use route_cors::cors;

#[cors(
    origins = ["https://app.acme.example"],
    headers = ["content-type", "x-http-method-override"],
    allow(method_override_header, reason = "the middleware turns POST into PATCH and nothing else"),
)]
#[route("/notes/{id}", method = "POST", method = "PATCH")]
async fn change() -> &'static str {
    "changed"
}

fn main() {
    let _ = App::new().service(change).wrap_fn(|mut request, service| {
        let header = request.headers().get("x-http-method-override");
        if request.method() == Method::POST && header.is_some_and(|value| value == "PATCH") {
            request.head_mut().method = Method::PATCH;
        }
        service.call(request)
    });
}
