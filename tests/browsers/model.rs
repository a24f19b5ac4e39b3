//! Runs cases in the browser of `route_cors::testing`, with the application in process.

use std::sync::Arc;

use actix_web::test::init_service;
use route_cors::testing::{Blocked, Browser, Reason, Request, Response, ResponseType};

use super::{
    addresses::{Addresses, Page},
    cases::{Case, PageRequest, Via},
    console,
    observed::Observed,
    server::{self, Log},
};

/// Runs every case with the model.
pub(crate) async fn observe(addresses: Addresses, cases: &[Case]) -> Vec<Observed> {
    let log = Arc::new(Log::default());
    let app = init_service(server::app(addresses, Arc::clone(&log))).await;
    let browser = Browser::at(&addresses.url(Page::Api.address()));
    let mut observed: Vec<_> = cases.iter().map(|_| Observed::default()).collect();
    let tabs = Page::ALL.map(|page| match page {
        Page::Sandboxed => browser.open_opaque(),
        page => browser.open(&addresses.url(page.address())),
    });
    for page in Page::ALL {
        let cases = cases.iter().enumerate();
        for (number, case) in cases.filter(|(_, case)| case.page == page && case.is_for_the_model())
        {
            for step in &case.steps {
                let tab = &tabs[step.page as usize];
                let fetched = tab
                    .fetch(&app, request(addresses, number, &step.request))
                    .await;
                see(&mut observed[number], step.request.via, fetched);
            }
        }
    }
    for (number, seen) in observed.iter_mut().enumerate() {
        log.move_to(number, seen);
    }
    observed
}

fn see(seen: &mut Observed, via: Via, fetched: Result<Response, Blocked>) {
    let response = match fetched {
        Ok(response) => response,
        Err(blocked) => {
            seen.step(match blocked.reason() {
                Reason::InvalidRequest(_) => "invalid",
                _ => "refused",
            });
            let words = blocked.console();
            let is_fetch = matches!(via, Via::Fetch | Via::Stream | Via::Worker);
            let words = console::refusal(&words).filter(|_| is_fetch);
            seen.console.extend(words.map(ToOwned::to_owned));
            return;
        }
    };
    match (via, response.response_type()) {
        // A page draws an image of its own and reads nothing of it either.
        (Via::Image, _) | (_, ResponseType::Opaque) => seen.step("opaque"),
        (Via::Script | Via::Font, _) => seen.step("loaded"),
        (_, ResponseType::OpaqueRedirect) => seen.step("opaqueredirect"),
        (_, ResponseType::Basic | ResponseType::Cors) => {
            let names = response.headers().keys();
            let values = names.map(|name| {
                let value = response.header(name.as_str());
                (name.to_string(), value.unwrap_or_default())
            });
            seen.read(response.status(), &response.text(), values.collect());
        }
    }
}

fn request(addresses: Addresses, case: usize, page_request: &PageRequest) -> Request {
    let url = addresses.url_for(&page_request.url, case);
    let mut request = match page_request.via {
        Via::AddressBar => return Request::address_bar(&url),
        Via::Link => return Request::navigation(&url),
        Via::Form => return Request::form(&url, page_request.body.unwrap_or_default()),
        Via::Image => return Request::image(&url),
        _ => Request::new(page_request.method, &url),
    };
    request = request
        .mode(page_request.mode)
        .credentials(page_request.credentials)
        .redirect(page_request.redirect);
    for (name, value) in &page_request.headers {
        request = request.header(name, value);
    }
    if page_request.via == Via::ListeningXhr {
        request = request.upload_listener();
    }
    match (page_request.body, page_request.via) {
        (Some(body), Via::Stream) => request.stream_body(body),
        (Some(body), _) => request.body(body),
        (None, _) => request,
    }
}
