//! Regular expressions, which other libraries take for origins.

use alloc::{format, string::ToString};

use super::{
    slip::{Slip, shown},
    wildcard::MEANING,
};

/// What regular expressions have and no origin, nor any slip on the way to one.
const SIGNS: &[&str] = &[
    "^", "\\.", "\\/", "\\-", "(.*", "(.+", "://.*", "://.+", "s?://", "(s)?://", "[^", "[a-z",
    "[0-9", "[\\w",
];

/// What the pieces of an expression mean among origins, in the order in which they can be replaced.
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

pub(super) fn judge(text: &str) -> Result<(), Slip> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Ok(());
    }
    let meaning = MEANINGS
        .iter()
        .fold(text.to_string(), |text, (piece, meaning)| {
            text.replace(piece, meaning)
        });
    let slip = Slip::malformed(format!(
        "`{}` is a regular expression, and origins are compared as they are written",
        shown(text)
    ))
    .help(MEANING);
    let meaning = meaning.trim_matches('/');
    Err(if meaning == text {
        slip
    } else {
        slip.widen(meaning)
    })
}
