//! Messages about how an application is put together. Each message is logged once in a process.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::Policy;

/// Logs an error, unless the same one has been logged. Only for messages that requests cannot vary.
fn error_once(message: &str) {
    if is_new(message) {
        crate::log::error(message);
    }
}

fn is_new(message: &str) -> bool {
    static LOGGED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    !logged.contains(message) && logged.insert(message.to_owned())
}

/// A set of origins cannot be loaded. Every worker and every route finds it out.
pub(super) fn cannot_start(error: &dyn std::error::Error) {
    error_once(&format!("the application cannot start: {error}"));
}

/// `.wrap(CorsGate::new())` on a scope.
pub(super) fn gate_on_scope() {
    error_once(
        "a `CorsGate` that wraps a scope does nothing: write `.service(CorsGate::new().around(scope))` instead of \
         `scope.wrap(CorsGate::new())`",
    );
}

/// `.wrap(POLICY.middleware())` inside of another policy.
pub(super) fn bare_middleware(inner: &'static Policy, outer: &'static Policy) {
    error_once(&format!(
        "the policy at {} wraps a part of an application that has the policy at {} around it. The outer policy answers \
         the preflights, so this one rejects requests from origins that it does not list. Write \
         `.service(POLICY.around(scope))` instead of `scope.wrap(POLICY.middleware())`",
        inner.location(),
        outer.location(),
    ));
}

/// A policy allows an origin that `mismatch = reject` around it rejects.
pub(super) fn outside_of_floor(
    floor: &'static Policy,
    inside: &'static Policy,
    pattern: &str,
    origin: &str,
) {
    error_once(&format!(
        "the policy at {} allows `{origin}` on `{pattern}`, but the policy at {} is around it, has `mismatch = reject` and \
         does not list that origin: such requests are rejected. Add the origin to the outer policy, or remove it from the \
         inner one",
        inside.location(),
        floor.location(),
    ));
}

/// A middleware behind the outermost policy led a request to another route. The paths belong to one request.
pub(super) fn rewritten(before: &str, after: &str) {
    if is_new("a route was changed") {
        tracing::error!(
            before,
            after,
            "a middleware behind the outermost policy or `CorsGate` changed the path or the method: wrap it last, so that \
             it runs first"
        );
    }
}

/// A permission of one policy on a path carries over to another policy. See
/// [`startup`](super::startup).
pub(super) fn shared_path(pattern: &str) {
    if is_new(&format!("shared path {pattern}")) {
        tracing::warn!(
            pattern,
            "a policy on this path allows request headers that another one does not. Browsers cache preflights by URL, so \
             pages can send these headers to GET, HEAD and POST here as well. `mismatch = reject` on those routes keeps \
             other origins out"
        );
    }
}
