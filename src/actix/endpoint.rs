//! The wrapper of a route: it is outermost on the resource, so that what an extractor, the handler or another
//! wrapper of the route answers passes through it.

use std::{
    any::Any,
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::{answers::Answers, apply::Apply, request::origin_of, route::Route, watch};

/// Puts the headers of a route's policy on every response of the route.
#[derive(Debug)]
pub struct Endpoint {
    route: &'static Route,
}

impl Endpoint {
    /// For one resource of a route.
    #[must_use]
    pub fn new(route: &'static Route) -> Self {
        Self { route }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Endpoint
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Transform = EndpointService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(EndpointService {
            service,
            route: self.route,
            answers: Answers::of(self.route.policy.parts()),
            asks: watch::is_made(),
        }))
    }
}

/// A route under its policy.
#[derive(Debug)]
pub struct EndpointService<S> {
    service: S,
    route: &'static Route,
    answers: Rc<Answers>,
    /// Whether a policy in a middleware may be a wrapper of the route, further in.
    asks: bool,
}

impl<S, B> Service<ServiceRequest> for EndpointService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Future = EndpointFuture<S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let head = request.head();
        let grant = self.answers.grant(head.method.as_str(), origin_of(head));
        let refused = self.answers.refuses(&grant, head);
        let apply = Apply {
            route: self.route,
            answers: Rc::clone(&self.answers),
            grant,
        };
        let left = watch::leave(&request, &apply);
        if refused {
            return EndpointFuture::Refused {
                request: Some(request.into_parts().0),
                answers: Rc::clone(&self.answers),
            };
        }
        if self.asks && !left {
            watch::ask(&request, None);
        }
        EndpointFuture::Handled {
            response: self.service.call(request),
            apply: Some(apply),
            left,
        }
    }
}

pin_project! {
    /// The response of a route, on its way to get the headers of the policy.
    #[project = Projection]
    pub enum EndpointFuture<F> {
        Handled {
            #[pin]
            response: F,
            apply: Option<Apply>,
            // Whether a policy further out puts it on the response.
            left: bool,
        },
        Refused {
            request: Option<HttpRequest>,
            answers: Rc<Answers>,
        },
    }
}

impl<F, B> Future for EndpointFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody + 'static,
{
    type Output = Result<ServiceResponse, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match self.project() {
            Projection::Handled {
                response,
                apply,
                left,
            } => {
                let mut answer = futures_core::ready!(response.poll(context));
                let apply = apply
                    .take()
                    .expect("a future is not polled after it is done");
                if !*left || answer.is_err() {
                    apply.to(&mut answer);
                }
                answer.map(boxed)
            }
            Projection::Refused { request, answers } => Ok(ServiceResponse::new(
                request
                    .take()
                    .expect("a future is not polled after it is done"),
                answers.refusal(),
            )),
        })
    }
}

/// The response with its body in a box; that of a route without other wrappers is in one already, and is not mapped.
fn boxed<B: MessageBody + 'static>(response: ServiceResponse<B>) -> ServiceResponse {
    let mut response = Some(response);
    let already: &mut dyn Any = &mut response;
    if let Some(already) = already.downcast_mut::<Option<ServiceResponse>>()
        && let Some(response) = already.take()
    {
        return response;
    }
    response
        .map(ServiceResponse::map_into_boxed_body)
        .expect("it has not been taken")
}
