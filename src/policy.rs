//! The policy that users name: parts that the compiler checked.

use cors_runtime::{
    policy::{Listed, ListedSet, Parts},
    rule::Rule,
};

/// The CORS policy of a route or of a part of an application, checked at compile time.
///
/// Only [`policy!`](crate::policy!) and [`#[cors]`](crate::cors) make one. They reject policies that are unsafe or cannot
/// work. A named policy is an ordinary static that you document and import like any other:
///
/// ```
/// use route_cors::{Policy, policy};
///
/// /// The pages that may use our API.
/// pub static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "authorization"],
///     max_age = "1h",
/// );
/// # fn main() {}
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy(Parts);

/// Makes a policy of parts that the macros checked.
#[must_use]
pub const fn policy(parts: Parts) -> Policy {
    Policy(parts)
}

/// Returns the parts of a policy that another one starts from.
#[must_use]
pub const fn base(policy: &Policy) -> Parts {
    policy.0
}

/// Returns the elements of a list that are sets.
#[must_use]
pub const fn only_sets(sets: &'static [ListedSet]) -> Listed {
    Listed {
        sets,
        ..Listed::EMPTY
    }
}

/// Fails the build if a policy violates a rule.
///
/// # Panics
///
/// In a constant, with the rule's message.
#[track_caller]
pub const fn assert_holds(policy: &Policy, rule: Rule, message: &'static str) {
    assert!(!policy.0.violates(rule), "{}", message);
}

/// Fails the build if a policy would not violate a rule without its allowances.
///
/// # Panics
///
/// In a constant, with the rule's message.
#[track_caller]
pub const fn assert_needs_allowance(policy: &Policy, rule: Rule, message: &'static str) {
    let parts = policy.0.without_allowances();
    assert!(parts.violates(rule), "{}", message);
}

/// Fails the build if elements of `origins` violate a rule in a policy.
///
/// # Panics
///
/// In a constant, with the rule's message.
#[track_caller]
pub const fn assert_origins_hold(
    policy: &Policy,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    assert!(!policy.0.origins_violate(listed, rule), "{}", message);
}

/// Fails the build if elements of `origins` would not violate a rule in a policy without allowances.
///
/// # Panics
///
/// In a constant, with the rule's message.
#[track_caller]
pub const fn assert_origins_need_allowance(
    policy: &Policy,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    let parts = policy.0.without_allowances();
    assert!(parts.origins_violate(listed, rule), "{}", message);
}

/// Fails the build if a policy allows none of the methods that a route serves.
///
/// # Panics
///
/// In a constant, with the rule's message.
#[track_caller]
pub const fn assert_serves_one_of(policy: &Policy, routed: &[&str], message: &'static str) {
    assert!(policy.0.serves_one_of(routed), "{}", message);
}

impl Policy {
    /// Returns the parts, as the engine reads them.
    #[cfg_attr(
        not(feature = "actix"),
        expect(dead_code, reason = "only the integration with actix-web reads them")
    )]
    pub(crate) const fn parts(&'static self) -> &'static Parts {
        &self.0
    }
}
