//! A browser's HTTP cache: correct with `Vary`, and three sequences that break without it.
//! The model has no such cache, as the standard leaves a browser free to have none.

use super::{Case, Via, by_hand, case, get, reasons::FROM_CACHE};
use crate::addresses::Page::{A, Api, Www};
use crate::support::webdriver::Engine::{Chromium, Firefox};

/// The response of a careless server: it repeats the request's origin, without `Vary`.
const CARELESS: &str =
    "200 | allow-origin: @origin | allow-credentials: true | cache-control: max-age=600";

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "http cache: an image, then a fetch")
            .step(get("/cached").via(Via::Image), &["GET api/cached - cross-site gets 200"], "opaque")
            .step(get("/cached").include(), &["GET api/cached a cross-site gets 200"], "200 cached cache-control"),
        case(A, "http cache: without CORS, then with it")
            .step(get("/cached").no_cors().include(), &["GET api/cached - cross-site gets 200"], "opaque")
            .step(get("/cached").include(), &["GET api/cached a cross-site gets 200"], "200 cached cache-control"),
        case(Www, "http cache: one origin, then another of its site")
            .step(get("b:/cached").include(), &["GET b/cached www cross-site gets 200"], "200 cached cache-control")
            .on(Api)
            .step(get("b:/cached").include(), &["GET b/cached api cross-site gets 200"], "200 cached cache-control"),
        case(A, "http cache: an image, then a fetch, without vary")
            .step(get(by_hand(CARELESS)).via(Via::Image), &["GET api/by-hand - cross-site gets 200"], "opaque")
            .step(get(by_hand(CARELESS)).include(), &["GET api/by-hand a cross-site gets 200"], "200 by hand cache-control")
            .departs(&[Chromium], FROM_CACHE, &["GET api/by-hand - cross-site gets 200"], &["opaque", "refused"]),
        case(A, "http cache: without CORS, then with it, without vary")
            .step(get(by_hand(CARELESS)).no_cors().include(), &["GET api/by-hand - cross-site gets 200"], "opaque")
            .step(get(by_hand(CARELESS)).include(), &["GET api/by-hand a cross-site gets 200"], "200 by hand cache-control")
            .departs(&[Chromium, Firefox], FROM_CACHE, &["GET api/by-hand - cross-site gets 200"], &["opaque", "refused"]),
        case(Www, "http cache: one origin, then another of its site, without vary")
            .step(get(format!("b:{}", by_hand(CARELESS))).include(), &["GET b/by-hand www cross-site gets 200"],
                "200 by hand cache-control")
            .on(Api)
            .step(get(format!("b:{}", by_hand(CARELESS))).include(), &["GET b/by-hand api cross-site gets 200"],
                "200 by hand cache-control")
            .departs(&[Chromium, Firefox], FROM_CACHE, &[
                "GET b/by-hand www cross-site gets 200",
            ], &["200 by hand cache-control", "refused"]),
        case(A, "http cache: a response that is not modified can be read again")
            .step(get("/validated"), &["GET api/validated a cross-site gets 200"], "200 validated cache-control etag")
            .step(get("/validated"), &["GET api/validated a cross-site gets 200"], "200 validated cache-control etag")
            .departs_on_the_wire(&[Chromium, Firefox], FROM_CACHE, &[
                "GET api/validated a cross-site gets 200",
                "GET api/validated a cross-site gets 304",
            ]),
    ]
}
