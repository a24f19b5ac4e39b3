//! An application on one worker, as far as this library knows it: its annotated routes, and the scopes that a policy or
//! a gate is placed around. They are collected while the application registers its services.

use std::{
    cell::{Cell, OnceCell, RefCell},
    fmt,
    rc::{Rc, Weak},
    sync::atomic::{AtomicU64, Ordering},
};

use actix_service::{
    ServiceFactory,
    boxed::{BoxService, BoxServiceFactory},
};
use actix_web::{
    Error, HttpRequest,
    dev::{AppService, ResourceMap, ServiceRequest, ServiceResponse},
    error::UrlGenerationError,
};

use super::{
    rows::{RouteId, RouteRow, ScopeId, ScopeRow},
    startup,
    table::PolicyTable,
};

/// The service of an application for paths that no other service has.
pub(crate) type DefaultService = BoxService<ServiceRequest, ServiceResponse, Error>;
type DefaultServiceFactory = BoxServiceFactory<(), ServiceRequest, ServiceResponse, Error, ()>;

/// One application on one worker.
pub(crate) struct Application {
    /// All scopes of an application share its default service, so that one identifies the application while services
    /// are registered.
    default_factory: Rc<DefaultServiceFactory>,
    /// Serves what this library leaves alone.
    default: OnceCell<DefaultService>,
    /// The name of a node in the application's resource map. It identifies the application of a request.
    name: String,
    /// The registered routes, until the table is built from them.
    routes: RefCell<Vec<Rc<RouteRow>>>,
    scopes: RefCell<Vec<Rc<ScopeRow>>>,
    /// The innermost placed scope whose services are being registered.
    open: Cell<Option<ScopeId>>,
    table: OnceCell<PolicyTable>,
    /// The application's resource map. A response that actix-web makes of an error has no request that has it.
    map: OnceCell<ResourceMap>,
}

/// The applications of this worker.
#[derive(Default)]
pub(crate) struct Worker {
    applications: Vec<Weak<Application>>,
    /// For each middleware of this library its policy, or `None` for a gate. Nothing else knows the policy around an
    /// application before a request reaches it.
    #[cfg(any(feature = "surface", feature = "testing"))]
    layers: Vec<Option<&'static crate::Policy>>,
}

thread_local! {
    /// A service that is being registered, and a middleware that receives its first request, have no other way to find
    /// their application.
    static WORKER: RefCell<Worker> = RefCell::default();
}

/// A middleware of this library. The address of its policy is not enough: a policy can be wrapped twice.
#[cfg(any(feature = "surface", feature = "testing"))]
pub(crate) type LayerId = usize;

#[cfg(any(feature = "surface", feature = "testing"))]
impl Worker {
    /// Adds a middleware that is being made.
    pub(super) fn add_layer(policy: Option<&'static crate::Policy>) -> LayerId {
        WORKER.with_borrow_mut(|worker| {
            worker.layers.push(policy);
            worker.layers.len() - 1
        })
    }

    /// Returns the middlewares that have been made, from one on.
    pub(crate) fn layers_from(first: usize) -> Vec<(LayerId, Option<&'static crate::Policy>)> {
        WORKER.with_borrow(|worker| {
            worker
                .layers
                .iter()
                .copied()
                .enumerate()
                .skip(first)
                .collect()
        })
    }

    /// Returns how many middlewares have been made.
    pub(crate) fn layer_count() -> usize {
        WORKER.with_borrow(|worker| worker.layers.len())
    }

    /// Returns the applications that exist.
    #[cfg(feature = "testing")]
    pub(crate) fn applications() -> Vec<Rc<Application>> {
        WORKER.with_borrow(|worker| {
            let applications = worker.applications.iter();
            applications.filter_map(Weak::upgrade).collect()
        })
    }
}

impl Application {
    /// Returns the application that is registering a service.
    pub(crate) fn registering(config: &AppService) -> Rc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let default_factory = config.default_service();
        WORKER.with_borrow_mut(|Worker { applications, .. }| {
            let mut known = applications.iter().rev().filter_map(Weak::upgrade);
            if let Some(known) =
                known.find(|known| Rc::ptr_eq(&known.default_factory, &default_factory))
            {
                return known;
            }
            let application = Rc::new(Self {
                default_factory,
                default: OnceCell::new(),
                name: format!("route-cors {}", NEXT.fetch_add(1, Ordering::Relaxed)),
                routes: RefCell::default(),
                scopes: RefCell::default(),
                open: Cell::default(),
                table: OnceCell::new(),
                map: OnceCell::new(),
            });
            applications.retain(|application| application.strong_count() > 0);
            applications.push(Rc::downgrade(&application));
            application
        })
    }

    /// Returns the application that a request has come to, or `None` if it has neither an annotated route nor a placed
    /// scope.
    pub(crate) fn of(request: &HttpRequest) -> Option<Rc<Self>> {
        let map = request.resource_map();
        WORKER.with_borrow(|Worker { applications, .. }| {
            let mut known = applications.iter().filter_map(Weak::upgrade);
            known.find(|known| {
                let url = map.url_for(request, &known.name, [""; 0]);
                !matches!(url, Err(UrlGenerationError::ResourceNotFound))
            })
        })
    }

    /// Returns the name for the resource map, if no node has it yet.
    pub(super) fn name_if_new(&self) -> Option<&str> {
        let is_new = self.routes.borrow().is_empty() && self.scopes.borrow().is_empty();
        is_new.then_some(&self.name)
    }

    /// Adds a route, in the innermost open scope.
    pub(super) fn add_route(
        &self,
        row: impl FnOnce(RouteId, Option<ScopeId>) -> RouteRow,
    ) -> Rc<RouteRow> {
        let mut routes = self.routes.borrow_mut();
        let row = Rc::new(row(routes.len(), self.open.get()));
        routes.push(Rc::clone(&row));
        row
    }

    /// Adds a scope, and registers its services while it is open.
    pub(super) fn open_scope(
        self: &Rc<Self>,
        row: impl FnOnce(RouteId, Option<ScopeId>) -> ScopeRow,
        register: impl FnOnce(ScopeId),
    ) {
        struct Close<'a>(&'a Cell<Option<ScopeId>>, Option<ScopeId>);
        impl Drop for Close<'_> {
            fn drop(&mut self) {
                self.0.set(self.1);
            }
        }

        let parent = self.open.get();
        let row = Rc::new(row(self.routes.borrow().len(), parent));
        let id = {
            let mut scopes = self.scopes.borrow_mut();
            scopes.push(row);
            scopes.len() - 1
        };
        let _close = Close(&self.open, parent);
        self.open.set(Some(id));
        register(id);
    }

    /// Builds what needs the whole application, if that has not been done. actix-web makes services only when all of
    /// them are registered.
    pub(crate) async fn finish(&self) -> Result<(), ()> {
        self.table();
        if self.default.get().is_none() {
            let default = self.default_factory.new_service(()).await?;
            // Another service of the application may have been faster.
            let _ = self.default.set(default);
        }
        Ok(())
    }

    /// Returns the table of placed policies.
    pub(crate) fn table(&self) -> &PolicyTable {
        self.table.get_or_init(|| {
            let table = PolicyTable::new(self.routes.take(), self.scopes.take());
            startup::check(&table);
            table
        })
    }

    /// Returns the application's resource map, which is copied from the first request that needs it later.
    pub(crate) fn map(&self, request: &ServiceRequest) -> &ResourceMap {
        self.map.get_or_init(|| request.resource_map().clone())
    }

    /// Returns the application's resource map.
    ///
    /// # Panics
    ///
    /// If [`map`](Self::map) has not been called.
    pub(crate) fn known_map(&self) -> &ResourceMap {
        self.map.get().expect("a trail makes sure that it is known")
    }

    /// Returns the application's default service.
    ///
    /// # Panics
    ///
    /// Before [`finish`](Self::finish) has succeeded.
    pub(crate) fn default_service(&self) -> &DefaultService {
        self.default
            .get()
            .expect("a service of the application exists only after `finish`")
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Application")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{App, test, web};

    use super::WORKER;
    use crate::CorsGate;

    #[actix_web::test]
    async fn an_application_that_is_gone_is_forgotten() {
        for _ in 0..4 {
            let scope = CorsGate::new().around(web::scope("/a"));
            drop(test::init_service(App::new().service(scope)).await);
        }
        assert_eq!(WORKER.with_borrow(|it| it.applications.len()), 1);
    }
}
