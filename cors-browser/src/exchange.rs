//! One request and its response.

use std::fmt;

use actix_web::http::{Method, StatusCode, header::HeaderMap};
use url::Url;

use super::{
    header_list::{get, isomorphic_decode},
    log::LogEvent,
};

/// One request that the browser sent and its response, before any filter.
///
/// Use it to assert what was sent: whether there was a preflight, and with which headers. `Display` prints it for a
/// person, without the request headers that are the same every time:
///
/// ```text
/// OPTIONS https://api.acme.example/orders/7
///   access-control-request-method: PUT
///   origin: https://app.acme.example
/// 401 Unauthorized
///   content-length: 0
/// ```
#[derive(Debug, Clone)]
pub struct Exchange {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) request_headers: HeaderMap,
    pub(super) status: StatusCode,
    pub(super) response_headers: HeaderMap,
    pub(super) log: Vec<LogEvent>,
}

/// The request headers that are the same in every exchange, or follow from the rest.
const USUAL: [&str; 9] = [
    "accept",
    "accept-encoding",
    "content-length",
    "host",
    "referer",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-user",
    "user-agent",
];

impl Exchange {
    /// Returns the request's method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Returns the request's URL, without its fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Returns a request header: the values of all its fields, joined with `, `. The case of the name is ignored.
    #[must_use]
    pub fn request_header(&self, name: &str) -> Option<String> {
        get(&self.request_headers, name)
    }

    /// Returns the request's headers, as the application received them.
    #[must_use]
    pub fn request_headers(&self) -> &HeaderMap {
        &self.request_headers
    }

    /// Returns the response's status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Returns a response header: the values of all its fields, joined with `, `. The case of the name is ignored.
    #[must_use]
    pub fn response_header(&self, name: &str) -> Option<String> {
        get(&self.response_headers, name)
    }

    /// Returns the response's headers.
    #[must_use]
    pub fn response_headers(&self) -> &HeaderMap {
        &self.response_headers
    }

    /// Checks whether this is a CORS-preflight request. Fetch, "HTTP requests" of the CORS protocol.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS
            && self.request_headers.contains_key("origin")
            && self
                .request_headers
                .contains_key("access-control-request-method")
    }

    /// Returns what the application logged about CORS while it handled the request.
    #[must_use]
    pub fn log(&self) -> &[LogEvent] {
        &self.log
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        for (name, value) in lines(&self.request_headers) {
            if !USUAL.contains(&name) {
                write!(f, "\n  {name}: {value}")?;
            }
        }
        write!(f, "\n{}", self.status)?;
        for (name, value) in lines(&self.response_headers) {
            write!(f, "\n  {name}: {value}")?;
        }
        let mut events = self.log.iter();
        events.try_for_each(|event| write!(f, "\nlog: {}", event.message()))
    }
}

/// Equal exchanges sent and got the same fields, whatever the order of names.
impl PartialEq for Exchange {
    fn eq(&self, other: &Self) -> bool {
        let fields = |exchange: &Self| {
            let lines = [
                lines(&exchange.request_headers),
                lines(&exchange.response_headers),
            ];
            lines.map(|lines| {
                lines
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Vec<_>>()
            })
        };
        (&self.method, &self.url, self.status, &self.log)
            == (&other.method, &other.url, other.status, &other.log)
            && fields(self) == fields(other)
    }
}

impl Eq for Exchange {}

/// Returns the fields of a list, sorted by name; fields of the same name keep their order.
fn lines(headers: &HeaderMap) -> Vec<(&str, String)> {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), isomorphic_decode(value.as_bytes())))
        .collect();
    lines.sort_by_key(|(name, _)| *name);
    lines
}
