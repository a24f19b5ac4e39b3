//! The permissions of one origin's pages on a row.

use crate::{
    origin::{Element, Origin, Origins},
    row::{By, Credentials, Method, Row},
};

/// Whether an origin is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is not.
    No,
    /// It is.
    Yes,
    /// It is if all of these hold.
    If(Vec<Condition>),
}

/// A condition that a surface cannot know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// The application was built with this `cfg`.
    Cfg(String),
    /// The set of this name holds the origin, which lies within its bound.
    Set(String),
}

/// The permissions of one origin's pages on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Whether they may use the route without credentials.
    pub read: Admission,
    /// Whether they may use it with credentials.
    pub credentials: Admission,
}

impl Admission {
    /// Returns whether there is a build and a content of the sets with which the origin is allowed.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        *self != Self::No
    }

    /// Both this and the other one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, admission) | (admission, Self::Yes) => admission,
            (Self::If(mut conditions), Self::If(others)) => {
                conditions.extend(others);
                conditions.sort();
                conditions.dedup();
                Self::If(conditions)
            }
        }
    }
}

impl Origins {
    /// Returns whether they admit a serialised origin, and on which conditions.
    #[must_use]
    pub fn admission(&self, origin: &str) -> Admission {
        match self {
            Self::Any => Admission::Yes,
            Self::Listed(elements) => of_elements(elements, origin),
        }
    }
}

fn of_elements(elements: &[Element], origin: &str) -> Admission {
    let conditions = elements
        .iter()
        .filter(|element| element.admits(origin))
        .map(Element::conditions);
    match conditions.min_by_key(Vec::len) {
        None => Admission::No,
        Some(conditions) if conditions.is_empty() => Admission::Yes,
        Some(conditions) => Admission::If(conditions),
    }
}

impl Element {
    fn conditions(&self) -> Vec<Condition> {
        let cfg = self.cfg.iter().cloned().map(Condition::Cfg);
        let set = match &self.origin {
            Origin::Set(set) => Some(Condition::Set(set.name.clone())),
            Origin::Pattern(_) => None,
        };
        cfg.chain(set).collect()
    }
}

impl Row {
    /// Returns the permissions of an origin's pages, the floors around the row included. For a blocked row, it holds for requests
    /// that need no preflight.
    #[must_use]
    pub fn permissions(&self, origin: &str) -> Permissions {
        const NOTHING: Permissions = Permissions {
            read: Admission::No,
            credentials: Admission::No,
        };
        let Some(policy) = &self.policy else {
            return NOTHING;
        };
        if matches!(self.by, By::Unreachable { .. } | By::None)
            || excludes(policy.methods.as_deref(), &self.method)
            || self.needs_blocked_preflight()
        {
            return NOTHING;
        }
        let read = policy
            .origins
            .admission(origin)
            .and(self.passes_floors(origin));
        let credentials = match &policy.credentials {
            Credentials::No => Admission::No,
            Credentials::Yes => read.clone(),
            Credentials::For(elements) => read.clone().and(of_elements(elements, origin)),
        };
        Permissions { read, credentials }
    }

    /// Returns whether every request for the row needs a preflight, and a middleware answers it.
    fn needs_blocked_preflight(&self) -> bool {
        let is_safelisted = matches!(self.method.as_str(), "GET" | "HEAD" | "POST" | "?");
        matches!(self.by, By::Blocked { .. }) && !is_safelisted
    }

    /// Returns whether requests from an origin pass the floors around the row.
    #[must_use]
    pub fn passes_floors(&self, origin: &str) -> Admission {
        self.floors.iter().fold(Admission::Yes, |admission, floor| {
            if excludes(floor.methods.as_deref(), &self.method) {
                return Admission::No;
            }
            admission.and(floor.origins.admission(origin))
        })
    }

    /// Returns whether the policy of the row lets pages use its method. For a row whose method is not known, whether it
    /// lets them use any.
    #[must_use]
    pub fn allows_method(&self) -> bool {
        let methods = self.policy.as_ref().map(|policy| policy.methods.as_deref());
        methods.is_some_and(|methods| match self.method {
            Method::Unknown => methods.is_none_or(|methods| !methods.is_empty()),
            Method::Named(_) => !excludes(methods, &self.method),
        })
    }
}

/// Returns whether a list of methods leaves a method out.
pub(crate) fn excludes(methods: Option<&[String]>, method: &Method) -> bool {
    match (methods, method) {
        (Some(methods), Method::Named(method)) => !methods.contains(method),
        _ => false,
    }
}
