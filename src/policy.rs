//! The policy that users name, around the engine's.

use cors_runtime::{
    policy::{Element, Latent, Parts},
    rule::Rule,
};

/// The CORS policy of a route or of a part of an application, judged when the program was compiled.
///
/// There is no way to make one but [`policy!`](crate::policy!) and [`#[cors]`](crate::cors), which refuse what is
/// unsafe or can never work. A policy with a name is an ordinary static, documented and imported like any other:
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
pub struct Policy(cors_runtime::policy::Policy);

/// What the macros generate: a policy of parts that have been judged.
#[must_use]
pub const fn policy(parts: Parts) -> Policy {
    Policy(cors_runtime::policy::Policy::new(parts))
}

/// What a policy is made of that another one starts from.
#[must_use]
pub const fn base(policy: &Policy) -> Parts {
    policy.0.parts()
}

/// Ends the build where a rule refuses a policy that was put together from parts.
///
/// # Panics
///
/// In a constant, with the words of the rule.
#[track_caller]
pub const fn keeps(policy: &Policy, rule: Rule, message: &'static str) {
    assert!(!policy.0.parts().breaks(rule), "{}", message);
}

/// Ends the build where an allowance has nothing to allow.
///
/// # Panics
///
/// In a constant, with the words of the rule.
#[track_caller]
pub const fn needs_allowance(policy: &Policy, rule: Rule, message: &'static str) {
    let parts = Parts {
        allowed: Latent::NONE,
        ..policy.0.parts()
    };
    assert!(parts.breaks(rule), "{}", message);
}

/// Ends the build where a rule refuses what a set of a policy may hold.
///
/// # Panics
///
/// In a constant, with the words of the rule.
#[track_caller]
pub const fn keeps_bound(policy: &Policy, element: Element, rule: Rule, message: &'static str) {
    let allowed = element.allowed.contains(rule) || !policy.0.parts().minds(rule);
    assert!(allowed || !element.set.has_latent(rule), "{}", message);
}

/// Ends the build where an allowance has nothing to allow about a set of a policy.
///
/// # Panics
///
/// In a constant, with the words of the rule.
#[track_caller]
pub const fn bound_needs_allowance(
    policy: &Policy,
    element: Element,
    rule: Rule,
    message: &'static str,
) {
    let parts = policy.0.parts();
    let parts = Parts {
        allowed: Latent::NONE,
        ..parts
    };
    let refused = parts.minds(rule) && element.set.has_latent(rule);
    assert!(refused, "{}", message);
}

/// Ends the build where a policy leaves nothing of what a route serves.
///
/// # Panics
///
/// In a constant, with the words of the rule.
#[track_caller]
pub const fn serves_one_of(policy: &Policy, routed: &[&str], message: &'static str) {
    assert!(policy.0.parts().serves_one_of(routed), "{}", message);
}

impl Policy {
    /// What the engine reads.
    #[cfg_attr(
        not(feature = "actix"),
        expect(dead_code, reason = "nothing asks a policy without actix-web")
    )]
    pub(crate) const fn engine(&'static self) -> &'static cors_runtime::policy::Policy {
        &self.0
    }
}
