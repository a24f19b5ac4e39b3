//! A page and its server.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::{
    App, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer, Responder, get, web,
};
use serde_json::{Value, json};

use super::exchange::{Log, exchanges};
use super::site::Site;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// The files of every page: path, media type, content.
const SHARED: [(&str, &str, &str); 6] = [
    ("/shared.css", CSS, include_str!("page/shared.css")),
    ("/parts.js", SCRIPT, include_str!("page/parts.js")),
    ("/curl.js", SCRIPT, include_str!("page/curl.js")),
    ("/send.js", SCRIPT, include_str!("page/send.js")),
    ("/explain.js", SCRIPT, include_str!("page/explain.js")),
    ("/icon.svg", SVG, include_str!("page/icon.svg")),
];

/// The files of one page.
#[derive(Debug, Clone, Copy)]
pub struct Files {
    pub html: &'static str,
    pub style: &'static str,
    pub script: &'static str,
}

/// A page: its files and its data.
#[derive(Debug, Clone)]
pub struct Page {
    pub files: Files,
    /// Its origin. A visitor who opens `/` under another name of this machine is redirected here.
    pub origin: String,
    /// The origins that it may send requests to.
    pub talks_to: Vec<String>,
    /// The response of `/facts`.
    pub facts: Value,
}

impl Page {
    /// Creates the page of a site.
    pub fn at(site: &Site, files: Files) -> Self {
        Self {
            files,
            origin: site.origin.clone(),
            talks_to: vec![site.api.clone()],
            facts: json!({ "site": site }),
        }
    }

    /// Returns the content security policy.
    fn content_policy(&self) -> String {
        let others = self.talks_to.join(" ");
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {others}; \
             img-src 'self' {others}; font-src {others}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    }
}

/// Starts the server of a page. It ends with the process.
pub fn serve(
    listener: TcpListener,
    page: web::Data<Page>,
    log: web::Data<Log>,
) -> io::Result<Server> {
    let server = HttpServer::new(move || App::new().configure(shown(&page, &log)));
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// Returns the routes of a page, with their data.
pub fn shown(page: &web::Data<Page>, log: &web::Data<Log>) -> impl FnOnce(&mut web::ServiceConfig) {
    let (page, log) = (page.clone(), log.clone());
    move |app| {
        for (path, media_type, content) in SHARED {
            let answer = move || async move { file(media_type).body(content) };
            app.route(path, web::get().to(answer));
        }
        app.app_data(page)
            .app_data(log)
            .service(index)
            .service(style)
            .service(script)
            .service(facts)
            .service(exchanges);
    }
}

fn file(media_type: &'static str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(media_type)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    answer
}

#[get("/")]
async fn index(request: HttpRequest, page: web::Data<Page>) -> impl Responder {
    let own_host = page.origin.trim_start_matches("http://").as_bytes();
    let host = request.headers().get(header::HOST);
    if host.is_none_or(|host| host.as_bytes() != own_host) {
        return HttpResponse::TemporaryRedirect()
            .insert_header((header::LOCATION, page.origin.as_str()))
            .finish();
    }
    file(HTML)
        .insert_header((header::CONTENT_SECURITY_POLICY, page.content_policy()))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(page.files.html)
}

#[get("/page.css")]
async fn style(page: web::Data<Page>) -> impl Responder {
    file(CSS).body(page.files.style)
}

#[get("/page.js")]
async fn script(page: web::Data<Page>) -> impl Responder {
    file(SCRIPT).body(page.files.script)
}

/// Returns the data of the page.
#[get("/facts")]
async fn facts(page: web::Data<Page>) -> impl Responder {
    HttpResponse::Ok().json(&page.facts)
}
