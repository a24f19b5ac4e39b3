//! Whether a policy allows a request: pure functions for everything that has to decide
//! (Fetch, section "CORS protocol").

use crate::{
    origin::{Pattern, default_port},
    policy::{Credentials, Listed, Origins, Parts},
};

/// The `Origin` fields of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOrigin<T> {
    /// No field: the request is not from a page, or it is same-origin.
    Absent,
    /// The value of the only field, as received.
    One(T),
    /// Several fields. No browser sends them.
    Several,
}

impl<T> RequestOrigin<T> {
    /// Changes the value.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> RequestOrigin<U> {
        match self {
            Self::Absent => RequestOrigin::Absent,
            Self::One(origin) => RequestOrigin::One(change(origin)),
            Self::Several => RequestOrigin::Several,
        }
    }

    /// Returns the fields with a reference to the value.
    #[must_use]
    pub const fn as_ref(&self) -> RequestOrigin<&T> {
        match self {
            Self::Absent => RequestOrigin::Absent,
            Self::One(origin) => RequestOrigin::One(origin),
            Self::Several => RequestOrigin::Several,
        }
    }
}

/// The `Access-Control-Allow-Origin` and `Access-Control-Allow-Credentials` of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowOrigin<T> {
    /// `*`, without credentials: every page may read the response.
    Any,
    /// The origin of the request: its page may read the response.
    Echo {
        /// The value of the request's `Origin`.
        origin: T,
        /// Whether the response has `Access-Control-Allow-Credentials: true`.
        credentials: bool,
    },
    /// Neither header: no page may read the response.
    None,
}

/// Looks up an origin in the lists of one policy. Origins are compared byte for byte.
pub trait OriginLookup {
    /// Returns whether a set among `origins` holds `*`.
    fn allows_any(&self) -> bool;

    /// Returns whether `origins = [..]` allows an origin.
    fn allows(&self, origin: &[u8]) -> bool;

    /// Returns whether `credentials = [..]` names an origin.
    fn names_for_credentials(&self, origin: &[u8]) -> bool;
}

/// Decides what the response to a request says, or what a preflight says about the request that it announces.
///
/// `method` is the method of the request; for a preflight, it is the value of `Access-Control-Request-Method`.
#[must_use]
pub fn allow_origin<T: AsRef<[u8]>>(
    policy: &Parts,
    method: &str,
    origin: RequestOrigin<T>,
    lookup: &impl OriginLookup,
) -> AllowOrigin<T> {
    if !serves(policy, method) {
        return AllowOrigin::None;
    }
    let everyone = match policy.origins {
        Origins::Any => true,
        Origins::Listed(listed) => !listed.sets.is_empty() && lookup.allows_any(),
    };
    let RequestOrigin::One(origin) = origin else {
        return if everyone {
            AllowOrigin::Any
        } else {
            AllowOrigin::None
        };
    };
    let bytes = origin.as_ref();
    if !everyone && !lookup.allows(bytes) {
        return AllowOrigin::None;
    }
    let credentials = match policy.credentials {
        Credentials::None => false,
        // The rules reject a policy that would give credentials to everyone.
        Credentials::All => !everyone,
        Credentials::Only(_) => lookup.names_for_credentials(bytes),
    };
    if everyone && !credentials {
        AllowOrigin::Any
    } else {
        AllowOrigin::Echo {
            origin,
            credentials,
        }
    }
}

/// Returns whether a policy lets pages use a method, compared byte for byte as the standard does.
#[must_use]
pub fn serves(policy: &Parts, method: &str) -> bool {
    policy
        .methods
        .is_none_or(|methods| methods.contains(&method))
}

impl<T> AllowOrigin<T> {
    /// Returns what a response says if both policies have to allow it.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, _) | (_, Self::None) => Self::None,
            (Self::Any, Self::Any) => Self::Any,
            (
                Self::Echo {
                    origin,
                    credentials: left,
                },
                Self::Echo {
                    credentials: right, ..
                },
            ) => Self::Echo {
                origin,
                credentials: left && right,
            },
            (Self::Echo { origin, .. }, Self::Any) | (Self::Any, Self::Echo { origin, .. }) => {
                Self::Echo {
                    origin,
                    credentials: false,
                }
            }
        }
    }

    /// Returns whether no page may read the response.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns whether the response has `Access-Control-Allow-Credentials: true`.
    #[must_use]
    pub const fn has_credentials(&self) -> bool {
        matches!(
            self,
            Self::Echo {
                credentials: true,
                ..
            }
        )
    }

    /// Changes the echoed origin.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> AllowOrigin<U> {
        match self {
            Self::Any => AllowOrigin::Any,
            Self::Echo {
                origin,
                credentials,
            } => AllowOrigin::Echo {
                origin: change(origin),
                credentials,
            },
            Self::None => AllowOrigin::None,
        }
    }
}

/// Looks up origins by trying one element after the other. A server builds an index instead.
impl OriginLookup for Parts {
    fn allows_any(&self) -> bool {
        match self.origins {
            Origins::Any => true,
            Origins::Listed(listed) => listed
                .sets
                .iter()
                .any(|element| element.set.contents.admits_any()),
        }
    }

    fn allows(&self, origin: &[u8]) -> bool {
        match &self.origins {
            Origins::Any => true,
            Origins::Listed(listed) => listed.admits(origin),
        }
    }

    fn names_for_credentials(&self, origin: &[u8]) -> bool {
        match &self.credentials {
            Credentials::None | Credentials::All => false,
            Credentials::Only(listed) => listed.admits(origin),
        }
    }
}

impl Listed {
    /// Returns whether an element admits an origin, found by trying one after the other.
    #[must_use]
    pub fn admits(&self, origin: &[u8]) -> bool {
        // `null` and `file://` are not patterns.
        let written = |element: &&str| match Pattern::parse(element) {
            Some(pattern) => pattern.matches(origin),
            None => origin == element.as_bytes(),
        };
        self.origins.iter().any(written)
            || self
                .sets
                .iter()
                .any(|element| element.set.contents.admits(origin))
    }
}

/// The headers that show whether a request is same-origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site<'a> {
    /// `Sec-Fetch-Site`, if there is exactly one (Fetch Metadata, section "The `Sec-Fetch-Site` HTTP Request Header").
    pub sec_fetch_site: Option<&'a [u8]>,
    /// The host and port that the request is for: `Host`, or `:authority`.
    pub host: Option<&'a [u8]>,
}

/// Returns whether a policy with `mismatch = reject` lets a request reach its handler: its origin is allowed, it is
/// same-origin, or no page sent it.
#[must_use]
pub fn passes_reject<T: AsRef<[u8]>>(
    is_allowed: bool,
    origin: RequestOrigin<T>,
    site: Site<'_>,
) -> bool {
    is_allowed
        || match (site.sec_fetch_site, origin) {
            (Some(b"same-origin"), _) | (Some(b"none") | None, RequestOrigin::Absent) => true,
            // A browser from before 2023, or no browser.
            (None, RequestOrigin::One(origin)) => {
                site.host.is_some_and(|host| is_at(origin.as_ref(), host))
            }
            _ => false,
        }
}

/// Returns whether an origin has a host and port, whatever its scheme is. The default port may be written or omitted.
fn is_at(origin: &[u8], host: &[u8]) -> bool {
    let Some((scheme, authority)) = str::from_utf8(origin)
        .ok()
        .and_then(|text| text.split_once("://"))
    else {
        return false;
    };
    let Some(rest) = host.get(authority.len()..) else {
        return false;
    };
    let same = host[..authority.len()].eq_ignore_ascii_case(authority.as_bytes());
    let port = rest.strip_prefix(b":");
    !authority.is_empty()
        && same
        && (rest.is_empty() || (port.is_some() && port == default_port(scheme).map(str::as_bytes)))
}
