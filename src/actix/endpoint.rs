//! A handler under the policy of its route: every response gets the policy's headers, whether an extractor, the handler or
//! a wrapper of the route makes it.

use std::{
    any::Any,
    future::{Future, Ready, ready as now},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::{
    decision::Decision, headers::PolicyHeaders, refusals, request, route::Route, trail::Trail,
};

/// Wraps a handler of a route in the route's policy. It is the outermost wrapper of the route.
#[derive(Debug)]
pub struct Endpoint {
    route: &'static Route,
    has_wrappers: bool,
}

impl Endpoint {
    /// Returns the wrapper for a route.
    #[must_use]
    pub fn new(route: &'static Route) -> Self {
        Self {
            route,
            has_wrappers: false,
        }
    }

    /// Returns the wrapper for a route that has other wrappers, of which one may be a policy. That policy is the inner one, so
    /// it applies.
    #[must_use]
    pub fn around_wrappers(route: &'static Route) -> Self {
        Self {
            route,
            has_wrappers: true,
        }
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
        now(Ok(EndpointService {
            has_wrappers: self.has_wrappers,
            ..EndpointService::new(service, self.route)
        }))
    }
}

/// A handler under the policy of its route.
#[derive(Debug)]
pub struct EndpointService<S> {
    service: S,
    route: &'static Route,
    headers: Rc<PolicyHeaders>,
    has_wrappers: bool,
}

impl<S> EndpointService<S> {
    pub(super) fn new(service: S, route: &'static Route) -> Self {
        Self {
            service,
            route,
            headers: PolicyHeaders::of(route.policy()),
            has_wrappers: false,
        }
    }
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
        if request::preflight(head).is_some() {
            // A preflight for a method of another route. This one serves OPTIONS, and gets it as if it had no policy.
            return EndpointFuture::Handled {
                response: self.service.call(request),
                after: After::Nothing,
            };
        }
        let allow = self
            .headers
            .allow(head.method.as_str(), request::origin(head));
        let rejection = self
            .headers
            .rejects(&allow, head)
            .then(|| self.headers.rejection());
        let decision = Decision::of(&self.headers, allow);
        let trail = Trail::of(&request);
        if rejection.is_some() {
            refusals::rejected(&self.headers, true, &request);
        } else if trail.is_none() && !self.has_wrappers {
            decision.report_if_unreadable(&request);
        }
        let after = match trail {
            // The policy or gate that has made the trail puts the headers on the response.
            Some(trail) => {
                trail.reach(self.route, decision);
                if rejection.is_some() {
                    trail.report();
                }
                After::Nothing
            }
            None if self.has_wrappers => {
                let trail = Trail::start(&request, None, None, None);
                trail.reach(self.route, decision);
                After::Conclude(trail)
            }
            None => After::Apply(decision),
        };
        match rejection {
            Some(rejection) => EndpointFuture::Answered {
                response: Some(request.into_response(rejection)),
            },
            None => EndpointFuture::Handled {
                response: self.service.call(request),
                after,
            },
        }
    }
}

pin_project! {
    /// The response of a route.
    #[project = Projection]
    pub enum EndpointFuture<F> {
        /// The handler responds. Then the response gets what the policy has decided.
        Handled {
            #[pin]
            response: F,
            after: After,
        },
        /// The request has been answered.
        Answered { response: Option<ServiceResponse> },
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
            Projection::Handled { response, after } => {
                let mut result = ready!(response.poll(context));
                std::mem::take(after).run(&mut result);
                result.map(boxed)
            }
            Projection::Answered { response } => {
                let response = response.take();
                Ok(response.expect("a future is not polled after it is ready"))
            }
        })
    }
}

/// The treatment of a handler's response.
#[derive(Debug, Default)]
pub enum After {
    /// Nothing, or nothing any more.
    #[default]
    Nothing,
    /// It gets these headers.
    Apply(Decision),
    /// It gets the headers of the innermost policy on this trail.
    Conclude(Rc<Trail>),
}

impl After {
    fn run<B>(self, result: &mut Result<ServiceResponse<B>, Error>) {
        match (self, result) {
            (Self::Nothing, _) => {}
            (Self::Apply(decision), Ok(response)) => decision.apply(response.headers_mut()),
            // actix-web makes the response later, and may make it more than once.
            (Self::Apply(decision), Err(error)) => {
                error.add_response_mapper(move |mut response| {
                    decision.clone().apply(response.headers_mut());
                    response
                });
            }
            (Self::Conclude(trail), result) => trail.put(result),
        }
    }
}

/// Boxes the body of a response. The body of a route without other wrappers is boxed already, and stays as it is.
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
