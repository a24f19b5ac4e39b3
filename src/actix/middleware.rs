//! A policy as a middleware: the policy of everything behind it that has no policy of its own.

use std::future::{Ready, ready};

use actix_service::{Service, Transform};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};

use super::{
    headers::PolicyHeaders,
    load::load,
    outer::{Layer, Lazy, OuterService},
};
use crate::Policy;

impl Policy {
    /// Returns the policy as a middleware of an application. Wrap it last, so that it is outermost.
    ///
    /// It is the policy of every path that has no policy of its own, whether or not a resource is found there. Annotated
    /// routes, and scopes that a policy is placed [around](Self::around), keep theirs. This middleware answers their
    /// preflights too, before the middlewares behind it run, and puts their headers on responses that are made without
    /// them. So `.wrap(auth).wrap(API.middleware())` is complete.
    ///
    /// If the policy names no `methods`, pages may use GET, HEAD, POST, PUT, PATCH and DELETE.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, web};
    /// use route_cors::{Policy, policy};
    ///
    /// static API: Policy = policy!(
    ///     origins = ["https://app.acme.example"],
    ///     headers = ["content-type"],
    /// );
    ///
    /// let app = App::new()
    ///     .route("/orders", web::put().to(HttpResponse::Ok))
    ///     .wrap(API.middleware());
    /// # drop(app);
    /// ```
    ///
    /// For a scope, use [`around`](Self::around). On a scope, `.wrap(POLICY.middleware())` works only where no other policy
    /// is around it. Otherwise, it rejects requests from origins that it does not list, and logs an error.
    #[must_use]
    pub fn middleware(&'static self) -> Middleware {
        Middleware { policy: self }
    }
}

/// A policy as a middleware, made by [`Policy::middleware`]. It is an argument of `wrap`.
#[derive(Clone, Copy, Debug)]
pub struct Middleware {
    policy: &'static Policy,
}

impl<S, B> Transform<S, ServiceRequest> for Middleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = OuterService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(load(self.policy.parts()).map(|()| {
            let headers = PolicyHeaders::of(self.policy);
            let layer = Layer::Policy(headers, Lazy::new(Some(self.policy)));
            OuterService::new(service, layer)
        }))
    }
}
