//! What went over the wire.

use actix_web::http::{Method, StatusCode, header::HeaderMap};
use url::Url;

use super::header_list::get;

/// One request that the browser sent and the response that it got, before any filter.
///
/// A test asserts with it what was sent: that there was a preflight, or none, and with which headers.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) request_headers: HeaderMap,
    pub(super) status: StatusCode,
    pub(super) response_headers: HeaderMap,
}

impl Exchange {
    /// The request's method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The request's URL, without its fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// A header of the request: the values of all its fields, joined with `, `. Names match in any case.
    #[must_use]
    pub fn request_header(&self, name: &str) -> Option<String> {
        get(&self.request_headers, name)
    }

    /// The request's headers, as the application got them.
    #[must_use]
    pub fn request_headers(&self) -> &HeaderMap {
        &self.request_headers
    }

    /// The response's status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header of the response: the values of all its fields, joined with `, `. Names match in any case.
    #[must_use]
    pub fn response_header(&self, name: &str) -> Option<String> {
        get(&self.response_headers, name)
    }

    /// The response's headers.
    #[must_use]
    pub fn response_headers(&self) -> &HeaderMap {
        &self.response_headers
    }

    /// Whether this is a CORS-preflight request. Fetch, "HTTP requests" of the CORS protocol.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS
            && self.request_headers.contains_key("origin")
            && self
                .request_headers
                .contains_key("access-control-request-method")
    }
}
