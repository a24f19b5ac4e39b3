//! The policy of a route: none, `off`, or a middleware's.

use super::{Case, case, get, put, request};
use crate::addresses::Page::{A, B};

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "a route that is off")
            .step(get("/off"), &["GET api/off a cross-site gets 200"], "refused")
            .step(put("/off"), &["OPTIONS api/off a cross-site asks PUT gets 403"], "refused"),
        case(A, "a route without a policy")
            .step(get("/plain"), &["GET api/plain a cross-site gets 200"], "refused")
            .step(put("/plain"), &["OPTIONS api/plain a cross-site asks PUT gets 405"], "refused"),
        case(A, "no route")
            .step(get("/nowhere"), &["GET api/nowhere a cross-site gets 404"], "refused")
            .step(put("/nowhere"), &["OPTIONS api/nowhere a cross-site asks PUT gets 404"], "refused"),
        case(A, "a policy around a scope")
            .step(get("/files/one"), &["GET api/files/one a cross-site gets 200"], "200 file etag")
            .step(put("/files/one").header("x-token", "1"), &[
                "OPTIONS api/files/one a cross-site asks PUT for x-token gets 204",
                "PUT api/files/one a cross-site gets 200",
            ], "200 file etag")
            .step(request("DELETE", "/files/one"), &["OPTIONS api/files/one a cross-site asks DELETE gets 403"], "refused"),
        case(A, "a policy around a scope covers its 404")
            .step(get("/files/two"), &["GET api/files/two a cross-site gets 404"], "404")
            .step(put("/files/two"), &[
                "OPTIONS api/files/two a cross-site asks PUT gets 204",
                "PUT api/files/two a cross-site gets 404",
            ], "404"),
        case(B, "a policy around a scope refuses")
            .step(get("/files/one"), &["GET api/files/one b cross-site gets 200"], "refused")
            .step(put("/files/one"), &["OPTIONS api/files/one b cross-site asks PUT gets 403"], "refused"),
        case(B, "the innermost policy applies")
            .step(get("/files/open"), &["GET api/files/open b cross-site gets 200"], "200 open"),
        case(A, "off is a policy too")
            .step(get("/files/closed"), &["GET api/files/closed a cross-site gets 200"], "refused")
            .step(put("/files/closed"), &["OPTIONS api/files/closed a cross-site asks PUT gets 403"], "refused"),
        case(A, "guarded routes: a preflight needs all of them")
            .step(get("/guarded").header("accept", "text/b"), &["GET api/guarded a cross-site gets 200"], "200 guarded")
            .step(put("/guarded"), &[
                "OPTIONS api/guarded a cross-site asks PUT gets 204",
                "PUT api/guarded a cross-site gets 200",
            ], "200 unguarded"),
        case(B, "guarded routes: each response has its own policy")
            .step(get("/guarded").header("accept", "text/b"), &["GET api/guarded b cross-site gets 200"], "200 guarded")
            .step(get("/guarded"), &["GET api/guarded b cross-site gets 200"], "refused")
            .step(put("/guarded").header("accept", "text/b"), &["OPTIONS api/guarded b cross-site asks PUT gets 403"], "refused"),
        case(A, "a route without a policy registered before one with a policy")
            .step(request("DELETE", "/users/7"), &[
                "OPTIONS api/users/7 a cross-site asks DELETE gets 204",
                "DELETE api/users/7 a cross-site gets 200",
            ], "200 deleted")
            .step(request("DELETE", "/users/me"), &["OPTIONS api/users/me a cross-site asks DELETE gets 404"], "refused"),
        case(A, "the error of a middleware on the route can be read")
            .step(get("/limited"), &["GET api/limited a cross-site gets 429"], "429 slow down"),
        case(B, "the error of a middleware on the route cannot be read by other origins")
            .step(get("/limited"), &["GET api/limited b cross-site gets 429"], "refused"),
    ]
}
