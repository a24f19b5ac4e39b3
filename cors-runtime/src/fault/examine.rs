//! What is asked about an origin as it was written, in order.

#[cfg(test)]
mod tests;

use alloc::format;

use super::{
    Browser, Fault, Place, host, port, regex, scheme,
    slip::{Slip, shown},
    text, wildcard,
};
use crate::{
    origin::{Hosts, MAX_HOST, Pattern, Ports, is_labels},
    rule::Rule,
};

/// Reads one origin or pattern of origins as it was written, and holds it against what browsers send.
///
/// # Errors
///
/// The first fault, which has the exact text to write wherever that can be known.
pub fn examine<'a>(
    text: &'a str,
    place: Place,
    browser: Browser<'_>,
) -> Result<Pattern<'a>, Fault> {
    match Pattern::parse(text) {
        Some(pattern) if is_plain(text) => Ok(pattern),
        _ => read(text, place, browser).map_err(|slip| slip.into_fault(place, browser)),
    }
}

/// Whether a text is what most origins are, and what [`read`] has nothing to say of: a name in lower case, whose last
/// label is no number (URL, section "ends in a number checker") and whose others are no Punycode. An unoptimised
/// macro that asks a browser about each of them makes a build wait.
fn is_plain(text: &str) -> bool {
    let Some(("https" | "http", host)) = text.split_once("://") else {
        return false;
    };
    let name = host.strip_prefix("*.").unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() + "a.".len() <= MAX_HOST
        && is_labels(name.as_bytes())
        && last.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.contains("xn--")
}

/// The same, with what the text would be without its first fault.
pub(super) fn read<'a>(
    text: &'a str,
    place: Place,
    browser: Browser<'_>,
) -> Result<Pattern<'a>, Slip> {
    text::word(text, place)?;
    regex::judge(text)?;
    text::surplus(text, place, browser)?;
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(scheme::missing(text));
    };
    scheme::judge(text, scheme, rest)?;
    if scheme == "file" {
        return Err(local_file(text, rest));
    }
    let (authority, beyond) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    if !beyond.is_empty() {
        return Err(beyond_origin(text, scheme, authority, beyond));
    }
    if let Some((_, authority)) = authority.rsplit_once('@') {
        return Err(Slip::malformed(format!(
            "`{}` has a user before its host, which no origin has",
            shown(text)
        ))
        .mend(format!("{scheme}://{authority}")));
    }
    if authority.is_empty() || authority.starts_with(':') && !authority[1..].contains(':') {
        return Err(Slip::malformed(format!("`{}` has no host", shown(text)))
            .help("write a host: \"https://app.acme.example\""));
    }
    wildcard::placeholder(text)?;
    let Some(pattern) = Pattern::parse(text) else {
        return Err(wildcard::misplaced(text, scheme, authority));
    };
    host::address(&pattern, browser)?;
    if let Ports::One(port) = pattern.ports() {
        port::judge(&pattern, port)?;
    }
    match pattern.hosts() {
        Hosts::Any => wildcard::every_host(&pattern, place)?,
        _ if pattern.is_web() => host::domain(&pattern, browser)?,
        _ => host::opaque(&pattern)?,
    }
    Ok(pattern)
}

/// What is said of `file://` and of the name of a file.
fn local_file(text: &str, path: &str) -> Slip {
    let slip = if path.is_empty() {
        Slip::new(
            Rule::FileOrigin,
            "`file://` is the origin of every local file in the shells that send it",
        )
    } else {
        Slip::malformed(format!(
            "`{}` names a file, and a file has no origin of its own: shells send `file://` or `null` for all of them",
            shown(text)
        ))
    };
    slip.help("serve the page from an origin of its own, such as \"http://localhost:5173\" or a scheme of the shell (\"app://bundle\")")
}

/// What is said of a path, a query or a fragment.
fn beyond_origin(text: &str, scheme: &str, authority: &str, beyond: &str) -> Slip {
    let text = shown(text);
    let host = beyond.trim_start_matches(['/', '\\']);
    if authority.is_empty() && !host.is_empty() && beyond.len() != host.len() {
        return Slip::malformed(format!(
            "`{text}` has more than two slashes before its host"
        ))
        .mend(format!("{scheme}://{host}"));
    }
    let what = match beyond.as_bytes() {
        b"/" => "ends with a slash, which no origin does",
        [b'/', ..] => "has a path; an origin is a whole site and ends after its host and port",
        [b'?', ..] => "has a query, which no origin has",
        [b'#', ..] => "has a fragment, which no origin has",
        _ => "has a backslash, which no origin has",
    };
    let slip = Slip::malformed(format!("`{text}` {what}"));
    if authority.is_empty() {
        slip.help("write a host: \"https://app.acme.example\"")
    } else {
        slip.mend(format!("{scheme}://{authority}"))
    }
}
