//! The list of films. Every page may read it.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, Responder, get, web};
use route_cors::cors;
use serde_json::json;

use support::exchange::{Log, record};
use support::pages::{self, Page};

/// Returns the films, for every page.
#[cors(origins = any)]
#[get("/films")]
async fn films() -> impl Responder {
    web::Json(json!([
        { "id": "lighthouse", "title": "Lighthouse" },
        { "id": "tide", "title": "Tide" },
    ]))
}

/// Registers the route.
fn routes(config: &mut web::ServiceConfig) {
    config.service(films);
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
    Ok(server.workers(1).listen(listener)?.run())
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
            .assert_matches("streaming/cors-surface.catalogue.toml");
    }
}
