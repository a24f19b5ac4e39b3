//! Path patterns: the paths that they match, and whether one contains another.

use regex_lite::Regex;

/// Values to try for a parameter.
const SAMPLES: [&str; 9] = [
    "cors-check",
    "1",
    "a",
    "42",
    "2026-01-31",
    "00000000-0000-4000-8000-000000000000",
    "corscheck",
    "A1",
    "cors/check/deep/below",
];

/// A pattern of paths, as a row has it.
///
/// `{name}` matches one segment or a part of one, and `{name:regex}` what the expression matches. A trailing `/*` or `/**`
/// matches the path before it and everything below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    segments: Vec<Segment>,
    end: End,
}

/// A part of a pattern between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// `{name}`.
    Any,
    /// `{name:regex}`.
    Regex(String),
}

/// The end of a pattern, after the segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Nothing.
    Exact,
    /// Nothing, or a slash and anything.
    Prefix,
    /// A slash and anything: `/{tail:.*}`.
    Tail,
}

impl PathPattern {
    /// Reads a pattern. Every text is one: braces that are not closed stand for themselves.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        let parts = parts(pattern);
        let mut segments = split(parts);
        let end = match segments.last().map(|segment| segment.0.as_slice()) {
            Some([Part::Literal(star)]) if star == "*" || star == "**" => End::Prefix,
            Some([Part::Regex(regex)]) if regex == ".*" => End::Tail,
            _ => End::Exact,
        };
        if end != End::Exact {
            segments.pop();
        }
        Self {
            text: pattern.to_owned(),
            segments,
            end,
        }
    }

    /// Returns whether it matches a path. The path is as the application sees it, with its percent-encoding removed.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        Regex::new(&self.regex()).is_ok_and(|regex| regex.is_match(path))
    }

    /// Returns a path that the pattern matches, and that no pattern matches of those among the others that do not contain
    /// this one. `None` if no path is found: the pattern has an expression that a few usual values do not match.
    #[must_use]
    pub fn sample(&self, others: &[&Self]) -> Option<String> {
        let others: Vec<&&Self> = others
            .iter()
            .filter(|other| !other.contains(self))
            .collect();
        SAMPLES
            .iter()
            .map(|value| filled(&self.text, value))
            .find(|path| self.matches(path) && !others.iter().any(|other| other.matches(path)))
    }

    /// Returns the pattern as a regular expression, as actix-web compiles it.
    fn regex(&self) -> String {
        let segments: Vec<String> = self.segments.iter().map(Segment::regex).collect();
        let end = match self.end {
            End::Exact => "",
            End::Prefix => "(?:/.*)?",
            End::Tail => "/.*",
        };
        format!("^(?s-m:{}{end})$", segments.join("/"))
    }

    /// Returns whether it certainly matches every path that the other one matches. For two regular expressions that
    /// differ, the answer is no.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        if (&self.segments, self.end) == (&other.segments, other.end) {
            return true;
        }
        if self.is_wild() || other.is_wild() {
            return false;
        }
        let (ours, theirs) = (&self.segments, &other.segments);
        let common = ours.len().min(theirs.len());
        let same = ours[..common]
            .iter()
            .zip(&theirs[..common])
            .all(|(ours, theirs)| ours.contains(theirs));
        same && match (self.end, theirs.len().checked_sub(ours.len())) {
            (_, None) => false,
            (End::Exact, Some(more)) => more == 0 && other.end == End::Exact,
            (End::Prefix, Some(_)) => true,
            (End::Tail, Some(more)) => more > 0 || other.end == End::Tail,
        }
    }

    /// Returns whether there may be a path that both match. Where that cannot be decided, the answer is yes.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        if self.is_wild() || other.is_wild() {
            return true;
        }
        let (short, long) = if self.segments.len() <= other.segments.len() {
            (self, other)
        } else {
            (other, self)
        };
        let same = short
            .segments
            .iter()
            .zip(&long.segments)
            .all(|(short, long)| short.overlaps(long));
        let more = long.segments.len() > short.segments.len();
        same && match (short.end, long.end) {
            (End::Prefix, _) => true,
            (End::Tail, end) => more || end != End::Exact,
            (End::Exact, end) => !more && end != End::Tail,
        }
    }

    /// Returns whether an expression may match a slash, so that segments cannot be compared one by one.
    fn is_wild(&self) -> bool {
        let mut parts = self.segments.iter().flat_map(|segment| &segment.0);
        parts.any(|part| matches!(part, Part::Regex(regex) if !is_slashless(regex)))
    }
}

impl Segment {
    fn regex(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Literal(text) => escape(text),
            Part::Any => "[^/]+".to_owned(),
            Part::Regex(regex) => format!("(?:{regex})"),
        });
        parts.collect()
    }

    fn literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    fn matches(&self, text: &str) -> bool {
        if let Some(literal) = self.literal() {
            return literal == text;
        }
        let regex = format!("^(?s-m:{})$", self.regex());
        Regex::new(&regex).is_ok_and(|regex| regex.is_match(text))
    }

    fn contains(&self, other: &Self) -> bool {
        self == other
            || match (self.0.as_slice(), other.literal()) {
                (_, Some(text)) => self.matches(text),
                ([Part::Any], None) => other.is_never_empty(),
                _ => false,
            }
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (self.literal(), other.literal()) {
            (Some(ours), Some(theirs)) => ours == theirs,
            (Some(text), None) => other.matches(text),
            (None, Some(text)) => self.matches(text),
            (None, None) => true,
        }
    }

    fn is_never_empty(&self) -> bool {
        self.0.iter().any(|part| match part {
            Part::Literal(text) => !text.is_empty(),
            Part::Any => true,
            Part::Regex(regex) => {
                Regex::new(&format!("^(?:{regex})$")).is_ok_and(|regex| !regex.is_match(""))
            }
        })
    }
}

/// Returns the pattern with a value for each parameter, and for the `*` at its end.
fn filled(pattern: &str, value: &str) -> String {
    let start = pattern.trim_end_matches('*');
    let mut path = String::new();
    let mut depth = 0_usize;
    for character in start.chars() {
        match character {
            '{' => {
                if depth == 0 {
                    path.push_str(value);
                }
                depth += 1;
            }
            '}' if depth > 0 => depth -= 1,
            _ if depth == 0 => path.push(character),
            _ => {}
        }
    }
    if start.len() < pattern.len() {
        path.push_str(value);
    }
    path
}

/// Takes a pattern apart at its braces, which may nest inside an expression.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(length) = closing(&rest[open..]) else {
            break;
        };
        push_literal(&mut parts, &rest[..open]);
        let inside = &rest[open + 1..open + length];
        rest = &rest[open + length + 1..];
        let regex = inside.split_once(':').map(|(_, regex)| regex);
        // `{tail}*` is actix's older spelling of `{tail:.*}`.
        let is_tail = regex.is_none() && rest == "*";
        if is_tail {
            rest = "";
        }
        parts.push(match regex {
            _ if is_tail => Part::Regex(".*".to_owned()),
            None | Some("[^/]+") => Part::Any,
            Some(regex) => Part::Regex(regex.to_owned()),
        });
    }
    push_literal(&mut parts, rest);
    parts
}

fn push_literal(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Literal(text.to_owned()));
    }
}

/// Returns the position of the brace that closes the first one of the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// Returns the parts between the slashes of the literals.
fn split(parts: Vec<Part>) -> Vec<Segment> {
    let mut segments = vec![Segment(Vec::new())];
    for part in parts {
        let Part::Literal(text) = part else {
            last(&mut segments).push(part);
            continue;
        };
        for (index, piece) in text.split('/').enumerate() {
            if index > 0 {
                segments.push(Segment(Vec::new()));
            }
            push_literal(last(&mut segments), piece);
        }
    }
    segments
}

fn last(segments: &mut [Segment]) -> &mut Vec<Part> {
    let last = segments.len() - 1;
    &mut segments[last].0
}

/// Returns whether an expression certainly matches no slash: it is made of literals without one, of classes that name
/// what they contain, and of digits and word characters.
fn is_slashless(regex: &str) -> bool {
    let mut bytes = regex.bytes();
    while let Some(byte) = bytes.next() {
        let known = match byte {
            b'\\' => bytes
                .next()
                .is_some_and(|escaped| matches!(escaped, b'd' | b'w' | b'.' | b'-' | b'+')),
            b'[' => is_plain_class(&mut bytes),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => true,
            _ => b"-_~@+*?|(){},:".contains(&byte),
        };
        if !known {
            return false;
        }
    }
    true
}

/// Returns whether a class, behind its bracket, names letters, digits and marks one by one or in ranges of letters and
/// digits; `[^/..]` is plain as well.
fn is_plain_class(bytes: &mut impl Iterator<Item = u8>) -> bool {
    let class: Vec<u8> = bytes.take_while(|byte| *byte != b']').collect();
    let Some(negated) = class.strip_prefix(b"^") else {
        let ranges_are_plain = class.windows(3).all(|window| {
            window[1] != b'-'
                || (window[0].is_ascii_alphanumeric() && window[2].is_ascii_alphanumeric())
        });
        return !class.is_empty()
            && ranges_are_plain
            && class
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~@+".contains(byte));
    };
    negated.contains(&b'/') && !negated.iter().any(|byte| b"\\[&-".contains(byte))
}

fn escape(text: &str) -> String {
    regex_lite::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_what_actix_matches() {
        for (pattern, path, matches) in [
            ("/a", "/a", true),
            ("/a", "/a/", false),
            ("/a", "/A", false),
            ("/a.b", "/aXb", false),
            ("/{x}", "/a", true),
            ("/{x}", "/", false),
            ("/{x}", "/a/b", false),
            ("/v{n}/x", "/v1/x", true),
            (r"/{id:\d+}", "/12", true),
            (r"/{id:\d+}", "/12a", false),
            (r"/{id:\d{2}}", "/12", true),
            ("/{x}.json", "/a.json", true),
            ("/f/{tail:.*}", "/f/a/b", true),
            ("/f/{tail:.*}", "/f/", true),
            ("/f/{tail:.*}", "/f", false),
            ("/f/{tail}*", "/f/a/b", true),
            ("/{x:.*}/edit", "/a/b/edit", true),
            ("/f/*", "/f", true),
            ("/f/*", "/f/a/b", true),
            ("/f/*", "/fa", false),
            ("/**", "/", true),
            ("/**", "/a/b", true),
            ("", "", true),
            ("/{open", "/{open", true),
            ("/(", "/(", true),
            ("/{x:(}", "/(", false),
        ] {
            assert_eq!(
                PathPattern::new(pattern).matches(path),
                matches,
                "{pattern} {path}"
            );
        }
    }

    #[test]
    fn a_pattern_contains_another_if_that_is_certain() {
        for (outer, inner, contains) in [
            ("/a", "/a", true),
            ("/{x}", "/a", true),
            ("/{x}", "/{y}", true),
            ("/{x}", "/", false),
            ("/{x}", "/a/b", false),
            ("/a", "/{x}", false),
            ("/{x}", r"/{id:\d+}", true),
            ("/{x}", r"/{id:\d*}", false),
            ("/{x}", r"/{id:[a-z0-9_-]+}", true),
            ("/{x}", r"/{id:[^/?]+}", true),
            ("/{x}", r"/{id:[^x]+}", false),
            ("/{x}", r"/{id:[+-9]+}", false),
            ("/{x}", r"/{id:.+}", false),
            ("/{x}", r"/{id:\S+}", false),
            (r"/{id:\d+}", "/12", true),
            (r"/{id:\d+}", "/a", false),
            (r"/{id:\d+}", r"/{n:\d+}", true),
            ("/{x}", "/v{n}", true),
            ("/v{n}", "/v1", true),
            ("/f/*", "/f", true),
            ("/f/*", "/f/{x}/y", true),
            ("/f/*", "/f/{tail:.*}", true),
            ("/f/{tail:.*}", "/f/*", false),
            ("/f/{tail:.*}", "/f/a", true),
            ("/f/{tail:.*}", "/f", false),
            ("/**", "/f/*", true),
            ("/f/*", "/**", false),
            ("/f/{x}", "/f/*", false),
            ("/{x:.*}/edit", "/{y:.*}/edit", true),
            ("/{x:.*}/edit", "/a/edit", false),
        ] {
            let (outer, inner) = (PathPattern::new(outer), PathPattern::new(inner));
            assert_eq!(outer.contains(&inner), contains, "{outer:?} {inner:?}");
        }
    }

    #[test]
    fn two_patterns_overlap_unless_they_certainly_do_not() {
        for (one, other, overlaps) in [
            ("/a", "/b", false),
            ("/a/{x}", "/{y}/b", true),
            ("/a/{x}", "/{y}/b/c", false),
            (r"/{id:\d+}", "/me", false),
            (r"/{id:\d+}", "/7", true),
            ("/a", "/a/*", true),
            ("/a", "/a/{tail:.*}", false),
            ("/a/b", "/a/{tail:.*}", true),
            ("/b/*", "/a/{tail:.*}", false),
            ("/a/*", "/a/{tail:.*}", true),
            ("/**", "/x", true),
            ("/{x:.*}/edit", "/other", true),
        ] {
            let (one, other) = (PathPattern::new(one), PathPattern::new(other));
            assert_eq!(one.overlaps(&other), overlaps, "{one:?} {other:?}");
            assert_eq!(other.overlaps(&one), overlaps, "{other:?} {one:?}");
        }
    }
}
