//! What a policy asks of a request.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, HeaderValue, ORIGIN},
    },
};
use cors_runtime::verdict::{Sender, Site};

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

/// The `Origin` fields of a request, kept without copying.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Absent,
    One(HeaderValue),
    Several,
}

impl Origin {
    /// Those of a request.
    pub(crate) fn of(head: &RequestHead) -> Self {
        let mut origins = head.headers.get_all(&ORIGIN);
        match (origins.next(), origins.next()) {
            (None, _) => Self::Absent,
            (Some(origin), None) => Self::One(origin.clone()),
            (Some(_), Some(_)) => Self::Several,
        }
    }

    /// As the engine asks for them.
    pub(crate) fn sender(&self) -> Sender<'_> {
        match self {
            Self::Absent => Sender::Absent,
            Self::One(origin) => Sender::One(origin.as_bytes()),
            Self::Several => Sender::Several,
        }
    }
}

/// What tells whether a request is from the origin that it goes to. Forwarded headers are not asked: anybody can
/// write them.
pub(crate) fn site(head: &RequestHead) -> Site<'_> {
    let mut sites = head
        .headers
        .get_all("sec-fetch-site")
        .map(HeaderValue::as_bytes);
    let sec_fetch_site = match (sites.next(), sites.next()) {
        // Several say nothing that could be believed, and are not none.
        (Some(_), Some(_)) => Some(&b""[..]),
        (site, _) => site,
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
fn only<'a>(head: &'a RequestHead, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = head.headers.get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}
