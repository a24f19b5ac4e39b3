//! The mistake `.wrap(API)`, explained.

use std::future::{Ready, ready};

use actix_service::{Service, Transform};
use actix_web::dev::ServiceRequest;

use crate::Policy;

/// Nothing implements it. Its name is what the compiler prints for `.wrap(API)`: a policy is not a middleware, but
/// `API.middleware()` is.
pub trait CallMiddlewareOnThePolicy {}

// The compiler shows the line of the bound. `for<'a>` makes it one that may be false.
#[rustfmt::skip]
impl<S: Service<ServiceRequest>> Transform<S, ServiceRequest> for Policy
where
    for<'a> Policy: CallMiddlewareOnThePolicy, // write `.wrap(API.middleware())`
{
    type Response = S::Response;
    type Error = S::Error;
    type Transform = S;
    type InitError = ();
    type Future = Ready<Result<S, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(service))
    }
}
