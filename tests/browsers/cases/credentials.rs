//! `credentials = [..]`: every page without cookies, some pages with cookies.

use super::{Case, PageRequest, case, get, put};
use crate::addresses::Page::{A, Api, B, Sandboxed, Www};
use crate::support::webdriver::Engine::Firefox;

/// A PUT that needs a preflight for its header, too.
fn change() -> PageRequest {
    put("/mixed").json("1")
}

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "credentials: a listed page reads, with and without")
            .step(get("/mixed").include(), &["GET api/mixed a cross-site gets 200"], "200 mixed")
            .step(get("/mixed"), &["GET api/mixed a cross-site gets 200"], "200 mixed"),
        case(B, "credentials: another page reads only without")
            .step(get("/mixed"), &["GET api/mixed b cross-site gets 200"], "200 mixed")
            .step(get("/mixed").include(), &["GET api/mixed b cross-site gets 200"], "refused"),
        case(Sandboxed, "credentials: an opaque origin reads only without")
            .step(get("/mixed"), &["GET api/mixed null cross-site gets 200"], "200 mixed")
            .step(get("/mixed").include(), &["GET api/mixed null cross-site gets 200"], "refused"),
        case(A, "credentials: a listed page changes with them, and the preflight is cached")
            .step(change().include(), &[
                "OPTIONS api/mixed a cross-site asks PUT for content-type gets 204",
                "PUT api/mixed a cross-site gets 200",
            ], "200 changed")
            .step(change().include(), &["PUT api/mixed a cross-site gets 200"], "200 changed")
            .step(change(), &["PUT api/mixed a cross-site gets 200"], "200 changed")
            .departs_on_the_wire(&[Firefox],
                "Fetch, \"CORS-preflight cache\": entries with credentials are not used without", &[
                "OPTIONS api/mixed a cross-site asks PUT for content-type gets 204",
                "PUT api/mixed a cross-site gets 200",
                "PUT api/mixed a cross-site gets 200",
                "OPTIONS api/mixed a cross-site asks PUT for content-type gets 204",
                "PUT api/mixed a cross-site gets 200",
            ]),
        case(A, "credentials: a listed page changes without them, then with them")
            .step(change(), &[
                "OPTIONS api/mixed a cross-site asks PUT for content-type gets 204",
                "PUT api/mixed a cross-site gets 200",
            ], "200 changed")
            .step(change().include(), &[
                "OPTIONS api/mixed a cross-site asks PUT for content-type gets 204",
                "PUT api/mixed a cross-site gets 200",
            ], "200 changed"),
        case(B, "credentials: the preflight of another page fails with them")
            .step(change().include(), &[
                "OPTIONS api/mixed b cross-site asks PUT for content-type gets 204",
            ], "refused"),
        case(B, "credentials: another page changes without them, and its cached preflight does not help with them")
            .step(change(), &[
                "OPTIONS api/mixed b cross-site asks PUT for content-type gets 204",
                "PUT api/mixed b cross-site gets 200",
            ], "200 changed")
            .step(change(), &["PUT api/mixed b cross-site gets 200"], "200 changed")
            .step(change().include(), &[
                "OPTIONS api/mixed b cross-site asks PUT for content-type gets 204",
            ], "refused"),
        // Both pages are of one site, so they share a browser's HTTP cache.
        case(Api, "credentials: in a shared cache, another page first")
            .step(get("b:/mixed-cached"), &["GET b/mixed-cached api cross-site gets 200"], "200 cached cache-control")
            .on(Www)
            .step(get("b:/mixed-cached").include(), &["GET b/mixed-cached www cross-site gets 200"],
                "200 cached cache-control"),
        case(Www, "credentials: in a shared cache, a listed page first")
            .step(get("b:/mixed-cached").include(), &["GET b/mixed-cached www cross-site gets 200"],
                "200 cached cache-control")
            .on(Api)
            .step(get("b:/mixed-cached"), &["GET b/mixed-cached api cross-site gets 200"], "200 cached cache-control"),
    ]
}
