//! An event for each refusal, so that an operator sees why a page failed. Nothing is computed unless somebody listens to
//! the target `route_cors` at the level DEBUG. A stranger can cause these events, so none has a higher level.
//!
//! `path` and `reason` have few values, so they can label a metric. `origin` comes from the request: it is escaped and
//! cut.

use actix_web::{
    dev::{RequestHead, ServiceRequest},
    http::header::{COOKIE, HeaderValue},
};
use cors_runtime::{
    explain::{Request, Step, explain},
    policy::Parts,
    verdict::{RequestOrigin, passes_reject},
};

use super::{
    headers::{AllowOrigin, PolicyHeaders},
    request::{self, PreflightRequest},
    table::Placed,
};

/// Whether somebody listens.
#[inline]
pub(crate) fn is_heard() -> bool {
    tracing::enabled!(target: "route_cors", tracing::Level::DEBUG)
}

/// Whether a page of another origin sent a request.
pub(crate) fn is_cross_origin(head: &RequestHead) -> bool {
    let origin = request::origin(head);
    !matches!(origin, RequestOrigin::Absent) && !passes_reject(false, origin, request::site(head))
}

/// Whether a page of another origin cannot read a response that a policy has decided about.
pub(crate) fn is_unreadable(allow: &AllowOrigin, has_cookies: bool) -> bool {
    allow.is_none() || (has_cookies && !allow.has_credentials())
}

/// Whether a request has cookies.
pub(crate) fn has_cookies(head: &RequestHead) -> bool {
    head.headers.contains_key(COOKIE)
}

/// The pattern of a request's path.
pub(crate) fn pattern(request: &ServiceRequest) -> String {
    let pattern = request
        .resource_map()
        .match_pattern(request.match_info().as_str());
    pattern.unwrap_or_else(|| "(no resource)".to_owned())
}

/// Emits the event for a request that `mismatch = reject` rejects.
pub(crate) fn rejected(headers: &PolicyHeaders, is_route: bool, request: &ServiceRequest) {
    if !is_heard() {
        return;
    }
    let head = request.head();
    let refusal = Refusal {
        headers,
        is_route,
        method: head.method.as_str(),
        origin: request::origin(head),
        has_cookies: false,
        step: Step::Request,
    };
    refusal.emit(&pattern(request));
}

/// Emits the event for a response that a page of another origin cannot read. `is_route` is whether the policy
/// belongs to a route.
#[inline]
pub(crate) fn unreadable(
    headers: &PolicyHeaders,
    allow: &AllowOrigin,
    is_route: bool,
    request: &ServiceRequest,
) {
    if !is_heard() {
        return;
    }
    let head = request.head();
    let has_cookies = has_cookies(head);
    if !is_unreadable(allow, has_cookies) || !is_cross_origin(head) {
        return;
    }
    let refusal = Refusal {
        headers,
        is_route,
        method: head.method.as_str(),
        origin: request::origin(head),
        has_cookies,
        step: Step::Response,
    };
    refusal.emit(&pattern(request));
}

/// A request that a policy has refused.
pub(crate) struct Refusal<'a> {
    pub(crate) headers: &'a PolicyHeaders,
    /// Whether the policy belongs to a route.
    pub(crate) is_route: bool,
    pub(crate) method: &'a str,
    pub(crate) origin: RequestOrigin<&'a HeaderValue>,
    pub(crate) has_cookies: bool,
    pub(crate) step: Step,
}

impl<'a> Refusal<'a> {
    /// A preflight that one of these policies refuses.
    pub(crate) fn of_preflight(
        all: &[Placed<'a>],
        floor: Option<&'a PolicyHeaders>,
        asked: PreflightRequest<'a>,
    ) -> Option<Self> {
        let PreflightRequest { method, origin } = asked;
        let origin = RequestOrigin::One(origin);
        let refuses = |placed: &&Placed<'a>| placed.allow(method, origin).is_none();
        let policy = floor.map(|floor| (floor, false)).or_else(|| {
            let placed = all.iter().find(refuses)?;
            Some((&**placed.headers, placed.route.is_some()))
        });
        policy.map(|(headers, is_route)| Self {
            headers,
            is_route,
            method,
            origin,
            has_cookies: false,
            step: Step::Preflight,
        })
    }

    /// Emits the event.
    pub(crate) fn emit(self, pattern: &str) {
        let parts = self.headers.parts();
        let parts = if self.is_route {
            *parts
        } else {
            Parts {
                methods: Some(self.headers.methods_around()),
                ..*parts
            }
        };
        let explanation = explain(
            &parts,
            &Request {
                method: self.method,
                origin: self.origin.map(HeaderValue::as_bytes),
                credentials: self.has_cookies,
                step: self.step,
            },
        );
        tracing::debug!(
            target: "route_cors",
            origin = explanation.origin().unwrap_or_default(),
            method = explanation.method(),
            path = pattern,
            policy = %self.headers.policy.location(),
            reason = explanation.reason().as_str(),
            fix = explanation.fix().unwrap_or_default(),
            "{}",
            explanation.summary(),
        );
    }
}
