//! The parts of a CORS policy, as constant data, and the rules about several of them.

pub mod lists;
mod parts;
mod rules;

use alloc::boxed::Box;
use core::{error::Error, fmt};

pub use parts::Parts;

use crate::rule::Rule;

/// Why a rule may be violated, for whoever reviews the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowReason {
    /// The name of the rule.
    pub rule: &'static str,
    /// The reason, as written.
    pub reason: &'static str,
    /// The element that it is allowed for; empty for the whole policy.
    pub element: &'static str,
}

/// The treatment of a request from an origin that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The handler runs, and the response has no CORS headers: browsers block reading it, not sending the request.
    Omit,
    /// The request is rejected before the handler runs.
    Reject,
}

/// The origins that may use a route.
#[derive(Clone, Copy, Debug)]
pub enum Origins {
    /// Every origin.
    Any,
    /// The origins of a list. If the list is empty, the policy is off.
    Listed(Listed),
}

/// The origins that may use credentials.
#[derive(Clone, Copy, Debug)]
pub enum Credentials {
    /// None.
    None,
    /// Every allowed origin.
    All,
    /// The allowed origins that this list names too.
    Only(Listed),
}

/// A list of origins.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Origins and patterns, as written.
    pub origins: &'static [&'static str],
    /// For elements of `origins`, in no order, the rules that the element violates where the list protects
    /// something. The element's own `#[allow(..)]` is taken into account.
    pub violations: &'static [RuleSet],
    /// Sets of origins that arrive at run time.
    pub sets: &'static [ListedSet],
    /// The origins and patterns with a `#[cfg(..)]`, whether it holds in this build or not.
    pub conditional: &'static [Conditional],
    /// The reasons of the elements' own `#[allow(..)]`.
    pub reasons: &'static [AllowReason],
}

/// An element of a list that some builds lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditional {
    /// The origin or pattern, as written.
    pub origin: &'static str,
    /// The predicates of its `#[cfg(..)]`, as written.
    pub cfg: &'static str,
}

/// An argument whose value can be a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKey {
    /// `origins`.
    Origins,
    /// `methods`.
    Methods,
    /// `headers`.
    Headers,
    /// `expose`.
    Expose,
}

impl ListKey {
    /// Returns the argument's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::Methods => "methods",
            Self::Headers => "headers",
            Self::Expose => "expose",
        }
    }
}

/// A set of origins as an element of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListedSet {
    /// The set.
    pub set: &'static Set,
    /// The rules that the element's own `#[allow(..)]` names.
    pub allowed: RuleSet,
    /// The name of the set, as the list has it.
    pub name: &'static str,
}

/// Origins that arrive at run time, within a bound that the compiler checked.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// Origins and patterns that contain everything the set can hold. `*` contains every origin.
    pub bound: &'static [&'static str],
    /// For elements of `bound`, in no order, the rules that the element violates where the list protects something.
    pub violations: &'static [RuleSet],
    /// The current contents.
    pub contents: &'static dyn Contents,
}

/// The current contents of a set.
pub trait Contents: fmt::Debug + Sync {
    /// Returns whether the set holds an origin, compared byte for byte.
    fn admits(&self, origin: &[u8]) -> bool;

    /// Returns whether the set holds `*`, every origin.
    fn admits_any(&self) -> bool {
        false
    }

    /// Returns the variable or the file that the set is loaded from; `None` if the program replaces it.
    fn source(&self) -> Option<SetSource> {
        None
    }

    /// Loads the set, unless that has been done.
    ///
    /// # Errors
    ///
    /// If the source cannot be read or its contents are invalid.
    fn load(&self) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// The source of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetSource {
    /// An environment variable.
    Env(&'static str),
    /// A file.
    File(&'static str),
}

/// A set of rules, stored as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet(u64);

/// The rules that the `allow(..)` of a policy covers, for each way in which the policy protects its origins. A policy
/// that starts from another one does not inherit allowances for a protection that the other one lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowances {
    /// Rules allowed for origins that may use credentials.
    pub credentials: RuleSet,
    /// Rules allowed for origins that `mismatch = reject` accepts.
    pub reject: RuleSet,
}

/// A list of header names.
#[derive(Clone, Copy, Debug)]
pub enum Names {
    /// Every name.
    Any,
    /// The names of a list, in lower case.
    Listed(&'static [&'static str]),
}

impl RuleSet {
    /// No rule.
    pub const EMPTY: Self = Self(0);

    /// Returns the set with one more rule.
    #[must_use]
    pub const fn and(self, rule: Rule) -> Self {
        Self(self.0 | 1 << rule as u8)
    }

    /// Returns the rules of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the rules that both sets have.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the rules that `other` does not have.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns whether the set has no rule.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the number of rules.
    pub(crate) const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns whether the set has a rule.
    #[must_use]
    pub const fn contains(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u8 != 0
    }
}

impl Allowances {
    /// Nothing is allowed.
    pub const NONE: Self = Self {
        credentials: RuleSet::EMPTY,
        reject: RuleSet::EMPTY,
    };
}

impl ListedSet {
    /// A set that is always empty.
    pub const NONE: Self = Self {
        set: &Set {
            bound: &[],
            violations: &[],
            contents: &Nothing,
        },
        allowed: RuleSet::EMPTY,
        name: "",
    };
}

/// The contents of a set that is always empty.
#[derive(Debug)]
struct Nothing;

impl Contents for Nothing {
    fn admits(&self, _: &[u8]) -> bool {
        false
    }

    fn load(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(())
    }
}

impl AllowReason {
    /// A reason without text.
    pub const NONE: Self = Self {
        rule: "",
        reason: "",
        element: "",
    };
}

impl Conditional {
    /// An element without text.
    pub const NONE: Self = Self {
        origin: "",
        cfg: "",
    };
}

impl Listed {
    /// A list without elements.
    pub const EMPTY: Self = Self {
        origins: &[],
        violations: &[],
        sets: &[],
        conditional: &[],
        reasons: &[],
    };

    /// Returns whether the list has no elements.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.origins.is_empty() && self.sets.is_empty()
    }
}

impl Credentials {
    /// Returns whether no origin may use credentials.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        match self {
            Self::None => true,
            Self::All => false,
            Self::Only(listed) => listed.is_empty(),
        }
    }
}
