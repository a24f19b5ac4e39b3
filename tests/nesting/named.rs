//! Named policies, and policies that start from one.

use actix_web::{App, Responder, delete, get, put, route, web};
use route_cors::{Policy, cors, policy};

use crate::{
    ADMIN, APP, ASKED, BY_ORIGIN, FROM_ADMIN, FROM_APP, STRANGER, serve,
    support::{preflight, request},
};

/// Policies of another module, where they are public.
pub mod policies {
    use route_cors::{Policy, policy};

    pub static PARTNERS: Policy = policy!(
        origins = ["https://app.acme.example"],
        methods = [GET, PUT, DELETE],
        headers = ["content-type", "authorization"],
        expose = ["etag"],
        credentials,
        max_age = "1h",
    );
}

use policies::PARTNERS;

static OPEN_TO_FILES: Policy =
    policy!(origins = ["https://app.acme.example", "https://*.acme.example"]);

/// The base, one key replaced at a time.
macro_rules! handlers {
    ($($name:ident $path:literal ($($argument:tt)*) => [$($line:expr),* $(,)?], [$($read:expr),* $(,)?];)+) => {
        $(
            #[cors($($argument)*)]
            #[put($path)]
            async fn $name() -> impl Responder {
                "put"
            }
        )+

        #[test]
        fn a_key_replaces_a_key() {
            let server = serve!(App::new()$(.service($name))+);
            $(
                println!("{}", $path);
                let told: &[&str] = &[$($line),*];
                let origin = if told.contains(&FROM_ADMIN) { ADMIN } else { APP };
                server.ask(&preflight("PUT", $path, origin)).is(204, told);
                server.ask(&request("PUT", $path).origin(origin)).is(200, &[$($read),*]);
                server.ask(&preflight("PUT", $path, STRANGER)).is(403, &[ASKED]);
            )+
        }
    };
}

const WITH: &str = "allow-credentials: true";
const HEADERS: &str = "allow-headers: content-type, authorization";
const PUT: &str = "allow-methods: PUT";
const HOUR: &str = "max-age: 3600";
const ETAG: &str = "expose-headers: etag";

handlers! {
    same "/same" (policy = PARTNERS) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    by_path "/path" (policy = self::policies::PARTNERS) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    by_crate "/crate" (policy = crate::named::policies::PARTNERS, crate = ::route_cors) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    origins "/origins" (policy = PARTNERS, origins = ["https://admin.acme.example"]) =>
        [WITH, HEADERS, PUT, FROM_ADMIN, HOUR, ASKED], [WITH, FROM_ADMIN, ETAG, BY_ORIGIN];
    headers "/headers" (policy = PARTNERS, headers = ["x-own"]) =>
        [WITH, "allow-headers: x-own", PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    expose "/expose" (policy = PARTNERS, expose = ["x-own", "link"]) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, "expose-headers: x-own, link", BY_ORIGIN];
    without "/without" (policy = PARTNERS, credentials = false) =>
        [HEADERS, PUT, FROM_APP, HOUR, ASKED], [FROM_APP, ETAG, BY_ORIGIN];
    without_and_any "/any" (policy = PARTNERS, credentials = false, expose = any, headers = any) =>
        ["allow-headers: *, authorization", PUT, FROM_APP, HOUR, ASKED], [FROM_APP, "expose-headers: *", BY_ORIGIN];
    max_age "/max-age" (policy = PARTNERS, max_age = off) =>
        [WITH, HEADERS, PUT, FROM_APP, "max-age: 0", ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    methods "/methods" (policy = PARTNERS, methods = [PUT]) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN];
    rejects "/rejects" (policy = PARTNERS, mismatch = reject) =>
        [WITH, HEADERS, PUT, FROM_APP, HOUR, ASKED], [WITH, FROM_APP, ETAG, BY_ORIGIN, "vary: Sec-Fetch-Site"];
    wildcard "/wildcard" (
        policy = OPEN_TO_FILES, credentials,
        allow(subdomain_wildcard_with_credentials, reason = "every host below is ours")
    ) => [WITH, PUT, FROM_APP, ASKED], [WITH, FROM_APP, BY_ORIGIN];
    second_hand "/second-hand" (policy = NARROWED, max_age = 5) =>
        [HEADERS, PUT, FROM_ADMIN, "max-age: 5", ASKED], [FROM_ADMIN, ETAG, BY_ORIGIN];
}

/// A policy that starts from one that starts from another.
static NARROWED: Policy = policy!(policy = ADMINS, credentials = false);
static ADMINS: Policy = policy!(policy = PARTNERS, origins = ["https://admin.acme.example"]);

#[cors(policy = PARTNERS)]
#[route("/route", method = "PUT", method = "POST", method = "GET")]
async fn intersected() -> impl Responder {
    "route"
}

static WRITERS: Policy = policy!(policy = PARTNERS, methods = [POST], credentials = false);

#[test]
fn methods_are_those_of_both() {
    let server = serve!(
        App::new().service(intersected).service(
            web::resource("/writers")
                .wrap(WRITERS.middleware())
                .post(|| async { "written" })
        )
    );
    let told = &[
        WITH,
        HEADERS,
        "allow-methods: PUT, GET",
        FROM_APP,
        HOUR,
        ASKED,
    ];
    for method in ["PUT", "GET"] {
        server.ask(&preflight(method, "/route", APP)).is(204, told);
        server
            .ask(&request(method, "/route").origin(APP))
            .is(200, &[WITH, FROM_APP, ETAG, BY_ORIGIN]);
    }
    // The route serves it, and the policy leaves it out.
    server
        .ask(&preflight("POST", "/route", APP))
        .is(403, &[ASKED]);
    server
        .ask(&request("POST", "/route").origin(APP))
        .is(200, &[BY_ORIGIN]);
    // The policy lists it, and the route does not serve it.
    server.ask(&preflight("DELETE", "/route", APP)).is(404, &[]);
    server.ask(&preflight("POST", "/writers", APP)).is(
        204,
        &[HEADERS, "allow-methods: POST", FROM_APP, HOUR, ASKED],
    );
    server
        .ask(&preflight("PUT", "/writers", APP))
        .is(403, &[ASKED]);
}

/// Elements that a build has or has not go along with the policy.
static BUILDS: Policy = policy!(
    origins = [
        #[cfg(debug_assertions)]
        "https://app.acme.example",
        #[cfg(all(debug_assertions, not(debug_assertions)))]
        "https://admin.acme.example",
    ],
);
/// No origin, in this build.
static NOBODY: Policy = policy!(
    origins = [
        #[cfg(not(debug_assertions))]
        "https://app.acme.example"
    ]
);

#[cors(policy = BUILDS)]
#[get("/builds")]
async fn builds() -> impl Responder {
    "builds"
}

#[cors(policy = NOBODY, headers = ["content-type"])]
#[delete("/nobody")]
async fn nobody() -> impl Responder {
    "nobody"
}

#[test]
fn elements_of_other_builds() {
    let server = serve!(App::new().service((builds, nobody)));
    server
        .ask(&preflight("GET", "/builds", APP))
        .is(204, &["allow-methods: GET", FROM_APP, ASKED]);
    server
        .ask(&preflight("GET", "/builds", ADMIN))
        .is(403, &[ASKED]);
    server
        .ask(&preflight("DELETE", "/nobody", APP))
        .is(403, &["vary: Access-Control-Request-Method"]);
    server
        .ask(&request("DELETE", "/nobody").origin(APP))
        .is(200, &[]);
}

/// A base that allows what its own keys need.
static FRAMES: Policy = policy!(
    origins = ["null", "https://app.acme.example"],
    allow(null_origin, reason = "the help pages run in a sandbox"),
);

#[cors(policy = FRAMES, headers = ["x-own"])]
#[put("/frames")]
async fn frames() -> impl Responder {
    "frames"
}

/// In a macro of somebody else's, with the names of the place where it is called.
macro_rules! made {
    ($name:ident, $path:literal, $base:expr) => {
        #[cors(policy = PARTNERS, credentials = false)]
        #[put($path)]
        async fn $name() -> impl Responder {
            "made"
        }
    };
    ($name:ident, $path:literal, path $base:path) => {
        #[cors(policy = $base, credentials = false)]
        #[put($path)]
        async fn $name() -> impl Responder {
            "made"
        }
    };
}
made!(made_here, "/made", path policies::PARTNERS);

#[test]
fn allowances_of_a_base_and_macros() {
    let server = serve!(App::new().service((frames, made_here)));
    server.ask(&preflight("PUT", "/frames", "null")).is(
        204,
        &["allow-headers: x-own", PUT, "allow-origin: null", ASKED],
    );
    server
        .ask(&preflight("PUT", "/made", APP))
        .is(204, &[HEADERS, PUT, FROM_APP, HOUR, ASKED]);
}
