//! The tie to actix-web.

mod allowed;
mod answers;
mod apply;
pub(crate) mod endpoint;
pub(crate) mod gate;
pub(crate) mod middleware;
mod outer;
mod preflight;
mod request;
pub(crate) mod route;
mod shared_path;
mod table;
mod vary;
mod watch;

use actix_web::dev::{AppService, HttpServiceFactory};

use self::route::Route;

/// Registers a handler, which is wrapped in its [`Endpoint`](endpoint::Endpoint), and what answers its preflights.
pub fn register(handler: impl HttpServiceFactory, route: &'static Route, config: &mut AppService) {
    handler.register(config);
    for resource in route.resources {
        preflight::register(route, resource, config);
    }
}
