//! The browser: pages, and what they share.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, SystemTime},
};

use actix_http::Request as WireRequest;
use actix_service::Service;
use actix_web::{Error, body::MessageBody, dev::ServiceResponse};
use url::{Origin, Url};

use super::{
    blocked::{Blocked, Reason},
    cookies::CookieJar,
    exchange::Exchange,
    fetch::main_fetch,
    in_flight::InFlight,
    preflight_cache::{Key, Lookup, PreflightCache},
    request::{Credentials, Request},
    response::Response,
    site::PublicSuffixes,
};

/// A page in a browser, and through it the browser.
///
/// [`open`](Self::open) opens further pages in the same browser: they share its cookies, its CORS-preflight cache, its
/// clock and its settings, and each keeps its own [exchanges](Self::exchanges).
#[derive(Debug)]
pub struct Browser {
    pub(super) profile: Rc<Profile>,
    pub(super) page: Page,
    pub(super) exchanges: RefCell<Vec<Exchange>>,
}

/// The state that all pages of one browser share.
#[derive(Debug)]
pub(super) struct Profile {
    started: SystemTime,
    advanced: Cell<Duration>,
    pub(super) http2: Cell<bool>,
    pub(super) suffixes: RefCell<PublicSuffixes>,
    pub(super) cookies: RefCell<CookieJar>,
    pub(super) preflights: RefCell<PreflightCache>,
}

impl Profile {
    /// The time that cookies expire by.
    pub(super) fn wall_clock(&self) -> SystemTime {
        self.started + self.advanced.get()
    }
}

/// A document at the top of a tab.
#[derive(Debug)]
pub(super) struct Page {
    /// The URL that relative ones stand on. `None` where the origin is opaque.
    pub(super) url: Option<Url>,
    origin: Origin,
}

impl Page {
    fn at(url: &str) -> Self {
        let page = Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(page) = page else {
            panic!("a page's URL begins with http:// or https://, and this does not: {url:?}");
        };
        Self {
            origin: page.origin(),
            url: Some(page),
        }
    }

    fn opaque() -> Self {
        Self {
            url: None,
            origin: Origin::new_opaque(),
        }
    }
}

impl Browser {
    /// A new browser with one page. `url` is the page's, or just its origin: `https://app.acme.example`.
    ///
    /// # Panics
    ///
    /// If `url` is not an absolute `http:` or `https:` URL.
    #[must_use]
    pub fn at(url: &str) -> Self {
        Self::new(Page::at(url))
    }

    /// A new browser with one page whose origin is opaque, like the origin of a sandboxed frame, a `data:` URL or a local
    /// file. Its requests say `Origin: null`. HTML, "Origin".
    #[must_use]
    pub fn opaque() -> Self {
        Self::new(Page::opaque())
    }

    fn new(page: Page) -> Self {
        Self {
            profile: Rc::new(Profile {
                started: SystemTime::now(),
                advanced: Cell::default(),
                http2: Cell::default(),
                suffixes: RefCell::default(),
                cookies: RefCell::default(),
                preflights: RefCell::default(),
            }),
            page,
            exchanges: RefCell::default(),
        }
    }

    /// Another page in this browser.
    ///
    /// # Panics
    ///
    /// If `url` is not an absolute `http:` or `https:` URL.
    #[must_use]
    pub fn open(&self, url: &str) -> Self {
        self.beside(Page::at(url))
    }

    /// Another page in this browser, with an opaque origin of its own.
    #[must_use]
    pub fn open_opaque(&self) -> Self {
        self.beside(Page::opaque())
    }

    fn beside(&self, page: Page) -> Self {
        Self {
            profile: Rc::clone(&self.profile),
            page,
            exchanges: RefCell::default(),
        }
    }

    /// Makes requests arrive as they do over HTTP/2: the authority in the URI, and no `Host`. Without this they
    /// arrive as over HTTP/1.1.
    #[must_use]
    pub fn http2(self) -> Self {
        self.profile.http2.set(true);
        self
    }

    /// Makes `suffix`, such as `co.uk` or `github.io`, a public suffix: what is directly below it are different sites.
    ///
    /// A browser has a list of thousands. This one knows every top-level domain, and those that you add.
    #[must_use]
    pub fn public_suffix(self, suffix: &str) -> Self {
        self.profile.suffixes.borrow_mut().add(suffix);
        self
    }

    /// Sets the limit, in whole seconds, that this browser imposes on `Access-Control-Max-Age`. Unless set it is
    /// Chromium's, two hours; Firefox has 24 hours, Safari ten minutes.
    #[must_use]
    pub fn max_age_limit(self, limit: Duration) -> Self {
        let seconds = limit.as_secs();
        self.profile.preflights.borrow_mut().set_limit(seconds);
        self
    }

    /// The serialized origin of the page: `null` where it is opaque.
    #[must_use]
    pub fn origin(&self) -> String {
        self.page.origin.ascii_serialization()
    }

    /// Lets time pass for the CORS-preflight cache and the cookies. Nothing else makes it pass.
    pub fn advance(&self, duration: Duration) {
        let advanced = &self.profile.advanced;
        advanced.set(advanced.get() + duration);
    }

    /// Clears the CORS-preflight cache.
    pub fn clear_preflight_cache(&self) {
        self.profile.preflights.borrow_mut().clear_all();
    }

    /// Sets a cookie as if a page of the cookie's own site had been answered with `Set-Cookie: set_cookie` by `url`.
    ///
    /// A cookie that a browser would refuse is dropped in silence, as there: one with `SameSite=None` and without
    /// `Secure`, or with the `Domain` of somebody else.
    ///
    /// # Panics
    ///
    /// If `url` is not an absolute URL.
    pub fn set_cookie(&self, url: &str, set_cookie: &str) {
        let Ok(parsed) = Url::parse(url) else {
            panic!("a cookie is set by an absolute URL, and this is none: {url:?}");
        };
        self.profile.cookies.borrow_mut().store(
            &parsed,
            set_cookie,
            true,
            self.profile.wall_clock(),
            &self.profile.suffixes.borrow(),
        );
    }

    /// Returns all requests of this page and their responses, preflights and redirects included, in order.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.borrow().clone()
    }

    /// Returns the requests of this page and their responses since the last call.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        self.exchanges.take()
    }

    /// Fetches, and gives what the page could read of the answer.
    ///
    /// Every request goes to `app`, whatever its URL: one application serves all hosts, and distinguishes them by `Host`,
    /// with [`guard::Host`](actix_web::guard::Host) for example. The body of the answer is read to its end.
    ///
    /// Fetch, "Fetch methods" and "Fetching".
    ///
    /// # Errors
    ///
    /// [`Blocked`], where a page would be told no more than that the fetch has failed. That a response has the status
    /// 403 or 500 is no error, here as there.
    pub async fn fetch<S, B>(&self, app: &S, request: Request) -> Result<Response, Blocked>
    where
        S: Service<WireRequest, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody,
    {
        let url = request.url().to_owned();
        let method = request.method().to_owned();
        let destination = request.destination();
        let origin = self.page.origin.clone();
        let mut request = request
            .construct(origin, self.page.url.as_ref())
            .map_err(|failure| Blocked {
                url,
                redirected_from: None,
                origin: self.origin(),
                page: self.origin(),
                destination,
                reason: failure.into(),
                method,
                exchange: None,
            })?;
        main_fetch(self, app, &mut request)
            .await
            .map_err(|reason| self.blocked(&request, reason))
    }

    /// How `request` finds its entries in the CORS-preflight cache.
    pub(super) fn lookup(&self, request: &InFlight) -> Lookup {
        Lookup {
            key: Key {
                partition: self.profile.suffixes.borrow().site(&self.page.origin),
                origin: request.serialized_origin(),
                url: request.current_url().clone(),
            },
            credentials: request.credentials == Credentials::Include,
            now: self.profile.advanced.get(),
        }
    }

    fn blocked(&self, request: &InFlight, reason: Reason) -> Blocked {
        let first = &request.url_list[0];
        let current = request.current_url();
        Blocked {
            url: current.to_string(),
            redirected_from: (request.url_list.len() > 1).then(|| first.to_string()),
            origin: request.serialized_origin(),
            page: self.origin(),
            destination: request.destination,
            method: request.method.to_string(),
            exchange: if reason.is_from_a_response() {
                self.exchanges.borrow().last().cloned()
            } else {
                None
            },
            reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "http:// or https://")]
    fn a_page_has_an_absolute_url() {
        let _ = Browser::at("app.acme.example");
    }
}
