//! Requests without `fetch()`: elements, workers, `WebSocket`s, and a user who leaves a page.

use super::{
    Case, PageRequest, SHARED, Via, by_hand, case, get, post,
    reasons::{FONTS_WITHOUT_CORS, NO_SITE_OF_SOCKETS},
};
use crate::addresses::Page::{A, Api, B, Sandboxed, Www};
use crate::support::webdriver::Engine::{Chromium, WebKit};

fn font(url: &str) -> PageRequest {
    get(url).via(Via::Font)
}

fn script(url: String) -> PageRequest {
    get(url).via(Via::Script)
}

fn socket() -> PageRequest {
    get("/socket").via(Via::WebSocket)
}

fn form(url: &str) -> PageRequest {
    post(url).body("x=1").via(Via::Form)
}

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "font: a listed origin")
            .step(font("/font"), &["GET api/font a cross-site gets 200"], "loaded")
            .departs_on_the_wire(&[WebKit], FONTS_WITHOUT_CORS, &["GET api/font - cross-site gets 200"]),
        case(B, "font: an origin that is not listed")
            .step(font("/font"), &["GET api/font b cross-site gets 200"], "refused")
            .departs(&[WebKit], FONTS_WITHOUT_CORS, &["GET api/font - cross-site gets 200"], &["loaded"]),
        case(Www, "font: the same site is not the same origin")
            .step(font("/font"), &["GET api/font www same-site gets 200"], "refused")
            .departs(&[WebKit], FONTS_WITHOUT_CORS, &["GET api/font - same-site gets 200"], &["loaded"]),
        case(Api, "font: the same origin")
            .step(font("/font"), &["GET api/font - same-origin gets 200"], "loaded")
            .departs_on_the_wire(&[Chromium], "Fetch, \"`Origin` header\": it sends one for a font at home too", &[
                "GET api/font api same-origin gets 200",
            ])
            .departs_on_the_wire(&[WebKit], FONTS_WITHOUT_CORS, &["GET api/font - same-origin gets 200"]),
        case(Sandboxed, "font: an opaque origin")
            .step(font("/font"), &["GET api/font null cross-site gets 200"], "refused")
            .departs(&[WebKit], FONTS_WITHOUT_CORS, &["GET api/font - cross-site gets 200"], &["loaded"]),
        case(A, "script: with CORS")
            .step(script(by_hand("200 | allow-origin: @origin | content-type: text/javascript")), &[
                "GET api/by-hand a cross-site gets 200",
            ], "loaded")
            .step(script(by_hand("200 | content-type: text/javascript")), &["GET api/by-hand a cross-site gets 200"], "refused"),
        case(A, "script: with credentials")
            .step(script(by_hand(&format!("{SHARED} | content-type: text/javascript"))).include(), &[
                "GET api/by-hand a cross-site gets 200",
            ], "loaded")
            .step(script(by_hand("200 | allow-origin: * | content-type: text/javascript")).include(), &[
                "GET api/by-hand a cross-site gets 200",
            ], "refused"),
        case(A, "worker: a listed origin")
            .step(get("/listed").via(Via::Worker), &["GET api/listed a cross-site gets 200"], "200 listed"),
        case(B, "worker: an origin that is not listed")
            .step(get("/listed").via(Via::Worker), &["GET api/listed b cross-site gets 200"], "refused"),
        case(A, "web socket: an allowed origin")
            .step(socket(), &["GET api/socket a cross-site gets 101"], "loaded")
            .departs_on_the_wire(&[Chromium], NO_SITE_OF_SOCKETS, &["GET api/socket a - gets 101"]),
        case(B, "web socket: an origin that is not allowed")
            .step(socket(), &["GET api/socket b cross-site gets 403"], "refused")
            .departs_on_the_wire(&[Chromium], NO_SITE_OF_SOCKETS, &["GET api/socket b - gets 403"]),
        case(Www, "web socket: the same site is not the same origin")
            .step(socket(), &["GET api/socket www same-site gets 403"], "refused")
            .departs_on_the_wire(&[Chromium], NO_SITE_OF_SOCKETS, &["GET api/socket www - gets 403"]),
        case(Api, "web socket: the page's own origin")
            .step(socket(), &["GET api/socket api same-origin gets 101"], "loaded")
            .departs_on_the_wire(&[Chromium], NO_SITE_OF_SOCKETS, &["GET api/socket api - gets 101"]),
        case(Sandboxed, "web socket: an opaque origin")
            .step(socket(), &["GET api/socket null cross-site gets 403"], "refused")
            .departs_on_the_wire(&[Chromium], NO_SITE_OF_SOCKETS, &["GET api/socket null - gets 403"]),
        case(A, "members: a link on an allowed origin")
            .step(get("/members").via(Via::Link), &["GET api/members - cross-site gets 403"], "opaque"),
        case(Www, "members: a link on the same site")
            .step(get("/members").via(Via::Link), &["GET api/members - same-site gets 403"], "opaque"),
        case(Api, "members: a link on the page's own origin")
            .step(get("/members").via(Via::Link), &["GET api/members - same-origin gets 200"], "opaque"),
        case(A, "members: a form on an allowed origin")
            .step(form("/members"), &["POST api/members a cross-site gets 200"], "opaque"),
        case(B, "members: a form on an origin that is not allowed")
            .step(form("/members"), &["POST api/members b cross-site gets 403"], "opaque"),
        case(Api, "members: a form on the page's own origin")
            .step(form("/members"), &["POST api/members api same-origin gets 200"], "opaque"),
        case(A, "a link needs no policy")
            .step(get("/off").via(Via::Link), &["GET api/off - cross-site gets 200"], "opaque"),
    ]
}
