//! Regular expressions, which some libraries accept as origins.

use alloc::{format, string::ToString};

use super::{
    fixable::{Fixable, shown},
    wildcard::MEANING,
};

/// Texts that occur in regular expressions, and neither in origins nor in misspelt ones.
const SIGNS: &[&str] = &[
    "^", "\\.", "\\/", "\\-", "(.*", "(.+", "://.*", "://.+", "s?://", "(s)?://", "[^", "[a-z",
    "[0-9", "[\\w",
];

/// The parts of an expression and their meaning in an origin, in the order in which they can be replaced.
const MEANINGS: &[(&str, &str)] = &[
    ("https?", "https"),
    ("http(s)?", "https"),
    ("(http|https)", "https"),
    ("(https|http)", "https"),
    ("\\d+", "*"),
    ("\\w+", "*"),
    ("[\\w-]+", "*"),
    ("[0-9]+", "*"),
    ("[a-z]+", "*"),
    ("[a-z0-9]+", "*"),
    ("[a-z0-9-]+", "*"),
    ("[^.]+", "*"),
    ("[^.]*", "*"),
    ("[^\\.]+", "*"),
    ("[^/]+", "*"),
    ("\\", ""),
    (".*", "*"),
    (".+", "*"),
    ("(*)", "*"),
    ("(*.)?", "*."),
    ("(*.)*", "*."),
    ("(*.)+", "*."),
    ("(:*)?", ":*"),
    ("^", ""),
    ("$/i", ""),
    ("$", ""),
];

pub(super) fn check(text: &str) -> Result<(), Fixable> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Ok(());
    }
    let meaning = MEANINGS
        .iter()
        .fold(text.to_string(), |text, (piece, meaning)| {
            text.replace(piece, meaning)
        });
    let fixable = Fixable::malformed(format!(
        "`{}` is a regular expression; origins are compared as text",
        shown(text)
    ))
    .help(MEANING);
    let meaning = meaning.trim_matches('/');
    Err(if meaning == text {
        fixable
    } else {
        fixable.widen(meaning)
    })
}
