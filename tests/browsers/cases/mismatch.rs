//! Routes with `mismatch = reject`: the requests that reach the handler.

use super::{Case, Via, case, get, hop, post, put};
use crate::addresses::Page::{A, Api, B, Sandboxed, Www};
use crate::support::webdriver::Engine::Chromium;

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "members: an allowed origin")
            .step(get("/members"), &["GET api/members a cross-site gets 200"], "200 members")
            .step(put("/members").header("x-token", "1"), &[
                "OPTIONS api/members a cross-site asks PUT for x-token gets 204",
                "PUT api/members a cross-site gets 200",
            ], "200 members"),
        case(B, "members: an origin that is not allowed")
            .step(get("/members"), &["GET api/members b cross-site gets 403"], "refused")
            .step(post("/members"), &["POST api/members b cross-site gets 403"], "refused")
            .step(put("/members"), &["OPTIONS api/members b cross-site asks PUT gets 403"], "refused"),
        case(B, "members: without CORS")
            .step(get("/members").no_cors(), &["GET api/members - cross-site gets 403"], "opaque")
            .step(post("/members").no_cors(), &["POST api/members b cross-site gets 403"], "opaque")
            .step(get("/members").via(Via::Image), &["GET api/members - cross-site gets 403"], "opaque"),
        case(A, "members: an allowed page without CORS")
            .step(get("/members").no_cors(), &["GET api/members - cross-site gets 403"], "opaque")
            .step(get("/members").via(Via::Image), &["GET api/members - cross-site gets 403"], "opaque"),
        case(Www, "members: the same site")
            .step(get("/members"), &["GET api/members www same-site gets 403"], "refused")
            .step(get("/members").no_cors(), &["GET api/members - same-site gets 403"], "opaque"),
        case(Api, "members: the same origin")
            .step(get("/members"), &["GET api/members - same-origin gets 200"], "200 members vary")
            .step(post("/members"), &["POST api/members api same-origin gets 200"], "200 members vary")
            .step(get("/members").no_cors(), &["GET api/members - same-origin gets 200"], "200 members vary")
            .step(get("/members").via(Via::Image), &["GET api/members - same-origin gets 200"], "opaque"),
        case(Sandboxed, "members: an opaque origin")
            .step(get("/members"), &["GET api/members null cross-site gets 403"], "refused")
            .step(post("/members").no_cors(), &["POST api/members null cross-site gets 403"], "opaque"),
        case(B, "members: the user")
            .step(get("/members").via(Via::AddressBar), &["GET api/members - none gets 200"], "opaque"),
        case(B, "members: a redirect, without CORS")
            .step(get(hop("b", 302, "/members")).no_cors(), &[
                "GET b/hop/302 - same-origin gets 302",
                "GET api/members - cross-site gets 403",
            ], "opaque")
            .step(post(hop("b", 307, "/members")).no_cors(), &[
                "POST b/hop/307 b same-origin gets 307",
                "POST api/members b cross-site gets 403",
            ], "opaque")
            .departs_on_the_wire(&[Chromium],
                "Fetch, \"`Origin` header\": without CORS, it names no origin after a redirect to another", &[
                "GET b/hop/302 - same-origin gets 302",
                "GET api/members - cross-site gets 403",
                "POST b/hop/307 b same-origin gets 307",
                "POST api/members null cross-site gets 403",
            ]),
        case(Api, "members: a redirect by another site")
            .step(get(hop("b", 302, "/members")).no_cors(), &[
                "GET b/hop/302 - cross-site gets 302",
                "GET api/members - cross-site gets 403",
            ], "opaque"),
    ]
}
