//! An index of origins and patterns. A lookup reads the origin once, whatever the length of the list.

use cors_runtime::origin::{
    Hosts, MAX_AUTHORITY, MAX_HOST, Pattern, Ports, default_port, is_labels, is_port, port_colon,
};
use foldhash::{HashMap, HashSet};

/// A set of origins and patterns that answers whether one of them admits an origin.
#[derive(Debug, Default)]
pub(crate) struct OriginIndex {
    exact: HashSet<Box<[u8]>>,
    /// Whether `*` is an element, which admits every origin.
    any: bool,
    patterns: HashSet<Box<[u8]>>,
    /// The patterns by scheme.
    schemes: HashMap<Box<[u8]>, SchemeHosts>,
    /// The length in bytes of the longest origin that can be admitted.
    longest: usize,
}

/// The hosts that the patterns of one scheme admit, by port.
#[derive(Debug, Default)]
struct SchemeHosts {
    /// The default port of the scheme, which no origin spells out.
    default: Option<&'static [u8]>,
    default_port: HostTree,
    any_port: HostTree,
    ports: HashMap<Box<[u8]>, HostTree>,
}

/// The hosts that patterns with the same scheme and port admit.
#[derive(Debug, Default)]
struct HostTree {
    /// The pattern that admits every host, if there is one.
    any: Option<Box<str>>,
    root: Node,
}

/// A node of a tree of labels, read from the right: the path to it is a host.
#[derive(Debug, Default)]
struct Node {
    /// Whether a pattern admits this host.
    host: bool,
    /// Whether a pattern admits the hosts below this one.
    below: bool,
    children: HashMap<Box<[u8]>, Node>,
}

impl OriginIndex {
    /// Indexes elements that have been checked.
    pub(crate) fn new<'a>(elements: impl IntoIterator<Item = &'a str>) -> Self {
        let elements = elements.into_iter();
        let mut index = Self::default();
        index.exact.reserve(elements.size_hint().0);
        for element in elements {
            index.add(element);
        }
        index
    }

    /// Adds an element that has been checked.
    pub(crate) fn add(&mut self, element: &str) {
        match Pattern::parse(element) {
            Some(pattern) if !pattern.is_exact() => self.add_pattern(&pattern),
            _ => self.add_exact(element),
        }
        self.any |= element == "*";
    }

    fn add_exact(&mut self, origin: &str) {
        self.longest = self.longest.max(origin.len());
        self.exact.insert(origin.as_bytes().into());
    }

    fn add_pattern(&mut self, pattern: &Pattern<'_>) {
        self.patterns.insert(pattern.as_str().as_bytes().into());
        let longest = pattern.scheme().len() + "://".len() + MAX_AUTHORITY;
        self.longest = self.longest.max(longest);
        let scheme = self
            .schemes
            .entry(pattern.scheme().as_bytes().into())
            .or_insert_with(|| SchemeHosts::of(pattern.scheme()));
        let tree = match pattern.ports() {
            Ports::Default => &mut scheme.default_port,
            Ports::Any => &mut scheme.any_port,
            Ports::One(port) => scheme.ports.entry(port.as_bytes().into()).or_default(),
        };
        tree.add(pattern);
    }

    /// Checks whether an element admits a serialised origin. Origins are compared byte for byte.
    pub(crate) fn admits(&self, origin: &[u8]) -> bool {
        self.any
            || (origin.len() <= self.longest
                && (self.has_exact(origin) || self.a_pattern_admits(origin)))
    }

    /// Checks whether `*` is an element.
    pub(crate) fn admits_any(&self) -> bool {
        self.any
    }

    fn has_exact(&self, origin: &[u8]) -> bool {
        // Most lists have one or two origins, and to compare them costs less than a hash.
        if self.exact.len() <= 2 {
            self.exact.iter().any(|element| **element == *origin)
        } else {
            self.exact.contains(origin)
        }
    }

    fn a_pattern_admits(&self, origin: &[u8]) -> bool {
        if self.schemes.is_empty() {
            return false;
        }
        let Some(scheme_end) = origin.windows(3).position(|bytes| bytes == b"://") else {
            return false;
        };
        let (scheme, authority) = (&origin[..scheme_end], &origin[scheme_end + 3..]);
        authority.len() <= MAX_AUTHORITY
            && self
                .schemes
                .get(scheme)
                .is_some_and(|hosts| hosts.admit(origin, authority))
    }

    /// Checks whether the list has this element, as it is written.
    pub(crate) fn contains(&self, element: &[u8]) -> bool {
        self.exact.contains(element) || self.patterns.contains(element)
    }

    /// Returns every element once, in no order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &[u8]> {
        self.exact.iter().chain(&self.patterns).map(AsRef::as_ref)
    }

    /// Returns the number of elements.
    pub(crate) fn len(&self) -> usize {
        self.exact.len() + self.patterns.len()
    }
}

impl SchemeHosts {
    fn of(scheme: &str) -> Self {
        Self {
            default: default_port(scheme).map(str::as_bytes),
            ..Self::default()
        }
    }

    fn admit(&self, origin: &[u8], authority: &[u8]) -> bool {
        // The port is in the last label.
        let last = authority.iter().rposition(|&byte| byte == b'.');
        let last = last.map_or(0, |dot| dot + 1);
        let Some(colon) = port_colon(&authority[last..]) else {
            return self.default_port.admits(origin, authority)
                || self.any_port.admits(origin, authority);
        };
        let (host, port) = authority.split_at(last + colon);
        let port = &port[1..];
        let has_port = || is_port(port) && self.default != Some(port);
        self.ports
            .get(port)
            .is_some_and(|tree| tree.admits(origin, host))
            || (has_port() && self.any_port.admits(origin, host))
    }
}

impl HostTree {
    fn add(&mut self, pattern: &Pattern<'_>) {
        match pattern.hosts() {
            Hosts::Any => self.any = Some(pattern.as_str().into()),
            Hosts::One => self.node(pattern.host()).host = true,
            Hosts::Below => self.node(pattern.host()).below = true,
        }
    }

    /// Returns the node of a host, with the path to it.
    fn node(&mut self, host: &str) -> &mut Node {
        host.rsplit('.').fold(&mut self.root, |node, label| {
            node.children.entry(label.as_bytes().into()).or_default()
        })
    }

    /// Checks whether a pattern admits `host`, the host of `origin`.
    fn admits(&self, origin: &[u8], host: &[u8]) -> bool {
        let any = self.any.as_deref().and_then(Pattern::parse);
        any.is_some_and(|any| any.matches(origin)) || self.has(host)
    }

    /// Walks down the tree from the last label of the host, as far as the patterns have the same labels.
    fn has(&self, host: &[u8]) -> bool {
        let mut node = &self.root;
        let mut end = host.len();
        // The end of the labels that a `*` stands for. The deepest one stands for the fewest: if it does not match, none does.
        let mut star = None;
        loop {
            let dot = host[..end].iter().rposition(|&byte| byte == b'.');
            let label = &host[dot.map_or(0, |dot| dot + 1)..end];
            let Some(child) = node.children.get(label) else {
                break;
            };
            let Some(dot) = dot else {
                if child.host {
                    return true;
                }
                break;
            };
            if child.below {
                star = Some(dot);
            }
            (node, end) = (child, dot);
        }
        let name = host.strip_suffix(b".").unwrap_or(host);
        star.is_some_and(|end| name.len() <= MAX_HOST && is_labels(&host[..end]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Parts of origins and patterns. There are few of them, so that an origin often fits a pattern.
    const SCHEMES: &[&str] = &["https", "http", "app", "vscode-webview"];
    const LABELS: &[&str] = &[
        "a", "b", "example", "co", "x-y", "_", "é", "A", "", "a b", "*",
    ];
    const ADDRESSES: &[&str] = &["192.0.2.1", "[::1]", "[fd00::1]", "[", "]", "[::1].a"];
    const PORTS: &[&str] = &[
        "", ":80", ":443", ":8443", ":65535", ":65536", ":080", ":", ":a",
    ];

    fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
        prop::sample::select(texts).prop_map(str::to_owned)
    }

    fn host() -> impl Strategy<Value = String> {
        let label = prop_oneof![
            9 => one_of(LABELS),
            1 => (62..65_usize).prop_map(|length| "l".repeat(length)),
        ];
        let labels = |count| prop::collection::vec(label.clone(), count);
        prop_oneof![
            8 => labels(1..5).prop_map(|labels| labels.join(".")),
            2 => labels(100..140).prop_map(|labels| labels.join(".")),
            2 => one_of(ADDRESSES),
            // Hosts of about the greatest length.
            1 => (240..260_usize, labels(1..3)).prop_map(|(length, labels)| {
                let labels = labels.join(".");
                format!("{}{labels}", "a.".repeat(length.saturating_sub(labels.len()) / 2))
            }),
        ]
    }

    fn pattern() -> impl Strategy<Value = String> {
        let hosts = prop_oneof![
            2 => host(),
            4 => host().prop_map(|host| format!("*.{host}")),
            1 => Just("*".to_owned()),
        ];
        let ports = prop_oneof![one_of(PORTS), Just(":*".to_owned())];
        (one_of(SCHEMES), hosts, ports)
            .prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"))
    }

    /// Returns an origin, often one with the end of a pattern.
    fn asked() -> impl Strategy<Value = String> {
        let dots = prop::sample::select(vec!["", "", "", "."]);
        let origin = (one_of(SCHEMES), dots.clone(), host(), dots, one_of(PORTS)).prop_map(
            |(scheme, first, host, last, port)| format!("{scheme}://{first}{host}{last}{port}"),
        );
        prop_oneof![6 => origin, 1 => pattern(), 1 => "[a-z.:/*\\[\\]]{0,20}"]
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
        fn it_admits_what_an_element_admits(
            elements in prop::collection::vec(prop_oneof![9 => pattern(), 1 => Just("null".to_owned())], 0..12),
            asked in prop::collection::vec(asked(), 1..12),
            labels in prop::collection::vec(one_of(LABELS), 1..4),
        ) {
            let index = OriginIndex::new(elements.iter().map(String::as_str));
            // Origins that put something in the place of each `*`.
            let below = elements.iter().flat_map(|element| {
                [labels.join("."), ".".to_owned(), "a.".repeat(126)].map(|labels| element.replacen('*', &labels, 1).replace('*', "3000"))
            });
            for origin in asked.iter().cloned().chain(elements.iter().cloned()).chain(below) {
                prop_assert_eq!(index.admits(origin.as_bytes()), naive(&elements, &origin), "{} among {:?}", origin, elements);
            }
        }
    }

    #[test]
    fn an_origin_that_is_too_long_is_not_admitted() {
        let index = OriginIndex::new(["https://*.a.example", "https://[::1]:*", "null"]);
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
        assert!(!OriginIndex::default().admits(b""));
    }

    #[test]
    fn an_element_counts_once() {
        let index = OriginIndex::new([
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
    fn the_longest_origin_is_admitted() {
        let index = OriginIndex::new(["https://*.example:*", "null"]);
        let labels = [&b"a".repeat(63)[..]; 3].join(&b'.');
        let host = [&b"a".repeat(53), &b"."[..], &labels, b".example"].concat();
        assert_eq!(host.len(), 253);
        let origin = [b"https://".as_slice(), &host, b":65535"].concat();
        assert!(index.admits(&origin));
        // A trailing dot would make it longer by one.
        assert_eq!(index.longest, origin.len() + 1);
        assert_eq!(OriginIndex::new(["null", "https://a.example"]).longest, 17);
    }
}
