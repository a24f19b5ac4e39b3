#![doc = include_str!("../README.md")]
//!
//! # What it does
//!
//! - Tuple origins and opaque origins. An opaque origin sends `Origin: null`, and so does a request that redirects have
//!   tainted.
//! - The modes "cors", "no-cors", "same-origin" and "navigate", all credentials modes and all redirect modes.
//! - Preflights: the safelists with their limits, `*` and its exceptions, streams and upload listeners. The
//!   CORS-preflight cache has a clock that [`Browser::advance`] moves.
//! - The CORS check, redirects, and filtered responses with the exposed headers.
//! - `Cross-Origin-Resource-Policy`, mixed content, `Origin`, `Referer`, `Sec-Fetch-*`, and cookies with `SameSite`.
//!
//! # What it does not do
//!
//! - It has no HTTP cache. To test what a cache would do, assert `Vary` on the [exchanges](Browser::exchanges).
//! - It has no frames, service workers, content security policy, embedder policy, authentication dialogs, blocked ports,
//!   private network access, opaque response blocking or content codings. It has only the default referrer policy, and
//!   only the schemes `http:` and `https:`.
//! - It handles cookies as RFC 6265bis says, without partitions. It does not block third-party cookies, as some browsers
//!   do.
//! - It knows every top-level domain as a public suffix, and no other suffix unless you add it with
//!   [`Browser::public_suffix`].
//!
//! # How it works
//!
//! The browser calls the application's service directly, as actix-web's own test requests do. The request looks as it does
//! when it arrives from the network: with a peer address, and with `Host` and the path as in HTTP/1.1, or as in
//! [HTTP/2](Browser::http2). If the service returns an `Err`, the browser gets the response of that error, as from
//! actix-web's server.
//!
//! # Where browsers differ
//!
//! This browser does what the standard says. The test suite of route-cors sends the same requests from Chromium (156),
//! Firefox (153) and `WebKitGTK` (2.50). They differ from the standard in these points.
//!
//! All three:
//! - `Access-Control-Allow-Headers: *` covers `authorization` too.
//! - A negative `Access-Control-Max-Age` counts as 0.
//! - The preflight of an upload listener needs `Access-Control-Allow-Methods`. The standard does not require it.
//!
//! Chromium:
//! - The preflight cache keeps only the last preflight of a URL. If two policies share a path and are used in turn, each
//!   use needs a preflight.
//! - The preflight cache keeps nothing for opaque origins, long URLs and conditional requests. It keeps its entries when a
//!   response fails the CORS check. A `*` from a preflight for a request with credentials allows no other method later,
//!   not even without credentials.
//! - The values that a page gives to one request header are joined before the safelist is applied.
//! - An upload listener without a body to upload needs no preflight.
//! - `SameSite` cookies are sent even if redirects led through another site.
//! - After redirects, `Sec-Fetch-Site` of a preflight depends on the last URL only.
//! - In mode "no-cors", a POST that is redirected to another origin has `Origin: null`.
//! - A redirect to a URL with a password fails in mode "no-cors" too.
//! - A request for a font of the page's own origin has `Origin`. The request that opens a `WebSocket` has no
//!   `Sec-Fetch-Site`.
//!
//! Firefox:
//! - The preflight cache does not keep `*`, keeps nothing for conditional requests, and does not use entries of requests
//!   with credentials for requests without.
//! - An `Access-Control-Max-Age` that is not a number counts as 0, and so do two of them.
//! - After redirects, a preflight names the page's origin and the request says `null`. A GET that needs no preflight gets
//!   one if a request before the redirect needed one.
//! - Cookies without `SameSite` are sent to other sites.
//! - An empty `Access-Control-Allow-Origin` is ignored if there is another one.
//! - A body cannot be a stream.
//!
//! `WebKitGTK`:
//! - Fonts are requested without CORS, so every page can use them.
//! - The preflight cache keeps only the last preflight of a URL, and keeps its entries when a response fails the CORS
//!   check.
//! - The values of one request header are joined, as in Chromium.
//! - After a redirect to another origin, there is no `Sec-Fetch-Site`. Preflights are sent again as in Firefox, also for
//!   headers that the redirect removed. A redirect of a same-origin request is checked as if it had credentials.
//! - Two `Location` headers are followed as one URL.
//! - Cookies without `SameSite` are sent to other sites. `SameSite=None` does not need `Secure`. A `Secure` cookie is
//!   not accepted over `http:`, not even from this machine.
//! - A body cannot be a stream.

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
mod log;
mod method;
mod mode;
mod network;
mod preflight;
mod preflight_cache;
mod reason;
mod request;
mod response;
mod safelist;
mod site;

pub use self::{
    blocked::Blocked,
    browser::Browser,
    exchange::Exchange,
    log::LogEvent,
    mode::{Credentials, Mode, Redirect},
    reason::{CorsCheckFailure, InvalidRequest, PreflightFailure, Reason, Step},
    request::{Body, Request},
    response::{Response, ResponseType},
};
#[cfg(test)]
mod tests;
