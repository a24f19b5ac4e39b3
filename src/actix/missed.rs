//! A response that was made before a route was reached, or in place of the route's.

use std::rc::Rc;

use actix_web::{
    HttpRequest, HttpResponse,
    dev::{ServiceRequest, Url},
    http::{
        Method,
        header::{HeaderValue, ORIGIN},
    },
};

use super::{
    answers::{Answers, Grant},
    apply::Reached,
    request::{Origin, only},
    route::Route,
    table::{Entry, Inside, Table},
    watch,
};

/// What a request was, for the case that no policy applies to it further in.
#[derive(Debug)]
pub(crate) struct Missed {
    table: Rc<Table>,
    inside: Inside,
    method: Method,
    url: Url,
    /// The one `Origin` that it had.
    origin: Option<HeaderValue>,
}

impl Missed {
    /// What a request is.
    pub(crate) fn new(request: &ServiceRequest, table: &Rc<Table>, inside: &Inside) -> Self {
        let head = request.head();
        Self {
            table: Rc::clone(table),
            inside: inside.clone(),
            method: head.method.clone(),
            url: request.match_info().get_ref().clone(),
            origin: only(head, &ORIGIN).cloned(),
        }
    }

    /// Puts the headers of the route that path and method select on a response.
    pub(crate) fn put<B>(&self, response: &mut HttpResponse<B>) {
        let (path, method) = (self.url.path(), self.method.as_str());
        if let Some(entry) = self.select() {
            let grant = self.table.grant(entry, path, method, self.origin());
            entry.record.answers.apply(grant, response.headers_mut());
            watch::reached(response, Reached::Route(entry.record.route));
        }
    }

    /// Puts the headers of the policy around it on a response, unless a route has a policy of its own for it: no
    /// more than the routes grant that may have been meant. Returns whether it has.
    pub(crate) fn put_around<B>(
        &self,
        response: &mut HttpResponse<B>,
        answers: &Answers,
        grant: &Grant,
    ) -> bool {
        if self.is_sure() {
            return false;
        }
        let (path, method) = (self.url.path(), self.method.as_str());
        let others = self.table.matching(path, method);
        let grant = others.iter().fold(grant.clone(), |grant, other| {
            grant.and(other.grant(method, self.origin()))
        });
        answers.apply(grant, response.headers_mut());
        for other in others {
            other.record.answers.vary(response.headers_mut());
        }
        true
    }

    /// Says so where something further in has changed the path or the method, and with it the route.
    pub(crate) fn compare(&self, request: &HttpRequest, reached: &'static Route) {
        let (before, after) = (self.url.path(), request.match_info().as_str());
        if after == before && request.method() == self.method {
            return;
        }
        let chosen = self.select();
        if !chosen.is_some_and(|entry| std::ptr::eq(entry.record.route, reached)) {
            tracing::error!(
                before,
                after,
                "a middleware behind CorsGate changed the path or the method: wrap it outside of the gate"
            );
        }
    }

    /// Whether a route is selected that no guard keeps requests from.
    pub(crate) fn is_sure(&self) -> bool {
        self.table
            .is_sure(self.url.path(), self.method.as_str(), &self.inside)
    }

    /// Whether a request has gone all the way to a resource, and not to that of the annotated route.
    pub(crate) fn is_of_a_neighbour(&self, request: &HttpRequest) -> bool {
        // Below a scope with the whole path, that of the route is empty, and nobody can tell how far it has gone.
        let tells = |entry: &Entry| !entry.record.resource.path.is_empty();
        watch::is_at_a_neighbour(request) && self.select().is_some_and(tells)
    }

    fn origin(&self) -> Origin<'_> {
        self.origin.as_ref().map_or(Origin::Absent, Origin::One)
    }

    fn select(&self) -> Option<&Entry> {
        self.table
            .select(self.url.path(), self.method.as_str(), &self.inside)
    }
}
