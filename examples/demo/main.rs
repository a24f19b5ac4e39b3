//! The policies of a small API, tried from a browser.
//!
//! ```text
//! cargo run -p examples
//! ```
//!
//! One process serves three origins on this machine: the API, a page whose origin the API's policies name, and the same
//! page as a stranger. On either page a person picks a route, sends a request and sees what the browser let the page
//! read, beside the policy as it stands in `handlers.rs` and the headers that went over the wire.

mod api;
mod catalogue;
mod handlers;
mod source;

use std::process::ExitCode;

use serde_json::json;

use support::args::{API_PAGE_STRANGER, Program};
use support::pages::{Files, Page};
use support::site::Site;

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples",
        about: "The policies of a small API, tried from a browser.",
        places: API_PAGE_STRANGER,
        file: None,
    };
    program.run(|given| support::serve(given.listeners, api::serve, page))
}

/// The page, which is told of the routes as they stand in the source.
fn page(site: &Site) -> Page {
    let files = Files {
        html: include_str!("page/index.html"),
        style: include_str!("page/page.css"),
        script: include_str!("page/page.js"),
    };
    let mut page = Page::at(site, files);
    page.facts["routes"] = json!(catalogue::entries());
    page
}
