//! Requests without a preflight: a log of messages that the pages of one site may read and write.
//!
//! ```text
//! cargo run -p examples --bin message_log
//! ```
//!
//! A browser sends a form's POST without a preflight. So a message from any page arrives, and only the response cannot be
//! read. With `mismatch = reject`, the message is rejected before the handler runs. The program prints every message that
//! it stores.

use std::collections::VecDeque;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, Responder, get, post, web};
use route_cors::{Policy, cors, policy};
use serde::{Deserialize, Serialize};

use support::args::{API_PAGE_STRANGER, Program};
use support::exchange::{Log, record};
use support::pages::{Files, Page};

/// The site that may use the log.
static SITE: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://127.0.0.1:*",
    ],
);

/// The stored messages.
#[cors(policy = SITE)]
#[get("/messages")]
async fn list(board: web::Data<Board>) -> impl Responder {
    web::Json(board.messages())
}

/// Runs for every sender. A stranger's page cannot read the response, but its message is stored.
#[cors(policy = SITE)]
#[post("/messages")]
async fn post_message(board: web::Data<Board>, message: web::Form<Message>) -> impl Responder {
    board.keep(message.into_inner())
}

/// Runs only for the site's own pages.
#[cors(policy = SITE, mismatch = reject)]
#[post("/guarded/messages")]
async fn post_guarded(board: web::Data<Board>, message: web::Form<Message>) -> impl Responder {
    board.keep(message.into_inner())
}

#[derive(Clone, Deserialize, Serialize)]
struct Message {
    text: String,
}

/// Returns the latest messages.
#[derive(Default)]
struct Board(Mutex<VecDeque<Message>>);

impl Board {
    const CAPACITY: usize = 50;
    const LONGEST: usize = 200;

    fn messages(&self) -> VecDeque<Message> {
        self.lock().clone()
    }

    fn keep(&self, message: Message) -> HttpResponse {
        if message.text.trim().is_empty() || message.text.chars().count() > Self::LONGEST {
            return HttpResponse::UnprocessableEntity().body("a message has 1 to 200 characters");
        }
        println!("kept: {:?}", message.text);
        let mut messages = self.lock();
        if messages.len() == Self::CAPACITY {
            messages.pop_front();
        }
        messages.push_back(message);
        HttpResponse::Created().body("kept")
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Message>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Registers every route.
fn routes(config: &mut web::ServiceConfig) {
    config
        .service(list)
        .service(post_message)
        .service(post_guarded);
}

fn api(listener: TcpListener, log: web::Data<Log>) -> io::Result<Server> {
    let board = web::Data::new(Board::default());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(board.clone())
            .configure(routes)
            // These two are for the page, which shows requests and responses.
            .app_data(log.clone())
            .wrap(from_fn(record))
    });
    Ok(server.workers(1).listen(listener)?.run())
}

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --bin message_log",
        about: "Simple requests: a log of messages that the pages of one site may read and write.",
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
            .assert_matches("message_log/cors-surface.toml");
    }
}
