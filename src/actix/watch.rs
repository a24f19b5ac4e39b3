//! How a policy further out learns that one further in has applied.

use std::cell::Cell;

use actix_web::{HttpMessage, HttpRequest, HttpResponse, dev::ServiceRequest};

use super::apply::{Apply, Reached};

thread_local! {
    /// Whether this thread has policies that stand around others: most have none, and need not look.
    static OUTER: Cell<bool> = const { Cell::new(false) };
}

/// Says that a policy is made that may stand around others.
pub(crate) fn made() {
    OUTER.set(true);
}

/// In a request: policies further out ask.
#[derive(Default)]
struct Asked {
    /// Those that are middlewares say who they are.
    by: Vec<usize>,
    /// What an annotated route has decided, and leaves to the outermost of them to put on the response: then it is
    /// there although something in between has put another response in place.
    left: Option<Apply>,
}

/// Asks the policies further in to say so where they apply. Returns whether nobody further out has asked.
pub(crate) fn ask(request: &ServiceRequest, by: Option<usize>) -> bool {
    let mut extensions = request.extensions_mut();
    let first = !extensions.contains::<Asked>();
    if first {
        extensions.insert(Asked::default());
    }
    if let (Some(asked), Some(by)) = (extensions.get_mut::<Asked>(), by) {
        asked.by.push(by);
    }
    first
}

/// Whether a policy further out asks.
#[inline]
pub(crate) fn is_asked(request: &ServiceRequest) -> bool {
    OUTER.get() && request.extensions().contains::<Asked>()
}

/// Goes through the middlewares further out that ask.
pub(crate) fn askers(request: &ServiceRequest, mut see: impl FnMut(usize)) {
    if let Some(asked) = request.extensions().get::<Asked>() {
        asked.by.iter().copied().for_each(&mut see);
    }
}

/// Leaves what an annotated route has decided to those who ask. Returns whether anybody does.
#[inline]
pub(crate) fn leave(request: &ServiceRequest, apply: &Apply) -> bool {
    OUTER.get()
        && request
            .extensions_mut()
            .get_mut::<Asked>()
            .map(|asked| asked.left = Some(apply.clone()))
            .is_some()
}

/// What an annotated route has left to those who ask. The outermost of them takes it away.
pub(crate) fn left(request: &HttpRequest, outermost: bool) -> Option<Apply> {
    let mut extensions = request.extensions_mut();
    let left = &mut extensions.get_mut::<Asked>()?.left;
    if outermost { left.take() } else { left.clone() }
}

/// Whether a request has gone all the way to a resource, and not to that of an annotated route.
pub(crate) fn is_at_a_neighbour(request: &HttpRequest) -> bool {
    request.match_info().unprocessed().is_empty() && left(request, false).is_none()
}

/// Says in a response that a policy has applied.
pub(crate) fn reached<B>(response: &mut HttpResponse<B>, whose: Reached) {
    response.extensions_mut().insert(whose);
}

/// Whether a policy has applied, and whose.
pub(crate) fn has_reached<B>(response: &HttpResponse<B>) -> Option<Reached> {
    if !OUTER.get() {
        return None;
    }
    response.extensions().get::<Reached>().copied()
}
