//! The origins of the suite, and their short names in the table.

/// The addresses of the pages and the API. Everything is served on both ports, so that each host is an origin on either.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses {
    /// The port of the pages.
    pub(crate) page: u16,
    /// The port of the API.
    pub(crate) api: u16,
}

/// A page that the table sends requests from.
///
/// `localhost` is not a registrable domain, so `a.localhost` and `api.localhost` are different sites
/// (HTML, section "Sites"), like two companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// On the API's own origin.
    Api,
    /// On the API's host, at another port.
    Port,
    /// On another origin of the API's site.
    Www,
    /// On the origin that most policies list.
    A,
    /// On an origin that few policies list.
    B,
    /// On a host below the host of `A`.
    Sub,
    /// On a host that only ends like the hosts below `A`.
    Lookalike,
    /// On an origin whose host is an address.
    Ip,
    /// In a sandboxed frame, whose origin is opaque.
    Sandboxed,
}

impl Page {
    /// All, in the order in which their cases run.
    pub(crate) const ALL: [Self; 9] = [
        Self::Api,
        Self::Port,
        Self::Www,
        Self::A,
        Self::B,
        Self::Sub,
        Self::Lookalike,
        Self::Ip,
        Self::Sandboxed,
    ];

    /// Returns the address of the page, or of the page that holds the frame.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::Api => "api:/page",
            Self::Port => "port:/page",
            Self::Www => "www:/page",
            Self::A => "a:/page",
            Self::B => "b:/page",
            Self::Sub => "sub:/page",
            Self::Lookalike => "lookalike:/page",
            Self::Ip => "ip:/page",
            Self::Sandboxed => "a:/frame",
        }
    }
}

/// The names of hosts.
const HOSTS: [(&str, &str); 8] = [
    ("a", "a.localhost"),
    ("api", "api.localhost"),
    ("b", "b.localhost"),
    ("ip", "127.0.0.1"),
    ("lookalike", "nota.localhost"),
    ("port", "api.localhost"),
    ("sub", "sub.a.localhost"),
    ("www", "www.api.localhost"),
];

impl Addresses {
    fn port(self, name: &str) -> u16 {
        if name == "api" { self.api } else { self.page }
    }

    /// The URL of what the table writes: `b:/path` is on host `b`, `/path` on the API's, and `user:secret@` may stand
    /// before either.
    pub(crate) fn url(self, written: &str) -> String {
        let (credentials, place) = match written.strip_prefix("user:secret@") {
            Some(place) => ("user:secret@", place),
            None => ("", written),
        };
        let (name, path) = if place.starts_with('/') {
            ("api", place)
        } else {
            place.split_once(':').expect("a name before the path")
        };
        let (_, host) = HOSTS
            .iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| panic!("no host has the name {name}"));
        format!("http://{credentials}{host}:{}{path}", self.port(name))
    }

    /// [`url`](Self::url) with the case's number, by which the server's log distinguishes the cases.
    pub(crate) fn url_for(self, written: &str, case: usize) -> String {
        let parted = if written.contains('?') { '&' } else { '?' };
        format!("{}{parted}case={case}", self.url(written))
    }

    /// Returns the name of the value in `Host`, or in `Origin` behind `http://`.
    pub(crate) fn name(self, authority: &str) -> String {
        HOSTS
            .iter()
            .find(|(name, host)| authority == format!("{host}:{}", self.port(name)))
            .map_or(authority, |(name, _)| name)
            .to_owned()
    }
}
