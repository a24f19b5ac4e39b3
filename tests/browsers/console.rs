//! The console of Chromium, the only place that says why a fetch failed.

use fantoccini::{Client, wd::WebDriverCompatibleCommand};
use serde_json::json;
use url::Url;

/// Returns the lines on the console since the last call.
pub(crate) async fn take(browser: &Client) -> Vec<String> {
    let told = browser.issue_cmd(Take).await;
    let entries = told.expect("chromedriver keeps the console");
    let entries = entries.as_array().expect("a list of entries");
    let message = |entry: &serde_json::Value| entry["message"].as_str().map(ToOwned::to_owned);
    entries.iter().filter_map(message).collect()
}

/// Chromedriver's own command that returns the new entries of a log.
#[derive(Debug)]
struct Take;

impl WebDriverCompatibleCommand for Take {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "type": "browser" }).to_string()),
        )
    }
}

/// Returns the console's words about a request that is blocked for its origin or its mode.
pub(crate) fn refusal(words: &str) -> Option<&str> {
    ["Access to fetch at ", "Fetch API cannot load "]
        .iter()
        .find_map(|start| words.find(start))
        .map(|start| &words[start..])
        // Chromium does not name the location.
        .filter(|words| !words.contains("Redirect location"))
}
