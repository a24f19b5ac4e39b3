//! What a gateway cannot do.

use cors_runtime::origin::Pattern as OriginPattern;

use super::{super::path::Pattern, Plan, Policy};

/// What a gateway cannot do. Each check returns the reason for a refusal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// What the gateway compares paths with.
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
    /// Which rule decides where several match.
    pub(crate) order: Order,
    /// Whether one policy has to do for everything that the gateway serves.
    pub(crate) one_policy: bool,
    /// What the gateway does otherwise on every surface, for the head of the output.
    pub(crate) notes: &'static [&'static str],
}

/// Which rule decides where several match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first one.
    First,
    /// One path before a prefix, and a longer prefix before a shorter one. For other patterns, implementations differ.
    PathThenPrefix,
}

/// What a gateway compares paths with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paths {
    /// With the decoded path.
    Decoded,
    /// With the path as it came.
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
