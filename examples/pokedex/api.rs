//! The API: one policy for all routes of a module, and another one for the routes that only read.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use route_cors::cors;

use super::store::Store;
use support::exchange::{Log, record};

/// The application's own pages may change entries, and read the location of a new one. `methods` is omitted: each route
/// allows its own method.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    headers = ["content-type"],
    expose = ["location"],
    max_age = "10m",
)]
mod routes {
    use actix_web::error::{ErrorConflict, ErrorInternalServerError};
    use actix_web::error::{ErrorNotFound, ErrorUnprocessableEntity};
    use actix_web::http::header;
    use actix_web::{Error, HttpResponse, Responder, Result, delete, get, post, put, web};
    use route_cors::cors;

    use super::super::store::{Details, Pokemon, Store};

    /// Every page may read, although the routes that change entries have the same path.
    #[cors(origins = any)]
    #[get("/pokemon")]
    async fn list(store: web::Data<Store>) -> Result<impl Responder> {
        Ok(web::Json(blocking(store, Store::all).await?))
    }

    /// Returns an entry.
    #[cors(origins = any)]
    #[get("/pokemon/{number}")]
    async fn read(store: web::Data<Store>, number: web::Path<u16>) -> Result<impl Responder> {
        let found = blocking(store, move |store| store.find(*number)).await?;
        Ok(web::Json(found.ok_or_else(missing)?))
    }

    /// Adds an entry.
    #[post("/pokemon")]
    async fn create(store: web::Data<Store>, new: web::Json<Pokemon>) -> Result<impl Responder> {
        check_details(&new.details)?;
        let created = blocking(store, |store| store.create(new.into_inner())).await?;
        let taken = || ErrorConflict("there is an entry with this number");
        let created = created.ok_or_else(taken)?;
        Ok(HttpResponse::Created()
            .insert_header((header::LOCATION, format!("/pokemon/{}", created.number)))
            .json(created))
    }

    /// Changes an entry.
    #[put("/pokemon/{number}")]
    async fn update(
        store: web::Data<Store>,
        number: web::Path<u16>,
        details: web::Json<Details>,
    ) -> Result<impl Responder> {
        check_details(&details)?;
        let changed = Pokemon {
            number: *number,
            details: details.into_inner(),
        };
        let changed = blocking(store, |store| store.update(changed)).await?;
        Ok(web::Json(changed.ok_or_else(missing)?))
    }

    /// Removes an entry.
    #[delete("/pokemon/{number}")]
    async fn remove(store: web::Data<Store>, number: web::Path<u16>) -> Result<impl Responder> {
        let was_there = blocking(store, move |store| store.delete(*number)).await?;
        was_there.then(HttpResponse::NoContent).ok_or_else(missing)
    }

    /// Runs a database call on a thread that may block.
    async fn blocking<T: Send + 'static>(
        store: web::Data<Store>,
        ask: impl FnOnce(&Store) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        web::block(move || ask(&store)).await?.map_err(|fault| {
            eprintln!("database: {fault}");
            ErrorInternalServerError("the database failed")
        })
    }

    fn missing() -> Error {
        ErrorNotFound("there is no entry with this number")
    }

    /// Rejects details that are empty or too long.
    fn check_details(details: &Details) -> Result<()> {
        let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= 40;
        if fits(&details.name) && fits(&details.kind) {
            Ok(())
        } else {
            Err(ErrorUnprocessableEntity(
                "name and kind have 1 to 40 characters",
            ))
        }
    }
}

/// Registers every route.
fn configure(config: &mut web::ServiceConfig) {
    config
        .service(routes::list)
        .service(routes::read)
        .service(routes::create)
        .service(routes::update)
        .service(routes::remove);
}

/// Starts the API.
pub(crate) fn serve(
    listener: TcpListener,
    log: web::Data<Log>,
    store: Store,
) -> io::Result<Server> {
    let store = web::Data::new(store);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(store.clone())
            .configure(configure)
            // These two are for the page, which shows requests and responses.
            .app_data(log.clone())
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
        let app = App::new().configure(super::configure);
        Surface::of(app)
            .await
            .assert_matches("pokedex/cors-surface.toml");
    }
}
