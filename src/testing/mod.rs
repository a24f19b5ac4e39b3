//! A browser in a box: asks an application, in process, what a page of some origin could read.
//!
//! A test of a policy that sends headers by hand tests what its author believes that browsers do. This one sends what a
//! page would say to `fetch()` through the steps of the [Fetch standard](https://fetch.spec.whatwg.org/), and answers
//! with what the page could read, or with the line that a browser prints to its console.
//!
//! ```
//! use actix_web::{App, HttpResponse, http::Method, test, web};
//! use route_cors::testing::{Browser, PreflightFailure, Reason, Request};
//!
//! async fn preflight() -> HttpResponse {
//!     HttpResponse::NoContent()
//!         .insert_header(("access-control-allow-origin", "https://app.acme.example"))
//!         .insert_header(("access-control-allow-methods", "PUT"))
//!         .finish()
//! }
//!
//! async fn update() -> HttpResponse {
//!     HttpResponse::Ok()
//!         .insert_header(("access-control-allow-origin", "https://app.acme.example"))
//!         .body("updated")
//! }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let orders = web::resource("/orders/{id}")
//!     .route(web::method(Method::OPTIONS).to(preflight))
//!     .route(web::put().to(update));
//! let app = test::init_service(App::new().service(orders)).await;
//! let page = Browser::at("https://app.acme.example");
//!
//! let put = Request::put("https://api.acme.example/orders/7");
//! let answer = page.fetch(&app, put.clone().body(vec![])).await.unwrap();
//! assert_eq!(answer.text(), "updated");
//! assert!(page.exchanges()[0].is_preflight());
//!
//! let json = put.header("content-type", "application/json").body("{}");
//! let blocked = page.fetch(&app, json).await.unwrap_err();
//! assert_eq!(
//!     *blocked.reason(),
//!     Reason::Preflight(PreflightFailure::HeaderName("content-type".to_owned()))
//! );
//! assert_eq!(
//!     blocked.to_string(),
//!     "Access to fetch at 'https://api.acme.example/orders/7' from origin 'https://app.acme.example' \
//!      has been blocked by CORS policy: Request header field content-type is not allowed by \
//!      Access-Control-Allow-Headers in preflight response."
//! );
//! # }
//! ```
//!
//! # What it does
//!
//! - Origins: of tuples, and opaque ones, which say `null`; `null` too after redirects that taint a request.
//! - The modes "cors", "no-cors", "same-origin" and "navigate", the credentials modes, the redirect modes.
//! - Preflights, with the safelists and their limits, `*` and what it does not cover, streams and upload listeners; and
//!   the CORS-preflight cache, whose clock [`Browser::advance`] moves.
//! - The CORS check, redirects, and the filtered responses with the headers that are exposed.
//! - `Cross-Origin-Resource-Policy`, mixed content, `Origin`, `Referer` and `Sec-Fetch-*`, cookies with `SameSite`.
//!
//! # What it does not
//!
//! - No HTTP cache: what a missing `Vary` does to a shared or a browser's cache must be asserted on the
//!   [exchanges](Browser::exchanges).
//! - No frames, service workers, content security policy, embedder policy, referrer policies other than the default
//!   one, authentication dialogues, blocked ports, private network access, opaque response blocking or content
//!   codings; no schemes but `http:` and `https:`.
//! - Cookies as RFC 6265bis has them, without partitions and without the blocking of third-party cookies, in which the
//!   browsers differ: where this browser sends a cookie to another site, some send none.
//! - Sites by top-level domain, and by the suffixes that a test names with [`Browser::public_suffix`].
//!
//! # How it works
//!
//! A request is handed to the application's service, as actix-web's own test requests are, in the form in which it
//! would arrive from the network: with `Host` and the path over HTTP/1.1, or as [HTTP/2](Browser::http2) brings it,
//! and with a peer address. An `Err` of the service becomes the response that it describes, as in actix-web's
//! dispatcher. Nothing here knows or shares anything of how this library answers.

mod blocked;
mod browser;
mod check;
mod cookies;
mod exchange;
mod fetch;
mod forbidden;
mod header_list;
mod in_flight;
mod method;
mod network;
mod preflight;
mod preflight_cache;
mod request;
mod response;
mod safelist;
mod site;

pub use self::{
    blocked::{Blocked, CorsCheckFailure, InvalidRequest, PreflightFailure, Reason},
    browser::Browser,
    exchange::Exchange,
    request::{Body, Credentials, Mode, Redirect, Request},
    response::{Response, ResponseType},
};
#[cfg(test)]
mod tests;
