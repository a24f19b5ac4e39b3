//! The rows of a surface, for each kind of route.

use actix_web::{App, guard::Header, middleware::from_fn, web};
use route_cors::{CorsGate, surface::Surface};

use crate::{ADMIN, API, RUNS, application, auth, gated, ran};

/// The rows, each as one line: method, path, how, and what is special.
fn lines(surface: &Surface) -> Vec<String> {
    let rows = surface.rows().iter().map(|row| {
        let mut line = format!("{} {} {}", row.method, row.path, row.by.as_str());
        if let Some(handler) = &row.handler {
            line.extend([" ", handler]);
        }
        if row.guarded {
            line.push_str(" guarded");
        }
        if !row.floors.is_empty() {
            line.extend([" floors:", &row.floors.len().to_string()]);
        }
        if let Some(reason) = &row.unconfirmed {
            line.extend([" (", reason, ")"]);
        }
        line
    });
    rows.collect()
}

#[actix_web::test]
async fn an_application_with_a_policy() {
    let surface = Surface::of(application!(from_fn(auth), API.middleware())).await;
    assert_eq!(RUNS.get(), 0);
    println!("{}", surface.to_toml());
    assert_eq!(
        lines(&surface),
        [
            "? /** application",
            "? /admin/** scope",
            "POST /admin/pay route pay floors:1",
            "GET /admin/users scope",
            "? /any application",
            "GET /guarded application guarded",
            "GET /health application health",
            "GET /orders/me unreachable shadowed",
            "DELETE /orders/{id} route cancel",
            "GET /orders/{id} route order",
            "PUT /orders/{id} route update",
            "GET /search/{query:.*} application",
            "? /static/* application",
        ]
    );
}

#[actix_web::test]
async fn an_application_with_a_gate() {
    let surface = Surface::of(gated()).await;
    assert_eq!(RUNS.get(), 0);
    assert_eq!(
        lines(&surface),
        [
            "? /admin/** scope",
            "POST /admin/pay route pay floors:1",
            "GET /admin/users scope",
            "? /any none",
            "GET /guarded none guarded",
            "GET /health none health",
            "GET /orders/me unreachable shadowed",
            "DELETE /orders/{id} route cancel",
            "GET /orders/{id} route order",
            "PUT /orders/{id} route update",
            "GET /search/{query:.*} none",
            "? /static/* none",
        ]
    );
}

#[actix_web::test]
async fn a_middleware_in_front_of_everything() {
    let blocked = Surface::of(application!(API.middleware(), from_fn(auth))).await;
    assert_eq!(RUNS.get(), 0);
    assert!(
        lines(&blocked).contains(&"PUT /orders/{id} blocked update".to_owned()),
        "{:?}",
        lines(&blocked)
    );
    assert!(lines(&blocked).contains(&"? /** blocked".to_owned()));
    assert!(blocked.to_toml().contains("status = 401"));
    // A token passes.
    let passed = Surface::of(application!(API.middleware(), from_fn(auth)))
        .header("authorization", "Bearer x")
        .await;
    let outermost = Surface::of(application!(from_fn(auth), API.middleware())).await;
    assert_eq!(passed, outermost);
    assert_eq!(RUNS.get(), 0);
}

#[actix_web::test]
async fn nothing_around_the_application() {
    let surface = Surface::of(application!()).await;
    assert_eq!(RUNS.get(), 0);
    let rows = lines(&surface);
    assert!(
        rows.contains(&"PUT /orders/{id} route update".to_owned()),
        "{rows:?}"
    );
    assert!(
        rows.contains(&"GET /admin/users scope".to_owned()),
        "{rows:?}"
    );
    assert!(
        rows.contains(&"GET /health none health".to_owned()),
        "{rows:?}"
    );

    // A handler for everything would take the preflights.
    let app = App::new()
        .route("/{all:.*}", web::to(async || ran()))
        .configure(crate::routes);
    let surface = Surface::of(app).await;
    assert_eq!(RUNS.get(), 0);
    let rows = lines(&surface);
    assert!(
        rows.contains(&"PUT /orders/{id} unreachable update".to_owned()),
        "{rows:?}"
    );
}

#[actix_web::test]
async fn an_application_without_policies() {
    let app = App::new()
        .service(crate::health)
        .default_service(web::to(async || ran()));
    let surface = Surface::of(app).await;
    assert_eq!(RUNS.get(), 0);
    assert_eq!(lines(&surface), ["GET /health none health"]);
}

#[actix_web::test]
async fn hosts_tell_scopes_apart() {
    let scope = || web::scope("/api").route("/x", web::put().to(async || ran()));
    let app = App::new()
        .service(API.around(scope()).host("a.example"))
        .service(ADMIN.around(scope()).host("b.example"))
        .wrap(CorsGate::new());
    let surface = Surface::of(app).await;
    assert_eq!(RUNS.get(), 0);
    assert_eq!(
        lines(&surface),
        [
            "? /api/** scope guarded",
            "? /api/** scope guarded",
            "PUT /api/x scope guarded",
            "PUT /api/x scope guarded",
        ]
    );
    let origins = |index: usize| {
        format!(
            "{:?}",
            surface.rows()[index].policy.as_ref().unwrap().origins
        )
    };
    assert_ne!(origins(0), origins(1));
}

#[actix_web::test]
async fn a_row_has_the_whole_policy() {
    let surface = Surface::of(application!(from_fn(auth), API.middleware())).await;
    let text = surface.to_toml();
    for row in [
        r#"
[[route]]
path = "/admin/users"
method = "GET"
by = "scope"
origins = [
    "https://admin.acme.example",
    "http://scanner.acme.example",
    { origin = "http://localhost:5173", cfg = "debug_assertions" },
]
methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
credentials = true
mismatch = "reject"
allow = [
    { rule = "insecure_origin", origin = "http://scanner.acme.example", reason = "the scanner has no TLS" },
]
"#,
        r#"
[[route]]
path = "/admin/pay"
method = "POST"
by = "route"
handler = "pay"
origins = [
    "https://admin.acme.example",
    "https://other.example",
]
methods = ["POST"]

[[route.floors]]
path = "/admin/**"
origins = [
    "https://admin.acme.example",
    "http://scanner.acme.example",
    { origin = "http://localhost:5173", cfg = "debug_assertions" },
]
"#,
        r#"
[[route]]
path = "/health"
method = "GET"
by = "application"
handler = "health"
origins = [
    "https://app.acme.example",
    { set = "PARTNERS", source = "env SURFACE_TEST_PARTNERS", within = ["https://*.partner.example"] },
]
methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
headers = ["content-type"]
max_age = 3600
"#,
        r#"
[[route]]
path = "/orders/me"
method = "GET"
by = "unreachable"
behind = "/orders/{id}"
handler = "shadowed"
"#,
        r#"
[[route]]
path = "/orders/{id}"
method = "DELETE"
by = "route"
handler = "cancel"
origins = []
methods = ["DELETE"]
"#,
        r#"
[[route]]
path = "/orders/{id}"
method = "GET"
by = "route"
handler = "order"
origins = "any"
methods = ["GET"]
credentials = [
    "https://app.acme.example",
]
"#,
        r#"
[[route]]
path = "/orders/{id}"
method = "PUT"
by = "route"
handler = "update"
origins = [
    "https://shop.example",
]
methods = ["PUT"]
expose = ["etag"]
credentials = true
"#,
    ] {
        assert!(text.contains(row), "{row}\n{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&surface.to_json()).unwrap();
    let place = json["routes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["path"] == "/admin/pay")
        .unwrap()["place"]
        .clone();
    assert_eq!(place["file"], "tests/surface/main.rs");
}

/// A guard on the result of `around` is seen on the rows of the scope. Preflights do not pass one that is no host.
#[actix_web::test]
async fn scopes_with_a_guard() {
    let scope = |path: &str| web::scope(path).route("/x", web::put().to(async || ran()));
    let services = |config: &mut web::ServiceConfig| {
        config
            .service(API.around(scope("/host")).host("a.example"))
            .service(API.around(scope("/header")).guard(Header("x-a", "1")))
            .service(API.around(scope("/plain")));
    };
    let expected = [
        "? /header/** blocked guarded",
        "PUT /header/x blocked guarded",
        "? /host/** scope guarded",
        "PUT /host/x scope guarded",
        "? /plain/** scope",
        "PUT /plain/x scope",
    ];
    let app = App::new().configure(services);
    assert_eq!(lines(&Surface::of(app).await), expected);
    let app = App::new().configure(services).wrap(CorsGate::new());
    assert_eq!(lines(&Surface::of(app).await), expected);
}
