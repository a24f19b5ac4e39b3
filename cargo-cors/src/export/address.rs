//! The addresses of an exported configuration: of the application, and of the gateway.

use std::{
    fmt,
    net::{Ipv6Addr, SocketAddr},
    str::FromStr,
};

/// The addresses that a complete configuration needs.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    /// The address of the application.
    pub(crate) backend: Backend,
    /// The address that the gateway listens on.
    pub(crate) listen: SocketAddr,
}

/// The names that a route in a cluster needs.
#[derive(Clone, Debug)]
pub(crate) struct ClusterRoute {
    /// The service of the application.
    pub(crate) backend: Backend,
    /// The gateway that the route belongs to.
    pub(crate) gateway: String,
    /// The host that the route is for, or `*`.
    pub(crate) host: String,
    /// The name of the route.
    pub(crate) name: String,
}

/// The address of the application: a host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Backend {
    /// A name or an address. An IPv6 address has its brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl FromStr for Backend {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = || {
            let authority = text.strip_prefix("http://")?;
            let authority = authority.strip_suffix('/').unwrap_or(authority);
            let colon = authority
                .rfind(':')
                .filter(|&colon| !authority[colon..].contains(']'));
            let (host, port) = match colon {
                Some(colon) => (&authority[..colon], &authority[colon + 1..]),
                None => (authority, "80"),
            };
            let port = port.parse().ok().filter(|port| *port > 0)?;
            is_host(host).then(|| Self {
                host: host.to_owned(),
                port,
            })
        };
        parsed().ok_or("write `http://HOST:PORT`")
    }
}

/// Returns whether a text is a host that every gateway accepts unchanged.
fn is_host(text: &str) -> bool {
    let v6 = text
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match v6 {
        Some(v6) => v6.parse::<Ipv6Addr>().is_ok(),
        None => is_name(text),
    }
}

/// Returns whether a text is a name of a host or of an object in a cluster.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backend_is_a_host_and_a_port() {
        for (text, expected) in [
            ("http://127.0.0.1:8080", Some("127.0.0.1:8080")),
            ("http://app", Some("app:80")),
            ("http://app:80/", Some("app:80")),
            ("http://[::1]:8080", Some("[::1]:8080")),
            ("http://[::1]", Some("[::1]:80")),
            ("https://app:443", None),
            ("app:80", None),
            ("http://app:0", None),
            ("http://app:65536", None),
            ("http://app:80/path", None),
            ("http://a b:80", None),
            ("http://a;b:80", None),
            ("http://[nonsense]:80", None),
            ("http://", None),
        ] {
            let parsed: Option<Backend> = text.parse().ok();
            let parsed = parsed.map(|backend| backend.to_string());
            assert_eq!(parsed.as_deref(), expected, "{text}");
        }
    }
}
