//! Names in a policy, as generated code uses them. A macro does not see what a name stands for, so the compiler has to
//! say if it is the wrong kind of thing.
//!
//! [`Named`] has inherent methods for the right kinds. For every other kind, a method of a trait is found instead, and
//! its bound, which nothing else meets, carries the message.

use crate::{OriginSet, Policy};

/// A constant or static that a policy names.
#[derive(Debug)]
pub struct Named<T: ?Sized + 'static>(pub &'static T);

impl Named<OriginSet> {
    /// Returns the set.
    #[must_use]
    pub const fn set(self) -> &'static OriginSet {
        self.0
    }
}

impl Named<Policy> {
    /// Returns the policy.
    #[must_use]
    pub const fn policy(self) -> &'static Policy {
        self.0
    }
}

/// An `OriginSet`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an element of `origins`",
    label = "expected an `OriginSet`",
    note = "the macro sees the name and not its value: write the origin itself, `\"https://app.acme.example\"`",
    note = "to use one list in several policies, name a policy, `static API: Policy = policy!(..)`, and write `..API` in the list",
    note = "origins that are only known at run time are an `OriginSet`: `static EDGE: OriginSet = origin_set!(..)`"
)]
pub trait IsOriginSet {}

impl IsOriginSet for OriginSet {}

/// A `Policy`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a policy",
    label = "expected a static of the type `Policy`",
    note = "write `static API: Policy = policy!(..);`: a policy is constant data and needs no `LazyLock`"
)]
pub trait IsPolicy {}

impl IsPolicy for Policy {}

/// The trait that a name of the wrong kind finds.
pub trait WrongKind<T: ?Sized>: Sized {
    /// Never runs: its bound is not met.
    fn set(self) -> &'static OriginSet
    where
        T: IsOriginSet,
    {
        unreachable!("an `OriginSet` has a method of its own")
    }

    /// Never runs: its bound is not met.
    fn policy(self) -> &'static Policy
    where
        T: IsPolicy,
    {
        unreachable!("a `Policy` has a method of its own")
    }
}

impl<T: ?Sized> WrongKind<T> for Named<T> {}
