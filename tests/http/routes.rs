//! Every form in which actix-web takes a handler: the policy applies to it, and nothing else changes.

use std::borrow::Cow;

use actix_web::{
    App, HttpRequest, HttpResponse, Responder, delete, get, guard::GuardContext, head,
    http::header, middleware::DefaultHeaders, patch, post, put, query, route, routes, scope, web,
};
use route_cors::cors;

use crate::{
    serve,
    support::{Server, preflight, request},
};

const APP: &str = "https://app.acme.example";
const STRANGER: &str = "https://stranger.example";

/// Asks for one method on one path, before and after, as a page that is allowed and as one that is not.
#[track_caller]
fn is_for_the_app_alone(server: &Server, method: &str, path: &str) {
    let asked = server.ask(&preflight(method, path, APP));
    assert_eq!(asked.status, 204, "{method} {path}: {asked:#?}");
    assert_eq!(
        asked.values("access-control-allow-origin"),
        [APP],
        "{method} {path}"
    );
    let [methods] = asked.values("access-control-allow-methods")[..] else {
        panic!("{method} {path}: {asked:#?}");
    };
    assert!(
        methods.split(", ").any(|allowed| allowed == method),
        "{method} {path}: {methods}"
    );
    server
        .ask(&preflight(method, path, STRANGER))
        .is(403, &["vary: Origin, Access-Control-Request-Method"]);
    let from_app = &["allow-origin: https://app.acme.example", "vary: Origin"];
    server
        .ask(&request(method, path).origin(APP))
        .is(200, from_app);
    server
        .ask(&request(method, path).origin(STRANGER))
        .is(200, &["vary: Origin"]);
}

/// A handler whose attributes, path and name come from a macro of the program.
macro_rules! handler {
    ($(#[$outer:meta])* $visibility:vis $name:ident at $path:literal for $origin:literal) => {
        $(#[$outer])*
        #[cors(origins = [$origin])]
        #[get($path)]
        $visibility async fn $name() -> impl Responder {
            stringify!($name)
        }
    };
    (expr $name:ident at $path:expr, for $($origin:expr),*) => {
        #[cors(origins = [$($origin),*])]
        #[get($path)]
        async fn $name() -> impl Responder {
            stringify!($name)
        }
    };
    (tt $method:ident $name:ident $($policy:tt)*) => {
        #[cors($($policy)*)]
        #[$method("/macros/tt")]
        async fn $name() -> impl Responder {
            stringify!($name)
        }
    };
    (whole $($handler:tt)*) => {
        $($handler)*
    };
}

#[test]
fn every_attribute_of_one_method() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/item")]
    async fn with_get() -> impl Responder {
        "get"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[post("/item")]
    async fn with_post() -> impl Responder {
        "post"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[put("/item")]
    async fn with_put() -> impl Responder {
        "put"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[delete("/item")]
    async fn with_delete() -> impl Responder {
        "delete"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[patch("/item")]
    async fn with_patch() -> impl Responder {
        "patch"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[head("/item")]
    async fn with_head() -> impl Responder {
        "head"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[query("/item")]
    async fn with_query() -> impl Responder {
        "query"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[route("/item", method = "PURGE", method = "REPORT")]
    async fn with_route() -> impl Responder {
        "route"
    }

    fn handlers(config: &mut web::ServiceConfig) {
        config
            .service((with_get, with_post, with_put, with_delete))
            .service((with_patch, with_head, with_query, with_route));
    }

    for (prefix, server) in [
        ("", serve!(App::new().configure(handlers))),
        (
            "/in",
            serve!(App::new().service(web::scope("/in").configure(handlers))),
        ),
    ] {
        let path = format!("{prefix}/item");
        for method in [
            "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "QUERY", "PURGE", "REPORT",
        ] {
            is_for_the_app_alone(&server, method, &path);
        }
        server.ask(&preflight("PROPFIND", &path, APP)).is(404, &[]);
    }
}

#[test]
fn several_paths_and_methods_of_one_handler() {
    #[cors(origins = ["https://app.acme.example"])]
    #[routes]
    #[get("/a")]
    #[post("/a")]
    #[put("/b/{id}")]
    #[delete("c")]
    async fn several() -> impl Responder {
        "several"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[route("/d", method = "GET", method = "LOCK")]
    async fn with_route() -> impl Responder {
        "route"
    }

    let server = serve!(App::new().service(several).service(with_route));
    for (method, path) in [
        ("GET", "/a"),
        ("POST", "/a"),
        ("PUT", "/b/1"),
        ("DELETE", "/c"),
        ("GET", "/d"),
        ("LOCK", "/d"),
    ] {
        is_for_the_app_alone(&server, method, path);
    }
}

#[test]
fn paths_of_every_kind() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/")]
    async fn root() -> impl Responder {
        "root"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("")]
    async fn empty() -> impl Responder {
        "empty"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("bare")]
    async fn bare() -> impl Responder {
        "bare"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/trailing/")]
    async fn trailing() -> impl Responder {
        "trailing"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/{id:[0-9]{1,3}}/x-{name}.json")]
    async fn pattern(parts: web::Path<(u16, String)>) -> impl Responder {
        format!("{} {}", parts.0, parts.1)
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/files/{tail}*")]
    async fn tail(path: web::Path<String>) -> impl Responder {
        path.into_inner()
    }

    fn handlers(config: &mut web::ServiceConfig) {
        config.service((root, bare, trailing, pattern, tail));
    }

    let server = serve!(
        App::new()
            .service(web::scope("/in").service(empty).configure(handlers))
            .configure(handlers)
    );
    for path in ["/", "/bare", "/trailing/", "/12/x-a.json", "/files/a/b/c"] {
        is_for_the_app_alone(&server, "GET", path);
        is_for_the_app_alone(&server, "GET", &format!("/in{path}"));
    }
    is_for_the_app_alone(&server, "GET", "/in");
    for path in ["/trailing", "/1234/x-a.json", "/in/bare/"] {
        server.ask(&preflight("GET", path, APP)).is(404, &[]);
    }
    assert_eq!(server.ask(&request("GET", "/12/x-a.json")).body, "12 a");
    assert_eq!(server.ask(&request("GET", "/in/files/a/b/c")).body, "a/b/c");
}

/// Handlers in a module, some for others to use.
mod handlers {
    use super::*;

    #[cors(origins = ["https://app.acme.example"])]
    #[actix_web::get("/public")]
    pub async fn public() -> impl Responder {
        "public"
    }

    #[route_cors::cors(origins = ["https://app.acme.example"])]
    #[::actix_web::get("/crate")]
    pub(crate) async fn of_the_crate() -> impl Responder {
        "crate"
    }

    #[::route_cors::cors(origins = ["https://app.acme.example"],)]
    #[actix_web::route("/private", method = "GET")]
    async fn private() -> impl Responder {
        "private"
    }

    pub(super) fn configure(config: &mut web::ServiceConfig) {
        config.service(private);
    }
}

#[test]
fn handlers_of_other_modules() {
    let server = serve!(
        App::new()
            .service((handlers::public, handlers::of_the_crate))
            .configure(handlers::configure)
    );
    for path in ["/public", "/crate", "/private"] {
        is_for_the_app_alone(&server, "GET", path);
    }
}

#[scope("/scoped")]
mod scoped {
    use super::*;

    #[cors(origins = ["https://app.acme.example"])]
    #[get("/get")]
    pub async fn with_get() -> impl Responder {
        "get"
    }

    #[cors(origins = ["https://app.acme.example"])]
    #[routes]
    #[put("/a")]
    #[delete("/b")]
    pub async fn several() -> impl Responder {
        "several"
    }
}

#[test]
fn handlers_of_a_module_with_a_prefix() {
    let server = serve!(
        App::new()
            .service(scoped::with_get)
            .service(scoped::several)
    );
    is_for_the_app_alone(&server, "GET", "/scoped/get");
    is_for_the_app_alone(&server, "PUT", "/scoped/a");
    is_for_the_app_alone(&server, "DELETE", "/scoped/b");
    server.ask(&preflight("GET", "/get", APP)).is(404, &[]);
}

fn has_version(context: &GuardContext<'_>) -> bool {
    context.head().headers.contains_key("x-version")
}

#[test]
fn the_options_of_route_attributes_mean_what_they_meant() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/named/{id}", name = "by-id")]
    async fn named(id: web::Path<u32>) -> impl Responder {
        id.to_string()
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/guarded", guard = "has_version")]
    async fn guarded() -> impl Responder {
        "guarded"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get(
        "/wrapped",
        wrap = r#"DefaultHeaders::new().add(("x-inner", "1"))"#,
        wrap = r#"DefaultHeaders::new().add(("x-outer", "1"))"#
    )]
    async fn wrapped() -> impl Responder {
        "wrapped"
    }
    #[get("/where")]
    async fn location(request: HttpRequest) -> impl Responder {
        let url = |name| {
            request
                .url_for(name, ["7"])
                .expect("it has a name")
                .to_string()
        };
        [url("by-id"), url("location")].join(" ")
    }
    #[cors(origins = any)]
    #[get("/default-name")]
    async fn default_name(request: HttpRequest) -> impl Responder {
        let of_itself = request
            .url_for_static("default_name")
            .expect("it has its own name");
        format!(
            "{of_itself} {:?} {:?}",
            request.match_name(),
            request.match_pattern()
        )
    }

    let server = serve!(
        App::new()
            .service((guarded, wrapped, location, default_name))
            .service(web::scope("/api").service(named))
    );
    assert_eq!(
        server.ask(&request("GET", "/where")).body,
        "http://api.acme.example/api/named/7 http://api.acme.example/where"
    );
    assert_eq!(
        server.ask(&request("GET", "/default-name")).body,
        r#"http://api.acme.example/default-name Some("default_name") Some("/default-name")"#
    );
    is_for_the_app_alone(&server, "GET", "/api/named/7");
    is_for_the_app_alone(&server, "GET", "/wrapped");
    let answer = server.ask(&request("GET", "/wrapped"));
    assert_eq!(answer.values("x-inner"), ["1"]);
    assert_eq!(answer.values("x-outer"), ["1"]);
    server
        .ask(&request("GET", "/guarded").origin(APP))
        .is(404, &[]);
    server
        .ask(
            &request("GET", "/guarded")
                .header("x-version", "2")
                .origin(APP),
        )
        .is(
            200,
            &["allow-origin: https://app.acme.example", "vary: Origin"],
        );
    assert_eq!(server.ask(&preflight("GET", "/guarded", APP)).status, 204);
}

#[test]
fn other_attributes_beside_the_policy() {
    /// Documented above.
    #[cors(origins = ["https://app.acme.example"])]
    /// Documented below.
    #[get("/documented")]
    /// Documented at the end.
    async fn documented() -> impl Responder {
        "documented"
    }
    #[allow(unused_variables, reason = "it is above the policy")]
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/allowed/above")]
    async fn allowed_above(unused: HttpRequest) -> impl Responder {
        "allowed"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[allow(
        unused_variables,
        clippy::unused_async,
        reason = "it is below the policy"
    )]
    #[get("/allowed/below")]
    #[allow(non_snake_case, reason = "it is below the route")]
    async fn allowed_below(UNUSED: HttpRequest) -> impl Responder {
        "allowed"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[cfg(test)]
    #[get("/configured")]
    async fn configured() -> impl Responder {
        "configured"
    }
    #[cors(origins = any)]
    #[cfg(not(test))]
    #[get("/configured")]
    async fn configured() -> impl Responder {
        "never"
    }
    #[cfg(any())]
    #[cors(origins = any)]
    #[get("/never")]
    async fn never() -> impl Responder {
        "never"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[cfg_attr(all(), get("/by-cfg-attr"))]
    async fn by_cfg_attr() -> impl Responder {
        "cfg_attr"
    }

    let server = serve!(App::new().service((
        documented,
        allowed_above,
        allowed_below,
        configured,
        by_cfg_attr
    )));
    for path in [
        "/documented",
        "/allowed/above",
        "/allowed/below",
        "/configured",
        "/by-cfg-attr",
    ] {
        is_for_the_app_alone(&server, "GET", path);
    }
}

#[test]
fn signatures_of_every_kind() {
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/lifetime")]
    async fn lifetime<'a>() -> Cow<'a, str> {
        Cow::Borrowed("lifetime")
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/static")]
    async fn of_static() -> &'static str {
        "static"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/response")]
    async fn response(_: HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header(header::ContentType::html())
            .body("response")
    }
    #[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
    #[get("/many/{a}/{b}")]
    async fn many(
        path: web::Path<(u32, u32)>,
        method: actix_web::http::Method,
        uri: actix_web::http::Uri,
        body: Option<web::Json<u32>>,
        data: web::Data<u32>,
    ) -> actix_web::Result<impl Responder> {
        Ok(format!(
            "{path:?} {method} {uri} {} {data:?}",
            body.is_none()
        ))
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/own")]
    async fn r#async() -> actix_web::Either<&'static str, HttpResponse> {
        actix_web::Either::Left("either")
    }

    let server = serve!(
        App::new()
            .app_data(web::Data::new(7_u32))
            .service((lifetime, of_static, response, many, r#async))
    );
    for path in ["/lifetime", "/static", "/response", "/many/1/2", "/own"] {
        is_for_the_app_alone(&server, "GET", path);
    }
}

#[test]
fn handlers_that_a_macro_makes() {
    handler!(literals at "/macros/literals" for "https://app.acme.example");
    handler!(
        /// Documented in a call.
        #[allow(dead_code, reason = "an attribute in a call")]
        pub documented at "/macros/documented" for "https://app.acme.example"
    );
    handler!(expr expressions at "/macros/expressions", for "https://app.acme.example", "https://admin.acme.example");
    handler!(tt put token_trees origins = ["https://app.acme.example"], max_age = "10m");
    handler! { whole
        #[cors(origins = ["https://app.acme.example"])]
        #[patch("/macros/whole")]
        async fn whole() -> impl Responder {
            "whole"
        }
    }

    let server =
        serve!(App::new().service((literals, documented, expressions, token_trees, whole)));
    for (method, path) in [
        ("GET", "/macros/literals"),
        ("GET", "/macros/documented"),
        ("GET", "/macros/expressions"),
        ("PUT", "/macros/tt"),
        ("PATCH", "/macros/whole"),
    ] {
        is_for_the_app_alone(&server, method, path);
    }
}

/// As a crate that re-exports this one.
mod re_exporting {
    pub mod deep {
        pub use ::route_cors as renamed;
    }
}

#[test]
fn the_crate_under_another_name() {
    use re_exporting::deep::renamed;

    #[renamed::cors(origins = ["https://app.acme.example"], crate = crate::routes::re_exporting::deep::renamed)]
    #[get("/renamed")]
    async fn under_another_name() -> impl Responder {
        "renamed"
    }
    static POLICY: renamed::Policy = renamed::policy!(
        origins = ["https://app.acme.example"],
        crate = crate::routes::re_exporting::deep::renamed
    );

    let server = serve!(
        App::new().service(under_another_name).service(
            web::resource("/policy")
                .wrap(POLICY.middleware())
                .get(|| async { "policy" })
        )
    );
    is_for_the_app_alone(&server, "GET", "/renamed");
    is_for_the_app_alone(&server, "GET", "/policy");
}

#[test]
fn openapi_documents_know_the_route() {
    use utoipa_actix_web::AppExt as _;

    #[cors(origins = ["https://app.acme.example"])]
    #[utoipa::path(responses((status = 200, description = "between the policy and the route")))]
    #[get("/between/{id}")]
    async fn between(id: web::Path<u32>) -> impl Responder {
        id.to_string()
    }
    #[utoipa::path(responses((status = 200, description = "above the policy")))]
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/above")]
    async fn above() -> impl Responder {
        "above"
    }

    let server = serve!({
        let (app, document) = App::new()
            .into_utoipa_app()
            .service(utoipa_actix_web::scope("/api").service(between))
            .service(above)
            .split_for_parts();
        let mut paths: Vec<String> = document.paths.paths.into_keys().collect();
        paths.sort();
        let listed = paths.join(" ");
        app.route(
            "/paths",
            web::get().to(move || std::future::ready(listed.clone())),
        )
    });
    assert_eq!(
        server.ask(&request("GET", "/paths")).body,
        "/above /api/between/{id}"
    );
    is_for_the_app_alone(&server, "GET", "/api/between/7");
    is_for_the_app_alone(&server, "GET", "/above");
}
