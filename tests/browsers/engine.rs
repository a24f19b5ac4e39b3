//! A real engine's side: a page on the origin of the case, a script that sends its requests, and the server's log.

use fantoccini::Client;
use route_cors::testing::{Credentials, Mode, Redirect};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{
    addresses::{Addresses, Page},
    cases::{Ask, Case, Via},
    console,
    observed::Observed,
    server::Running,
    support::webdriver::{Engine, PATIENCE, element},
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

const viaWorker = ask => new Promise(resolve => {
    const worker = new Worker('/worker');
    worker.onmessage = event => resolve(event.data);
    worker.postMessage([`const read = ${read}; const viaFetch = ${viaFetch}; viaFetch`, ask]);
});

const viaImage = ask => new Promise(resolve => {
    const image = new Image();
    image.onload = image.onerror = () => resolve({ sees: 'opaque' });
    image.src = ask.url;
});

const viaScript = ask => new Promise(resolve => {
    const script = document.createElement('script');
    script.crossOrigin = ask.credentials === 'include' ? 'use-credentials' : 'anonymous';
    script.onload = () => resolve({ sees: 'loaded' });
    script.onerror = () => resolve({ sees: 'refused' });
    script.src = ask.url;
    document.head.append(script);
});

const viaFont = async ask => {
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: tried; src: url(${JSON.stringify(ask.url)}) }`;
    document.head.append(style);
    const [face] = document.fonts;
    await face.load().catch(() => {});
    style.remove();
    return { sees: face.status === 'loaded' ? 'loaded' : 'refused' };
};

const via = {
    fetch: viaFetch, stream: viaFetch, xhr: viaXhr, 'listening xhr': viaXhr, worker: viaWorker,
    image: viaImage, script: viaScript, font: viaFont,
};

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

/// Puts a way out into the page: a form where there are fields to send, or else a link.
const DOOR: &str = r"
const [url, fields] = arguments;
const door = document.createElement(fields === null ? 'a' : 'button');
door.id = 'door';
door.textContent = 'leave';
if (fields === null) {
    door.href = url;
    document.body.append(door);
} else {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = url;
    for (const [name, value] of new URLSearchParams(fields)) {
        const field = document.createElement('input');
        [field.type, field.name, field.value] = ['hidden', name, value];
        form.append(field);
    }
    form.append(door);
    document.body.append(form);
}
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

/// Asks every case of an engine.
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
                    .map(|step| described(addresses, *number, &step.ask))
                    .collect()
            })
            .collect();
        let seen = run(client, addresses, page, asks).await;
        for ((number, _), seen) in scripted.iter().zip(seen) {
            see(&mut observed[*number], seen);
        }

        for (number, case) in apart {
            for step in &case.steps {
                let url = addresses.url_for(&step.ask.url, number);
                if !step.ask.via.leaves() {
                    let asks = vec![vec![described(addresses, number, &step.ask)]];
                    let seen = run(client, addresses, step.page, asks).await;
                    see(&mut observed[number], seen.into_iter().flatten().collect());
                    continue;
                }
                if step.ask.via == Via::AddressBar {
                    client.goto(&url).await.expect("the server answers");
                } else {
                    leave(client, &addresses.url(step.page.address()), &step.ask, &url).await;
                }
                // What a navigation loads is no page's to read.
                observed[number].step("opaque");
            }
        }
    }
    if engine == Engine::Chromium {
        listen(client, &mut observed).await;
    }
    for (number, seen) in observed.iter_mut().enumerate() {
        server.log.tell(number, seen);
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

/// Clicks on a link or a button of a form, and waits until the page is left.
async fn leave(client: &Client, page: &str, ask: &Ask, url: &str) {
    client.goto(page).await.expect("the page answers");
    client
        .execute(DOOR, vec![json!(url), json!(ask.body)])
        .await
        .expect("the page takes an element");
    let door = element(client, "#door").await;
    door.click().await.expect("the user can click on it");
    let url = Url::parse(url).expect("the table has URLs");
    let left = client.wait().at_most(PATIENCE).for_url(&url).await;
    left.expect("the page is left");
}

/// Adds what the console says, each word to its case.
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
            Via::Worker => "worker",
            Via::Image => "image",
            Via::Script => "script",
            Via::Font => "font",
            Via::Link | Via::Form | Via::AddressBar => unreachable!("no script can"),
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
