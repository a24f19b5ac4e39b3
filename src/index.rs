//! Which origins a list admits, asked in a time that does not grow with the list.

use cors_runtime::origin::{MAX_AUTHORITY, Pattern, Ports};
use foldhash::{HashMap, HashSet};

/// An index of origins and patterns of them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    exact: HashSet<Box<[u8]>>,
    /// The patterns by what an authority that they admit ends with: of hosts below another the other, with the port
    /// unless that is any.
    wildcards: HashMap<Box<[u8]>, Vec<Box<str>>>,
    /// A bit for each number of dots that there is in a host of those keys.
    depths: u128,
    /// How long the longest origin is that may be admitted, in bytes.
    longest: usize,
}

impl Index {
    /// Of these, which have been judged.
    pub(crate) fn of<'a>(elements: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for element in elements {
            index.add(element);
        }
        index
    }

    fn add(&mut self, element: &str) {
        let wildcard = Pattern::parse(element).filter(|pattern| !pattern.is_exact());
        let Some(pattern) = wildcard else {
            self.longest = self.longest.max(element.len());
            self.exact.insert(element.as_bytes().into());
            return;
        };
        let longest = pattern.scheme().len() + "://".len() + MAX_AUTHORITY;
        self.longest = self.longest.max(longest);
        self.depths |= bit(dots(pattern.host().as_bytes()));
        let patterns = self
            .wildcards
            .entry(key(&pattern).into_bytes().into())
            .or_default();
        if patterns.iter().all(|pattern| **pattern != *element) {
            patterns.push(element.into());
        }
    }

    /// Whether it admits a serialised origin, compared byte for byte.
    pub(crate) fn admits(&self, origin: &[u8]) -> bool {
        origin.len() <= self.longest
            && (self.exact.contains(origin) || self.has_pattern_for(origin))
    }

    /// Goes through the host from its end, and asks at each label, as far as a pattern has as many of them.
    fn has_pattern_for(&self, origin: &[u8]) -> bool {
        if self.wildcards.is_empty() {
            return false;
        }
        let host_end = without_port(origin);
        let mut dots = 0;
        for (before, byte) in origin[..host_end].iter().enumerate().rev() {
            if !matches!(byte, b'.' | b'/') {
                continue;
            }
            let start = before + 1;
            let known = self.depths & bit(dots) != 0;
            if known
                && (self.matches(&origin[start..], origin)
                    || (host_end < origin.len() && self.matches(&origin[start..host_end], origin)))
            {
                return true;
            }
            if *byte == b'/' {
                return false;
            }
            dots += 1;
        }
        false
    }

    fn matches(&self, end: &[u8], origin: &[u8]) -> bool {
        self.wildcards.get(end).is_some_and(|patterns| {
            patterns
                .iter()
                .filter_map(|pattern| Pattern::parse(pattern))
                .any(|pattern| pattern.matches(origin))
        })
    }

    /// Every element.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &[u8]> {
        let patterns = self.wildcards.values().flatten();
        self.exact
            .iter()
            .map(AsRef::as_ref)
            .chain(patterns.map(|pattern| pattern.as_bytes()))
    }
}

/// What an authority ends with, if the pattern admits it.
fn key(pattern: &Pattern<'_>) -> String {
    match pattern.ports() {
        Ports::One(port) => format!("{}:{port}", pattern.host()),
        Ports::Default | Ports::Any => pattern.host().into(),
    }
}

/// Where the port of an origin begins with its colon, or else the end.
fn without_port(origin: &[u8]) -> usize {
    let digits = origin.iter().rev().take_while(|byte| byte.is_ascii_digit());
    match origin.len().checked_sub(digits.count() + 1) {
        Some(colon) if origin[colon] == b':' => colon,
        _ => origin.len(),
    }
}

fn dots(host: &[u8]) -> usize {
    host.split(|byte| *byte == b'.').count() - 1
}

/// The bit for a number of dots; the host of a URL has fewer than 128.
fn bit(dots: usize) -> u128 {
    1 << dots.min(127)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Few words, so that what is asked for is often there.
    fn origins(star: &'static str) -> impl Strategy<Value = String> {
        let schemes = prop::sample::select(vec!["https", "http", "app"]);
        let labels = prop::collection::vec(
            prop::sample::select(vec!["a", "b", "example", "co", "x-y", "é", ""]),
            1..5,
        );
        let ports = prop::sample::select(vec!["", ":80", ":8443", ":443", star]);
        let below = prop::sample::select(vec!["", "", star.trim_start_matches(':')]);
        (schemes, below, labels, ports).prop_map(|(scheme, below, labels, port)| {
            let host = labels.join(".");
            let dot = if below.is_empty() { "" } else { "." };
            format!("{scheme}://{below}{dot}{host}{port}")
        })
    }

    fn naive(elements: &[String], origin: &str) -> bool {
        elements
            .iter()
            .any(|element| match Pattern::parse(element) {
                Some(pattern) => pattern.matches(origin.as_bytes()),
                None => element == origin,
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn it_admits_what_one_of_the_elements_admits(
            elements in prop::collection::vec(prop_oneof![origins(":*"), Just("null".to_owned())], 0..12),
            asked in prop::collection::vec(prop_oneof![origins(":1"), origins(":*"), "[a-z.:/*]{0,20}"], 1..12),
        ) {
            let index = Index::of(elements.iter().map(String::as_str));
            for origin in asked.iter().chain(&elements) {
                prop_assert_eq!(index.admits(origin.as_bytes()), naive(&elements, origin), "{} among {:?}", origin, elements);
            }
        }
    }

    #[test]
    fn what_is_longer_than_an_origin_is_not_read() {
        let index = Index::of(["https://*.a.example", "https://[::1]:*", "null"]);
        for junk in [
            [b"https://".as_slice(), &b"a.".repeat(4_096)].concat(),
            [b"https://".as_slice(), &b".".repeat(250)].concat(),
            [b"https://".as_slice(), &b":".repeat(8_192), b".a.example"].concat(),
            b"\xff".repeat(8_192),
        ] {
            assert!(!index.admits(&junk));
        }
        assert!(index.admits(b"https://[::1]:3000"));
        assert!(index.admits(&[b"https://".as_slice(), &b"x.".repeat(120), b"a.example"].concat()));
        assert!(!Index::default().admits(b""));
    }

    #[test]
    fn elements_are_there_once() {
        let index = Index::of([
            "https://a.example",
            "https://*.a.example",
            "https://*.a.example",
            "https://a.example",
            "http://*.a.example",
        ]);
        let mut elements: Vec<_> = index.elements().collect();
        elements.sort_unstable();
        assert_eq!(
            elements,
            [
                b"http://*.a.example".as_slice(),
                b"https://*.a.example",
                b"https://a.example",
            ]
        );
    }

    #[test]
    fn the_longest_origin_there_can_be_is_read_to_its_end() {
        let index = Index::of(["https://*.example:*", "null"]);
        let labels = [&b"a".repeat(63)[..]; 3].join(&b'.');
        let host = [&b"a".repeat(53), &b"."[..], &labels, b".example"].concat();
        assert_eq!(host.len(), 253);
        let origin = [b"https://".as_slice(), &host, b":65535"].concat();
        assert!(index.admits(&origin));
        // A trailing dot would make it longer by one.
        assert_eq!(index.longest, origin.len() + 1);
        assert_eq!(Index::of(["null", "https://a.example"]).longest, 17);
    }
}
