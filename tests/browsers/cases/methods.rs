//! Methods of requests, and methods that no page can send.

use super::{Case, SHARED, by_hands, case, get, put, request};
use crate::addresses::Page::{A, B};

const ALL: &str = "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown";
const NO_BODY: &str =
    "200 access-control-allow-origin access-control-expose-headers etag x-hidden x-shown";

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(B, "HEAD on a route that serves it")
            .step(request("HEAD", "/everything"), &["HEAD api/everything b cross-site gets 200"], NO_BODY),
        case(A, "HEAD on a route that does not serve it")
            .step(request("HEAD", "/listed"), &["HEAD api/listed a cross-site gets 404"], "refused"),
        case(B, "PATCH")
            .step(request("PATCH", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PATCH gets 204",
                "PATCH api/everything b cross-site gets 200",
            ], ALL),
        case(B, "patch is not PATCH")
            .step(request("patch", "/everything"), &["OPTIONS api/everything b cross-site asks patch gets 404"], "refused"),
        case(B, "put and get become PUT and GET")
            .step(request("put", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PUT gets 204",
                "PUT api/everything b cross-site gets 200",
            ], ALL)
            .step(request("get", "/any"), &["GET api/any b cross-site gets 200"], "200 any x-shown"),
        case(B, "a method without a standard")
            .step(request("PURGE", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PURGE gets 204",
                "PURGE api/everything b cross-site gets 200",
            ], ALL),
        case(B, "OPTIONS needs a preflight like other methods")
            .step(request("OPTIONS", "/any"), &["OPTIONS api/any b cross-site asks OPTIONS gets 404"], "refused"),
        case(B, "invalid requests")
            .step(request("TRACE", "/any"), &[], "invalid")
            .step(request("connect", "/any"), &[], "invalid")
            .step(request("B AD", "/any"), &[], "invalid")
            .step(get("/any").body("x"), &[], "invalid")
            .step(put("/any").no_cors(), &[], "invalid")
            .step(get("user:secret@/any"), &[], "invalid")
            .step(get("/any").header("x y", "1"), &[], "invalid"),
        case(B, "OPTIONS may be allowed")
            .step(request("OPTIONS", by_hands("204 | allow-origin: @origin | allow-methods: OPTIONS", SHARED)), &[
                "OPTIONS api/by-hand b cross-site asks OPTIONS gets 204",
                "OPTIONS api/by-hand b cross-site gets 204",
            ], "204"),
    ]
}
