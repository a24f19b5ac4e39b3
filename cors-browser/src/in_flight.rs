//! A request in the course of a fetch. Fetch, "Requests".

use actix_web::{
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    web::Bytes,
};
use url::{Origin, Url};

use super::{
    mode::{Credentials, Destination, Mode, Redirect},
    site::PublicSuffixes,
};

/// A request's response tainting: how the response will be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tainting {
    Basic,
    Cors,
    Opaque,
}

#[derive(Debug, Clone)]
pub(super) struct InFlight {
    pub(super) origin: Origin,
    pub(super) method: Method,
    /// The requested URL, then the URLs of the redirects. Never empty.
    pub(super) url_list: Vec<Url>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Bytes>,
    /// Whether the body's source is null.
    pub(super) body_is_stream: bool,
    pub(super) mode: Mode,
    pub(super) credentials: Credentials,
    pub(super) redirect: Redirect,
    pub(super) destination: Destination,
    /// Whether the user started this navigation, and not a page.
    pub(super) from_address_bar: bool,
    pub(super) use_cors_preflight: bool,
    pub(super) tainting: Tainting,
}

impl InFlight {
    pub(super) fn current_url(&self) -> &Url {
        &self.url_list[self.url_list.len() - 1]
    }

    /// Deletes a header.
    pub(super) fn delete_header(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }

    /// Checks whether the redirect-taint is not "same-origin": an origin other than the page's redirected the request to
    /// another origin.
    pub(super) fn is_redirect_tainted(&self) -> bool {
        self.has_hop(|a, b| a == b)
    }

    /// Checks whether the redirect-taint is "cross-site".
    pub(super) fn is_redirect_tainted_cross_site(&self, suffixes: &PublicSuffixes) -> bool {
        self.has_hop(|a, b| suffixes.same_site(a, b))
    }

    /// Checks whether a redirect led from an origin that is not the same as the page's to one that is not the same as that.
    fn has_hop(&self, same: impl Fn(&Origin, &Origin) -> bool) -> bool {
        self.url_list.windows(2).any(|hop| {
            let (last, url) = (hop[0].origin(), hop[1].origin());
            !same(&url, &last) && !same(&self.origin, &last)
        })
    }

    /// Serializes the request origin.
    pub(super) fn serialized_origin(&self) -> String {
        if self.is_redirect_tainted() {
            "null".to_owned()
        } else {
            self.origin.ascii_serialization()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    #[test]
    fn redirect_taint() {
        const APP: &str = "https://app.acme.example";
        const API: &str = "https://api.acme.example";
        const EVIL: &str = "https://evil.example";
        for (urls, tainted, cross_site) in [
            (&[APP][..], false, false),
            (&[API], false, false),
            (&[APP, API], false, false),
            (&[API, API], false, false),
            (&[API, APP], true, false),
            (&[API, EVIL], true, false),
            (&[EVIL, APP], true, true),
            (&[EVIL, EVIL], false, false),
            (&[APP, EVIL, API], true, true),
            (&[API, APP, EVIL], true, false),
        ] {
            let page = Url::parse(APP).unwrap();
            let mut request = Request::get(urls[0])
                .construct(page.origin(), Some(&page))
                .unwrap();
            request.url_list = urls.iter().map(|url| Url::parse(url).unwrap()).collect();
            let suffixes = PublicSuffixes::default();
            assert_eq!(request.is_redirect_tainted(), tainted, "{urls:?}");
            assert_eq!(
                request.is_redirect_tainted_cross_site(&suffixes),
                cross_site,
                "{urls:?}"
            );
            let origin = if tainted { "null" } else { APP };
            assert_eq!(request.serialized_origin(), origin, "{urls:?}");
        }
    }
}
