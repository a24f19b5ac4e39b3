//! One row of a surface: a path, a method, and the policy that applies to them.

use std::fmt;

use cors_runtime::policy::Mismatch;
use serde::Serialize;

use crate::origin::{Element, Origins};

/// The permissions of other origins' pages on one path and method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The full pattern as actix-web has it: `/orders/{id}`, `/files/{tail:.*}`. Files end in `*`, and a default service
    /// is the prefix of its scope and `**`.
    pub path: String,
    /// The method of the request.
    pub method: Method,
    /// How the row got its policy, or why it has none.
    pub by: By,
    /// The policy that applies. `None` if no policy does. A policy that is `off` has an empty list of origins.
    pub policy: Option<Policy>,
    /// The policies with `mismatch = reject` around the route, outermost first. A request must pass every one of them.
    pub floors: Vec<Floor>,
    /// Whether the handler has guards besides the method, so that a request may reach another row.
    pub guarded: bool,
    /// The name of the handler.
    pub handler: Option<String>,
    /// Why the row could not be confirmed by a preflight through the whole application. `None` if it was.
    pub unconfirmed: Option<String>,
    /// The place of the policy in the source. It is in the JSON form only, so that moving code does not change the file.
    pub place: Option<Place>,
}

/// The method of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Not known: the handler may serve any method. The file says `"?"`.
    Unknown,
    /// One method, in upper case.
    Named(String),
}

impl Method {
    /// Returns the method as the file says it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown => "?",
            Self::Named(name) => name,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a row got its policy, or why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// `#[cors(..)]` on the handler.
    Route,
    /// A policy around a scope.
    Scope,
    /// A policy around the application.
    Application,
    /// Nothing: no policy applies.
    None,
    /// A middleware answers the preflight with this status, before any policy does. The policy still applies to requests
    /// that need no preflight.
    Blocked {
        /// The status of its answer.
        status: u16,
    },
    /// Another route takes every request for this path first.
    Unreachable {
        /// The pattern of that route.
        behind: String,
    },
}

impl By {
    /// Returns the word in the file.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Scope => "scope",
            Self::Application => "application",
            Self::None => "none",
            Self::Blocked { .. } => "blocked",
            Self::Unreachable { .. } => "unreachable",
        }
    }
}

/// The policy of a row, with every default filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The origins that may use the route. Empty if the policy is off.
    pub origins: Origins,
    /// The methods that a preflight answer lists. `None` if it lists the method that the preflight announces. A row whose
    /// method is not among them allows nothing.
    pub methods: Option<Vec<String>>,
    /// The request headers that a page may set, in lower case.
    pub headers: Names,
    /// The response headers that a page may read, in lower case.
    pub expose: Names,
    /// Which of the origins may send credentials.
    pub credentials: Credentials,
    /// For how many seconds a browser may cache a preflight. `None` leaves it to the browser.
    pub max_age: Option<u32>,
    /// The treatment of a request from another origin.
    pub mismatch: Mismatch,
    /// The rules that the policy is allowed to violate.
    pub allow: Vec<Allowance>,
}

/// A list of header names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// Every name.
    Any,
    /// These names; none if the list is empty.
    Listed(Vec<String>),
}

impl Names {
    /// No name.
    pub const NONE: Self = Self::Listed(Vec::new());

    /// Returns whether a name in lower case is in the list.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(names) => names.iter().any(|listed| listed == name),
        }
    }

    /// Returns whether the list has no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Listed(names) if names.is_empty())
    }
}

/// Which of a policy's origins may send cookies, client certificates and HTTP authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// None of them.
    No,
    /// All of them.
    Yes,
    /// The origins that these elements admit.
    For(Vec<Element>),
}

/// A policy around a route that rejects requests from other origins, whichever policy writes the headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The prefix of its scope and `**`: `/admin/**`.
    pub path: String,
    /// The origins that pass.
    pub origins: Origins,
    /// The methods with which they pass. `None` for all.
    pub methods: Option<Vec<String>>,
}

/// A rule that a policy is allowed to violate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Allowance {
    /// The name of the rule.
    pub rule: String,
    /// Why it is allowed.
    pub reason: String,
    /// The element that it is allowed for. `None` for the whole policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// The place of a policy in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The source file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}
