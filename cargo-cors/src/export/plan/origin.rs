//! The origins of a policy, and the regular expressions for patterns of them.

use std::fmt::Write;

use cors_runtime::origin::{Hosts, Pattern, Ports, default_port};

/// An origin, or a pattern of origins, that a gateway can compare with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin(String);

/// The longest host, in bytes (RFC 1035, section 2.3.4).
const MAX_HOST: usize = 253;

impl Origin {
    /// Reads an origin.
    ///
    /// # Errors
    ///
    /// If no gateway can compare with it. The error is the reason.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let origin = Self(text.to_owned());
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b',');
        let known = text == "null" || origin.pattern().is_some();
        if !(plain && known) {
            return Err(format!(
                "`{}` is neither an origin nor a pattern of origins",
                text.escape_debug()
            ));
        }
        if let Some(pattern) = origin.pattern()
            && pattern.is_web()
            && pattern.hosts() == Hosts::Any
        {
            return Err(format!(
                "`{text}` is a bound for a set, not an origin: name the origins"
            ));
        }
        Ok(origin)
    }

    /// As written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts; `None` for `null`.
    pub(crate) fn pattern(&self) -> Option<Pattern<'_>> {
        Pattern::parse(&self.0)
    }

    /// Returns whether it is one origin, so that comparing bytes is enough.
    pub(crate) fn is_exact(&self) -> bool {
        self.pattern().is_none_or(|pattern| pattern.is_exact())
    }

    /// Returns whether every origin that another one admits is admitted by this one.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        match (self.pattern(), other.pattern()) {
            (Some(one), Some(other)) => {
                self == &Self(other.as_str().to_owned()) || one.covers(&other)
            }
            _ => self == other,
        }
    }

    /// Returns whether an origin may be admitted by both. It may say yes wrongly, never no.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        if self.is_exact() || other.is_exact() {
            return self.covers(other) || other.covers(self);
        }
        match (self.pattern(), other.pattern()) {
            (Some(one), Some(other)) => {
                let below = |host: &str, above: &str| {
                    host.strip_suffix(above)
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                };
                one.scheme() == other.scheme()
                    && (below(one.host(), other.host()) || below(other.host(), one.host()))
            }
            _ => false,
        }
    }

    /// Returns a regular expression that matches what the origin admits from the beginning to the end of a text. It is
    /// written without lookaround and means the same in PCRE, RE2 and Go. The limit of 253 bytes for a host is not in
    /// it.
    pub(crate) fn regex(&self) -> String {
        let Some(pattern) = self.pattern().filter(|pattern| !pattern.is_exact()) else {
            return escaped(&self.0);
        };
        let mut regex = escaped(pattern.scheme()) + "://";
        match pattern.hosts() {
            Hosts::Below => regex.push_str(r"(?:[a-z0-9_\x2d]{1,63}\.)+"),
            // Only of a scheme whose hosts are opaque.
            Hosts::Any => regex.push_str(r"[a-z0-9._\x2d]{1,253}"),
            Hosts::One => {}
        }
        regex.push_str(&escaped(pattern.host()));
        match pattern.ports() {
            Ports::Default => {}
            Ports::One(port) => {
                regex.push(':');
                regex.push_str(port);
            }
            Ports::Any => {
                regex.push_str("(?::(?:");
                regex.push_str(small_ports(pattern.scheme()));
                regex.push_str(
                    "|[1-9][0-9]{3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?",
                );
            }
        }
        regex
    }

    /// Returns [`regex`](Self::regex) with the limit for a host, if the origin has a wildcard in it. Only PCRE reads it.
    pub(crate) fn pcre(&self) -> String {
        let regex = self.regex();
        match self.pattern() {
            Some(pattern) if pattern.hosts() == Hosts::Below => {
                // The dot at the end of a host does not count.
                let max = MAX_HOST + usize::from(pattern.host().ends_with('.'));
                let scheme = escaped(pattern.scheme()) + "://";
                let rest = &regex[scheme.len()..];
                format!(r"{scheme}(?=[^:]{{1,{max}}}(?::|\z)){rest}")
            }
            _ => regex,
        }
    }
}

/// Returns the ports of one to three digits that an origin can have: all but the default one, which browsers leave out.
fn small_ports(scheme: &str) -> &'static str {
    match default_port(scheme) {
        Some("80") => "[1-9]|[1-79][0-9]|8[1-9]|[1-9][0-9]{2}",
        Some("443") => "[1-9][0-9]?|[1-35-9][0-9]{2}|4[0-35-9][0-9]|44[0-24-9]",
        _ => "[1-9][0-9]{0,2}",
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'.' => escaped.push_str(r"\."),
            b':' | b'/' | b'_' => escaped.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            _ => {
                let _ = write!(escaped, r"\x{byte:02x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_that_two_elements_may_admit() {
        for (one, other, expected) in [
            ("https://a.example", "https://a.example", true),
            ("https://a.example", "https://b.example", false),
            ("https://*.a.example", "https://x.a.example", true),
            ("https://*.a.example", "https://x.b.example", false),
            ("https://*.a.example", "https://*.x.a.example", true),
            ("https://*.a.example", "https://*.b.example", false),
            ("https://*.a.example", "https://*.xa.example", false),
            ("https://*.a.example", "http://*.a.example", false),
            ("https://*.a.example", "https://*.a.example:*", true),
            ("null", "null", true),
            ("null", "https://*.a.example", false),
        ] {
            let [one, other] = [one, other].map(|text| Origin::new(text).unwrap());
            assert_eq!(one.meets(&other), expected, "{one:?} {other:?}");
            assert_eq!(other.meets(&one), expected, "{other:?} {one:?}");
        }
    }
}
