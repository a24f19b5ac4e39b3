//! Sets of origins, compared by inclusion: origins, patterns, the bounds of sets, and the conditions they hold under.

use std::collections::BTreeSet;

use cors_runtime::origin::{Hosts, Pattern, Ports};

use crate::origin::{Bound, Element, Origin, Origins, pattern_admits};

/// A set of origins: the union of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Space(pub(crate) Vec<Part>);

/// The origins that one pattern admits, in the builds in which its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) pattern: Extent,
    pub(crate) cfgs: BTreeSet<String>,
    /// The sets whose bound it is.
    pub(crate) sets: BTreeSet<String>,
}

/// Which origins a part has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every origin, `null` included.
    Everything,
    /// The origins that a pattern admits, or one text that is not a pattern: `null`.
    Pattern(String),
}

impl Space {
    pub(crate) fn everything() -> Self {
        Self::of(&Origins::Any)
    }

    pub(crate) fn of(origins: &Origins) -> Self {
        match origins {
            Origins::Any => Self(vec![Part {
                pattern: Extent::Everything,
                cfgs: BTreeSet::new(),
                sets: BTreeSet::new(),
            }]),
            Origins::Listed(elements) => Self::of_elements(elements),
        }
    }

    pub(crate) fn of_elements(elements: &[Element]) -> Self {
        Self(elements.iter().flat_map(parts).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the origins that are in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let pairs = self
            .0
            .iter()
            .flat_map(|ours| other.0.iter().filter_map(|theirs| ours.and(theirs)));
        let mut parts: Vec<Part> = Vec::new();
        for part in pairs {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        Self(parts)
    }

    /// Returns the parts of this set that do not lie within the other one.
    pub(crate) fn outside(&self, other: &Self) -> Self {
        let fresh = Fresh::beside(self.0.iter().chain(&other.0));
        let parts = self
            .0
            .iter()
            .filter(|part| !part.is_within(other, &fresh))
            .cloned();
        Self(parts.collect())
    }
}

fn parts(element: &Element) -> Vec<Part> {
    let cfgs: BTreeSet<String> = element.cfg.iter().cloned().collect();
    let part = |pattern, sets| Part {
        pattern,
        cfgs: cfgs.clone(),
        sets,
    };
    match &element.origin {
        Origin::Pattern(text) => vec![part(Extent::Pattern(text.clone()), BTreeSet::new())],
        Origin::Set(set) => {
            let sets = BTreeSet::from([set.name.clone()]);
            match &set.within {
                Bound::Any => vec![part(Extent::Everything, sets)],
                Bound::Within(patterns) => patterns
                    .iter()
                    .map(|text| part(Extent::Pattern(text.clone()), sets.clone()))
                    .collect(),
            }
        }
    }
}

impl Part {
    fn and(&self, other: &Self) -> Option<Self> {
        let pattern = match (&self.pattern, &other.pattern) {
            (Extent::Everything, extent) | (extent, Extent::Everything) => extent.clone(),
            (Extent::Pattern(ours), Extent::Pattern(theirs)) => {
                Extent::Pattern(intersection(ours, theirs)?)
            }
        };
        Some(Self {
            pattern,
            cfgs: self.cfgs.union(&other.cfgs).cloned().collect(),
            sets: self.sets.union(&other.sets).cloned().collect(),
        })
    }

    /// Returns whether every origin of the part is in the set, in every build in which it is in the part.
    fn is_within(&self, space: &Space, fresh: &Fresh) -> bool {
        let comparable = || {
            space
                .0
                .iter()
                .filter(|part| part.cfgs.is_subset(&self.cfgs))
                .map(|part| &part.pattern)
        };
        match &self.pattern {
            Extent::Everything => comparable().any(|extent| *extent == Extent::Everything),
            Extent::Pattern(text) => fresh
                .examples(text)
                .iter()
                .all(|origin| comparable().any(|extent| extent.admits(origin))),
        }
    }
}

impl Extent {
    fn admits(&self, origin: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Pattern(text) => pattern_admits(text, origin),
        }
    }
}

/// Returns the pattern of the origins that both patterns admit.
fn intersection(one: &str, other: &str) -> Option<String> {
    if one == other {
        return Some(one.to_owned());
    }
    let (one, other) = (Pattern::parse(one)?, Pattern::parse(other)?);
    if one.scheme() != other.scheme() {
        return None;
    }
    let host = host_of_both(&one, &other)?;
    let port = match (one.ports(), other.ports()) {
        (ours, theirs) if ours == theirs => ours,
        (Ports::Any, port) | (port, Ports::Any) => port,
        _ => return None,
    };
    let port = match port {
        Ports::Default => String::new(),
        Ports::One(port) => format!(":{port}"),
        Ports::Any => ":*".to_owned(),
    };
    Some(format!("{}://{host}{port}", one.scheme()))
}

fn host_of_both(one: &Pattern<'_>, other: &Pattern<'_>) -> Option<String> {
    let hosts = |pattern: &Pattern<'_>| host_text(pattern.hosts(), pattern.host());
    let scheme = one.scheme();
    let admits = |outer: &Pattern<'_>, inner: &Pattern<'_>| match inner.hosts() {
        Hosts::One => pattern_admits(
            &format!("{scheme}://{}", hosts(outer)),
            &format!("{scheme}://{}", inner.host()),
        ),
        // Below both is below the longer of the two, if one ends the other.
        Hosts::Below => match outer.hosts() {
            Hosts::Any => true,
            Hosts::Below => inner
                .host()
                .strip_suffix(outer.host())
                .is_some_and(|before| before.is_empty() || before.ends_with('.')),
            Hosts::One => false,
        },
        Hosts::Any => outer.hosts() == Hosts::Any,
    };
    if admits(one, other) {
        Some(hosts(other))
    } else if admits(other, one) {
        Some(hosts(one))
    } else {
        None
    }
}

fn host_text(hosts: Hosts, host: &str) -> String {
    match hosts {
        Hosts::One => host.to_owned(),
        Hosts::Below => format!("*.{host}"),
        Hosts::Any => "*".to_owned(),
    }
}

/// Words and a port that no pattern at hand names. A pattern lies within a union of patterns exactly if the union admits
/// each of a few origins that are made of them: nothing but a `*` can admit those.
struct Fresh {
    label: String,
    port: String,
    addresses: [String; 2],
}

impl Fresh {
    fn beside<'a>(parts: impl Iterator<Item = &'a Part>) -> Self {
        let texts: Vec<&str> = parts
            .filter_map(|part| match &part.pattern {
                Extent::Pattern(text) => Some(text.as_str()),
                Extent::Everything => None,
            })
            .collect();
        Self {
            label: unused(&texts, (0..).map(|n: u32| format!("w{n}"))),
            port: unused(&texts, (1..=65_535_u32).rev().map(|n| n.to_string())),
            addresses: [
                unused(&texts, (1..=254).map(|n: u32| format!("192.0.2.{n}"))),
                unused(
                    &texts,
                    (1..=65_535_u32).map(|n| format!("[2001:db8::{n:x}]")),
                ),
            ],
        }
    }

    /// Origins of a pattern that stand for all of them.
    fn examples(&self, text: &str) -> Vec<String> {
        let Some(pattern) = Pattern::parse(text) else {
            return vec![text.to_owned()];
        };
        let (label, host) = (&self.label, pattern.host());
        let hosts = match pattern.hosts() {
            Hosts::One => vec![host.to_owned()],
            Hosts::Below => vec![format!("{label}.{host}"), format!("{label}.{label}.{host}")],
            Hosts::Any => {
                let names = [label.clone(), format!("{label}.{label}")];
                names.into_iter().chain(self.addresses.clone()).collect()
            }
        };
        let ports = match pattern.ports() {
            Ports::Default => vec![String::new()],
            Ports::One(port) => vec![format!(":{port}")],
            Ports::Any => vec![String::new(), format!(":{}", self.port)],
        };
        let scheme = pattern.scheme();
        let examples = hosts.iter().flat_map(|host| {
            ports
                .iter()
                .map(move |port| format!("{scheme}://{host}{port}"))
        });
        // Not every `*` admits addresses.
        examples
            .filter(|origin| pattern.matches(origin.as_bytes()))
            .collect()
    }
}

/// Returns the first candidate that none of the texts contains.
fn unused(texts: &[&str], mut candidates: impl Iterator<Item = String>) -> String {
    let is_unused =
        |candidate: &String| !texts.iter().any(|text| text.contains(candidate.as_str()));
    candidates.find(is_unused).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(patterns: &[&str]) -> Space {
        let elements: Vec<Element> = patterns
            .iter()
            .map(|text| Element::pattern(*text))
            .collect();
        Space::of_elements(&elements)
    }

    #[test]
    fn a_pattern_lies_within_others_or_not() {
        for (inner, outer, within) in [
            ("https://a.example", &["https://a.example"][..], true),
            ("https://a.example", &["https://b.example"], false),
            ("https://a.example", &["https://*.example"], true),
            ("https://a.example:8443", &["https://*.example"], false),
            ("https://a.example:8443", &["https://*.example:*"], true),
            ("https://*.a.example", &["https://*.example"], true),
            (
                "https://*.example",
                &["https://*.a.example", "https://a.example"],
                false,
            ),
            ("https://*.a.example", &["https://a.example"], false),
            (
                "https://*.a.example:*",
                &["https://*.a.example", "https://*.a.example:1"],
                false,
            ),
            ("https://*.a.example:1", &["https://*.a.example:*"], true),
            ("https://*", &["https://*.example"], false),
            ("https://*.example", &["https://*"], true),
            ("https://*.example:*", &["https://*:*"], true),
            ("https://*:*", &["https://*"], false),
            ("https://*", &["https://*:*"], true),
            ("http://localhost:*", &["http://localhost:*"], true),
            ("http://localhost", &["http://localhost:*"], true),
            ("null", &["null"], true),
            ("null", &["https://*:*"], false),
            ("app://localhost", &["app://localhost"], true),
        ] {
            let outside = space(&[inner]).outside(&space(outer));
            assert_eq!(outside.is_empty(), within, "{inner} {outer:?}");
        }
        assert!(space(&["null"]).outside(&Space::everything()).is_empty());
        assert!(
            !Space::everything()
                .outside(&space(&["https://*:*"]))
                .is_empty()
        );
    }

    #[test]
    fn intersections_of_patterns() {
        for (one, other, both) in [
            (
                "https://a.example",
                "https://*.example",
                Some("https://a.example"),
            ),
            (
                "https://*.a.example",
                "https://*.example:*",
                Some("https://*.a.example"),
            ),
            (
                "https://*.a.example:*",
                "https://*.example:8443",
                Some("https://*.a.example:8443"),
            ),
            ("https://*.a.example", "https://*.b.example", None),
            ("https://*.xa.example", "https://*.a.example", None),
            ("https://a.example", "https://a.example:1", None),
            ("http://a.example", "https://a.example", None),
            ("https://*", "https://*.example", Some("https://*.example")),
            ("https://*", "https://a.example", Some("https://a.example")),
            ("null", "null", Some("null")),
            ("null", "https://*", None),
        ] {
            assert_eq!(intersection(one, other).as_deref(), both, "{one} {other}");
            assert_eq!(intersection(other, one).as_deref(), both, "{other} {one}");
        }
    }
}
