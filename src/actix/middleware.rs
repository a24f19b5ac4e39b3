//! A policy as a middleware: for what has no attribute to stand on, and as the default of what lies inside.

use std::{
    cell::{Cell, RefCell},
    future::{Ready, ready},
    rc::{Rc, Weak},
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
};
use cors_runtime::policy::Policy as Engine;

use super::{
    allowed::{Allowed, Baked},
    answers::{Answers, Grant},
    apply::{Apply, Reached},
    outer::{After, Answer, OuterFuture},
    request::{Origin, announced_method},
    table::{Inside, Known, Target},
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
        ready(Ok(MiddlewareService {
            service,
            policy: self.policy,
            answers: Rc::new(Answers::bake(self.policy)),
            preflight: Allowed::of(self.policy, self.policy.methods().unwrap_or(METHODS)).bake(),
            known: Known::default(),
            inside: Inside::so_far(),
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
    known: Known,
    inside: Inside,
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
    type Future = OuterFuture<S::Future, Then>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let application = std::ptr::from_ref(request.resource_map()).addr();
        self.sighting.set(application);
        let reached = watch::is_asked(&request).then_some(Reached::Middleware);
        let Some(method) = announced_method(request.head()) else {
            let grant = self.grant(request.method().as_str(), &Origin::of(request.head()));
            if let Some(mut refusal) = self.answers.refusal(&grant, request.head())
                && !self.is_annotated(&request, request.method().as_str())
            {
                if let Some(reached) = reached {
                    watch::reached(&mut refusal, reached);
                }
                return OuterFuture::early(request, refusal);
            }
            let apply = Apply {
                answers: Rc::clone(&self.answers),
                grant,
                reached,
            };
            let target = Target::of(&request, self.known.table(request.request()), &self.inside);
            watch::ask(&request);
            return OuterFuture::inner(self.service.call(request), Then::Apply(apply, target));
        };
        let annotated = self.is_annotated(&request, method);
        let grant = self.grant(method, &Origin::of(request.head()));
        let mut answer = self.preflight.answer(grant, request.head());
        if let Some(reached) = reached {
            watch::reached(&mut answer, reached);
        }
        if annotated || self.has_policies_inside(application) {
            watch::ask(&request);
            let then = if annotated {
                Then::Leave(reached)
            } else {
                Then::Answer(answer)
            };
            return OuterFuture::inner(self.service.call(request), then);
        }
        OuterFuture::early(request, answer)
    }
}

impl<S> MiddlewareService<S> {
    /// What the policy grants a request, or the request that a preflight announces.
    fn grant(&self, method: &str, origin: &Origin) -> Grant {
        if self.policy.methods().unwrap_or(METHODS).contains(&method) {
            Grant::of(self.policy, method, origin)
        } else {
            Grant::Nobody
        }
    }

    /// Whether a request, or one that a preflight announces, may be for an annotated route.
    fn is_annotated(&self, request: &ServiceRequest, method: &str) -> bool {
        let table = self.known.table(request.request());
        table.may_select(request.match_info().as_str(), method, &self.inside)
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
#[derive(Debug)]
pub enum Then {
    /// Put the policy's headers on it, unless it was made on the way to an annotated route.
    Apply(Apply, Target),
    /// It is what answers a preflight, for policies further out, too.
    Leave(Option<Reached>),
    /// Answer the preflight with this instead, if nothing on the way refused it.
    Answer(HttpResponse),
}

impl After for Then {
    fn after<B>(self, answer: Answer<B>) -> Answer<EitherBody<B>> {
        match (self, answer) {
            (Self::Apply(apply, target), Ok(response)) => {
                let mut response = response.map_into_left_body();
                let own = watch::is_at_a_neighbour(response.request())
                    || watch::has_reached(response.response()).is_some()
                    || !target.may_select();
                if own {
                    apply.put(response.response_mut());
                }
                Ok(response)
            }
            (Self::Apply(apply, target), Err(error)) => {
                Err(apply.to_error(error, move || !target.may_select()))
            }
            (Self::Answer(own), Ok(response)) if is_of_nobody(&response) => {
                Ok(response.into_response(own.map_into_right_body()))
            }
            (Self::Leave(Some(reached)), Ok(mut response))
                if watch::has_reached(response.response()).is_none() =>
            {
                watch::reached(response.response_mut(), reached);
                Ok(response.map_into_left_body())
            }
            (_, answer) => answer.map(ServiceResponse::map_into_left_body),
        }
    }
}

/// Whether no policy has answered a preflight, and nothing on the way to one has refused it: then it went on to
/// where requests are routed.
fn is_of_nobody<B>(response: &ServiceResponse<B>) -> bool {
    let routed = response.status().is_success()
        || matches!(
            response.status(),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
    routed && watch::has_reached(response.response()).is_none()
}
