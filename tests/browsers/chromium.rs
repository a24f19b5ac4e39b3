//! Chromium's side: a page on the origin of the case, a script that sends its requests, and the server's log.

use fantoccini::Client;
use route_cors::testing::{Credentials, Mode, Redirect};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    addresses::{Addresses, Page},
    cases::{Ask, Case, Via},
    console,
    observed::Observed,
    server::Running,
};

/// Sends the requests of a page's cases one after the other, and tells of each what a page can know.
const SCRIPT: &str = r"
const [cases, done] = arguments;

const read = response => response.text().then(body => ({
    sees: ['basic', 'cors'].includes(response.type) ? 'response' : response.type,
    status: response.status, headers: [...response.headers], body,
}));

const viaFetch = async ask => {
    const { method, headers, mode, credentials, redirect } = ask;
    const init = { method, headers, mode, credentials, redirect };
    if (ask.body !== null) {
        init.body = ask.via === 'stream' ? new Blob([ask.body]).stream() : ask.body;
        init.duplex = 'half';
    }
    let request;
    try {
        request = new Request(ask.url, init);
    } catch {
        return { sees: 'invalid' };
    }
    try {
        return await read(await fetch(request));
    } catch {
        return { sees: 'refused' };
    }
};

const viaXhr = ask => new Promise(resolve => {
    const xhr = new XMLHttpRequest();
    xhr.open(ask.method, ask.url);
    xhr.withCredentials = ask.credentials === 'include';
    for (const [name, value] of ask.headers) xhr.setRequestHeader(name, value);
    if (ask.via === 'listening xhr') xhr.upload.onprogress = () => {};
    xhr.onerror = () => resolve({ sees: 'refused' });
    xhr.onload = () => resolve({
        sees: 'response', status: xhr.status, body: xhr.responseText,
        headers: xhr.getAllResponseHeaders().split('\r\n').filter(line => line).map(line => {
            const colon = line.indexOf(':');
            return [line.slice(0, colon), line.slice(colon + 1).trim()];
        }),
    });
    xhr.send(ask.body);
});

const viaImage = ask => new Promise(resolve => {
    const image = new Image();
    image.onload = image.onerror = () => resolve({ sees: 'opaque' });
    image.src = ask.url;
});

const via = { fetch: viaFetch, stream: viaFetch, xhr: viaXhr, 'listening xhr': viaXhr, image: viaImage };

(async () => {
    const results = [];
    for (const asks of cases) {
        const seen = [];
        for (const ask of asks) seen.push(await via[ask.via](ask));
        results.push(seen);
    }
    done(results);
})();
";

/// What the script tells of a request.
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

/// Asks every case of Chromium.
pub(crate) async fn observe(client: &Client, server: &Running, cases: &[Case]) -> Vec<Observed> {
    let addresses = server.addresses;
    let mut observed: Vec<_> = cases.iter().map(|_| Observed::default()).collect();
    for page in Page::ALL {
        let (typed, scripted): (Vec<_>, Vec<_>) = cases
            .iter()
            .enumerate()
            .filter(|(_, case)| case.page == page)
            .partition(|(_, case)| {
                case.steps
                    .iter()
                    .any(|step| step.ask.via == Via::AddressBar)
            });

        let asks: Vec<Vec<Value>> = scripted
            .iter()
            .map(|(number, case)| {
                let steps = case.steps.iter();
                steps
                    .map(|step| described(addresses, *number, &step.ask))
                    .collect()
            })
            .collect();
        for ((number, _), seen) in scripted
            .iter()
            .zip(run(client, addresses, page, asks).await)
        {
            for seen in seen {
                let observed = &mut observed[*number];
                match seen.sees.as_str() {
                    "response" => {
                        observed.read(seen.status, &seen.body, seen.headers.into_iter().collect());
                    }
                    other => observed.step(other),
                }
            }
        }

        for (number, case) in typed {
            for step in &case.steps {
                let url = addresses.url_for(&step.ask.url, number);
                client.goto(&url).await.expect("the server answers");
                // What a navigation loads is no page's to read.
                observed[number].step("opaque");
            }
        }
    }
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
    for (number, seen) in observed.iter_mut().enumerate() {
        server.log.tell(number, seen);
    }
    observed
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
        .execute_async(SCRIPT, vec![json!(asks)])
        .await
        .expect("the script runs to its end");
    if page == Page::Sandboxed {
        client
            .enter_parent_frame()
            .await
            .expect("the frame has a page");
    }
    serde_json::from_value(told).expect("the script tells what is asked of it")
}

fn described(addresses: Addresses, case: usize, ask: &Ask) -> Value {
    json!({
        "via": match ask.via {
            Via::Fetch => "fetch",
            Via::Stream => "stream",
            Via::Xhr => "xhr",
            Via::ListeningXhr => "listening xhr",
            Via::Image => "image",
            Via::AddressBar => unreachable!("no script can"),
        },
        "url": addresses.url_for(&ask.url, case),
        "method": ask.method,
        "headers": ask.headers,
        "body": ask.body,
        "mode": match ask.mode {
            Mode::Cors => "cors",
            Mode::NoCors => "no-cors",
            Mode::SameOrigin => "same-origin",
            Mode::Navigate => "navigate",
        },
        "credentials": match ask.credentials {
            Credentials::Omit => "omit",
            Credentials::SameOrigin => "same-origin",
            Credentials::Include => "include",
        },
        "redirect": match ask.redirect {
            Redirect::Follow => "follow",
            Redirect::Error => "error",
            Redirect::Manual => "manual",
        },
    })
}
