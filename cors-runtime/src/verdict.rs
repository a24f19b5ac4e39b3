//! What a policy answers to a request: one pure function for everything that has to know
//! (Fetch, section "CORS protocol").

use crate::{
    origin::default_port,
    policy::{Origins, Policy},
};

/// The `Origin` fields of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender<'a> {
    /// There is none: the request is not a page's, or not a cross-origin one.
    Absent,
    /// The value of the one there is, as it came.
    One(&'a [u8]),
    /// There are several, which no browser sends.
    Several,
}

/// What a page may do with the response, and so which `Access-Control-Allow-Origin` it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every page may read it: `*`.
    Anyone,
    /// The page that sent the request may read it: its origin, repeated.
    Sender,
    /// No page may read it: no header.
    Nobody,
}

/// Judges a request, or a preflight on behalf of the request that it announces.
///
/// `method` is the method of the request; for a preflight, what `Access-Control-Request-Method` says. `admits` tells
/// whether the list of the policy admits an origin: who asks often has an index of it.
#[must_use]
pub fn judge(
    policy: &Policy,
    method: &str,
    sender: Sender<'_>,
    admits: impl FnOnce(&[u8]) -> bool,
) -> Verdict {
    if !serves(policy, method) {
        return Verdict::Nobody;
    }
    match (policy.origins(), sender) {
        (Origins::Any, _) => Verdict::Anyone,
        (Origins::Listed(_), Sender::One(origin)) if admits(origin) => Verdict::Sender,
        _ => Verdict::Nobody,
    }
}

/// Whether the policy lets pages use a method, compared as the standard compares: byte for byte.
#[must_use]
pub fn serves(policy: &Policy, method: &str) -> bool {
    policy
        .methods()
        .is_none_or(|methods| methods.contains(&method))
}

/// What tells whether a request is from the page's own origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site<'a> {
    /// `Sec-Fetch-Site`, if it stands once (Fetch Metadata, section "The `Sec-Fetch-Site` HTTP Request Header").
    pub sec_fetch_site: Option<&'a [u8]>,
    /// Host and port that the request is for: `Host`, or `:authority`.
    pub host: Option<&'a [u8]>,
}

/// Whether a request may reach its handler, where the policy refuses what other origins send: it is from an
/// allowed origin, or from the origin that it goes to, or no page has sent it.
#[must_use]
pub fn lets_in(verdict: Verdict, sender: Sender<'_>, site: Site<'_>) -> bool {
    verdict != Verdict::Nobody
        || match (site.sec_fetch_site, sender) {
            (Some(site), sender) => {
                site == b"same-origin" || (site == b"none" && sender == Sender::Absent)
            }
            // A browser of before 2023, or no browser.
            (None, Sender::Absent) => true,
            (None, Sender::One(origin)) => site.host.is_some_and(|host| is_at(origin, host)),
            (None, Sender::Several) => false,
        }
}

/// Whether an origin is at a host, its scheme aside; the default port may be written or left out.
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
