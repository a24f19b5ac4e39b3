//! The parts of a response that a page reads, and the origins that it reads from.

use route_cors::testing::Mode;

use super::{Case, Via, case, get, post, put};
use crate::addresses::Page::{A, Api, B, Ip, Sandboxed, Www};

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "a listed origin can read")
            .step(get("/listed"), &["GET api/listed a cross-site gets 200"], "200 listed"),
        case(B, "an origin that is not listed cannot read, but the handler runs")
            .step(get("/listed"), &["GET api/listed b cross-site gets 200"], "refused"),
        case(Ip, "an IP address is an origin too")
            .step(get("/listed"), &["GET api/listed ip cross-site gets 200"], "refused")
            .step(get("/any"), &["GET api/any ip cross-site gets 200"], "200 any x-shown"),
        case(Www, "the same site is not the same origin")
            .step(get("/listed"), &["GET api/listed www same-site gets 200"], "refused"),
        case(Api, "the same origin needs no policy")
            .step(get("/off"), &["GET api/off - same-origin gets 200"], "200 off")
            .step(get("/any"), &["GET api/any - same-origin gets 200"],
                "200 any access-control-allow-origin access-control-expose-headers etag x-hidden x-shown")
            .step(put("/plain"), &["PUT api/plain api same-origin gets 200"], "200 plain"),
        case(B, "any origin can read, and sees the exposed headers")
            .step(get("/any"), &["GET api/any b cross-site gets 200"], "200 any x-shown"),
        case(B, "any origin cannot read with credentials")
            .step(get("/any").include(), &["GET api/any b cross-site gets 200"], "refused"),
        case(B, "every header is exposed")
            .step(get("/everything"), &["GET api/everything b cross-site gets 200"],
                "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown"),
        case(A, "safelisted headers need no preflight")
            .step(post("/listed").body("x"), &["POST api/listed a cross-site gets 200"], "200 created x"),
        case(A, "errors of a handler can be read")
            .step(get("/error/404"), &["GET api/error/404 a cross-site gets 404"], "404 an error")
            .step(get("/error/500"), &["GET api/error/500 a cross-site gets 500"], "500 an error"),
        case(A, "the same by XMLHttpRequest")
            .step(get("/listed").via(Via::Xhr), &["GET api/listed a cross-site gets 200"], "200 listed")
            .step(get("/null").via(Via::Xhr), &["GET api/null a cross-site gets 200"], "refused"),
        case(A, "mode no-cors cannot read")
            .step(get("/any").no_cors(), &["GET api/any - cross-site gets 200"], "opaque")
            .step(post("/any").no_cors().header("x-token", "1"), &["POST api/any a cross-site gets 200"], "opaque"),
        case(A, "mode same-origin fails at another origin")
            .step(get("/any").mode(Mode::SameOrigin), &[], "refused"),
        case(Sandboxed, "an opaque origin is null")
            .step(get("/null"), &["GET api/null null cross-site gets 200"], "200 null")
            .step(get("/any"), &["GET api/any null cross-site gets 200"], "200 any x-shown")
            .step(get("/listed"), &["GET api/listed null cross-site gets 200"], "refused"),
        case(Sandboxed, "null is sent in a preflight like any origin")
            .step(put("/null"), &[
                "OPTIONS api/null null cross-site asks PUT gets 204",
                "PUT api/null null cross-site gets 200",
            ], "200 null")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 null cross-site asks PUT for content-type gets 403",
            ], "refused"),
        case(A, "a policy for null does not allow other origins")
            .step(get("/null"), &["GET api/null a cross-site gets 200"], "refused"),
        case(Sandboxed, "an opaque origin is not the origin of the page around it")
            .step(get("a:/plain"), &["GET a/plain null cross-site gets 200"], "refused"),
        case(A, "a streamed response can be read")
            .step(get("/stream"), &["GET api/stream a cross-site gets 200"], "200 streamed"),
        case(Api, "a streamed response of the page's own origin can be read")
            .step(get("/stream"), &["GET api/stream - same-origin gets 200"], "200 streamed transfer-encoding vary"),
    ]
}
