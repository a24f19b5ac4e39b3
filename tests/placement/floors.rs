//! `mismatch = reject` around a part of an application: nothing inside lifts it.

use actix_web::{
    App, Responder, get,
    guard::{self, GuardContext, Header, Host},
    post, web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, AROUND, ASKED, BY_METHOD, BY_ORIGIN, FROM_APP, REJECTED, STRANGER,
    asking::{Case, holds, holds_for, preflight, request},
    h,
    middlewares::{STATUSES, auth},
};

static FLOOR: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);
static OPEN: Policy = policy!(origins = any);
static WIDER: Policy =
    policy!(origins = ["https://app.acme.example", "https://admin.acme.example"]);

#[cors(origins = any)]
#[post("/pay")]
async fn pay() -> impl Responder {
    "pay"
}

#[cors(origins = any)]
#[post("/pay", guard = "is_json")]
async fn pay_with_json() -> impl Responder {
    "json"
}

fn is_json(context: &GuardContext<'_>) -> bool {
    Header("content-type", "application/json").check(context)
}

use actix_web::guard::Guard as _;

#[cors(off)]
#[post("/off")]
async fn off() -> impl Responder {
    "off"
}

#[cors(origins = ["https://app.acme.example", "https://admin.acme.example"])]
#[post("/wider")]
async fn wider() -> impl Responder {
    "wider"
}

#[cors(origins = ["https://app.acme.example", "https://admin.acme.example"], mismatch = reject)]
#[get("/page")]
async fn page() -> impl Responder {
    "page"
}

/// A form that another site sends.
fn form(path: &str) -> Case {
    request("POST", path, STRANGER)
        .cross_site()
        .header("sec-fetch-mode", "navigate")
        .header("sec-fetch-dest", "document")
        .header("content-type", "text/plain")
}

/// P6.
#[actix_web::test]
async fn hosts_that_share_a_path() {
    let shop = || web::scope("").guard(Host("shop.example")).service(pay);
    let admin = || {
        let scope = web::scope("").guard(Host("admin.example"));
        scope.route("/pay", web::post().to(h))
    };
    let cases = [
        form("/pay")
            .host("admin.example")
            .is(403, REJECTED)
            .body(""),
        form("/pay").host("shop.example").is(403, REJECTED).body(""),
        request("POST", "/pay", APP)
            .host("admin.example")
            .cross_site()
            .is(200, &[FROM_APP, BY_ORIGIN, "vary: Sec-Fetch-Site"])
            .body("h"),
        preflight("POST", "/pay", STRANGER)
            .host("admin.example")
            .is(403, &[BY_METHOD]),
    ];
    let app = async || {
        let app = App::new().service(shop()).service(admin());
        actix_web::test::init_service(app.wrap(FLOOR.middleware())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let app = App::new().service(admin()).service(shop());
        actix_web::test::init_service(app.wrap(FLOOR.middleware())).await
    };
    holds_for(app, &cases[..3]).await;
    // And inside a scope that the floor is around.
    for status in STATUSES {
        let app = async || {
            let scope = web::scope("/in").service(shop()).service(admin());
            let app = App::new().service(FLOOR.around(scope)).wrap(auth(status));
            actix_web::test::init_service(app.wrap(OPEN.middleware())).await
        };
        let cases = [
            form("/in/pay")
                .host("admin.example")
                .token()
                .is(403, REJECTED)
                .body(""),
            form("/in/pay")
                .host("shop.example")
                .token()
                .is(403, REJECTED)
                .body(""),
        ];
        holds_for(app, &cases).await;
    }
}

/// P7.
#[actix_web::test]
async fn guards_that_share_a_path() {
    let text = || guard::Header("content-type", "text/plain");
    holds!(
        App::new()
            .service(web::resource("/pay").guard(text()).to(h))
            .service(pay)
            .wrap(FLOOR.middleware()),
        form("/pay").is(403, REJECTED).body(""),
    );
    holds!(
        App::new()
            .service(pay_with_json)
            .route("/pay", web::post().to(h))
            .wrap(FLOOR.middleware()),
        form("/pay").is(403, REJECTED).body(""),
    );
    holds!(
        App::new()
            .service(web::resource("/pay").route(web::post().guard(text()).to(h)))
            .service(pay)
            .wrap(FLOOR.middleware())
            .wrap(CorsGate::new()),
        form("/pay").is(403, REJECTED).body(""),
    );
}

/// P8.
#[actix_web::test]
async fn nothing_inside_lifts_it() {
    let inside = |config: &mut web::ServiceConfig| {
        config.service((pay, off, wider));
        config.service(WIDER.around(web::scope("/scope").route("/x", web::post().to(h))));
        config.route("/plain", web::post().to(h));
    };
    let paths = ["/pay", "/off", "/wider", "/scope/x", "/plain", "/nowhere"];
    let cases: Vec<Case> = paths
        .iter()
        .flat_map(|path| {
            let from_admin = request("POST", path, ADMIN).cross_site();
            [
                form(path).is(403, REJECTED).body(""),
                from_admin.is(403, REJECTED).body(""),
                request("POST", path, "null").is(403, REJECTED).body(""),
            ]
        })
        .collect();
    let told = [
        preflight("POST", "/pay", STRANGER).is(403, &[BY_METHOD]),
        preflight("POST", "/off", APP).is(403, &[BY_METHOD]),
        preflight("POST", "/wider", ADMIN).is(403, &[ASKED]),
        preflight("POST", "/wider", APP).is(204, &["allow-methods: POST", FROM_APP, ASKED]),
        preflight("POST", "/scope/x", ADMIN).is(403, &[ASKED]),
        preflight("POST", "/scope/x", APP).is(204, &[AROUND, FROM_APP, ASKED]),
        preflight("POST", "/plain", ADMIN).is(403, &[ASKED]),
        request("POST", "/off", APP).is(200, &[]).body("off"),
    ];
    let all: Vec<Case> = cases.iter().chain(&told).cloned().collect();
    let around_application = async || {
        let app = App::new().configure(inside).wrap(FLOOR.middleware());
        actix_web::test::init_service(app).await
    };
    holds_for(around_application, &all).await;
    let around_scope = async || {
        let app = App::new().service(FLOOR.around(web::scope("").configure(inside)));
        actix_web::test::init_service(app).await
    };
    holds_for(around_scope, &all).await;
    let around_scope_in_a_policy = async || {
        let app = App::new().service(FLOOR.around(web::scope("").configure(inside)));
        actix_web::test::init_service(app.wrap(OPEN.middleware())).await
    };
    holds_for(around_scope_in_a_policy, &cases).await;
    let behind_a_gate = async || {
        let app = App::new().configure(inside).wrap(FLOOR.middleware());
        actix_web::test::init_service(app.wrap(CorsGate::new())).await
    };
    holds_for(behind_a_gate, &cases).await;
}

/// A request has to be let through by every rejecting policy around its route.
#[actix_web::test]
async fn floors_in_one_another() {
    static OTHER: Policy = policy!(
        origins = ["https://admin.acme.example", "https://app.acme.example"],
        mismatch = reject
    );
    static ONLY_ADMIN: Policy =
        policy!(origins = ["https://admin.acme.example"], mismatch = reject);
    holds!(
        App::new()
            .service(ONLY_ADMIN.around(web::scope("/in").service(pay)))
            .route("/out", web::post().to(h))
            .wrap(OTHER.middleware()),
        request("POST", "/in/pay", APP)
            .cross_site()
            .is(403, REJECTED)
            .body(""),
        request("POST", "/in/pay", STRANGER)
            .cross_site()
            .is(403, REJECTED)
            .body(""),
        request("POST", "/in/pay", ADMIN)
            .cross_site()
            .is(200, &["allow-origin: *"])
            .body("pay"),
        request("POST", "/out", APP)
            .cross_site()
            .is(200, &[FROM_APP, BY_ORIGIN, "vary: Sec-Fetch-Site"]),
        preflight("POST", "/in/pay", APP).is(403, &[BY_METHOD]),
    );
}

/// A link leads to a page, unless the route itself rejects it.
#[actix_web::test]
async fn navigations_pass_a_floor_and_no_rejecting_route() {
    let link = |path: &str| {
        request("GET", path, STRANGER)
            .cross_site()
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
    };
    holds!(
        App::new()
            .service(page)
            .route("/plain", web::get().to(h))
            .route("/plain", web::head().to(h))
            .wrap(FLOOR.middleware()),
        link("/plain").is(200, REJECTED).body("h"),
        link("/page").is(403, REJECTED).body(""),
        form("/plain").is(403, REJECTED).body(""),
        request("GET", "/plain", STRANGER)
            .cross_site()
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "iframe")
            .is(403, REJECTED),
        request("GET", "/plain", STRANGER)
            .cross_site()
            .header("sec-fetch-mode", "cors")
            .header("sec-fetch-dest", "document")
            .is(403, REJECTED),
        link("/plain")
            .header("sec-fetch-mode", "navigate")
            .is(403, REJECTED),
    );
}

/// The 403 of a floor has the floor's headers, whatever the table says of the path.
#[actix_web::test]
async fn a_rejection_has_the_headers_of_its_policy() {
    holds!(
        App::new()
            .service(FLOOR.around(web::scope("/in").service(pay)))
            .wrap(OPEN.middleware()),
        request("POST", "/in/pay", STRANGER)
            .is(403, REJECTED)
            .body(""),
        request("POST", "/in/nowhere", STRANGER)
            .is(403, REJECTED)
            .body(""),
        request("POST", "/in/nowhere", APP).is(404, &[FROM_APP, BY_ORIGIN, "vary: Sec-Fetch-Site"]),
    );
}

/// The methods of a floor are for what has no policy of its own.
#[actix_web::test]
async fn methods_of_a_floor() {
    static READ_ONLY: Policy = policy!(
        origins = ["https://app.acme.example"],
        methods = [GET],
        mismatch = reject
    );
    holds!(
        App::new()
            .service(wider)
            .service(OPEN.around(web::scope("/in").route("/plain", web::post().to(h))))
            .route("/plain", web::post().to(h))
            .route("/plain", web::get().to(h))
            .wrap(READ_ONLY.middleware()),
        request("POST", "/wider", APP)
            .cross_site()
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("wider"),
        request("POST", "/in/plain", APP)
            .cross_site()
            .is(200, &["allow-origin: *"]),
        request("POST", "/plain", APP)
            .cross_site()
            .is(403, REJECTED),
        request("GET", "/plain", APP)
            .cross_site()
            .is(200, &[FROM_APP, BY_ORIGIN, "vary: Sec-Fetch-Site"]),
    );
}
