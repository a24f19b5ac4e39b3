//! The reasons for departures from the standard that occur more than once.

/// Firefox.
pub(super) const OPEN_COOKIES: &str =
    "RFC 6265bis, \"The SameSite Attribute\": a cookie without it counts as `SameSite=None`";

/// `WebKit`.
pub(super) const COOKIES_WITHOUT_TLS: &str = "RFC 6265bis, \"Storage Model\": nothing is `Secure` without TLS, not even \
    on this machine, and `SameSite=None` needs no `Secure` and is the default";

/// `WebKit`.
pub(super) const NO_SITE: &str =
    "Fetch Metadata, \"Set `Sec-Fetch-Site`\": it is missing after a redirect to another origin";

/// Firefox and `WebKit`; `WebKit` for all headers that it was needed for, of those too that do not go along.
pub(super) const ASKED_AGAIN: &str =
    "Fetch, \"HTTP-redirect fetch\": what needed a preflight before a redirect needs one after it";

/// Firefox.
pub(super) const ORIGIN_KEPT: &str =
    "Fetch, \"CORS-preflight fetch\": a preflight after a redirect names the page's origin";

/// Firefox.
pub(super) const NO_STAR: &str = "Fetch, \"CORS-preflight cache\": a star is not cached";

/// Firefox.
pub(super) const NO_NUMBER: &str =
    "Fetch, \"CORS-preflight fetch\", max-age: a value that is not a number counts as 0";

/// Firefox, which makes a text of a stream, and `WebKit`, which refuses to send one.
pub(super) const NO_STREAMS: &str = "Fetch, \"Request class\": no body is a stream";

/// Chromium and Firefox. `WebKit` keeps no cache while it is driven.
pub(super) const FROM_CACHE: &str = "Fetch, \"HTTP-network-or-cache fetch\": the response comes from the HTTP cache, or is validated";

/// `WebKit`.
pub(super) const FONTS_WITHOUT_CORS: &str =
    "CSS Fonts, \"Font fetching requirements\": fonts are requested without CORS";

/// Chromium.
pub(super) const NO_SITE_OF_SOCKETS: &str =
    "Fetch Metadata, \"Set `Sec-Fetch-Site`\": it is missing for a `WebSocket`";
