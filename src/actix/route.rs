//! What generated code says of a handler.

use crate::Policy;

/// A handler with a policy.
#[derive(Debug)]
pub struct Route {
    /// Its policy.
    pub policy: Policy,
    /// What it serves, in the order of its route attributes.
    pub resources: &'static [Resource],
}

/// A path of a handler.
#[derive(Debug)]
pub struct Resource {
    /// The pattern in the route attribute.
    pub path: &'static str,
    /// The methods that the handler serves there.
    pub methods: &'static [&'static str],
    /// Whether a guard may keep requests from the handler.
    pub guarded: bool,
}
