//! Sets, and policies that list them.
use actix_web::{Responder, get};
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

pub mod edge {
    use route_cors::{OriginSet, origin_set};

    /// The pages of the tenants.
    pub static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
    pub static EDGE: OriginSet = origin_set!(
        env = "EDGE_ORIGINS",
        optional,
        within = ["https://*.acme.example", #[cfg(debug_assertions)] "http://localhost:*"],
        allow(subdomain_wildcard_with_credentials, reason = "every host below is ours"),
    );
}

static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*"]);

#[cors(origins = [
    edge::EDGE,
    #[allow(subdomain_wildcard_with_credentials, reason = "a tenant has its own host")] crate::edge::TENANTS,
    #[cfg(windows)] SHOPS,
    "https://app.acme.example",
], credentials)]
#[get("/")]
async fn index() -> impl Responder {
    "index"
}

static API: Policy = policy!(origins = [SHOPS]);
static REJECTS: Policy = policy!(
    policy = API,
    mismatch = reject,
    allow(unbounded_origin_set, reason = "each shop brings its own"),
);

#[cors(origins = [edge::EDGE])]
mod inside {
    use actix_web::get;

    #[get("/inside")]
    pub async fn within() -> &'static str {
        "inside"
    }
}

#[cors(policy = REJECTS, origins = [edge::EDGE], credentials)]
#[get("/own")]
async fn own() -> impl Responder {
    "own"
}

fn main() {
    actix_web::App::new()
        .service(index)
        .service(own)
        .service(inside::within)
        .service(actix_web::web::scope("/api").wrap(REJECTS.middleware()));
    SHOPS.replace(["https://a.example"]).expect("it lies within");
    assert!(SHOPS.admits("https://a.example"));
}
