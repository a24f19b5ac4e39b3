//! Cookies: with which credentials mode, to which site, and who may set them.

use super::{
    Case, SHARED, Via, by_hand, case, get, post, put,
    reasons::{COOKIES_WITHOUT_TLS, OPEN_COOKIES},
};
use crate::addresses::Page::{A, Api, B, Ip, Sandboxed, Www};
use crate::support::webdriver::Engine::{Firefox, WebKit};

const ALL: &str = " | set-cookie: strict=1; SameSite=Strict; Path=/cookies \
    | set-cookie: lax=1; SameSite=Lax; Path=/cookies \
    | set-cookie: plain=1; Path=/cookies \
    | set-cookie: none=1; SameSite=None; Secure; Path=/cookies \
    | set-cookie: insecure=1; SameSite=None; Path=/cookies";

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn cases() -> Vec<Case> {
    let set = |cookies: &str| by_hand(&format!("{SHARED}{cookies}"));
    vec![
        case(Api, "cookies: the same origin")
            .step(get(set(ALL)), &["GET api/by-hand - same-origin gets 200"],
                "200 by hand access-control-allow-credentials access-control-allow-origin")
            .step(get("/cookies"), &["GET api/cookies - same-origin with strict=1; lax=1; plain=1; none=1 gets 200"],
                "200 cookies vary")
            .step(get("/cookies").omit(), &["GET api/cookies - same-origin gets 200"], "200 cookies vary")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/by-hand - same-origin gets 200",
                "GET api/cookies - same-origin with strict=1; lax=1; plain=1; insecure=1 gets 200",
                "GET api/cookies - same-origin gets 200",
            ]),
        case(Www, "cookies: the same site")
            .step(get("/cookies"), &["GET api/cookies www same-site gets 200"], "200 cookies")
            .step(get("/cookies").include(), &[
                "GET api/cookies www same-site with strict=1; lax=1; plain=1; none=1 gets 200",
            ], "200 cookies")
            .step(put("/cookies").include(), &[
                "OPTIONS api/cookies www same-site asks PUT gets 204",
                "PUT api/cookies www same-site with strict=1; lax=1; plain=1; none=1 gets 200",
            ], "200 cookies")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies www same-site gets 200",
                "GET api/cookies www same-site with strict=1; lax=1; plain=1; insecure=1 gets 200",
                "OPTIONS api/cookies www same-site asks PUT gets 204",
                "PUT api/cookies www same-site with strict=1; lax=1; plain=1; insecure=1 gets 200",
            ]),
        case(A, "cookies: another site")
            .step(get("/cookies"), &["GET api/cookies a cross-site gets 200"], "200 cookies")
            .step(get("/cookies").include(), &["GET api/cookies a cross-site with none=1 gets 200"], "200 cookies")
            .step(post("/cookies").include(), &["POST api/cookies a cross-site with none=1 gets 200"], "200 cookies")
            .step(get("/cookies").omit(), &["GET api/cookies a cross-site gets 200"], "200 cookies")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/cookies a cross-site gets 200",
                "GET api/cookies a cross-site with plain=1; none=1 gets 200",
                "POST api/cookies a cross-site with plain=1; none=1 gets 200",
                "GET api/cookies a cross-site gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies a cross-site gets 200",
                "GET api/cookies a cross-site with plain=1; insecure=1 gets 200",
                "POST api/cookies a cross-site with plain=1; insecure=1 gets 200",
                "GET api/cookies a cross-site gets 200",
            ]),
        case(A, "cookies: another site, by XMLHttpRequest")
            .step(get("/cookies").via(Via::Xhr), &["GET api/cookies a cross-site gets 200"], "200 cookies")
            .step(get("/cookies").via(Via::Xhr).include(), &["GET api/cookies a cross-site with none=1 gets 200"], "200 cookies")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/cookies a cross-site gets 200",
                "GET api/cookies a cross-site with plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies a cross-site gets 200",
                "GET api/cookies a cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(B, "cookies: without CORS")
            .step(get("/cookies").no_cors(), &["GET api/cookies - cross-site gets 200"], "opaque")
            .step(get("/cookies").no_cors().include(), &["GET api/cookies - cross-site with none=1 gets 200"], "opaque")
            .step(get("/cookies").via(Via::Image), &["GET api/cookies - cross-site with none=1 gets 200"], "opaque")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/cookies - cross-site gets 200",
                "GET api/cookies - cross-site with plain=1; none=1 gets 200",
                "GET api/cookies - cross-site with plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies - cross-site gets 200",
                "GET api/cookies - cross-site with plain=1; insecure=1 gets 200",
                "GET api/cookies - cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(Ip, "cookies: an IP address is a site")
            .step(get("/cookies").include(), &["GET api/cookies ip cross-site with none=1 gets 200"], "200 cookies")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &["GET api/cookies ip cross-site with plain=1; none=1 gets 200"])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies ip cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(Sandboxed, "cookies: an opaque origin")
            .step(get("/cookies").include(), &["GET api/cookies null cross-site with none=1 gets 200"], "refused")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/cookies null cross-site with plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies null cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(B, "cookies: the user")
            .step(get("/cookies").via(Via::AddressBar), &[
                "GET api/cookies - none with strict=1; lax=1; plain=1; none=1 gets 200",
            ], "opaque")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies - none with strict=1; lax=1; plain=1; insecure=1 gets 200",
            ]),
        case(A, "cookies: a link on another site")
            .step(get("/cookies").via(Via::Link), &[
                "GET api/cookies - cross-site with lax=1; plain=1; none=1 gets 200",
            ], "opaque")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/cookies - cross-site with lax=1; plain=1; insecure=1 gets 200",
            ]),
        case(A, "cookies: set by another site")
            .step(get(set(" | set-cookie: a=1; SameSite=None; Secure | set-cookie: b=1; SameSite=Lax | set-cookie: c=1")).include(),
                &["GET api/by-hand a cross-site gets 200"], "200 by hand")
            .step(get(by_hand(SHARED)).include(), &["GET api/by-hand a cross-site with a=1 gets 200"], "200 by hand")
            .step(get(set(" | set-cookie: a=; Max-Age=0; SameSite=None; Secure | set-cookie: b=; Max-Age=0 | set-cookie: c=; Max-Age=0"))
                .include(), &["GET api/by-hand a cross-site with a=1 gets 200"], "200 by hand")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/by-hand a cross-site gets 200",
                "GET api/by-hand a cross-site with a=1; c=1 gets 200",
                "GET api/by-hand a cross-site with a=1; c=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/by-hand a cross-site gets 200",
                "GET api/by-hand a cross-site with c=1 gets 200",
                "GET api/by-hand a cross-site with c=1 gets 200",
            ]),
        case(A, "cookies: set by a response that cannot be read")
            .step(get(by_hand("200 | set-cookie: a=1; SameSite=None; Secure")).include(),
                &["GET api/by-hand a cross-site gets 200"], "refused")
            .step(get(set(" | set-cookie: a=; Max-Age=0; SameSite=None; Secure")).include(),
                &["GET api/by-hand a cross-site with a=1 gets 200"], "200 by hand")
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/by-hand a cross-site gets 200",
                "GET api/by-hand a cross-site gets 200",
            ]),
        case(A, "cookies: not stored without credentials")
            .step(get(set(" | set-cookie: a=1; SameSite=None; Secure")), &["GET api/by-hand a cross-site gets 200"], "200 by hand")
            .step(get(by_hand(SHARED)).include(), &["GET api/by-hand a cross-site gets 200"], "200 by hand"),
        case(Www, "cookies: set by the same site")
            .step(get(set(" | set-cookie: a=1; Path=/by-hand | set-cookie: b=1; SameSite=Strict; Path=/by-hand")).include(),
                &["GET api/by-hand www same-site gets 200"], "200 by hand")
            .step(get(by_hand(SHARED)).include(), &["GET api/by-hand www same-site with a=1; b=1 gets 200"], "200 by hand")
            .step(get(set(" | set-cookie: a=; Max-Age=0; Path=/by-hand | set-cookie: b=; Max-Age=0; Path=/by-hand")).include(),
                &["GET api/by-hand www same-site with a=1; b=1 gets 200"], "200 by hand")
            .step(get(by_hand(SHARED)).include(), &["GET api/by-hand www same-site gets 200"], "200 by hand"),
        case(Sandboxed, "cookies: null with credentials, by hand")
            .step(get(by_hand(SHARED)).include(), &["GET api/by-hand null cross-site gets 200"], "200 by hand"),
    ]
}
