//! The browser: its pages and the state that they share.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, SystemTime},
};

use url::{Origin, Url};

use super::{
    cookies::CookieJar,
    exchange::Exchange,
    in_flight::InFlight,
    mode::Credentials,
    preflight_cache::{Key, Lookup, PreflightCache},
    site::PublicSuffixes,
};

/// A page in a browser.
///
/// [`open`](Self::open) opens another page in the same browser. The pages share cookies, the CORS-preflight cache, the
/// clock and the settings. Each page has its own [exchanges](Self::exchanges).
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
    /// Returns the time that cookies expire by.
    pub(super) fn wall_clock(&self) -> SystemTime {
        self.started + self.advanced.get()
    }
}

/// A document at the top of a tab.
#[derive(Debug)]
pub(super) struct Page {
    /// The base of relative URLs. `None` if the origin is opaque.
    pub(super) url: Option<Url>,
    pub(super) origin: Origin,
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
    /// Creates a browser with one page. `url` is the page's URL or its origin, such as `https://app.acme.example`.
    ///
    /// # Panics
    ///
    /// If `url` is not an absolute `http:` or `https:` URL.
    #[must_use]
    pub fn at(url: &str) -> Self {
        Self::new(Page::at(url))
    }

    /// Creates a browser with one page whose origin is opaque, like the origin of a sandboxed frame, a `data:` URL or a local
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

    /// Opens another page in this browser.
    ///
    /// # Panics
    ///
    /// If `url` is not an absolute `http:` or `https:` URL.
    #[must_use]
    pub fn open(&self, url: &str) -> Self {
        self.beside(Page::at(url))
    }

    /// Opens another page in this browser, with its own opaque origin.
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

    /// Makes requests look like HTTP/2: the authority is in the URI, and there is no `Host`. The default is HTTP/1.1.
    #[must_use]
    pub fn http2(self) -> Self {
        self.profile.http2.set(true);
        self
    }

    /// Adds a public suffix, such as `co.uk` or `github.io`. Domains directly below it are different sites.
    ///
    /// Real browsers have a list of thousands. This one knows every top-level domain and the suffixes that you add.
    #[must_use]
    pub fn public_suffix(self, suffix: &str) -> Self {
        self.profile.suffixes.borrow_mut().add(suffix);
        self
    }

    /// Sets the upper limit of `Access-Control-Max-Age`, in whole seconds. The default is Chromium's limit, two hours.
    /// Firefox has 24 hours, Safari ten minutes.
    #[must_use]
    pub fn max_age_limit(self, limit: Duration) -> Self {
        let seconds = limit.as_secs();
        self.profile.preflights.borrow_mut().set_limit(seconds);
        self
    }

    /// Returns the serialized origin of the page: `null` if it is opaque.
    #[must_use]
    pub fn origin(&self) -> String {
        self.page.origin.ascii_serialization()
    }

    /// Advances the clock of the CORS-preflight cache and the cookies. It does not run by itself.
    pub fn advance(&self, duration: Duration) {
        let advanced = &self.profile.advanced;
        advanced.set(advanced.get() + duration);
    }

    /// Clears the CORS-preflight cache.
    pub fn clear_preflight_cache(&self) {
        self.profile.preflights.borrow_mut().clear_all();
    }

    /// Sets a cookie as if a page of the same site had received `Set-Cookie: set_cookie` from `url`.
    ///
    /// A cookie that a browser would reject is silently dropped: for example, `SameSite=None` without `Secure`, or the
    /// `Domain` of another site.
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

    /// Returns the key of `request` in the CORS-preflight cache.
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
