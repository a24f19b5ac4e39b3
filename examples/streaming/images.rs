//! Posters and a web font: files, so there is no handler for an attribute to stand on.

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

/// Every page can show a picture without asking. To read its pixels a page has to be named, and to use a font at all,
/// which `WebKit` alone does not ask about.
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

pub(crate) fn serve(
    listener: TcpListener,
    page: web::Data<Page>,
    log: web::Data<Log>,
) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        let assets = web::scope("/assets")
            .wrap(ASSETS.middleware())
            .service(Files::new("", DIRECTORY));
        App::new()
            .service(assets)
            .configure(pages::shown(&page, &log))
            .wrap(from_fn(record))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}
