//! A policy or a gate around an application or a scope: it answers preflights, rejects requests, or passes them on and
//! puts the headers on what comes back.

use std::{cell::OnceCell, rc::Rc};

use actix_service::{Service, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};
use cors_runtime::verdict::{RequestOrigin, passes_reject};

#[cfg(feature = "testing")]
use super::mark;
use super::{
    application::Application,
    decision::{self, Decision},
    headers::PolicyHeaders,
    log,
    outer_future::OuterFuture,
    refusals,
    request::{self, PreflightRequest},
    rows::ScopeId,
    startup::check_floor_around_application,
    table::{Applies, Lookup},
    trail::Trail,
};
use crate::Policy;

/// A service behind a policy or a gate.
#[derive(Debug)]
pub struct OuterService<S> {
    service: S,
    layer: Layer,
}

impl<S> OuterService<S> {
    pub(crate) fn new(service: S, layer: Layer) -> Self {
        Self { service, layer }
    }
}

impl<S, B> Service<ServiceRequest> for OuterService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = OuterFuture<S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        match self.layer.receive(&request) {
            Next::Answer(response) => OuterFuture::early(request, response),
            Next::Forward(trail) => OuterFuture::inner(self.service.call(request), trail),
        }
    }
}

/// The result of a request at this layer.
enum Next {
    /// It is answered here.
    Answer(HttpResponse),
    /// It goes on. With a trail, this layer puts the headers on the response.
    Forward(Option<Rc<Trail>>),
}

/// The kind of layer around a service.
#[derive(Debug)]
pub(crate) enum Layer {
    /// `.wrap(CorsGate::new())`.
    Gate(Lazy),
    /// `.wrap(POLICY.middleware())`.
    Policy(Rc<PolicyHeaders>, Lazy),
    /// A placed scope: `POLICY.around(scope)`, `CorsGate::new().around(scope)`.
    Scope(Rc<Application>, ScopeId),
}

/// The facts that a middleware finds on its first request. None of them changes an answer later.
#[derive(Debug)]
pub(crate) struct Lazy {
    application: OnceCell<Option<Rc<Application>>>,
    is_reported: OnceCell<()>,
    #[cfg(any(feature = "surface", feature = "testing"))]
    #[cfg_attr(not(feature = "testing"), expect(dead_code))]
    id: super::application::LayerId,
}

impl Lazy {
    /// For a middleware that is being made.
    #[cfg_attr(
        not(any(feature = "surface", feature = "testing")),
        expect(unused_variables)
    )]
    pub(crate) fn new(policy: Option<&'static Policy>) -> Self {
        Self {
            application: OnceCell::new(),
            is_reported: OnceCell::new(),
            #[cfg(any(feature = "surface", feature = "testing"))]
            id: super::application::Worker::add_layer(policy),
        }
    }

    fn application(&self, request: &ServiceRequest) -> Option<&Rc<Application>> {
        let application = &self.application;
        let application = application.get_or_init(|| Application::of(request.request()));
        application.as_ref()
    }

    /// Reports a mistake once.
    fn report(&self, report: impl FnOnce()) {
        self.is_reported.get_or_init(report);
    }
}

impl Layer {
    fn receive(&self, request: &ServiceRequest) -> Next {
        #[cfg(feature = "testing")]
        if let Self::Gate(lazy) | Self::Policy(_, lazy) = self {
            mark::received(request, lazy.id, is_around_application(request));
        }
        let trail = Trail::of(request);
        match (self, trail) {
            (Self::Gate(_), Some(_)) => Next::Forward(None),
            (Self::Gate(lazy), None) if !is_around_application(request) => {
                lazy.report(log::gate_on_scope);
                Next::Forward(None)
            }
            (Self::Gate(lazy), None) => {
                Outermost::around_application(lazy.application(request), None).receive(request)
            }
            (Self::Policy(headers, lazy), None) => {
                let application = lazy.application(request);
                lazy.report(|| {
                    if let Some(application) = application {
                        check_floor_around_application(application.table(), headers);
                    }
                });
                Outermost::around_application(application, Some(headers)).receive(request)
            }
            (Self::Policy(headers, _), Some(trail)) if trail.is_decided() => {
                receive_on_route(headers, &trail, request)
            }
            (Self::Policy(headers, lazy), Some(trail)) if let Some(around) = trail.policy() => {
                lazy.report(|| log::bare_middleware(headers.policy, around.policy));
                receive_bare(headers, &trail, request)
            }
            (Self::Policy(headers, _), Some(trail)) => {
                receive_behind_gate(headers, &trail, request)
            }
            (Self::Scope(application, scope), None) => {
                Outermost::around_scope(application, *scope).receive(request)
            }
            (Self::Scope(application, scope), Some(trail)) => {
                receive_in_scope(application, *scope, &trail, request)
            }
        }
    }
}

/// Whether a middleware that receives a request is around the application, and not around a scope with a prefix.
fn is_around_application(request: &ServiceRequest) -> bool {
    request::matched(request.match_info()) == 0
}

/// Rejects a request.
fn reject(headers: &PolicyHeaders, request: &ServiceRequest) -> Next {
    refusals::rejected(headers, false, request);
    Next::Answer(headers.rejection())
}

/// The first policy or gate that receives a request. It answers the preflights of everything behind it.
#[derive(Clone, Copy)]
struct Outermost<'a> {
    application: Option<&'a Rc<Application>>,
    /// The policy around the application.
    default: Option<&'a Rc<PolicyHeaders>>,
    /// The placed scope that this is.
    within: Option<ScopeId>,
}

impl<'a> Outermost<'a> {
    fn around_application(
        application: Option<&'a Rc<Application>>,
        default: Option<&'a Rc<PolicyHeaders>>,
    ) -> Self {
        Self {
            application,
            default,
            within: None,
        }
    }

    /// A policy behind others, which answers as they would if it were the outermost.
    fn on_trail(trail: &'a Trail, headers: &'a Rc<PolicyHeaders>) -> Self {
        Self {
            application: trail.application(),
            default: Some(headers),
            within: trail.within(),
        }
    }

    fn around_scope(application: &'a Rc<Application>, scope: ScopeId) -> Self {
        Self {
            application: Some(application),
            default: None,
            within: Some(scope),
        }
    }

    fn receive(self, request: &ServiceRequest) -> Next {
        if let Some(asked) = request::preflight(request.head()) {
            return self.preflight(asked, request);
        }
        if let Some(headers) = self.own_policy()
            && self.rejects(headers, request)
        {
            return reject(headers, request);
        }
        let Self {
            application,
            default,
            within,
        } = self;
        Next::Forward(Some(Trail::start(request, application, default, within)))
    }

    /// The policy of this layer, or `None` for a gate.
    fn own_policy(self) -> Option<&'a Rc<PolicyHeaders>> {
        match (self.application, self.within) {
            (Some(application), Some(scope)) => application.table().scopes[scope].headers.as_ref(),
            _ => self.default,
        }
    }

    fn preflight(self, asked: PreflightRequest<'_>, request: &ServiceRequest) -> Next {
        let applies = self.lookup(asked.method, request);
        let table = self.application.map(|application| application.table());
        #[cfg(feature = "surface")]
        if let Some(answer) = super::placement::answer(request, table, &applies, self.default) {
            return Next::Answer(answer);
        }
        match decision::preflight(table, &applies, self.default, asked, request) {
            Some(response) => Next::Answer(response),
            None => Next::Forward(None),
        }
    }

    /// Whether the policy of this layer rejects a request: its origin is not listed, or, where no other policy applies,
    /// its method is not.
    fn rejects(self, headers: &Rc<PolicyHeaders>, request: &ServiceRequest) -> bool {
        let head = request.head();
        if !headers.parts().rejects() {
            return false;
        }
        if headers.rejects_as_floor(head) {
            return true;
        }
        let (method, origin) = (head.method.as_str(), request::origin(head));
        headers.lists(origin)
            && headers.allow_around(method, origin).is_none()
            && !passes_reject(false, origin, request::site(head))
            && matches!(self.lookup(method, request), Applies::One(one) if one.is(headers))
    }

    fn lookup(self, method: &str, request: &ServiceRequest) -> Applies<'a> {
        let Some(application) = self.application else {
            return Applies::around(self.default);
        };
        let table = application.table();
        table.lookup(&Lookup {
            map: request.resource_map(),
            path: request.match_info().as_str(),
            matched: request::matched(request.match_info()),
            method,
            host: table.host(request.head()),
            within: self.within,
            default: self.default,
            is_at_unannotated: false,
        })
    }
}

/// `.wrap(POLICY.middleware())` behind a gate: the policy around the application.
fn receive_behind_gate(
    headers: &Rc<PolicyHeaders>,
    trail: &Trail,
    request: &ServiceRequest,
) -> Next {
    let policy = Outermost::on_trail(trail, headers);
    if let Some(asked) = request::preflight(request.head()) {
        return policy.preflight(asked, request);
    }
    if policy.rejects(headers, request) {
        trail.reject(headers);
        return reject(headers, request);
    }
    trail.set_default(headers);
    Next::Forward(None)
}

/// A placed scope behind another policy or a gate.
fn receive_in_scope(
    application: &Rc<Application>,
    scope: ScopeId,
    trail: &Trail,
    request: &ServiceRequest,
) -> Next {
    let policy = Outermost::around_scope(application, scope);
    if let Some(asked) = request::preflight(request.head()) {
        return policy.preflight(asked, request);
    }
    if let Some(headers) = policy.own_policy()
        && policy.rejects(headers, request)
    {
        trail.reject(headers);
        return reject(headers, request);
    }
    trail.enter(scope);
    Next::Forward(None)
}

/// `#[get(.., wrap = "POLICY.middleware()")]` below `#[cors]`. The preflights are answered by the policy of the route.
fn receive_on_route(headers: &Rc<PolicyHeaders>, trail: &Trail, request: &ServiceRequest) -> Next {
    let head = request.head();
    let allow = headers.allow_around(head.method.as_str(), request::origin(head));
    let rejects = headers.rejects_as_floor(head);
    trail.override_route(Decision::of(headers, allow));
    if rejects {
        trail.report();
        reject(headers, request)
    } else {
        Next::Forward(None)
    }
}

/// `.wrap(POLICY.middleware())` inside of another policy. Its place is unknown, so the policy around it may have
/// answered a preflight that this one refuses. Such a request is rejected.
fn receive_bare(headers: &Rc<PolicyHeaders>, trail: &Trail, request: &ServiceRequest) -> Next {
    let head = request.head();
    let policy = Outermost::on_trail(trail, headers);
    if let Some(asked) = request::preflight(head) {
        return policy.preflight(asked, request);
    }
    let (method, origin) = (head.method.as_str(), request::origin(head));
    let is_floored = policy.rejects(headers, request);
    if !is_floored && policy.lookup(method, request).certain_route().is_some() {
        // It counts if a resource without a policy is reached instead.
        trail.decide_by_middleware(Decision::of(headers, headers.allow_around(method, origin)));
        return Next::Forward(None);
    }
    let may_be_preflighted = !matches!(origin, RequestOrigin::Absent)
        && headers.allow_around(method, origin).is_none()
        && !passes_reject(false, origin, request::site(head))
        && request::may_be_cors(head);
    if is_floored || may_be_preflighted {
        trail.reject(headers);
        return reject(headers, request);
    }
    trail.decide_by_middleware(Decision::of(headers, headers.allow_around(method, origin)));
    Next::Forward(None)
}
