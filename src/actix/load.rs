//! Loads the sets of a policy before the first request can come.

use cors_runtime::policy::Parts;

use super::log;

/// Loads the sets that a policy lists, unless the program has done so.
///
/// # Errors
///
/// If a set cannot be loaded. The reason has been logged, and actix-web does not start the application.
pub(crate) fn load(policy: &Parts) -> Result<(), ()> {
    let mut loaded = Ok(());
    for set in policy.all_sets() {
        if let Err(error) = set.contents.load() {
            log::cannot_start(error.as_ref());
            loaded = Err(());
        }
    }
    loaded
}
