//! Many scopes, each with annotated routes.

use actix_web::{App, Responder, get, put, test::init_service, web};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, AROUND, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER,
    asking::{Case, preflight, request},
    h,
    middlewares::auth,
    process::ask,
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);

#[cors(origins = ["https://admin.acme.example"])]
#[get("/x/{id}")]
async fn get_one() -> impl Responder {
    "get"
}

#[cors(origins = ["https://admin.acme.example"])]
#[put("/x/{id}")]
async fn put_one() -> impl Responder {
    "put"
}

/// P15. `benches/requests` shows what it costs.
#[actix_web::test]
async fn a_thousand_scopes() {
    const N: usize = 1000;
    let app = |default: bool| {
        let app = (0..N).fold(App::new(), |app, n| {
            let scope = web::scope(&format!("/s{n}")).service((get_one, put_one));
            app.service(ADMINS.around(scope.route("/plain", web::put().to(h))))
        });
        let app = app.route("/plain", web::put().to(h)).wrap(auth(404));
        let policy = actix_web::middleware::Condition::new(default, API.middleware());
        app.wrap(policy).wrap(actix_web::middleware::Condition::new(
            !default,
            CorsGate::new(),
        ))
    };
    let told: &[&str] = &["allow-methods: PUT", FROM_ADMIN, ASKED];
    let with_default = init_service(app(true)).await;
    let without = init_service(app(false)).await;
    let holds = async |case: Case| {
        for _ in 0..2 {
            case.check(
                &ask(&with_default, case.to_request()).await,
                "with a default",
            );
            case.check(&ask(&without, case.to_request()).await, "with a gate");
        }
    };
    for n in (0..N).rev().step_by(37).chain([0, N - 1]) {
        let at = |path: &str| format!("/s{n}{path}");
        holds(preflight("PUT", &at("/x/7"), ADMIN).is(204, told)).await;
        holds(preflight("PUT", &at("/x/7"), STRANGER).is(403, &[ASKED])).await;
        holds(preflight("PUT", &at("/plain"), ADMIN).is(204, &[AROUND, FROM_ADMIN, ASKED])).await;
        holds(preflight("PUT", &at("/nowhere"), ADMIN).is(204, &[AROUND, FROM_ADMIN, ASKED])).await;
        holds(request("GET", &at("/x/7"), ADMIN).is(401, &[FROM_ADMIN, BY_ORIGIN])).await;
        holds(
            request("GET", &at("/x/7"), ADMIN)
                .token()
                .is(200, &[FROM_ADMIN, BY_ORIGIN])
                .body("get"),
        )
        .await;
    }
    let plain = preflight("PUT", "/plain", APP);
    let told_app = plain.clone().is(204, &[AROUND, FROM_APP, ASKED]);
    told_app.check(
        &ask(&with_default, plain.to_request()).await,
        "with a default",
    );
    let untold = plain.clone().is(404, &[]);
    untold.check(&ask(&without, plain.to_request()).await, "with a gate");
}
