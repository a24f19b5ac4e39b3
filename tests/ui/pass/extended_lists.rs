//! Lists that extend the list of a named policy: `..NAME`.
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

mod shared {
    use route_cors::{Policy, policy};

    pub(crate) static HEADERS: Policy = policy!(
        origins = any,
        methods = [GET, PUT],
        headers = ["content-type", "x-trace"],
        expose = ["etag"],
    );
}

static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);

static WEB: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://localhost:5173",
        #[allow(subdomain_wildcard_with_credentials, reason = "every shop is ours")]
        "https://*.shops.acme.example",
        #[allow(subdomain_wildcard_with_credentials, reason = "every tenant is ours")]
        TENANTS,
    ],
    headers = ["content-type"],
    credentials,
);

static ADMIN: Policy = policy!(
    origins = [..WEB, "https://admin.acme.example"],
    headers = ["x-csrf", ..WEB],
    credentials,
);

static MOST: Policy = policy!(
    policy = WEB,
    origins = ["https://www.acme.example", ..WEB, #[cfg(unix)] ..PARTNERS, "https://status.acme.example"],
    methods = [..shared::HEADERS, DELETE],
    headers = [..shared::HEADERS],
    expose = [..shared::HEADERS, "x-total"],
);

static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);

static SOME: Policy = policy!(
    origins = [..WEB, ..PARTNERS],
    credentials = ["https://app.acme.example", "https://partner.example"],
    mismatch = reject,
);

/// The allowance of an element is carried along, whatever the policy protects.
static SCANNERS: Policy = policy!(origins = [
    #[allow(insecure_origin, reason = "the scanners have no TLS")] "http://scanner.acme.example",
], credentials);
static MORE_SCANNERS: Policy = policy!(origins = [..SCANNERS, "https://app.acme.example"], mismatch = reject);

/// A list with its own allowances.
static PORTS: Policy = policy!(origins = ["https://app.acme.example:*"]);
static ALL_PORTS: Policy = policy!(
    origins = [..PORTS],
    credentials,
    allow(any_port, reason = "every port of the host is ours"),
);

#[cors(origins = [..WEB], methods = [..shared::HEADERS], headers = [..shared::HEADERS], credentials)]
#[actix_web::put("/a")]
async fn json(_: actix_web::web::Json<u8>) -> &'static str {
    "a"
}

#[cors(origins = [..WEB, "https://admin.acme.example"], credentials)]
mod module {
    use actix_web::get;

    #[get("/b")]
    async fn b() -> &'static str {
        "b"
    }
}

fn main() {
    for policy in [&ADMIN, &MOST, &SOME, &MORE_SCANNERS, &ALL_PORTS] {
        assert!(policy.explain("GET", Some("https://nobody.example")).origin().is_some());
    }
    let allows = |policy: &Policy, origin| policy.explain("GET", Some(origin)).is_allowed();
    assert!(allows(&ADMIN, "https://app.acme.example"));
    assert!(allows(&ADMIN, "https://a.shops.acme.example"));
    assert!(allows(&ADMIN, "https://admin.acme.example"));
    assert!(!allows(&WEB, "https://admin.acme.example"));
    assert!(allows(&MOST, "https://www.acme.example"));
    assert!(allows(&MOST, "https://status.acme.example"));
    assert!(allows(&MOST, "https://app.acme.example"));
    TENANTS.replace(["https://a.tenants.acme.example"]).unwrap();
    assert!(allows(&ADMIN, "https://a.tenants.acme.example"));
    assert!(MOST.explain("DELETE", Some("https://app.acme.example")).is_allowed());
    assert!(MOST.explain("PUT", Some("https://app.acme.example")).is_allowed());
    assert!(!MOST.explain("PATCH", Some("https://app.acme.example")).is_allowed());
    let _ = actix_web::App::new().service(json).service(module::b);
}
