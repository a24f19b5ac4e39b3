//! What generated code says of a handler.

use std::iter;

use crate::Policy;

/// A handler with a policy.
#[derive(Debug)]
pub struct Route {
    /// Its policy.
    pub(super) policy: Policy,
    /// What it serves, in the order of its route attributes. The first stands here: few have another, and a slice is
    /// one more thing for the compiler to look at.
    pub(super) first: Resource,
    others: &'static [Resource],
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

/// A handler with a policy, and the first of its paths.
#[must_use]
pub const fn route(
    policy: Policy,
    path: &'static str,
    methods: &'static [&'static str],
    guarded: bool,
) -> Route {
    Route {
        policy,
        first: resource(path, methods, guarded),
        others: &[],
    }
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

impl Route {
    /// The same, with further paths.
    #[must_use]
    pub const fn and(mut self, others: &'static [Resource]) -> Self {
        self.others = others;
        self
    }

    /// What it serves.
    pub(super) fn resources(&'static self) -> impl Iterator<Item = &'static Resource> {
        iter::once(&self.first).chain(self.others)
    }
}
