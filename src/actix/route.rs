//! The description of a handler in generated code.

use std::{borrow::Cow, iter};

use crate::{Policy, policy::checks::assert_serves_one_of};

/// A handler with a policy.
#[derive(Debug)]
pub struct Route {
    policy: RoutePolicy,
    /// The first path is separate: few handlers have another one, and the compiler evaluates a slice for each route.
    first: RoutePath,
    others: &'static [RoutePath],
}

/// The policy of a route.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "it lies in a static, and a box cannot"
)]
enum RoutePolicy {
    /// It is written on the route. A reference to it would be one more constant, which the compiler evaluates.
    Own(Policy),
    /// It is a named one, which is baked once, however many routes have it.
    Named(&'static Policy),
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

/// The lists of one method, as most routes have them. A list that is written at the route is one more constant.
pub mod methods {
    #![allow(missing_docs)]

    pub const GET: &[&str] = &["GET"];
    pub const POST: &[&str] = &["POST"];
    pub const PUT: &[&str] = &["PUT"];
    pub const DELETE: &[&str] = &["DELETE"];
    pub const PATCH: &[&str] = &["PATCH"];
}

/// Returns a route with one path and a policy of its own.
#[must_use]
pub const fn route(
    policy: Policy,
    pattern: &'static str,
    methods: &'static [&'static str],
    is_guarded: bool,
) -> Route {
    Route {
        policy: RoutePolicy::Own(policy),
        first: route_path(pattern, methods, is_guarded),
        others: &[],
    }
}

/// Returns a route with one path and a named policy.
#[must_use]
pub const fn named_route(
    policy: &'static Policy,
    pattern: &'static str,
    methods: &'static [&'static str],
    is_guarded: bool,
) -> Route {
    Route {
        policy: RoutePolicy::Named(policy),
        first: route_path(pattern, methods, is_guarded),
        others: &[],
    }
}

/// Returns the same, and checks that the policy allows at least one of the methods.
///
/// # Panics
///
/// If it allows none. The message has the words of the rule.
#[must_use]
#[track_caller]
pub const fn served_route(
    policy: &'static Policy,
    pattern: &'static str,
    methods: &'static [&'static str],
    is_guarded: bool,
    message: &'static str,
) -> Route {
    assert_serves_one_of(policy.parts(), methods, message);
    named_route(policy, pattern, methods, is_guarded)
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

    /// Returns the policy.
    pub(crate) fn policy(&'static self) -> &'static Policy {
        match &self.policy {
            RoutePolicy::Own(policy) => policy,
            RoutePolicy::Named(policy) => policy,
        }
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
