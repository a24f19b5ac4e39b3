//! `credentials = [..]`: cookies for some of the origins that may read.
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

static OPEN: Policy = policy!(origins = any, credentials = ["https://app.acme.example"]);

static LISTED: Policy = policy!(
    origins = ["https://a.example", "https://b.example"],
    credentials = ["https://a.example"],
);

/// Rules about credentials check the elements of `credentials` alone.
static READERS: Policy = policy!(
    origins = [
        "https://*.acme.example",
        "https://*.github.io",
        "http://docs.example",
        "https://app.example:*",
        "vscode-webview://*",
        #[allow(null_origin, reason = "sandboxed previews read public figures")] "null",
        ANYBODY,
    ],
    credentials = ["https://app.acme.example", "https://shop.github.io"],
);

static ANYBODY: OriginSet = origin_set!(env = "READERS", optional, within = any);

static TENANTS: OriginSet = origin_set!(within = ["https://*.acme.example"]);

static SETS: Policy = policy!(
    origins = ["https://*.acme.example", TENANTS],
    credentials = [
        #[allow(subdomain_wildcard_with_credentials, reason = "every tenant is ours")] TENANTS,
        #[cfg(debug_assertions)] "https://dev.acme.example",
    ],
);

static INCLUDED: Policy = policy!(
    origins = ["https://*.acme.example:*", "https://app.example:8443", "tauri://localhost"],
    credentials = [
        "https://app.acme.example",
        "https://app.acme.example:8443",
        #[allow(subdomain_wildcard_with_credentials, reason = "every shop is ours")]
        "https://*.shops.acme.example",
        "https://app.example:8443",
        "tauri://localhost",
    ],
);

static NOBODY: Policy = policy!(policy = LISTED, credentials = false);
static OTHER: Policy = policy!(policy = LISTED, credentials = ["https://b.example"]);
static EVERYBODY: Policy = policy!(policy = LISTED, credentials);
static EXTENDED: Policy = policy!(origins = [..LISTED], credentials = ["https://b.example"]);

struct Session;

impl actix_web::FromRequest for Session {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(Ok(Self))
    }
}

#[cors(origins = any, credentials = ["https://app.acme.example"])]
#[actix_web::get("/a")]
async fn session(_: Session) -> &'static str {
    "a"
}

#[cors(origins = any, credentials = ["https://app.acme.example"])]
mod module {
    use actix_web::get;

    #[get("/b")]
    async fn b(_: super::Session) -> &'static str {
        "b"
    }
}

fn main() {
    for policy in [&OPEN, &READERS, &SETS, &INCLUDED, &NOBODY, &OTHER, &EVERYBODY, &EXTENDED] {
        assert!(policy.explain("GET", Some("https://app.acme.example")).origin().is_some());
    }
    let _ = actix_web::App::new().service(session).service(module::b);
}
