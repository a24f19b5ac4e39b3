//! The table of rules: sorted text, searched where it lies.
//!
//! A line is a rule with its labels from the right, a full stop after each; then `*` for the wildcard `*.name`, `!` for the
//! exception `!name`, or nothing; then a space and a letter, which is the section or `b` for a brand domain. In the rules of the
//! supplement, a label can be `*`:
//!
//! ```text
//! bmw. b
//! com.amazonaws.s3. p
//! com.ondemand.hana.*.cfapps. s
//! jp.kobe.* i
//! jp.kobe.city.! i
//! ```
//!
//! A name and everything beneath it share a prefix that nothing else has, so in byte order they are neighbours. Within such a
//! run the name's own rules come first, because space, `!` and `*` are less than any character of a label. The table is
//! therefore answered by one binary search, without a word of it being parsed at start-up or by a build script.

use super::{Rule, Section};

/// The table that `renew` writes from the list, the supplement and the brand domains.
pub(super) const LISTED: Table<'static> = Table(include_str!("../../suffix/table.txt"));

/// Lines of ASCII in byte order, each ended by a newline. Those that begin with `#` say something to readers.
#[derive(Clone, Copy)]
pub(super) struct Table<'t>(pub(super) &'t str);

/// Neighbouring lines that begin with one key, read one after the other.
pub(super) struct Run<'t, 'k> {
    /// From the next line on.
    rest: &'t str,
    /// The key. The run ends at the first line that does not begin with it.
    key: &'k str,
}

/// One rule, as the table has it.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// The labels from the right, a full stop after each.
    key: &'t str,
    /// The kind of the rule.
    pub(super) kind: Kind,
    /// Whose rule it is.
    pub(super) section: Section,
}

/// The kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name is a suffix.
    Name,
    /// Each name under it is one.
    Wildcard,
    /// It is none, though a wildcard says so.
    Exception,
    /// It is none, though the list has it: only one company can register a name in it.
    Brand,
}

/// Returns the labels of `host` from the right, a full stop after each: as the table has them.
pub(super) fn key(host: &str) -> String {
    let mut key = String::with_capacity(host.len() + 1);
    for label in host.rsplit('.') {
        key.push_str(label);
        key.push('.');
    }
    key
}

/// Returns the key of the name one label shorter; the empty key above a top-level domain.
pub(super) fn parent(key: &str) -> &str {
    let dot = key.strip_suffix('.').and_then(|labels| labels.rfind('.'));
    dot.map_or("", |dot| &key[..=dot])
}

impl<'t> Table<'t> {
    /// Returns the rules of the name that has this key, and of every name beneath it, its own first.
    pub(super) fn run<'k>(self, key: &'k str) -> Run<'t, 'k> {
        Run {
            rest: &self.0[self.first(key)..],
            key,
        }
    }

    /// Returns the rule that makes each name under the one with this key a suffix.
    pub(super) fn wildcard(self, key: &str) -> Option<Line<'t>> {
        for line in self.run(key) {
            if line.key != key {
                break;
            }
            if line.kind == Kind::Wildcard {
                return Some(line);
            }
        }
        None
    }

    /// Returns the start of the first line that is not less than `key`.
    fn first(self, key: &str) -> usize {
        // Both are always the beginning of a line, or the end of the text.
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.0[..middle]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            let end = self.0[middle..]
                .find('\n')
                .map_or(self.0.len(), |newline| middle + newline + 1);
            if &self.0[start..end] < key {
                low = end;
            } else {
                high = start;
            }
        }
        low
    }
}

impl<'t> Iterator for Run<'t, '_> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let (line, rest) = self.rest.split_once('\n')?;
        if !line.starts_with(self.key) {
            return None;
        }
        self.rest = rest;
        Some(Line::read(line))
    }
}

impl<'t> Line<'t> {
    /// Takes a line apart.
    fn read(line: &'t str) -> Self {
        let (rule, letter) = line.split_once(' ').unwrap_or((line, ""));
        let (key, kind) = match rule.as_bytes().last() {
            Some(b'*') => (&rule[..rule.len() - 1], Kind::Wildcard),
            Some(b'!') => (&rule[..rule.len() - 1], Kind::Exception),
            _ => (rule, Kind::Name),
        };
        let kind = if letter == "b" { Kind::Brand } else { kind };
        let section = match letter {
            "i" | "b" => Section::Icann,
            "p" => Section::Private,
            _ => Section::Supplement,
        };
        Self { key, kind, section }
    }

    /// Checks whether this is the rule of that kind for that name itself.
    pub(super) fn is(&self, key: &str, kind: Kind) -> bool {
        self.kind == kind && self.key == key
    }

    /// Returns whether the rule makes names a suffix.
    pub(super) fn is_suffix(&self) -> bool {
        matches!(self.kind, Kind::Name | Kind::Wildcard)
    }

    /// Returns whether it is the better example: its suffixes have fewer labels, or as many and are shorter.
    pub(super) fn nearer_than(&self, other: &Self) -> bool {
        self.distance() < other.distance()
    }

    /// How many labels the rule's suffixes have, and how long the rule is.
    fn distance(&self) -> (usize, usize) {
        let mut labels = 0;
        for &byte in self.key.as_bytes() {
            labels += usize::from(byte == b'.');
        }
        let wildcard = usize::from(self.kind == Kind::Wildcard);
        (labels + wildcard, self.key.len() + 2 * wildcard)
    }

    /// Returns the rule as the list writes it, unless it is an exception.
    pub(super) fn rule(&self) -> Rule {
        let mut name = String::with_capacity(self.key.len() + 1);
        if self.kind == Kind::Wildcard {
            name.push_str("*.");
        }
        // Turned round twice, labels stand as they did; only the last full stop is too many.
        name.push_str(&key(&self.key[..self.key.len() - 1]));
        name.pop();
        Rule {
            name,
            section: self.section,
        }
    }
}
