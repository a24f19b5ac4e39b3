//! Sites: which origins belong together. HTML, "Sites"; URL, "Host representation".

use std::net::Ipv4Addr;

use url::{Host, Origin, Url};

/// The parts that "same site" compares: a scheme and a registrable domain, or an opaque origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Site {
    Opaque(Origin),
    Tuple { scheme: String, host: String },
}

/// The public suffixes that a test added. Every top-level domain is one too.
///
/// Real browsers use the public suffix list. It is large, so a test adds the few suffixes that it needs.
#[derive(Debug, Clone, Default)]
pub(super) struct PublicSuffixes(Vec<String>);

impl PublicSuffixes {
    pub(super) fn add(&mut self, suffix: &str) {
        self.0.push(suffix.to_ascii_lowercase());
    }

    /// Checks whether a domain is a public suffix, below which anybody may register.
    pub(super) fn contains(&self, domain: &str) -> bool {
        !domain.contains('.') || self.0.iter().any(|suffix| suffix == domain)
    }

    /// Returns the registrable domain of a domain: its longest public suffix and one more label.
    fn registrable_domain<'a>(&self, domain: &'a str) -> Option<&'a str> {
        if self.contains(domain) {
            return None;
        }
        let mut registrable = domain;
        while let Some((_, parent)) = registrable.split_once('.') {
            if self.contains(parent) {
                return Some(registrable);
            }
            registrable = parent;
        }
        None
    }

    /// Obtains the site of an origin.
    pub(super) fn site(&self, origin: &Origin) -> Site {
        match origin {
            Origin::Opaque(_) => Site::Opaque(origin.clone()),
            Origin::Tuple(scheme, host, _) => Site::Tuple {
                scheme: scheme.clone(),
                host: match host {
                    Host::Domain(domain) => {
                        self.registrable_domain(domain).unwrap_or(domain).to_owned()
                    }
                    address => address.to_string(),
                },
            },
        }
    }

    /// Checks whether two origins are same site.
    pub(super) fn same_site(&self, a: &Origin, b: &Origin) -> bool {
        self.site(a) == self.site(b)
    }

    /// Checks whether two origins are schemelessly same site.
    pub(super) fn schemelessly_same_site(&self, a: &Origin, b: &Origin) -> bool {
        match (self.site(a), self.site(b)) {
            (Site::Tuple { host: a, .. }, Site::Tuple { host: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }
}

/// Checks whether a URL is potentially trustworthy. Secure Contexts, "Is origin potentially trustworthy?".
pub(super) fn is_potentially_trustworthy(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        Url::parse(url).unwrap().origin()
    }

    #[test]
    fn same_site() {
        let mut suffixes = PublicSuffixes::default();
        suffixes.add("co.example");
        suffixes.add("shop.co.example");
        for (a, b, same, schemeless) in [
            (
                "https://a.acme.example",
                "https://b.c.acme.example",
                true,
                true,
            ),
            (
                "https://acme.example",
                "https://acme.example:8443",
                true,
                true,
            ),
            ("https://acme.example", "http://acme.example", false, true),
            (
                "https://acme.example",
                "https://other.example",
                false,
                false,
            ),
            (
                "https://acme.example",
                "https://xacme.example",
                false,
                false,
            ),
            ("https://a.co.example", "https://b.co.example", false, false),
            ("https://x.a.co.example", "https://a.co.example", true, true),
            (
                "https://a.shop.co.example",
                "https://b.shop.co.example",
                false,
                false,
            ),
            ("https://co.example", "https://a.co.example", false, false),
            ("http://localhost:1", "http://localhost:2", true, true),
            ("http://a.localhost", "http://b.localhost", false, false),
            ("http://192.0.2.1", "http://192.0.2.1:81", true, true),
            ("http://192.0.2.1", "http://198.51.2.1", false, false),
            ("http://[::1]", "http://[::1]:81", true, true),
        ] {
            let (left, right) = (origin(a), origin(b));
            assert_eq!(suffixes.same_site(&left, &right), same, "{a} {b}");
            assert_eq!(
                suffixes.schemelessly_same_site(&left, &right),
                schemeless,
                "{a} {b}"
            );
        }
    }

    #[test]
    fn an_opaque_origin_is_same_site_only_with_itself() {
        let suffixes = PublicSuffixes::default();
        let opaque = Origin::new_opaque();
        assert!(suffixes.same_site(&opaque, &opaque.clone()));
        assert!(!suffixes.same_site(&opaque, &Origin::new_opaque()));
        assert!(suffixes.schemelessly_same_site(&opaque, &opaque.clone()));
        assert!(!suffixes.schemelessly_same_site(&opaque, &Origin::new_opaque()));
        assert!(!suffixes.same_site(&opaque, &origin("https://acme.example")));
    }

    #[test]
    fn potentially_trustworthy() {
        for (url, trustworthy) in [
            ("https://acme.example", true),
            ("http://acme.example", false),
            ("http://localhost:8080", true),
            ("http://app.localhost", true),
            ("http://notlocalhost", false),
            ("http://127.8.0.1", true),
            ("http://[::1]:3000", true),
            ("http://192.168.0.1", false),
        ] {
            let judged = is_potentially_trustworthy(&Url::parse(url).unwrap());
            assert_eq!(judged, trustworthy, "{url}");
        }
    }
}
