//! The origins that a faulty text probably means.

use alloc::{string::String, vec, vec::Vec};

use super::{Browser, Place, fixable, text};

/// The text to write instead of a faulty one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// The origins and patterns to write; each is an element of a list.
    pub origins: Vec<String>,
    /// Whether they admit more than the text did: whoever writes them has to know that every host is theirs.
    pub is_wider: bool,
}

/// Returns what to write instead of a text, or the text itself if it has no fault.
///
/// `None` if the text does not say which origin is meant.
#[must_use]
pub fn fix(text: &str, place: Place, browser: Browser<'_>) -> Option<Fix> {
    let parts = text::parts(text).unwrap_or_else(|| vec![text]);
    // Without a separator, what has no scheme may be the rest of a host. A word is no host at all.
    let is_listed = text.contains([',', ';']);
    let is_origin = |part: &&str| {
        part.contains("://") || (is_listed && (part.contains(['.', ':']) || *part == "localhost"))
    };
    if parts.len() > 1 && !parts.iter().all(is_origin) {
        return None;
    }
    let mut fix = Fix::default();
    for part in parts {
        let suggestion = fixable::fix(part.into(), place, browser).ok()?;
        fix.origins.push(suggestion.text);
        fix.is_wider |= suggestion.wider;
    }
    Some(fix)
}
