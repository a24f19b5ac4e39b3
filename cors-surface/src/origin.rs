//! The origins of a policy, as a surface lists them.

use cors_runtime::origin::Pattern;

/// The origins that may use a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Every origin.
    Any,
    /// The origins that an element admits; none if the list is empty.
    Listed(Vec<Element>),
}

/// One element of a list of origins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Element {
    /// The admitted origins.
    pub origin: Origin,
    /// The `cfg` under which it is built in, as written: `debug_assertions`. `None` if it is in every build.
    pub cfg: Option<String>,
}

/// The origins that an element admits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An origin, a pattern such as `https://*.acme.example`, or `null`.
    Pattern(String),
    /// Origins that arrive while the application runs.
    Set(Set),
}

/// A set of origins that arrives while the application runs. Its contents are not part of the surface; its bound is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set {
    /// The name of the set.
    pub name: String,
    /// The source of its contents: `env CORS_ORIGINS`, `file /etc/origins`. `None` if the program replaces them itself.
    pub source: Option<String>,
    /// Which origins it can hold.
    pub within: Bound,
}

/// Which origins a set can hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// Every origin, and `*`.
    Any,
    /// The origins that one of these patterns admits.
    Within(Vec<String>),
}

impl Element {
    /// Returns an origin or a pattern that is in every build.
    #[must_use]
    pub fn pattern(text: impl Into<String>) -> Self {
        Self {
            origin: Origin::Pattern(text.into()),
            cfg: None,
        }
    }

    /// Returns whether it admits a serialised origin. A set admits what its bound does.
    #[must_use]
    pub fn admits(&self, origin: &str) -> bool {
        match &self.origin {
            Origin::Pattern(text) => pattern_admits(text, origin),
            Origin::Set(set) => set.within.admits(origin),
        }
    }
}

impl Bound {
    /// Returns whether a set with this bound can hold a serialised origin.
    #[must_use]
    pub fn admits(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Within(patterns) => patterns
                .iter()
                .any(|pattern| pattern_admits(pattern, origin)),
        }
    }
}

impl Origins {
    /// No origin.
    pub const NONE: Self = Self::Listed(Vec::new());

    /// Returns whether they admit a serialised origin, conditions aside. A set admits what its bound does.
    #[must_use]
    pub fn admit(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(elements) => elements.iter().any(|element| element.admits(origin)),
        }
    }

    /// Returns whether they admit no origin.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Listed(elements) if elements.is_empty())
    }

    /// Returns the elements; none for [`Any`](Self::Any).
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        match self {
            Self::Any => &[],
            Self::Listed(elements) => elements,
        }
    }
}

pub(crate) fn pattern_admits(pattern: &str, origin: &str) -> bool {
    match Pattern::parse(pattern) {
        Some(parsed) => parsed.matches(origin.as_bytes()),
        None => pattern == origin,
    }
}
