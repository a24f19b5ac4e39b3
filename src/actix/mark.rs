//! Marked requests: what [`check`](crate::testing::check) sends, and what the services of this library note on the mark.

use std::{cell::RefCell, rc::Rc};

use actix_web::{
    HttpMessage, HttpResponse,
    dev::ServiceRequest,
    http::header::{HeaderMap, VARY},
};

use super::{application::LayerId, table::Placed};
use crate::Policy;

/// The mark on a request. The request carries one half, and its sender keeps the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark(Rc<Notes>);

#[derive(Debug, Default)]
struct Notes {
    answer: RefCell<Option<Answer>>,
    layers: RefCell<Vec<LayerSeen>>,
}

/// The answer of a policy to a marked preflight.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The policies that apply.
    pub(crate) policies: Vec<&'static Policy>,
    /// The headers that CORS is about.
    pub(crate) headers: Vec<(String, String)>,
}

/// A middleware of this library that has received a marked request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LayerSeen {
    pub(crate) layer: LayerId,
    pub(crate) is_around_application: bool,
}

impl Mark {
    /// Returns the mark of a request.
    fn of(request: &ServiceRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Returns the answer, if a policy has given one.
    pub(crate) fn answer(&self) -> Option<Answer> {
        self.0.answer.borrow().clone()
    }

    /// Returns the outermost middleware of this library that has received the request.
    pub(crate) fn outermost(&self) -> Option<LayerSeen> {
        self.0.layers.borrow().first().copied()
    }

    /// Returns the middlewares of this library that have received the request.
    pub(crate) fn layers(&self) -> Vec<LayerId> {
        let layers = self.0.layers.borrow();
        layers.iter().map(|seen| seen.layer).collect()
    }
}

/// Notes that policies answer a preflight, if it is marked.
pub(super) fn answered(request: &ServiceRequest, all: &[Placed<'_>], response: &HttpResponse) {
    if let Some(mark) = Mark::of(request) {
        mark.0.answer.replace(Some(Answer {
            policies: all.iter().map(|placed| placed.headers.policy).collect(),
            headers: cors_headers(response.headers()),
        }));
    }
}

/// Notes that a middleware has received a request, if it is marked.
pub(super) fn received(request: &ServiceRequest, layer: LayerId, is_around_application: bool) {
    if let Some(mark) = Mark::of(request) {
        mark.0.layers.borrow_mut().push(LayerSeen {
            layer,
            is_around_application,
        });
    }
}

/// Returns the headers that CORS is about, sorted.
pub(crate) fn cors_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut found: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name == VARY || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    found.sort();
    found
}
