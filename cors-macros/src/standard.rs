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

/// Request headers that browsers set on preflights, though Fetch does not forbid them to pages (Private Network Access,
/// Local Network Access). A policy that lists them is a mistake in every browser.
pub(crate) const PREFLIGHT_REQUEST_HEADERS: &[&str] = &[
    "access-control-request-local-network",
    "access-control-request-private-network",
];

/// Request headers by which a request changes its method on the way (Fetch, section "Headers", "forbidden
/// request-header", which forbids them with some values).
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
