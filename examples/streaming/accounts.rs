//! Sign-in and the visitor's list of films: cookies, and authentication in front of the routes.

use std::io;
use std::net::TcpListener;

use actix_session::storage::CookieSessionStore;
use actix_session::{Session, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::Key;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::error::{ErrorUnauthorized, ErrorUnprocessableEntity};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpResponse, HttpServer, Responder, Result};
use actix_web::{delete, get, post, put, web};
use route_cors::{CorsGate, Policy, cors, policy};
use serde::{Deserialize, Serialize};

use support::exchange::{Log, record};
use support::pages::{self, Page};

/// The catalogue's pages act for the visitor.
static VISITOR: Policy = policy!(
    origins = [
        "https://catalogue.acme.example",
        #[cfg(debug_assertions)]
        "http://catalogue.acme.localhost:*",
    ],
    headers = ["content-type"],
    credentials,
    max_age = "10m",
);

/// The content of the session's cookie, encrypted.
#[derive(Deserialize, Serialize)]
struct Visitor {
    name: String,
    list: Vec<String>,
}

const VISITOR_KEY: &str = "visitor";

#[derive(Deserialize)]
struct SignIn {
    name: String,
}

/// Signs in. A name is enough here; a real service asks for more.
#[cors(policy = VISITOR)]
#[post("/session")]
async fn sign_in(session: Session, asked: web::Json<SignIn>) -> Result<impl Responder> {
    let SignIn { name } = asked.into_inner();
    if name.trim().is_empty() || name.chars().count() > 40 {
        return Err(ErrorUnprocessableEntity("a name has 1 to 40 characters"));
    }
    let visitor = Visitor {
        name,
        list: Vec::new(),
    };
    session.renew();
    session.insert(VISITOR_KEY, &visitor)?;
    Ok(web::Json(visitor))
}

/// Signs out.
#[cors(policy = VISITOR)]
#[delete("/session")]
async fn sign_out(session: Session) -> impl Responder {
    session.purge();
    HttpResponse::NoContent()
}

/// Returns who is signed in.
#[cors(policy = VISITOR)]
#[get("")]
async fn me(session: Session) -> Result<impl Responder> {
    Ok(web::Json(visitor(&session)?))
}

/// Puts a film on the visitor's list.
#[cors(policy = VISITOR)]
#[put("/list/{film}")]
async fn remember(session: Session, film: web::Path<String>) -> Result<impl Responder> {
    const LONGEST: usize = 20;
    let mut visitor = visitor(&session)?;
    if !visitor.list.contains(&film) {
        if visitor.list.len() == LONGEST || film.len() > LONGEST {
            return Err(ErrorUnprocessableEntity("the list is full"));
        }
        visitor.list.push(film.into_inner());
        session.insert(VISITOR_KEY, &visitor)?;
    }
    Ok(web::Json(visitor))
}

fn visitor(session: &Session) -> Result<Visitor> {
    let visitor = session.get(VISITOR_KEY)?;
    visitor.ok_or_else(|| ErrorUnauthorized("nobody is signed in"))
}

/// Rejects requests of visitors who are not signed in. It would reject preflights too, because they carry no cookie, so
/// the policy is outside.
async fn signed_in(
    session: Session,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    visitor(&session)?;
    next.call(request).await
}

/// Registers every route.
fn routes(config: &mut web::ServiceConfig) {
    let of_the_visitor = web::scope("/me")
        .service(me)
        .service(remember)
        .wrap(from_fn(signed_in));
    config
        .service(sign_in)
        .service(sign_out)
        .service(of_the_visitor);
}

pub(crate) fn serve(
    listener: TcpListener,
    page: web::Data<Page>,
    log: web::Data<Log>,
) -> io::Result<Server> {
    // A real service stores the key, so that visitors stay signed in after a restart.
    let key = Key::generate();
    let server = HttpServer::new(move || {
        let sessions = SessionMiddleware::builder(CookieSessionStore::default(), key.clone())
            // The developer's machine has no TLS.
            .cookie_secure(!cfg!(debug_assertions));
        App::new()
            .configure(routes)
            .configure(pages::shown(&page, &log))
            .wrap(sessions.build())
            .wrap(CorsGate::new())
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
        let app = App::new()
            .configure(super::routes)
            .wrap(super::CorsGate::new());
        Surface::of(app)
            .await
            .assert_matches("streaming/cors-surface.accounts.toml");
    }
}
