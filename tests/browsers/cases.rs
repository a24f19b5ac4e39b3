//! The table: what pages ask, what has to go over the wire for it, and what the page has to see.
//!
//! A line of the wire is `method host/path origin site`, then what a preflight asks for, the cookies that come along, and
//! the status that it gets: see [`wire_line`](super::observed::wire_line). A step sees the status, the body and the
//! names of the headers that the page can read, or `refused`; `invalid` where no request can be made; `opaque` where a
//! page cannot tell.

mod cache;
mod cookies;
mod handmade;
mod in_front;
mod methods;
mod mismatch;
mod preflights;
mod reading;
mod redirects;
mod routes;
mod safelists;
mod uploads;

use route_cors::testing::{Credentials, Mode, Redirect};
use url::form_urlencoded::byte_serialize;

use super::{addresses::Page, observed::Wanted};

/// Requests of one page, one after the other. Each case has URLs of its own, and so preflights of its own.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) page: Page,
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
    pub(crate) chromium: Option<Departure>,
}

/// A request, and what the standard makes of it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) ask: Ask,
    wire: &'static [&'static str],
    sees: &'static str,
}

/// Where Chromium departs from the standard: everything that it does in the case instead.
#[derive(Debug)]
pub(crate) struct Departure {
    wire: &'static [&'static str],
    sees: &'static [&'static str],
}

/// What a page asks for.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) via: Via,
    pub(crate) method: &'static str,
    /// As [`Addresses::url`](super::addresses::Addresses::url) has it.
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'static str>,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    pub(crate) redirect: Redirect,
}

/// What a page asks with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// `fetch()`.
    Fetch,
    /// `fetch()` with a stream as the body.
    Stream,
    /// `XMLHttpRequest`.
    Xhr,
    /// `XMLHttpRequest` with a listener for the progress of the upload.
    ListeningXhr,
    /// `<img>`.
    Image,
    /// No page: the user types the URL.
    AddressBar,
}

impl Case {
    fn step(mut self, ask: Ask, wire: &'static [&'static str], sees: &'static str) -> Self {
        self.steps.push(Step { ask, wire, sees });
        self
    }

    /// Chromium departs from the section of the standard that `_of` names, as it says.
    fn chromium_departs(
        mut self,
        _of: &'static str,
        wire: &'static [&'static str],
        sees: &'static [&'static str],
    ) -> Self {
        self.chromium = Some(Departure { wire, sees });
        self
    }

    /// What the standard says.
    pub(crate) fn wanted(&self) -> Wanted {
        let wire = self.steps.iter().flat_map(|step| step.wire);
        Wanted {
            sees: self.steps.iter().map(|step| step.sees.to_owned()).collect(),
            wire: wire.map(|&line| line.to_owned()).collect(),
        }
    }

    /// What Chromium is known to do.
    pub(crate) fn wanted_of_chromium(&self) -> Wanted {
        let owned = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        match &self.chromium {
            None => self.wanted(),
            Some(departure) => Wanted {
                sees: owned(departure.sees),
                wire: owned(departure.wire),
            },
        }
    }
}

impl Ask {
    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn json(self, body: &'static str) -> Self {
        self.header("content-type", "application/json").body(body)
    }

    fn body(self, body: &'static str) -> Self {
        let body = Some(body);
        Self { body, ..self }
    }

    fn via(self, via: Via) -> Self {
        Self { via, ..self }
    }

    fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    fn no_cors(self) -> Self {
        self.mode(Mode::NoCors)
    }

    fn include(self) -> Self {
        let credentials = Credentials::Include;
        Self {
            credentials,
            ..self
        }
    }

    fn omit(self) -> Self {
        let credentials = Credentials::Omit;
        Self {
            credentials,
            ..self
        }
    }

    fn redirect(self, redirect: Redirect) -> Self {
        Self { redirect, ..self }
    }
}

fn ask(method: &'static str, url: impl Into<String>) -> Ask {
    Ask {
        via: Via::Fetch,
        method,
        url: url.into(),
        headers: Vec::new(),
        body: None,
        mode: Mode::Cors,
        credentials: Credentials::SameOrigin,
        redirect: Redirect::Follow,
    }
}

fn get(url: impl Into<String>) -> Ask {
    ask("GET", url)
}

fn post(url: impl Into<String>) -> Ask {
    ask("POST", url)
}

fn put(url: impl Into<String>) -> Ask {
    ask("PUT", url)
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// The address of a route under a policy, on the host `from`, that redirects.
fn hop(from: &str, status: u16, to: &str) -> String {
    format!("{from}:/hop/{status}?to={}", encoded(to))
}

/// The address of an answer written by hand. It lets every preflight pass.
fn by_hand(answer: &str) -> String {
    by_hands(
        "204 | allow-origin: @origin | allow-credentials: true | allow-methods: PUT | max-age: 600",
        answer,
    )
}

/// The address of answers written by hand, to a preflight and to a request.
fn by_hands(preflight: &str, answer: &str) -> String {
    let (preflight, answer) = (encoded(preflight), encoded(answer));
    format!("/by-hand?preflight={preflight}&answer={answer}")
}

/// What lets a page read an answer, with credentials too.
const SHARED: &str = "200 | allow-origin: @origin | allow-credentials: true";

fn case(page: Page, name: &'static str) -> Case {
    Case {
        page,
        name,
        steps: Vec::new(),
        chromium: None,
    }
}

/// All cases.
pub(crate) fn table() -> Vec<Case> {
    [
        reading::cases(),
        preflights::cases(),
        routes::cases(),
        in_front::cases(),
        mismatch::cases(),
        methods::cases(),
        safelists::cases(),
        cookies::cases(),
        redirects::cases(),
        uploads::cases(),
        cache::cases(),
        handmade::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
