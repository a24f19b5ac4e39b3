//! How a policy further out learns that one further in has applied.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, dev::ServiceRequest};

use super::apply::Reached;

/// In a request: a policy further out asks.
struct Asked;

/// Asks the policies further in to say so where they apply.
pub(crate) fn ask(request: &ServiceRequest) {
    request.extensions_mut().insert(Asked);
}

/// Whether a policy further out asks.
pub(crate) fn is_asked(request: &ServiceRequest) -> bool {
    request.extensions().contains::<Asked>()
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
