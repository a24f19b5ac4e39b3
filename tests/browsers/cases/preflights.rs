//! The requests that preflights announce, and the policies that answer them.

use super::{Case, case, get, put, request};
use crate::addresses::Page::{A, B};

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "allowed")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(A, "allowed, with credentials")
            .step(put("/orders/7").json("1").header("x-token", "1").include(), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type,x-token gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(A, "an extractor's error can be read")
            .step(put("/orders/7").json("{"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 400",
            ], "400 Json deserialize error: invalid type: map, expected u32 at line 1 column 0"),
        case(B, "an origin that is not allowed")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 b cross-site asks PUT for content-type gets 403",
            ], "refused"),
        case(A, "a header that is not allowed")
            .step(put("/orders/7").json("1").header("x-trace", "1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type,x-trace gets 204",
            ], "refused"),
        case(A, "each method has its policy: DELETE is for another origin")
            .step(request("DELETE", "/orders/7"), &["OPTIONS api/orders/7 a cross-site asks DELETE gets 403"], "refused")
            .step(get("/orders/7"), &["GET api/orders/7 a cross-site gets 200"], "200 order"),
        case(B, "each method has its policy: GET is for every origin")
            .step(get("/orders/7"), &["GET api/orders/7 b cross-site gets 200"], "200 order")
            .step(request("DELETE", "/orders/7"), &[
                "OPTIONS api/orders/7 b cross-site asks DELETE gets 204",
                "DELETE api/orders/7 b cross-site gets 200",
            ], "200 deleted"),
        case(A, "a method that no route serves")
            .step(request("PATCH", "/orders/7"), &["OPTIONS api/orders/7 a cross-site asks PATCH gets 404"], "refused"),
        case(A, "a method that the policy does not list")
            .step(request("DELETE", "/narrow"), &["OPTIONS api/narrow a cross-site asks DELETE gets 403"], "refused")
            .step(get("/narrow"), &["GET api/narrow a cross-site gets 200"], "refused")
            .step(put("/narrow"), &[
                "OPTIONS api/narrow a cross-site asks PUT gets 204",
                "PUT api/narrow a cross-site gets 200",
            ], "200 narrow"),
        case(B, "any header, and authorization")
            .step(get("/everything").header("authorization", "x").header("x-b", "1").header("X-A", "1"), &[
                "OPTIONS api/everything b cross-site asks GET for authorization,x-a,x-b gets 204",
                "GET api/everything b cross-site gets 200",
            ], "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown"),
        case(A, "any header, with credentials")
            .step(get("/tokens").header("authorization", "x").header("x-b", "1").include(), &[
                "OPTIONS api/tokens a cross-site asks GET for authorization,x-b gets 204",
                "GET api/tokens a cross-site gets 200",
            ], "200 tokens"),
    ]
}
