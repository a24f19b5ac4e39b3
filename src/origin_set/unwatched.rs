//! The mistake of calling [`OriginSet::watch`] without the feature `watch`, explained.

use super::OriginSet;

/// Implemented with the feature `watch`.
#[diagnostic::on_unimplemented(
    message = "`OriginSet::watch` needs the feature `watch` of route-cors",
    label = "this method needs a feature",
    note = "in Cargo.toml, add `features = [\"watch\"]` to the dependency on route-cors"
)]
pub trait FeatureWatch {}

impl OriginSet {
    /// Needs the feature `watch`.
    #[doc(hidden)]
    pub fn watch(&self)
    where
        // `for<'a>` makes it a bound that may be false.
        for<'a> Self: FeatureWatch,
    {
    }
}
