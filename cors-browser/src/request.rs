//! The requests of a page. Fetch, "Request class", and the elements of HTML that make requests.

use actix_web::{
    http::{
        Method,
        header::{CONTENT_TYPE, HeaderName, HeaderValue},
    },
    web::Bytes,
};
use url::{Origin, Url};

use super::{
    forbidden::is_forbidden_request_header,
    header_list::is_token,
    in_flight::{InFlight, Tainting},
    method,
    mode::{Credentials, Destination, Mode, Redirect},
    reason::InvalidRequest,
    safelist::is_no_cors_safelisted,
};

/// A request, as a page would describe it to `fetch()`.
///
/// [`Browser::fetch`](super::Browser::fetch) checks it: an invalid request is an error there, as in a page.
///
/// ```
/// use cors_browser::{Credentials, Request};
///
/// let request = Request::put("https://api.acme.example/orders/7")
///     .header("content-type", "application/json")
///     .credentials(Credentials::Include)
///     .body(r#"{"quantity": 2}"#);
/// ```
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    url: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Option<Body>,
    mode: Mode,
    credentials: Credentials,
    redirect: Redirect,
    initiator: Initiator,
    upload_listener: bool,
}

/// A request's body, and the `Content-Type` that the browser adds if the page sets none.
///
/// For text it is `text/plain;charset=UTF-8`, for bytes there is none. Fetch, "`BodyInit` unions".
#[derive(Debug, Clone)]
pub struct Body {
    bytes: Bytes,
    content_type: Option<&'static str>,
    is_stream: bool,
}

impl Body {
    fn new(bytes: Bytes, content_type: Option<&'static str>) -> Self {
        Self {
            bytes,
            content_type,
            is_stream: false,
        }
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::new(text.into(), Some("text/plain;charset=UTF-8"))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes.into(), None)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes, None)
    }
}

/// The initiator of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Initiator {
    Script,
    Image,
    Link,
    AddressBar,
}

impl Request {
    /// Creates a request with any method. The browser changes `get` to `GET`, but leaves `patch` as it is.
    ///
    /// `url` may be relative to the page's URL. The mode is "cors", the credentials mode is "same-origin", and the redirect
    /// mode is "follow".
    #[must_use]
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
            mode: Mode::Cors,
            credentials: Credentials::SameOrigin,
            redirect: Redirect::Follow,
            initiator: Initiator::Script,
            upload_listener: false,
        }
    }

    /// Creates a GET request.
    #[must_use]
    pub fn get(url: &str) -> Self {
        Self::new("GET", url)
    }

    /// Creates a HEAD request.
    #[must_use]
    pub fn head(url: &str) -> Self {
        Self::new("HEAD", url)
    }

    /// Creates a POST request.
    #[must_use]
    pub fn post(url: &str) -> Self {
        Self::new("POST", url)
    }

    /// Creates a PUT request.
    #[must_use]
    pub fn put(url: &str) -> Self {
        Self::new("PUT", url)
    }

    /// Creates a PATCH request.
    #[must_use]
    pub fn patch(url: &str) -> Self {
        Self::new("PATCH", url)
    }

    /// Creates a DELETE request.
    #[must_use]
    pub fn delete(url: &str) -> Self {
        Self::new("DELETE", url)
    }

    /// Creates the request of `<img src="url">`: a GET request in mode "no-cors" with credentials.
    ///
    /// For `<img crossorigin>`, set [`Mode::Cors`] and [`Credentials::SameOrigin`].
    #[must_use]
    pub fn image(url: &str) -> Self {
        Self {
            mode: Mode::NoCors,
            credentials: Credentials::Include,
            initiator: Initiator::Image,
            ..Self::get(url)
        }
    }

    /// Creates the request of a click on `<a href="url">`: a GET request in mode "navigate" with credentials.
    ///
    /// It loads a new document. The page that started it cannot read the response, so the response is opaque.
    #[must_use]
    pub fn navigation(url: &str) -> Self {
        Self {
            mode: Mode::Navigate,
            credentials: Credentials::Include,
            initiator: Initiator::Link,
            ..Self::get(url)
        }
    }

    /// Creates the request of `<form method="post" action="url">`: a navigation whose body, `fields`, is
    /// `application/x-www-form-urlencoded`, and is sent as it is given here.
    #[must_use]
    pub fn form(url: &str, fields: &str) -> Self {
        Self {
            method: "POST".to_owned(),
            body: Some(Body::new(
                fields.to_owned().into(),
                Some("application/x-www-form-urlencoded"),
            )),
            ..Self::navigation(url)
        }
    }

    /// Creates the request of a typed URL or a bookmark: a navigation that no page started.
    #[must_use]
    pub fn address_bar(url: &str) -> Self {
        Self {
            initiator: Initiator::AddressBar,
            ..Self::navigation(url)
        }
    }

    /// Appends a header.
    ///
    /// The browser silently drops headers that a page may not set: forbidden request-headers, and in mode "no-cors" all
    /// except the no-CORS-safelisted ones.
    ///
    /// A control character other than a tab makes the request invalid, even where the standard allows it, because no server
    /// accepts one.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets the body to a stream of these bytes, as a page does with `body: readableStream, duplex: "half"`.
    ///
    /// Such a request always needs a preflight, follows only 303 redirects, and needs HTTP/2 (see
    /// [`Browser::http2`](super::Browser::http2)).
    #[must_use]
    pub fn stream_body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(Body {
            is_stream: true,
            ..Body::new(bytes.into(), None)
        });
        self
    }

    /// Sets the mode.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets the credentials mode.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the redirect mode.
    #[must_use]
    pub fn redirect(mut self, redirect: Redirect) -> Self {
        self.redirect = redirect;
        self
    }

    /// Adds an upload listener, as `XMLHttpRequest.upload` can. It sets the use-CORS-preflight flag, so a GET, HEAD or POST
    /// needs a preflight too.
    #[must_use]
    pub fn upload_listener(mut self) -> Self {
        self.upload_listener = true;
        self
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn method(&self) -> &str {
        &self.method
    }

    pub(super) fn destination(&self) -> Destination {
        match self.initiator {
            Initiator::Script => Destination::Empty,
            Initiator::Image => Destination::Image,
            Initiator::Link | Initiator::AddressBar => Destination::Document,
        }
    }

    /// Performs the steps of the constructor.
    pub(super) fn construct(
        self,
        origin: Origin,
        base: Option<&Url>,
    ) -> Result<InFlight, InvalidRequest> {
        let url = Url::options()
            .base_url(base)
            .parse(&self.url)
            .map_err(|_| InvalidRequest::Url(self.url.clone()))?;
        if self.initiator == Initiator::Script {
            if includes_credentials(&url) {
                return Err(InvalidRequest::UrlContainsCredentials(self.url));
            }
            if self.mode == Mode::Navigate {
                return Err(InvalidRequest::NavigateMode);
            }
        }
        let destination = self.destination();
        let method = construct_method(self.method, self.mode)?;
        let mut headers = construct_headers(self.headers, self.mode)?;
        if self.body.is_some() && matches!(method, Method::GET | Method::HEAD) {
            return Err(InvalidRequest::BodyNotAllowed);
        }
        let is_stream = self.body.as_ref().is_some_and(|body| body.is_stream);
        if is_stream && !matches!(self.mode, Mode::Cors | Mode::SameOrigin) {
            return Err(InvalidRequest::NoCorsStreamBody);
        }
        let content_type = self.body.as_ref().and_then(|body| body.content_type);
        if let Some(content_type) = content_type
            && !headers.iter().any(|(name, _)| name == CONTENT_TYPE)
        {
            headers.push((CONTENT_TYPE, HeaderValue::from_static(content_type)));
        }
        Ok(InFlight {
            origin,
            method,
            url_list: vec![url],
            headers,
            body: self.body.map(|body| body.bytes),
            body_is_stream: is_stream,
            mode: self.mode,
            credentials: self.credentials,
            redirect: self.redirect,
            destination,
            from_address_bar: self.initiator == Initiator::AddressBar,
            use_cors_preflight: is_stream || self.upload_listener,
            tainting: Tainting::Basic,
        })
    }
}

/// Checks whether a URL includes credentials.
pub(super) fn includes_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn construct_method(method: String, mode: Mode) -> Result<Method, InvalidRequest> {
    if !is_token(&method) {
        return Err(InvalidRequest::Method(method));
    }
    if method::is_forbidden(&method) {
        return Err(InvalidRequest::ForbiddenMethod(method));
    }
    let Ok(constructed) = Method::from_bytes(method::normalize(&method).as_bytes()) else {
        return Err(InvalidRequest::Method(method));
    };
    if mode == Mode::NoCors && !method::is_safelisted(&constructed) {
        return Err(InvalidRequest::NoCorsMethod(method));
    }
    Ok(constructed)
}

/// Fills the header list under the guard "request" or "request-no-cors". Fetch, "Headers class".
fn construct_headers(
    given: Vec<(String, Vec<u8>)>,
    mode: Mode,
) -> Result<Vec<(HeaderName, HeaderValue)>, InvalidRequest> {
    let mut headers: Vec<(HeaderName, HeaderValue)> = Vec::new();
    for (name, value) in given {
        let Ok(header_name) = HeaderName::from_bytes(name.as_bytes()) else {
            return Err(InvalidRequest::HeaderName(name));
        };
        let Ok(header_value) = HeaderValue::from_bytes(normalize(&value)) else {
            return Err(InvalidRequest::HeaderValue(name));
        };
        if is_forbidden_request_header(header_name.as_str(), header_value.as_bytes()) {
            continue;
        }
        if mode == Mode::NoCors {
            let mut combined: Vec<&[u8]> = headers
                .iter()
                .filter(|(name, _)| *name == header_name)
                .map(|(_, value)| value.as_bytes())
                .collect();
            combined.push(header_value.as_bytes());
            if !is_no_cors_safelisted(header_name.as_str(), &combined.join(&b", "[..])) {
                continue;
            }
        }
        headers.push((header_name, header_value));
    }
    Ok(headers)
}

/// Normalizes a header value. Fetch, "Headers".
fn normalize(value: &[u8]) -> &[u8] {
    let is_whitespace = |byte: &u8| b"\t\n\r ".contains(byte);
    let start = value
        .iter()
        .position(|byte| !is_whitespace(byte))
        .unwrap_or(value.len());
    let end = value
        .iter()
        .rposition(|byte| !is_whitespace(byte))
        .map_or(start, |last| last + 1);
    &value[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn construct(request: Request) -> Result<InFlight, InvalidRequest> {
        let page = Url::parse("https://app.example/cart/?item=1").unwrap();
        request.construct(page.origin(), Some(&page))
    }

    fn headers(request: Request) -> Vec<String> {
        construct(request)
            .unwrap()
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect()
    }

    #[test]
    fn urls_are_relative_to_the_page() {
        for (given, url) in [
            ("https://api.example", "https://api.example/"),
            ("/orders", "https://app.example/orders"),
            ("orders", "https://app.example/cart/orders"),
            ("//API.example/ä", "https://api.example/%C3%A4"),
        ] {
            let request = construct(Request::get(given)).unwrap();
            assert_eq!(request.current_url().as_str(), url);
        }
        assert_eq!(
            Request::get("/x")
                .construct(Origin::new_opaque(), None)
                .err(),
            Some(InvalidRequest::Url("/x".into()))
        );
    }

    #[test]
    fn invalid_requests() {
        use InvalidRequest as Invalid;
        let url = "https://api.example/";
        for (request, failure) in [
            (
                Request::get("https://[::"),
                Invalid::Url("https://[::".into()),
            ),
            (
                Request::get("https://u:p@api.example/"),
                Invalid::UrlContainsCredentials("https://u:p@api.example/".into()),
            ),
            (
                Request::get("https://u@api.example/"),
                Invalid::UrlContainsCredentials("https://u@api.example/".into()),
            ),
            (
                Request::get("https://:p@api.example/"),
                Invalid::UrlContainsCredentials("https://:p@api.example/".into()),
            ),
            (Request::new("a b", url), Invalid::Method("a b".into())),
            (Request::new("", url), Invalid::Method(String::new())),
            (
                Request::new("trace", url),
                Invalid::ForbiddenMethod("trace".into()),
            ),
            (
                Request::put(url).mode(Mode::NoCors),
                Invalid::NoCorsMethod("PUT".into()),
            ),
            (
                Request::get(url).header("a b", ""),
                Invalid::HeaderName("a b".into()),
            ),
            (
                Request::get(url).header("a", "x\ny"),
                Invalid::HeaderValue("a".into()),
            ),
            (
                Request::get(url).header("a", "x\u{c}"),
                Invalid::HeaderValue("a".into()),
            ),
            (Request::get(url).body("x"), Invalid::BodyNotAllowed),
            (Request::head(url).body(vec![]), Invalid::BodyNotAllowed),
            (
                Request::post(url).stream_body("x").mode(Mode::NoCors),
                Invalid::NoCorsStreamBody,
            ),
            (
                Request::get(url).mode(Mode::Navigate),
                Invalid::NavigateMode,
            ),
        ] {
            assert_eq!(construct(request).err(), Some(failure));
        }
    }

    #[test]
    fn forbidden_request_headers_are_dropped() {
        let request = Request::post("/")
            .header("Cookie", "a=1")
            .header("X-Key", " \r\n1\t ")
            .header("sec-fetch-site", "same-origin")
            .header("HOST", "evil.example")
            .header("x-http-method-override", "CONNECT")
            .header("x-key", "2");
        assert_eq!(headers(request), ["x-key: 1", "x-key: 2"]);
    }

    #[test]
    fn no_cors_keeps_only_safelisted_headers() {
        let long = "e".repeat(64);
        let request = Request::post("/")
            .mode(Mode::NoCors)
            .header("content-type", "application/json")
            .header("accept-language", &long)
            .header("accept-language", &long)
            .header("range", "bytes=0-")
            .header("x-key", "1")
            .body("{}");
        assert_eq!(
            headers(request),
            [
                format!("accept-language: {long}"),
                "content-type: text/plain;charset=UTF-8".to_owned()
            ]
        );
    }

    #[test]
    fn text_gets_a_content_type_unless_the_page_sets_one() {
        let json = Request::post("/").header("content-type", "application/json");
        assert_eq!(headers(json.body("{}")), ["content-type: application/json"]);
        assert_eq!(
            headers(Request::post("/").body(String::from("x"))),
            ["content-type: text/plain;charset=UTF-8"]
        );
        assert!(headers(Request::post("/").body(vec![1])).is_empty());
        assert_eq!(
            headers(Request::form("/", "a=1")),
            ["content-type: application/x-www-form-urlencoded"]
        );
    }

    #[test]
    fn streams_and_upload_listeners_need_a_preflight() {
        for (request, preflight) in [
            (Request::post("/").body("x"), false),
            (Request::post("/").stream_body("x"), true),
            (Request::get("/").upload_listener(), true),
        ] {
            assert_eq!(construct(request).unwrap().use_cors_preflight, preflight);
        }
    }
}
