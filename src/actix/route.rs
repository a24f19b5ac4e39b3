//! What generated code says of a handler.

use crate::Policy;

/// A handler with a policy.
#[derive(Debug)]
pub struct Route {
    /// Its policy.
    pub(super) policy: Policy,
    /// What it serves, in the order of its route attributes.
    pub(super) resources: &'static [Resource],
}

/// A path of a handler.
#[derive(Debug)]
pub struct Resource {
    /// The pattern in the route attribute.
    pub(super) path: &'static str,
    /// The methods that the handler serves there.
    pub(super) methods: &'static [&'static str],
    /// Whether a guard may keep requests from the handler.
    pub(super) guarded: bool,
}

/// A handler with a policy.
#[must_use]
pub const fn route(policy: Policy, resources: &'static [Resource]) -> Route {
    Route { policy, resources }
}

/// A path of a handler.
#[must_use]
pub const fn resource(
    path: &'static str,
    methods: &'static [&'static str],
    guarded: bool,
) -> Resource {
    Resource {
        path,
        methods,
        guarded,
    }
}
