//! What a policy asks of a request.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, HeaderValue, ORIGIN},
    },
};
use cors_runtime::verdict::{RequestOrigin, Site};

/// The method of the request that a preflight announces, or `None` where the request is no preflight: another
/// method than `OPTIONS`, or not one `Origin` and one `Access-Control-Request-Method`
/// (Fetch, section "HTTP requests", "CORS-preflight request"). A method that is no text is that of no route: the
/// empty one.
pub(crate) fn announced_method(head: &RequestHead) -> Option<&str> {
    if head.method != Method::OPTIONS {
        return None;
    }
    let method = asked_method(head)?;
    only(head, &ORIGIN)?;
    Some(method)
}

/// The method that `Access-Control-Request-Method` announces, where it stands once.
pub(crate) fn asked_method(head: &RequestHead) -> Option<&str> {
    let method = only(head, &ACCESS_CONTROL_REQUEST_METHOD)?;
    Some(method.to_str().unwrap_or_default())
}

/// The `Origin` fields of a request.
pub(crate) type Origin<'a> = RequestOrigin<&'a HeaderValue>;

/// Returns the `Origin` fields of a request.
#[inline]
pub(crate) fn origin_of(head: &RequestHead) -> Origin<'_> {
    match head.headers.get_all(ORIGIN).as_slice() {
        [] => Origin::Absent,
        [origin] => Origin::One(origin),
        _ => Origin::Several,
    }
}

/// What tells whether a request is from the origin that it goes to. Forwarded headers are not asked: anybody can
/// write them.
pub(crate) fn site(head: &RequestHead) -> Site<'_> {
    let sec_fetch_site = match head.headers.get_all("sec-fetch-site").as_slice() {
        [] => None,
        [site] => Some(site.as_bytes()),
        // Several say nothing that could be believed, and are not none.
        _ => Some(&b""[..]),
    };
    let authority = head
        .uri
        .authority()
        .map(|authority| authority.as_str().as_bytes());
    Site {
        sec_fetch_site,
        host: authority.or_else(|| only(head, &HOST).map(HeaderValue::as_bytes)),
    }
}

/// The value of a header that stands once.
pub(crate) fn only<'a>(head: &'a RequestHead, name: &HeaderName) -> Option<&'a HeaderValue> {
    match head.headers.get_all(name).as_slice() {
        [value] => Some(value),
        _ => None,
    }
}
