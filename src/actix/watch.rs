//! How a policy further out learns that one further in has applied.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, dev::ServiceRequest};

use super::apply::Reached;

/// In a request: policies further out ask. Those that are middlewares say who they are.
#[derive(Default)]
struct Asked {
    by: Vec<usize>,
}

/// Asks the policies further in to say so where they apply.
pub(crate) fn ask(request: &ServiceRequest, by: Option<usize>) {
    let mut extensions = request.extensions_mut();
    if !extensions.contains::<Asked>() {
        extensions.insert(Asked::default());
    }
    if let (Some(asked), Some(by)) = (extensions.get_mut::<Asked>(), by) {
        asked.by.push(by);
    }
}

/// Whether a policy further out asks.
pub(crate) fn is_asked(request: &ServiceRequest) -> bool {
    request.extensions().contains::<Asked>()
}

/// Goes through the middlewares further out that ask.
pub(crate) fn askers(request: &ServiceRequest, mut see: impl FnMut(usize)) {
    if let Some(asked) = request.extensions().get::<Asked>() {
        asked.by.iter().copied().for_each(&mut see);
    }
}

/// In a request: it has come to an annotated route.
struct Entered;

/// Says that a request has come to an annotated route, whatever becomes of its response.
pub(crate) fn entered(request: &ServiceRequest) {
    request.extensions_mut().insert(Entered);
}

/// Whether a request has gone all the way to a resource, and not to that of an annotated route.
pub(crate) fn is_at_a_neighbour(request: &HttpRequest) -> bool {
    request.match_info().unprocessed().is_empty() && !request.extensions().contains::<Entered>()
}

/// Says in a response that a policy has applied.
pub(crate) fn reached<B>(response: &mut HttpResponse<B>, whose: Reached) {
    response.extensions_mut().insert(whose);
}

/// Whether a policy has applied, and whose.
pub(crate) fn has_reached<B>(response: &HttpResponse<B>) -> Option<Reached> {
    response.extensions().get::<Reached>().copied()
}
