//! A real server on a free loopback port, and a client that sends whatever bytes it is given.

mod client;
mod server;

pub use self::{
    client::{Connection, Request, Response, preflight, request},
    server::Server,
};

/// Starts a server of the application that an expression makes.
#[macro_export]
macro_rules! serve {
    ($application:expr) => {
        $crate::support::Server::run(|listener| {
            ::actix_web::HttpServer::new(move || $application)
                .workers(1)
                .disable_signals()
                .listen(listener)
                .expect("a listener that is bound is listened on")
                .run()
        })
    };
}
