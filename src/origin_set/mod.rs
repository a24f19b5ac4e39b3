//! Origins that arrive while a program runs, within a bound that was judged when it was compiled.

mod bound;
mod change;
mod error;
mod source;
mod state;
#[cfg(feature = "watch")]
mod watch;

use cors_runtime::policy::{ListedSet, RuleSet, Set};

#[cfg(feature = "watch")]
pub use self::watch::Watch;
pub use self::{
    change::Change,
    error::{OriginSetError, Refused},
    source::Source,
    state::State,
};

#[doc = include_str!("../docs/origin_set.md")]
#[derive(Clone, Copy, Debug)]
pub struct OriginSet {
    set: Set,
    state: &'static State,
}

/// What [`origin_set!`](crate::origin_set!) generates: a set whose bound has been judged.
#[must_use]
pub const fn origin_set(
    bound: &'static [&'static str],
    violations: &'static [RuleSet],
    state: &'static State,
) -> OriginSet {
    OriginSet {
        set: Set {
            bound,
            violations,
            contents: state,
        },
        state,
    }
}

/// A set as an element of `origins`, with what is allowed about it there.
#[must_use]
pub const fn element(set: &'static OriginSet, allowed: RuleSet) -> ListedSet {
    ListedSet {
        set: &set.set,
        allowed,
    }
}

impl OriginSet {
    /// Loads the set from its variable or file, if that has not been done and nothing has replaced it yet.
    ///
    /// A set that is not loaded when the first route that uses it is registered is loaded then, and where that fails
    /// the application does not start. A set with neither a variable nor a file begins empty.
    ///
    /// # Errors
    ///
    /// [`OriginSetError`]: the variable or the file is missing and not `optional`, cannot be read, holds no origin, or
    /// holds something that is no origin within the bound. Every fault is named. The set stays unloaded.
    pub fn load(&self) -> Result<(), OriginSetError> {
        self.state.load()
    }

    /// Loads the set again from the same place.
    ///
    /// From the next request on, every worker judges by the new set. A request that has been judged is answered as it was
    /// judged, and a preflight may have been answered before the change and its request come after it.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load), and [`OriginSetError::NoSource`] where there is no such place. The set that was there
    /// stays in force.
    pub fn reload(&self) -> Result<Change, OriginSetError> {
        self.state.reload()
    }

    /// Puts these origins in place of those that are there, all or none. What it takes is what `origins` takes: origins
    /// as a browser serialises them, and patterns at or below a wildcard of the bound. An origin may stand there twice,
    /// and there may be none.
    ///
    /// It is in force for every worker as [`reload`](Self::reload) says.
    ///
    /// # Errors
    ///
    /// [`OriginSetError::Refused`], with every fault. The set that was there stays in force.
    pub fn replace<I>(&self, origins: I) -> Result<Change, OriginSetError>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.state.replace(origins)
    }

    /// Whether an origin is in the set now, compared byte for byte: what a policy with this set alone admits.
    #[must_use]
    pub fn admits(&self, origin: &str) -> bool {
        self.set.contents.admits(origin.as_bytes())
    }
}
