//! A policy as a middleware: for what has no attribute to stand on, and as the default of what lies inside.

use std::{
    cell::{Cell, RefCell},
    future::{Future, Ready, ready},
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
};
use cors_runtime::policy::Policy as Engine;
use pin_project_lite::pin_project;

use super::{
    allowed::{Allowed, Baked},
    answers::{Answers, Grant},
    endpoint::Applied,
    preflight::answer_of_all,
    request::announced_method,
    table::{Entry, Known},
    watch,
};
use crate::Policy;

/// What a policy that names no methods allows where there is no route to ask.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

impl Policy {
    /// The policy as a middleware of a scope, a resource or an application: the policy of all that lies inside
    /// and has none of its own.
    ///
    /// It answers the preflights of every path inside, whether or not something is found there, and puts its
    /// headers on every response. An annotated route inside, or another policy in a middleware further in, keeps
    /// its own: exactly one applies. Where the policy names no `methods`, pages may use GET, HEAD, POST, PUT,
    /// PATCH and DELETE; the preflight for another method is refused.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, web};
    /// use route_cors::{Policy, policy};
    ///
    /// static ASSETS: Policy = policy!(origins = any, methods = [GET, HEAD]);
    ///
    /// let app = App::new().service(
    ///     web::scope("/assets")
    ///         .wrap(ASSETS.middleware())
    ///         .route("/logo.svg", web::get().to(HttpResponse::Ok)),
    /// );
    /// # drop(app);
    /// ```
    #[must_use]
    pub fn middleware(&'static self) -> Middleware {
        Middleware {
            policy: self.engine(),
        }
    }
}

/// What [`Policy::middleware`] returns: an argument of `wrap`.
#[derive(Clone, Copy, Debug)]
pub struct Middleware {
    policy: &'static Engine,
}

/// That a policy stands in a middleware somewhere, and in which application: the address of its map of resources,
/// once a request has come by.
type Sighting = Cell<usize>;

thread_local! {
    /// The middlewares that this thread has made, those further in before those further out.
    static MIDDLEWARES: RefCell<Vec<Weak<Sighting>>> = const { RefCell::new(Vec::new()) };
}

impl<S, B> Transform<S, ServiceRequest> for Middleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = MiddlewareService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let sighting = Rc::new(Sighting::default());
        let earlier = MIDDLEWARES.with_borrow_mut(|middlewares| {
            middlewares.retain(|earlier| earlier.strong_count() > 0);
            let earlier = middlewares.clone();
            middlewares.push(Rc::downgrade(&sighting));
            earlier
        });
        let allowed = Allowed::of(self.policy, self.policy.methods().unwrap_or(METHODS));
        ready(Ok(MiddlewareService {
            service,
            policy: self.policy,
            answers: Rc::new(Answers::bake(self.policy)),
            preflight: allowed.bake(),
            allowed,
            known: Known::default(),
            sighting,
            earlier,
        }))
    }
}

/// A service under a policy.
#[derive(Debug)]
pub struct MiddlewareService<S> {
    service: S,
    policy: &'static Engine,
    answers: Rc<Answers>,
    preflight: Baked,
    allowed: Allowed,
    known: Known,
    sighting: Rc<Sighting>,
    /// The middlewares made before this one, some of which may stand further in.
    earlier: Vec<Weak<Sighting>>,
}

impl<S, B> Service<ServiceRequest> for MiddlewareService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = MiddlewareFuture<S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let application = std::ptr::from_ref(request.resource_map()).addr();
        self.sighting.set(application);
        let asked = watch::is_asked(&request);
        let Some(method) = announced_method(request.head()) else {
            let then = if self.is_of_a_route(&request) {
                Then::Leave
            } else {
                Then::Apply(Applied {
                    answers: Rc::clone(&self.answers),
                    grant: self.grant(&request, request.method().as_str()),
                    asked,
                })
            };
            watch::ask(&request);
            return MiddlewareFuture::Inner {
                response: self.service.call(request),
                then: Some(then),
            };
        };
        let table = self.known.table(request.request());
        let first = request.resource_map().match_pattern(request.path());
        let is_first = |holds: &dyn Fn(&str) -> bool| first.as_deref().is_some_and(holds);
        let routed = is_first(&|pattern| table.serving(pattern, method).is_some());
        // Further on there may be a route with a policy of its own: only what both allow is safe to say, unless its
        // own preflight knows better.
        let further: Vec<&Entry> = if routed {
            Vec::new()
        } else {
            table.matching(request.path(), method).collect()
        };
        let passed_by = !further.is_empty() && is_first(&|pattern| table.knows(pattern));
        let mut answer = self.answer(&request, method, &further);
        if asked {
            watch::applied(&mut answer);
        }
        if routed || passed_by || self.has_policies_inside(application) {
            watch::ask(&request);
            let then = if routed {
                Then::Leave
            } else {
                Then::Answer(answer)
            };
            return MiddlewareFuture::Inner {
                response: self.service.call(request),
                then: Some(then),
            };
        }
        MiddlewareFuture::Answer {
            response: Some(request.into_response(answer)),
        }
    }
}

impl<S> MiddlewareService<S> {
    /// What the policy grants a request, or the request that a preflight announces.
    fn grant(&self, request: &ServiceRequest, method: &str) -> Grant {
        if self.policy.methods().unwrap_or(METHODS).contains(&method) {
            Grant::of(self.policy, request.head(), method)
        } else {
            Grant::Nobody
        }
    }

    /// The answer to a preflight, if the request may reach these routes instead.
    fn answer(&self, request: &ServiceRequest, method: &str, others: &[&Entry]) -> HttpResponse {
        let (grant, head) = (self.grant(request, method), request.head());
        if others.is_empty() {
            return self.preflight.answer(grant, head);
        }
        answer_of_all(grant, &self.allowed, others, head, method)
    }

    /// Whether a request is for an annotated route, which has a policy of its own even where something on the way
    /// answers instead.
    fn is_of_a_route(&self, request: &ServiceRequest) -> bool {
        let (table, method) = (
            self.known.table(request.request()),
            request.method().as_str(),
        );
        table.has_method(method)
            && request
                .resource_map()
                .match_pattern(request.path())
                .is_some_and(|pattern| table.surely_serves(&pattern, method))
    }

    /// Whether other policies may stand further in.
    fn has_policies_inside(&self, application: usize) -> bool {
        self.earlier
            .iter()
            .filter_map(Weak::upgrade)
            .any(|earlier| matches!(earlier.get(), 0) || earlier.get() == application)
    }
}

/// What is to be done with a response from further in, unless a policy there has applied.
enum Then {
    /// Put the policy's headers on it.
    Apply(Applied),
    /// It is what answers a preflight.
    Leave,
    /// Answer the preflight with this instead, if nothing on the way refused it.
    Answer(HttpResponse),
}

impl Then {
    fn with<B>(
        self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B>>, Error> {
        match (self, result) {
            (Self::Apply(applied), result) => {
                applied.to(result).map(ServiceResponse::map_into_left_body)
            }
            (Self::Answer(answer), Ok(response)) if is_of_nobody(&response) => {
                Ok(response.into_response(answer.map_into_right_body()))
            }
            (_, result) => result.map(ServiceResponse::map_into_left_body),
        }
    }
}

/// Whether no policy has answered a preflight, and nothing on the way to one that might have refused it: then it
/// went on to where requests are routed.
fn is_of_nobody<B>(response: &ServiceResponse<B>) -> bool {
    let routed = response.status().is_success()
        || matches!(
            response.status(),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
    routed && !watch::has_applied(response.response())
}

pin_project! {
    /// The response of a service under a policy.
    #[project = MiddlewareFutureProjection]
    pub enum MiddlewareFuture<F> {
        Inner { #[pin] response: F, then: Option<Then> },
        Answer { response: Option<ServiceResponse> },
    }
}

impl<F, B> Future for MiddlewareFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match self.project() {
            MiddlewareFutureProjection::Inner { response, then } => {
                let result = futures_core::ready!(response.poll(context));
                match then.take() {
                    Some(then) => then.with(result),
                    None => result.map(ServiceResponse::map_into_left_body),
                }
            }
            MiddlewareFutureProjection::Answer { response } => {
                let response = response
                    .take()
                    .expect("a future is not polled after it is done");
                Ok(response.map_into_right_body())
            }
        })
    }
}
