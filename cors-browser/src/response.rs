//! The parts of a response that a page may read. Fetch, "Responses".

use actix_web::{
    http::{StatusCode, header::HeaderMap},
    web::Bytes,
};
use url::Url;

use super::{
    forbidden::is_forbidden_response_header,
    header_list::{extract_tokens, get},
    in_flight::{InFlight, Tainting},
    mode::{Credentials, Mode},
    network::{Received, without_fragment},
    reason::Reason,
};

/// The headers that a page may always read if the response is shared with it. Fetch, "Headers" ("CORS-safelisted
/// response-header name").
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// The statuses that have no body. Fetch, "Statuses".
const NULL_BODY: [u16; 5] = [101, 103, 204, 205, 304];

/// A response as a page can read it: filtered.
#[derive(Debug, Clone)]
pub struct Response {
    kind: ResponseType,
    url: Option<Url>,
    redirected: bool,
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

/// A response's type: how much of it the page can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseType {
    /// From the page's own origin: everything except `Set-Cookie`.
    Basic,
    /// From another origin that shares it: the status, the body, and the headers that are safelisted or exposed.
    Cors,
    /// Nothing, not even whether the request succeeded.
    Opaque,
    /// Only the URL: a redirect in redirect mode "manual".
    OpaqueRedirect,
}

impl Response {
    /// Returns the response's type.
    #[must_use]
    pub fn response_type(&self) -> ResponseType {
        self.kind
    }

    /// Returns the URL of the response, after redirects and without the fragment. Empty if the response is opaque.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_ref().map_or("", Url::as_str)
    }

    /// Checks whether there were redirects. Always false if the response is opaque.
    #[must_use]
    pub fn redirected(&self) -> bool {
        self.redirected
    }

    /// Returns the status. 0 if the response is opaque or an opaque redirect.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Checks whether the status is an ok status, 200 to 299.
    #[must_use]
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns a header that the page may read: the values of all its fields, joined with `, `. The case of the name is
    /// ignored.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        get(&self.headers, name)
    }

    /// Returns the headers that the page may read.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body. Empty if there is none.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as text: UTF-8, with U+FFFD for invalid bytes.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Creates an opaque-redirect filtered response.
    pub(super) fn opaque_redirect(request: &InFlight) -> Self {
        Self {
            kind: ResponseType::OpaqueRedirect,
            url: Some(without_fragment(request.current_url())),
            ..Self::opaque()
        }
    }

    fn opaque() -> Self {
        Self {
            kind: ResponseType::Opaque,
            url: None,
            redirected: false,
            status: 0,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// Filters a response by the request's response tainting.
    pub(super) fn filter(request: &InFlight, received: Received) -> Result<Self, Reason> {
        let kind = match request.tainting {
            _ if request.mode == Mode::Navigate => return Ok(Self::opaque()),
            Tainting::Opaque => return Ok(Self::opaque()),
            Tainting::Basic => ResponseType::Basic,
            Tainting::Cors => ResponseType::Cors,
        };
        let mut headers = received.headers;
        let exposed = exposed_names(request, &headers);
        headers.retain(|name, _| {
            !is_forbidden_response_header(name.as_str())
                && (kind == ResponseType::Basic
                    || SAFELISTED.contains(&name.as_str())
                    || exposed.covers(name.as_str()))
        });
        let body = if has_null_body(request, received.status) {
            Bytes::new()
        } else {
            received.body.map_err(Reason::BodyFailed)?
        };
        Ok(Self {
            kind,
            url: Some(without_fragment(request.current_url())),
            redirected: request.url_list.len() > 1,
            status: received.status.as_u16(),
            headers,
            body,
        })
    }
}

/// The CORS-exposed header-name list of a response.
enum Exposed {
    All,
    Names(Vec<String>),
}

impl Exposed {
    fn covers(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Names(names) => names.iter().any(|other| other.eq_ignore_ascii_case(name)),
        }
    }
}

fn exposed_names(request: &InFlight, headers: &HeaderMap) -> Exposed {
    // A list that does not parse exposes nothing.
    let names = extract_tokens(headers, "access-control-expose-headers")
        .ok()
        .flatten()
        .unwrap_or_default();
    if request.credentials != Credentials::Include && names.iter().any(|name| name == "*") {
        Exposed::All
    } else {
        Exposed::Names(names)
    }
}

fn has_null_body(request: &InFlight, status: StatusCode) -> bool {
    request.method == actix_web::http::Method::HEAD || NULL_BODY.contains(&status.as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(SAFELISTED.is_sorted());
        assert!(NULL_BODY.is_sorted());
    }
}
