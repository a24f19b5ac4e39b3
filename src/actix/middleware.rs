//! A policy as a middleware: for what has no attribute to stand on, and as the default of what lies inside.

use std::{
    future::{Ready, ready},
    rc::Rc,
};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
};
use cors_runtime::{policy::Parts, preflight::Preflight};

use super::{
    allowed::Baked,
    answers::{Answers, Grant},
    apply::{Reached, settle},
    load::load,
    missed::Missed,
    neighbours::Neighbours,
    outer::{After, Answer, OuterFuture},
    request::{Origin, announced_method, origin_of},
    table::{Inside, Known, answer_of_all},
    watch::{self, Place},
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
            policy: self.parts(),
        }
    }
}

/// What [`Policy::middleware`] returns: an argument of `wrap`.
#[derive(Clone, Copy, Debug)]
pub struct Middleware {
    policy: &'static Parts,
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
        if load(self.policy).is_err() {
            return ready(Err(()));
        }
        let allowed = Preflight::of(self.policy, self.policy.methods.unwrap_or(METHODS));
        watch::made();
        let answers = Answers::of(self.policy);
        ready(Ok(MiddlewareService {
            service,
            answers: Rc::clone(&answers),
            preflight: Baked::of(&allowed),
            known: Known::default(),
            inside: Inside::so_far(),
            neighbours: Neighbours::new(answers, allowed),
        }))
    }
}

/// A service under a policy.
#[derive(Debug)]
pub struct MiddlewareService<S> {
    service: S,
    answers: Rc<Answers>,
    preflight: Baked,
    known: Known,
    inside: Inside,
    neighbours: Neighbours,
}

impl<S, B> Service<ServiceRequest> for MiddlewareService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = OuterFuture<S::Future, Further>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        self.neighbours.meet(&request);
        match announced_method(request.head()) {
            Some(method) => {
                let method = method.to_owned();
                self.preflight(request, &method)
            }
            None => self.actual(request),
        }
    }
}

impl<S, B> MiddlewareService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    fn actual(&self, request: ServiceRequest) -> OuterFuture<S::Future, Further> {
        let table = self.known.table(request.request());
        let method = request.method().as_str();
        let grant = self.grant(method, origin_of(request.head()));
        let path = request.match_info().as_str();
        // Where a guard may pass the request on to what has no policy of its own, this one protects it.
        if self.answers.refuses(&grant, request.head())
            && !table.is_sure(path, method, &self.inside)
        {
            let mut refusal = self.answers.refusal();
            say(&request, &mut refusal);
            return OuterFuture::early(request, refusal);
        }
        if table.is_empty() && self.neighbours.are_none() && !watch::is_asked(&request) {
            let then = Then::Put {
                answers: Rc::clone(&self.answers),
                grant,
            };
            let place = Place::Outermost;
            return OuterFuture::inner(self.service.call(request), Further { then, place });
        }
        let missed = Missed::new(&request, table, &self.inside);
        let apply = Around {
            answers: Rc::clone(&self.answers),
            grant,
            missed,
        };
        self.further_in(request, Then::Apply(apply))
    }

    fn preflight(&self, request: ServiceRequest, method: &str) -> OuterFuture<S::Future, Further> {
        let table = self.known.table(request.request());
        let (head, path) = (request.head(), request.match_info().as_str());
        if table.is_sure(path, method, &self.inside) {
            return self.further_in(request, Then::Leave);
        }
        // A route with a policy of its own may yet be reached: only what both allow is safe to say.
        let own = &self.neighbours.own;
        let origin = origin_of(head);
        let grant = self.grant(method, origin);
        let others = table.matching(path, method);
        let mut answer = if others.is_empty() {
            self.preflight.answer(grant.clone(), head)
        } else {
            answer_of_all(grant.clone(), &own.allowed, &others, head, method)
        };
        say(&request, &mut answer);
        // Unless its own preflight knows better.
        let passed_by = !others.is_empty()
            && table.begins_with_ours(path)
            && table.select(path, method, &self.inside).is_none();
        let inside = self.neighbours.inside(&request);
        if !passed_by && inside.is_empty() {
            return OuterFuture::early(request, answer);
        }
        let narrow = inside
            .iter()
            .fold((grant, own.allowed.clone()), |narrow, other| {
                let granted = granted(&other.answers, method, origin);
                (narrow.0.and(granted), narrow.1.and(&other.allowed))
            });
        let mut blocked = answer_of_all(narrow.0, &narrow.1, &others, head, method);
        say(&request, &mut blocked);
        self.further_in(request, Then::Answer { answer, blocked })
    }

    fn further_in(&self, request: ServiceRequest, then: Then) -> OuterFuture<S::Future, Further> {
        let place = self.neighbours.ask(&request);
        OuterFuture::inner(self.service.call(request), Further { then, place })
    }

    /// What the policy grants a request, or the request that a preflight announces.
    fn grant(&self, method: &str, origin: Origin<'_>) -> Grant {
        granted(&self.answers, method, origin)
    }
}

/// What a policy in a middleware grants a request, or the request that a preflight announces.
fn granted(answers: &Answers, method: &str, origin: Origin<'_>) -> Grant {
    if answers.policy.methods.unwrap_or(METHODS).contains(&method) {
        answers.grant(method, origin)
    } else {
        Grant::None
    }
}

/// Says to a policy further out, if one asks, that this one has applied.
fn say(request: &ServiceRequest, response: &mut HttpResponse) {
    if watch::is_asked(request) {
        watch::reached(response, Reached::Middleware);
    }
}

/// What is to be done with what comes back from further in.
#[derive(Debug)]
pub struct Further {
    then: Then,
    place: Place,
}

impl After for Further {
    fn after<B>(self, answer: &mut Answer<B>) -> Option<HttpResponse> {
        match answer {
            Ok(response) => match settle(response, self.place) {
                Some(_) => None,
                None => self.then.answered(response, self.place),
            },
            Err(error) => {
                self.then.failed(error);
                None
            }
        }
    }
}

/// What is to be done with a response from further in, unless a policy there has applied.
#[derive(Debug)]
pub(crate) enum Then {
    /// Put the headers of the policy around it on it, which is the only one there is.
    Put { answers: Rc<Answers>, grant: Grant },
    /// Put the headers of the policy around it on it, or those of the route that it should have come from.
    Apply(Around),
    /// It is what answers a preflight.
    Leave,
    /// Answer the preflight with `answer` instead; with `blocked`, where something on the way refused it, and a
    /// policy that it did not reach may have something to say.
    Answer {
        answer: HttpResponse,
        blocked: HttpResponse,
    },
}

/// What a policy around a request has decided about it.
#[derive(Debug)]
pub(crate) struct Around {
    answers: Rc<Answers>,
    grant: Grant,
    missed: Missed,
}

impl Around {
    /// Puts the policy on a response that no policy further in has applied to. `neighbour` is whether it is known to be
    /// from a resource that has none. Returns whether it has.
    fn put<B>(&self, response: &mut HttpResponse<B>, neighbour: bool) -> bool {
        if !neighbour {
            return self.missed.put_around(response, &self.answers, &self.grant);
        }
        self.answers
            .apply(self.grant.clone(), response.headers_mut());
        true
    }
}

impl Then {
    fn answered<B>(self, response: &mut ServiceResponse<B>, place: Place) -> Option<HttpResponse> {
        match self {
            Self::Put { answers, grant } => {
                answers.apply(grant, response.headers_mut());
                None
            }
            Self::Apply(around) => {
                let neighbour = around.missed.is_of_a_neighbour(response.request());
                let applied = around.put(response.response_mut(), neighbour);
                if applied && place != Place::Outermost {
                    watch::reached(response.response_mut(), Reached::Middleware);
                }
                None
            }
            Self::Leave => None,
            Self::Answer { answer, .. } if is_routed(response.status()) => Some(answer),
            Self::Answer { blocked, .. } => Some(blocked),
        }
    }

    /// actix-web makes the response later, and may make it more than once.
    fn failed(self, error: &mut Error) {
        match self {
            Self::Put { answers, grant } => error.add_response_mapper(move |mut response| {
                answers.apply(grant.clone(), response.headers_mut());
                response
            }),
            Self::Apply(around) => error.add_response_mapper(move |mut response| {
                if watch::has_reached(&response).is_none() && around.put(&mut response, false) {
                    watch::reached(&mut response, Reached::Middleware);
                }
                response
            }),
            Self::Leave => {}
            Self::Answer { answer, blocked } => error.add_response_mapper(move |response| {
                if watch::has_reached(&response).is_some() {
                    return response;
                }
                copy(if is_routed(response.status()) {
                    &answer
                } else {
                    &blocked
                })
            }),
        }
    }
}

/// Another response without a body.
fn copy(response: &HttpResponse) -> HttpResponse {
    let mut copy = HttpResponse::new(response.status());
    for (name, value) in response.headers() {
        copy.headers_mut().append(name.clone(), value.clone());
    }
    watch::reached(&mut copy, Reached::Middleware);
    copy
}

/// Whether an answer to a preflight shows that it went on to where requests are routed, past every policy.
fn is_routed(status: StatusCode) -> bool {
    status.is_success()
        || matches!(
            status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        )
}
