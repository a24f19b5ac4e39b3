//! The requests that `probe` sends for one origin, and the responses.

use crate::{
    outcome::Failure,
    wire::{Client, Received, Sent},
};

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A request that needs no preflight.
    Actual(&'static str),
    /// A preflight for a request with this method.
    Preflight(&'static str),
}

/// Everything that is asked for an origin.
pub(super) const KINDS: [Kind; 6] = [
    Kind::Actual("GET"),
    Kind::Actual("POST"),
    Kind::Preflight("GET"),
    Kind::Preflight("PUT"),
    Kind::Preflight("PATCH"),
    Kind::Preflight("DELETE"),
];

impl Kind {
    pub(super) fn is_actual(self) -> bool {
        matches!(self, Self::Actual(_))
    }

    pub(super) fn request(self, url: &str, origins: &[&str]) -> Sent {
        match self {
            Self::Actual(method) => Sent::actual(method, url, origins),
            Self::Preflight(method) => Sent::preflight(method, url, origins),
        }
    }
}

/// The answers to one origin.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub(super) origin: String,
    pub(super) of: Vec<(Kind, Sent, Received)>,
}

impl Answers {
    pub(super) fn ask(client: &Client, url: &str, origin: &str) -> Result<Self, Failure> {
        let answers = KINDS.iter().map(|kind| {
            let sent = kind.request(url, &[origin]);
            let received = client.send(&sent)?;
            Ok((*kind, sent, received))
        });
        Ok(Self {
            origin: origin.to_owned(),
            of: answers.collect::<Result<_, Failure>>()?,
        })
    }

    /// Returns the answers that allow the origin.
    pub(super) fn allowed(&self) -> impl Iterator<Item = &(Kind, Sent, Received)> {
        self.of
            .iter()
            .filter(|(kind, _, received)| is_allowed(*kind, received, &self.origin))
    }

    pub(super) fn is_allowed(&self, kind: Kind) -> bool {
        self.allowed().any(|(allowed, ..)| *allowed == kind)
    }

    /// Returns whether this answer repeats the origin.
    pub(super) fn is_echoed(&self, kind: Kind) -> bool {
        let received = self.get(kind).and_then(Received::allow_origin);
        received.as_deref() == Some(&self.origin)
    }

    pub(super) fn get(&self, kind: Kind) -> Option<&Received> {
        let answer = self.of.iter().find(|(of, ..)| *of == kind);
        answer.map(|(_, _, received)| received)
    }
}

fn is_allowed(kind: Kind, received: &Received, origin: &str) -> bool {
    received.lets_in(origin)
        && match kind {
            Kind::Actual(_) => true,
            Kind::Preflight(method) => {
                (200..300).contains(&received.status) && allows_method(received, method)
            }
        }
}

fn allows_method(received: &Received, method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
        || received
            .list("access-control-allow-methods")
            .iter()
            .any(|allowed| allowed == method || (allowed == "*" && !received.allows_credentials()))
}

/// Names kinds of requests: `GET, POST, preflights for PUT, DELETE`.
pub(super) fn names(kinds: impl Iterator<Item = Kind>) -> String {
    let (mut actual, mut preflights) = (Vec::new(), Vec::new());
    for kind in kinds {
        match kind {
            Kind::Actual(method) => actual.push(method),
            Kind::Preflight(method) => preflights.push(method),
        }
    }
    let preflights = match preflights.len() {
        0 => String::new(),
        1 => format!("the preflight for {}", preflights[0]),
        _ => format!("preflights for {}", preflights.join(", ")),
    };
    let both = [actual.join(", "), preflights];
    both.into_iter()
        .filter(|names| !names.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
