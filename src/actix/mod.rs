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
    guard::GuardContext,
};

use self::route::Route;

/// Registers a handler, which is wrapped in its [`Endpoint`](endpoint::Endpoint), and what answers its preflights.
pub fn register(handler: impl HttpServiceFactory, route: &'static Route, config: &mut AppService) {
    handler.register(config);
    for resource in route.resources {
        preflight::register(route, resource, config);
    }
}

/// Whether a request is none that the preflights of a route answer: the guard of a handler that serves OPTIONS
/// itself, and would answer them instead.
#[must_use]
pub fn is_ordinary(route: &'static Route, context: &GuardContext<'_>) -> bool {
    request::announced_method(context.head()).is_none_or(|method| {
        let mut resources = route.resources.iter();
        resources.all(|resource| !resource.methods.contains(&method))
    })
}
