//! The application, with a policy of every kind.

use std::{io, net::TcpListener};

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    get,
    middleware::{Next, from_fn},
    put, rt, web,
};
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

/// Replaced by the program.
pub(crate) static TENANTS: OriginSet = origin_set!(
    within = ["https://*.tenants.example"],
    allow(
        subdomain_wildcard_with_credentials,
        reason = "we run every host"
    ),
);
/// Loaded again from a file.
pub(crate) static EDGE: OriginSet =
    origin_set!(file = "origins.txt", within = ["https://*.tenants.example"]);

static DEFAULT: Policy = policy!(
    origins = ["https://app.example"],
    headers = ["authorization"]
);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"], max_age = "1h");
static ACCOUNTS: Policy = policy!(
    origins = ["https://app.example", TENANTS],
    headers = ["authorization", "content-type"],
    credentials,
    max_age = "10m",
);

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[put("/orders/{id}")]
async fn order(id: web::Path<u64>) -> String {
    format!("order {id}")
}

#[cors(policy = ACCOUNTS)]
#[get("/account")]
async fn account() -> &'static str {
    "account"
}

#[cors(policy = ACCOUNTS)]
#[get("/private/account")]
async fn private_account() -> &'static str {
    "account"
}

#[cors(origins = ["https://app.example", TENANTS], mismatch = reject)]
#[get("/alerts")]
async fn alerts() -> &'static str {
    "alerts"
}

#[cors(origins = any)]
#[get("/prices")]
async fn prices() -> &'static str {
    "3.50"
}

#[cors(origins = [EDGE])]
#[get("/edge/{path:.*}")]
async fn edge(path: web::Path<String>) -> String {
    path.into_inner()
}

#[cors(off)]
#[get("/internal")]
async fn internal() -> &'static str {
    "internal"
}

/// Has the policy around the application, or around its scope.
async fn plain() -> &'static str {
    "plain"
}

/// Passes on requests that have a token or need none.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path().starts_with("/private") && !request.headers().contains_key("authorization") {
        return Err(ErrorUnauthorized("no token"));
    }
    next.call(request).await
}

/// Serves the application on two workers, for as long as the program runs.
pub(crate) fn serve(listener: TcpListener) -> io::Result<()> {
    let app = || {
        App::new()
            .service((
                order,
                account,
                private_account,
                alerts,
                prices,
                edge,
                internal,
            ))
            .service(PARTNERS.around(web::scope("/partners").route("/list", web::get().to(plain))))
            .route("/plain", web::get().to(plain))
            .route("/private/plain", web::get().to(plain))
            .wrap(from_fn(auth))
            .wrap(DEFAULT.middleware())
    };
    let server = HttpServer::new(app).workers(2).listen(listener)?;
    rt::System::new().block_on(server.disable_signals().run())
}
