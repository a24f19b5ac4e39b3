//! The observations to compare: the result that a page sees, and the requests on the wire.

use std::{collections::BTreeMap, fmt::Write};

use actix_web::dev::ServiceRequest;

use super::{
    addresses::{Addresses, Page},
    support::webdriver::Engine,
};

/// Headers: each name with the values of all its fields.
pub(crate) type Headers = BTreeMap<String, String>;

/// The request headers about the browser itself, its connections and its HTTP cache.
const OF_ONE_BROWSER: [&str; 10] = [
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "if-none-match",
    "pragma",
    "priority",
    "sec-fetch-storage-access",
    "upgrade-insecure-requests",
    "user-agent",
];

/// The headers in which an engine departs from the standard on a page, or on all, and which are no part of CORS.
const APART: [(Engine, Option<Page>, &str); 3] = [
    // Referrer Policy, "Determine request's Referrer": an opaque origin has no referrer.
    (Engine::Firefox, Some(Page::Sandboxed), "referer"),
    (Engine::WebKit, Some(Page::Sandboxed), "referer"),
    // Fetch Metadata, "The `Sec-Fetch-User` HTTP Request Header".
    (Engine::WebKit, None, "sec-fetch-user"),
];

/// The expected observations of a case, in the order of its steps.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) sees: Vec<String>,
    pub(crate) wire: Vec<String>,
}

/// The behaviour of a browser in a case.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// One line for each step.
    pub(crate) sees: Vec<String>,
    /// One line for each request that the server got.
    pub(crate) wire: Vec<String>,
    /// The headers that the page could read, with their values, for each step.
    pub(crate) values: Vec<Headers>,
    /// The headers of each request that the server got, except the headers that differ between browsers.
    pub(crate) sent: Vec<Headers>,
    /// The console's lines about blocked requests.
    pub(crate) console: Vec<String>,
}

impl Observed {
    /// Adds a step after which the page knows only this.
    pub(crate) fn step(&mut self, seen: &str) {
        self.sees.push(seen.to_owned());
        self.values.push(Headers::new());
    }

    /// A step after which the page has read a response: its line is `200 body header-name header-name`, without the
    /// names that are on nearly every response.
    pub(crate) fn read(&mut self, status: u16, body: &str, mut values: Headers) {
        // The server's clock differs.
        values.remove("date");
        let mut line = status.to_string();
        let names = values
            .keys()
            .map(String::as_str)
            .filter(|name| !["content-length", "content-type"].contains(name));
        for part in [body]
            .into_iter()
            .filter(|body| !body.is_empty())
            .chain(names)
        {
            line.push(' ');
            line.push_str(part);
        }
        self.sees.push(line);
        self.values.push(values);
    }
}

/// Returns the headers of a request that must be equal in every browser.
pub(crate) fn sent(request: &ServiceRequest) -> Headers {
    let mut sent = Headers::new();
    let is_of_script = request
        .headers()
        .get("sec-fetch-dest")
        .is_some_and(|destination| destination == "empty");
    for (name, value) in request.headers() {
        let name = name.as_str();
        // `Accept` of pictures and documents differs between browsers. `Accept` of scripts does not.
        let is_own = OF_ONE_BROWSER.contains(&name)
            || name.starts_with("sec-ch-")
            || name == "accept" && !is_of_script;
        if is_own {
            continue;
        }
        let values = sent.entry(name.to_owned()).or_default();
        if !values.is_empty() {
            values.push_str(", ");
        }
        values.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    sent
}

/// Checks whether an engine departs from the standard in a header.
pub(crate) fn is_apart(engine: Engine, page: Page, name: &str) -> bool {
    APART
        .iter()
        .any(|(who, on, what)| (*who, *what) == (engine, name) && on.is_none_or(|on| on == page))
}

/// Checks whether a header says what a request is for, where the model has no such request: it fetches fonts and scripts as
/// `fetch()` does.
pub(crate) fn is_of_an_element(name: &str, sent: &Headers) -> bool {
    let destination = sent.get("sec-fetch-dest").map(String::as_str);
    matches!(destination, Some("font" | "script")) && matches!(name, "accept" | "sec-fetch-dest")
}

/// Returns one request as the server sees it, in one line. The response is added later:
/// `OPTIONS api/orders/7 a cross-site asks PUT for content-type`, `GET api/cookies - same-origin with lax=1`.
pub(crate) fn wire_line(addresses: Addresses, request: &ServiceRequest) -> String {
    let header = |name: &str| {
        let values: Vec<_> = request
            .headers()
            .get_all(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        (!values.is_empty()).then(|| values.join(" AND "))
    };
    let host = addresses.name(&header("host").unwrap_or_default());
    let origin = header("origin").unwrap_or_else(|| "-".to_owned());
    let origin = match origin.strip_prefix("http://") {
        Some(authority) => addresses.name(authority),
        None => origin,
    };
    let site = header("sec-fetch-site").unwrap_or_else(|| "-".to_owned());
    let (method, path) = (request.method(), request.path());
    let mut line = format!("{method} {host}{path} {origin} {site}");
    for (word, name) in [
        ("asks", "access-control-request-method"),
        ("for", "access-control-request-headers"),
        ("with", "cookie"),
    ] {
        if let Some(value) = header(name) {
            write!(line, " {word} {value}").expect("a string takes all");
        }
    }
    line
}
