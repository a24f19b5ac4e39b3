//! Faults of a host.

use alloc::{format, string::String, vec::Vec};
use core::net::{IpAddr, SocketAddr};

use super::{
    Browser,
    fixable::{EXAMPLE, Fixable, shown},
};
use crate::origin::{Hosts, MAX_HOST, MAX_LABEL, Pattern, Ports};

/// Characters that no host of another scheme has (URL, section "forbidden host code point") and that no earlier check
/// rejects.
const FORBIDDEN: &str = "<>\\^|";

/// Checks a host with brackets, or with colons that need them.
pub(super) fn address(pattern: &Pattern<'_>, browser: Browser<'_>) -> Result<(), Fixable> {
    let host = pattern.host();
    if !host.contains(['[', ']', ':']) {
        return Ok(());
    }
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    if bare.is_none() && host.contains(['[', ']']) {
        return Err(impossible(pattern)
            .help("brackets enclose a whole IPv6 address: \"http://[::1]:3000\""));
    }
    let Some(bare) = bare else {
        return Err(without_brackets(pattern, browser));
    };
    let Some(serialised) = browser(host) else {
        return Err(Fixable::non_canonical(format!(
            "brackets are for IPv6 addresses, and `{}` is not one",
            shown(host)
        ))
        .fix(with_host(pattern, bare, &port(pattern))));
    };
    canonical(pattern, &serialised)?;
    match pattern.hosts() {
        Hosts::Below => Err(below_address(pattern)),
        _ => Ok(()),
    }
}

/// Returns the fault of a host with colons: an IPv6 address, perhaps with a port.
fn without_brackets(pattern: &Pattern<'_>, browser: Browser<'_>) -> Fixable {
    let [with_port, whole] = [
        (pattern.host(), port(pattern)),
        (
            &pattern.as_str()[pattern.scheme().len() + 3..],
            String::new(),
        ),
    ]
    .map(|(address, port)| Some((browser(&format!("[{address}]"))?, port)));
    match with_port.or(whole) {
        Some((address, port)) => Fixable::malformed(format!(
            "the address in `{}` has no brackets around it",
            shown(pattern.as_str())
        ))
        .fix(with_host(pattern, &address, &port)),
        None => impossible(pattern).help(
            "only one colon is allowed, before the port; an IPv6 address is enclosed in brackets",
        ),
    }
}

/// Checks the name or IPv4 address of an http or https origin.
pub(super) fn domain(pattern: &Pattern<'_>, browser: Browser<'_>) -> Result<(), Fixable> {
    let (host, name) = (pattern.host(), pattern.name());
    let labels: Vec<&str> = name.split('.').filter(|label| !label.is_empty()).collect();
    let joined = labels.join(".");
    if joined.is_empty() {
        return Err(impossible(pattern).help(EXAMPLE));
    }
    if joined != name {
        let (text, port) = (shown(pattern.as_str()), port(pattern));
        return Err(if host.starts_with('.') && pattern.hosts() == Hosts::One {
            Fixable::malformed(format!("the host of `{text}` begins with a dot"))
                .widen(format!("{}://*.{joined}{port}", pattern.scheme()))
        } else {
            Fixable::malformed(format!("the host of `{text}` has one dot too many"))
                .fix(with_host(pattern, &joined, &port))
        });
    }
    // A wildcard is tested as a host that it matches: `*.10.0.0.1` matches none.
    let before = match pattern.hosts() {
        Hosts::Below => "a.",
        _ => "",
    };
    let Some(serialised) = browser(&format!("{before}{host}")) else {
        return Err(match browser(host) {
            Some(address) if address == host => below_address(pattern),
            _ => impossible(pattern).help(reason(labels.last().unwrap_or(&host), host)),
        });
    };
    canonical(pattern, serialised.strip_prefix(before).unwrap_or_default())?;
    if labels.iter().any(|label| label.len() > MAX_LABEL) {
        return Err(impossible(pattern).help(format!("each label has at most {MAX_LABEL} bytes")));
    }
    length(pattern)
}

/// Checks the host of another scheme, which browsers do not change (URL, section "opaque-host parser").
pub(super) fn opaque(pattern: &Pattern<'_>) -> Result<(), Fixable> {
    let forbidden = |c: char| !c.is_ascii_graphic() || FORBIDDEN.contains(c);
    match pattern.host().chars().find(|&c| forbidden(c)) {
        Some(bad) => Err(Fixable::malformed(format!(
            "the host of `{}` has the character `{bad}`, which is not allowed",
            shown(pattern.as_str())
        ))
        .help("hosts have ASCII letters, digits, hyphens and dots")),
        None => length(pattern),
    }
}

/// Checks the length of the host, or of the shortest host that a wildcard matches.
fn length(pattern: &Pattern<'_>) -> Result<(), Fixable> {
    let star = match pattern.hosts() {
        Hosts::Below => "a.",
        _ => "",
    };
    if star.len() + pattern.name().len() <= MAX_HOST {
        return Ok(());
    }
    let text = shown(pattern.as_str());
    Err(
        Fixable::malformed(format!("the host of `{text}` is too long"))
            .help(format!("a host has at most {MAX_HOST} bytes")),
    )
}

/// Checks that browsers write the host like this.
fn canonical(pattern: &Pattern<'_>, serialised: &str) -> Result<(), Fixable> {
    if serialised == pattern.host() {
        return Ok(());
    }
    let fixable = Fixable::non_canonical(format!(
        "browsers write `{}` as `{}`",
        shown(pattern.host()),
        shown(serialised)
    ));
    let fixed = with_host(pattern, serialised, &port(pattern));
    // A `*` in a browser's host is one character; in a pattern, it stands for many hosts.
    Err(if serialised.contains('*') {
        fixable.widen(fixed)
    } else {
        fixable.fix(fixed)
    })
}

/// Returns the fault of a wildcard below an address.
fn below_address(pattern: &Pattern<'_>) -> Fixable {
    let own = format!("{}://{}{}", pattern.scheme(), pattern.host(), port(pattern));
    impossible(pattern)
        .help("an address has no subdomains")
        .fix(own)
}

/// Why no URL can have this host (URL, section "host parsing").
fn reason(last: &str, host: &str) -> &'static str {
    if last.starts_with(|c: char| c.is_ascii_digit()) {
        "a host that ends in a number is an IPv4 address: four numbers from 0 to 255"
    } else if host.contains("xn--") {
        "the text after `xn--` is not valid Punycode; use the name in its own letters"
    } else {
        "copy the host from the address bar of a browser"
    }
}

fn impossible(pattern: &Pattern<'_>) -> Fixable {
    let host = with_host(pattern, pattern.host(), "");
    let host = &host[pattern.scheme().len() + 3..];
    Fixable::malformed(format!("no URL can have the host `{}`", shown(host)))
}

/// Returns whether an authority is an address, perhaps with a port.
pub(super) fn is_address(authority: &str) -> bool {
    let bare = authority.trim_matches(['[', ']']);
    bare.parse::<IpAddr>().is_ok() || authority.parse::<SocketAddr>().is_ok()
}

/// Returns the pattern with another host and port.
pub(super) fn with_host(pattern: &Pattern<'_>, host: &str, port: &str) -> String {
    let star = match pattern.hosts() {
        Hosts::One => "",
        Hosts::Below => "*.",
        Hosts::Any => "*",
    };
    format!("{}://{star}{host}{port}", pattern.scheme())
}

/// Returns the port of a pattern, with its colon.
fn port(pattern: &Pattern<'_>) -> String {
    match pattern.ports() {
        Ports::Default => String::new(),
        Ports::One(port) => format!(":{port}"),
        Ports::Any => ":*".into(),
    }
}
