//! The pages and their addresses.

use std::fmt;
use std::io;
use std::net::TcpListener;

use serde::Serialize;

/// How the policies see a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The policies list its origin.
    Page,
    /// The policies do not list its origin.
    Stranger,
}

/// A page, with the addresses of the other page and the API.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    pub role: Role,
    pub origin: String,
    /// The address of the other page.
    pub other: String,
    /// The API under the page's own host. Under another host it would be another site, which gets no cookies.
    pub api: String,
    /// A note for the reader.
    pub note: Option<&'static str>,
}

/// Both pages, and the address of the API.
pub struct Sites {
    pub api: String,
    pub page: Site,
    pub stranger: Site,
}

/// The note in a release build, where the policies list no local page.
pub const NOTE: Option<&str> = if cfg!(debug_assertions) {
    None
} else {
    Some(
        "This build has no debug assertions, so the policies list no local page: every page here is a stranger's.",
    )
};

impl Sites {
    /// Returns the addresses of the API, the page and the stranger's page.
    ///
    /// A policy is a constant, but the ports come from the command line. So the policies list `http://127.0.0.1:*` for the
    /// page, and the stranger is at `localhost`.
    pub fn of(listeners: &[TcpListener; 3]) -> io::Result<Self> {
        let mut ports = [0; 3];
        for (port, listener) in ports.iter_mut().zip(listeners) {
            *port = listener.local_addr()?.port();
        }
        Ok(Self::at(ports))
    }

    fn at([api, page, stranger]: [u16; 3]) -> Self {
        let url = |host: &str, port: u16| format!("http://{host}:{port}");
        let (page, stranger) = (url("127.0.0.1", page), url("localhost", stranger));
        Self {
            api: url("127.0.0.1", api),
            page: Site {
                role: if NOTE.is_none() {
                    Role::Page
                } else {
                    Role::Stranger
                },
                origin: page.clone(),
                other: stranger.clone(),
                api: url("127.0.0.1", api),
                note: NOTE,
            },
            stranger: Site {
                role: Role::Stranger,
                origin: stranger,
                other: page,
                api: url("localhost", api),
                note: NOTE,
            },
        }
    }
}

impl fmt::Display for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "API       {}", self.api)?;
        writeln!(f, "page      {}", self.page.origin)?;
        writeln!(f, "stranger  {}", self.stranger.origin)?;
        NOTE.map_or(Ok(()), |note| writeln!(f, "{note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_uses_the_api_under_its_own_host() {
        let sites = Sites::at([9000, 4000, 4001]);
        let (page, stranger) = ("http://127.0.0.1:4000", "http://localhost:4001");
        assert_eq!((&*sites.page.origin, &*sites.page.other), (page, stranger));
        assert_eq!(
            (&*sites.stranger.origin, &*sites.stranger.other),
            (stranger, page)
        );
        assert_eq!(sites.page.api, sites.api);
        assert_eq!(sites.stranger.api, "http://localhost:9000");
    }
}
