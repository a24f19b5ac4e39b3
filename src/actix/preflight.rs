//! What answers the preflights of a route: an OPTIONS resource on the same path.

use std::{
    cell::OnceCell,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_service::{Service, ServiceFactory, always_ready, boxed, fn_factory};
use actix_web::{
    Error, HttpResponse,
    body::BoxBody,
    dev::{AppService, ResourceDef, ServiceRequest, ServiceResponse},
    guard::{Guard, GuardContext},
};
use pin_project_lite::pin_project;

use super::{
    apply::Reached,
    load::load,
    request::{announced_method, asked_method},
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
            load(route.policy.parts())?;
            // Not before: actix-web calls the factories of all scopes, and only then finishes one after the other.
            record.built();
            Ok(Preflight {
                record,
                absent: absent.await?,
                known: Known::default(),
                row: OnceCell::new(),
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
    row: OnceCell<Option<usize>>,
}

impl Service<ServiceRequest> for Preflight {
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = PreflightFuture<<BoxService as Service<ServiceRequest>>::Future>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let Some(mut response) = self.answer(&request) else {
            return PreflightFuture::Absent {
                response: self.absent.call(request),
            };
        };
        if watch::is_asked(&request) {
            watch::reached(&mut response, Reached::Route(self.record.route));
        }
        PreflightFuture::Answered {
            response: Some(request.into_response(response)),
        }
    }
}

impl Preflight {
    /// The answer, or `None` where the path belongs to a resource that is not ours.
    fn answer(&self, request: &ServiceRequest) -> Option<HttpResponse> {
        let table = self.known.table(request.request());
        let row = self.row.get_or_init(|| table.row(&self.record));
        let own = table.entry((*row)?);
        let method = match own.record.resource.methods {
            // The guard has seen to it that this one is asked for.
            [method] => method,
            _ => asked_method(request.head())?,
        };
        let path = request.match_info().as_str();
        table
            .is_for(own, path, method)
            .then(|| table.preflight(own, request.head(), path, method))
    }
}

pin_project! {
    /// The answer to a preflight, or that of what answers where this library is absent.
    #[project = Projection]
    enum PreflightFuture<F> {
        Answered { response: Option<ServiceResponse> },
        Absent { #[pin] response: F },
    }
}

impl<F> Future for PreflightFuture<F>
where
    F: Future<Output = Result<ServiceResponse, Error>>,
{
    type Output = Result<ServiceResponse, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            Projection::Answered { response } => Poll::Ready(Ok(response
                .take()
                .expect("a future is not polled after it is done"))),
            Projection::Absent { response } => response.poll(context),
        }
    }
}
