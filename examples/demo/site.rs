//! Which page is whom, and at which address.

use std::fmt;
use std::io;

use serde::Serialize;

use super::args;
use super::ports::Listeners;

/// Who a page is to the policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Its origin is named by the policies.
    Page,
    /// It is not.
    Stranger,
}

/// One page: who it is, and where it, the other page and the API are found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Site {
    pub(crate) role: Role,
    /// The page's one address, and so its origin. Requests under another name for this machine are sent here.
    pub(crate) origin: String,
    /// The other page.
    pub(crate) other: String,
    /// The API under the page's own host name: on another host it would be another site, which gets no cookies.
    pub(crate) api: String,
    /// What a reader must know besides.
    pub(crate) note: Option<&'static str>,
}

/// Both pages, and the API as a person would call it.
pub(crate) struct Sites {
    pub(crate) api: String,
    pub(crate) page: Site,
    pub(crate) stranger: Site,
}

/// A list that names local pages for development only names none in a release.
const RELEASE: &str = "This build has no debug assertions, so its policies name https://app.acme.example alone: \
                       both pages are strangers to it.";

impl Sites {
    /// The addresses behind the listeners.
    ///
    /// A policy is a constant, and a port given on the command line is not. So the policies name the page twice: as
    /// `http://127.0.0.1:3000`, its usual address, and as `http://localhost:*`. With another port, the page moves to
    /// `localhost`. The stranger is at 127.0.0.1 always.
    pub(crate) fn of(listeners: &Listeners) -> io::Result<Self> {
        let api = listeners.api.local_addr()?.port();
        let page = listeners.page.local_addr()?.port();
        let stranger = listeners.stranger.local_addr()?.port();
        Ok(Self::at(api, page, stranger))
    }

    fn at(api: u16, page: u16, stranger: u16) -> Self {
        let url = |host: &str, port: u16| format!("http://{host}:{port}");
        let page_host = if page == args::PAGE {
            "127.0.0.1"
        } else {
            "localhost"
        };
        let page_origin = url(page_host, page);
        let stranger_origin = url("127.0.0.1", stranger);
        let note = if cfg!(debug_assertions) {
            None
        } else {
            Some(RELEASE)
        };
        Self {
            api: url("127.0.0.1", api),
            page: Site {
                role: if cfg!(debug_assertions) {
                    Role::Page
                } else {
                    Role::Stranger
                },
                origin: page_origin.clone(),
                other: stranger_origin.clone(),
                api: url(page_host, api),
                note,
            },
            stranger: Site {
                role: Role::Stranger,
                origin: stranger_origin,
                other: page_origin,
                api: url("127.0.0.1", api),
                note,
            },
        }
    }
}

impl fmt::Display for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "API       {}", self.api)?;
        writeln!(f, "page      {}", self.page.origin)?;
        writeln!(f, "stranger  {}", self.stranger.origin)?;
        if let Some(note) = self.page.note {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_keeps_an_origin_that_the_policies_name() {
        for (ports, page, stranger, api_of_page) in [
            (
                (8080, 3000, 3001),
                "http://127.0.0.1:3000",
                "http://127.0.0.1:3001",
                "http://127.0.0.1:8080",
            ),
            (
                (9000, 4000, 4001),
                "http://localhost:4000",
                "http://127.0.0.1:4001",
                "http://localhost:9000",
            ),
        ] {
            let sites = Sites::at(ports.0, ports.1, ports.2);
            assert_eq!(
                (&*sites.page.origin, &*sites.page.other, &*sites.page.api),
                (page, stranger, api_of_page)
            );
            assert_eq!(
                (&*sites.stranger.origin, &*sites.stranger.other),
                (stranger, page)
            );
            assert_eq!(sites.stranger.api, sites.api);
        }
    }
}
