//! Follows a request through redirects to its response. Fetch, "Main fetch", "HTTP fetch" and "HTTP-redirect fetch".

use actix_http::Request as WireRequest;
use actix_service::Service;
use actix_web::{
    Error,
    body::MessageBody,
    dev::ServiceResponse,
    http::{Method, StatusCode, header},
};
use url::{Host, Origin, Url};

use super::{
    blocked::Blocked,
    browser::Browser,
    check::{cors_check, resource_policy_check},
    header_list::get,
    in_flight::{InFlight, Tainting},
    method,
    mode::{Credentials, Destination, Mode, Redirect},
    network::{self, Received},
    preflight,
    preflight_cache::NON_WILDCARD,
    reason::Reason,
    request::{Request, includes_credentials},
    response::Response,
    safelist::unsafe_names,
    site::is_potentially_trustworthy,
};

/// The maximum number of redirects.
const REDIRECT_LIMIT: usize = 20;

/// The headers that describe a body. They are removed with it. Fetch, "Headers" ("request-body-header name").
const REQUEST_BODY_HEADERS: [&str; 4] = [
    "content-encoding",
    "content-language",
    "content-location",
    "content-type",
];

impl Browser {
    /// Sends a request and returns the response as the page can read it.
    ///
    /// Every request goes to `app`, whatever its URL: one application serves all hosts, and distinguishes them by `Host`,
    /// with [`guard::Host`](actix_web::guard::Host) for example. The whole body of the response is read.
    ///
    /// Fetch, "Fetch methods" and "Fetching".
    ///
    /// # Errors
    ///
    /// Returns [`Blocked`] if the fetch fails in a page. A response with the status 403 or 500 is not an error.
    pub async fn fetch<S, B>(&self, app: &S, request: Request) -> Result<Response, Blocked>
    where
        S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody,
    {
        let url = request.url().to_owned();
        let method = request.method().to_owned();
        let destination = request.destination();
        let origin = self.page.origin.clone();
        let mut request = request
            .construct(origin, self.page.url.as_ref())
            .map_err(|failure| Blocked {
                url,
                redirected_from: None,
                origin: self.origin(),
                page: self.origin(),
                destination,
                reason: failure.into(),
                method,
                exchange: None,
            })?;
        main_fetch(self, app, &mut request)
            .await
            .map_err(|reason| self.blocked(&request, reason))
    }

    fn blocked(&self, request: &InFlight, reason: Reason) -> Blocked {
        let first = &request.url_list[0];
        let current = request.current_url();
        Blocked {
            url: current.to_string(),
            redirected_from: (request.url_list.len() > 1).then(|| first.to_string()),
            origin: request.serialized_origin(),
            page: self.origin(),
            destination: request.destination,
            method: request.method.to_string(),
            exchange: if reason.is_from_a_response() {
                self.exchanges.borrow().last().cloned()
            } else {
                None
            },
            reason,
        }
    }
}

/// Performs a main fetch, including its redirects.
async fn main_fetch<S, B>(
    browser: &Browser,
    app: &S,
    request: &mut InFlight,
) -> Result<Response, Reason>
where
    S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut sent_preflight = false;
    loop {
        let hop = fetch_hop(browser, app, request, &mut sent_preflight).await;
        // A fetch that failed after an allowed preflight loses that permission, even after redirects.
        if hop.is_err() && sent_preflight {
            let key = browser.lookup(request).key;
            browser.profile.preflights.borrow_mut().clear(&key);
        }
        if let Some(response) = hop? {
            return Ok(response);
        }
    }
}

/// Fetches the current URL. Returns the page's response, or `None` after a redirect, which changes the request.
async fn fetch_hop<S, B>(
    browser: &Browser,
    app: &S,
    request: &mut InFlight,
    sent_preflight: &mut bool,
) -> Result<Option<Response>, Reason>
where
    S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    block_mixed_content(request)?;
    let make_preflight = choose_tainting(request)?;
    *sent_preflight |= make_preflight;
    if make_preflight && preflight::is_needed(browser, request) {
        preflight::fetch(browser, app, request).await?;
    }
    let received = network::fetch(browser, app, request).await?;
    check(browser, request, &received)?;
    if !received.is_redirect() {
        return Response::filter(request, received).map(Some);
    }
    match request.redirect {
        Redirect::Error => Err(Reason::RedirectNotAllowed),
        Redirect::Manual => Ok(Some(Response::opaque_redirect(request))),
        Redirect::Follow => match location_url(request, &received)? {
            Some(location) => redirect(request, received.status, location).map(|()| None),
            None => Response::filter(request, received).map(Some),
        },
    }
}

/// Blocks an insecure URL on a page loaded over HTTPS. An image is upgraded to HTTPS instead.
fn block_mixed_content(request: &mut InFlight) -> Result<(), Reason> {
    let is_page_secure = matches!(&request.origin, Origin::Tuple(scheme, ..) if scheme == "https");
    let last = request.url_list.len() - 1;
    let url = &mut request.url_list[last];
    let is_blockable = is_page_secure
        && request.mode != Mode::Navigate
        && url.scheme() == "http"
        && !is_potentially_trustworthy(url);
    if !is_blockable {
        return Ok(());
    }
    let is_upgradeable =
        request.destination == Destination::Image && matches!(url.host(), Some(Host::Domain(_)));
    if is_upgradeable && url.set_scheme("https").is_ok() {
        return Ok(());
    }
    Err(Reason::MixedContent)
}

/// Sets the request's response tainting, and returns whether it is an HTTP fetch with a preflight.
fn choose_tainting(request: &mut InFlight) -> Result<bool, Reason> {
    if !is_http(request.current_url()) {
        return Err(Reason::UnsupportedScheme);
    }
    let is_same_origin = request.current_url().origin() == request.origin;
    if request.mode == Mode::Navigate || is_same_origin && request.tainting == Tainting::Basic {
        request.tainting = Tainting::Basic;
        return Ok(false);
    }
    match request.mode {
        Mode::SameOrigin => Err(Reason::DisallowedByMode),
        Mode::NoCors if request.redirect != Redirect::Follow => {
            Err(Reason::NoCorsRedirectMode(request.redirect))
        }
        Mode::NoCors => {
            request.tainting = Tainting::Opaque;
            Ok(false)
        }
        Mode::Cors | Mode::Navigate => {
            request.tainting = Tainting::Cors;
            Ok(request.use_cors_preflight
                || !method::is_safelisted(&request.method)
                || !unsafe_names(&request.headers).is_empty())
        }
    }
}

/// Performs the checks that apply to every response, redirects included.
fn check(browser: &Browser, request: &InFlight, received: &Received) -> Result<(), Reason> {
    match request.tainting {
        Tainting::Basic => Ok(()),
        Tainting::Cors => {
            let credentials = request.credentials == Credentials::Include;
            cors_check(&request.serialized_origin(), credentials, &received.headers)?;
            Ok(())
        }
        Tainting::Opaque => resource_policy_check(
            &request.origin,
            request.current_url(),
            &received.headers,
            &browser.profile.suffixes.borrow(),
        )
        .map_err(Reason::ResourcePolicy),
    }
}

/// Returns the location URL of a redirect. Fetch, "Responses".
fn location_url(request: &InFlight, received: &Received) -> Result<Option<Url>, Reason> {
    let mut fields = received.headers.get_all(header::LOCATION);
    let (location, other) = (fields.next(), fields.next());
    let Some(location) = location else {
        return Ok(None);
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    let invalid = || {
        let value = get(&received.headers, "location").unwrap_or_default();
        Reason::InvalidLocation(value)
    };
    if other.is_some() {
        return Err(invalid());
    }
    let current = request.current_url();
    let mut url = current.join(&location).map_err(|_| invalid())?;
    if url.fragment().is_none() {
        url.set_fragment(current.fragment());
    }
    Ok(Some(url))
}

/// Performs an HTTP-redirect fetch, up to the main fetch that follows.
fn redirect(request: &mut InFlight, status: StatusCode, location: Url) -> Result<(), Reason> {
    if !is_http(&location) {
        return Err(Reason::UnsupportedScheme);
    }
    if request.url_list.len() > REDIRECT_LIMIT {
        return Err(Reason::TooManyRedirects);
    }
    let is_cross_origin = request.origin != location.origin();
    if includes_credentials(&location)
        && (request.mode == Mode::Cors && is_cross_origin || request.tainting == Tainting::Cors)
    {
        return Err(Reason::RedirectContainsCredentials(location.into()));
    }
    if request.body_is_stream && status != StatusCode::SEE_OTHER {
        return Err(Reason::RedirectWithStreamBody);
    }
    let becomes_get = match status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => request.method == Method::POST,
        StatusCode::SEE_OTHER => !matches!(request.method, Method::GET | Method::HEAD),
        _ => false,
    };
    if becomes_get {
        request.method = Method::GET;
        request.body = None;
        request.body_is_stream = false;
        for name in REQUEST_BODY_HEADERS {
            request.delete_header(name);
        }
    }
    if request.current_url().origin() != location.origin() {
        request.delete_header(NON_WILDCARD);
    }
    request.url_list.push(location);
    Ok(())
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted() {
        assert!(REQUEST_BODY_HEADERS.is_sorted());
    }
}
