//! Faults of a `*`, and of placeholders.

use alloc::format;

use super::{
    Place,
    fixable::{Fixable, shown},
};
use crate::{
    origin::{Pattern, Ports},
    rule::Rule,
};

/// The meaning of `*`.
pub(super) const MEANING: &str = "a `*` matches one or more whole labels before a host (\"https://*.acme.example\"), or any port (\"http://localhost:*\")";

/// Rejects `{tenant}`, `<tenant>` and `${TENANT}`.
pub(super) fn placeholder(text: &str) -> Result<(), Fixable> {
    let Some(start) = text.find(['{', '<']) else {
        return Ok(());
    };
    let fixable = Fixable::malformed(format!(
        "`{}` has a placeholder; origins are compared as text",
        shown(text)
    ))
    .help(MEANING);
    let before = text[..start].trim_end_matches('$');
    Err(match text[start..].find(['}', '>']) {
        Some(end) => {
            let after = text[start + end..].trim_start_matches(['}', '>']);
            fixable.widen(format!("{before}*{after}"))
        }
        None => fixable,
    })
}

/// Returns the fault of a `*` that is neither a whole leading label nor a whole port.
pub(super) fn misplaced(text: &str, scheme: &str, authority: &str) -> Fixable {
    let fixable = Fixable::new(
        Rule::WildcardPosition,
        format!(
            "in `{}` the `*` is neither a whole leading label nor a whole port",
            shown(text)
        ),
    )
    .help(MEANING);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.contains('*') => (host, ":*"),
        Some((host, port)) => (host, &authority[authority.len() - port.len() - 1..]),
        None => (authority, ""),
    };
    match host.rsplit_once('*') {
        None => fixable.widen(format!("{scheme}://{host}{port}")),
        // `app-*.acme.example`, `*.*.acme.example`, `app.*.acme.example`
        Some((_, behind)) if behind.starts_with('.') && behind != "." => {
            fixable.widen(format!("{scheme}://*{behind}{port}"))
        }
        // `*acme.example`, which other libraries accept for subdomains.
        Some((before, behind))
            if before.chars().all(|c| "*.".contains(c))
                && behind.contains('.')
                && !behind.starts_with(['-', '_']) =>
        {
            fixable.widen(format!("{scheme}://*.{behind}{port}"))
        }
        Some(_) => fixable,
    }
}

/// Rejects a `*` that is the whole host, except in the bound of a set and with a scheme of its own.
pub(super) fn every_host(pattern: &Pattern<'_>, place: Place) -> Result<(), Fixable> {
    let is_unbounded = match place {
        Place::Bound => pattern.scheme() == "https" || !pattern.is_web(),
        Place::Origins | Place::Set => !pattern.is_web(),
    };
    if is_unbounded && (pattern.is_web() || pattern.ports() == Ports::Default) {
        return Ok(());
    }
    let fixable = Fixable::new(
        Rule::WildcardPosition,
        format!("`{}` has no host", shown(pattern.as_str())),
    );
    Err(match place {
        _ if !pattern.is_web() => fixable
            .help("hosts of this scheme have no port")
            .fix(format!("{}://*", pattern.scheme())),
        Place::Bound => fixable.help("any https host on any port is \"https://*:*\""),
        Place::Set => fixable.help("list the origins"),
        Place::Origins => fixable
            .help("list the origins, or the site that they belong to: \"https://*.acme.example\"")
            .help("to allow every origin: `origins = any`"),
    })
}
