//! Sends the preflight of a request. Fetch, "CORS-preflight fetch".

use actix_http::Request;
use actix_service::Service;
use actix_web::{
    Error,
    body::MessageBody,
    dev::ServiceResponse,
    http::{
        Method,
        header::{
            ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap,
            HeaderValue,
        },
    },
};

use super::{
    browser::Browser,
    check::cors_check,
    header_list::{extract_delta_seconds, extract_tokens},
    in_flight::{InFlight, Tainting},
    method,
    mode::{Credentials, Mode, Redirect},
    network::{self, Received},
    preflight_cache::{Lookup, NON_WILDCARD},
    reason::{PreflightFailure, Reason},
    safelist::unsafe_names,
};

/// Checks whether `request` needs a preflight because the CORS-preflight cache does not have it. Fetch, "HTTP fetch".
pub(super) fn is_needed(browser: &Browser, request: &InFlight) -> bool {
    let cache = browser.profile.preflights.borrow();
    let lookup = browser.lookup(request);
    let is_method_open = !request.use_cors_preflight && method::is_safelisted(&request.method);
    !is_method_open && !cache.matches_method(&lookup, &request.method)
        || unsafe_names(&request.headers)
            .into_iter()
            .any(|name| !cache.matches_header_name(&lookup, name))
}

/// Sends the preflight of `request` and stores its response in the cache.
pub(super) async fn fetch<S, B>(
    browser: &Browser,
    app: &S,
    request: &InFlight,
) -> Result<(), Reason>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let response = network::fetch(browser, app, &preflight_of(request)).await?;
    // The check uses the credentials mode of the request, not of the preflight.
    check_response(browser, &browser.lookup(request), request, &response)?;
    Ok(())
}

/// Creates the preflight: `OPTIONS` to the same URL from the same origin, without credentials and without the request's
/// headers.
fn preflight_of(request: &InFlight) -> InFlight {
    let mut headers = vec![(ACCEPT, HeaderValue::from_static("*/*"))];
    if let Ok(method) = HeaderValue::from_str(request.method.as_str()) {
        headers.push((ACCESS_CONTROL_REQUEST_METHOD, method));
    }
    let names = Vec::from_iter(unsafe_names(&request.headers)).join(",");
    if let Ok(names) = HeaderValue::from_str(&names)
        && !names.is_empty()
    {
        headers.push((ACCESS_CONTROL_REQUEST_HEADERS, names));
    }
    InFlight {
        origin: request.origin.clone(),
        method: Method::OPTIONS,
        url_list: request.url_list.clone(),
        headers,
        body: None,
        body_is_stream: false,
        mode: Mode::Cors,
        credentials: Credentials::SameOrigin,
        redirect: Redirect::Follow,
        destination: request.destination,
        from_address_bar: false,
        use_cors_preflight: false,
        tainting: Tainting::Cors,
    }
}

fn check_response(
    browser: &Browser,
    lookup: &Lookup,
    request: &InFlight,
    response: &Received,
) -> Result<(), PreflightFailure> {
    // A redirect fails the status check as well. Chromium reports it first.
    if response.is_redirect() {
        return Err(PreflightFailure::Redirect);
    }
    cors_check(&lookup.key.origin, lookup.credentials, &response.headers)
        .map_err(PreflightFailure::CorsCheck)?;
    if !response.status.is_success() {
        return Err(PreflightFailure::Status(response.status.as_u16()));
    }
    let (methods, header_names) = allowed(request, &response.headers, lookup.credentials)?;
    browser.profile.preflights.borrow_mut().store(
        lookup,
        extract_delta_seconds(&response.headers, "access-control-max-age"),
        &methods,
        &header_names,
    );
    Ok(())
}

/// Returns the methods and header names that the response lists, if they allow the request.
fn allowed(
    request: &InFlight,
    headers: &HeaderMap,
    credentials: bool,
) -> Result<(Vec<String>, Vec<String>), PreflightFailure> {
    let methods = extract_tokens(headers, "access-control-allow-methods")
        .map_err(|_| PreflightFailure::InvalidAllowMethods)?;
    let header_names = extract_tokens(headers, "access-control-allow-headers")
        .map_err(|_| PreflightFailure::InvalidAllowHeaders)?
        .unwrap_or_default();
    let method = request.method.as_str();
    let methods = match methods {
        // Fetch: so that the preflight of an upload listener is cached.
        None if request.use_cors_preflight => vec![method.to_owned()],
        methods => methods.unwrap_or_default(),
    };

    let has_wildcard = |list: &[String]| !credentials && list.iter().any(|item| item == "*");
    if !methods.iter().any(|allowed| allowed == method)
        && !method::is_safelisted(&request.method)
        && !has_wildcard(&methods)
    {
        return Err(PreflightFailure::Method(method.to_owned()));
    }
    for name in unsafe_names(&request.headers) {
        let is_listed = header_names
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(name));
        let is_wildcard_enough = name != NON_WILDCARD && has_wildcard(&header_names);
        if !is_listed && !is_wildcard_enough {
            return Err(PreflightFailure::HeaderName(name.to_owned()));
        }
    }
    Ok((methods, header_names))
}
