//! The API for the tenants' pages and the admin page.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Server;
use actix_web::error::{ErrorInternalServerError, ErrorUnauthorized, ErrorUnprocessableEntity};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, Result, get, post, web};
use route_cors::{Change, Policy, cors, policy};
use serde::Deserialize;
use serde_json::json;

use super::store::{Fault, Store, TENANTS, Tenant};
use support::exchange::{Log, record};

/// The tenants' pages, with their visitors' cookies. Requests of other pages do not reach the handler.
static TENANT_PAGES: Policy = policy!(
    origins = [
        #[allow(
            subdomain_wildcard_with_credentials,
            reason = "each tenant has a host, it alone is in the set, and the page there is ours"
        )]
        TENANTS,
    ],
    credentials,
    mismatch = reject,
);

/// Sets a cookie that later requests of the visitor send.
#[cors(policy = TENANT_PAGES)]
#[post("/session")]
async fn sign_in() -> impl Responder {
    // A real session is a secret. This one only shows that the cookie is sent.
    let cookie = Cookie::build("visitor", "ada")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    HttpResponse::Ok().cookie(cookie.finish()).body("signed in")
}

/// Returns the visitor's orders and the number of the worker. A tenant's page can read the 401 too.
#[cors(policy = TENANT_PAGES)]
#[get("/orders")]
async fn orders(request: HttpRequest, worker: web::Data<Worker>) -> Result<impl Responder> {
    let visitor = request
        .cookie("visitor")
        .ok_or_else(|| ErrorUnauthorized("sign in first"))?;
    Ok(web::Json(
        json!({ "visitor": visitor.value(), "orders": ["lamp", "kettle"], "worker": worker.0 }),
    ))
}

/// The routes of the admin page. A policy is not authentication: a real service checks who the admin is first.
#[cors(
    origins = [
        "https://admin.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    headers = ["content-type"],
    max_age = "10m",
)]
mod admin {
    use actix_web::{delete, put};

    use super::{Deserialize, Responder, Result, Store, Tenant, changed, failed, get, web};

    #[derive(Deserialize)]
    struct Wanted {
        origin: String,
    }

    /// Returns the tenants.
    #[get("/tenants")]
    async fn list(store: web::Data<Store>) -> Result<impl Responder> {
        let tenants = web::block(move || store.all()).await?;
        Ok(web::Json(tenants.map_err(|error| failed(&error))?))
    }

    /// Adds a tenant, or changes its origin. If the set rejects the origin, the response has the reason.
    #[put("/tenants/{name}")]
    async fn put_tenant(
        store: web::Data<Store>,
        name: web::Path<String>,
        wanted: web::Json<Wanted>,
    ) -> Result<impl Responder> {
        let tenant = Tenant {
            name: name.into_inner(),
            origin: wanted.into_inner().origin,
        };
        changed(web::block(move || store.put(&tenant)).await?)
    }

    /// Removes a tenant.
    #[delete("/tenants/{name}")]
    async fn remove(store: web::Data<Store>, name: web::Path<String>) -> Result<impl Responder> {
        changed(web::block(move || store.remove(&name)).await?)
    }
}

/// The message for an admin about a change.
fn changed(change: Result<Change, Fault>) -> Result<String> {
    match change {
        Ok(change) => Ok(change.to_string()),
        Err(Fault::Refused(error)) => Err(ErrorUnprocessableEntity(error)),
        Err(Fault::Database(error)) => Err(failed(&error)),
    }
}

fn failed(error: &rusqlite::Error) -> actix_web::Error {
    eprintln!("database: {error}");
    ErrorInternalServerError("the database failed")
}

/// Registers every route.
fn routes(config: &mut web::ServiceConfig) {
    config
        .service(sign_in)
        .service(orders)
        .service(admin::list)
        .service(admin::put_tenant)
        .service(admin::remove);
}

/// Returns the number of the worker.
struct Worker(usize);

/// Starts the API with several workers. A change applies to all of them at once.
pub(crate) fn serve(
    listener: TcpListener,
    log: web::Data<Log>,
    store: Store,
) -> io::Result<Server> {
    let store = web::Data::new(store);
    let workers = Arc::new(AtomicUsize::new(1));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(store.clone())
            .app_data(web::Data::new(Worker(
                workers.fetch_add(1, Ordering::Relaxed),
            )))
            .configure(routes)
            // These two are for the pages, which show requests and responses.
            .app_data(log.clone())
            .wrap(from_fn(record))
    });
    Ok(server.workers(4).listen(listener)?.run())
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
            .assert_matches("tenants/cors-surface.toml");
    }
}
