//! Loading the sets of a policy before the first request can come.

use std::{
    collections::BTreeSet,
    error::Error,
    sync::{Mutex, PoisonError},
};

use cors_runtime::policy::Parts;

use crate::say;

/// Loads the sets that a policy lists, as far as the program has not done so.
///
/// # Errors
///
/// Where one cannot be loaded. It has been said why, and actix-web then ends the start of the application.
pub(crate) fn load(policy: &Parts) -> Result<(), ()> {
    let mut loaded = Ok(());
    for set in policy.all_sets() {
        loaded = set
            .contents
            .load()
            .map_err(|error| say(error.as_ref()))
            .and(loaded);
    }
    loaded
}

/// Says why an application does not start: once, though every worker and every route finds it out.
fn say(error: &dyn Error) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let message = format!("the application cannot start: {error}");
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if !said.insert(message.clone()) {
        return;
    }
    say::error(&message);
}
