//! Finds the entries whose patterns match a path, in a time that depends on the path and not on the number of entries.
//!
//! It is a tree of path segments. It never misses an entry that matches. An entry whose pattern the tree cannot follow,
//! because of a regular expression or a tail, hangs at the segment where the tree stops, and is asked there.

use actix_web::dev::ResourceDef;
use foldhash::HashMap;

/// The position of an entry in the table that the index belongs to.
pub(crate) type EntryId = usize;

/// An index of entries by their patterns.
#[derive(Debug)]
pub(crate) struct PathIndex {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<Box<str>, usize>,
    /// The node behind a plain parameter: `{name}`.
    parameter: Option<usize>,
    /// The entries whose pattern ends here.
    ends: Vec<EntryId>,
    /// The entries whose pattern the tree cannot follow any further.
    irregular: Vec<Irregular>,
}

#[derive(Debug)]
struct Irregular {
    entry: EntryId,
    matcher: Matcher,
}

/// Decides about a path, of which the tree knows the beginning.
#[derive(Debug)]
enum Matcher {
    /// The pattern for the rest of the path.
    Rest(ResourceDef),
    /// The prefix of the scopes as one pattern, and the pattern behind it.
    Whole(ResourceDef, ResourceDef),
    /// The pattern behind a prefix that cannot be compiled as one. It may match from any slash on.
    AnySuffix(ResourceDef),
    /// The prefix of a scope.
    Prefix(ResourceDef),
    /// The prefix of a scope that cannot be compiled as one.
    Unknown,
}

impl Matcher {
    /// Returns how much of a path the entry takes, and whether that is certain. `rest` is what the tree does not know.
    fn find(&self, path: &str, rest: &str) -> Option<(usize, bool)> {
        match self {
            Self::Rest(pattern) => pattern.is_match(rest).then_some((path.len(), true)),
            Self::Whole(prefix, pattern) => {
                let length = prefix.find_match(path)?;
                pattern
                    .is_match(&path[length..])
                    .then_some((path.len(), true))
            }
            Self::AnySuffix(pattern) => {
                let slashes = path.match_indices('/').map(|(start, _)| start);
                let mut starts = slashes.chain([path.len()]);
                let matches = starts.any(|start| pattern.is_match(&path[start..]));
                matches.then_some((path.len(), false))
            }
            Self::Prefix(prefix) => prefix.find_match(path).map(|length| (length, true)),
            Self::Unknown => Some((path.len(), false)),
        }
    }
}

/// An entry that matches a path, or may match it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// The entry.
    pub(crate) entry: EntryId,
    /// How many bytes of the path the entry's pattern takes, if it is the prefix of a scope.
    pub(crate) length: usize,
    /// Whether the entry certainly matches.
    pub(crate) is_certain: bool,
}

impl Default for PathIndex {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl PathIndex {
    /// Adds an entry. `local` is the part of the pattern behind the prefixes of all scopes.
    pub(crate) fn add(&mut self, entry: EntryId, pattern: &str, local: &str) {
        let prefix = pattern.strip_suffix(local).unwrap_or_default();
        let (node, matcher) = match self.follow(0, prefix) {
            Some(node) => match self.follow(node, &pattern[prefix.len()..]) {
                Some(node) => {
                    self.nodes[node].ends.push(entry);
                    return;
                }
                None => (node, Matcher::Rest(ResourceDef::new(local))),
            },
            None => match compile_prefix(prefix) {
                Some(prefix) => (0, Matcher::Whole(prefix, ResourceDef::new(local))),
                None => (0, Matcher::AnySuffix(ResourceDef::new(local))),
            },
        };
        let irregular = Irregular { entry, matcher };
        self.nodes[node].irregular.push(irregular);
    }

    /// Adds the prefix of a scope.
    pub(crate) fn add_prefix(&mut self, entry: EntryId, pattern: &str) {
        if let Some(node) = self.follow(0, pattern) {
            self.nodes[node].ends.push(entry);
            return;
        }
        let matcher = compile_prefix(pattern).map_or(Matcher::Unknown, Matcher::Prefix);
        self.nodes[0].irregular.push(Irregular { entry, matcher });
    }

    /// Returns the entries whose patterns match a whole path, in the order of their ids.
    pub(crate) fn matches(&self, path: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.each_match(path, &mut |it| found.push(it));
        found.sort_unstable();
        found
    }

    /// Visits the entries whose patterns match a whole path.
    pub(crate) fn each_match(&self, path: &str, visit: &mut impl FnMut(Match)) {
        self.walk(0, path, &mut |node, rest| {
            if rest.is_empty() {
                let ends = node.ends.iter();
                ends.for_each(|&entry| visit(certain(entry, path.len())));
            }
            irregular(node, path, rest).for_each(&mut *visit);
        });
    }

    /// Returns the scopes whose prefixes match the beginning of a path, in the order of their ids.
    pub(crate) fn prefixes(&self, path: &str) -> Vec<Match> {
        let mut found = Vec::new();
        self.each_prefix(path, &mut |it| found.push(it));
        found.sort_unstable();
        found
    }

    /// Visits the scopes whose prefixes match the beginning of a path.
    pub(crate) fn each_prefix(&self, path: &str, visit: &mut impl FnMut(Match)) {
        self.walk(0, path, &mut |node, rest| {
            if !rest.is_empty() && !rest.starts_with('/') {
                return;
            }
            let length = path.len() - rest.len();
            let ends = node.ends.iter();
            ends.for_each(|&entry| visit(certain(entry, length)));
            irregular(node, path, rest).for_each(&mut *visit);
        });
    }

    /// Visits each node that the beginning of a path leads to, with the rest of the path.
    fn walk<'p>(&self, node: usize, rest: &'p str, visit: &mut impl FnMut(&Node, &'p str)) {
        let node = &self.nodes[node];
        visit(node, rest);
        let Some((segment, rest)) = first_segment(rest) else {
            return;
        };
        if let Some(&next) = node.literals.get(segment) {
            self.walk(next, rest, visit);
        }
        if let Some(next) = node.parameter
            && !segment.is_empty()
        {
            self.walk(next, rest, visit);
        }
    }

    /// Returns the node that a pattern leads to, and adds it if it is missing. `None` if the pattern has more than literal
    /// segments and plain parameters.
    fn follow(&mut self, mut node: usize, mut pattern: &str) -> Option<usize> {
        if pattern
            .split('/')
            .skip(1)
            .any(|segment| !is_regular(segment))
        {
            return None;
        }
        while !pattern.is_empty() {
            let (segment, rest) = first_segment(pattern)?;
            let next = self.nodes.len();
            let parent = &mut self.nodes[node];
            node = if segment.starts_with('{') {
                *parent.parameter.get_or_insert(next)
            } else {
                *parent.literals.entry(segment.into()).or_insert(next)
            };
            if node == next {
                self.nodes.push(Node::default());
            }
            pattern = rest;
        }
        Some(node)
    }
}

/// Returns the irregular entries at a node that match a path.
fn irregular(node: &Node, path: &str, rest: &str) -> impl Iterator<Item = Match> {
    node.irregular.iter().filter_map(move |irregular| {
        let (length, is_certain) = irregular.matcher.find(path, rest)?;
        Some(Match {
            entry: irregular.entry,
            length,
            is_certain,
        })
    })
}

/// Compiles the prefixes of nested scopes as one pattern. `None` if actix-web, which matches one after the other, would
/// not take them as one, or would match something else: a parameter name occurs twice, or slashes meet.
fn compile_prefix(pattern: &str) -> Option<ResourceDef> {
    let names: Vec<&str> = pattern
        .split('{')
        .skip(1)
        .map(|rest| rest.split([':', '}']).next().unwrap_or(rest))
        .collect();
    let is_repeated = |(index, name)| names[..index].contains(name);
    let is_odd = names.iter().enumerate().any(is_repeated)
        || pattern.contains("//")
        || pattern.ends_with('/')
        // More than actix-web's patterns take; more than anybody nests.
        || names.len() > 8;
    (!is_odd).then(|| ResourceDef::root_prefix(pattern))
}

fn certain(entry: EntryId, length: usize) -> Match {
    Match {
        entry,
        length,
        is_certain: true,
    }
}

/// Splits `/segment` off a path or a pattern.
fn first_segment(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/')?;
    Some(path.split_at(path.find('/').unwrap_or(path.len())))
}

/// Whether a segment of a pattern is literal or one plain parameter, which takes a whole segment of any content.
fn is_regular(segment: &str) -> bool {
    let name = segment
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    !name.unwrap_or(segment).contains(['{', '}', ':', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Patterns as actix-web matches them: the prefix of a scope, and the rest.
    const PATTERNS: &[(&str, &str)] = &[
        ("", "/"),
        ("", "/a"),
        ("", "/{x}"),
        ("", "/a/{id}"),
        ("", "/{x}/b"),
        ("/a", "/{y}"),
        ("/a", ""),
        ("/{s}", "/b/c"),
        ("", "/a/{n:\\d+}"),
        ("", "/files/{tail:.*}"),
        ("/v{n}", "/b"),
        ("", "/a//b"),
        ("/{n}", "/{n}"),
    ];

    const PATHS: &[&str] = &[
        "",
        "/",
        "/a",
        "/b",
        "/a/",
        "/a/b",
        "/a/1",
        "/b/b",
        "/z/b/c",
        "/a/b/c",
        "/files/",
        "/files/a/b",
        "/v1/b",
        "/vx/b",
        "/a//b",
        "//",
        "//b",
        "/a/b/",
        "/é/b",
        "a",
        "*",
    ];

    fn naive(prefix: &str, local: &str, path: &str) -> bool {
        let prefix = ResourceDef::root_prefix(prefix).find_match(path);
        prefix.is_some_and(|length| ResourceDef::new(local).is_match(&path[length..]))
    }

    #[test]
    fn prefixes_of_nested_scopes_are_one_pattern_if_it_matches_the_same() {
        const EIGHT: &str = "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}";
        let more = |rest| [EIGHT, rest].concat();
        for pattern in ["/a", "/{n}/b", EIGHT] {
            assert!(compile_prefix(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            "/a/",
            "/a//b",
            "/{n}/b/{n}",
            &more("/{i}"),
            &more("/{i}/{j}/{k}/{l}/{m}/{n}/{o}/{p}/{q}"),
        ] {
            assert!(compile_prefix(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn finds_what_actix_web_would_match_and_marks_what_it_cannot_follow() {
        let mut index = PathIndex::default();
        for (entry, (prefix, local)) in PATTERNS.iter().enumerate() {
            index.add(entry, &format!("{prefix}{local}"), local);
        }
        for path in PATHS {
            let found = index.matches(path);
            for (entry, (prefix, local)) in PATTERNS.iter().enumerate() {
                let expected = naive(prefix, local, path);
                let found = found.iter().find(|found| found.entry == entry);
                assert!(
                    found.is_some() || !expected,
                    "{path} misses {prefix}{local}"
                );
                assert!(
                    found.is_none_or(|found| expected || !found.is_certain),
                    "{path} does not match {prefix}{local}"
                );
            }
        }
    }

    #[test]
    fn finds_the_prefixes_of_scopes() {
        let prefixes = ["", "/a", "/{x}", "/a/{id}", "/a/b"];
        let mut index = PathIndex::default();
        for (entry, prefix) in prefixes.iter().enumerate() {
            index.add_prefix(entry, prefix);
        }
        for path in PATHS {
            let found = index.prefixes(path);
            for (entry, prefix) in prefixes.iter().enumerate() {
                let expected = ResourceDef::root_prefix(prefix).find_match(path);
                let found = found.iter().find(|found| found.entry == entry);
                assert_eq!(
                    found.map(|found| found.length),
                    expected,
                    "{path} and {prefix}"
                );
            }
        }
    }
}
