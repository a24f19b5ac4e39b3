//! The table: the requests of pages, the expected requests on the wire, and what the page sees.
//!
//! A line of the wire is `method host/path origin site`, then what a preflight asks for, the cookies, and the status: see
//! [`wire_line`](super::observed::wire_line).
//!
//! A page sees the status, the body and the names of the headers that it can read, or one of these words: `refused`;
//! `invalid` if the request is invalid; `opaque` if the page cannot know the result; `loaded` if it only knows that
//! loading succeeded.
//!
//! There are no service workers: a service worker sends `fetch()` from the origin of its pages, which is not new for a
//! server.

mod cache;
mod cookies;
mod credentials;
mod elements;
mod handmade;
mod http_cache;
mod in_front;
mod methods;
mod mismatch;
mod origins;
mod preflights;
mod reading;
mod reasons;
mod redirects;
mod routes;
mod safelists;
mod uploads;
mod xhr;

use route_cors::testing::{Credentials, Mode, Redirect};
use url::form_urlencoded::byte_serialize;

use super::{addresses::Page, observed::Wanted, support::webdriver::Engine};

/// A sequence of requests. Each case has its own URLs, so it has its own preflights.
#[derive(Debug)]
pub(crate) struct Case {
    /// The page of the next step. At the end, the page of the last step.
    pub(crate) page: Page,
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
    departures: Vec<Departure>,
}

/// A request and the behaviour that the standard requires.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) page: Page,
    pub(crate) request: PageRequest,
    wire: &'static [&'static str],
    sees: &'static str,
}

/// The behaviour of an engine in a case where it departs from the standard.
#[derive(Debug)]
struct Departure {
    of: &'static [Engine],
    wire: &'static [&'static str],
    sees: Vec<&'static str>,
}

/// A request of a page.
#[derive(Debug)]
pub(crate) struct PageRequest {
    pub(crate) via: Via,
    pub(crate) method: &'static str,
    /// In the form of [`Addresses::url`](super::addresses::Addresses::url).
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'static str>,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    pub(crate) redirect: Redirect,
}

/// The API or element that sends a request.
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
    /// `XMLHttpRequest` with a listener that is added after the request has been sent.
    LateXhr,
    /// `fetch()` in a worker of the page.
    Worker,
    /// `<img>`.
    Image,
    /// `<script crossorigin>`.
    Script,
    /// `@font-face`.
    Font,
    /// `WebSocket`. The model does not support it.
    WebSocket,
    /// `<a>` that the user clicks.
    Link,
    /// `<form method="post">` that the user submits.
    Form,
    /// No page: the user types the URL.
    AddressBar,
}

impl Via {
    /// Checks whether it loads another document in place of the page.
    pub(crate) fn leaves(self) -> bool {
        matches!(self, Self::Link | Self::Form | Self::AddressBar)
    }
}

impl Case {
    fn step(
        mut self,
        request: PageRequest,
        wire: &'static [&'static str],
        sees: &'static str,
    ) -> Self {
        let page = self.page;
        let step = Step {
            page,
            request,
            wire,
            sees,
        };
        self.steps.push(step);
        self
    }

    /// Sends the following steps from another page.
    fn on(self, page: Page) -> Self {
        Self { page, ..self }
    }

    /// Checks whether a single script on a single page can send all steps.
    pub(crate) fn stays(&self) -> bool {
        let stays = |step: &Step| step.page == self.page && !step.request.via.leaves();
        self.steps.iter().all(stays)
    }

    /// Checks whether the model supports every step.
    pub(crate) fn is_for_the_model(&self) -> bool {
        let is_known = |step: &Step| step.request.via != Via::WebSocket;
        self.steps.iter().all(is_known)
    }

    /// Records that engines depart from the standard. `_from` names the section and the difference.
    fn departs(
        mut self,
        of: &'static [Engine],
        _from: &'static str,
        wire: &'static [&'static str],
        sees: &[&'static str],
    ) -> Self {
        let sees = sees.to_vec();
        self.departures.push(Departure { of, wire, sees });
        self
    }

    /// Records a departure that the page does not see.
    fn departs_on_the_wire(
        self,
        of: &'static [Engine],
        from: &'static str,
        wire: &'static [&'static str],
    ) -> Self {
        let sees: Vec<_> = self.steps.iter().map(|step| step.sees).collect();
        self.departs(of, from, wire, &sees)
    }

    /// Returns the behaviour that the standard requires.
    pub(crate) fn wanted(&self) -> Wanted {
        let wire = self.steps.iter().flat_map(|step| step.wire);
        Wanted {
            sees: self.steps.iter().map(|step| step.sees.to_owned()).collect(),
            wire: wire.map(|&line| line.to_owned()).collect(),
        }
    }

    /// Returns the known departure of an engine from the standard.
    pub(crate) fn departure(&self, engine: Engine) -> Option<Wanted> {
        let owned = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        let departure = self
            .departures
            .iter()
            .find(|departure| departure.of.contains(&engine))?;
        Some(Wanted {
            sees: owned(&departure.sees),
            wire: owned(departure.wire),
        })
    }
}

impl PageRequest {
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

fn request(method: &'static str, url: impl Into<String>) -> PageRequest {
    PageRequest {
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

fn get(url: impl Into<String>) -> PageRequest {
    request("GET", url)
}

fn post(url: impl Into<String>) -> PageRequest {
    request("POST", url)
}

fn put(url: impl Into<String>) -> PageRequest {
    request("PUT", url)
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Returns the address of a redirecting route with a policy, on the host `from`.
fn hop(from: &str, status: u16, to: &str) -> String {
    format!("{from}:/hop/{status}?to={}", encoded(to))
}

/// Returns the address of a response written by hand. Its preflight is allowed.
fn by_hand(answer: &str) -> String {
    by_hands(
        "204 | allow-origin: @origin | allow-credentials: true | allow-methods: PUT | max-age: 600",
        answer,
    )
}

/// Returns the address of two responses written by hand: to the preflight and to the request.
fn by_hands(preflight: &str, answer: &str) -> String {
    let (preflight, answer) = (encoded(preflight), encoded(answer));
    format!("/by-hand?preflight={preflight}&answer={answer}")
}

/// Headers that allow a page to read a response, with credentials too.
const SHARED: &str = "200 | allow-origin: @origin | allow-credentials: true";

fn case(page: Page, name: &'static str) -> Case {
    Case {
        page,
        name,
        steps: Vec::new(),
        departures: Vec::new(),
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
        credentials::cases(),
        redirects::cases(),
        uploads::cases(),
        cache::cases(),
        http_cache::cases(),
        handmade::cases(),
        origins::cases(),
        xhr::cases(),
        elements::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
