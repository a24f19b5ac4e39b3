//! The tie to actix-web.

mod admitted;
mod allowed;
mod answers;
mod apply;
pub(crate) mod endpoint;
pub(crate) mod gate;
mod load;
pub(crate) mod middleware;
mod missed;
mod neighbours;
mod outer;
mod preflight;
mod request;
pub(crate) mod route;
mod shared_path;
mod table;
mod vary;
mod watch;

use actix_web::{
    dev::{AppService, HttpServiceFactory},
    guard::{self, GuardContext},
    http::Method,
};

use self::{
    endpoint::Endpoint,
    route::{Resource, Route},
};

/// Registers a handler, which is wrapped in its [`Endpoint`](endpoint::Endpoint), and what answers its preflights.
pub fn register(handler: impl HttpServiceFactory, route: &'static Route, config: &mut AppService) {
    handler.register(config);
    for resource in route.resources() {
        preflight::register(route, resource, config);
    }
}

/// Registers a handler of one path and one method, as the route attribute would that has nothing but that path, and what
/// answers its preflights. The compiler checks the wrapping once here, and not once for each handler.
///
/// # Panics
///
/// Where the route serves nothing, or has a method that is no token: the macro makes no such route.
pub fn register_plain(
    handler: actix_web::Route,
    name: &str,
    route: &'static Route,
    config: &mut AppService,
) {
    let Resource { path, methods, .. } = &route.first;
    let method =
        Method::from_bytes(methods[0].as_bytes()).expect("it is the name of a route attribute");
    let handler = actix_web::Resource::new(*path)
        .name(name)
        .guard(guard::Method(method))
        .wrap(Endpoint::new(route))
        .route(handler);
    register(handler, route, config);
}

/// Whether a request is none that the preflights of a route answer: the guard of a handler that serves OPTIONS
/// itself, and would answer them instead.
#[must_use]
pub fn is_ordinary(route: &'static Route, context: &GuardContext<'_>) -> bool {
    request::announced_method(context.head()).is_none_or(|method| {
        let mut resources = route.resources();
        resources.all(|resource| !resource.methods.contains(&method))
    })
}
