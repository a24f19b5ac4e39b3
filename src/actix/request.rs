//! What a policy asks of a request.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderName, HeaderValue, ORIGIN},
    },
};
use cors_runtime::verdict::Sender;

/// The method of the request that a preflight announces, or `None` where the request is no preflight: another
/// method than `OPTIONS`, or not one `Origin` and one `Access-Control-Request-Method`
/// (Fetch, section "HTTP requests", "CORS-preflight request"). A method that is no text is that of no route: the
/// empty one.
pub(crate) fn announced_method(head: &RequestHead) -> Option<&str> {
    if head.method != Method::OPTIONS {
        return None;
    }
    let method = only(head, &ACCESS_CONTROL_REQUEST_METHOD)?;
    only(head, &ORIGIN)?;
    Some(method.to_str().unwrap_or_default())
}

/// The `Origin` fields of a request.
pub(crate) fn sender(head: &RequestHead) -> Sender<'_> {
    let mut origins = head.headers.get_all(&ORIGIN);
    match (origins.next(), origins.next()) {
        (None, _) => Sender::Absent,
        (Some(origin), None) => Sender::One(origin.as_bytes()),
        (Some(_), Some(_)) => Sender::Several,
    }
}

/// The value of a header that stands once.
fn only<'a>(head: &'a RequestHead, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = head.headers.get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}
