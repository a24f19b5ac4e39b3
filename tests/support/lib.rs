//! Helpers of several test suites: a server on a free loopback port, a client that sends any bytes, programs that end with
//! the test, and browsers.

#![allow(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "a test helper fails by panicking, and only tests call it"
)]

pub mod child;
mod client;
pub mod compiler;
mod server;
pub mod webdriver;

pub use self::{
    client::{Connection, Request, Response, preflight, request},
    server::Server,
};

/// Starts a server for the application that an expression creates.
#[macro_export]
macro_rules! serve {
    ($application:expr) => {
        $crate::Server::run(move |listener| {
            ::actix_web::HttpServer::new(move || $application)
                .workers(1)
                .disable_signals()
                .listen(listener)
                .expect("the listener is bound")
                .run()
        })
    };
}
