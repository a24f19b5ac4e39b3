//! The element of a list that is close to an origin outside it.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use super::Reason;
use crate::{
    origin::{Hosts, Pattern, Ports, is_port},
    policy::{Contents, Listed},
};

/// The result of a search.
pub(super) enum Found {
    /// An origin or pattern of the list, and the point in which it differs.
    Near(Reason, String),
    /// The text is no origin; with an origin that the list has, if the text begins with it.
    Malformed(Option<String>),
    /// Nothing is close.
    Nothing,
}

/// The most subdomains that are removed from a host in search of a listed parent.
const MAX_PARENTS: usize = 8;

/// Compares an origin that the list does not have with each element of the list.
pub(super) fn find(listed: &Listed, text: &str) -> Found {
    let Some(origin) = Pattern::parse(text).filter(|origin| is_origin(origin)) else {
        return Found::Malformed(beginning(text).filter(|origin| admits(listed, origin)));
    };
    let lower = text.to_ascii_lowercase();
    let of_patterns = listed.origins.iter().filter_map(|element| {
        let reason = difference(&Pattern::parse(element)?, &origin, &lower)?;
        Some((reason, Cow::Borrowed(*element)))
    });
    let of_sets = listed.sets.iter().filter_map(|element| {
        let (reason, text) = variant_in(element.set.contents, &origin)?;
        Some((reason, Cow::Owned(text)))
    });
    match of_patterns.chain(of_sets).min_by_key(|(reason, _)| *reason) {
        Some((reason, element)) => Found::Near(reason, element.into_owned()),
        None => Found::Nothing,
    }
}

/// Checks whether a text has the form `scheme://host[:port]`, in whatever case and with whatever port number.
fn is_origin(origin: &Pattern<'_>) -> bool {
    origin.is_exact()
        && origin
            .as_str()
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\\?#@".contains(&byte))
        && !origin.host().contains('/')
        && match origin.ports() {
            Ports::One(port) => is_port(port.as_bytes()),
            Ports::Default | Ports::Any => true,
        }
}

/// Returns the origin at the beginning of a URL: `https://app.acme.example` of `https://app.acme.example/path`.
fn beginning(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?', '#'])?];
    Some(format!("{scheme}://{authority}"))
}

fn admits(listed: &Listed, origin: &str) -> bool {
    listed.admits(origin.as_bytes())
}

/// Returns the point in which an origin differs from a pattern that does not match it, if everything else agrees.
/// `lower` is the origin in lower case.
fn difference(pattern: &Pattern<'_>, origin: &Pattern<'_>, lower: &str) -> Option<Reason> {
    if pattern.matches(lower.as_bytes()) {
        return Some(Reason::CaseDiffers);
    }
    let host = origin.host();
    let is_host = |host: &str| pattern.admits_host(host.as_bytes());
    let scheme = pattern.scheme() == origin.scheme();
    let port = match pattern.ports() {
        Ports::Any => true,
        ports => ports == origin.ports(),
    };
    if is_host(host) {
        let both_web = pattern.is_web() && origin.is_web();
        return match (scheme, port) {
            // With both equal, the origin writes out a default port.
            (true, _) => Some(Reason::PortDiffers),
            (false, true) if both_web => Some(Reason::SchemeDiffers),
            (false, false) if both_web => Some(Reason::SchemeAndPortDiffer),
            _ => None,
        };
    }
    if !scheme || !port {
        return None;
    }
    if pattern.hosts() == Hosts::Below && host == pattern.host() {
        return Some(Reason::WildcardExcludesDomain);
    }
    if is_host(&with_dot(host)) {
        return Some(Reason::TrailingDotDiffers);
    }
    if is_host(&with_www(host)) {
        return Some(Reason::WwwDiffers);
    }
    let is_below = parents(host).any(|parent| parent == pattern.host());
    (pattern.hosts() == Hosts::One && is_below).then_some(Reason::ParentDomainListed)
}

/// Returns the first variant of an origin that a set has. A set cannot be listed, only asked.
fn variant_in(set: &dyn Contents, origin: &Pattern<'_>) -> Option<(Reason, String)> {
    let (text, scheme, host) = (origin.as_str(), origin.scheme(), origin.host());
    let port = match origin.ports() {
        Ports::One(port) => format!(":{port}"),
        Ports::Default | Ports::Any => String::new(),
    };
    let other = match scheme {
        "http" => "https",
        "https" => "http",
        _ => scheme,
    };
    let variants = [
        (Reason::SchemeDiffers, format!("{other}://{host}{port}")),
        (Reason::PortDiffers, format!("{scheme}://{host}")),
        (Reason::SchemeAndPortDiffer, format!("{other}://{host}")),
        (Reason::CaseDiffers, text.to_ascii_lowercase()),
        (
            Reason::TrailingDotDiffers,
            format!("{scheme}://{}{port}", with_dot(host)),
        ),
        (
            Reason::WwwDiffers,
            format!("{scheme}://{}{port}", with_www(host)),
        ),
    ];
    let parents = parents(host).map(|parent| {
        (
            Reason::ParentDomainListed,
            format!("{scheme}://{parent}{port}"),
        )
    });
    variants
        .into_iter()
        .chain(parents)
        .find(|(_, variant)| variant != text && set.admits(variant.as_bytes()))
}

/// Returns the host with a trailing dot, or without the one it has.
fn with_dot(host: &str) -> String {
    match host.strip_suffix('.') {
        Some(bare) => bare.to_string(),
        None => format!("{host}."),
    }
}

/// Returns the host with `www.`, or without the one it has.
fn with_www(host: &str) -> String {
    match host.strip_prefix("www.") {
        Some(bare) => bare.to_string(),
        None => format!("www.{host}"),
    }
}

/// Returns the domains above a host, nearest first; none above an address.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    let last = host.trim_end_matches('.').rsplit('.').next();
    let is_name = last.is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()));
    let mut rest = host;
    core::iter::from_fn(move || {
        rest = rest.split_once('.').filter(|_| is_name)?.1;
        rest.contains('.').then_some(rest)
    })
    .take(MAX_PARENTS)
}
