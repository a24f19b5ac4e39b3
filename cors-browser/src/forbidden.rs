//! The request headers that a page may not send and the response headers that it may not read. Fetch, "Headers".

use super::{header_list::split, method};

/// Request-header names that are forbidden with any value.
const REQUEST: [&str; 21] = [
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

/// Prefixes of forbidden request-header names.
const REQUEST_PREFIXES: [&str; 2] = ["proxy-", "sec-"];

/// Request headers that are forbidden if their value is a forbidden method.
const METHOD_OVERRIDES: [&str; 3] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// Forbidden response-header names.
const RESPONSE: [&str; 2] = ["set-cookie", "set-cookie2"];

/// Checks whether a header is a forbidden request-header. `name` is in lower case.
pub(super) fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    REQUEST.contains(&name)
        || REQUEST_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
        || METHOD_OVERRIDES.contains(&name)
            && split(value).iter().any(|value| method::is_forbidden(value))
}

/// Checks whether a name, in lower case, is a forbidden response-header name.
pub(super) fn is_forbidden_response_header(name: &str) -> bool {
    RESPONSE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(REQUEST.is_sorted());
        assert!(REQUEST_PREFIXES.is_sorted());
        assert!(METHOD_OVERRIDES.is_sorted());
        assert!(RESPONSE.is_sorted());
    }

    #[test]
    fn request_headers() {
        for (name, value, forbidden) in [
            ("host", "evil.example", true),
            ("origin", "https://evil.example", true),
            ("access-control-request-method", "PUT", true),
            ("proxy-authorization", "x", true),
            ("sec-fetch-site", "same-origin", true),
            ("sec-", "", true),
            ("x-http-method-override", "PUT", false),
            ("x-http-method-override", "trace", true),
            ("x-http-method", "PUT, TRACK", true),
            ("x-method-override", "\"PUT, TRACK\"", false),
            ("x-method-overrides", "TRACE", false),
            ("secure", "1", false),
            ("authorization", "Bearer x", false),
            ("user-agent", "mine", false),
            ("content-type", "application/json", false),
        ] {
            let judged = is_forbidden_request_header(name, value.as_bytes());
            assert_eq!(judged, forbidden, "{name}: {value}");
        }
    }
}
