#![doc = include_str!("../README.md")]
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
//! dispatcher.
//!
//! # Where browsers differ
//!
//! This browser does what the standard says. The test suite of route-cors sends the same requests from Chromium (156),
//! Firefox (153) and `WebKitGTK` (2.50). They differ from the standard in these points.
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

mod advice;
mod blocked;
mod browser;
mod check;
mod cookies;
mod difference;
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
    blocked::{Blocked, CorsCheckFailure, InvalidRequest, PreflightFailure, Reason, Step},
    browser::Browser,
    exchange::{Exchange, Note},
    request::{Body, Credentials, Mode, Redirect, Request},
    response::{Response, ResponseType},
};
#[cfg(test)]
mod tests;
