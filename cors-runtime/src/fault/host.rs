//! Faults of a host.

use alloc::{format, string::String, vec::Vec};

use super::{
    Browser,
    slip::{Slip, shown},
};
use crate::origin::{Hosts, MAX_HOST, MAX_LABEL, Pattern, Ports};

/// What no host of another scheme has (URL, section "forbidden host code point"), as far as it was not seen before.
const FORBIDDEN: &str = "<>\\^|";

/// What is said of a host with brackets, or with colons that want them.
pub(super) fn address(pattern: &Pattern<'_>, browser: Browser<'_>) -> Result<(), Slip> {
    let host = pattern.host();
    if !host.contains(['[', ']', ':']) {
        return Ok(());
    }
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    if bare.is_none() && host.contains(['[', ']']) {
        return Err(impossible(pattern).help("brackets stand around a whole IPv6 address"));
    }
    let Some(bare) = bare else {
        return Err(without_brackets(pattern, browser));
    };
    let Some(serialised) = browser(host) else {
        return Err(Slip::non_canonical(format!(
            "the brackets of `{}` are for IPv6 addresses, and that is none",
            shown(host)
        ))
        .mend(with_host(pattern, bare, &port(pattern))));
    };
    canonical(pattern, &serialised)?;
    match pattern.hosts() {
        Hosts::Below => Err(below_address(pattern)),
        _ => Ok(()),
    }
}

/// What is said of a host with colons in it: an IPv6 address, perhaps with a port behind it.
fn without_brackets(pattern: &Pattern<'_>, browser: Browser<'_>) -> Slip {
    let [with_port, whole] = [
        (pattern.host(), port(pattern)),
        (
            &pattern.as_str()[pattern.scheme().len() + 3..],
            String::new(),
        ),
    ]
    .map(|(address, port)| Some((browser(&format!("[{address}]"))?, port)));
    match with_port.or(whole) {
        Some((address, port)) => Slip::malformed(format!(
            "the address in `{}` has no brackets around it",
            shown(pattern.as_str())
        ))
        .mend(with_host(pattern, &address, &port)),
        None => impossible(pattern)
            .help("one colon stands before the port; an IPv6 address has brackets around it"),
    }
}

/// What is said of the name, or IPv4 address, of an http or https origin.
pub(super) fn domain(pattern: &Pattern<'_>, browser: Browser<'_>) -> Result<(), Slip> {
    let host = pattern.host();
    let name = host.strip_suffix('.').unwrap_or(host);
    let labels: Vec<&str> = name.split('.').filter(|label| !label.is_empty()).collect();
    let joined = labels.join(".");
    if joined.is_empty() {
        return Err(impossible(pattern).help("write a host: \"https://app.acme.example\""));
    }
    if joined != name {
        let (text, port) = (shown(pattern.as_str()), port(pattern));
        return Err(if host.starts_with('.') && pattern.hosts() == Hosts::One {
            Slip::malformed(format!("`{text}` begins its host with a dot"))
                .widen(format!("{}://*.{joined}{port}", pattern.scheme()))
        } else {
            Slip::malformed(format!("`{text}` has a dot too many in its host"))
                .mend(with_host(pattern, &joined, &port))
        });
    }
    // A wildcard is asked for as a host that it admits, so that `*.10.0.0.1` is seen to admit none.
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
        return Err(impossible(pattern).help(format!("a label has {MAX_LABEL} bytes at most")));
    }
    if before.len() + name.len() > MAX_HOST {
        return Err(impossible(pattern).help(format!("a host has {MAX_HOST} bytes at most")));
    }
    Ok(())
}

/// What is said of the host of another scheme, which browsers leave as it is (URL, section "opaque-host
/// parser").
pub(super) fn opaque(pattern: &Pattern<'_>) -> Result<(), Slip> {
    let forbidden = |c: char| !c.is_ascii_graphic() || FORBIDDEN.contains(c);
    match pattern.host().chars().find(|&c| forbidden(c)) {
        Some(bad) => Err(Slip::malformed(format!(
            "`{}` has `{bad}` in its host, which no origin has",
            shown(pattern.as_str())
        ))
        .help("write the host in ASCII letters and digits")),
        None => Ok(()),
    }
}

/// What is said of a host that browsers write in another way.
fn canonical(pattern: &Pattern<'_>, serialised: &str) -> Result<(), Slip> {
    if serialised == pattern.host() {
        return Ok(());
    }
    Err(Slip::non_canonical(format!(
        "browsers write `{}` as `{}`",
        shown(pattern.host()),
        shown(serialised)
    ))
    .mend(with_host(pattern, serialised, &port(pattern))))
}

/// What is said of hosts below an address.
fn below_address(pattern: &Pattern<'_>) -> Slip {
    let own = format!("{}://{}{}", pattern.scheme(), pattern.host(), port(pattern));
    impossible(pattern)
        .help("an address has no hosts below it")
        .mend(own)
}

/// Why no URL can have a host (URL, section "host parsing").
fn reason(last: &str, host: &str) -> &'static str {
    if last.starts_with(|c: char| c.is_ascii_digit()) {
        "a host that ends in a number is an IPv4 address: four numbers, none above 255"
    } else if host.contains("xn--") {
        "what follows `xn--` is no Punycode; write the name in its own letters instead"
    } else {
        "write the host as the address bar of a browser shows it"
    }
}

fn impossible(pattern: &Pattern<'_>) -> Slip {
    let host = with_host(pattern, pattern.host(), "");
    let host = &host[pattern.scheme().len() + 3..];
    Slip::malformed(format!("no URL can have the host `{}`", shown(host)))
}

/// The pattern with another host and port in it.
pub(super) fn with_host(pattern: &Pattern<'_>, host: &str, port: &str) -> String {
    let star = match pattern.hosts() {
        Hosts::One => "",
        Hosts::Below => "*.",
        Hosts::Any => "*",
    };
    format!("{}://{star}{host}{port}", pattern.scheme())
}

/// The port of a pattern with its colon.
fn port(pattern: &Pattern<'_>) -> String {
    match pattern.ports() {
        Ports::Default => String::new(),
        Ports::One(port) => format!(":{port}"),
        Ports::Any => ":*".into(),
    }
}
