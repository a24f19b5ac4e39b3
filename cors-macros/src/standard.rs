//! Lists from the standards, each sorted, with the section that has it.

/// Methods that no page can send (Fetch, section "Methods", "forbidden method").
pub(crate) const FORBIDDEN_METHODS: &[&str] = &["CONNECT", "TRACE", "TRACK"];

/// Methods that people write in lower case and mean in upper case (IANA's registry of HTTP methods).
pub(crate) const REGISTERED_METHODS: &[&str] = &[
    "ACL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKWORKSPACE",
    "MOVE",
    "OPTIONS",
    "ORDERPATCH",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "TRACE",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "VERSION-CONTROL",
];

/// Request headers that no page can set (Fetch, section "Headers", "forbidden request-header").
pub(crate) const FORBIDDEN_REQUEST_HEADERS: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-local-network",
    "access-control-request-method",
    "access-control-request-private-network",
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

/// Prefixes of further request headers that no page can set (Fetch, as above).
pub(crate) const FORBIDDEN_REQUEST_PREFIXES: &[&str] = &["proxy-", "sec-"];

/// Request headers by which a request changes its method on the way (Fetch, as above, which forbids them with
/// some values).
pub(crate) const METHOD_OVERRIDE_HEADERS: &[&str] = &[
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// Response headers that no page can read (Fetch, section "Headers", "forbidden response-header name").
pub(crate) const FORBIDDEN_RESPONSE_HEADERS: &[&str] = &["set-cookie", "set-cookie2"];

/// The longest time, in seconds, that any browser caches a preflight: Firefox a day, Chromium two hours, `WebKit` ten
/// minutes.
pub(crate) const LONGEST_MAX_AGE: u32 = 86_400;
