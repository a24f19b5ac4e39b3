//! The API's server: the routes of `handlers.rs`, and the log of what was exchanged.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::{Server, Service};
use actix_web::{App, HttpServer};

use super::exchange::{Asked, Log};
use super::handlers;

/// Starts the API. It stops when the process is told to.
pub(crate) fn serve(listener: TcpListener, log: Arc<Log>) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        let log = Arc::clone(&log);
        App::new()
            .configure(handlers::configure)
            .wrap_fn(move |request, routes| {
                let (asked, log) = (Asked::by_page(&request), Arc::clone(&log));
                let response = routes.call(request);
                async move {
                    let response = response.await;
                    if let Some(asked) = asked {
                        log.push(match &response {
                            Ok(response) => asked.answered(response.response()),
                            Err(error) => asked.answered(&error.error_response()),
                        });
                    }
                    response
                }
            })
    });
    Ok(server
        .workers(1)
        .shutdown_timeout(1)
        .listen(listener)?
        .run())
}
