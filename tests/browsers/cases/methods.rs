//! Methods, and what no request can be made of.

use super::{Case, SHARED, ask, by_hands, case, get, put};
use crate::addresses::Page::{A, B};

const ALL: &str = "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown";
const NO_BODY: &str =
    "200 access-control-allow-origin access-control-expose-headers etag x-hidden x-shown";

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(B, "HEAD on a route that serves it")
            .step(ask("HEAD", "/everything"), &["HEAD api/everything b cross-site gets 200"], NO_BODY),
        case(A, "HEAD on a route that does not serve it")
            .step(ask("HEAD", "/listed"), &["HEAD api/listed a cross-site gets 404"], "refused"),
        case(B, "PATCH")
            .step(ask("PATCH", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PATCH gets 204",
                "PATCH api/everything b cross-site gets 200",
            ], ALL),
        case(B, "patch is not PATCH")
            .step(ask("patch", "/everything"), &["OPTIONS api/everything b cross-site asks patch gets 404"], "refused"),
        case(B, "put and get become PUT and GET")
            .step(ask("put", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PUT gets 204",
                "PUT api/everything b cross-site gets 200",
            ], ALL)
            .step(ask("get", "/any"), &["GET api/any b cross-site gets 200"], "200 any x-shown"),
        case(B, "a method without a standard")
            .step(ask("PURGE", "/everything"), &[
                "OPTIONS api/everything b cross-site asks PURGE gets 204",
                "PURGE api/everything b cross-site gets 200",
            ], ALL),
        case(B, "OPTIONS needs a preflight like other methods")
            .step(ask("OPTIONS", "/any"), &["OPTIONS api/any b cross-site asks OPTIONS gets 404"], "refused"),
        case(B, "invalid requests")
            .step(ask("TRACE", "/any"), &[], "invalid")
            .step(ask("connect", "/any"), &[], "invalid")
            .step(ask("B AD", "/any"), &[], "invalid")
            .step(get("/any").body("x"), &[], "invalid")
            .step(put("/any").no_cors(), &[], "invalid")
            .step(get("user:secret@/any"), &[], "invalid")
            .step(get("/any").header("x y", "1"), &[], "invalid"),
        case(B, "OPTIONS may be allowed")
            .step(ask("OPTIONS", by_hands("204 | allow-origin: @origin | allow-methods: OPTIONS", SHARED)), &[
                "OPTIONS api/by-hand b cross-site asks OPTIONS gets 204",
                "OPTIONS api/by-hand b cross-site gets 204",
            ], "204"),
    ]
}
