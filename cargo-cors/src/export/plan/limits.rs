//! The limits of a gateway.

use cors_runtime::origin::Pattern as OriginPattern;

use super::{super::path::Pattern, Plan, Policy};

/// The limits of a gateway. Each check returns the reason for a refusal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The form of the path that patterns match.
    pub(crate) paths: Paths,
    /// Checks a pattern.
    pub(crate) pattern: fn(&Pattern) -> Result<(), String>,
    /// Checks the method of a row.
    pub(crate) method: fn(&str) -> Result<(), String>,
    /// Checks an origin.
    pub(crate) origin: fn(&OriginPattern<'_>) -> Result<(), String>,
    /// Checks the policy of a row and its method.
    pub(crate) policy: fn(&Policy, &str) -> Result<(), String>,
    /// Checks everything together.
    pub(crate) plan: fn(&Plan) -> Result<(), String>,
    /// The rule that applies if several match.
    pub(crate) order: Order,
    /// Whether the gateway has a single policy for everything that it serves.
    pub(crate) one_policy: bool,
    /// Differences from the application on every surface, for the head of the output.
    pub(crate) notes: &'static [&'static str],
}

/// The rule that applies if several match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first one.
    First,
    /// One path before a prefix, and a longer prefix before a shorter one. For other patterns, implementations differ.
    PathThenPrefix,
}

/// The form of a request's path that patterns match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paths {
    /// The decoded path.
    Decoded,
    /// The path as sent.
    Encoded,
}

impl Limits {
    /// A gateway that can do everything.
    pub(crate) const NONE: Self = Self {
        paths: Paths::Decoded,
        pattern: |_| Ok(()),
        method: |_| Ok(()),
        origin: |_| Ok(()),
        policy: |_, _| Ok(()),
        plan: |_| Ok(()),
        order: Order::First,
        one_policy: false,
        notes: &[],
    };
}
