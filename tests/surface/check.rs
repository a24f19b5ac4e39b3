//! The command `check` and the browser for tests agree about the running application.

use actix_web::{App, test::init_service, web};
use cors_surface::{Header, Question, check};
use route_cors::{
    CorsGate,
    surface::Surface,
    testing::{Browser, Credentials, Request},
};

use crate::{API, RUNS, application};

const ORIGINS: &[&str] = &[
    "https://app.acme.example",
    "https://admin.acme.example",
    "http://localhost:5173",
    "http://scanner.acme.example",
    "https://shop.example",
    "https://other.example",
    "https://evil.example",
    "null",
];
const REQUESTS: &[(&str, &str)] = &[
    ("GET", "/orders/7"),
    ("PUT", "/orders/7"),
    ("DELETE", "/orders/7"),
    ("PATCH", "/orders/7"),
    ("GET", "/orders/me"),
    ("GET", "/pri%63es"),
    ("GET", "/health"),
    ("GET", "/admin/users"),
    ("POST", "/admin/pay"),
    ("PUT", "/admin/nowhere"),
    ("GET", "/any"),
    ("PUT", "/any"),
    ("GET", "/search/a/b"),
    ("GET", "/static/file.rs"),
    ("GET", "/nowhere"),
    ("PUT", "/nowhere"),
];
const HEADERS: &[Option<(&str, &str)>] = &[
    None,
    Some(("content-type", "application/json")),
    Some(("content-type", "text/plain")),
    Some(("x-other", "1")),
];

/// Asks `check` and the browser everything about one application.
macro_rules! assert_agree {
    ($($wrap:expr),*) => {{
        let surface = Surface::of(application!($($wrap),*)).await.into_inner();
        let app = init_service(application!($($wrap),*)).await;
        let cfgs = if cfg!(debug_assertions) { vec!["debug_assertions".to_owned()] } else { Vec::new() };
        let mut asked = 0;
        for origin in ORIGINS {
            for (method, path) in REQUESTS {
                for header in HEADERS {
                    for credentials in [false, true] {
                        let mut question = Question::new(origin, method, path);
                        question.credentials = credentials;
                        question.cfgs.clone_from(&cfgs);
                        let mut request = Request::new(method, &format!("https://api.acme.example{path}"));
                        if credentials {
                            request = request.credentials(Credentials::Include);
                        }
                        if let Some((name, value)) = header {
                            question.headers.push(Header::parse(&format!("{name}: {value}")));
                            request = request.header(name, value);
                        }
                        let browser = match *origin {
                            "null" => Browser::opaque(),
                            origin => Browser::at(origin),
                        };
                        let before = RUNS.get();
                        let response = browser.fetch(&app, request).await;
                        let answer = check(&surface, &question);
                        let words = format!("{question:?}\n{answer:#?}\n{:?}", response.as_ref().err());
                        assert_eq!(answer.allowed, response.is_ok(), "{words}");
                        // The default service is no row of an application without a policy, and preflights may reach it.
                        let is_sent = browser.exchanges().iter().any(|exchange| !exchange.is_preflight());
                        if is_sent && RUNS.get() > before && answer.steps[0].passed {
                            assert!(answer.handled, "{words}");
                        }
                        asked += 1;
                    }
                }
            }
        }
        assert_eq!(asked, ORIGINS.len() * REQUESTS.len() * HEADERS.len() * 2);
    }};
}

#[actix_web::test]
async fn with_a_policy_around_the_application() {
    assert_agree!(API.middleware());
}

#[actix_web::test]
async fn with_a_gate() {
    assert_agree!(CorsGate::new());
}
