//! The description of a handler in generated code.

use std::{borrow::Cow, iter};

use crate::Policy;

/// A handler with a policy.
#[derive(Debug)]
pub struct Route {
    pub(super) policy: &'static Policy,
    /// The first path is separate: few handlers have another one, and the compiler evaluates a slice for each route.
    first: RoutePath,
    others: &'static [RoutePath],
}

/// A path of a handler.
#[derive(Debug)]
pub struct RoutePath {
    /// The pattern in the route attribute.
    pub(super) pattern: &'static str,
    /// The methods that the handler serves there.
    pub(crate) methods: &'static [&'static str],
    /// Whether the route attribute has guards.
    pub(super) is_guarded: bool,
}

/// Returns a route with one path.
#[must_use]
pub const fn route(
    policy: &'static Policy,
    pattern: &'static str,
    methods: &'static [&'static str],
    is_guarded: bool,
) -> Route {
    Route {
        policy,
        first: route_path(pattern, methods, is_guarded),
        others: &[],
    }
}

/// Returns a path of a handler.
#[must_use]
pub const fn route_path(
    pattern: &'static str,
    methods: &'static [&'static str],
    is_guarded: bool,
) -> RoutePath {
    RoutePath {
        pattern,
        methods,
        is_guarded,
    }
}

impl Route {
    /// Adds paths.
    #[must_use]
    pub const fn and(mut self, others: &'static [RoutePath]) -> Self {
        self.others = others;
        self
    }

    /// Returns the first path of the handler.
    pub(super) const fn first(&'static self) -> &'static RoutePath {
        &self.first
    }

    /// Returns the paths of the handler, in the order of its route attributes.
    pub(super) fn paths(&'static self) -> impl Iterator<Item = &'static RoutePath> {
        iter::once(&self.first).chain(self.others)
    }
}

impl RoutePath {
    /// Returns the pattern as actix-web registers it: with a leading slash, unless it is empty.
    pub(super) fn registered_pattern(&self) -> Cow<'static, str> {
        match self.pattern {
            "" => "".into(),
            pattern if pattern.starts_with('/') => pattern.into(),
            pattern => format!("/{pattern}").into(),
        }
    }

    /// Whether the handler serves a method here.
    pub(super) fn serves(&self, method: &str) -> bool {
        self.methods.contains(&method)
    }
}
