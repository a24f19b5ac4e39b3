//! Serialised origins, and patterns that match them.
//!
//! The standard's terms: an origin is serialised as `scheme://host[:port]`
//! (HTML, section "Origin"; Fetch, section "`Origin` header").

use core::{
    fmt::{self, Write as _},
    net::{IpAddr, Ipv6Addr},
};

/// One element of `origins`: an origin as a browser serialises it, with an optional `*` for the leading labels of the
/// host and an optional `*` for the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    text: &'a str,
    scheme: &'a str,
    /// The host without `*.`; empty for [`Hosts::Any`].
    host: &'a str,
    hosts: Hosts,
    ports: Ports<'a>,
}

/// The hosts that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// The host as written.
    One,
    /// Every subdomain of the host, but not the host itself: `https://*.example.com`.
    Below,
    /// Every name and every address: `https://*`, only in the bound of a set.
    Any,
}

/// The ports that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports<'a> {
    /// The default port of the scheme, which a serialised origin leaves out.
    Default,
    /// The port as written.
    One(&'a str),
    /// Every port: `http://localhost:*`.
    Any,
}

/// The longest host that a browser can resolve, in bytes, without a trailing dot (RFC 1035, section 2.3.4).
pub const MAX_HOST: usize = 253;

/// The longest label of a host, in bytes (RFC 1035, section 2.3.4).
pub const MAX_LABEL: usize = 63;

/// The longest authority of an origin, in bytes: the longest host, its trailing dot, and `:65535`.
pub const MAX_AUTHORITY: usize = 260;

/// Domains of private networks, and domains whose names lead into one.
///
/// No one can register a name in most of them: they are reserved (RFC 6761, 6762 with its appendix G, 8375; ICANN's
/// resolutions about `corp`, `home` and `internal`), or in wide use on routers and never delegated. Four belong to
/// companies: `fritz.box` names routers, `ts.net` names machines in a Tailscale network, and every name in `lvh.me`
/// and `localtest.me` is 127.0.0.1.
const PRIVATE_DOMAINS: &[&str] = &[
    "corp",
    "fritz.box",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localtest.me",
    "lvh.me",
    "private",
    "test",
    "ts.net",
];

impl<'a> Pattern<'a> {
    /// Splits a pattern at its punctuation. It does not check the parts; [`examine`](crate::fault::examine) does.
    ///
    /// # Errors
    ///
    /// Returns `None` without `scheme://`, without a host, or with a `*` that is neither the whole leading label of the
    /// host nor the whole port.
    #[must_use]
    pub const fn parse(text: &'a str) -> Option<Self> {
        let Some((scheme, authority)) = split_scheme(text) else {
            return None;
        };
        let (host, ports) = match port_colon(authority.as_bytes()) {
            None => (authority, Ports::Default),
            Some(colon) => {
                let (host, port) = authority.split_at(colon);
                let port = port.split_at(1).1;
                if matches!(port.as_bytes(), b"*") {
                    (host, Ports::Any)
                } else {
                    (host, Ports::One(port))
                }
            }
        };
        let (hosts, host) = match host.as_bytes() {
            b"*" => (Hosts::Any, ""),
            [b'*', b'.', ..] => (Hosts::Below, host.split_at(2).1),
            _ => (Hosts::One, host),
        };
        let starred = contains(scheme, b'*')
            || contains(host, b'*')
            || matches!(ports, Ports::One(port) if contains(port, b'*'));
        if starred || scheme.is_empty() || (host.is_empty() && !matches!(hosts, Hosts::Any)) {
            return None;
        }
        Some(Self {
            text,
            scheme,
            host,
            hosts,
            ports,
        })
    }

    /// Returns the pattern as written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Returns the scheme, without `://`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// Returns the host, without a leading `*.`; an IPv6 address has its brackets.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// Returns the hosts that it matches.
    #[must_use]
    pub const fn hosts(&self) -> Hosts {
        self.hosts
    }

    /// Returns the ports that it matches.
    #[must_use]
    pub const fn ports(&self) -> Ports<'a> {
        self.ports
    }

    /// Returns whether it matches a single origin, so that matching is a comparison of bytes.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        matches!(self.hosts, Hosts::One) && !matches!(self.ports, Ports::Any)
    }

    /// Returns whether the scheme is `http` or `https`, whose hosts are domains or addresses and not opaque
    /// (URL, section "special scheme").
    #[must_use]
    pub const fn is_web(&self) -> bool {
        matches!(self.scheme.as_bytes(), b"http" | b"https")
    }

    /// Returns whether every host that it matches is the visitor's own machine: `localhost` and its subdomains,
    /// `127.0.0.0/8` and `[::1]` (Secure Contexts, section "Is origin potentially trustworthy?"). Systems also reach
    /// themselves by `0.0.0.0` and `[::]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.is_in("localhost")
            || self.address().is_some_and(|address| {
                let address = address.to_canonical();
                address.is_loopback() || address.is_unspecified()
            })
    }

    /// Returns whether every host that it matches is an onion service. Tor encrypts and authenticates these with any
    /// scheme (RFC 7686), and Tor Browser treats them as potentially trustworthy.
    #[must_use]
    pub fn is_onion(&self) -> bool {
        self.is_in("onion")
    }

    /// Returns whether every host it matches is meant for a private network. Such hosts are names of one label, names in a
    /// private domain, and addresses for private use or for a link (RFC 1918, 3927, 4193, 4291, 6598).
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.address() {
            Some(address) => match address.to_canonical() {
                IpAddr::V4(v4) => {
                    v4.is_private()
                        || v4.is_link_local()
                        || matches!(v4.octets(), [100, 64..=127, ..])
                }
                IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
            },
            None => {
                PRIVATE_DOMAINS.iter().any(|domain| self.is_in(domain))
                    || (self.hosts == Hosts::One && is_label(self.name().as_bytes()))
            }
        }
    }

    /// Returns the host as an address, if it is one.
    fn address(&self) -> Option<IpAddr> {
        if self.hosts != Hosts::One {
            return None;
        }
        let bare = self
            .host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        match bare {
            Some(v6) => v6.parse().ok().map(IpAddr::V6),
            None => self.host.parse().ok().map(IpAddr::V4),
        }
    }

    /// Returns the host without its trailing dot, which browsers keep.
    pub(crate) fn name(&self) -> &'a str {
        self.host.strip_suffix('.').unwrap_or(self.host)
    }

    /// Returns whether every host that it matches is this domain or a subdomain of it.
    fn is_in(&self, domain: &str) -> bool {
        self.name()
            .strip_suffix(domain)
            .is_some_and(|below| below.is_empty() || below.ends_with('.'))
    }

    /// Returns whether the pattern matches a serialised origin, compared byte by byte: without trimming or case
    /// folding. A `*` matches only what a browser can send.
    ///
    /// It does not allocate, and it reads at most the length of the longest possible origin.
    #[must_use]
    pub fn matches(&self, origin: &[u8]) -> bool {
        if self.is_exact() {
            // Slices of different lengths are unequal without reading their bytes.
            return origin == self.text.as_bytes();
        }
        origin
            .strip_prefix(self.scheme.as_bytes())
            .and_then(|rest| rest.strip_prefix(b"://"))
            .filter(|authority| authority.len() <= MAX_AUTHORITY)
            .and_then(|authority| self.without_port(authority))
            .is_some_and(|host| self.admits_host(host))
    }

    /// Returns whether another pattern lies within this one: it is an origin that this one matches, or both have a `*.`
    /// and the other's host is the same or a subdomain. Within any host lie only single origins.
    #[must_use]
    pub fn covers(&self, other: &Pattern<'_>) -> bool {
        if other.is_exact() {
            return self.matches(other.text.as_bytes());
        }
        let hosts = match (self.hosts, other.hosts) {
            (Hosts::One, Hosts::One) => self.host == other.host,
            (Hosts::Below, Hosts::One) => self.admits_host(other.host.as_bytes()),
            (Hosts::Below, Hosts::Below) => {
                self.host == other.host || is_below(other.host, self.host)
            }
            (Hosts::Any, _) | (_, Hosts::Any) | (Hosts::One, Hosts::Below) => false,
        };
        let ports = self.ports == Ports::Any || self.ports == other.ports;
        hosts && ports && self.scheme == other.scheme
    }

    /// Returns whether this pattern matches every origin that another one matches. Both have been checked by
    /// [`examine`](crate::fault::examine).
    #[must_use]
    pub const fn includes(&self, other: &Pattern<'_>) -> bool {
        let hosts = match (self.hosts, other.hosts) {
            (Hosts::Any, Hosts::Any) => true,
            (Hosts::Any, _) if self.is_web() => {
                // An address has been serialised; URLs allow names with characters that `*` does not match.
                let host = without_dot(other.host.as_bytes());
                matches!(host, [b'[', ..]) || is_labels(host)
            }
            (Hosts::Any, _) => is_opaque_host(other.host.as_bytes()),
            (_, Hosts::Any) | (Hosts::One, Hosts::Below) => false,
            (Hosts::One, Hosts::One) => equals(self.host, other.host),
            (Hosts::Below, Hosts::One) => is_below(other.host, self.host),
            (Hosts::Below, Hosts::Below) => {
                equals(self.host, other.host) || is_below(other.host, self.host)
            }
        };
        let ports = match (self.ports, other.ports) {
            (Ports::Any, _) | (Ports::Default, Ports::Default) => true,
            (Ports::One(own), Ports::One(other)) => equals(own, other),
            _ => false,
        };
        hosts && ports && equals(self.scheme, other.scheme)
    }

    /// Returns the host of an authority, if the pattern matches its port.
    fn without_port<'o>(&self, authority: &'o [u8]) -> Option<&'o [u8]> {
        match self.ports {
            Ports::Default => Some(authority),
            Ports::One(port) => authority
                .strip_suffix(port.as_bytes())
                .and_then(|rest| rest.strip_suffix(b":")),
            Ports::Any => {
                let Some(colon) = port_colon(authority) else {
                    return Some(authority);
                };
                let port = &authority[colon + 1..];
                let default = default_port(self.scheme).map(str::as_bytes);
                (is_port(port) && default != Some(port)).then_some(&authority[..colon])
            }
        }
    }

    /// Returns whether the pattern matches this host, regardless of scheme and port.
    pub(crate) fn admits_host(&self, host: &[u8]) -> bool {
        let name = host.strip_suffix(b".").unwrap_or(host);
        match self.hosts {
            Hosts::One => host == self.host.as_bytes(),
            Hosts::Any if !self.is_web() => is_opaque_host(host),
            Hosts::Any => name.len() <= MAX_HOST && (is_labels(name) || is_ipv6(host)),
            Hosts::Below => {
                name.len() <= MAX_HOST
                    && host
                        .strip_suffix(self.host.as_bytes())
                        .and_then(|rest| rest.strip_suffix(b"."))
                        .is_some_and(is_labels)
            }
        }
    }
}

/// Returns whether the bytes are labels of a host as a browser serialises them, separated by single dots.
#[must_use]
pub const fn is_labels(bytes: &[u8]) -> bool {
    let mut length = 0;
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' if length < MAX_LABEL => length += 1,
            b'.' if length > 0 => length = 0,
            _ => return false,
        }
        index += 1;
    }
    length > 0
}

/// Checks whether a host is an IPv6 address as a browser serialises it (URL, section "IPv6 serializer"). It allocates nothing.
fn is_ipv6(host: &[u8]) -> bool {
    /// The bytes that are still to be compared with what is written.
    struct Rest<'a>(&'a [u8]);

    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(text.as_bytes()).ok_or(fmt::Error)?;
            Ok(())
        }
    }

    let Some(text) = host
        .strip_prefix(b"[")
        .and_then(|host| host.strip_suffix(b"]"))
    else {
        return false;
    };
    let parsed = str::from_utf8(text).ok().and_then(|text| text.parse().ok());
    parsed.is_some_and(|address: Ipv6Addr| {
        let mut rest = Rest(text);
        let written = match (address.to_ipv4_mapped(), address.segments()) {
            // The standard library writes the last two as an IPv4 address, and browsers do not.
            (Some(_), [.., high, low]) => write!(rest, "::ffff:{high:x}:{low:x}"),
            (None, _) => write!(rest, "{address}"),
        };
        written.is_ok() && rest.0.is_empty()
    })
}

/// Returns whether the bytes are a host that `scheme://*` matches, for a scheme with opaque hosts.
const fn is_opaque_host(bytes: &[u8]) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if !matches!(bytes[index], b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-') {
            return false;
        }
        index += 1;
    }
    matches!(bytes.len(), 1..=MAX_HOST)
}

fn is_label(bytes: &[u8]) -> bool {
    is_labels(bytes) && !bytes.contains(&b'.')
}

/// Returns the default port of a scheme, which a serialised origin leaves out (URL, section "special scheme").
#[must_use]
pub const fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme.as_bytes() {
        b"http" => Some("80"),
        b"https" => Some("443"),
        _ => None,
    }
}

/// Returns whether the text is a port as a browser serialises it: 1 to 65535, without leading zeros.
#[must_use]
pub const fn is_port(text: &[u8]) -> bool {
    if text.is_empty() || text.len() > 5 || text[0] == b'0' {
        return false;
    }
    let mut value = 0_u32;
    let mut index = 0;
    while index < text.len() {
        if !text[index].is_ascii_digit() {
            return false;
        }
        value = value * 10 + (text[index] - b'0') as u32;
        index += 1;
    }
    value <= 65_535
}

/// Returns the index of the colon before the port. The colons of an IPv6 address are inside its brackets.
#[must_use]
pub const fn port_colon(authority: &[u8]) -> Option<usize> {
    let mut index = authority.len();
    while index > 0 {
        index -= 1;
        match authority[index] {
            b':' => return Some(index),
            b']' => return None,
            _ => {}
        }
    }
    None
}

const fn contains(text: &str, byte: u8) -> bool {
    let mut index = 0;
    while index < text.len() {
        if text.as_bytes()[index] == byte {
            return true;
        }
        index += 1;
    }
    false
}

/// Returns whether a host is one or more labels and a dot before a domain.
const fn is_below(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.as_bytes(), domain.as_bytes());
    if host.len() <= domain.len() || host[host.len() - domain.len() - 1] != b'.' {
        return false;
    }
    let (below, end) = host.split_at(host.len() - domain.len());
    equals_bytes(end, domain) && is_labels(below.split_at(below.len() - 1).0)
}

/// A host without the trailing dot that browsers keep.
const fn without_dot(host: &[u8]) -> &[u8] {
    match host {
        [name @ .., b'.'] => name,
        _ => host,
    }
}

const fn equals(left: &str, right: &str) -> bool {
    equals_bytes(left.as_bytes(), right.as_bytes())
}

const fn equals_bytes(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Splits a text at the first `://`.
const fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let mut rest = text.as_bytes();
    while let [_, behind @ ..] = rest {
        if let [b':', b'/', b'/', ..] = rest {
            let (scheme, rest) = text.split_at(text.len() - rest.len());
            return Some((scheme, rest.split_at(3).1));
        }
        rest = behind;
    }
    None
}
