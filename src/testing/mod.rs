//! A browser in a box: asks an application, in process, what a page of some origin could read.
//!
//! A test of a policy that sends headers by hand tests what its author believes that browsers do. This one sends what a
//! page would say to `fetch()` through the steps of the [Fetch standard](https://fetch.spec.whatwg.org/), and answers
//! with what the page could read, or with the line that a browser prints to its console.
//!
//! ```
//! use actix_web::{App, put, test, web};
//! use route_cors::cors;
//! use route_cors::testing::{Browser, PreflightFailure, Reason, Request};
//!
//! #[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
//! #[put("/orders/{id}")]
//! async fn update(quantity: web::Json<u32>) -> String {
//!     format!("{quantity} ordered")
//! }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let app = test::init_service(App::new().service(update)).await;
//! let put = Request::put("https://api.acme.example/orders/7")
//!     .header("content-type", "application/json")
//!     .body("2");
//!
//! // Our own page reads the answer, and has asked before.
//! let page = Browser::at("https://app.acme.example");
//! let answer = page.fetch(&app, put.clone()).await.unwrap();
//! assert_eq!(answer.text(), "2 ordered");
//! assert!(page.exchanges()[0].is_preflight());
//!
//! // A stranger's request is not even sent.
//! let stranger = Browser::at("https://evil.example");
//! assert!(stranger.fetch(&app, put.clone()).await.is_err());
//! assert_eq!(stranger.exchanges().len(), 1);
//!
//! // A header that the policy does not list.
//! let blocked = page.fetch(&app, put.header("x-trace", "1")).await.unwrap_err();
//! assert_eq!(
//!     *blocked.reason(),
//!     Reason::Preflight(PreflightFailure::HeaderName("x-trace".to_owned()))
//! );
//! assert_eq!(
//!     blocked.to_string(),
//!     "Access to fetch at 'https://api.acme.example/orders/7' from origin 'https://app.acme.example' \
//!      has been blocked by CORS policy: Request header field x-trace is not allowed by \
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
//!
//! # Where browsers differ
//!
//! This browser does what the standard says. This library's own tests ask Chromium (156), Firefox (153) and `WebKitGTK`
//! (2.50) the same, and know them to depart from the standard in these points.
//!
//! All three let `Access-Control-Allow-Headers: *` cover `authorization`, take a negative `Access-Control-Max-Age` for 0,
//! and want `Access-Control-Allow-Methods` where the standard does without it for an upload listener's preflight.
//!
//! Chromium
//! - keeps the last preflight of a URL alone, so that two policies on one path, used in turn, are asked for each time;
//!   it keeps none for opaque origins, long URLs and conditional requests; and it forgets none when an answer fails the
//!   CORS check;
//! - joins the values that a page gives one request header before it judges whether they are safelisted;
//! - sends no preflight for an upload listener where there is nothing to upload;
//! - sends `SameSite` cookies although redirects have led through another site;
//! - after redirects, knows the last URL alone in `Sec-Fetch-Site` on a preflight, and in mode "no-cors" says
//!   `Origin: null` with a POST that another origin gets;
//! - follows no redirect to a URL with a password, in mode "no-cors" either;
//! - says `Origin` when it asks for a font of the page's own origin, and no `Sec-Fetch-Site` when it opens a `WebSocket`.
//!
//! Firefox
//! - remembers no `*` of a preflight, none for conditional requests, and nothing of a request with credentials for one
//!   without;
//! - takes an `Access-Control-Max-Age` that is no number, or two of them, for 0;
//! - after redirects, names the page's origin in a preflight and `null` in the request, and asks again, for a GET that
//!   needs no preflight, where one was needed before;
//! - sends cookies without `SameSite` to other sites;
//! - leaves an empty `Access-Control-Allow-Origin` out of account where there is another;
//! - has no streams for bodies.
//!
//! `WebKitGTK`
//! - asks for fonts without CORS, and uses those that are not shared;
//! - keeps the last preflight of a URL alone, and forgets none when an answer fails the CORS check;
//! - joins the values of one request header, as Chromium does;
//! - after redirects to another origin, sends no `Sec-Fetch-Site`; asks again, as Firefox does, and for headers that do
//!   not go along; and checks a redirect of what began at home as if it were with credentials;
//! - follows two `Location` headers as if they were one URL;
//! - sends cookies without `SameSite` to other sites, takes `SameSite=None` without `Secure`, and takes no `Secure` cookie
//!   over `http:`, from this machine either;
//! - has no streams for bodies.

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
