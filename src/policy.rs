//! The policy that users name: parts that the compiler checked.

pub(crate) mod checks;

use std::panic::Location;

use cors_runtime::policy::{ListKey, Listed, ListedSet, Parts};

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
pub struct Policy {
    parts: Parts,
    location: &'static Location<'static>,
}

/// Makes a policy of parts that a macro checked whole.
///
/// # Panics
///
/// If the parts violate a rule about several parts.
#[must_use]
#[track_caller]
pub const fn policy(parts: Parts) -> Policy {
    assert!(
        !parts.violates_any(),
        "these parts violate a rule; write `policy!`, which says what is wrong"
    );
    Policy {
        parts,
        location: Location::caller(),
    }
}

/// Makes a policy of parts that constants check. If the parts violate a rule about several parts, a constant fails the
/// build with the reason, and the policy is off.
#[must_use]
#[track_caller]
pub const fn policy_or_off(parts: Parts) -> Policy {
    policy(if parts.violates_any() {
        Parts::DEFAULT
    } else {
        parts
    })
}

/// Returns the parts of a policy that another one starts from or extends.
#[must_use]
pub const fn base(policy: &Policy) -> Parts {
    *policy.parts()
}

/// Returns a reference to them.
#[must_use]
pub const fn parts(policy: &Policy) -> &Parts {
    policy.parts()
}

/// Returns a list of sets alone.
#[must_use]
pub const fn only_sets(sets: &'static [ListedSet]) -> Listed {
    Listed {
        sets,
        ..Listed::EMPTY
    }
}

/// Returns a list of origins and patterns alone.
#[must_use]
pub const fn only_origins(origins: &'static [&'static str]) -> Listed {
    Listed {
        origins,
        ..Listed::EMPTY
    }
}

/// Returns the elements of a list; none if its value is not a list, which [`checks::assert_lists`] reports.
#[must_use]
pub const fn elements(policy: &Policy, key: ListKey) -> &'static [&'static str] {
    match policy.parts.list(key) {
        Some(elements) => elements,
        None => &[],
    }
}

impl Policy {
    /// Returns where the policy is written: its `policy!` or `#[cors]`.
    #[cfg_attr(
        not(feature = "actix"),
        expect(dead_code, reason = "only the integration with actix-web reads it")
    )]
    pub(crate) const fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// Returns the parts, as the engine reads them.
    pub(crate) const fn parts(&self) -> &Parts {
        &self.parts
    }
}
