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

/// Whether one has been made.
pub(crate) fn is_made() -> bool {
    OUTER.get()
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

/// Where a policy that asks stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nobody further out asks.
    Outermost,
    /// Somebody further out asks, too.
    Between,
    /// The same, and an annotated route is further out as well: on it, this policy is a wrapper.
    OnRoute,
}

/// Asks the policies further in to say so where they apply.
pub(crate) fn ask(request: &ServiceRequest, by: Option<usize>) -> Place {
    let mut extensions = request.extensions_mut();
    let place = match extensions.get::<Asked>() {
        None => Place::Outermost,
        Some(asked) if asked.left.is_none() => Place::Between,
        Some(_) => Place::OnRoute,
    };
    if place == Place::Outermost {
        extensions.insert(Asked::default());
    }
    if let (Some(asked), Some(by)) = (extensions.get_mut::<Asked>(), by) {
        asked.by.push(by);
    }
    place
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

/// What an annotated route further in has left to one of those who ask. The outermost of them takes it away.
pub(crate) fn left(request: &HttpRequest, to: Place) -> Option<Apply> {
    let mut extensions = request.extensions_mut();
    let left = &mut extensions.get_mut::<Asked>()?.left;
    match to {
        Place::Outermost => left.take(),
        Place::Between => left.clone(),
        Place::OnRoute => None,
    }
}

/// Whether a request has gone all the way to a resource, and not to that of an annotated route.
pub(crate) fn is_at_a_neighbour(request: &HttpRequest) -> bool {
    request.match_info().unprocessed().is_empty() && left(request, Place::Between).is_none()
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
