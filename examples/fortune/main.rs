//! A public API: every page may read a fortune, and no page may do anything else.
//!
//! ```text
//! cargo run -p examples --bin fortune
//! ```

use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::Server;
use actix_web::error::ErrorNotFound;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, Responder, get, web};
use route_cors::cors;
use serde::Serialize;

use support::args::{API_PAGE_STRANGER, Program};
use support::exchange::{Log, record};
use support::pages::{Files, Page};

const FORTUNES: [&str; 5] = [
    "A door that is open to everyone needs no list of guests.",
    "You will soon read something that was sent from elsewhere.",
    "Who asks before entering is seldom turned away twice.",
    "The answer you may not read was given all the same.",
    "Leave the biscuit at home: here it only spoils the welcome.",
];

#[derive(Serialize)]
struct Fortune {
    number: usize,
    text: &'static str,
}

impl Fortune {
    fn numbered(number: usize) -> Option<Self> {
        let text = FORTUNES.get(number.checked_sub(1)?)?;
        Some(Self { number, text })
    }
}

/// Returns the fortunes in turn.
#[cors(origins = any)]
#[get("/fortune")]
async fn next(turn: web::Data<AtomicUsize>) -> impl Responder {
    let turn = turn.fetch_add(1, Ordering::Relaxed);
    web::Json(Fortune::numbered(turn % FORTUNES.len() + 1))
}

/// Returns one fortune. A page can read the 404 too: the policy applies to every response.
#[cors(origins = any)]
#[get("/fortunes/{number}")]
async fn one(number: web::Path<usize>) -> actix_web::Result<impl Responder> {
    let fortune = Fortune::numbered(*number);
    let fortune = fortune.ok_or_else(|| ErrorNotFound("there is no fortune with this number"))?;
    Ok(web::Json(fortune))
}

/// Registers every route.
fn routes(config: &mut web::ServiceConfig) {
    config.service(next).service(one);
}

fn api(listener: TcpListener, log: web::Data<Log>) -> io::Result<Server> {
    let turn = web::Data::new(AtomicUsize::new(0));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(turn.clone())
            .configure(routes)
            // These two are for the page, which shows requests and responses.
            .app_data(log.clone())
            .wrap(from_fn(record))
    });
    Ok(server.workers(1).listen(listener)?.run())
}

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --bin fortune",
        about: "A public API: the pages of every origin may read a fortune, and none may do more.",
        servers: API_PAGE_STRANGER,
        file: None,
    };
    let files = Files {
        html: include_str!("page/index.html"),
        style: "",
        script: include_str!("page/page.js"),
    };
    program.run(|given| support::serve(given.listeners, api, |site| Page::at(site, files)))
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
            .assert_matches("fortune/cors-surface.toml");
    }
}
