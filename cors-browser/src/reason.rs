//! The reasons why a fetch fails, as data and in the words of a browser's console.

use std::fmt;

use super::mode::Redirect;

/// The step of a fetch that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The preflight failed, so the browser did not send the request.
    Preflight,
    /// The request was sent, and the page may not read the response.
    Request,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Preflight => "preflight",
            Self::Request => "request",
        })
    }
}

/// Why a fetch failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The request is invalid. In a page, `fetch()` throws a `TypeError` and sends nothing.
    InvalidRequest(InvalidRequest),
    /// The preflight did not allow the request, so the request was not sent. Fetch, "CORS-preflight fetch".
    Preflight(PreflightFailure),
    /// The request was sent, and the page may not read the response. Fetch, "CORS check".
    CorsCheck(CorsCheckFailure),
    /// Mode "same-origin", and the URL or a redirect leads to another origin. Fetch, "Main fetch".
    DisallowedByMode,
    /// The URL or a redirect is neither `http:` nor `https:`.
    UnsupportedScheme,
    /// A page loaded over HTTPS requested an insecure URL. Mixed Content, "Should fetching request be blocked as mixed
    /// content?".
    MixedContent,
    /// Mode "no-cors", another origin, and this redirect mode instead of "follow". Fetch, "Main fetch".
    NoCorsRedirectMode(Redirect),
    /// The `Cross-Origin-Resource-Policy` of an opaque response, with this value, excludes the page. Fetch,
    /// "Cross-origin resource policy check".
    ResourcePolicy(String),
    /// A redirect, and the redirect mode is "error". Fetch, "HTTP fetch".
    RedirectNotAllowed,
    /// More than twenty redirects. Fetch, "HTTP-redirect fetch".
    TooManyRedirects,
    /// A redirect whose `Location`, with this value, is not a URL or occurs more than once.
    InvalidLocation(String),
    /// A cross-origin request was redirected to this URL, which has a user name or a password.
    RedirectContainsCredentials(String),
    /// A request with a stream body was redirected with a status other than 303. A stream cannot be sent twice.
    RedirectWithStreamBody,
    /// A stream body needs HTTP/2. Fetch, "HTTP-network fetch".
    StreamBodyNeedsHttp2,
    /// The response's body ended early, with this error.
    BodyFailed(String),
}

impl Reason {
    /// Checks whether a response made the fetch fail, and not the browser before it sent something.
    pub(super) fn is_from_a_response(&self) -> bool {
        !matches!(
            self,
            Self::InvalidRequest(_)
                | Self::DisallowedByMode
                | Self::UnsupportedScheme
                | Self::MixedContent
                | Self::NoCorsRedirectMode(_)
                | Self::StreamBodyNeedsHttp2
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(failure) => failure.fmt(f),
            Self::Preflight(failure) => failure.fmt(f),
            Self::CorsCheck(failure) => failure.fmt(f),
            Self::DisallowedByMode => f.write_str(
                "Request mode is \"same-origin\" but the URL's origin is not same as the request origin",
            ),
            Self::UnsupportedScheme => f.write_str(
                "Cross origin requests are only supported for protocol schemes: http, https.",
            ),
            Self::MixedContent => f.write_str(
                "This request has been blocked; the content must be served over HTTPS.",
            ),
            Self::NoCorsRedirectMode(_) => f.write_str(
                "Request mode is \"no-cors\" but the redirect mode is not \"follow\".",
            ),
            Self::ResourcePolicy(policy) => write!(
                f,
                "The response's 'Cross-Origin-Resource-Policy' is '{policy}' \
                 (net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin)."
            ),
            Self::RedirectNotAllowed => {
                f.write_str("The response is a redirect, and the request's redirect mode is 'error'.")
            }
            Self::TooManyRedirects => {
                f.write_str("More than 20 redirects (net::ERR_TOO_MANY_REDIRECTS).")
            }
            Self::InvalidLocation(location) => write!(
                f,
                "The redirect location '{location}' is no URL (net::ERR_INVALID_REDIRECT)."
            ),
            Self::RedirectContainsCredentials(location) => write!(
                f,
                "Redirect location '{location}' contains a username and password, which is disallowed for \
                 cross-origin requests."
            ),
            Self::RedirectWithStreamBody => f.write_str(
                "The request's body is a stream, which cannot be sent again after a redirect.",
            ),
            Self::StreamBodyNeedsHttp2 => f.write_str(
                "The request's body is a stream, which needs HTTP/2 (net::ERR_H2_OR_QUIC_REQUIRED).",
            ),
            Self::BodyFailed(error) => write!(f, "The response's body broke off: {error}."),
        }
    }
}

/// Why a request is invalid.
///
/// Fetch, "Request class", the steps of the constructor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// Not a URL. On a page with an opaque origin, a relative URL is invalid too.
    Url(String),
    /// The URL has a user name or a password.
    UrlContainsCredentials(String),
    /// Not a method.
    Method(String),
    /// `CONNECT`, `TRACE` or `TRACK`.
    ForbiddenMethod(String),
    /// Mode "no-cors" and a method other than GET, HEAD and POST.
    NoCorsMethod(String),
    /// Not a header name.
    HeaderName(String),
    /// The value of this header is invalid.
    HeaderValue(String),
    /// A GET or HEAD with a body.
    BodyNotAllowed,
    /// Mode "no-cors" and a stream body.
    NoCorsStreamBody,
    /// Mode "navigate", which a script cannot use.
    NavigateMode,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => write!(f, "Failed to parse URL from {url}"),
            Self::UrlContainsCredentials(url) => write!(
                f,
                "Request cannot be constructed from a URL that includes credentials: {url}"
            ),
            Self::Method(method) => write!(f, "'{method}' is not a valid HTTP method."),
            Self::ForbiddenMethod(method) => write!(f, "'{method}' HTTP method is unsupported."),
            Self::NoCorsMethod(method) => {
                write!(f, "'{method}' is unsupported in no-cors mode.")
            }
            Self::HeaderName(name) => write!(f, "'{name}' is not a valid header name."),
            Self::HeaderValue(name) => {
                write!(f, "The value of the header '{name}' is not a valid one.")
            }
            Self::BodyNotAllowed => f.write_str("Request with GET/HEAD method cannot have body."),
            Self::NoCorsStreamBody => f.write_str(
                "If request is made from ReadableStream, mode should be 'same-origin' or 'cors'.",
            ),
            Self::NavigateMode => f.write_str(
                "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'.",
            ),
        }
    }
}

/// Why a response fails the CORS check.
///
/// Fetch, "CORS check". The standard has one kind of failure. These kinds are Chromium's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorsCheckFailure {
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin,
    /// `Access-Control-Allow-Origin: *`, and the credentials mode is "include".
    WildcardWithCredentials,
    /// `Access-Control-Allow-Origin` has more than one value, or occurs more than once. This is the value as the browser
    /// joined it.
    MultipleAllowOrigin(String),
    /// `Access-Control-Allow-Origin` has this value, which is not an origin.
    InvalidAllowOrigin(String),
    /// `Access-Control-Allow-Origin` has this value, which is another origin.
    AllowOriginMismatch(String),
    /// The credentials mode is "include", and `Access-Control-Allow-Credentials` has this value instead of `true`. The value
    /// is empty if there is no such header.
    AllowCredentials(String),
}

impl fmt::Display for CorsCheckFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REMEDY: &str = "Have the server send the header with a valid value.";
        match self {
            Self::MissingAllowOrigin => f.write_str(
                "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            ),
            Self::WildcardWithCredentials => f.write_str(
                "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' \
                 when the request's credentials mode is 'include'.",
            ),
            Self::MultipleAllowOrigin(value) => write!(
                f,
                "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed. \
                 {REMEDY}"
            ),
            Self::InvalidAllowOrigin(value) => write!(
                f,
                "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'. {REMEDY}"
            ),
            Self::AllowOriginMismatch(value) => write!(
                f,
                "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied \
                 origin. {REMEDY}"
            ),
            Self::AllowCredentials(value) => write!(
                f,
                "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be \
                 'true' when the request's credentials mode is 'include'."
            ),
        }
    }
}

/// Why a preflight does not allow its request.
///
/// Fetch, "CORS-preflight fetch".
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreflightFailure {
    /// The response fails the CORS check.
    CorsCheck(CorsCheckFailure),
    /// The response is a redirect.
    Redirect,
    /// The response has this status, which is not an ok status (200 to 299).
    Status(u16),
    /// `Access-Control-Allow-Methods` is not a list of methods.
    InvalidAllowMethods,
    /// `Access-Control-Allow-Headers` is not a list of header names.
    InvalidAllowHeaders,
    /// The response does not allow this method.
    Method(String),
    /// The response does not allow this request header.
    HeaderName(String),
}

impl fmt::Display for PreflightFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const CHECK: &str = "Response to preflight request doesn't pass access control check: ";
        match self {
            Self::CorsCheck(failure) => write!(f, "{CHECK}{failure}"),
            Self::Redirect => {
                write!(f, "{CHECK}Redirect is not allowed for a preflight request.")
            }
            Self::Status(_) => write!(f, "{CHECK}It does not have HTTP ok status."),
            Self::InvalidAllowMethods => f.write_str(
                "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
            ),
            Self::InvalidAllowHeaders => f.write_str(
                "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
            ),
            Self::Method(method) => write!(
                f,
                "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
            ),
            Self::HeaderName(name) => write!(
                f,
                "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
            ),
        }
    }
}

impl From<InvalidRequest> for Reason {
    fn from(failure: InvalidRequest) -> Self {
        Self::InvalidRequest(failure)
    }
}

impl From<PreflightFailure> for Reason {
    fn from(failure: PreflightFailure) -> Self {
        Self::Preflight(failure)
    }
}

impl From<CorsCheckFailure> for Reason {
    fn from(failure: CorsCheckFailure) -> Self {
        Self::CorsCheck(failure)
    }
}
