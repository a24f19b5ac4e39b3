//! The header names that the standard treats specially.

/// Request headers that no page can set, with any value (Fetch, section "Headers", "forbidden request-header").
pub const FORBIDDEN_REQUEST_HEADERS: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Prefixes of more request headers that no page can set (Fetch, the same section).
pub const FORBIDDEN_REQUEST_PREFIXES: &[&str] = &["proxy-", "sec-"];

/// Checks whether no page can set a request header. `name` is in lower case.
#[must_use]
pub fn is_forbidden_request_header(name: &str) -> bool {
    let mut prefixes = FORBIDDEN_REQUEST_PREFIXES.iter();
    FORBIDDEN_REQUEST_HEADERS.contains(&name) || prefixes.any(|prefix| name.starts_with(prefix))
}
