//! Origins that differ in a host, a label or a port, and origin sets that change.

use super::{Case, case, get, post, put, reasons::COOKIES_WITHOUT_TLS};
use crate::addresses::Page::{A, B, Lookalike, Port, Sub, Www};
use crate::support::webdriver::Engine::WebKit;

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(Sub, "a wildcard allows every host below it")
            .step(get("/below"), &["GET api/below sub cross-site gets 200"], "200 below")
            .step(put("/below"), &[
                "OPTIONS api/below sub cross-site asks PUT gets 204",
                "PUT api/below sub cross-site gets 200",
            ], "200 below"),
        case(A, "a wildcard does not allow the host itself")
            .step(get("/below"), &["GET api/below a cross-site gets 200"], "refused")
            .step(put("/below"), &["OPTIONS api/below a cross-site asks PUT gets 403"], "refused"),
        case(Lookalike, "a wildcard does not allow a host that only ends alike")
            .step(get("/below"), &["GET api/below lookalike cross-site gets 200"], "refused")
            .step(get("/listed"), &["GET api/listed lookalike cross-site gets 200"], "refused"),
        case(Sub, "an origin does not allow the hosts below it")
            .step(get("/listed"), &["GET api/listed sub cross-site gets 200"], "refused"),
        case(Sub, "a host and the hosts below it are one site")
            .step(get("a:/cookies").include(), &["GET a/cookies sub same-site gets 200"], "200 cookies"),
        case(Www, "a wildcard allows several labels")
            .step(get("/cached"), &["GET api/cached www same-site gets 200"], "200 cached cache-control"),
        case(Port, "another port is another origin of the same site")
            .step(get("/listed"), &["GET api/listed port same-site gets 200"], "refused")
            .step(put("/cookies").include(), &[
                "OPTIONS api/cookies port same-site asks PUT gets 204",
                "PUT api/cookies port same-site with strict=1; lax=1; plain=1; none=1 gets 200",
            ], "200 cookies")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/listed port same-site gets 200",
                "OPTIONS api/cookies port same-site asks PUT gets 204",
                "PUT api/cookies port same-site with strict=1; lax=1; plain=1; insecure=1 gets 200",
            ]),
        case(A, "an origin without a port means the default port")
            .step(get("/no-port"), &["GET api/no-port a cross-site gets 200"], "refused"),
        case(B, "an origin that is added and removed")
            .step(get("/tenants"), &["GET api/tenants b cross-site gets 200"], "refused")
            .step(put("/tenants"), &["OPTIONS api/tenants b cross-site asks PUT gets 403"], "refused")
            .step(post("/tenants/admit?who=b").no_cors(), &["POST api/tenants/admit b cross-site gets 200"], "opaque")
            .step(get("/tenants"), &["GET api/tenants b cross-site gets 200"], "200 tenants")
            .step(put("/tenants"), &[
                "OPTIONS api/tenants b cross-site asks PUT gets 204",
                "PUT api/tenants b cross-site gets 200",
            ], "200 tenants")
            .step(post("/tenants/bar?who=b").no_cors(), &["POST api/tenants/bar b cross-site gets 200"], "opaque")
            .step(get("/tenants"), &["GET api/tenants b cross-site gets 200"], "refused"),
    ]
}
