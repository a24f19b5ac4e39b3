//! The model's side: the browser of `route_cors::testing`, and the application in process.

use std::sync::Arc;

use actix_web::test::init_service;
use route_cors::testing::{Browser, Reason, Request, ResponseType};

use super::{
    addresses::{Addresses, Page},
    cases::{Ask, Case, Via},
    console,
    observed::Observed,
    server::{self, Log},
};

/// Asks every case of the model.
pub(crate) async fn observe(addresses: Addresses, cases: &[Case]) -> Vec<Observed> {
    let log = Arc::new(Log::default());
    let app = init_service(server::app(addresses, Arc::clone(&log))).await;
    let browser = Browser::at(&addresses.url(Page::Api.address()));
    let mut observed: Vec<_> = cases.iter().map(|_| Observed::default()).collect();
    for page in Page::ALL {
        let tab = match page {
            Page::Sandboxed => browser.open_opaque(),
            page => browser.open(&addresses.url(page.address())),
        };
        for (number, case) in cases
            .iter()
            .enumerate()
            .filter(|(_, case)| case.page == page)
        {
            for step in &case.steps {
                let fetched = tab.fetch(&app, request(addresses, number, &step.ask)).await;
                let seen = &mut observed[number];
                match fetched {
                    Ok(response) => match response.response_type() {
                        // A page draws an image of its own and reads nothing of it either.
                        _ if step.ask.via == Via::Image => seen.step("opaque"),
                        ResponseType::Opaque => seen.step("opaque"),
                        ResponseType::OpaqueRedirect => seen.step("opaqueredirect"),
                        ResponseType::Basic | ResponseType::Cors => {
                            let values = response
                                .headers()
                                .keys()
                                .map(|name| {
                                    let value = response.header(name.as_str());
                                    (name.to_string(), value.unwrap_or_default())
                                })
                                .collect();
                            seen.read(response.status(), &response.text(), values);
                        }
                    },
                    Err(blocked) => {
                        seen.step(match blocked.reason() {
                            Reason::InvalidRequest(_) => "invalid",
                            _ => "refused",
                        });
                        let words = blocked.to_string();
                        let is_fetch = matches!(step.ask.via, Via::Fetch | Via::Stream);
                        seen.console.extend(
                            console::refusal(&words)
                                .filter(|_| is_fetch)
                                .map(ToOwned::to_owned),
                        );
                    }
                }
            }
        }
    }
    for (number, seen) in observed.iter_mut().enumerate() {
        log.tell(number, seen);
    }
    observed
}

fn request(addresses: Addresses, case: usize, ask: &Ask) -> Request {
    let url = addresses.url_for(&ask.url, case);
    let mut request = match ask.via {
        Via::AddressBar => return Request::address_bar(&url),
        Via::Image => return Request::image(&url),
        Via::Fetch | Via::Stream | Via::Xhr | Via::ListeningXhr => Request::new(ask.method, &url),
    };
    request = request
        .mode(ask.mode)
        .credentials(ask.credentials)
        .redirect(ask.redirect);
    for (name, value) in &ask.headers {
        request = request.header(name, value);
    }
    if ask.via == Via::ListeningXhr {
        request = request.upload_listener();
    }
    match (ask.body, ask.via) {
        (Some(body), Via::Stream) => request.stream_body(body),
        (Some(body), _) => request.body(body),
        (None, _) => request,
    }
}
