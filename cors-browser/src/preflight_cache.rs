//! The permissions that preflights gave, and for how long. Fetch, "CORS-preflight cache".

use std::time::Duration;

use actix_web::http::Method;
use url::Url;

use super::site::Site;

/// The default limit of max-age in seconds: Chromium's two hours.
const DEFAULT_LIMIT: u64 = 7200;

/// The max-age of a preflight response without one, in seconds.
const DEFAULT_MAX_AGE: u64 = 5;

/// The one CORS non-wildcard request-header name. Fetch, "Headers".
pub(super) const NON_WILDCARD: &str = "authorization";

/// The parts that a request and an entry must have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// The network partition key: the site of the page at the top.
    pub(super) partition: Site,
    /// The byte-serialized origin.
    pub(super) origin: String,
    pub(super) url: Url,
}

/// A method or a header name that a preflight response lists. It may be `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Allowed {
    Method(String),
    HeaderName(String),
}

#[derive(Debug)]
struct Entry {
    key: Key,
    credentials: bool,
    allowed: Allowed,
    max_age: Duration,
    stored: Duration,
}

/// The CORS-preflight cache of one browser. Times are read from the browser's clock.
#[derive(Debug)]
pub(super) struct PreflightCache {
    entries: Vec<Entry>,
    limit: u64,
}

/// The values that one request looks up and stores.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) key: Key,
    /// Whether the credentials mode is "include".
    pub(super) credentials: bool,
    pub(super) now: Duration,
}

impl Default for PreflightCache {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            limit: DEFAULT_LIMIT,
        }
    }
}

impl PreflightCache {
    pub(super) fn set_limit(&mut self, seconds: u64) {
        self.limit = seconds;
    }

    /// Checks whether there is a method cache entry match.
    pub(super) fn matches_method(&self, lookup: &Lookup, method: &Method) -> bool {
        self.entries.iter().any(|entry| {
            entry.matches(lookup) && entry.allowed.covers_method(method.as_str(), lookup)
        })
    }

    /// Checks whether there is a header-name cache entry match.
    pub(super) fn matches_header_name(&self, lookup: &Lookup, name: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.matches(lookup) && entry.allowed.covers_header_name(name, lookup))
    }

    /// Stores what a preflight response allows. `max_age` is in seconds, if the response has one.
    pub(super) fn store(
        &mut self,
        lookup: &Lookup,
        max_age: Option<u64>,
        methods: &[String],
        header_names: &[String],
    ) {
        let seconds = max_age.unwrap_or(DEFAULT_MAX_AGE).min(self.limit);
        let max_age = Duration::from_secs(seconds);
        self.entries.retain(|entry| entry.is_fresh(lookup.now));
        for method in methods {
            self.store_one(lookup, max_age, Allowed::Method(method.clone()));
        }
        for name in header_names {
            self.store_one(lookup, max_age, Allowed::HeaderName(name.clone()));
        }
    }

    fn store_one(&mut self, lookup: &Lookup, max_age: Duration, allowed: Allowed) {
        let mut is_known = false;
        for entry in &mut self.entries {
            let covers = match &allowed {
                Allowed::Method(method) => entry.allowed.covers_method(method, lookup),
                Allowed::HeaderName(name) => entry.allowed.covers_header_name(name, lookup),
            };
            if covers && entry.matches(lookup) {
                // The standard sets only the max-age. Every browser counts it from the latest response.
                entry.max_age = max_age;
                entry.stored = lookup.now;
                is_known = true;
            }
        }
        if !is_known {
            self.entries.push(Entry {
                key: lookup.key.clone(),
                credentials: lookup.credentials,
                allowed,
                max_age,
                stored: lookup.now,
            });
        }
    }

    /// Clears the cache entries of a key.
    pub(super) fn clear(&mut self, key: &Key) {
        self.entries.retain(|entry| entry.key != *key);
    }

    /// Clears the whole cache.
    pub(super) fn clear_all(&mut self) {
        self.entries.clear();
    }
}

impl Entry {
    /// Checks whether there is a cache entry match.
    fn matches(&self, lookup: &Lookup) -> bool {
        self.key == lookup.key
            && (self.credentials || !lookup.credentials)
            && self.is_fresh(lookup.now)
    }

    fn is_fresh(&self, now: Duration) -> bool {
        now.saturating_sub(self.stored) < self.max_age
    }
}

impl Allowed {
    fn covers_method(&self, method: &str, lookup: &Lookup) -> bool {
        matches!(self, Self::Method(allowed) if allowed == method || lookup.is_wildcard(allowed))
    }

    fn covers_header_name(&self, name: &str, lookup: &Lookup) -> bool {
        matches!(self, Self::HeaderName(allowed) if allowed.eq_ignore_ascii_case(name)
            || lookup.is_wildcard(allowed) && !name.eq_ignore_ascii_case(NON_WILDCARD))
    }
}

impl Lookup {
    /// Checks whether `allowed` covers everything. With credentials, `*` is the literal name `*`. Fetch, "CORS-preflight
    /// fetch".
    fn is_wildcard(&self, allowed: &str) -> bool {
        allowed == "*" && !self.credentials
    }
}

#[cfg(test)]
mod tests {
    use url::Origin;

    use super::*;
    use crate::site::PublicSuffixes;

    fn lookup(origin: &str, url: &str, credentials: bool, now: u64) -> Lookup {
        Lookup {
            key: Key {
                partition: PublicSuffixes::default().site(&Url::parse(origin).unwrap().origin()),
                origin: origin.to_owned(),
                url: Url::parse(url).unwrap(),
            },
            credentials,
            now: Duration::from_secs(now),
        }
    }

    fn at(now: u64) -> Lookup {
        lookup("https://app.example", "https://api.example/a", false, now)
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn entries_last_as_long_as_their_max_age() {
        for (max_age, limit, lasts) in [
            (None, 7200, 5),
            (Some(600), 7200, 600),
            (Some(u64::MAX), 7200, 7200),
            (Some(600), 60, 60),
            (Some(0), 7200, 0),
        ] {
            let mut cache = PreflightCache::default();
            cache.set_limit(limit);
            cache.store(&at(100), max_age, &strings(&["PUT"]), &[]);
            if lasts > 0 {
                assert!(cache.matches_method(&at(100 + lasts - 1), &Method::PUT));
            }
            assert!(
                !cache.matches_method(&at(100 + lasts), &Method::PUT),
                "{max_age:?}"
            );
        }
    }

    #[test]
    fn a_later_preflight_renews_an_entry() {
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["PUT"]), &[]);
        cache.store(&at(9), Some(10), &strings(&["PUT"]), &[]);
        assert!(cache.matches_method(&at(18), &Method::PUT));
        cache.store(&at(18), Some(0), &strings(&["PUT"]), &[]);
        assert!(!cache.matches_method(&at(18), &Method::PUT));
    }

    #[test]
    fn only_methods_are_case_sensitive() {
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["put"]), &strings(&["X-Key"]));
        assert!(!cache.matches_method(&at(1), &Method::PUT));
        assert!(cache.matches_header_name(&at(1), "x-key"));
        assert!(!cache.matches_header_name(&at(1), "x-keys"));
    }

    #[test]
    fn the_wildcard_covers_everything_except_authorization() {
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["*"]), &strings(&["*"]));
        assert!(cache.matches_method(&at(1), &Method::DELETE));
        assert!(cache.matches_header_name(&at(1), "x-any"));
        assert!(!cache.matches_header_name(&at(1), "authorization"));
        cache.store(&at(1), Some(10), &[], &strings(&["Authorization"]));
        assert!(cache.matches_header_name(&at(2), "authorization"));
    }

    #[test]
    fn with_credentials_the_wildcard_is_a_literal_name() {
        let with = lookup("https://app.example", "https://api.example/a", true, 1);
        let mut cache = PreflightCache::default();
        let (methods, header_names) = (strings(&["PUT", "*"]), strings(&["x-a", "*"]));
        cache.store(&with, Some(10), &methods, &header_names);
        assert!(cache.matches_method(&with, &Method::PUT));
        assert!(!cache.matches_method(&with, &Method::DELETE));
        assert!(cache.matches_header_name(&with, "x-a"));
        assert!(!cache.matches_header_name(&with, "x-b"));
        // A request without credentials may use the entry, and for it `*` covers everything.
        assert!(cache.matches_method(&at(1), &Method::DELETE));
        assert!(cache.matches_header_name(&at(1), "x-b"));
    }

    #[test]
    fn the_key_is_partition_origin_and_url() {
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["PUT"]), &[]);
        for (origin, url) in [
            ("https://other.example", "https://api.example/a"),
            ("https://app.example:444", "https://api.example/a"),
            ("https://app.example", "https://api.example/b"),
            ("https://app.example", "https://api.example/a?b"),
        ] {
            let lookup = lookup(origin, url, false, 1);
            assert!(
                !cache.matches_method(&lookup, &Method::PUT),
                "{origin} {url}"
            );
        }
        let mut partitioned = at(1);
        partitioned.key.partition = Site::Opaque(Origin::new_opaque());
        assert!(!cache.matches_method(&partitioned, &Method::PUT));
        assert!(cache.matches_method(&at(1), &Method::PUT));
    }

    #[test]
    fn an_entry_without_credentials_does_not_match_a_request_with_credentials() {
        let with = lookup("https://app.example", "https://api.example/a", true, 1);
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["PUT"]), &[]);
        assert!(!cache.matches_method(&with, &Method::PUT));
        cache.store(&with, Some(10), &strings(&["DELETE"]), &[]);
        assert!(cache.matches_method(&at(1), &Method::DELETE));
    }

    #[test]
    fn clear_removes_the_entries_of_one_key() {
        let other = lookup("https://app.example", "https://api.example/b", false, 0);
        let mut cache = PreflightCache::default();
        cache.store(&at(0), Some(10), &strings(&["PUT"]), &[]);
        cache.store(&other, Some(10), &strings(&["PUT"]), &[]);
        cache.clear(&at(0).key);
        assert!(!cache.matches_method(&at(1), &Method::PUT));
        assert!(cache.matches_method(&other, &Method::PUT));
        cache.clear_all();
        assert!(!cache.matches_method(&other, &Method::PUT));
    }
}
