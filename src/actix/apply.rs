//! Putting what a route's policy has decided on a response, or on the response that an error will become.

use std::rc::Rc;

use actix_web::{Error, HttpResponse, dev::ServiceResponse};

use super::{
    answers::{Answers, Grant},
    route::Route,
    watch::{self, Place},
};

/// Whose policy applied, for policies further out that ask.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reached {
    /// That of an annotated route.
    Route(&'static Route),
    /// That of a middleware.
    Middleware,
}

/// What the policy of a route has decided about a request.
#[derive(Clone, Debug)]
pub struct Apply {
    pub(crate) route: &'static Route,
    pub(crate) answers: Rc<Answers>,
    pub(crate) grant: Grant,
}

impl Apply {
    /// Puts it on a response, unless a policy further in has applied.
    pub(crate) fn put<B>(self, response: &mut HttpResponse<B>) {
        if watch::has_reached(response).is_none() {
            self.answers.apply(self.grant, response.headers_mut());
        }
    }

    /// Puts it on what a service answered.
    pub(crate) fn to<B>(self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.put(response.response_mut()),
            Err(error) => self.on_error(error),
        }
    }

    /// Puts it on the response of an error. actix-web makes that later, and may make it more than once.
    pub(crate) fn on_error(self, error: &mut Error) {
        error.add_response_mapper(move |mut response| {
            if watch::has_reached(&response).is_none() {
                self.clone().put(&mut response);
                watch::reached(&mut response, Reached::Route(self.route));
            }
            response
        });
    }
}

/// Puts on a response what a route has left to those who ask, where this is the outermost of them. Returns whose policy
/// it is that has applied.
pub(crate) fn settle<B>(response: &mut ServiceResponse<B>, place: Place) -> Option<Reached> {
    if let Some(reached) = watch::has_reached(response.response()) {
        return Some(reached);
    }
    let apply = watch::left(response.request(), place)?;
    let route = apply.route;
    if place == Place::Outermost {
        apply.put(response.response_mut());
    }
    Some(Reached::Route(route))
}
