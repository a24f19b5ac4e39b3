//! How a policy further out learns that one further in has applied.

use actix_web::{
    HttpMessage, HttpResponse,
    dev::{Extensions, ServiceRequest},
};

/// In a request: a policy further out asks.
struct Asked;

/// In a response: a policy has applied.
struct Applied;

/// Asks the policies further in to say so where they apply.
pub(crate) fn ask(request: &ServiceRequest) {
    request.extensions_mut().insert(Asked);
}

/// Whether a policy further out asks.
pub(crate) fn is_asked(request: &ServiceRequest) -> bool {
    request.extensions().contains::<Asked>()
}

/// Says that a policy has applied.
pub(crate) fn applied<B>(response: &mut HttpResponse<B>) {
    extensions_mut(response).insert(Applied);
}

/// Whether a policy has applied.
pub(crate) fn has_applied<B>(response: &HttpResponse<B>) -> bool {
    response.extensions().contains::<Applied>()
}

fn extensions_mut<B>(response: &mut HttpResponse<B>) -> std::cell::RefMut<'_, Extensions> {
    response.extensions_mut()
}
