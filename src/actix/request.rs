//! The facts about a request that a CORS decision needs.

use actix_web::{
    dev::{Path, RequestHead, Url},
    http::{
        Method, Version,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, HeaderValue, ORIGIN},
    },
};
use cors_runtime::verdict::{RequestOrigin, Site};

/// The facts about a CORS-preflight request (Fetch, section "HTTP requests").
#[derive(Clone, Copy)]
pub(crate) struct PreflightRequest<'a> {
    /// The method of the request that it announces. One that is not visible ASCII becomes the empty string, which no
    /// route serves.
    pub(crate) method: &'a str,
    pub(crate) origin: &'a HeaderValue,
}

/// Returns `None` if a request is not a preflight: its method is not `OPTIONS`, or it does not have exactly one `Origin`
/// and one `Access-Control-Request-Method`.
pub(crate) fn preflight(head: &RequestHead) -> Option<PreflightRequest<'_>> {
    if head.method != Method::OPTIONS {
        return None;
    }
    let method = only(head, &ACCESS_CONTROL_REQUEST_METHOD)?;
    Some(PreflightRequest {
        method: method.to_str().unwrap_or_default(),
        origin: only(head, &ORIGIN)?,
    })
}

/// Returns how many bytes of the path scopes and resources have matched.
#[inline]
pub(crate) fn matched(path: &Path<Url>) -> usize {
    path.as_str().len() - path.unprocessed().len()
}

/// Returns the `Origin` fields of a request.
#[inline]
pub(crate) fn origin(head: &RequestHead) -> RequestOrigin<&HeaderValue> {
    match head.headers.get_all(ORIGIN).as_slice() {
        [] => RequestOrigin::Absent,
        [origin] => RequestOrigin::One(origin),
        _ => RequestOrigin::Several,
    }
}

/// Returns the headers that say whether a request is same-origin. Forwarded headers are ignored: anybody can write
/// them.
pub(crate) fn site(head: &RequestHead) -> Site<'_> {
    let sec_fetch_site = match head.headers.get_all("sec-fetch-site").as_slice() {
        [] => None,
        [site] => Some(site.as_bytes()),
        // Several fields are not the same as no field.
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

/// Whether a request is a top-level navigation: a link, a bookmark, a form that is sent with GET.
pub(crate) fn is_navigation(head: &RequestHead) -> bool {
    let has = |name: &str, value: &[u8]| matches!(head.headers.get_all(name).as_slice(), [only] if only.as_bytes() == value);
    matches!(head.method, Method::GET | Method::HEAD)
        && has("sec-fetch-mode", b"navigate")
        && has("sec-fetch-dest", b"document")
}

/// Whether a page's script may have sent the request: `Sec-Fetch-Mode` is `cors`, or missing.
pub(crate) fn may_be_cors(head: &RequestHead) -> bool {
    match head.headers.get_all("sec-fetch-mode").as_slice() {
        [mode] => mode.as_bytes() == b"cors",
        // None, or several, which no browser sends.
        _ => true,
    }
}

/// Returns the host that a request is for, without its port.
pub(crate) fn host(head: &RequestHead) -> Option<&[u8]> {
    let header = || only(head, &HOST).map(HeaderValue::as_bytes);
    let authority = || head.uri.authority().map(|it| it.as_str().as_bytes());
    let host = if head.version < Version::HTTP_2 {
        header().or_else(authority)
    } else {
        authority()
    };
    host.map(without_port)
}

/// Returns the host of an authority. The colons of an IPv6 address are inside its brackets.
fn without_port(authority: &[u8]) -> &[u8] {
    let end = authority
        .iter()
        .rposition(|&byte| matches!(byte, b':' | b']'));
    match end {
        Some(colon) if authority[colon] == b':' => &authority[..colon],
        _ => authority,
    }
}

/// Returns the value of a header field that occurs exactly once.
pub(crate) fn only<'a>(head: &'a RequestHead, name: &HeaderName) -> Option<&'a HeaderValue> {
    match head.headers.get_all(name).as_slice() {
        [value] => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_not_part_of_the_host() {
        for (authority, host) in [
            ("a.example", "a.example"),
            ("a.example:8080", "a.example"),
            ("[::1]", "[::1]"),
            ("[::1]:8080", "[::1]"),
            ("", ""),
        ] {
            assert_eq!(without_port(authority.as_bytes()), host.as_bytes());
        }
    }
}
