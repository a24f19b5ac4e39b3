//! Putting what a policy has decided on a response, or on the response that an error will become.

use std::rc::Rc;

use actix_web::{Error, HttpResponse, dev::ServiceResponse};

use super::{
    answers::{Answers, Grant},
    route::Route,
    watch,
};

/// Whose policy applied, for policies further out that ask.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reached {
    /// That of an annotated route.
    Route(&'static Route),
    /// That of a middleware.
    Middleware,
}

/// A policy and what it has decided about a request.
#[derive(Debug)]
pub struct Apply {
    pub(crate) answers: Rc<Answers>,
    pub(crate) grant: Grant,
    /// What is to be said to a policy further out, if one asks.
    pub(crate) reached: Option<Reached>,
}

impl Apply {
    /// Puts it on what a service answered, unless a policy further in has applied.
    pub(crate) fn to<B>(self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.put(response.response_mut()),
            // actix-web makes the response later, and may make it more than once.
            Err(error) => error.add_response_mapper(move |mut response| {
                let again = Self {
                    answers: Rc::clone(&self.answers),
                    grant: self.grant.clone(),
                    reached: self.reached.or(Some(Reached::Middleware)),
                };
                again.put(&mut response);
                response
            }),
        }
    }

    fn put<B>(self, response: &mut HttpResponse<B>) {
        if watch::has_reached(response).is_some() {
            return;
        }
        self.answers.apply(self.grant, response.headers_mut());
        if let Some(reached) = self.reached {
            watch::reached(response, reached);
        }
    }
}
