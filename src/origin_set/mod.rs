//! Origins that arrive at run time, within a bound that the compiler checked.

mod advice;
mod bound;
mod change;
mod error;
mod list;
mod source;
mod state;
#[cfg(not(feature = "watch"))]
mod unwatched;
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

/// Makes a set whose bound has been checked, for [`origin_set!`](crate::origin_set!).
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

/// Makes a set an element of `origins`, with the rules that the element's own `#[allow(..)]` names, and the name that the
/// list has for the set.
#[must_use]
pub const fn element(set: &'static OriginSet, allowed: RuleSet, name: &'static str) -> ListedSet {
    ListedSet {
        set: &set.set,
        allowed,
        name,
    }
}

impl OriginSet {
    /// Loads the set from its variable or file, unless it has been loaded or replaced before.
    ///
    /// If you do not call it, the set is loaded when the first route that uses it is registered. If loading fails there,
    /// the application does not start. A set without a variable or a file starts empty.
    ///
    /// # Errors
    ///
    /// [`OriginSetError`], if the variable or the file cannot be read, or if it holds a value that the set does not accept.
    /// The error names every such value. A missing or empty source is an error, too, unless the set is `optional`. The set
    /// stays unloaded.
    pub fn load(&self) -> Result<(), OriginSetError> {
        self.state.load()
    }

    /// Loads the set from its variable or file again.
    ///
    /// Every worker uses the new origins from the next request on. A request that was checked before gets the answer of
    /// that check. A preflight may come before the change and its request after it.
    ///
    /// # Errors
    ///
    /// The errors of [`load`](Self::load), and [`OriginSetError::NoSource`] if the set has neither a variable nor a file.
    /// The current origins stay in force.
    pub fn reload(&self) -> Result<Change, OriginSetError> {
        self.state.reload()
    }

    /// Replaces the origins of the set: either all of the new ones are accepted, or nothing changes.
    ///
    /// It takes what `origins` takes: origins as browsers send them, and patterns at or below a wildcard of the bound. The
    /// list may be empty, and it may repeat an origin. [`reload`](Self::reload) says when a change is in force.
    ///
    /// The time grows in proportion to the number of origins: a million take about a second. Run a long list in
    /// `actix_web::web::block`, so that the worker keeps answering requests.
    ///
    /// # Errors
    ///
    /// [`OriginSetError::Refused`], with every value that the set does not accept. The current origins stay in force.
    pub fn replace<I>(&self, origins: I) -> Result<Change, OriginSetError>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.state.replace(origins)
    }

    /// Checks whether [`replace`](Self::replace) would accept these origins, and changes nothing.
    ///
    /// Check a tenant's origin with it before you save it:
    ///
    /// ```
    /// # use route_cors::{OriginSet, origin_set};
    /// static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
    ///
    /// # fn main() {
    /// assert!(TENANTS.check(["https://blue.tenants.acme.example"]).is_ok());
    /// assert!(TENANTS.check(["https://blue.example"]).is_err());
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`OriginSetError::Refused`], with every value that the set does not accept.
    pub fn check<I>(&self, origins: I) -> Result<(), OriginSetError>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.state.check(origins).map(drop)
    }

    /// Checks whether the set admits an origin now. Origins are compared byte for byte.
    #[must_use]
    pub fn admits(&self, origin: &str) -> bool {
        self.set.contents.admits(origin.as_bytes())
    }
}
