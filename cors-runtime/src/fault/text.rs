//! Faults of a whole text: keywords, several origins in one string, and characters that copying leaves behind.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Browser, Place,
    fixable::{EXAMPLE, Fixable, fix, shown},
};
use crate::rule::Rule;

/// Longer than any origin, and than any list worth splitting, in bytes.
const TOO_LONG: usize = 2048;

/// Characters around an origin that was copied from a list, a setting or a page.
const AROUND: &[char] = &['"', '\'', '`', ',', ';', '|'];

/// Separators of several origins in one string, besides white space.
const BETWEEN: &[char] = &[',', ';', '|'];

/// Words for any origin in other libraries.
const ANY: &[&str] = &["*", "any", "all"];

/// Words for no origin, and values of settings that are switched on or off.
const NOTHING: &[&str] = &[
    "none",
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "undefined",
    "nil",
    "default",
];

/// Words for the server's own origin, from Content-Security-Policy and fetch.
const SELF: &[&str] = &["self", "same-origin"];

/// Rejects the empty string and keywords such as `*` and `null`.
pub(super) fn word(text: &str, place: Place) -> Result<(), Fixable> {
    let inner = trim(text);
    if inner.is_empty() {
        return Err(Fixable::malformed(if text.trim().is_empty() {
            "an empty string is not an origin".to_string()
        } else {
            format!("`{}` is not an origin", shown(text))
        })
        .help(EXAMPLE));
    }
    let is = |words: &[&str]| words.iter().any(|word| inner.eq_ignore_ascii_case(word));
    if is(ANY) || inner.contains('*') && inner.chars().all(|c| "*.:/".contains(c)) {
        return Err(Fixable::new(
            Rule::AnyAmongOthers,
            format!(
                "`{}` means any origin; it cannot be an element of a list",
                shown(text)
            ),
        )
        .help(match place {
            Place::Set => {
                "list the origins; this set is limited to the ones that its program expects"
            }
            Place::Origins | Place::Bound => "write `origins = any`, or list the origins",
        }));
    }
    if is(&["null"]) {
        return Err(null(text));
    }
    if is(SELF) {
        return Err(Fixable::malformed(format!(
            "`{}` is not an origin, and the server's own pages need no CORS",
            shown(text)
        ))
        .help("leave it out"));
    }
    if is(NOTHING) {
        return Err(
            Fixable::malformed(format!("`{}` is not an origin", shown(text))).help(match place {
                Place::Set => "list the origins",
                Place::Origins | Place::Bound => {
                    "list the origins, or close the route with `#[cors(off)]`"
                }
            }),
        );
    }
    Ok(())
}

/// Rejects a text that is more than one origin.
pub(super) fn surplus(text: &str, place: Place, browser: Browser<'_>) -> Result<(), Fixable> {
    let inner = trim(text);
    several(inner, place, browser)?;
    if text.len() > TOO_LONG {
        return Err(
            Fixable::malformed(format!("`{}` is longer than any origin", shown(text)))
                .help(EXAMPLE),
        );
    }
    if inner != text {
        return Err(Fixable::malformed(format!(
            "`{}` has characters around the origin that do not belong to it",
            shown(text)
        ))
        .fix(inner));
    }
    let Some(stray) = text.chars().find(|&c| is_stray(c)) else {
        return Ok(());
    };
    let fixable = Fixable::malformed(format!(
        "`{}` contains {}; an origin does not",
        shown(text),
        name_of(stray)
    ));
    if joins_words(text) {
        return Err(fixable.help("copy the host from the address bar of a browser"));
    }
    Err(fixable.fix(text.replace(is_stray, "")))
}

/// Returns whether the text without its stray characters has one word where it shows two: it could be another site's
/// name. A character that no display shows parts no words.
fn joins_words(text: &str) -> bool {
    let in_host = |c: char| c.is_alphanumeric() || "-_".contains(c);
    let parts_words = |c: char| c.is_whitespace() || c.is_control() || c == '"';
    let shown = text.replace(|c| is_stray(c) && !parts_words(c), "");
    let words: Vec<&str> = shown
        .split(parts_words)
        .filter(|word| !word.is_empty())
        .collect();
    let mut pairs = words.windows(2);
    pairs.any(|pair| pair[0].ends_with(in_host) && pair[1].starts_with(in_host))
}

fn trim(text: &str) -> &str {
    let inner = bare(text);
    // An element of a YAML list.
    let inner = inner.strip_prefix("- ").map_or(inner, bare);
    // A JSON list that was split at its commas leaves a bracket beside a quotation mark; no address has that.
    let half = inner.strip_prefix('[').or(inner.strip_suffix(']'));
    half.map(|half| (half, bare(half)))
        .filter(|(half, origin)| half != origin && !origin.contains(['[', ']']))
        .map_or(inner, |(_, origin)| origin)
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c))
}

fn null(text: &str) -> Fixable {
    if text == "null" {
        Fixable::new(
            Rule::NullOrigin,
            "`null` is the origin of every sandboxed frame and local file, so any site can send it",
        )
    } else {
        Fixable::malformed(format!(
            "browsers write `{}` as `null`, and any site can send it",
            shown(text)
        ))
    }
    .help("remove it; data that such a page may read is public: `origins = any`")
}

/// Returns the parts of a text that is several origins, or a list of them in brackets.
pub(super) fn parts(text: &str) -> Option<Vec<&str>> {
    let text = trim(text);
    // A JSON list. An IPv6 address in brackets contains no `://`.
    let list = text
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
        .filter(|list| list.contains("://"));
    let parts: Vec<&str> = list
        .unwrap_or(text)
        .split(|c: char| c.is_whitespace() || BETWEEN.contains(&c))
        .map(|part| part.trim_matches(AROUND))
        .filter(|part| !part.is_empty())
        .collect();
    let schemes = parts.iter().filter(|part| part.contains("://")).count();
    (list.is_some() || schemes >= 2 || is_shortened(text, &parts)).then_some(parts)
}

/// Checks for a list whose elements lack their scheme, perhaps but for one: `https://a.example, b.example`.
fn is_shortened(text: &str, parts: &[&str]) -> bool {
    let schemes = parts.iter().filter(|part| part.contains("://")).count();
    schemes < 2
        && parts.len() > 1
        && text.contains([',', ';'])
        && parts.iter().all(|part| part.contains(['.', ':']))
}

/// Rejects several origins in one string.
fn several(text: &str, place: Place, browser: Browser<'_>) -> Result<(), Fixable> {
    let Some(parts) = parts(text) else {
        return Ok(());
    };
    let suggestions: Result<Vec<_>, _> = parts
        .iter()
        .map(|part| fix((*part).to_string(), place, browser))
        .collect();
    match suggestions {
        Ok(suggestions) => {
            let separator = if place == Place::Set { " " } else { ", " };
            let quoted = suggestions
                .iter()
                .map(|origin| format!("\"{}\"", origin.text));
            let quoted = quoted.collect::<Vec<_>>().join(separator);
            let line = match place {
                Place::Set => format!(
                    "separate them with spaces or commas; in a file, write one on each line: {quoted}"
                ),
                Place::Origins | Place::Bound => format!("write each as an element: {quoted}"),
            };
            Err(Fixable::malformed(format!(
                "`{}` is several origins in one string",
                shown(text)
            ))
            .split(suggestions, line))
        }
        Err(_) if is_shortened(text, &parts) => Ok(()),
        Err(_) => Err(Fixable::malformed(format!(
            "`{}` is several origins in one string",
            shown(text)
        ))
        .help("list each as an element of its own")),
    }
}

/// Returns whether a character is white space, invisible, or a quotation mark: they come with copied text.
fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c == '"'
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Returns the name of a stray character.
fn name_of(c: char) -> String {
    match c {
        ' ' => "a space".into(),
        '\t' => "a tab".into(),
        '\n' | '\r' => "a line break".into(),
        '"' => "a quotation mark".into(),
        c => format!("the character U+{:04X}", u32::from(c)),
    }
}
