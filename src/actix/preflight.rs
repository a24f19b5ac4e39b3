//! What answers the preflights of a route: an OPTIONS resource on the same path.

use std::{future::ready, rc::Rc};

use actix_service::{Service, ServiceFactory, always_ready, boxed, fn_factory};
use actix_web::{
    Error, HttpResponse,
    body::BoxBody,
    dev::{AppService, ResourceDef, ServiceRequest, ServiceResponse},
    guard::{Guard, GuardContext},
};

use super::{
    apply::Reached,
    load::load,
    request::announced_method,
    route::{Resource, Route},
    table::{Known, Record},
    watch,
};

type BoxService = boxed::BoxService<ServiceRequest, ServiceResponse, Error>;

/// Registers the OPTIONS resource of one path of a route.
pub(crate) fn register(
    route: &'static Route,
    resource: &'static Resource,
    config: &mut AppService,
) {
    let pattern = ResourceDef::new(local_pattern(resource.path));
    let (record, map) = Record::leave(route, resource, pattern.clone());
    let guard: Box<dyn Guard> = Box::new(move |context: &GuardContext<'_>| {
        announced_method(context.head()).is_some_and(|method| resource.methods.contains(&method))
    });
    let absent = config.default_service();
    let factory = fn_factory(move || {
        let (record, absent) = (Rc::clone(&record), absent.new_service(()));
        async move {
            load(route.policy.engine())?;
            // Not before: actix-web calls the factories of all scopes, and only then finishes one after the other.
            record.built();
            Ok(Preflight {
                record,
                absent: absent.await?,
                known: Known::default(),
            })
        }
    });
    config.register_service(pattern, Some(vec![guard]), factory, Some(map));
}

/// The pattern of a resource as actix-web registers it: with a leading slash, except where it is empty.
fn local_pattern(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}

/// Answers the preflights of a route.
struct Preflight {
    record: Rc<Record>,
    /// What answers where this library is to be as if it were absent.
    absent: BoxService,
    known: Known,
}

impl Service<ServiceRequest> for Preflight {
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = futures_core::future::LocalBoxFuture<'static, Result<Self::Response, Error>>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let Some(mut response) = self.answer(&request) else {
            return self.absent.call(request);
        };
        if watch::is_asked(&request) {
            watch::reached(&mut response, Reached::Route(self.record.route));
        }
        Box::pin(ready(Ok(request.into_response(response))))
    }
}

impl Preflight {
    /// The answer, or `None` where the path belongs to a resource that is not ours.
    fn answer(&self, request: &ServiceRequest) -> Option<HttpResponse> {
        let method = announced_method(request.head())?;
        let table = self.known.table(request.request());
        let own = table.entry(&self.record)?;
        let path = request.match_info().as_str();
        table
            .is_for(own, path, method)
            .then(|| table.preflight(own, request.head(), path, method))
    }
}
