//! Facts that actix-web hides: if several policies may apply, a request gets only what each of them allows.

use actix_files::Files;
use actix_web::{
    App, Responder, delete, get,
    guard::{self, Header},
    put, web,
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, AROUND, ASKED, BY_METHOD, BY_ORIGIN, FROM_ADMIN, FROM_APP, FROM_PARTNER, PARTNER,
    STRANGER,
    asking::{holds, holds_for, preflight, request},
    h,
    middlewares::auth,
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static OPEN: Policy = policy!(origins = any);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);
static BOTH: Policy = policy!(origins = ["https://partner.example", "https://app.acme.example"]);

const APP_ALLOWED: &[&str] = &[AROUND, FROM_APP, ASKED];
const ADMIN_ALLOWED: &[&str] = &[AROUND, FROM_ADMIN, ASKED];
const PARTNER_ALLOWED: &[&str] = &[AROUND, FROM_PARTNER, ASKED];

#[cors(origins = ["https://admin.acme.example"])]
#[put("/x")]
async fn put_x() -> impl Responder {
    "x"
}

#[cors(origins = ["https://admin.acme.example"])]
#[delete("/users/{id}")]
async fn delete_user() -> impl Responder {
    "user"
}

#[cors(origins = any)]
#[get("/static")]
async fn get_static() -> impl Responder {
    "static"
}

/// "Un-annotated path, a pattern is named": the innermost scope whose prefix begins the pattern, else the default.
#[actix_web::test]
async fn a_pattern_below_a_prefix() {
    holds!(
        App::new()
            .service(ADMINS.around(web::scope("/{tenant}").route("/x/{id}", web::put().to(h))))
            .wrap(API.middleware()),
        preflight("PUT", "/acme/x/7", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/acme/x/7", APP).is(403, &[ASKED]),
        preflight("PUT", "/acme", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/", APP).is(204, APP_ALLOWED),
    );
}

/// "Under an empty prefix: what that policy and the default both allow."
#[actix_web::test]
async fn an_empty_prefix() {
    let cases = [
        preflight("PUT", "/x", PARTNER).is(403, &[ASKED]),
        preflight("PUT", "/x", APP).is(204, APP_ALLOWED),
        request("PUT", "/x", APP)
            .token()
            .is(200, &[FROM_APP, BY_ORIGIN]),
    ];
    let scope = || BOTH.around(web::scope("").route("/x", web::put().to(h)));
    let app = async || {
        let app = App::new().service(scope()).wrap(auth(200));
        actix_web::test::init_service(app.wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
    // With a host, the scopes are distinct.
    let app = async || {
        let app = App::new()
            .service(scope().host("a.example"))
            .wrap(auth(200));
        actix_web::test::init_service(app.wrap(API.middleware())).await
    };
    let cases = [
        preflight("PUT", "/x", PARTNER)
            .host("a.example")
            .is(204, PARTNER_ALLOWED),
        preflight("PUT", "/x", PARTNER)
            .host("b.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/x", APP)
            .host("b.example")
            .is(204, APP_ALLOWED),
    ];
    holds_for(app, &cases).await;
}

/// "An annotated route with a wholly literal pattern may answer where nothing is named. Routes with parameters are left
/// alone."
#[actix_web::test]
async fn behind_a_scope_that_shares_the_prefix() {
    holds!(
        App::new()
            .service(
                web::scope("/api")
                    .guard(Header("x-office", "1"))
                    .route("/other", web::put().to(h))
            )
            .service(web::scope("/api").service((put_x, delete_user)))
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
        preflight("PUT", "/api/x", APP).is(403, &[ASKED]),
        preflight("DELETE", "/api/users/7", ADMIN).is(401, &[]),
    );
}

/// "Where several scopes share a prefix, what all of them and the default allow."
#[actix_web::test]
async fn scopes_that_share_a_prefix() {
    let partners = || BOTH.around(web::scope("/p").route("/a", web::put().to(h)));
    let admins = || ADMINS.around(web::scope("/p").route("/b", web::put().to(h)));
    let cases = [
        preflight("PUT", "/p/a", PARTNER).is(403, &[ASKED]),
        preflight("PUT", "/p/b", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/p/nowhere", APP).is(403, &[ASKED]),
    ];
    let app = async || {
        let app = App::new()
            .service(partners().guard(Header("x-p", "1")))
            .service(admins());
        actix_web::test::init_service(app.wrap(auth(404)).wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let app = App::new()
            .service(admins().guard(Header("x-p", "1")))
            .service(partners());
        actix_web::test::init_service(app.wrap(auth(404)).wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
}

/// "With any other guard on the result of `around`, what both the scope's policy and the policy that would apply otherwise
/// allow."
#[actix_web::test]
async fn a_guard_that_is_no_host() {
    let scope = || {
        let scope = web::scope("/p")
            .route("/x", web::put().to(h))
            .service(delete_user);
        BOTH.around(scope).guard(Header("x-p", "1"))
    };
    holds!(
        App::new()
            .service(scope())
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/p/x", APP).is(204, APP_ALLOWED),
        preflight("PUT", "/p/x", PARTNER).is(403, &[ASKED]),
        preflight("DELETE", "/p/users/7", ADMIN).is(403, &[ASKED]),
    );
    // Without a policy that would apply otherwise, nothing is answered.
    holds!(
        App::new()
            .service(scope())
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/x", PARTNER).is(200, &[]),
        preflight("DELETE", "/p/users/7", ADMIN).is(200, &[]),
    );
}

/// A guard on the scope around a guarded route leads to what has no policy, and the gate does not answer for that.
#[actix_web::test]
async fn a_guarded_route_in_a_guarded_scope() {
    use actix_web::guard::{Guard as _, GuardContext};

    fn is_json(context: &GuardContext<'_>) -> bool {
        Header("content-type", "application/json").check(context)
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/json", guard = "is_json")]
    async fn put_json() -> impl Responder {
        "json"
    }

    let scope = || web::scope("/p").service(put_json);
    holds!(
        App::new()
            .service(scope())
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/json", ADMIN).is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
    );
    holds!(
        App::new()
            .service(CorsGate::new().around(scope()).guard(Header("x-p", "1")))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/json", ADMIN).is(200, &[]),
    );
}

/// Pages may read the response headers that each of the policies exposes.
#[actix_web::test]
async fn headers_that_several_policies_expose() {
    static ETAG: Policy = policy!(origins = ["https://app.acme.example"], expose = ["etag"]);
    static LINK: Policy = policy!(origins = ["https://app.acme.example"], expose = ["link"]);
    static EVERY: Policy = policy!(origins = ["https://app.acme.example"], expose = any);
    const ETAG_EXPOSED: &[&str] = &[FROM_APP, "expose-headers: etag", BY_ORIGIN];
    const ALL_EXPOSED: &[&str] = &[FROM_APP, "expose-headers: *", BY_ORIGIN];
    const NONE_EXPOSED: &[&str] = &[FROM_APP, BY_ORIGIN];
    for (outer, inner, headers) in [
        (&ETAG, &ETAG, ETAG_EXPOSED),
        (&ETAG, &EVERY, ETAG_EXPOSED),
        (&EVERY, &ETAG, ETAG_EXPOSED),
        (&EVERY, &EVERY, ALL_EXPOSED),
        (&ETAG, &LINK, NONE_EXPOSED),
        (&EVERY, &API, NONE_EXPOSED),
    ] {
        let scope = || {
            let scope = web::scope("/p").route("/x", web::get().to(h));
            inner.around(scope).guard(Header("x-p", "1"))
        };
        holds!(
            App::new()
                .service(scope())
                .wrap(auth(401))
                .wrap(outer.middleware()),
            request("GET", "/p/x", APP).is(401, headers),
            request("GET", "/p/x", PARTNER).is(401, &[BY_ORIGIN]),
        );
    }
}

/// P13. With the guard on the result, the scope of the partners is part of the table.
#[actix_web::test]
async fn a_guarded_scope_before_a_plain_one() {
    let partners = || CorsGate::new().around(web::scope("/api").service((put_x, delete_user)));
    let plain = || {
        web::scope("/api")
            .route("/x", web::put().to(h))
            .route("/users/me", web::delete().to(h))
    };
    holds!(
        App::new()
            .service(partners().host("partner.example"))
            .service(plain())
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN)
            .host("main.example")
            .is(401, &[]),
        preflight("DELETE", "/api/users/me", ADMIN)
            .host("main.example")
            .is(401, &[]),
        preflight("PUT", "/api/x", ADMIN)
            .host("partner.example")
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
    );
    holds!(
        App::new()
            .service(partners().guard(actix_web::guard::Host("partner.example")))
            .service(plain())
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN)
            .host("main.example")
            .is(401, &[]),
        preflight("DELETE", "/api/users/me", ADMIN)
            .host("main.example")
            .is(401, &[]),
    );
}

/// An earlier scope takes a request that its guard accepts, so its policy has to agree, whatever comes later.
#[actix_web::test]
async fn a_guarded_scope_before_an_annotated_route() {
    let guarded = || {
        let scope = web::scope("/api").route("/x", web::put().to(h));
        PARTNERS.around(scope).guard(Header("x-p", "1"))
    };
    holds!(
        App::new()
            .service(guarded())
            .service(web::scope("/api").service(put_x))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN).is(200, &[]),
        preflight("PUT", "/api/x", PARTNER).is(200, &[]),
        request("PUT", "/api/x", ADMIN)
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("x"),
        request("PUT", "/api/x", ADMIN)
            .token()
            .header("x-p", "1")
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(guarded())
            .service(web::scope("/api").service(put_x))
            .wrap(auth(200))
            .wrap(OPEN.middleware()),
        preflight("PUT", "/api/x", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/api/x", PARTNER).is(403, &[ASKED]),
    );
    // And with nothing around them.
    holds!(
        App::new()
            .service(guarded())
            .service(web::scope("/api").service(put_x)),
        preflight("PUT", "/api/x", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/api/x", PARTNER).is(403, &[ASKED]),
    );
    // A gate around the earlier scope: what is in it has no policy.
    holds!(
        App::new()
            .service(
                CorsGate::new()
                    .around(web::scope("/api").route("/x", web::put().to(h)))
                    .guard(Header("x-p", "1"))
            )
            .service(web::scope("/api").service(put_x))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN).is(200, &[]),
    );
}

/// An earlier scope takes the path, and no route behind it is reached.
#[actix_web::test]
async fn a_scope_before_an_annotated_route() {
    #[cors(origins = any)]
    #[put("/p/x")]
    async fn behind() -> impl Responder {
        "behind"
    }
    let scope = || PARTNERS.around(web::scope("/p").route("/x", web::put().to(h)));
    holds!(
        App::new()
            .service(scope())
            .service(behind)
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/x", STRANGER).is(403, &[ASKED]),
        request("PUT", "/p/x", STRANGER)
            .token()
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    holds!(
        App::new()
            .service(behind)
            .service(scope())
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/x", STRANGER)
            .is(204, &["allow-methods: PUT", "allow-origin: *", BY_METHOD]),
        preflight("GET", "/p/x", PARTNER).is(204, PARTNER_ALLOWED),
        request("PUT", "/p/x", STRANGER)
            .token()
            .is(200, &["allow-origin: *"])
            .body("behind"),
    );
    // A gate is no policy. What is in it has none.
    holds!(
        App::new()
            .service(CorsGate::new().around(web::scope("/p").route("/x", web::put().to(h))))
            .service(PARTNERS.around(web::scope("/p").route("/y", web::put().to(h))))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/x", PARTNER).is(200, &[]),
        preflight("PUT", "/p/y", PARTNER).is(200, &[]),
    );
}

/// Two patterns, of which the first that serves the method is not the one that actix-web names.
#[actix_web::test]
async fn the_order_of_patterns() {
    #[cors(origins = any)]
    #[get("/users/{id}")]
    async fn get_user() -> impl Responder {
        "get"
    }
    #[get("/users/{id}")]
    async fn plain_user() -> impl Responder {
        "plain"
    }
    #[cors(origins = ["https://partner.example"])]
    #[delete("/{a}/{b}")]
    async fn delete_any() -> impl Responder {
        "any"
    }
    for gated in [false, true] {
        let told: &[&str] = &["allow-methods: DELETE", FROM_PARTNER, ASKED];
        let app = async || {
            let app = App::new().service((get_user, delete_any, delete_user));
            let gate = actix_web::middleware::Condition::new(gated, CorsGate::new());
            actix_web::test::init_service(app.wrap(gate)).await
        };
        let cases = [
            preflight("DELETE", "/users/7", ADMIN).is(403, &[ASKED]),
            preflight("DELETE", "/users/7", PARTNER).is(204, told),
            request("DELETE", "/users/7", ADMIN)
                .is(200, &[BY_ORIGIN])
                .body("any"),
        ];
        holds_for(app, &cases).await;
        // The plain route may serve DELETE as well: nothing shows that it does not.
        let app = async || {
            let app = App::new().service((plain_user, delete_any, delete_user));
            let gate = actix_web::middleware::Condition::new(gated, CorsGate::new());
            actix_web::test::init_service(app.wrap(gate)).await
        };
        let cases = [
            preflight("DELETE", "/users/7", ADMIN).is(404, &[]),
            preflight("DELETE", "/users/7", PARTNER).is(404, &[]),
            request("DELETE", "/users/7", ADMIN)
                .is(200, &[BY_ORIGIN])
                .body("any"),
        ];
        holds_for(app, &cases).await;
    }
}

/// actix-web names the first pattern of a resource that has several, and the prefix of files.
#[actix_web::test]
async fn a_pattern_that_is_named_for_another_path() {
    let several = || web::resource(["/users/{id}", "/wipe/all"]).to(h);
    holds!(
        App::new()
            .service(several())
            .service(delete_user)
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("DELETE", "/wipe/all", ADMIN).is(200, &[]),
        request("DELETE", "/wipe/all", ADMIN).is(401, &[]),
        request("DELETE", "/wipe/all", ADMIN)
            .token()
            .is(200, &[])
            .body("h"),
    );
    holds!(
        App::new()
            .service(web::resource(["/p/x", "/internal"]).to(h))
            .service(PARTNERS.around(web::scope("/p").route("/y", web::put().to(h))))
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("DELETE", "/internal", PARTNER).is(403, &[ASKED]),
        preflight("DELETE", "/internal", APP).is(204, APP_ALLOWED),
        request("DELETE", "/internal", PARTNER)
            .token()
            .is(200, &[BY_ORIGIN]),
    );
    let files = || {
        Files::new(
            "/static",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/placement"),
        )
    };
    holds!(
        App::new()
            .service(files())
            .service(get_static)
            .wrap(CorsGate::new()),
        request("GET", "/static/main.rs", STRANGER).is(200, &[]),
        preflight("GET", "/static/main.rs", STRANGER).is(405, &[]),
    );
    holds!(
        App::new()
            .service(files())
            .service(get_static)
            .wrap(API.middleware()),
        request("GET", "/static/main.rs", STRANGER).is(200, &[BY_ORIGIN]),
        preflight("GET", "/static/main.rs", STRANGER).is(403, &[ASKED]),
    );
}

/// "A bare gate on a scope leaves everything alone."
#[actix_web::test]
async fn a_bare_gate_on_a_scope() {
    holds!(
        App::new().service(
            web::scope("/api")
                .service(put_x)
                .wrap(auth(401))
                .wrap(CorsGate::new())
        ),
        preflight("PUT", "/api/x", ADMIN).is(401, &[]),
        request("PUT", "/api/x", ADMIN).is(401, &[]),
        request("PUT", "/api/x", ADMIN)
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN]),
    );
}

/// "Of two policies wrapped around one `App`, the inner one is bare."
#[actix_web::test]
async fn two_policies_around_one_application() {
    holds!(
        App::new()
            .service(put_x)
            .route("/plain", web::put().to(h))
            .wrap(PARTNERS.middleware())
            .wrap(OPEN.middleware()),
        preflight("PUT", "/plain", STRANGER).is(204, &[AROUND, "allow-origin: *", BY_METHOD]),
        request("PUT", "/plain", STRANGER)
            .is(403, &[BY_ORIGIN])
            .body(""),
        request("PUT", "/plain", PARTNER)
            .is(200, &[FROM_PARTNER, BY_ORIGIN])
            .body("h"),
        request("PUT", "/x", ADMIN)
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("x"),
        request("PUT", "/x", STRANGER)
            .is(200, &[BY_ORIGIN])
            .body("x"),
    );
}

/// A bare policy with nothing around it works as with actix-cors.
#[actix_web::test]
async fn a_bare_policy_alone() {
    holds!(
        App::new()
            .service(
                web::scope("/a")
                    .route("/x", web::put().to(h))
                    .wrap(auth(404))
                    .wrap(API.middleware())
            )
            .service(
                web::resource("/r")
                    .wrap(ADMINS.middleware())
                    .route(web::put().to(h))
            ),
        preflight("PUT", "/a/x", APP).is(204, APP_ALLOWED),
        preflight("PUT", "/a/nowhere", APP).is(204, APP_ALLOWED),
        preflight("PUT", "/r", ADMIN).is(204, ADMIN_ALLOWED),
        preflight("PUT", "/r", APP).is(403, &[ASKED]),
        request("PUT", "/a/x", APP).is(401, &[FROM_APP, BY_ORIGIN]),
        request("PUT", "/r", ADMIN).is(200, &[FROM_ADMIN, BY_ORIGIN]),
    );
}

/// A scope inside another one has the prefix of a scope that is never reached.
#[actix_web::test]
async fn a_prefix_that_occurs_at_two_depths() {
    let outer = || {
        let other = CorsGate::new().around(web::scope("/{k}")).host("a.example");
        let scope = web::scope("")
            .service(other)
            .route("/{p}", web::put().to(h));
        CorsGate::new().around(scope)
    };
    holds!(
        App::new()
            .service(outer())
            .service(PARTNERS.around(web::scope("/{k}")))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/7", PARTNER).is(200, &[]),
        request("PUT", "/7", PARTNER).token().is(200, &[]).body("h"),
    );
}

/// A route for every path, but not for every method, lets other requests pass on to a scope.
#[actix_web::test]
async fn a_tail_before_a_scope() {
    #[cors(origins = any)]
    #[get("/{tail}*")]
    async fn tail() -> impl Responder {
        "tail"
    }
    holds!(
        App::new()
            .service(tail)
            .service(PARTNERS.around(web::scope("/p").route("/x", web::put().to(h))))
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/p/x", APP).is(403, &[ASKED]),
        preflight("GET", "/p/x", STRANGER)
            .is(204, &["allow-methods: GET", "allow-origin: *", BY_METHOD]),
        request("PUT", "/p/x", APP)
            .token()
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
}

/// A resource has the prefix of a scope, but an earlier scope has taken its path.
#[actix_web::test]
async fn a_prefix_behind_an_earlier_scope() {
    static OFF: Policy = policy!(off);
    let earlier = || {
        let scope = web::scope("/{s}").route("/{p}", web::put().to(h));
        OFF.around(web::scope("").service(scope))
    };
    let later = || web::scope("/{s}").service(CorsGate::new().around(web::scope("")));
    holds!(
        App::new()
            .service(earlier())
            .service(later())
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/q/x", APP).is(403, &[ASKED]),
        request("PUT", "/q/x", APP).token().is(200, &[]).body("h"),
    );
}

/// A literal route that is spelled like the path, but an earlier route has taken it.
#[actix_web::test]
async fn a_tail_before_a_literal_route() {
    #[cors(origins = ["https://app.acme.example"])]
    #[put("/{tail}*")]
    async fn tail() -> impl Responder {
        "tail"
    }
    let hidden = || CorsGate::new().around(web::scope("/a")).host("a.example");
    holds!(
        App::new()
            .service(hidden())
            .service(web::scope("/a").service((tail, put_x)))
            .wrap(CorsGate::new()),
        preflight("PUT", "/a/x", ADMIN).is(403, &[ASKED]),
        preflight("PUT", "/a/x", APP).is(204, &["allow-methods: PUT", FROM_APP, ASKED]),
        request("PUT", "/a/x", APP)
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("tail"),
    );
}

/// A request has passed the guard of the scope that it has entered.
#[actix_web::test]
async fn a_guard_that_has_accepted_a_request() {
    let scope = || {
        let inner = ADMINS.around(web::scope("/inner").route("/y", web::get().to(h)));
        let scope = web::scope("/p").route("/{x}/y", web::get().to(h));
        API.around(scope.service(inner)).guard(Header("x-p", "1"))
    };
    holds!(
        App::new().service(scope()).wrap(CorsGate::new()),
        request("GET", "/p/inner/y", APP)
            .header("x-p", "1")
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("h"),
    );
}

/// A resource with a guard takes the request, although it lets the preflight pass to a route behind it.
#[actix_web::test]
async fn a_preflight_that_passes_a_resource_of_the_same_name() {
    #[cors(origins = ["https://partner.example"])]
    #[put("/{a}/{b}/x")]
    async fn put_any() -> impl Responder {
        "any"
    }
    let twice = || web::scope("/{n}").service(web::scope("/{n}").service(put_x));
    let resource = || web::resource("/{a}/{b}/x").guard(guard::Put()).to(h);
    holds!(
        App::new()
            .service(resource())
            .service(twice())
            .service(put_any),
        preflight("PUT", "/1/2/x", ADMIN).is(404, &[]),
        request("PUT", "/1/2/x", ADMIN).is(200, &[]).body("h"),
    );
}

/// A literal route that is spelled like the path does not count for a request that a resource before it takes.
#[actix_web::test]
async fn a_resource_before_a_literal_route() {
    #[cors(origins = ["https://admin.acme.example"])]
    #[put("/p/x")]
    async fn put_literal() -> impl Responder {
        "literal"
    }
    let scope = || {
        web::scope("/p")
            .guard(Header("x-p", "1"))
            .route("/y", web::put().to(h))
    };
    let resource = || web::resource("/{a}/x").guard(Header("x-y", "1")).to(h);
    holds!(
        App::new()
            .service(scope())
            .service(resource())
            .service(put_literal)
            .wrap(API.middleware()),
        request("PUT", "/p/x", ADMIN)
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("literal"),
        request("PUT", "/p/x", ADMIN)
            .header("x-y", "1")
            .is(200, &[BY_ORIGIN])
            .body("h"),
        request("PUT", "/p/x", APP)
            .header("x-y", "1")
            .is(200, &[FROM_APP, BY_ORIGIN])
            .body("h"),
    );
}

/// The probe of a scope finds nothing if a prefix takes it, or an earlier scope that does not take the path itself.
#[actix_web::test]
async fn a_probe_that_something_else_takes() {
    for prefix in ["/{w:.*}", "/p/{w:.*}", "/p/{w:.+}"] {
        let scope = || ADMINS.around(web::scope(prefix).default_service(web::to(h)));
        holds!(
            App::new().service(scope()).wrap(API.middleware()),
            preflight("PUT", "/p/x", APP).is(403, &[ASKED]),
            request("PUT", "/p/x", APP).is(200, &[BY_ORIGIN]).body("h"),
        );
    }
    for (earlier, path) in [
        ("/a/{y}", "/a"),
        ("/a/{y}", "/a/"),
        ("/a/{y:[a-z-]+}", "/a/7/x"),
    ] {
        let earlier = || web::scope(earlier).route("/z", web::get().to(h));
        let scope = || ADMINS.around(web::scope("/a").default_service(web::to(h)));
        holds!(
            App::new()
                .service(earlier())
                .service(scope())
                .wrap(API.middleware()),
            preflight("PUT", path, APP).is(403, &[ASKED]),
            request("PUT", path, APP).is(200, &[BY_ORIGIN]).body("h"),
        );
        holds!(
            App::new()
                .service(PARTNERS.around(earlier()))
                .service(scope())
                .wrap(API.middleware()),
            preflight("PUT", path, APP).is(403, &[ASKED]),
        );
    }
}

/// A middleware at a path that is the whole prefix of a scope answers before what is at that path.
#[actix_web::test]
async fn a_path_that_is_a_prefix() {
    static OFF: Policy = policy!(off);
    #[cors(origins = ["https://admin.acme.example"])]
    #[put("")]
    async fn put_empty() -> impl Responder {
        "empty"
    }
    for prefix in ["/a", "/{t}", "/{t:.*}"] {
        let empty = || web::scope("").route("", web::put().to(h));
        let placed = || web::scope(prefix).service(ADMINS.around(empty()));
        holds!(
            App::new()
                .service(placed().wrap(auth(200)))
                .wrap(API.middleware()),
            request("PUT", "/a", APP).is(401, &[BY_ORIGIN]),
            request("PUT", "/a", APP).token().is(200, &[BY_ORIGIN]),
            request("PUT", "/a", ADMIN)
                .token()
                .is(200, &[FROM_ADMIN, BY_ORIGIN]),
        );
        let annotated = || web::scope(prefix).service(put_empty);
        holds!(
            App::new()
                .service(annotated().wrap(auth(200)))
                .wrap(API.middleware()),
            request("PUT", "/a", APP).is(401, &[BY_ORIGIN]),
            request("PUT", "/a", ADMIN)
                .token()
                .is(200, &[FROM_ADMIN, BY_ORIGIN]),
        );
        let off = || web::scope(prefix).service(OFF.around(empty()));
        holds!(
            App::new()
                .service(off().wrap(auth(200)))
                .wrap(API.middleware()),
            request("PUT", "/a", APP).is(401, &[]),
            request("PUT", "/a", APP).token().is(200, &[]),
        );
    }
}

/// A middleware that is not placed counts for what is in it, unless a placed scope in it has a policy.
#[actix_web::test]
async fn a_placed_scope_in_a_bare_middleware() {
    static OFF: Policy = policy!(off);
    static COOKIES: Policy = policy!(origins = ["https://partner.example"], credentials);
    let inner = || web::scope("/p").route("/x", web::get().to(h));
    holds!(
        App::new()
            .service(ADMINS.around(inner()))
            .wrap(PARTNERS.middleware())
            .wrap(API.middleware()),
        request("GET", "/p/x", PARTNER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    let outer = || web::scope("/s").service(OFF.around(inner()));
    holds!(
        App::new()
            .service(outer().wrap(COOKIES.middleware()))
            .wrap(API.middleware()),
        request("GET", "/s/p/x", PARTNER).is(200, &[]).body("h"),
    );
    let outer = || web::scope("/s").service(ADMINS.around(inner()));
    holds!(
        App::new().service(API.around(outer().wrap(COOKIES.middleware()))),
        request("GET", "/s/p/x", PARTNER)
            .is(200, &[BY_ORIGIN])
            .body("h"),
    );
    let outer = || web::scope("/s").service(CorsGate::new().around(inner()));
    holds!(
        App::new()
            .service(outer().wrap(PARTNERS.middleware()))
            .wrap(API.middleware()),
        request("GET", "/s/p/x", PARTNER).is(200, &[FROM_PARTNER, BY_ORIGIN]),
    );
}

/// A resource with a guard has the pattern of the annotated route behind it, inside of a middleware that is not placed.
#[actix_web::test]
async fn a_guarded_resource_in_a_bare_middleware() {
    let scope = || {
        let guarded = web::resource("/x").guard(Header("x-y", "1")).to(h);
        web::scope("/s").service(guarded).service(put_x)
    };
    holds!(
        App::new()
            .service(scope().wrap(PARTNERS.middleware()))
            .wrap(API.middleware()),
        request("PUT", "/s/x", APP)
            .header("x-y", "1")
            .cross_site()
            .is(200, &[BY_ORIGIN]),
        request("PUT", "/s/x", ADMIN).is(200, &[FROM_ADMIN, BY_ORIGIN]),
    );
}
