//! The decisions of inner policies, recorded for the outermost one.
//!
//! The outermost policy or gate puts the headers on the response, whoever has made it. It makes a trail, and the request
//! carries a handle to it. Inner policies record their decisions on the trail. A middleware in between can throw
//! the handle away. Then nothing is recorded, and the outermost decides by the table alone, which never allows more.

use std::{
    cell::{Cell, RefCell},
    ptr,
    rc::Rc,
};

use actix_web::{
    Error, HttpMessage, HttpRequest,
    dev::{ServiceRequest, ServiceResponse, Url},
    http::{Method, header::HeaderMap, header::HeaderValue},
};
use cors_runtime::{explain::Step, verdict::RequestOrigin};

use super::{
    application::Application,
    decision::Decision,
    headers::{AllowOrigin, PolicyHeaders, remove_cors_headers},
    log,
    refusals::{self, Refusal},
    request,
    route::Route,
    rows::ScopeId,
    table::{Applies, Lookup},
};

/// A request that a policy or gate has received first, and what is known about its way.
#[derive(Debug)]
pub struct Trail {
    application: Option<Rc<Application>>,
    method: Method,
    url: Url,
    origin: RequestOrigin<HeaderValue>,
    host: Option<Box<[u8]>>,
    /// The policy around the application.
    default: RefCell<Option<Rc<PolicyHeaders>>>,
    /// The innermost placed scope that the request has entered.
    within: Cell<Option<ScopeId>>,
    /// The decision of the innermost policy: a route's policy, or one that rejects the request.
    decided: RefCell<Option<Decided>>,
    /// The decision of a bare middleware.
    decided_by_middleware: RefCell<Option<Box<Decision>>>,
    /// The report if the page cannot read the response.
    unreported: RefCell<Option<Box<Unreported>>>,
}

#[derive(Debug)]
struct Decided {
    decision: Decision,
    /// The route, unless the request is rejected.
    route: Option<&'static Route>,
}

/// The facts about a request from another origin that a report needs.
#[derive(Debug)]
struct Unreported {
    pattern: String,
    has_cookies: bool,
}

impl Unreported {
    /// Returns `None` if no subscriber listens, or if the request is not from another origin.
    fn of(request: &ServiceRequest) -> Option<Box<Self>> {
        let head = request.head();
        (refusals::is_heard() && refusals::is_cross_origin(head)).then(|| {
            Box::new(Self {
                pattern: refusals::pattern(request),
                has_cookies: refusals::has_cookies(head),
            })
        })
    }
}

/// The service that has responded, as far as the request says.
#[derive(Clone, Copy)]
struct Reached<'a> {
    path: &'a str,
    /// See [`Lookup::matched`].
    matched: usize,
    method: &'a str,
    is_unannotated: bool,
}

/// The treatment of the CORS headers of a response.
#[derive(Debug)]
enum Conclusion {
    /// These replace them.
    Put(Decision),
    /// They are removed.
    Remove,
    /// No policy applies: they stay as they are.
    Leave,
}

impl Conclusion {
    fn apply(self, headers: &mut HeaderMap) {
        match self {
            Self::Put(decision) => decision.apply(headers),
            Self::Remove => {
                remove_cors_headers(headers);
            }
            Self::Leave => {}
        }
    }
}

/// The handle that a request carries.
struct Handle(Rc<Trail>);

impl Trail {
    /// Makes the trail of a request, which carries it from now on.
    pub(crate) fn start(
        request: &ServiceRequest,
        application: Option<&Rc<Application>>,
        default: Option<&Rc<PolicyHeaders>>,
        within: Option<ScopeId>,
    ) -> Rc<Self> {
        let head = request.head();
        if let Some(application) = application {
            application.map(request);
        }
        let host = application.and_then(|application| application.table().host(head));
        let trail = Rc::new(Self {
            application: application.cloned(),
            method: head.method.clone(),
            url: request.match_info().get_ref().clone(),
            origin: request::origin(head).map(HeaderValue::clone),
            host: host.map(Into::into),
            default: RefCell::new(default.cloned()),
            within: Cell::new(within),
            decided: RefCell::default(),
            decided_by_middleware: RefCell::default(),
            unreported: RefCell::new(Unreported::of(request)),
        });
        request.extensions_mut().insert(Handle(Rc::clone(&trail)));
        trail
    }

    /// Returns the trail of a request, if an outer policy or gate has made one.
    #[inline]
    pub(crate) fn of(request: &ServiceRequest) -> Option<Rc<Self>> {
        let extensions = request.extensions();
        extensions
            .get::<Handle>()
            .map(|handle| Rc::clone(&handle.0))
    }

    /// Returns the innermost policy, not a gate, that is placed around what the request has reached.
    pub(crate) fn policy(&self) -> Option<Rc<PolicyHeaders>> {
        let entered = self.application.as_ref().and_then(|application| {
            let mut around = application.table().policies_around(self.within.get());
            around.next().cloned()
        });
        entered.or_else(|| self.default.borrow().clone())
    }

    /// The application of the request.
    pub(crate) fn application(&self) -> Option<&Rc<Application>> {
        self.application.as_ref()
    }

    /// The innermost placed scope that the request has entered.
    pub(crate) fn within(&self) -> Option<ScopeId> {
        self.within.get()
    }

    /// Whether an annotated route has been reached.
    pub(crate) fn is_decided(&self) -> bool {
        self.decided.borrow().is_some()
    }

    /// Records what a policy that wraps an annotated route has decided. It is inside the route's own policy.
    pub(crate) fn override_route(&self, decision: Decision) {
        if let Some(decided) = &mut *self.decided.borrow_mut() {
            decided.decision = decision;
        }
    }

    /// Records what the policy of an annotated route has decided.
    pub(crate) fn reach(&self, route: &'static Route, decision: Decision) {
        let route = Some(route);
        self.decided.replace(Some(Decided { decision, route }));
    }

    /// Notes that the refusal of the request has been reported.
    pub(crate) fn report(&self) {
        self.unreported.take();
    }

    /// Records that a policy around a part of the application rejects the request, which has been reported.
    pub(crate) fn reject(&self, headers: &Rc<PolicyHeaders>) {
        self.report();
        let decision = Decision::of(headers, AllowOrigin::None);
        let route = None;
        self.decided.replace(Some(Decided { decision, route }));
    }

    /// Records the policy of a middleware that is not placed.
    pub(crate) fn decide_by_middleware(&self, decision: Decision) {
        self.decided_by_middleware.replace(Some(Box::new(decision)));
    }

    /// Records the policy around the application, behind a gate.
    pub(crate) fn set_default(&self, default: &Rc<PolicyHeaders>) {
        self.default.replace(Some(Rc::clone(default)));
    }

    /// Records that the request has entered a placed scope.
    pub(crate) fn enter(&self, scope: ScopeId) {
        self.within.set(Some(scope));
        // A policy around the scope is inside of the bare one that the request has passed.
        if let Some(application) = &self.application
            && application.table().scopes[scope].headers.is_some()
        {
            self.decided_by_middleware.take();
        }
    }

    /// Puts the headers of the policy that applies on a response, or on the one that actix-web makes of an error.
    pub(crate) fn put<B>(self: Rc<Self>, result: &mut Result<ServiceResponse<B>, Error>) {
        match result {
            Ok(response) => {
                let conclusion = self.conclude(response.request());
                conclusion.apply(response.headers_mut());
            }
            // actix-web makes the response later, and may make it more than once.
            Err(error) => error.add_response_mapper(move |mut response| {
                self.conclude_error().apply(response.headers_mut());
                response
            }),
        }
    }

    /// Says what a response gets.
    fn conclude(&self, request: &HttpRequest) -> Conclusion {
        let path = request.match_info();
        let is_same = path.as_str() == self.url.path() && *request.method() == self.method;
        if !is_same {
            self.report_rewrite(request);
        }
        if let Some(decided) = self.decided.take() {
            return self.put_and_report(decided.decision, decided.route.is_some());
        }
        let is_carried = request
            .extensions()
            .get::<Handle>()
            .is_some_and(|handle| ptr::eq(&raw const *handle.0, self));
        if is_carried {
            // A middleware may have rewritten the request.
            self.conclude_undecided(Reached {
                path: path.as_str(),
                matched: request::matched(path),
                method: request.method().as_str(),
                // A resource has taken the whole path. It is not annotated, or its policy would be on the trail.
                is_unannotated: path.unprocessed().is_empty(),
            })
        } else if is_same {
            self.conclude_undecided(self.nothing_reached())
        } else {
            // The reached service is unknown, and so is its policy.
            Conclusion::Remove
        }
    }

    /// The facts that are known without the request that has come back.
    fn nothing_reached(&self) -> Reached<'_> {
        Reached {
            path: self.url.path(),
            matched: 0,
            method: self.method.as_str(),
            is_unannotated: false,
        }
    }

    /// Says what a response gets that actix-web makes of an error.
    fn conclude_error(&self) -> Conclusion {
        match &*self.decided.borrow() {
            Some(decided) => self.put_and_report(decided.decision.clone(), decided.route.is_some()),
            None => self.conclude_undecided(self.nothing_reached()),
        }
    }

    fn conclude_undecided(&self, reached: Reached<'_>) -> Conclusion {
        let default = self.default.borrow();
        let bare = self.decided_by_middleware.borrow();
        let decision = self.with_lookup(default.as_ref(), reached, |applies| {
            let is_route = applies.certain_route().is_some();
            let decision = match &*bare {
                Some(decision) if !is_route => Some(Decision::clone(decision)),
                _ => Decision::about(applies, reached.method, self.origin.as_ref()),
            };
            decision.map(|decision| (decision, is_route))
        });
        decision.map_or(Conclusion::Leave, |(decision, is_route)| {
            self.put_and_report(decision, is_route)
        })
    }

    /// Reports the response if the page cannot read it. `is_route` is whether the policy belongs to a route.
    fn put_and_report(&self, decision: Decision, is_route: bool) -> Conclusion {
        if let Some(unreported) = self.unreported.take()
            && decision.is_unreadable(unreported.has_cookies)
        {
            let refusal = Refusal {
                headers: decision.headers(),
                is_route,
                method: self.method.as_str(),
                origin: self.origin.as_ref(),
                has_cookies: unreported.has_cookies,
                step: Step::Response,
            };
            refusal.emit(&unreported.pattern);
        }
        Conclusion::Put(decision)
    }

    fn with_lookup<T>(
        &self,
        default: Option<&Rc<PolicyHeaders>>,
        reached: Reached<'_>,
        then: impl FnOnce(&Applies<'_>) -> T,
    ) -> T {
        let Some(application) = &self.application else {
            return then(&Applies::around(default));
        };
        then(&application.table().lookup(&Lookup {
            map: application.known_map(),
            path: reached.path,
            matched: reached.matched,
            method: reached.method,
            host: self.host.as_deref(),
            within: self.within.get(),
            default,
            is_at_unannotated: reached.is_unannotated,
        }))
    }

    /// Logs that a middleware behind this policy led the request to another route.
    fn report_rewrite(&self, request: &HttpRequest) {
        let Some(reached) = self.decided.borrow().as_ref().and_then(|it| it.route) else {
            return;
        };
        let expected = self.with_lookup(None, self.nothing_reached(), |applies| {
            applies.certain_route().map(|row| row.route)
        });
        if !expected.is_some_and(|expected| ptr::eq(expected, reached)) {
            log::rewritten(self.url.path(), request.match_info().as_str());
        }
    }
}
