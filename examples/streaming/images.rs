//! Posters and a web font. They are files without a handler, so a middleware applies the policy.

use std::io;
use std::net::TcpListener;

use actix_files::Files;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use route_cors::{Policy, policy};

use support::exchange::{Log, record};
use support::pages::{self, Page};

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/streaming/assets");

/// Every page can show a picture. Only a listed page can read its pixels or use the font. `WebKit` loads fonts without CORS.
static ASSETS: Policy = policy!(
    origins = [
        "https://catalogue.acme.example",
        "https://accounts.acme.example",
        #[cfg(debug_assertions)]
        "http://catalogue.acme.localhost:*",
        #[cfg(debug_assertions)]
        "http://accounts.acme.localhost:*",
    ],
    methods = [GET, HEAD],
);

/// Registers the files.
fn routes(config: &mut web::ServiceConfig) {
    let assets = web::scope("/assets")
        .wrap(ASSETS.middleware())
        .service(Files::new("", DIRECTORY));
    config.service(assets);
}

pub(crate) fn serve(
    listener: TcpListener,
    page: web::Data<Page>,
    log: web::Data<Log>,
) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .configure(routes)
            .configure(pages::shown(&page, &log))
            .wrap(from_fn(record))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

#[cfg(all(test, feature = "surface"))]
mod tests {
    use actix_web::App;
    use route_cors::surface::Surface;

    #[actix_web::test]
    async fn cors_surface() {
        let app = App::new().configure(super::routes);
        Surface::of(app)
            .await
            .assert_matches("streaming/cors-surface.images.toml");
    }
}
