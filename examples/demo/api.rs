//! The API's server: the routes of `handlers.rs`, and the log of what was exchanged.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};

use super::handlers;
use support::exchange::{Log, record};

/// Starts the API. It stops when the process is told to.
pub(crate) fn serve(listener: TcpListener, log: web::Data<Log>) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(log.clone())
            .configure(handlers::configure)
            .wrap(from_fn(record))
    });
    Ok(server
        .workers(1)
        .shutdown_timeout(1)
        .listen(listener)?
        .run())
}

#[cfg(all(test, feature = "surface"))]
mod tests {
    use actix_web::App;
    use route_cors::surface::Surface;

    #[actix_web::test]
    async fn cors_surface() {
        let app = App::new().configure(super::handlers::configure);
        Surface::of(app)
            .await
            .assert_matches("demo/cors-surface.toml");
    }
}
