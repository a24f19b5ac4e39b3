//! What several suites need: a real server on a free loopback port, a client that sends whatever bytes it is given,
//! programs that end with the test, and a browser.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    unreachable_pub,
    reason = "each suite uses its part"
)]

pub(crate) mod child;
mod client;
pub(crate) mod example;
mod server;
pub(crate) mod webdriver;

pub(crate) use self::{
    client::{Connection, Request, Response, preflight, request},
    server::Server,
};

/// Starts a server of the application that an expression makes.
#[macro_export]
macro_rules! serve {
    ($application:expr) => {
        $crate::support::Server::run(move |listener| {
            ::actix_web::HttpServer::new(move || $application)
                .workers(1)
                .disable_signals()
                .listen(listener)
                .expect("a listener that is bound is listened on")
                .run()
        })
    };
}
