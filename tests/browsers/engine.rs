//! Runs cases in a real browser: a page, a script that sends its requests, and the server's log.

use fantoccini::Client;
use route_cors::testing::{Credentials, Mode, Redirect};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{
    addresses::{Addresses, Page},
    cases::{Case, PageRequest, Via},
    console,
    observed::Observed,
    server::Running,
    support::webdriver::{Engine, PATIENCE, element},
};

/// The script that sends the requests of a page's cases.
const ASK: &str = include_str!("send.js");

/// The script that adds a link or a form to a page.
const DOOR: &str = include_str!("navigate.js");

/// The script's report about a request.
#[derive(Deserialize)]
struct Seen {
    sees: String,
    #[serde(default)]
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    body: String,
}

/// Runs every case in an engine.
pub(crate) async fn observe(
    engine: Engine,
    client: &Client,
    server: &Running,
    cases: &[Case],
) -> Vec<Observed> {
    let addresses = server.addresses;
    let mut observed: Vec<_> = cases.iter().map(|_| Observed::default()).collect();
    for page in Page::ALL {
        let (scripted, apart): (Vec<_>, Vec<_>) = cases
            .iter()
            .enumerate()
            .filter(|(_, case)| case.page == page)
            .partition(|(_, case)| case.stays());

        let asks: Vec<Vec<Value>> = scripted
            .iter()
            .map(|(number, case)| {
                let steps = case.steps.iter();
                steps
                    .map(|step| described(addresses, *number, &step.request))
                    .collect()
            })
            .collect();
        let seen = run(client, addresses, page, asks).await;
        for ((number, _), seen) in scripted.iter().zip(seen) {
            see(&mut observed[*number], seen);
        }

        for (number, case) in apart {
            for step in &case.steps {
                let url = addresses.url_for(&step.request.url, number);
                if !step.request.via.leaves() {
                    let asks = vec![vec![described(addresses, number, &step.request)]];
                    let seen = run(client, addresses, step.page, asks).await;
                    see(&mut observed[number], seen.into_iter().flatten().collect());
                    continue;
                }
                if step.request.via == Via::AddressBar {
                    client.goto(&url).await.expect("the server answers");
                } else {
                    leave(
                        client,
                        &addresses.url(step.page.address()),
                        &step.request,
                        &url,
                    )
                    .await;
                }
                // No page can read the document that a navigation loads.
                observed[number].step("opaque");
            }
        }
    }
    if engine == Engine::Chromium {
        listen(client, &mut observed).await;
    }
    for (number, seen) in observed.iter_mut().enumerate() {
        server.log.move_to(number, seen);
    }
    observed
}

fn see(observed: &mut Observed, steps: Vec<Seen>) {
    for seen in steps {
        match seen.sees.as_str() {
            "response" => {
                observed.read(seen.status, &seen.body, seen.headers.into_iter().collect());
            }
            other => observed.step(other),
        }
    }
}

/// Clicks a link or a button of a form, and waits for the navigation.
async fn leave(client: &Client, page: &str, request: &PageRequest, url: &str) {
    client.goto(page).await.expect("the page answers");
    client
        .execute(DOOR, vec![json!(url), json!(request.body)])
        .await
        .expect("the page takes an element");
    let door = element(client, "#door").await;
    door.click().await.expect("the user can click on it");
    let url = Url::parse(url).expect("the table has URLs");
    let left = client.wait().at_most(PATIENCE).for_url(&url).await;
    left.expect("the browser navigates");
}

/// Adds the lines of the console to their cases.
async fn listen(client: &Client, observed: &mut [Observed]) {
    for words in console::take(client).await {
        let Some(words) = console::refusal(&words) else {
            continue;
        };
        // The first URL ends with the number of the case.
        let (_, rest) = words
            .split_once("case=")
            .expect("the table's requests have numbers");
        let digits = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        let case = rest[..digits].parse::<usize>();
        let case = case.expect("the table's requests have numbers");
        observed[case].console.push(words.to_owned());
    }
}

async fn run(
    client: &Client,
    addresses: Addresses,
    page: Page,
    asks: Vec<Vec<Value>>,
) -> Vec<Vec<Seen>> {
    client
        .goto(&addresses.url(page.address()))
        .await
        .expect("the page answers");
    if page == Page::Sandboxed {
        client.enter_frame(0).await.expect("the page has a frame");
    }
    let told = client
        .execute_async(ASK, vec![json!(asks)])
        .await
        .expect("the script ends");
    if page == Page::Sandboxed {
        client
            .enter_parent_frame()
            .await
            .expect("the frame has a page");
    }
    serde_json::from_value(told).expect("the script returns a list of results")
}

fn described(addresses: Addresses, case: usize, request: &PageRequest) -> Value {
    json!({
        "via": match request.via {
            Via::Fetch => "fetch",
            Via::Stream => "stream",
            Via::Xhr => "xhr",
            Via::ListeningXhr => "listening xhr",
            Via::LateXhr => "late xhr",
            Via::Worker => "worker",
            Via::Image => "image",
            Via::Script => "script",
            Via::Font => "font",
            Via::WebSocket => "web socket",
            Via::Link | Via::Form | Via::AddressBar => unreachable!("no script can"),
        },
        "url": addresses.url_for(&request.url, case),
        "method": request.method,
        "headers": request.headers,
        "body": request.body,
        "mode": match request.mode {
            Mode::Cors => "cors",
            Mode::NoCors => "no-cors",
            Mode::SameOrigin => "same-origin",
            Mode::Navigate => "navigate",
        },
        "credentials": match request.credentials {
            Credentials::Omit => "omit",
            Credentials::SameOrigin => "same-origin",
            Credentials::Include => "include",
        },
        "redirect": match request.redirect {
            Redirect::Follow => "follow",
            Redirect::Error => "error",
            Redirect::Manual => "manual",
        },
    })
}
