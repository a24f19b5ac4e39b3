//! `#[cors(..)]` on a module: the policy of each handler in it that has none of its own.

use actix_web::App;
use route_cors::{Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, serve,
    support::{Server, preflight, request},
};

static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);

const APP_ALLOWED: &[&str] = &[
    "allow-headers: content-type",
    "allow-methods: GET",
    FROM_APP,
    ASKED,
];
const ADMIN_ALLOWED: &[&str] = &["allow-methods: GET", FROM_ADMIN, ASKED];

fn is_of_app(server: &Server, path: &str) {
    println!("{path}");
    server
        .ask(&preflight("GET", path, APP))
        .is(204, APP_ALLOWED);
    server.ask(&preflight("GET", path, ADMIN)).is(403, &[ASKED]);
    server
        .ask(&request("GET", path).origin(APP))
        .is(200, &[FROM_APP, BY_ORIGIN]);
}

fn is_of_admins(server: &Server, path: &str) {
    println!("{path}");
    server
        .ask(&preflight("GET", path, ADMIN))
        .is(204, ADMIN_ALLOWED);
    server.ask(&preflight("GET", path, APP)).is(403, &[ASKED]);
    server
        .ask(&request("GET", path).origin(ADMIN))
        .is(200, &[FROM_ADMIN, BY_ORIGIN]);
}

fn has_no_policy(server: &Server, path: &str) {
    println!("{path}");
    server
        .ask(&preflight("GET", path, APP))
        .is(403, &["vary: Access-Control-Request-Method"]);
    server.ask(&request("GET", path).origin(APP)).is(200, &[]);
}

/// A module as people write them.
#[cors(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
)]
pub mod api {
    #![allow(unused_imports, reason = "an inner attribute stays where it is")]

    use actix_web::{Responder, get, route, routes, web};
    use route_cors::cors;

    /// A handler with documentation.
    #[get("/listed")]
    #[allow(clippy::unused_async)]
    pub async fn listed() -> impl Responder {
        helper()
    }

    fn helper() -> &'static str {
        "listed"
    }

    #[cors(off)]
    #[get("/off")]
    pub async fn off() -> impl Responder {
        "off"
    }

    #[cors(policy = super::ADMINS)]
    #[get("/own")]
    pub async fn own() -> impl Responder {
        "own"
    }

    // Whatever turns it on, it is the handler's own.
    #[cfg_attr(all(), cors(policy = super::ADMINS))]
    #[get("/perhaps-own")]
    pub async fn perhaps_own() -> impl Responder {
        "perhaps"
    }

    #[cfg_attr(any(), cors(policy = super::ADMINS))]
    #[get("/not-own")]
    pub async fn not_own() -> impl Responder {
        "not"
    }

    #[routes]
    #[get("/first")]
    #[get("/second")]
    pub async fn several() -> impl Responder {
        "several"
    }

    #[actix_web::get("/qualified")]
    pub(crate) async fn qualified() -> actix_web::HttpResponse {
        actix_web::HttpResponse::Ok().finish()
    }

    #[actix_web::route("/route", method = "GET")]
    pub async fn by_route() -> impl Responder {
        "route"
    }

    #[utoipa::path(get, responses((status = 200)))]
    #[get("/described")]
    pub async fn described() -> impl Responder {
        "described"
    }

    pub mod nested {
        use actix_web::{Responder, get};

        #[get("/nested")]
        pub async fn inherited() -> impl Responder {
            "nested"
        }

        pub mod deep {
            #[actix_web::get("/deep")]
            pub async fn inherited() -> impl actix_web::Responder {
                "deep"
            }
        }
    }

    #[cors(policy = super::ADMINS)]
    pub mod other {
        use actix_web::{Responder, get};

        #[get("/other")]
        pub async fn inherited() -> impl Responder {
            "other"
        }
    }

    #[cors(off)]
    pub mod closed {
        use actix_web::{Responder, get};

        #[get("/closed")]
        pub async fn inherited() -> impl Responder {
            "closed"
        }
    }

    /// A trait has no routes, nor has what it is implemented for.
    pub trait Named {
        fn name(&self) -> &'static str;
    }

    impl Named for u8 {
        fn name(&self) -> &'static str {
            "u8"
        }
    }

    macro_rules! made {
        ($name:ident, $path:literal) => {
            #[cors(policy = crate::modules::ADMINS)]
            #[get($path)]
            pub async fn $name() -> impl Responder {
                "made"
            }
        };
    }
    made!(made, "/made");
}

#[test]
fn each_handler_without_its_own() {
    let server = serve!(
        App::new()
            .service((
                api::listed,
                api::off,
                api::own,
                api::perhaps_own,
                api::not_own,
                api::several
            ))
            .service((api::qualified, api::by_route, api::described))
            .service((api::nested::inherited, api::nested::deep::inherited))
            .service((api::other::inherited, api::closed::inherited, api::made))
    );
    for path in [
        "/listed",
        "/not-own",
        "/first",
        "/second",
        "/qualified",
        "/route",
        "/described",
        "/nested",
        "/deep",
    ] {
        is_of_app(&server, path);
    }
    for path in ["/own", "/perhaps-own", "/other", "/made"] {
        is_of_admins(&server, path);
    }
    has_no_policy(&server, "/off");
    has_no_policy(&server, "/closed");
    assert_eq!(api::Named::name(&1), "u8");
}

#[test]
fn attributes_that_describe_a_handler_stay_on_it() {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::described))]
    struct Described;

    let described = <Described as utoipa::OpenApi>::openapi();
    assert_eq!(
        described.paths.paths.keys().collect::<Vec<_>>(),
        ["/described"]
    );
}

/// The two orders of what actix-web and this library say of a module.
#[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
#[actix_web::scope("/above")]
pub mod above {
    use actix_web::{Responder, get};

    #[get("/item")]
    pub async fn item() -> impl Responder {
        "item"
    }
}

#[actix_web::scope("/below")]
#[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
pub mod below {
    use actix_web::{Responder, get};

    #[get("/item")]
    pub async fn item() -> impl Responder {
        "item"
    }
}

#[test]
fn with_a_prefix_on_the_module() {
    let server = serve!(App::new().service(above::item).service(below::item));
    is_of_app(&server, "/above/item");
    is_of_app(&server, "/below/item");
}

/// The policy of a module is narrowed to what each route serves.
#[cors(origins = ["https://app.acme.example"], headers = ["content-type"], methods = [GET, PUT])]
pub mod narrowed {
    #[actix_web::route("/narrowed", method = "GET", method = "POST")]
    pub async fn handler() -> impl actix_web::Responder {
        "narrowed"
    }
}

/// A handler in a module takes what its policy lets pages send.
#[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
pub mod bodies {
    #[actix_web::put("/body")]
    pub async fn handler(body: actix_web::web::Json<u8>) -> String {
        body.to_string()
    }
}

#[test]
fn methods_and_bodies() {
    let server = serve!(
        App::new()
            .service(narrowed::handler)
            .service(bodies::handler)
    );
    is_of_app(&server, "/narrowed");
    server
        .ask(&preflight("POST", "/narrowed", APP))
        .is(403, &[ASKED]);
    let put = request("PUT", "/body")
        .origin(APP)
        .header("Content-Type", "application/json");
    assert_eq!(
        server
            .ask(&put.body("7"))
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body,
        "7"
    );
}
