//! The plan of a gateway: its rules and policies, computed from a surface and independent of the gateway's language.

mod build;
mod cases;
mod decide;
mod headers;
mod limits;
mod order;
mod origin;
mod refusal;
mod sets;

pub(crate) use self::{
    build::{Request, build},
    cases::{Answer, Case, Requests, TOO_LONG, cases},
    headers::{Header, Outcome},
    limits::{Limits, Order, Paths},
    origin::Origin,
    refusal::Refusal,
    sets::Sets,
};
pub(crate) use cors_surface::Names;

use super::path::Pattern;

/// The rules and policies of a gateway.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The rules, in order. The first one that matches a path and a method decides which policy applies.
    pub(crate) rules: Vec<Rule>,
    /// The policies that the rules name.
    pub(crate) policies: Vec<Policy>,
    /// Differences from the application, and what the gateway leaves to it.
    pub(crate) notes: Vec<String>,
}

/// The policy for some methods of the paths of one pattern. The method of a preflight is the one that it announces.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) pattern: Pattern,
    pub(crate) methods: Methods,
    /// The position of the policy; `None` if the request is passed on unchanged.
    pub(crate) policy: Option<usize>,
}

/// The methods of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Methods {
    /// Every method.
    Any,
    /// These methods, compared byte for byte.
    Named(Vec<String>),
}

/// The response headers for the requests of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// The origins that are named in `Access-Control-Allow-Origin` and may use credentials.
    pub(crate) session: Vec<Origin>,
    /// The origins that are named in `Access-Control-Allow-Origin`, without credentials. `session` takes precedence.
    pub(crate) named: Vec<Origin>,
    /// Whether every other request gets `*`, with or without an `Origin`.
    pub(crate) everyone: bool,
    /// The `Vary` of responses, except to preflights.
    pub(crate) vary: Vec<&'static str>,
    /// The `Vary` of responses to preflights.
    pub(crate) preflight_vary: Vec<&'static str>,
    pub(crate) methods: Vec<String>,
    pub(crate) headers: Names,
    pub(crate) expose: Names,
    pub(crate) max_age: Option<u32>,
}

/// The permission of an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// `Access-Control-Allow-Origin` names the origin, which may use credentials.
    Session,
    /// `Access-Control-Allow-Origin` names the origin.
    Named,
    /// `Access-Control-Allow-Origin: *`.
    Everyone,
}

/// The value of a response header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A constant.
    Text(String),
    /// The `Origin` of the request.
    Origin,
    /// The `Access-Control-Request-Headers` of the request.
    RequestedHeaders,
}

/// The response headers that a backend must not add to the gateway's.
pub(crate) const CORS_HEADERS: &[&str] = &[
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Private-Network",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
];

impl Permission {
    /// Returns the word for the permission in configurations.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Named => "named",
            Self::Everyone => "everyone",
        }
    }
}

impl Policy {
    /// Returns the permissions that some origin has.
    pub(crate) fn permissions(&self) -> impl Iterator<Item = Permission> {
        [
            (!self.session.is_empty(), Permission::Session),
            (!self.named.is_empty(), Permission::Named),
            (self.everyone, Permission::Everyone),
        ]
        .into_iter()
        .filter_map(|(there, permission)| there.then_some(permission))
    }

    /// Returns the length of the longest list, as the value of a header. `written` returns a name as the configuration has
    /// it.
    pub(crate) fn longest_value(&self, written: impl Fn(&str) -> String) -> usize {
        let length = |names: &[String]| names.iter().map(|name| written(name).len() + 2).sum();
        let named = |names: &Names| match names {
            Names::Any => 0,
            Names::Listed(names) => length(names),
        };
        [
            length(&self.methods),
            named(&self.headers),
            named(&self.expose),
        ]
        .into_iter()
        .max()
        .unwrap_or_default()
    }

    /// Returns the headers of the answer to an allowed preflight, `Vary` aside.
    pub(crate) fn preflight_headers(&self, permission: Permission) -> Vec<(&'static str, Value)> {
        let mut headers = common(permission);
        headers.push((
            "Access-Control-Allow-Methods",
            Value::Text(self.methods.join(", ")),
        ));
        match (&self.headers, permission) {
            (Names::Listed(names), _) if names.is_empty() => {}
            (Names::Listed(names), _) => headers.push((
                "Access-Control-Allow-Headers",
                Value::Text(names.join(", ")),
            )),
            // With credentials, `*` is the name of a header (Fetch, section "CORS-preflight fetch").
            (Names::Any, Permission::Session) => {
                headers.push(("Access-Control-Allow-Headers", Value::RequestedHeaders));
            }
            (Names::Any, Permission::Named | Permission::Everyone) => headers.push((
                "Access-Control-Allow-Headers",
                Value::Text("*, authorization".to_owned()),
            )),
        }
        if let Some(seconds) = self.max_age {
            headers.push(("Access-Control-Max-Age", Value::Text(seconds.to_string())));
        }
        headers
    }

    /// Returns the headers of a response that a page may read, `Vary` aside.
    pub(crate) fn response_headers(&self, permission: Permission) -> Vec<(&'static str, Value)> {
        let mut headers = common(permission);
        let exposed = match &self.expose {
            Names::Any => "*".to_owned(),
            Names::Listed(names) => names.join(", "),
        };
        if !exposed.is_empty() {
            headers.push(("Access-Control-Expose-Headers", Value::Text(exposed)));
        }
        headers
    }
}

/// Returns the headers that preflights and responses have in common.
fn common(permission: Permission) -> Vec<(&'static str, Value)> {
    let origin = match permission {
        Permission::Session | Permission::Named => Value::Origin,
        Permission::Everyone => Value::Text("*".to_owned()),
    };
    let mut headers = vec![("Access-Control-Allow-Origin", origin)];
    if permission == Permission::Session {
        headers.push((
            "Access-Control-Allow-Credentials",
            Value::Text("true".to_owned()),
        ));
    }
    headers
}
