//! Serialised origins, patterns of them, and which origins a pattern admits.
//!
//! The standard's terms: an origin is serialised as `scheme://host[:port]`
//! (HTML, section "Origin"; Fetch, section "`Origin` header").

/// What one element of `origins` admits: an origin as a browser serialises it, with an optional `*` for
/// the leading labels of the host and an optional `*` for the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    text: &'a str,
    scheme: &'a str,
    /// Without `*.`; for [`Hosts::Any`] it is empty.
    host: &'a str,
    hosts: Hosts,
    ports: Ports<'a>,
}

/// Which hosts a pattern admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// The host as written.
    One,
    /// Every host below the one written, never the host itself: `https://*.example.com`.
    Below,
    /// Every host: `https://*`, in the bound of a set alone.
    Any,
}

/// Which ports a pattern admits.
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

impl<'a> Pattern<'a> {
    /// Takes a pattern apart at its punctuation. Whether its parts are what a browser sends is asked by
    /// [`examine`](crate::fault::examine); this only needs to find them.
    ///
    /// # Errors
    ///
    /// `None` without `scheme://`, without a host, or with a `*` that is neither the whole leading label of
    /// the host nor the whole port.
    #[must_use]
    pub const fn parse(text: &'a str) -> Option<Self> {
        let Some((scheme, authority)) = split_at(text, b"://") else {
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

    /// The origins that are a word and have no host: `null` and `file://`.
    pub(crate) const fn word(text: &'a str) -> Self {
        Self {
            text,
            scheme: "",
            host: "",
            hosts: Hosts::One,
            ports: Ports::Default,
        }
    }

    /// The pattern as written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// The scheme, without `://`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The host, without a leading `*.`; an IPv6 address has its brackets.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// Which hosts it admits.
    #[must_use]
    pub const fn hosts(&self) -> Hosts {
        self.hosts
    }

    /// Which ports it admits.
    #[must_use]
    pub const fn ports(&self) -> Ports<'a> {
        self.ports
    }

    /// Whether it admits one origin alone, so that comparing bytes is all there is to matching.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        matches!(self.hosts, Hosts::One) && !matches!(self.ports, Ports::Any)
    }

    /// Whether the scheme is `http` or `https`, whose hosts are domains or addresses and not opaque
    /// (URL, section "special scheme").
    #[must_use]
    pub const fn is_web(&self) -> bool {
        matches!(self.scheme.as_bytes(), b"http" | b"https")
    }

    /// Whether every host that it admits is this machine: `localhost`, what lies below it, `127.0.0.0/8`
    /// and `[::1]` (Secure Contexts, section "Is origin potentially trustworthy?").
    #[must_use]
    pub const fn is_loopback(&self) -> bool {
        let host = without_dot(self.host.as_bytes());
        !matches!(self.hosts, Hosts::Any)
            && (matches!(host, b"localhost" | b"[::1]")
                || ends_with(host, b".localhost")
                || matches!(ipv4(host), Some([127, ..])))
    }

    /// Whether the host is one that cannot be reached from the public network: an address of RFC 1918,
    /// RFC 3927, RFC 4193 or RFC 4291, or a name in a domain that is set apart for private use.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        let host = without_dot(self.host.as_bytes());
        if let Some(address) = ipv4(host) {
            return matches!(
                address,
                [10, ..]
                    | [172, 16..=31, ..]
                    | [192, 168, ..]
                    | [169, 254, ..]
                    | [100, 64..=127, ..]
            );
        }
        if let [b'[', first, second, third, ..] = host {
            return matches!(
                [*first, *second, *third],
                [b'f', b'c' | b'd', _] | [b'f', b'e', b'8' | b'9' | b'a' | b'b']
            );
        }
        ends_with(host, b".local")
            || ends_with(host, b".lan")
            || ends_with(host, b".internal")
            || ends_with(host, b".home.arpa")
            || ends_with(host, b".test")
    }

    /// Whether the pattern admits a serialised origin, compared byte for byte: nothing is trimmed, no case
    /// is folded. What a browser cannot send is not admitted by a `*`.
    ///
    /// It allocates nothing, and takes no longer than a scan of the longest origin that there can be.
    #[must_use]
    pub fn matches(&self, origin: &[u8]) -> bool {
        if self.is_exact() {
            return origin == self.text.as_bytes();
        }
        let Some(authority) = origin
            .strip_prefix(self.scheme.as_bytes())
            .and_then(|rest| rest.strip_prefix(b"://"))
        else {
            return false;
        };
        let host = match self.ports {
            Ports::Default => Some(authority),
            Ports::One(port) => authority
                .strip_suffix(port.as_bytes())
                .and_then(|rest| rest.strip_suffix(b":")),
            Ports::Any => without_port(authority, self.scheme),
        };
        host.is_some_and(|host| self.admits_host(host))
    }

    fn admits_host(&self, host: &[u8]) -> bool {
        match self.hosts {
            Hosts::One => host == self.host.as_bytes(),
            Hosts::Below => {
                without_dot(host).len() <= MAX_HOST
                    && host
                        .strip_suffix(self.host.as_bytes())
                        .and_then(|rest| rest.strip_suffix(b"."))
                        .is_some_and(is_labels)
            }
            Hosts::Any => {
                let host = without_dot(host);
                host.len() <= MAX_HOST && is_labels(host)
            }
        }
    }
}

/// Whether the bytes are labels of a host as a browser serialises them, parted by single dots.
#[must_use]
pub fn is_labels(bytes: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'.').all(|label| {
        matches!(label.len(), 1..=MAX_LABEL)
            && label
                .iter()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
    })
}

/// The default port of a scheme, which a serialised origin leaves out (URL, section "special scheme").
#[must_use]
pub const fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme.as_bytes() {
        b"http" => Some("80"),
        b"https" => Some("443"),
        _ => None,
    }
}

/// Whether the text is a port as a browser serialises it: 1 to 65535, without leading zeros.
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

/// The host of an authority whose port may be any that a browser serialises.
fn without_port<'a>(authority: &'a [u8], scheme: &str) -> Option<&'a [u8]> {
    let Some(colon) = port_colon(authority) else {
        return Some(authority);
    };
    let port = &authority[colon + 1..];
    let sent =
        is_port(port) && default_port(scheme).is_none_or(|default| default.as_bytes() != port);
    sent.then_some(&authority[..colon])
}

/// Where the colon before the port stands; the colons of an IPv6 address are inside its brackets.
const fn port_colon(authority: &[u8]) -> Option<usize> {
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

/// The four numbers of an IPv4 address in its canonical form.
const fn ipv4(host: &[u8]) -> Option<[u8; 4]> {
    let mut numbers = [0_u8; 4];
    let (mut at, mut digits, mut value) = (0, 0, 0_u32);
    let mut index = 0;
    while index < host.len() {
        match host[index] {
            digit @ b'0'..=b'9' if digits < 3 && !(digits > 0 && value == 0) => {
                value = value * 10 + (digit - b'0') as u32;
                digits += 1;
            }
            b'.' if digits > 0 && at < 3 => {
                at += 1;
                digits = 0;
                value = 0;
            }
            _ => return None,
        }
        if value > 255 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "at most 255, as has just been seen"
        )]
        {
            numbers[at] = value as u8;
        }
        index += 1;
    }
    if at == 3 && digits > 0 {
        Some(numbers)
    } else {
        None
    }
}

/// A host without the one trailing dot that browsers keep.
const fn without_dot(host: &[u8]) -> &[u8] {
    match host {
        [rest @ .., b'.'] => rest,
        _ => host,
    }
}

const fn ends_with(bytes: &[u8], end: &[u8]) -> bool {
    let Some(start) = bytes.len().checked_sub(end.len()) else {
        return false;
    };
    equals(bytes.split_at(start).1, end)
}

pub(crate) const fn equals(left: &[u8], right: &[u8]) -> bool {
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

/// What stands before and after the first occurrence of an ASCII separator.
const fn split_at<'a>(text: &'a str, separator: &[u8]) -> Option<(&'a str, &'a str)> {
    let mut start = 0;
    while start + separator.len() <= text.len() {
        if equals(
            text.as_bytes()
                .split_at(start)
                .1
                .split_at(separator.len())
                .0,
            separator,
        ) {
            let (before, rest) = text.split_at(start);
            return Some((before, rest.split_at(separator.len()).1));
        }
        start += 1;
    }
    None
}
