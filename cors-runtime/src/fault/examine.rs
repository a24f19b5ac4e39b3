//! The checks of an origin as it was written, in order.

#[cfg(test)]
mod tests;

use alloc::format;

use super::{
    Browser, Fault, Place,
    fixable::{EXAMPLE, Fixable, shown},
    host, port, regex, scheme, text, wildcard,
};
use crate::{
    origin::{Hosts, MAX_HOST, Pattern, Ports, is_labels},
    rule::Rule,
};

/// Reads an origin or a pattern as it was written, and compares it with what browsers send.
///
/// # Errors
///
/// The first fault, with the exact text to write if that can be derived.
pub fn examine<'a>(
    text: &'a str,
    place: Place,
    browser: Browser<'_>,
) -> Result<Pattern<'a>, Fault> {
    match Pattern::parse(text) {
        Some(pattern) if is_plain(text) => Ok(pattern),
        _ => read(text, place, browser).map_err(|fixable| fixable.into_fault(place, browser)),
    }
}

/// Returns whether a text is a common origin in which [`read`] finds no fault: a lower-case name whose last label is
/// not a number (URL, section "ends in a number checker") and whose labels are not Punycode.
///
/// This is a shortcut: parsing every origin as a URL in an unoptimised macro slows a build down.
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

/// Reads a text like [`examine`], but keeps the text without the first fault.
pub(super) fn read<'a>(
    text: &'a str,
    place: Place,
    browser: Browser<'_>,
) -> Result<Pattern<'a>, Fixable> {
    text::word(text, place)?;
    regex::check(text)?;
    text::surplus(text, place, browser)?;
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(scheme::missing(text));
    };
    scheme::check(text, scheme, rest)?;
    if scheme == "file" {
        return Err(local_file(text, rest));
    }
    let (authority, beyond) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    if !beyond.is_empty() {
        return Err(beyond_origin(text, scheme, authority, beyond));
    }
    if let Some((_, authority)) = authority.rsplit_once('@') {
        return Err(Fixable::malformed(format!(
            "`{}` has a user name before its host; an origin has none",
            shown(text)
        ))
        .fix(format!("{scheme}://{authority}")));
    }
    if authority.is_empty() || authority.starts_with(':') && !authority[1..].contains(':') {
        return Err(Fixable::malformed(format!("`{}` has no host", shown(text))).help(EXAMPLE));
    }
    wildcard::placeholder(text)?;
    let Some(pattern) = Pattern::parse(text) else {
        return Err(wildcard::misplaced(text, scheme, authority));
    };
    host::address(&pattern, browser)?;
    if let Ports::One(port) = pattern.ports() {
        port::check(&pattern, port)?;
    }
    match pattern.hosts() {
        Hosts::Any => wildcard::every_host(&pattern, place)?,
        _ if pattern.is_web() => host::domain(&pattern, browser)?,
        _ => host::opaque(&pattern)?,
    }
    Ok(pattern)
}

/// Returns the fault of `file://` and of a file name.
fn local_file(text: &str, path: &str) -> Fixable {
    let fixable = if path.is_empty() {
        Fixable::new(
            Rule::FileOrigin,
            "`file://` is the origin of every local file in the app shells that send it",
        )
    } else {
        Fixable::malformed(format!(
            "`{}` is a file; app shells send `file://` or `null` as the origin of every file",
            shown(text)
        ))
    };
    fixable.help("serve the page from an origin of its own, such as \"http://localhost:5173\" or a scheme of the shell (\"app://bundle\")")
}

/// Returns the fault of a path, a query or a fragment.
fn beyond_origin(text: &str, scheme: &str, authority: &str, beyond: &str) -> Fixable {
    let text = shown(text);
    let host = beyond.trim_start_matches(['/', '\\']);
    if authority.is_empty() && !host.is_empty() && beyond.len() != host.len() {
        return Fixable::malformed(format!(
            "`{text}` has more than two slashes before its host"
        ))
        .fix(format!("{scheme}://{host}"));
    }
    if is_prefix_length(&beyond[1..]) && host::is_address(authority) {
        return Fixable::malformed(format!(
            "`{text}` is a range of addresses; origins are compared one by one"
        ))
        .help("list each origin, with its port: \"http://192.168.0.10:8080\"")
        .help("if the addresses are only known at run time, use an `OriginSet`");
    }
    let what = match beyond.as_bytes() {
        b"/" => "ends with a slash; an origin does not",
        [b'/', ..] => "has a path; an origin ends after its host and port",
        [b'?', ..] => "has a query; an origin has none",
        [b'#', ..] => "has a fragment; an origin has none",
        _ => "has a backslash; an origin has none",
    };
    let fixable = Fixable::malformed(format!("`{text}` {what}"));
    if authority.is_empty() {
        fixable.help(EXAMPLE)
    } else {
        fixable.fix(format!("{scheme}://{authority}"))
    }
}

/// Returns whether a path is the prefix length of a range such as `192.168.0.0/16`.
fn is_prefix_length(path: &str) -> bool {
    path.parse::<u8>().is_ok_and(|length| length <= 128)
}
