//! The wrapper of a route: it is outermost on the resource, so that what an extractor, the handler or another
//! wrapper of the route answers passes through it.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error,
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::{
    answers::{Answers, Grant},
    route::Route,
    watch,
};

/// Puts the headers of a route's policy on every response of the route.
#[derive(Debug)]
pub struct Endpoint {
    answers: Rc<Answers>,
}

impl Endpoint {
    /// For one resource of a route.
    #[must_use]
    pub fn new(route: &'static Route) -> Self {
        Self {
            answers: Rc::new(Answers::bake(route.policy.engine())),
        }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Endpoint
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = EndpointService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(EndpointService {
            service,
            answers: Rc::clone(&self.answers),
        }))
    }
}

/// A route under its policy.
#[derive(Debug)]
pub struct EndpointService<S> {
    service: S,
    answers: Rc<Answers>,
}

impl<S, B> Service<ServiceRequest> for EndpointService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = EndpointFuture<S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let grant = self.answers.grant(request.head());
        EndpointFuture {
            applied: Some(Applied {
                answers: Rc::clone(&self.answers),
                grant,
                asked: watch::is_asked(&request),
            }),
            response: self.service.call(request),
        }
    }
}

/// A policy with what it has decided about a request, to be put on the response.
pub(crate) struct Applied {
    pub(crate) answers: Rc<Answers>,
    pub(crate) grant: Grant,
    /// Whether a policy further out wants to know.
    pub(crate) asked: bool,
}

impl Applied {
    /// Puts it on what a service answered.
    pub(crate) fn to<B>(
        self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<B>, Error> {
        match result {
            Ok(mut response) => {
                self.put(response.response_mut());
                Ok(response)
            }
            // actix-web makes the response later, and may make it more than once.
            Err(mut error) => {
                error.add_response_mapper(move |mut response| {
                    let again = Self {
                        answers: Rc::clone(&self.answers),
                        grant: self.grant.clone(),
                        asked: true,
                    };
                    again.put(&mut response);
                    response
                });
                Err(error)
            }
        }
    }

    fn put<B>(self, response: &mut actix_web::HttpResponse<B>) {
        if watch::has_applied(response) {
            return;
        }
        self.answers.apply(self.grant, response.headers_mut());
        if self.asked {
            watch::applied(response);
        }
    }
}

pin_project! {
    /// The response of a route, on its way to get the headers of the policy.
    pub struct EndpointFuture<F> {
        #[pin]
        response: F,
        applied: Option<Applied>,
    }
}

impl<F, B> Future for EndpointFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let result = futures_core::ready!(this.response.poll(context));
        Poll::Ready(match this.applied.take() {
            Some(applied) => applied.to(result),
            None => result,
        })
    }
}
