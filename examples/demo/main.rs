//! The policies of a small API, tried from a browser.
//!
//! ```text
//! cargo run -p examples
//! ```
//!
//! One process serves three origins on this machine: the API, a page that its policies list, and the same page as a
//! stranger. Choose a scenario or any request, and send it. The page shows what the browser lets it read, the policy from
//! `handlers.rs`, the edit that fixes it, and the headers of each request and response.

mod api;
mod catalogue;
mod handlers;
mod scenarios;
mod source;

use std::process::ExitCode;

use serde_json::json;

use support::args::{API_PAGE_STRANGER, Program};
use support::events;
use support::pages::{Files, Page};
use support::site::Site;

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples",
        about: "The policies of a small API, tried from a browser.",
        servers: API_PAGE_STRANGER,
        file: None,
    };
    events::listen();
    program.run(|given| support::serve(given.listeners, api::serve, page))
}

/// Returns the page. It gets the routes as the source has them, and the scenarios.
fn page(site: &Site) -> Page {
    let files = Files {
        html: include_str!("page/index.html"),
        style: include_str!("page/page.css"),
        script: include_str!("page/page.js"),
    };
    let mut page = Page::at(site, files);
    page.facts["routes"] = json!(catalogue::entries());
    page.facts["scenarios"] = json!(scenarios::SCENARIOS);
    page
}
