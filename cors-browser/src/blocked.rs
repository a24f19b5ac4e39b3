//! Why a fetch failed, in the words of a browser's console.

use std::{error::Error, fmt};

use super::{
    advice::{Advice, Failed, advice},
    exchange::Exchange,
    log::LogEvent,
    request::{Destination, Redirect},
};

/// A failed fetch: a network error of the standard, with its reason. A page in a real browser does not get the reason.
///
/// [`reason`](Self::reason) returns the reason as data. `Display` prints it for a person. `Debug` prints the same, so
/// that `unwrap()` shows it:
///
/// ```text
/// Access to fetch at 'https://api.acme.example/orders/7' from origin 'https://app.acme.example' has been blocked by CORS
/// policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is
/// present on the requested resource.
///   preflight: OPTIONS https://api.acme.example/orders/7 got 401 Unauthorized
///   cause: a middleware answered the preflight with 401 Unauthorized, before any CORS policy did. ..
///   fix: wrap the policy last, so that it is outermost: `.wrap(auth).wrap(API.middleware())`. ..
/// ```
///
/// The first line is [what the browser prints](Self::console). The cause is the likely one, because a browser sees only the
/// response. If the application logs why its policy refuses the request, that is printed instead, with the place of the
/// policy: see [`Exchange::log`].
///
/// Fetch, "Responses" ("network error").
#[derive(Clone, PartialEq, Eq)]
pub struct Blocked {
    pub(super) url: String,
    pub(super) redirected_from: Option<String>,
    pub(super) origin: String,
    pub(super) page: String,
    pub(super) destination: Destination,
    pub(super) reason: Reason,
    pub(super) method: String,
    pub(super) exchange: Option<Exchange>,
}

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

impl Blocked {
    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Returns the URL at which the fetch failed: after redirects, the last one.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the origin that the request had at that point: `null` after a redirect that taints the request.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the step whose response made the fetch fail. `None` if it failed without a response.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let exchange = self.exchange.as_ref()?;
        Some(if exchange.is_preflight() {
            Step::Preflight
        } else {
            Step::Request
        })
    }

    /// Returns the request and the response that made the fetch fail. `None` if it failed without a response.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        self.exchange.as_ref()
    }

    /// Returns the status of that response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        Some(self.exchange()?.status())
    }

    /// Checks whether a CORS policy answered, as far as the response shows: it names `Origin` in `Vary`, or has CORS headers.
    /// `None` if the fetch failed without a response.
    ///
    /// If this is `Some(false)`, something else answered: a middleware in front of the policy, a handler, or actix-web
    /// itself because no route matched.
    #[must_use]
    pub fn policy_answered(&self) -> Option<bool> {
        Some(self.failed()?.is_of_a_policy())
    }

    /// Returns the cause: the application's own, if it logs why its policy refuses the request, or else the likely one.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        match self.refusal() {
            Some(refusal) => Some(refusal.message().to_owned()),
            None => self.advice().map(|advice| advice.cause),
        }
    }

    /// Returns what to change.
    #[must_use]
    pub fn fix(&self) -> Option<String> {
        match self.refusal() {
            Some(refusal) => refusal.field("fix").map(ToOwned::to_owned),
            None => self.advice().map(|advice| advice.fix),
        }
    }

    /// The application's event about the refusal.
    fn refusal(&self) -> Option<&LogEvent> {
        let log = self.exchange.as_ref()?.log();
        log.iter().find(|event| event.field("reason").is_some())
    }

    /// Returns the line that Chromium prints to its console. If Chromium prints less or nothing, the line has the same form.
    #[must_use]
    pub fn console(&self) -> String {
        Console(self).to_string()
    }

    fn advice(&self) -> Option<Advice> {
        advice(&self.reason, self.failed())
    }

    fn failed(&self) -> Option<Failed<'_>> {
        let exchange = self.exchange.as_ref()?;
        Some(Failed {
            step: self.step()?,
            status: exchange.status,
            headers: &exchange.response_headers,
            origin: &self.origin,
            method: &self.method,
        })
    }
}

impl Error for Blocked {}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Console(self).fmt(f)?;
        if let (Some(step), Some(exchange)) = (self.step(), &self.exchange) {
            let Exchange {
                method,
                url,
                status,
                ..
            } = exchange;
            write!(f, "\n  {step}: {method} {url} got {status}")?;
        }
        let refusal = self.refusal();
        let log = self.exchange.iter().flat_map(Exchange::log);
        for event in log.filter(|event| event.field("reason").is_none()) {
            write!(f, "\n  log: {}", event.message())?;
        }
        for (name, value) in [
            ("cause", self.cause()),
            (
                "policy",
                refusal
                    .and_then(|event| event.field("policy"))
                    .map(ToOwned::to_owned),
            ),
            ("fix", self.fix()),
        ] {
            if let Some(value) = value {
                write!(f, "\n  {name}: {value}")?;
            }
        }
        Ok(())
    }
}

/// Prints what `Display` prints, so that a test's `unwrap()` says what is wrong.
impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Prints the line of the console.
struct Console<'a>(&'a Blocked);

impl fmt::Display for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Blocked {
            url,
            redirected_from,
            page,
            destination,
            reason,
            ..
        } = self.0;
        match reason {
            Reason::InvalidRequest(_) => {
                write!(f, "TypeError: Failed to execute 'fetch': {reason}")
            }
            Reason::MixedContent => write!(
                f,
                "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure resource \
                 '{url}'. {reason}"
            ),
            Reason::CorsCheck(_)
            | Reason::Preflight(_)
            | Reason::UnsupportedScheme
            | Reason::RedirectContainsCredentials(_) => {
                let resource = match destination {
                    Destination::Image => "image",
                    Destination::Empty | Destination::Document => "fetch",
                };
                write!(f, "Access to {resource} at '{url}' ")?;
                if let Some(first) = redirected_from {
                    write!(f, "(redirected from '{first}') ")?;
                }
                write!(
                    f,
                    "from origin '{page}' has been blocked by CORS policy: {reason}"
                )
            }
            Reason::DisallowedByMode if redirected_from.is_some() => write!(
                f,
                "Unsafe attempt to load URL {url} from {page}. Domains, protocols and ports must match."
            ),
            Reason::DisallowedByMode => {
                write!(f, "Fetch API cannot load {url}. {reason} {page}.")
            }
            Reason::NoCorsRedirectMode(_) => write!(f, "Fetch API cannot load {url}. {reason}"),
            _ => write!(f, "Failed to fetch '{url}' from origin '{page}': {reason}"),
        }
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
