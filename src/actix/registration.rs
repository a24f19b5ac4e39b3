//! Registers annotated routes: the handler, and what answers its preflights.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_service::{Service, ServiceFactory, always_ready, boxed, fn_factory};
use actix_web::{
    Error, HttpResponse,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ResourceMap, ServiceRequest, ServiceResponse,
    },
    guard::{Guard, GuardContext},
    http::Method,
};
use pin_project_lite::pin_project;

use super::{
    application::Application,
    decision,
    endpoint::{EndpointFuture, EndpointService},
    load::load,
    request::{self, PreflightRequest},
    route::{Route, RoutePath},
    rows::{Node, RouteRow},
    table::Lookup,
};

/// Registers a handler that is wrapped in its [`Endpoint`](super::endpoint::Endpoint), and for each of its paths a
/// resource that answers its preflights.
pub fn register<H: HttpServiceFactory>(handler: H, route: &'static Route, config: &mut AppService) {
    let type_name = std::any::type_name::<H>();
    let handler_name = type_name.rsplit("::").next().unwrap_or(type_name);
    handler.register(config);
    for path in route.paths() {
        let (row, pattern, map) = Row::add(route, path, None, handler_name, config);
        let guard = Preflights(path);
        let factory = fn_factory(move || {
            let row = row.clone();
            async move {
                row.finish().await?;
                Ok(PreflightService(row))
            }
        });
        config.register_service(pattern, Some(vec![Box::new(guard)]), factory, Some(map));
    }
}

/// Registers a handler with one path and one method as one resource, which also answers the preflights. That is what the
/// route attribute would register, but for actix-web's own resource type, which a route without guards does not need.
///
/// # Panics
///
/// If the route's method is not a token. The macro generates no such route.
pub fn register_plain(
    handler: actix_web::Route,
    name: &str,
    route: &'static Route,
    config: &mut AppService,
) {
    let path = route.first();
    let (row, pattern, map) = Row::add(route, path, Some(name), name, config);
    let guard = MethodOrPreflights {
        method: Method::from_bytes(path.methods[0].as_bytes()).expect("it is a token"),
        preflights: Preflights(path),
    };
    let factory = fn_factory(move || {
        let (row, handler) = (row.clone(), handler.new_service(()));
        async move {
            row.finish().await?;
            Ok(PlainService {
                endpoint: EndpointService::new(handler.await?, route),
                preflights: PreflightService(row),
            })
        }
    });
    config.register_service(pattern, Some(vec![Box::new(guard)]), factory, Some(map));
}

/// Whether a request is not a preflight that the route answers. This is the guard of a handler that serves OPTIONS
/// itself.
#[must_use]
pub fn is_ordinary(route: &'static Route, context: &GuardContext<'_>) -> bool {
    request::preflight(context.head())
        .is_none_or(|asked| route.paths().all(|path| !path.serves(asked.method)))
}

/// A row of the table, and the application that it belongs to.
#[derive(Clone)]
struct Row {
    row: Rc<RouteRow>,
    application: Rc<Application>,
}

impl Row {
    /// Adds a row to the application that is registering its services. Returns it with the pattern and the resource map to
    /// register it with.
    fn add(
        route: &'static Route,
        path: &'static RoutePath,
        name: Option<&str>,
        handler: &str,
        config: &AppService,
    ) -> (Self, ResourceDef, Rc<ResourceMap>) {
        let application = Application::registering(config);
        let pattern = ResourceDef::new(&*path.registered_pattern());
        let (node, map) = Node::of_route(pattern.clone(), name, application.name_if_new());
        let row =
            application.add_route(|id, scope| RouteRow::new(id, route, path, scope, node, handler));
        (Self { row, application }, pattern, map)
    }

    async fn finish(&self) -> Result<(), ()> {
        load(self.row.route.policy().parts())?;
        self.application.finish().await
    }
}

/// Accepts the preflights for the methods of a path.
#[derive(Clone, Copy)]
struct Preflights(&'static RoutePath);

impl Guard for Preflights {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        request::preflight(context.head()).is_some_and(|asked| self.0.serves(asked.method))
    }
}

/// Accepts the requests with one method, and their preflights.
struct MethodOrPreflights {
    method: Method,
    preflights: Preflights,
}

impl Guard for MethodOrPreflights {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        context.head().method == self.method || self.preflights.check(context)
    }
}

/// Answers the preflights of a route.
struct PreflightService(Row);

impl PreflightService {
    fn respond<F>(
        &self,
        response: Option<HttpResponse>,
        request: ServiceRequest,
    ) -> RouteFuture<F> {
        match response {
            Some(response) => RouteFuture::Answered {
                response: Some(request.into_response(response)),
            },
            None => RouteFuture::Absent {
                response: self.0.application.default_service().call(request),
            },
        }
    }

    /// Returns the response to a preflight, or `None` if the path belongs to a resource that is not annotated.
    fn answer(
        &self,
        asked: PreflightRequest<'_>,
        request: &ServiceRequest,
    ) -> Option<HttpResponse> {
        let table = self.0.application.table();
        let lookup = Lookup {
            map: request.resource_map(),
            path: request.match_info().as_str(),
            matched: 0,
            method: asked.method,
            host: table.host(request.head()),
            within: self.0.row.scope,
            default: None,
            is_at_unannotated: false,
        };
        let applies = table.preflight_of(&self.0.row, &lookup);
        #[cfg(feature = "surface")]
        {
            let applies = applies.as_ref().unwrap_or(&super::table::Applies::Nothing);
            if let Some(answer) = super::placement::answer(request, Some(table), applies, None) {
                return Some(answer);
            }
        }
        let applies = applies?;
        decision::preflight(Some(table), &applies, None, asked, request)
    }
}

impl Service<ServiceRequest> for PreflightService {
    type Response = ServiceResponse;
    type Error = Error;
    type Future = RouteFuture<BoxFuture>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let asked = request::preflight(request.head());
        let response = asked.and_then(|asked| self.answer(asked, &request));
        self.respond(response, request)
    }
}

/// A handler with one path and one method.
struct PlainService<S> {
    endpoint: EndpointService<S>,
    preflights: PreflightService,
}

impl<S> Service<ServiceRequest> for PlainService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse, Error = Error>,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Future = RouteFuture<S::Future>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let serves = |asked: &PreflightRequest<'_>| self.preflights.0.row.path.serves(asked.method);
        match request::preflight(request.head()).filter(serves) {
            Some(asked) => {
                let response = self.preflights.answer(asked, &request);
                self.preflights.respond(response, request)
            }
            None => RouteFuture::Handled {
                response: self.endpoint.call(request),
            },
        }
    }
}

type BoxFuture =
    <boxed::BoxService<ServiceRequest, ServiceResponse, Error> as Service<ServiceRequest>>::Future;

pin_project! {
    /// The response of a route, or to one of its preflights.
    #[project = Projection]
    enum RouteFuture<F> {
        /// The handler responds.
        Handled { #[pin] response: EndpointFuture<F> },
        /// The preflight has been answered.
        Answered { response: Option<ServiceResponse> },
        /// The application's default service responds, as if this library were absent.
        Absent { #[pin] response: BoxFuture },
    }
}

impl<F> Future for RouteFuture<F>
where
    F: Future<Output = Result<ServiceResponse, Error>>,
{
    type Output = Result<ServiceResponse, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            Projection::Handled { response } => response.poll(context),
            Projection::Answered { response } => {
                let response = response.take();
                Poll::Ready(Ok(
                    response.expect("a future is not polled after it is ready")
                ))
            }
            Projection::Absent { response } => response.poll(context),
        }
    }
}
