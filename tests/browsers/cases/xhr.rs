//! `XMLHttpRequest`: the rules of `fetch()` apply to it.

use super::{Case, SHARED, Via, by_hand, case, get, hop, post, put, reasons::NO_SITE};
use crate::addresses::Page::{A, Api, B, Sandboxed};
use crate::support::webdriver::Engine::WebKit;

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    let via = Via::Xhr;
    vec![
        case(A, "xhr: a preflight, credentials and an exposed header")
            .step(put("/orders/7").json("1").header("X-Token", "1").include().via(via), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type,x-token gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(B, "xhr: a preflight is refused")
            .step(put("/orders/7").json("1").via(via), &[
                "OPTIONS api/orders/7 b cross-site asks PUT for content-type gets 403",
            ], "refused"),
        case(B, "xhr: any origin, without credentials")
            .step(get("/any").via(via), &["GET api/any b cross-site gets 200"], "200 any x-shown")
            .step(get("/any?again").via(via).include(), &["GET api/any b cross-site gets 200"], "refused"),
        case(A, "xhr: errors can be read")
            .step(get("/error/500").via(via), &["GET api/error/500 a cross-site gets 500"], "500 an error")
            .step(get("/private/account").via(via), &["GET api/private/account a cross-site gets 401"], "401 who are you"),
        case(A, "xhr: redirects are followed")
            .step(get(hop("api", 302, "/listed")).via(via), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .step(get(hop("api", 302, "b:/listed")).via(via), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET b/listed null cross-site gets 200",
            ], "refused")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "GET api/hop/302 a cross-site gets 302",
                "GET api/listed a cross-site gets 200",
                "GET api/hop/302 a cross-site gets 302",
                "GET b/listed null - gets 200",
            ]),
        case(Sandboxed, "xhr: an opaque origin")
            .step(get("/null").via(via), &["GET api/null null cross-site gets 200"], "200 null")
            .step(get("/listed").via(via), &["GET api/listed null cross-site gets 200"], "refused"),
        case(Api, "xhr: the page's own origin")
            .step(put("/plain").via(via), &["PUT api/plain api same-origin gets 200"], "200 plain"),
        case(A, "xhr: headers that are not exposed cannot be read")
            .step(get(by_hand(&format!("{SHARED} | x-a: 1 | x-b: 2 | expose-headers: x-b"))).via(via), &[
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand x-b"),
        case(A, "xhr: uses the cached preflights of fetch")
            .step(put("/pair"), &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put")
            .step(put("/pair").via(via), &["PUT api/pair a cross-site gets 200"], "200 put"),
        case(B, "xhr: a body without a preflight, and a response that cannot be read")
            .step(post("/listed").body("x").via(via), &["POST api/listed b cross-site gets 200"], "refused"),
    ]
}
