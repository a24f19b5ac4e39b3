//! Uploads with progress events or streams.

use super::{Case, SHARED, Via, by_hands, case, get, post, put, reasons::NO_STREAMS};
use crate::addresses::Page::{A, Api, B};
use crate::support::webdriver::Engine::{Chromium, Firefox, WebKit};

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "upload: a listener needs a preflight")
            .step(post("/listed").via(Via::Xhr).body("x"), &["POST api/listed a cross-site gets 200"], "200 created x")
            .step(post("/listed").via(Via::ListeningXhr).body("x"), &[
                "OPTIONS api/listed a cross-site asks POST gets 204",
                "POST api/listed a cross-site gets 200",
            ], "200 created x"),
        case(B, "upload: a listener's preflight is refused")
            .step(post("/listed").via(Via::ListeningXhr).body("x"), &[
                "OPTIONS api/listed b cross-site asks POST gets 403",
            ], "refused"),
        case(A, "upload: a preflight need not list what is safelisted")
            .step(post(by_hands("204 | allow-origin: @origin", SHARED)).via(Via::ListeningXhr).body("x"), &[
                "OPTIONS api/by-hand a cross-site asks POST gets 204",
                "POST api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(post(by_hands("204 | allow-origin: @origin", SHARED)).via(Via::ListeningXhr).body("x"), &[
                "POST api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "upload: a listener that is added late")
            .step(post("/listed").via(Via::LateXhr).body("x"), &["POST api/listed a cross-site gets 200"], "200 created x"),
        case(A, "upload: a listener without a body")
            .step(get("/listed").via(Via::ListeningXhr), &[
                "OPTIONS api/listed a cross-site asks GET gets 204",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .departs_on_the_wire(&[Chromium],
                "XMLHttpRequest, \"The send() method\": it asks the upload object only where there is a body", &[
                "GET api/listed a cross-site gets 200",
            ]),
        case(Api, "upload: a listener on the page's own origin")
            .step(post("/listed").via(Via::ListeningXhr).body("x"), &["POST api/listed api same-origin gets 200"],
                "200 created x vary"),
        // A stream goes over HTTP/2 alone, and this server speaks HTTP/1.1: the preflight is all that it gets.
        case(A, "upload: a stream needs a preflight")
            .step(post("/listed").via(Via::Stream).body("x"), &["OPTIONS api/listed a cross-site asks POST gets 204"], "refused")
            .departs(&[Firefox], NO_STREAMS, &[
                "POST api/listed a cross-site gets 200",
            ], &["200 created [object ReadableStream]"])
            .departs_on_the_wire(&[WebKit], NO_STREAMS, &[]),
        case(B, "upload: a stream's preflight is refused")
            .step(post("/listed").via(Via::Stream).body("x"), &["OPTIONS api/listed b cross-site asks POST gets 403"], "refused")
            .departs_on_the_wire(&[Firefox], NO_STREAMS, &["POST api/listed b cross-site gets 200"])
            .departs_on_the_wire(&[WebKit], NO_STREAMS, &[]),
        case(A, "upload: a stream is invalid in mode no-cors")
            .step(post("/listed").via(Via::Stream).body("x").no_cors(), &[], "invalid")
            .departs(&[Firefox], NO_STREAMS, &["POST api/listed a cross-site gets 200"], &["opaque"])
            .departs(&[WebKit], NO_STREAMS, &[], &["refused"]),
        case(A, "upload: a listener's preflight that lists no methods")
            .step(put(by_hands("204 | allow-origin: @origin", SHARED)).via(Via::ListeningXhr).body("x"), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .departs(&[Chromium, Firefox, WebKit],
                "Fetch, \"CORS-preflight fetch\", methods: it takes no list for an empty one", &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
            ], &["refused"]),
    ]
}
