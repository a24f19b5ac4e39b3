//! The page's server, run twice: as the page, and as the stranger.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, get, guard, web};
use serde::Serialize;

use super::catalogue::{self, Entry};
use super::exchange::{Log, SendId};
use super::site::Site;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// The page's files: path, media type, content.
const FILES: [(&str, &str, &str); 5] = [
    ("/", HTML, include_str!("page/index.html")),
    ("/page.css", CSS, include_str!("page/page.css")),
    ("/page.js", SCRIPT, include_str!("page/page.js")),
    ("/explain.js", SCRIPT, include_str!("page/explain.js")),
    ("/icon.svg", SVG, include_str!("page/icon.svg")),
];

/// What the page is told about itself and the API.
#[derive(Serialize)]
struct Facts<'a> {
    site: &'a Site,
    routes: Vec<Entry>,
}

/// Starts the page's server. It ends with the process.
pub(crate) fn serve(listener: TcpListener, site: Site, log: Arc<Log>) -> io::Result<Server> {
    let (site, log) = (web::Data::new(site), web::Data::from(log));
    let server = HttpServer::new(move || {
        let host = site.origin.trim_start_matches("http://").to_owned();
        let under_own_name = web::scope("")
            .guard(guard::fn_guard(move |request| {
                request
                    .head()
                    .headers
                    .get(header::HOST)
                    .is_some_and(|sent| sent.as_bytes() == host.as_bytes())
            }))
            .configure(files)
            .service(facts)
            .service(exchanges)
            .default_service(web::to(HttpResponse::NotFound));
        App::new()
            .app_data(site.clone())
            .app_data(log.clone())
            .wrap(headers(&site))
            .service(under_own_name)
            .default_service(web::to(to_own_name))
    });
    Ok(server
        .workers(1)
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)?
        .run())
}

fn headers(site: &Site) -> DefaultHeaders {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' {}; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        site.api
    );
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, policy))
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
}

fn files(page: &mut web::ServiceConfig) {
    for (path, media_type, content) in FILES {
        let answer =
            move || async move { HttpResponse::Ok().content_type(media_type).body(content) };
        page.route(path, web::get().to(answer));
    }
}

/// Who this page is, where the API is, and the routes to choose from.
#[get("/facts")]
async fn facts(site: web::Data<Site>) -> impl Responder {
    HttpResponse::Ok().json(Facts {
        site: &site,
        routes: catalogue::entries(),
    })
}

/// What went over the wire in one send.
#[get("/log")]
async fn exchanges(log: web::Data<Log>, id: web::Query<SendId>) -> impl Responder {
    web::Json(log.of(&id.exchange))
}

/// Sends a visitor to the page's one address: under another name for this machine it would have another origin.
async fn to_own_name(request: HttpRequest, site: web::Data<Site>) -> impl Responder {
    let rest = request
        .uri()
        .path_and_query()
        .map_or("/", |rest| rest.as_str());
    let target = format!("{}{rest}", site.origin);
    HttpResponse::TemporaryRedirect()
        .insert_header((header::LOCATION, target))
        .finish()
}
