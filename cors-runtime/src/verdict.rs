//! What a policy answers to a request: one pure function for everything that has to know
//! (Fetch, section "CORS protocol").

use crate::policy::{Origins, Policy};

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
/// `method` is the method of the request; for a preflight, what `Access-Control-Request-Method` says.
#[must_use]
pub fn judge(policy: &Policy, method: &str, sender: Sender<'_>) -> Verdict {
    if !serves(policy, method) {
        return Verdict::Nobody;
    }
    match (policy.origins(), sender) {
        (Origins::Any, _) => Verdict::Anyone,
        (Origins::Listed(origins), Sender::One(origin)) if admits(origins, origin) => {
            Verdict::Sender
        }
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

fn admits(origins: &[crate::policy::Origin], origin: &[u8]) -> bool {
    origins
        .iter()
        .any(|element| element.pattern().matches(origin))
}
