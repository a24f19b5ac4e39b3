//! Sends one request to the application. Fetch, "HTTP-network-or-cache fetch" and "HTTP-network fetch", without a
//! cache.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_http::{Payload, Request, ResponseHead};
use actix_service::Service;
use actix_web::{
    Error,
    body::{BodySize, MessageBody, to_bytes},
    dev::ServiceResponse,
    http::{
        Method, StatusCode, Uri, Version,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    web::Bytes,
};
use url::{Origin, Position, Url};

use super::{
    browser::Browser,
    cookies::SameSiteMode,
    exchange::Exchange,
    header_list::isomorphic_decode,
    in_flight::{InFlight, Tainting},
    log,
    mode::{Credentials, Destination, Mode},
    reason::{InvalidRequest, Reason},
    site::{PublicSuffixes, is_potentially_trustworthy},
};

/// The peer address of every request: one for documentation (RFC 5737), so that an application which trusts the local
/// machine does not trust this browser.
const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 49152);

const USER_AGENT: &str = "Mozilla/5.0 (compatible; cors-browser)";

/// An unfiltered response.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The body, or the error that ended it early.
    pub(super) body: Result<Bytes, String>,
}

impl Received {
    /// Checks whether the status is a redirect status. Fetch, "Statuses".
    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308)
    }
}

/// Sends `request` to `app`, records the exchange, and stores cookies if the credentials mode allows it.
pub(super) async fn fetch<S, B>(
    browser: &Browser,
    app: &S,
    request: &InFlight,
) -> Result<Received, Reason>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let url = without_fragment(request.current_url());
    if request.body_is_stream && !browser.profile.http2.get() {
        return Err(Reason::StreamBodyNeedsHttp2);
    }
    let include_credentials = match request.credentials {
        Credentials::Include => true,
        Credentials::SameOrigin => request.tainting == Tainting::Basic,
        Credentials::Omit => false,
    };
    let headers = wire_headers(browser, request, &url, include_credentials);
    let wire = wire_request(browser, request, &url, headers.clone())?;

    // An error that no middleware has handled becomes its response, as in actix-web's server.
    let http2 = browser.profile.http2.get();
    // A middleware may log as soon as it is called, before its future is awaited.
    let (answered, log) = log::listen(async { app.call(wire).await }).await;
    let received = match answered {
        Ok(response) => {
            let (_, response) = response.into_parts();
            let (head, body) = response.into_parts();
            receive(head.head(), body, http2).await
        }
        Err(error) => {
            let (head, body) = error.error_response().into_parts();
            receive(head.head(), body, http2).await
        }
    };

    if include_credentials {
        take_cookies(browser, request, &url, &received.headers);
    }
    browser.exchanges.borrow_mut().push(Exchange {
        method: request.method.clone(),
        url,
        request_headers: headers,
        status: received.status,
        response_headers: received.headers.clone(),
        log,
    });
    Ok(received)
}

/// Returns the application's response as it arrives over HTTP: values without whitespace around them, and the
/// body's length or coding that actix-web's server writes.
async fn receive<B: MessageBody>(head: &ResponseHead, body: B, http2: bool) -> Received {
    let mut headers = HeaderMap::new();
    for (name, value) in &head.headers {
        let trimmed = value.as_bytes().trim_ascii();
        if let Ok(value) = HeaderValue::from_bytes(trimmed) {
            headers.append(name.clone(), value);
        }
    }
    let status = head.status;
    match body.size() {
        _ if status.is_informational() || status == StatusCode::NO_CONTENT => {
            headers.remove(header::CONTENT_LENGTH);
        }
        // The length is set by the application, for a body that is not sent.
        _ if status == StatusCode::NOT_MODIFIED && !http2 => {}
        BodySize::Sized(length) => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        BodySize::Stream if head.chunked() && !http2 => {
            headers.remove(header::CONTENT_LENGTH);
            let chunked = HeaderValue::from_static("chunked");
            headers.insert(header::TRANSFER_ENCODING, chunked);
        }
        BodySize::Stream => {}
        BodySize::None => {
            headers.remove(header::CONTENT_LENGTH);
        }
    }
    let body = to_bytes(body).await.map_err(|error| {
        let error: Box<dyn std::error::Error> = error.into();
        error.to_string()
    });
    Received {
        status,
        headers,
        body,
    }
}

fn wire_request(
    browser: &Browser,
    request: &InFlight,
    url: &Url,
    headers: HeaderMap,
) -> Result<Request, Reason> {
    let http2 = browser.profile.http2.get();
    let target = &url[Position::BeforePath..Position::AfterQuery];
    // HTTP/1.1 has the origin form and `Host`. HTTP/2 arrives as the absolute form, without `Host`.
    let uri = if http2 {
        format!("{}://{}{target}", url.scheme(), authority(url)).parse::<Uri>()
    } else {
        target.parse()
    };
    let uri = uri.map_err(|_| Reason::from(InvalidRequest::Url(url.to_string())))?;

    let payload = Payload::from(request.body.clone().unwrap_or_default());
    let mut wire = Request::with_payload(payload);
    let head = wire.head_mut();
    head.method = request.method.clone();
    head.uri = uri;
    head.version = if http2 {
        Version::HTTP_2
    } else {
        Version::HTTP_11
    };
    head.headers = headers;
    head.peer_addr = Some(PEER);
    Ok(wire)
}

/// Returns a URL's host, with the port if it is not the default.
fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// Returns the headers on the wire: the headers of the request, and the ones that the browser appends.
fn wire_headers(
    browser: &Browser,
    request: &InFlight,
    url: &Url,
    include_credentials: bool,
) -> HeaderMap {
    let suffixes = browser.profile.suffixes.borrow();
    let mut headers = HeaderMap::new();
    if !browser.profile.http2.get() {
        set(&mut headers, header::HOST, authority(url));
    }
    for (name, value) in &request.headers {
        headers.append(name.clone(), value.clone());
    }
    if !headers.contains_key(header::ACCEPT) {
        set(&mut headers, header::ACCEPT, accept(request.destination));
    }
    let content_length = match &request.body {
        Some(_) if request.body_is_stream => None,
        Some(body) => Some(body.len()),
        None if matches!(request.method, Method::POST | Method::PUT) => Some(0),
        None => None,
    };
    if let Some(length) = content_length {
        set(&mut headers, header::CONTENT_LENGTH, &length.to_string());
    }
    if let Some(referrer) = referrer(browser, request) {
        set(&mut headers, header::REFERER, &referrer);
    }
    if let Some(origin) = request_origin(request, url) {
        set(&mut headers, header::ORIGIN, &origin);
    }
    // Fetch Metadata, "Integration with Fetch": not to URLs that are not potentially trustworthy.
    if is_potentially_trustworthy(url) {
        for (name, value) in [
            ("sec-fetch-dest", destination_name(request.destination)),
            ("sec-fetch-mode", mode_name(request.mode)),
            ("sec-fetch-site", fetch_site(request, &suffixes)),
        ] {
            set(&mut headers, HeaderName::from_static(name), value);
        }
        // Every navigation here is started by the user.
        if request.mode == Mode::Navigate {
            let name = HeaderName::from_static("sec-fetch-user");
            set(&mut headers, name, "?1");
        }
    }
    if !headers.contains_key(header::USER_AGENT) {
        set(&mut headers, header::USER_AGENT, USER_AGENT);
    }
    // This browser does not decode content codings.
    set(&mut headers, header::ACCEPT_ENCODING, "identity");
    if include_credentials {
        let mode = same_site_mode(request, &suffixes);
        let now = browser.profile.wall_clock();
        let cookies = browser.profile.cookies.borrow().retrieve(url, mode, now);
        if let Some(cookies) = cookies {
            set(&mut headers, header::COOKIE, &cookies);
        }
    }
    headers
}

/// Sets a header. A value that is not valid in a header, such as some cookies of a test, is left out.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Returns the request's `Origin`. Fetch, "`Origin` header", for the default referrer policy,
/// "strict-origin-when-cross-origin".
fn request_origin(request: &InFlight, url: &Url) -> Option<String> {
    let is_safe = matches!(request.method, Method::GET | Method::HEAD);
    if request.from_address_bar || is_safe && request.tainting != Tainting::Cors {
        return None;
    }
    let is_downgrade = matches!(&request.origin, Origin::Tuple(scheme, ..) if scheme == "https")
        && url.scheme() != "https";
    if request.mode != Mode::Cors && is_downgrade {
        return Some("null".to_owned());
    }
    Some(request.serialized_origin())
}

/// Determines a request's referrer, for the same referrer policy. Referrer Policy, "Determine request's Referrer".
///
/// Each redirect starts from the referrer of the hop before it: a referrer that was cut to the origin or removed stays so.
fn referrer(browser: &Browser, request: &InFlight) -> Option<String> {
    let page = browser.page.url.as_ref()?;
    if request.from_address_bar {
        return None;
    }
    let mut referrer = without_fragment(page).into();
    for url in &request.url_list {
        if url.origin() == request.origin {
            continue;
        }
        if is_potentially_trustworthy(page) && !is_potentially_trustworthy(url) {
            return None;
        }
        referrer = format!("{}/", request.origin.ascii_serialization());
    }
    Some(referrer)
}

/// Returns the value of `Sec-Fetch-Site`. Fetch Metadata, "The `Sec-Fetch-Site` HTTP Request Header".
fn fetch_site(request: &InFlight, suffixes: &PublicSuffixes) -> &'static str {
    if request.from_address_bar {
        return "none";
    }
    let mut value = "same-origin";
    for url in &request.url_list {
        let origin = url.origin();
        if origin == request.origin {
            continue;
        }
        if !suffixes.same_site(&request.origin, &origin) {
            return "cross-site";
        }
        value = "same-site";
    }
    value
}

/// Determines the same-site mode. RFC 6265bis, "'Same-site' and 'cross-site' Requests". Redirects count as in Fetch,
/// "Cookie infrastructure".
fn same_site_mode(request: &InFlight, suffixes: &PublicSuffixes) -> SameSiteMode {
    let is_same_site = request.from_address_bar
        || suffixes.same_site(&request.origin, &request.current_url().origin())
            && !request.is_redirect_tainted_cross_site(suffixes);
    let is_safe = matches!(request.method, Method::GET | Method::HEAD);
    if is_same_site {
        SameSiteMode::StrictOrLess
    } else if request.mode == Mode::Navigate && is_safe {
        SameSiteMode::LaxOrLess
    } else {
        SameSiteMode::NoneOnly
    }
}

/// Parses and stores response `Set-Cookie` headers.
fn take_cookies(browser: &Browser, request: &InFlight, url: &Url, headers: &HeaderMap) {
    let suffixes = browser.profile.suffixes.borrow();
    let may_restrict = request.mode == Mode::Navigate
        || same_site_mode(request, &suffixes) == SameSiteMode::StrictOrLess;
    for set_cookie in headers.get_all(header::SET_COOKIE) {
        browser.profile.cookies.borrow_mut().store(
            url,
            &isomorphic_decode(set_cookie.as_bytes()),
            may_restrict,
            browser.profile.wall_clock(),
            &suffixes,
        );
    }
}

/// Returns the value of `Accept` if the page does not set it. Fetch, "Fetching".
fn accept(destination: Destination) -> &'static str {
    match destination {
        Destination::Empty => "*/*",
        Destination::Image => "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        Destination::Document => "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    }
}

fn destination_name(destination: Destination) -> &'static str {
    match destination {
        Destination::Empty => "empty",
        Destination::Image => "image",
        Destination::Document => "document",
    }
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Cors => "cors",
        Mode::NoCors => "no-cors",
        Mode::SameOrigin => "same-origin",
        Mode::Navigate => "navigate",
    }
}

/// Returns a URL without its fragment, as servers and pages see it.
pub(super) fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}
