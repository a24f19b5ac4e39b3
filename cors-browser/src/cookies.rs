//! A small cookie jar. RFC 6265bis ("Cookies: HTTP State Management Mechanism"), "Storage Model" and "Retrieval Model".
//!
//! Supported: `Domain`, `Path`, `Expires`, `Max-Age`, `Secure`, `SameSite`, and the prefixes `__Host-` and `__Secure-`.
//! `HttpOnly` has no effect, because no script reads cookies here.
//!
//! Not supported: `Partitioned`, and limits on number and size. Browsers also block third-party cookies, and Chromium sends
//! a new cookie without `SameSite` with cross-site POSTs for two minutes. This jar does neither.

use std::time::{Duration, SystemTime};

use actix_web::http::header::HttpDate;
use url::{Host, Url};

use super::site::{PublicSuffixes, is_potentially_trustworthy};

/// The maximum lifetime of a cookie in seconds: 400 days.
const MAX_AGE_LIMIT: u64 = 400 * 24 * 60 * 60;

/// The `SameSite` attribute: which requests from other sites carry the cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SameSite {
    Strict,
    /// The default.
    Lax,
    None,
}

/// The same-site mode of a request: which `SameSite` cookies it may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SameSiteMode {
    /// A same-site request: every cookie.
    StrictOrLess,
    /// A cross-site navigation with a safe method: all except `SameSite=Strict`.
    LaxOrLess,
    /// Any other cross-site request: only `SameSite=None`.
    NoneOnly,
}

impl SameSiteMode {
    fn permits(self, same_site: SameSite) -> bool {
        match self {
            Self::StrictOrLess => true,
            Self::LaxOrLess => same_site != SameSite::Strict,
            Self::NoneOnly => same_site == SameSite::None,
        }
    }
}

#[derive(Debug, Clone)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    same_site: SameSite,
    expires: Option<SystemTime>,
}

/// The cookies of one browser, oldest first.
#[derive(Debug, Default)]
pub(super) struct CookieJar(Vec<Cookie>);

impl CookieJar {
    /// Parses and stores a cookie that `url` sets. A cookie that a browser would reject is silently dropped.
    ///
    /// `may_restrict` is false for a cross-site request that is not a navigation. Such a request can only set cookies with
    /// `SameSite=None`.
    pub(super) fn store(
        &mut self,
        url: &Url,
        set_cookie: &str,
        may_restrict: bool,
        now: SystemTime,
        suffixes: &PublicSuffixes,
    ) {
        let Some(cookie) = parse(url, set_cookie, now, suffixes) else {
            return;
        };
        if cookie.same_site != SameSite::None && !may_restrict {
            return;
        }
        if !cookie.secure && !is_potentially_trustworthy(url) && self.has_secure(&cookie) {
            return;
        }
        let is_same = |other: &Cookie| {
            (&other.name, &other.domain, &other.path)
                == (&cookie.name, &cookie.domain, &cookie.path)
                && other.host_only == cookie.host_only
        };
        let position = self.0.iter().position(is_same);
        let is_expired = cookie.expires.is_some_and(|expires| expires <= now);
        match (position, is_expired) {
            // The position keeps the order of creation.
            (Some(position), false) => self.0[position] = cookie,
            (Some(position), true) => drop(self.0.remove(position)),
            (None, false) => self.0.push(cookie),
            (None, true) => {}
        }
    }

    /// Checks whether a `Secure` cookie prevents an insecure URL from setting `cookie`: it has the same name, an overlapping
    /// domain, and a path that covers the new path. RFC 6265bis, "Storage Model".
    fn has_secure(&self, cookie: &Cookie) -> bool {
        self.0.iter().any(|other| {
            other.secure
                && other.name == cookie.name
                && (is_below(&other.domain, &cookie.domain)
                    || is_below(&cookie.domain, &other.domain))
                && path_matches(&cookie.path, &other.path)
        })
    }

    /// Returns the value of the `Cookie` header of a request, or `None` if no cookie is sent.
    pub(super) fn retrieve(
        &self,
        url: &Url,
        mode: SameSiteMode,
        now: SystemTime,
    ) -> Option<String> {
        let host = url.host_str()?;
        let mut cookies: Vec<&Cookie> = self
            .0
            .iter()
            .filter(|cookie| {
                cookie.expires.is_none_or(|expires| expires > now)
                    && if cookie.host_only {
                        cookie.domain == host
                    } else {
                        domain_matches(url, &cookie.domain)
                    }
                    && path_matches(url.path(), &cookie.path)
                    && (!cookie.secure || is_potentially_trustworthy(url))
                    && mode.permits(cookie.same_site)
            })
            .collect();
        // The sort is stable: cookies with equally long paths stay in order of creation.
        cookies.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = cookies
            .iter()
            .map(|cookie| match cookie.name.as_str() {
                "" => cookie.value.clone(),
                name => format!("{name}={}", cookie.value),
            })
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn parse(
    url: &Url,
    set_cookie: &str,
    now: SystemTime,
    suffixes: &PublicSuffixes,
) -> Option<Cookie> {
    let host = url.host_str()?;
    let mut parts = set_cookie.split(';').map(str::trim);
    let pair = parts.next()?;
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        domain: host.to_owned(),
        host_only: true,
        path: default_path(url),
        secure: false,
        same_site: SameSite::Lax,
        expires: None,
    };
    if cookie.name.is_empty() && cookie.value.is_empty() {
        return None;
    }
    let mut domain = String::new();
    let mut expires = None;
    let mut max_age = None;
    for attribute in parts {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "domain" => domain = value.trim_start_matches('.').to_ascii_lowercase(),
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "path" => cookie.path = default_path(url),
            "expires" => expires = value.parse::<HttpDate>().ok().map(SystemTime::from),
            "max-age" => max_age = parse_max_age(value),
            "secure" => cookie.secure = true,
            "samesite" => {
                cookie.same_site = match value.to_ascii_lowercase().as_str() {
                    "none" => SameSite::None,
                    "strict" => SameSite::Strict,
                    _ => SameSite::Lax,
                }
            }
            _ => {}
        }
    }
    cookie.expires = match max_age {
        Some(lifetime) => now.checked_add(lifetime),
        None => expires,
    };

    if !domain.is_empty() {
        if !domain_matches(url, &domain) {
            return None;
        }
        if !suffixes.contains(&domain) {
            cookie.host_only = false;
            cookie.domain.clone_from(&domain);
        } else if domain != host {
            return None;
        }
    }
    if cookie.secure && !is_potentially_trustworthy(url) {
        return None;
    }
    if cookie.same_site == SameSite::None && !cookie.secure {
        return None;
    }
    // A cookie without a name is sent as its value alone, so it would look like a cookie with that prefix.
    if cookie.name.is_empty()
        && (is_prefixed(&cookie.value, "__secure-") || is_prefixed(&cookie.value, "__host-"))
    {
        return None;
    }
    if is_prefixed(&cookie.name, "__secure-") && !cookie.secure {
        return None;
    }
    let is_host_bound = cookie.secure && domain.is_empty() && cookie.path == "/";
    if is_prefixed(&cookie.name, "__host-") && !is_host_bound {
        return None;
    }
    Some(cookie)
}

/// Checks whether `text` begins with `prefix`, ignoring case.
fn is_prefixed(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// "The Max-Age Attribute": zero or less is the past; a value that is not a number is ignored.
fn parse_max_age(value: &str) -> Option<Duration> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if value.starts_with('-') {
        return Some(Duration::ZERO);
    }
    Some(Duration::from_secs(
        digits.parse().unwrap_or(MAX_AGE_LIMIT).min(MAX_AGE_LIMIT),
    ))
}

/// Returns the default path of a cookie that `url` sets.
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((directory, _)) => directory.to_owned(),
    }
}

/// Checks whether the host of `url` domain-matches `domain`.
fn domain_matches(url: &Url, domain: &str) -> bool {
    match url.host() {
        Some(Host::Domain(host)) => is_below(host, domain),
        Some(address) => address.to_string() == domain,
        None => false,
    }
}

/// Checks whether a domain is `parent` or below it.
fn is_below(domain: &str, parent: &str) -> bool {
    domain
        .strip_suffix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Checks whether a request's path path-matches a cookie's.
fn path_matches(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use SameSiteMode::{LaxOrLess, NoneOnly, StrictOrLess};

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn sent(set_by: &str, set_cookies: &[&str], to: &str, mode: SameSiteMode) -> Option<String> {
        let mut suffixes = PublicSuffixes::default();
        suffixes.add("co.example");
        let mut jar = CookieJar::default();
        for set_cookie in set_cookies {
            jar.store(
                &Url::parse(set_by).unwrap(),
                set_cookie,
                true,
                NOW,
                &suffixes,
            );
        }
        jar.retrieve(&Url::parse(to).unwrap(), mode, NOW)
    }

    #[test]
    fn scope_of_a_cookie() {
        const API: &str = "https://api.acme.example/a/b";
        for (set_cookie, to, goes) in [
            ("k=v", "https://api.acme.example/a/c", true),
            ("k=v", "https://api.acme.example/a", true),
            ("k=v", "https://api.acme.example/ab", false),
            ("k=v", "https://api.acme.example/", false),
            ("k=v; Path=/", "https://api.acme.example/", true),
            ("k=v; Path=x", "https://api.acme.example/", false),
            ("k=v; Path=/a/", "https://api.acme.example/a/x", true),
            ("k=v; Path=/", "https://api.acme.example:8443/", true),
            ("k=v; Path=/", "http://api.acme.example/", true),
            ("k=v; Path=/; Secure", "http://api.acme.example/", false),
            ("k=v; Path=/", "https://acme.example/", false),
            ("k=v; Path=/", "https://x.api.acme.example/", false),
            (
                "k=v; Path=/; Domain=acme.example",
                "https://acme.example/",
                true,
            ),
            (
                "k=v; Path=/; Domain=.ACME.example",
                "https://x.acme.example/",
                true,
            ),
            (
                "k=v; Path=/; Domain=acme.example",
                "https://xacme.example/",
                false,
            ),
            (
                "k=v; Path=/; Domain=other.example",
                "https://other.example/",
                false,
            ),
            (
                "k=v; Path=/; Domain=example",
                "https://api.acme.example/",
                false,
            ),
            (
                "k=v; Path=/; Domain=api.acme.example",
                "https://x.api.acme.example/",
                true,
            ),
            (
                "__Host-k=v; Path=/; Secure",
                "https://api.acme.example/",
                true,
            ),
            (
                "__Host-k=v; Path=/a; Secure",
                "https://api.acme.example/a",
                false,
            ),
            (
                "__Host-k=v; Path=/; Secure; Domain=acme.example",
                "https://acme.example/",
                false,
            ),
            ("__Secure-k=v; Path=/", "https://api.acme.example/", false),
            ("k=v; Path=/; Max-Age=0", "https://api.acme.example/", false),
            (
                "k=v; Path=/; Max-Age=-5",
                "https://api.acme.example/",
                false,
            ),
            ("k=v; Path=/; Max-Age=x", "https://api.acme.example/", true),
            ("k=v; Path=x", "https://api.acme.example/a/c", true),
            ("k=v; Path=/; Path=x", "https://api.acme.example/", false),
            ("k=v; Path=/; Max-Age=", "https://api.acme.example/", true),
            (
                "k=v; Path=/; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "https://api.acme.example/",
                false,
            ),
            (
                "k=v; Path=/; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "https://api.acme.example/",
                true,
            ),
            (
                "k=v; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "https://api.acme.example/",
                false,
            ),
            (
                "k=v; Path=/; Expires=Fri, 02 Jan 1970 00:00:00 GMT",
                "https://api.acme.example/",
                true,
            ),
            (
                "k=v; Path=/; SameSite=None",
                "https://api.acme.example/",
                false,
            ),
            ("=; Path=/", "https://api.acme.example/", false),
        ] {
            let sent = sent(API, &[set_cookie], to, StrictOrLess);
            assert_eq!(sent.is_some(), goes, "{set_cookie} to {to}: {sent:?}");
        }
    }

    #[test]
    fn an_insecure_url_replaces_no_secure_cookie() {
        const HTTPS: &str = "https://api.acme.example/a/b";
        const HTTP: &str = "http://api.acme.example/a/b";
        for (secure, insecure, sent) in [
            ("k=1; Secure", "k=2", "k=1"),
            ("k=1; Secure", "k=; Max-Age=0", "k=1"),
            ("k=1; Secure", "K=2", "k=1; K=2"),
            ("k=1; Secure; Path=/", "k=2; Path=/a", "k=1"),
            // The new path is above the protected path.
            ("k=1; Secure; Path=/a/b", "k=2; Path=/a", "k=1; k=2"),
            // Domains overlap in both directions.
            ("k=1; Secure; Domain=acme.example", "k=2", "k=1"),
            ("k=1; Secure", "k=2; Domain=acme.example", "k=1"),
            // Only a `Secure` cookie is protected.
            ("k=1", "k=2", "k=2"),
        ] {
            let mut jar = CookieJar::default();
            for (url, set_cookie) in [(HTTPS, secure), (HTTP, insecure)] {
                let url = Url::parse(url).unwrap();
                jar.store(&url, set_cookie, true, NOW, &PublicSuffixes::default());
            }
            let url = Url::parse(HTTPS).unwrap();
            let retrieved = jar.retrieve(&url, StrictOrLess, NOW);
            assert_eq!(retrieved.as_deref(), Some(sent), "{secure} then {insecure}");
        }
    }

    #[test]
    fn a_cookie_without_a_name_has_no_prefix_in_its_value() {
        let url = "https://api.acme.example/";
        for (set_cookie, goes) in [
            ("__Host-k; Secure; Path=/", false),
            ("=__Host-k=v; Secure; Path=/", false),
            ("=__host-k=v; Secure; Path=/", false),
            ("=__Secure-k=v; Secure", false),
            ("= __SECURE-k=v; Secure", false),
            ("=k=__Host-v; Secure", true),
            ("=_Host-k=v; Secure", true),
            ("k=__Host-v", true),
        ] {
            let sent = sent(url, &[set_cookie], url, StrictOrLess);
            assert_eq!(sent.is_some(), goes, "{set_cookie}: {sent:?}");
        }
    }

    #[test]
    fn a_cookie_of_a_public_suffix_stays_on_its_host() {
        for (to, goes) in [
            ("https://co.example/", true),
            ("https://a.co.example/", false),
        ] {
            let set_cookie = "k=v; Domain=co.example";
            let sent = sent("https://co.example/", &[set_cookie], to, StrictOrLess);
            assert_eq!(sent.is_some(), goes, "{to}");
        }
    }

    #[test]
    fn no_cookie_lives_longer_than_400_days() {
        let url = Url::parse("https://api.acme.example/").unwrap();
        for set_cookie in [
            "k=v; Max-Age=999999999",
            "k=v; Max-Age=99999999999999999999999",
        ] {
            let mut jar = CookieJar::default();
            jar.store(&url, set_cookie, true, NOW, &PublicSuffixes::default());
            let end = NOW + Duration::from_secs(34_560_000);
            let last = end - Duration::from_secs(1);
            assert!(jar.retrieve(&url, StrictOrLess, last).is_some());
            assert!(jar.retrieve(&url, StrictOrLess, end).is_none());
        }
    }

    #[test]
    fn same_site_modes() {
        for (set_cookie, mode, goes) in [
            ("k=v", StrictOrLess, true),
            ("k=v", LaxOrLess, true),
            ("k=v", NoneOnly, false),
            ("k=v; SameSite=bogus", NoneOnly, false),
            ("k=v; SameSite=Strict", StrictOrLess, true),
            ("k=v; SameSite=Strict", LaxOrLess, false),
            ("k=v; SameSite=Strict", NoneOnly, false),
            ("k=v; SameSite=None; Secure", NoneOnly, true),
        ] {
            let url = "https://api.acme.example/";
            let sent = sent(url, &[set_cookie], url, mode);
            assert_eq!(sent.is_some(), goes, "{set_cookie} {mode:?}");
        }
    }

    #[test]
    fn order_replacement_and_removal() {
        let url = "https://api.acme.example/a/";
        let cookies = [
            "a=1; Path=/",
            "b=2; Path=/a",
            "c=3; Path=/",
            "a=4; Path=/",
            "d",
        ];
        assert_eq!(
            sent(url, &cookies, url, StrictOrLess).as_deref(),
            Some("b=2; d; a=4; c=3")
        );
        assert_eq!(
            sent(url, &["a=1", "a=; Max-Age=0"], url, StrictOrLess),
            None
        );
    }

    #[test]
    fn a_cross_site_response_sets_only_same_site_none() {
        let mut jar = CookieJar::default();
        let url = Url::parse("https://api.acme.example/").unwrap();
        for set_cookie in ["a=1", "b=2; SameSite=Strict", "c=3; SameSite=None; Secure"] {
            jar.store(&url, set_cookie, false, NOW, &PublicSuffixes::default());
        }
        assert_eq!(
            jar.retrieve(&url, StrictOrLess, NOW).as_deref(),
            Some("c=3")
        );
    }

    #[test]
    fn an_address_has_no_subdomains() {
        assert_eq!(
            sent(
                "http://192.0.2.1/",
                &["k=v; Domain=2.1"],
                "http://192.0.2.1/",
                StrictOrLess
            ),
            None
        );
    }

    #[test]
    fn a_secure_cookie_needs_a_secure_or_a_local_url() {
        for (url, kept) in [
            ("http://api.acme.example/", false),
            ("http://localhost/", true),
        ] {
            let sent = sent(url, &["k=v; Secure"], url, StrictOrLess);
            assert_eq!(sent.is_some(), kept, "{url}");
        }
    }
}
