//! Faults of a `*`, and of what other languages write for one.

use alloc::format;

use super::{
    Place,
    slip::{Slip, shown},
};
use crate::{
    origin::{Pattern, Ports},
    rule::Rule,
};

/// What a `*` is for.
pub(super) const MEANING: &str = "a `*` stands for one or more whole labels before a host (\"https://*.acme.example\") or for any port (\"http://localhost:*\")";

/// What is said of `{tenant}`, `<tenant>` and `${TENANT}`.
pub(super) fn placeholder(text: &str) -> Result<(), Slip> {
    let Some(start) = text.find(['{', '<']) else {
        return Ok(());
    };
    let slip = Slip::malformed(format!(
        "`{}` has a placeholder, and origins are compared as they are written",
        shown(text)
    ))
    .help(MEANING);
    let before = text[..start].trim_end_matches('$');
    Err(match text[start..].find(['}', '>']) {
        Some(end) => {
            let after = text[start + end..].trim_start_matches(['}', '>']);
            slip.widen(format!("{before}*{after}"))
        }
        None => slip,
    })
}

/// What is said of a `*` that is neither a whole leading label nor a whole port.
pub(super) fn misplaced(text: &str, scheme: &str, authority: &str) -> Slip {
    let slip = Slip::new(
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
        None => slip.widen(format!("{scheme}://{host}{port}")),
        // `app-*.acme.example`, `*.*.acme.example`, `app.*.acme.example`
        Some((_, behind)) if behind.starts_with('.') && behind != "." => {
            slip.widen(format!("{scheme}://*{behind}{port}"))
        }
        // `*acme.example`, which is read as the shorthand that it is elsewhere for hosts below.
        Some((before, behind))
            if before.chars().all(|c| "*.".contains(c))
                && behind.contains('.')
                && !behind.starts_with(['-', '_']) =>
        {
            slip.widen(format!("{scheme}://*.{behind}{port}"))
        }
        Some(_) => slip,
    }
}

/// What is said of a `*` that is the whole host.
pub(super) fn every_host(pattern: &Pattern<'_>, place: Place) -> Result<(), Slip> {
    let is_unbounded = match place {
        Place::Bound => pattern.scheme() == "https" || !pattern.is_web(),
        Place::Origins | Place::Set => !pattern.is_web(),
    };
    if is_unbounded && (pattern.is_web() || pattern.ports() == Ports::Default) {
        return Ok(());
    }
    let slip = Slip::new(
        Rule::WildcardPosition,
        format!("`{}` names no host", shown(pattern.as_str())),
    );
    Err(match place {
        _ if !pattern.is_web() => slip.help(format!(
            "write \"{}://*\": its hosts have no port",
            pattern.scheme()
        )),
        Place::Bound => slip.help("any https host is written \"https://*\""),
        Place::Set => slip.help("list the origins"),
        Place::Origins => slip
            .help("list the origins, or name the site they belong to: \"https://*.acme.example\"")
            .help("where every origin is meant: `origins = any`"),
    })
}
