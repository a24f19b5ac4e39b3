//! Scopes for a host: which requests they take, and what actix-web hides because of them.

use actix_web::{App, Responder, delete, get, guard::Header, put, web};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, AROUND, ASKED, BY_METHOD, BY_ORIGIN, FROM_ADMIN, FROM_APP, FROM_PARTNER, PARTNER,
    asking::{holds, holds_for, preflight, request},
    h,
    middlewares::auth,
};

static API: Policy = policy!(origins = ["https://app.acme.example"]);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);
static FLOOR: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);
static OPEN: Policy = policy!(origins = any);
static OFF: Policy = policy!(off);

const APP_ALLOWED: &[&str] = &[AROUND, FROM_APP, ASKED];
const PARTNER_ALLOWED: &[&str] = &[AROUND, FROM_PARTNER, ASKED];

#[cors(origins = ["https://admin.acme.example"])]
#[put("/x")]
async fn put_x() -> impl Responder {
    "x"
}

/// A scope with a host takes all requests for that host from the scopes behind it with the same prefix.
#[actix_web::test]
async fn a_host_before_every_other_host() {
    let partners = || PARTNERS.around(web::scope("/api").route("/x", web::put().to(h)));
    let rest = || API.around(web::scope("/api").route("/x", web::put().to(h)));
    holds!(
        App::new()
            .service(partners().host("partner.example"))
            .service(rest())
            .wrap(auth(401))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", PARTNER)
            .host("partner.example")
            .is(204, PARTNER_ALLOWED),
        preflight("PUT", "/api/x", APP)
            .host("partner.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/api/x", APP)
            .host("main.example")
            .is(204, APP_ALLOWED),
        preflight("PUT", "/api/none", PARTNER)
            .host("partner.example")
            .is(204, PARTNER_ALLOWED),
        preflight("PUT", "/api/none", APP)
            .host("main.example")
            .is(204, APP_ALLOWED),
    );
    // And for annotated routes.
    #[cors(origins = ["https://app.acme.example"])]
    #[put("/x")]
    async fn put_rest() -> impl Responder {
        "rest"
    }
    #[cors(origins = ["https://app.acme.example"])]
    #[get("/x")]
    async fn get_x() -> impl Responder {
        "get"
    }
    let partners = || PARTNERS.around(web::scope("/api").service(put_x));
    let rest = || API.around(web::scope("/api").service(put_rest));
    holds!(
        App::new()
            .service(partners().host("partner.example"))
            .service(rest())
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", ADMIN)
            .host("partner.example")
            .is(204, &["allow-methods: PUT", FROM_ADMIN, ASKED]),
        preflight("PUT", "/api/x", APP)
            .host("partner.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/api/x", APP)
            .host("main.example")
            .is(204, &["allow-methods: PUT", FROM_APP, ASKED]),
        request("PUT", "/api/x", ADMIN)
            .host("partner.example")
            .token()
            .is(200, &[FROM_ADMIN, BY_ORIGIN])
            .body("x"),
    );
    // A guard of another kind in front makes it uncertain.
    holds!(
        App::new()
            .service(partners().guard(Header("x-p", "1")))
            .service(partners().host("partner.example"))
            .service(rest())
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/none", PARTNER)
            .host("partner.example")
            .is(200, &[]),
    );
    // A plain scope in front takes every method of what is in it.
    let plain = || PARTNERS.around(web::scope("/api").route("/x", web::put().to(h)));
    holds!(
        App::new()
            .service(web::scope("/api").service(get_x))
            .service(plain().host("partner.example"))
            .wrap(auth(200))
            .wrap(CorsGate::new()),
        preflight("PUT", "/api/x", PARTNER)
            .host("partner.example")
            .is(200, &[]),
        preflight("GET", "/api/x", APP)
            .host("partner.example")
            .is(204, &["allow-methods: GET", FROM_APP, ASKED]),
    );
}

/// A scope for another host has the same prefix. actix-web names its resources, so the name does not say what takes the
/// request inside of the scope around.
#[actix_web::test]
async fn a_scope_for_another_host_with_the_same_prefix() {
    let other = || {
        let scope = web::scope("/a/b").route("/other", web::put().to(h));
        PARTNERS.around(scope).host("one.example")
    };
    let inner = || ADMINS.around(web::scope("/b").route("/inner", web::put().to(h)));
    let outer = || web::scope("/a").route("/b/{x}", web::put().to(h));
    let cases = [
        preflight("PUT", "/a/b/1", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/a/b/other", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/a/b/other", PARTNER)
            .host("one.example")
            .is(204, PARTNER_ALLOWED),
    ];
    let app = async || {
        let app = App::new().service(other());
        let app = app.service(API.around(outer().service(inner())));
        actix_web::test::init_service(app.wrap(auth(401)).wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let app = App::new().service(other());
        let app = app.service(API.around(outer().service(inner().host("two.example"))));
        actix_web::test::init_service(app.wrap(auth(401)).wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
}

/// The scope for one host hides the names of what is in the scope for the other: a scope in that one has its own policy.
#[actix_web::test]
async fn a_scope_in_the_second_of_two_hosts() {
    for prefix in ["/p", ""] {
        let path = format!("{prefix}/b/z");
        let one = || {
            let scope = web::scope(prefix).route("/o", web::put().to(h));
            API.around(scope).host("one.example")
        };
        let inner = || web::scope("/b").route("/z", web::put().to(h));
        let outer = || web::scope(prefix).route("/y", web::put().to(h));
        let refused = || {
            preflight("PUT", &path, PARTNER)
                .host("two.example")
                .is(403, &[ASKED])
        };
        let two = || {
            PARTNERS
                .around(outer().service(ADMINS.around(inner())))
                .host("two.example")
        };
        holds!(
            App::new()
                .service(one())
                .service(two())
                .wrap(CorsGate::new()),
            refused(),
            request("PUT", &path, ADMIN)
                .host("two.example")
                .is(200, &[FROM_ADMIN, BY_ORIGIN]),
            request("PUT", &path, PARTNER)
                .host("two.example")
                .is(200, &[BY_ORIGIN]),
        );
        holds!(App::new().service(one()).service(two()), refused());
        let two = || {
            CorsGate::new()
                .around(outer().service(ADMINS.around(inner())))
                .host("two.example")
        };
        let app = || App::new().service(one()).service(two());
        holds!(app().wrap(PARTNERS.middleware()), refused());
        let two = || {
            PARTNERS
                .around(outer().service(OFF.around(inner())))
                .host("two.example")
        };
        let app = || App::new().service(one()).service(two());
        holds!(app().wrap(CorsGate::new()), refused());
        let two =
            || PARTNERS.around(outer().service(ADMINS.around(inner()).guard(Header("x-p", "1"))));
        let app = || App::new().service(one()).service(two().host("two.example"));
        holds!(app().wrap(CorsGate::new()), refused());
        let two = || {
            OPEN.around(outer().service(FLOOR.around(inner())))
                .host("two.example")
        };
        let app = || App::new().service(one()).service(two());
        holds!(app().wrap(CorsGate::new()), refused());
    }
}

/// Another guard on the first scope hides names as well, also if nothing is around the application.
#[actix_web::test]
async fn a_scope_behind_a_guarded_one() {
    let one = || {
        let scope = web::scope("/p").route("/o", web::put().to(h));
        API.around(scope).guard(Header("x-p", "1"))
    };
    let two = || {
        let inner = ADMINS.around(web::scope("/b").route("/z", web::put().to(h)));
        PARTNERS.around(web::scope("/p").service(inner))
    };
    holds!(
        App::new().service(one()).service(two()),
        preflight("PUT", "/p/b/z", PARTNER).is(403, &[ASKED]),
        request("PUT", "/p/b/z", ADMIN).is(200, &[FROM_ADMIN, BY_ORIGIN]),
    );
}

/// A middleware in the outer scope answers before the inner one is reached: both policies count.
#[actix_web::test]
async fn a_middleware_in_the_second_of_two_hosts() {
    let one = || {
        let scope = web::scope("/p").route("/o", web::put().to(h));
        API.around(scope).host("one.example")
    };
    let two = || {
        let inner = ADMINS.around(web::scope("/b").route("/z", web::put().to(h)));
        let outer = web::scope("/p").service(inner).wrap(auth(401));
        PARTNERS.around(outer).host("two.example")
    };
    holds!(
        App::new()
            .service(one())
            .service(two())
            .wrap(CorsGate::new()),
        request("PUT", "/p/b/z", PARTNER)
            .host("two.example")
            .is(401, &[BY_ORIGIN]),
    );
}

/// The scope for the first host has a resource with the path, and in the scope for the second one a resource with a
/// parameter takes it.
#[actix_web::test]
async fn a_name_of_another_host() {
    let one = |scope| PARTNERS.around(scope).host("one.example");
    let named = || web::scope("/p").route("/b/x", web::put().to(h));
    let inner = || ADMINS.around(web::scope("/b").route("/z", web::put().to(h)));
    let outer = || web::scope("/p").route("/{y}/x", web::put().to(h));
    let cases = [
        preflight("PUT", "/p/b/x", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        request("PUT", "/p/b/x", ADMIN)
            .host("two.example")
            .is(200, &[BY_ORIGIN])
            .body("h"),
    ];
    let app = async || {
        let two = API.around(outer().service(inner())).host("two.example");
        let app = App::new().service(one(named())).service(two);
        actix_web::test::init_service(app.wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let two = API.around(outer().service(inner().host("two.example")));
        let app = App::new().service(one(named())).service(two);
        actix_web::test::init_service(app.wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let two = outer().service(inner().host("two.example"));
        let app = App::new().service(one(named())).service(two);
        actix_web::test::init_service(app.wrap(API.middleware())).await
    };
    holds_for(app, &cases).await;
}

/// An annotated route behind the scope has the pattern of a resource in it.
#[actix_web::test]
async fn a_name_of_a_route_behind() {
    #[cors(origins = ["https://partner.example"])]
    #[put("/p/{y}/x")]
    async fn behind() -> impl Responder {
        "behind"
    }
    #[cors(origins = ["https://partner.example"])]
    #[put("/{y}/x")]
    async fn of_one() -> impl Responder {
        "one"
    }
    let two = || {
        let inner = ADMINS.around(web::scope("/b").route("/z", web::put().to(h)));
        let outer = web::scope("/p").route("/{y}/x", web::put().to(h));
        PARTNERS.around(outer.service(inner)).host("two.example")
    };
    let cases = [
        preflight("PUT", "/p/b/x", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        request("PUT", "/p/b/x", ADMIN)
            .host("two.example")
            .is(200, &[BY_ORIGIN])
            .body("h"),
    ];
    let app = async || {
        let app = App::new().service(two()).service(behind);
        actix_web::test::init_service(app.wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
    let app = async || {
        let one = CorsGate::new().around(web::scope("/p").service(of_one));
        let app = App::new().service(two()).service(one.host("one.example"));
        actix_web::test::init_service(app.wrap(CorsGate::new())).await
    };
    holds_for(app, &cases).await;
}

/// `mismatch = reject` counts from outside of a host.
#[actix_web::test]
async fn floors_around_hosts() {
    let scope = |path| web::scope(path).route("/z", web::put().to(h));
    let inside = || {
        (
            OPEN.around(scope("/p")).host("two.example"),
            OFF.around(scope("/q")).host("two.example"),
            CorsGate::new().around(scope("/r")).host("two.example"),
        )
    };
    for path in ["/p/z", "/q/z", "/r/z", "/p/none", "/r/none"] {
        for host in ["two.example", "one.example", ""] {
            holds!(
                App::new()
                    .service(inside())
                    .wrap(auth(200))
                    .wrap(FLOOR.middleware()),
                request("PUT", path, PARTNER)
                    .host(host)
                    .token()
                    .cross_site()
                    .is(403, crate::REJECTED),
            );
        }
    }
    holds!(
        App::new()
            .service(inside())
            .wrap(auth(200))
            .wrap(FLOOR.middleware()),
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(403, &[BY_METHOD]),
        preflight("PUT", "/p/z", APP)
            .host("two.example")
            .is(204, &[AROUND, "allow-origin: *", BY_METHOD]),
        preflight("PUT", "/q/z", APP)
            .host("two.example")
            .is(403, &[BY_METHOD]),
        preflight("PUT", "/r/z", APP)
            .host("two.example")
            .is(204, APP_ALLOWED),
        preflight("PUT", "/r/z", PARTNER)
            .host("two.example")
            .is(403, &[ASKED]),
    );
}

/// A host is compared without its port, whatever its case. An absolute URL in the request line counts for actix-web alone.
#[actix_web::test]
async fn hosts_as_they_are_sent() {
    let scope = || web::scope("/p").route("/z", web::put().to(h));
    let mut cases = Vec::new();
    for host in [
        "two.example",
        "TWO.example",
        "two.example:8080",
        "Two.Example:",
    ] {
        cases.push(
            preflight("PUT", "/p/z", PARTNER)
                .host(host)
                .is(204, PARTNER_ALLOWED),
        );
        cases.push(preflight("PUT", "/p/z", APP).host(host).is(403, &[ASKED]));
        cases.push(
            request("PUT", "/p/z", PARTNER)
                .host(host)
                .token()
                .is(200, &[FROM_PARTNER, BY_ORIGIN]),
        );
        cases.push(
            request("PUT", "/p/z", PARTNER)
                .host(host)
                .is(401, &[FROM_PARTNER, BY_ORIGIN]),
        );
    }
    for host in [
        "two.example.",
        "",
        "x@two.example",
        " two.example x",
        "two.example:1:2",
        "[two.example]",
        "two.example/",
        "two.example\u{e9}",
    ] {
        cases.push(
            preflight("PUT", "/p/z", PARTNER)
                .host(host)
                .is(403, &[ASKED]),
        );
        cases.push(
            preflight("PUT", "/p/z", APP)
                .host(host)
                .is(204, APP_ALLOWED),
        );
        cases.push(
            request("PUT", "/p/z", PARTNER)
                .host(host)
                .token()
                .is(200, &[BY_ORIGIN]),
        );
        cases.push(
            request("PUT", "/p/z", APP)
                .host(host)
                .token()
                .is(200, &[FROM_APP, BY_ORIGIN]),
        );
    }
    cases.push(preflight("PUT", "/p/z", PARTNER).is(403, &[ASKED]));
    cases.push(
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .host("two.example")
            .is(403, &[ASKED]),
    );
    cases.push(preflight("PUT", "http://two.example:80/p/z", PARTNER).is(204, PARTNER_ALLOWED));
    cases.push(
        preflight("PUT", "http://two.example/p/z", PARTNER)
            .host("one.example")
            .is(403, &[ASKED]),
    );
    cases.push(
        preflight("PUT", "http://one.example/p/z", PARTNER)
            .host("two.example")
            .is(204, PARTNER_ALLOWED),
    );
    let app = async || {
        let app = App::new()
            .service(PARTNERS.around(scope()).host("two.example"))
            .service(API.around(scope()))
            .wrap(auth(200))
            .wrap(CorsGate::new());
        actix_web::test::init_service(app).await
    };
    holds_for(app, &cases).await;
}

/// A route in front takes its method, and nothing behind gets a request for the host.
#[actix_web::test]
async fn routes_in_front_and_behind() {
    #[cors(origins = ["https://admin.acme.example"])]
    #[get("/p/z")]
    async fn get_z() -> impl Responder {
        "get"
    }
    #[cors(origins = ["https://admin.acme.example"])]
    #[delete("/p/{any}")]
    async fn delete_any() -> impl Responder {
        "delete"
    }
    let two = || {
        let scope = web::scope("/p").route("/z", web::put().to(h));
        PARTNERS.around(scope).host("two.example")
    };
    holds!(
        App::new()
            .service((get_z, delete_any))
            .service(two())
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(204, PARTNER_ALLOWED),
        preflight("GET", "/p/z", ADMIN)
            .host("two.example")
            .is(204, &["allow-methods: GET", FROM_ADMIN, ASKED]),
        preflight("DELETE", "/p/z", PARTNER)
            .host("two.example")
            .is(403, &[ASKED]),
    );
    holds!(
        App::new()
            .service(two())
            .service((get_z, delete_any))
            .wrap(auth(200))
            .wrap(API.middleware()),
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(204, PARTNER_ALLOWED),
        preflight("GET", "/p/z", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        preflight("GET", "/p/z", PARTNER)
            .host("two.example")
            .is(204, PARTNER_ALLOWED),
        preflight("DELETE", "/p/z", ADMIN)
            .host("two.example")
            .is(403, &[ASKED]),
        preflight("DELETE", "/p/z", ADMIN)
            .host("one.example")
            .is(204, &["allow-methods: DELETE", FROM_ADMIN, ASKED]),
        request("GET", "/p/z", ADMIN)
            .token()
            .host("two.example")
            .is(404, &[BY_ORIGIN]),
    );
}

/// The first scope that the path and the host match takes the request.
#[actix_web::test]
async fn a_parameter_and_a_host() {
    let two = || {
        let scope = web::scope("/p").route("/z", web::put().to(h));
        PARTNERS.around(scope).host("two.example")
    };
    let dynamic = || API.around(web::scope("/{t}").route("/z", web::put().to(h)));
    holds!(
        App::new()
            .service(dynamic())
            .service(two())
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(403, &[ASKED]),
        request("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(200, &[BY_ORIGIN]),
    );
    holds!(
        App::new()
            .service(two())
            .service(dynamic())
            .wrap(CorsGate::new()),
        preflight("PUT", "/p/z", PARTNER)
            .host("two.example")
            .is(204, PARTNER_ALLOWED),
        preflight("PUT", "/p/z", APP)
            .host("two.example")
            .is(403, &[ASKED]),
        preflight("PUT", "/p/z", APP)
            .host("one.example")
            .is(204, APP_ALLOWED),
    );
}
