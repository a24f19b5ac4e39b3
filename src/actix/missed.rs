//! A response that was made before a route was reached, or in place of the route's.

use std::rc::Rc;

use actix_web::{
    HttpRequest, HttpResponse,
    dev::{ServiceRequest, Url},
    http::{Method, Uri},
};

use super::{
    answers::{Answers, Grant},
    apply::Reached,
    request::Origin,
    route::Route,
    table::{Entry, Table, Within},
    watch,
};

/// What a request was, for the case that no policy applies to it further in.
#[derive(Debug)]
pub struct Missed {
    table: Rc<Table>,
    within: Within,
    method: Method,
    uri: Uri,
    origin: Origin,
}

impl Missed {
    /// What a request is.
    pub(crate) fn new(request: &ServiceRequest, table: &Rc<Table>, within: Within) -> Self {
        let head = request.head();
        Self {
            table: Rc::clone(table),
            within,
            method: head.method.clone(),
            uri: head.uri.clone(),
            origin: Origin::of(head),
        }
    }

    /// Puts the headers of the route that path and method select on a response.
    pub(crate) fn put<B>(&self, response: &mut HttpResponse<B>) {
        let url = Url::new(self.uri.clone());
        let (path, method) = (url.path(), self.method.as_str());
        if let Some(entry) = self.table.select(path, method, &self.within) {
            let grant = self.table.grant(entry, path, method, &self.origin);
            entry.record.answers.apply(grant, response.headers_mut());
            watch::reached(response, Reached::Route(entry.record.route));
        }
    }

    /// Puts the headers of the policy around it on a response, unless a route has a policy of its own for it: no
    /// more than the routes grant that may have been meant.
    pub(crate) fn put_around<B>(
        &self,
        response: &mut HttpResponse<B>,
        answers: &Answers,
        grant: &Grant,
    ) {
        let url = Url::new(self.uri.clone());
        let (path, method) = (url.path(), self.method.as_str());
        let selected = self.table.select(path, method, &self.within);
        if selected.is_some_and(|entry| self.table.is_sure(entry, path, method)) {
            return;
        }
        let others = self.table.matching(path, method);
        let grant = others.iter().fold(grant.clone(), |grant, other| {
            grant.and(other.grant(method, &self.origin))
        });
        answers.apply(grant, response.headers_mut());
        for other in others {
            other.record.answers.vary(response.headers_mut());
        }
        watch::reached(response, Reached::Middleware);
    }

    /// Says so where something further in has changed the path or the method, and with it the route.
    pub(crate) fn compare(&self, request: &HttpRequest, reached: &'static Route) {
        if request.uri() == &self.uri && request.method() == self.method {
            return;
        }
        let path = Url::new(self.uri.clone());
        let chosen: Option<&Entry> =
            self.table
                .select(path.path(), self.method.as_str(), &self.within);
        if !chosen.is_some_and(|entry| std::ptr::eq(entry.record.route, reached)) {
            tracing::error!(
                before = %self.uri,
                after = %request.uri(),
                "a middleware behind CorsGate changed the path or the method: wrap it outside of the gate"
            );
        }
    }
}
