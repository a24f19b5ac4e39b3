//! What the policies in middlewares know of one another.
//!
//! actix-web tells a middleware neither its scope nor what lies inside of it. But it makes what is inside first, and
//! a request that comes to a middleware has been to those around it. So the ones made earlier are suspected of being
//! inside, until a request has come to them by another way.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use actix_web::dev::ServiceRequest;
use cors_runtime::preflight::Preflight;

use super::{
    answers::Answers,
    watch::{self, Place},
};

/// A policy in a middleware.
#[derive(Debug)]
pub(crate) struct Neighbour {
    pub(crate) answers: Rc<Answers>,
    pub(crate) allowed: Preflight,
    /// The address of the map of resources of its application, once a request has come.
    application: Cell<Option<usize>>,
    /// Those through which requests have come.
    around: RefCell<Vec<usize>>,
}

thread_local! {
    /// The middlewares that this thread has made, those further in before those further out.
    static MADE: RefCell<Vec<Weak<Neighbour>>> = const { RefCell::new(Vec::new()) };
}

/// A policy in a middleware, and those that may stand inside of it.
#[derive(Debug)]
pub(crate) struct Neighbours {
    pub(crate) own: Rc<Neighbour>,
    earlier: Vec<Weak<Neighbour>>,
}

impl Neighbours {
    /// For a middleware that is being made.
    pub(crate) fn new(answers: Rc<Answers>, allowed: Preflight) -> Self {
        let own = Rc::new(Neighbour {
            answers,
            allowed,
            application: Cell::default(),
            around: RefCell::default(),
        });
        let earlier = MADE.with_borrow_mut(|made| {
            made.retain(|earlier| earlier.strong_count() > 0);
            let earlier = made.clone();
            made.push(Rc::downgrade(&own));
            earlier
        });
        Self { own, earlier }
    }

    /// Learns from a request that has come, and tells those further in.
    pub(crate) fn meet(&self, request: &ServiceRequest) {
        self.own.application.set(Some(application(request)));
        watch::askers(request, |asker| {
            let mut around = self.own.around.borrow_mut();
            if !around.contains(&asker) {
                around.push(asker);
            }
        });
    }

    /// Asks the policies further in to say so where they apply.
    pub(crate) fn ask(&self, request: &ServiceRequest) -> Place {
        watch::ask(request, (!self.are_none()).then(|| self.id()))
    }

    /// Whether none can stand inside.
    pub(crate) fn are_none(&self) -> bool {
        self.earlier.is_empty()
    }

    /// Those that stand inside, as far as is known.
    pub(crate) fn inside(&self, request: &ServiceRequest) -> Vec<Rc<Neighbour>> {
        let (application, id) = (application(request), self.id());
        let earlier = self.earlier.iter().filter_map(Weak::upgrade);
        earlier
            .filter(|earlier| match earlier.application.get() {
                None => true,
                Some(its) => its == application && earlier.around.borrow().contains(&id),
            })
            .collect()
    }

    fn id(&self) -> usize {
        Rc::as_ptr(&self.own).addr()
    }
}

fn application(request: &ServiceRequest) -> usize {
    std::ptr::from_ref(request.resource_map()).addr()
}
