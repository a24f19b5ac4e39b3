//! Checks of policies that are put together from parts. Generated code calls them in constants, so they fail the build.
//!
//! Every function panics with `message`, which has the words of the rule.
#![allow(clippy::missing_panics_doc)]

use cors_runtime::{
    policy::{ListKey, Listed, Parts, RuleSet},
    rule::Rule,
};

use super::Policy;

/// Checks that a policy does not violate a rule.
#[track_caller]
pub const fn assert_holds(parts: &Parts, rule: Rule, message: &'static str) {
    assert!(!parts.violates(rule), "{}", message);
}

/// Checks that a policy would violate a rule without its allowances.
#[track_caller]
pub const fn assert_needs_allowance(parts: &Parts, rule: Rule, message: &'static str) {
    assert!(parts.without_allowances().violates(rule), "{}", message);
}

/// Checks that some elements of `origins` do not violate a rule.
#[track_caller]
pub const fn assert_origins_hold(
    parts: &Parts,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    assert!(
        !parts.origin_violations(listed).contains(rule),
        "{}",
        message
    );
}

/// Checks that some elements of `origins` would violate a rule without allowances.
#[track_caller]
pub const fn assert_origins_need_allowance(
    parts: &Parts,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    let violations = parts.without_allowances().origin_violations(listed);
    assert!(violations.contains(rule), "{}", message);
}

/// Checks that some elements of `credentials = [..]` do not violate a rule.
#[track_caller]
pub const fn assert_credentials_hold(
    parts: &Parts,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    assert!(
        !parts.credential_violations(listed).contains(rule),
        "{}",
        message
    );
}

/// Checks that some elements of `credentials = [..]` would violate a rule without allowances.
#[track_caller]
pub const fn assert_credentials_need_allowance(
    parts: &Parts,
    listed: &Listed,
    rule: Rule,
    message: &'static str,
) {
    let violations = parts.without_allowances().credential_violations(listed);
    assert!(violations.contains(rule), "{}", message);
}

/// Checks that a set in `origins` does not violate the rule about its bound. `any_message` is for `within = any`.
#[track_caller]
pub const fn assert_origins_bounded(
    parts: &Parts,
    set: &Listed,
    any_message: &'static str,
    message: &'static str,
) {
    let violations = parts.origin_violations(set);
    assert_bounded(set, violations, any_message, message);
}

/// Checks that a set in `credentials = [..]` does not violate the rule about its bound. `any_message` is for
/// `within = any`.
#[track_caller]
pub const fn assert_credentials_bounded(
    parts: &Parts,
    set: &Listed,
    any_message: &'static str,
    message: &'static str,
) {
    let violations = parts.credential_violations(set);
    assert_bounded(set, violations, any_message, message);
}

#[track_caller]
const fn assert_bounded(
    set: &Listed,
    violations: RuleSet,
    any_message: &'static str,
    message: &'static str,
) {
    if !violations.contains(Rule::UnboundedOriginSet) {
        return;
    }
    assert!(!set.can_hold_any(), "{}", any_message);
    panic!("{}", message);
}

/// Checks that a policy allows everything that elements of `credentials = [..]` admit.
#[track_caller]
pub const fn assert_allows(parts: &Parts, listed: &Listed, message: &'static str) {
    assert!(parts.allows_all_of(listed), "{}", message);
}

/// Checks that a policy allows at least one of the methods that a route serves.
#[track_caller]
pub const fn assert_serves_one_of(parts: &Parts, routed: &[&str], message: &'static str) {
    assert!(parts.serves_one_of(routed), "{}", message);
}

/// Checks that a policy has a list that another one can extend: not `any`, and not every method of a route.
#[track_caller]
pub const fn assert_lists(policy: &Policy, key: ListKey, message: &'static str) {
    assert!(policy.parts.list(key).is_some(), "{}", message);
}

/// Checks that the list of a policy has an element in some build.
#[track_caller]
pub const fn assert_not_empty(policy: &Policy, key: ListKey, message: &'static str) {
    assert!(!policy.parts.has_empty_list(key), "{}", message);
}

/// Checks that the list of a policy does not have elements that another list adds to it: for each its text, its
/// `#[cfg(..)]`, and the message.
#[track_caller]
pub const fn assert_adds(policy: &Policy, key: ListKey, elements: &[(&str, &str, &'static str)]) {
    let mut index = 0;
    while index < elements.len() {
        let (element, cfg, message) = elements[index];
        assert!(!policy.parts.lists(key, element, cfg), "{}", message);
        index += 1;
    }
}

/// Checks that the lists of two policies have no element in common.
#[track_caller]
pub const fn assert_disjoint(left: &Policy, right: &Policy, key: ListKey, message: &'static str) {
    assert!(!left.parts.shares_element(key, &right.parts), "{}", message);
}
