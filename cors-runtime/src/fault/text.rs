//! Faults of a text that is no origin before anything in it is read: words, and what pasting leaves behind.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Browser, Place,
    slip::{Slip, mend, shown},
};
use crate::rule::Rule;

/// Longer than any origin of http or https, and than any list that has to be taken apart here, in bytes.
const TOO_LONG: usize = 2048;

/// What is left around an origin that was copied out of a list, a setting or a page.
const AROUND: &[char] = &['"', '\'', '`', ',', ';', '|'];

/// What several origins in one string are parted by, besides white space.
const BETWEEN: &[char] = &[',', ';', '|'];

/// Words that stand for something else elsewhere: any origin, in many libraries.
const ANY: &[&str] = &["*", "any", "all"];

/// Words of Content-Security-Policy and of fetch that stand for the server's own pages.
const SELF: &[&str] = &["self", "same-origin"];

/// What is said of nothing, and of words that are something else.
pub(super) fn word(text: &str, place: Place) -> Result<(), Slip> {
    let inner = trim(text);
    if inner.is_empty() {
        return Err(Slip::malformed(if text.trim().is_empty() {
            "an empty string is no origin".to_string()
        } else {
            format!("`{}` is no origin", shown(text))
        })
        .help("write an origin: \"https://app.acme.example\""));
    }
    let is = |words: &[&str]| words.iter().any(|word| inner.eq_ignore_ascii_case(word));
    if is(ANY) || inner.contains('*') && inner.chars().all(|c| "*.:/".contains(c)) {
        return Err(Slip::new(
            Rule::AnyAmongOthers,
            format!(
                "`{}` is any origin, which is not one of a list",
                shown(text)
            ),
        )
        .help(match place {
            Place::Set => "list the origins; what lets in any is the policy alone",
            Place::Origins | Place::Bound => "write `origins = any`, or list the origins",
        }));
    }
    if is(&["null"]) {
        return Err(null(text));
    }
    if is(SELF) {
        return Err(Slip::malformed(format!(
            "`{}` is no origin, and pages of the server's own origin need no CORS",
            shown(text)
        ))
        .help("leave it out"));
    }
    if is(&["none"]) {
        return Err(Slip::malformed(format!("`{}` is no origin", shown(text)))
            .help("to close a route, write `#[cors(off)]`"));
    }
    Ok(())
}

/// What is said of more than an origin in one string.
pub(super) fn surplus(text: &str, place: Place, browser: Browser<'_>) -> Result<(), Slip> {
    let inner = trim(text);
    several(inner, place, browser)?;
    if text.len() > TOO_LONG {
        return Err(
            Slip::malformed(format!("`{}` is longer than any origin", shown(text)))
                .help("write an origin: \"https://app.acme.example\""),
        );
    }
    if inner != text {
        return Err(Slip::malformed(format!(
            "`{}` has more around it than an origin",
            shown(text)
        ))
        .mend(inner));
    }
    let Some(stray) = text.chars().find(|&c| is_stray(c)) else {
        return Ok(());
    };
    let slip = Slip::malformed(format!(
        "`{}` has {} in it, which no origin has",
        shown(text),
        name_of(stray)
    ));
    // What was on both sides of a space may have been parted by something else, and together be somebody else's name.
    let mut sides = text.split(char::is_whitespace);
    let in_host = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let joins = |left: &str, right: &str| left.ends_with(in_host) && right.starts_with(in_host);
    let mut left = sides.next().unwrap_or_default();
    for right in sides {
        if joins(left, right) {
            return Err(slip.help("write the host as the address bar of a browser shows it"));
        }
        left = right;
    }
    Err(slip.mend(text.replace(is_stray, "")))
}

fn trim(text: &str) -> &str {
    let inner = bare(text);
    // A list in JSON that has been parted at its commas leaves a bracket beside a quotation mark, as no address has it.
    let half = inner.strip_prefix('[').or(inner.strip_suffix(']'));
    half.map(|half| (half, bare(half)))
        .filter(|(half, origin)| half != origin && !origin.contains(['[', ']']))
        .map_or(inner, |(_, origin)| origin)
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c))
}

fn null(text: &str) -> Slip {
    if text == "null" {
        Slip::new(
            Rule::NullOrigin,
            "`null` is the origin of every sandboxed frame and local file: any page can be `null`",
        )
    } else {
        Slip::malformed(format!(
            "browsers write `{}` as `null`, and any page can be `null`",
            shown(text)
        ))
    }
    .help("leave it out; what a page that is `null` may read is open to everybody: `origins = any`")
}

/// Returns the parts of a text that is several origins, or a list of them in brackets.
pub(super) fn parts(text: &str) -> Option<Vec<&str>> {
    let text = trim(text);
    // As JSON writes a list; an address in brackets has no `://` inside them.
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

/// Checks for a list whose later elements lack their scheme: `https://a.example, b.example`.
fn is_shortened(text: &str, parts: &[&str]) -> bool {
    let schemes = parts.iter().filter(|part| part.contains("://")).count();
    schemes == 1 && text.contains([',', ';']) && parts.iter().all(|part| part.contains(['.', ':']))
}

/// What is said of several origins in one string.
fn several(text: &str, place: Place, browser: Browser<'_>) -> Result<(), Slip> {
    let Some(parts) = parts(text) else {
        return Ok(());
    };
    let elements: Result<Vec<String>, _> = parts
        .iter()
        .map(|part| mend((*part).to_string(), place, browser))
        .map(|element| element.map(|(element, _)| format!("\"{element}\"")))
        .collect();
    match elements {
        Ok(elements) => Err(Slip::malformed(format!(
            "`{}` is several origins in one string",
            shown(text)
        ))
        .help(match place {
            Place::Set => format!(
                "write each by itself, in a file on a line of its own: {}",
                elements.join(" ")
            ),
            Place::Origins | Place::Bound => {
                format!("write each as an element: [{}]", elements.join(", "))
            }
        })),
        Err(_) if is_shortened(text, &parts) => Ok(()),
        Err(_) => Err(Slip::malformed(format!(
            "`{}` is several origins in one string",
            shown(text)
        ))
        .help("write each as an element of the list")),
    }
}

/// White space, what takes no room at all and quotation marks: they arrive with text that was copied.
fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c == '"'
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A stray character in words.
fn name_of(c: char) -> String {
    match c {
        ' ' => "a space".into(),
        '\t' => "a tab".into(),
        '\n' | '\r' => "a line break".into(),
        '"' => "a quotation mark".into(),
        c => format!("the character U+{:04X}", u32::from(c)),
    }
}
