//! Redirects, to the same and to other origins.

use route_cors::testing::{Mode, Redirect};

use super::{
    Case, SHARED, by_hand, case, get, hop, post, put,
    reasons::{ASKED_AGAIN, COOKIES_WITHOUT_TLS, NO_SITE, OPEN_COOKIES, ORIGIN_KEPT},
    request,
};
use crate::addresses::Page::{A, Api, B, Sandboxed, Www};
use crate::support::webdriver::Engine::{Chromium, Firefox, WebKit};

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "redirect: within the API")
            .step(get(hop("api", 302, "/listed")), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET api/listed a cross-site gets 200",
            ], "200 listed"),
        case(Api, "redirect: from the page's own origin to another")
            .step(get(hop("api", 302, "a:/any")), &[
                "GET api/hop/302 - same-origin gets 302",
                "GET a/any api cross-site gets 200",
            ], "200 any x-shown")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "GET api/hop/302 - same-origin gets 302",
                "GET a/any api - gets 200",
            ]),
        case(A, "redirect: from one origin to another taints")
            .step(get(hop("api", 302, "b:/any")), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET b/any null cross-site gets 200",
            ], "200 any x-shown")
            .step(get(hop("api", 302, "b:/listed")), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET b/listed null cross-site gets 200",
            ], "refused")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "GET api/hop/302 a cross-site gets 302",
                "GET b/any null - gets 200",
                "GET api/hop/302 a cross-site gets 302",
                "GET b/listed null - gets 200",
            ]),
        case(A, "redirect: back to the page's own origin")
            .step(get(hop("api", 302, "a:/any")), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET a/any null cross-site gets 200",
            ], "200 any x-shown")
            .step(get(hop("api", 302, "a:/plain")), &[
                "GET api/hop/302 a cross-site gets 302",
                "GET a/plain null cross-site gets 200",
            ], "refused")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "GET api/hop/302 a cross-site gets 302",
                "GET a/any null - gets 200",
                "GET api/hop/302 a cross-site gets 302",
                "GET a/plain null - gets 200",
            ]),
        case(A, "redirect: from the page's own origin to another and on")
            .step(get(hop("a", 302, &hop("api", 302, "/listed"))), &[
                "GET a/hop/302 - same-origin gets 302",
                "GET api/hop/302 a cross-site gets 302",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .departs(&[WebKit],
                "Fetch, \"CORS check\": it checks a redirect of what began at home as if it were with credentials", &[
                "GET a/hop/302 - same-origin gets 302",
                "GET api/hop/302 a - gets 302",
            ], &["refused"]),
        case(A, "redirect: a response that is not shared is not followed")
            .step(get(by_hand("302 | location: /any")), &["GET api/by-hand a cross-site gets 302"], "refused"),
        case(A, "redirect: a preflight for each hop")
            .step(put(hop("api", 307, "/orders/7")).json("1"), &[
                "OPTIONS api/hop/307 a cross-site asks PUT for content-type gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(A, "redirect: a preflight with Origin: null")
            .step(put(hop("api", 307, "b:/everything")), &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/everything null cross-site asks PUT gets 204",
                "PUT b/everything null cross-site gets 200",
            ], "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown")
            .step(put(hop("api", 307, "b:/orders/7")), &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/orders/7 null cross-site asks PUT gets 403",
            ], "refused")
            .departs_on_the_wire(&[Firefox], ORIGIN_KEPT, &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/everything a cross-site asks PUT gets 204",
                "PUT b/everything null cross-site gets 200",
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/orders/7 a cross-site asks PUT gets 204",
                "PUT b/orders/7 null cross-site gets 400",
            ])
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/everything null cross-site asks PUT gets 204",
                "PUT b/everything null - gets 200",
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS b/orders/7 null cross-site asks PUT gets 403",
            ]),
        case(Api, "redirect: from the page's own origin, with a preflight")
            .step(put(hop("api", 307, "a:/everything")), &[
                "PUT api/hop/307 api same-origin gets 307",
                "OPTIONS a/everything api cross-site asks PUT gets 204",
                "PUT a/everything api cross-site gets 200",
            ], "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "PUT api/hop/307 api same-origin gets 307",
                "OPTIONS a/everything api cross-site asks PUT gets 204",
                "PUT a/everything api - gets 200",
            ]),
        case(A, "redirect: PUT becomes GET")
            .step(put(hop("api", 303, "/listed")).body("x"), &[
                "OPTIONS api/hop/303 a cross-site asks PUT gets 204",
                "PUT api/hop/303 a cross-site gets 303",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .departs_on_the_wire(&[Firefox, WebKit], ASKED_AGAIN, &[
                "OPTIONS api/hop/303 a cross-site asks PUT gets 204",
                "PUT api/hop/303 a cross-site gets 303",
                "OPTIONS api/listed a cross-site asks GET gets 204",
                "GET api/listed a cross-site gets 200",
            ]),
        case(A, "redirect: POST becomes GET without a content type")
            .step(post(hop("api", 302, "/listed")).json("1"), &[
                "OPTIONS api/hop/302 a cross-site asks POST for content-type gets 204",
                "POST api/hop/302 a cross-site gets 302",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .departs_on_the_wire(&[Firefox], ASKED_AGAIN, &[
                "OPTIONS api/hop/302 a cross-site asks POST for content-type gets 204",
                "POST api/hop/302 a cross-site gets 302",
                "OPTIONS api/listed a cross-site asks GET gets 204",
                "GET api/listed a cross-site gets 200",
            ])
            .departs(&[WebKit], ASKED_AGAIN, &[
                "OPTIONS api/hop/302 a cross-site asks POST for content-type gets 204",
                "POST api/hop/302 a cross-site gets 302",
                "OPTIONS api/listed a cross-site asks GET for content-type gets 204",
            ], &["refused"]),
        case(A, "redirect: PUT stays PUT at 302")
            .step(put(hop("api", 302, "/pair")), &[
                "OPTIONS api/hop/302 a cross-site asks PUT gets 204",
                "PUT api/hop/302 a cross-site gets 302",
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put"),
        case(A, "redirect: authorization is not sent to another origin")
            .step(get(hop("api", 302, "b:/any")).header("authorization", "x"), &[
                "OPTIONS api/hop/302 a cross-site asks GET for authorization gets 204",
                "GET api/hop/302 a cross-site gets 302",
                "GET b/any null cross-site gets 200",
            ], "200 any x-shown")
            .departs_on_the_wire(&[Firefox], ASKED_AGAIN, &[
                "OPTIONS api/hop/302 a cross-site asks GET for authorization gets 204",
                "GET api/hop/302 a cross-site gets 302",
                "OPTIONS b/any a cross-site asks GET gets 204",
                "GET b/any null cross-site gets 200",
            ])
            .departs(&[WebKit], ASKED_AGAIN, &[
                "OPTIONS api/hop/302 a cross-site asks GET for authorization gets 204",
                "GET api/hop/302 a cross-site gets 302",
                "OPTIONS b/any null cross-site asks GET for authorization gets 204",
            ], &["refused"]),
        case(A, "redirect: a user name or a password fails")
            .step(get(hop("api", 302, "user:secret@b:/any")), &["GET api/hop/302 a cross-site gets 302"], "refused")
            .step(get(hop("api", 302, "user:secret@/any")), &["GET api/hop/302 a cross-site gets 302"], "refused"),
        case(Api, "redirect: a user name or a password fails from the page's own origin too")
            .step(get(hop("api", 302, "user:secret@a:/any")), &["GET api/hop/302 - same-origin gets 302"], "refused"),
        case(A, "redirect: mode error")
            .step(get(hop("api", 302, "/any")).redirect(Redirect::Error), &["GET api/hop/302 a cross-site gets 302"], "refused"),
        case(A, "redirect: mode manual")
            .step(get(hop("api", 302, "/any")).redirect(Redirect::Manual), &[
                "GET api/hop/302 a cross-site gets 302",
            ], "opaqueredirect"),
        case(Api, "redirect: mode same-origin fails at another origin")
            .step(get(hop("api", 302, "a:/any")).mode(Mode::SameOrigin), &["GET api/hop/302 - same-origin gets 302"], "refused"),
        case(A, "redirect: with credentials")
            .step(get(by_hand(&format!("{} | location: /cookies", SHARED.replace("200", "302")))).include(), &[
                "GET api/by-hand a cross-site gets 302",
                "GET api/cookies a cross-site with none=1 gets 200",
            ], "200 cookies")
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET api/by-hand a cross-site gets 302",
                "GET api/cookies a cross-site with plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET api/by-hand a cross-site gets 302",
                "GET api/cookies a cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(Www, "redirect: cookies after a redirect by another site")
            .step(get(hop("a", 302, "/cookies")).include(), &["GET a/hop/302 www cross-site gets 302"], "refused")
            .step(get(hop("a", 302, "/cookies")).no_cors().include(), &[
                "GET a/hop/302 - cross-site gets 302",
                "GET api/cookies - cross-site with none=1 gets 200",
            ], "opaque")
            .departs_on_the_wire(&[Chromium],
                "Fetch, \"Cookie infrastructure\", same-site mode: it leaves redirects out of account", &[
                "GET a/hop/302 www cross-site gets 302",
                "GET a/hop/302 - cross-site gets 302",
                "GET api/cookies - cross-site with strict=1; lax=1; plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[Firefox], OPEN_COOKIES, &[
                "GET a/hop/302 www cross-site gets 302",
                "GET a/hop/302 - cross-site gets 302",
                "GET api/cookies - cross-site with plain=1; none=1 gets 200",
            ])
            .departs_on_the_wire(&[WebKit], COOKIES_WITHOUT_TLS, &[
                "GET a/hop/302 www cross-site gets 302",
                "GET a/hop/302 - cross-site gets 302",
                "GET api/cookies - cross-site with plain=1; insecure=1 gets 200",
            ]),
        case(B, "redirect: without CORS")
            .step(get(hop("api", 302, "a:/plain")).no_cors(), &[
                "GET api/hop/302 - cross-site gets 302",
                "GET a/plain - cross-site gets 200",
            ], "opaque")
            .step(post(hop("api", 307, "a:/any")).no_cors(), &[
                "POST api/hop/307 b cross-site gets 307",
                "POST a/any null cross-site gets 200",
            ], "opaque"),
        case(Sandboxed, "redirect: null stays null")
            .step(get(hop("api", 302, "b:/null")), &[
                "GET api/hop/302 null cross-site gets 302",
                "GET b/null null cross-site gets 200",
            ], "200 null")
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "GET api/hop/302 null cross-site gets 302",
                "GET b/null null - gets 200",
            ]),
        case(A, "redirect: authorization is kept within an origin")
            .step(get(hop("api", 302, "/listed")).header("authorization", "x"), &[
                "OPTIONS api/hop/302 a cross-site asks GET for authorization gets 204",
                "GET api/hop/302 a cross-site gets 302",
                "OPTIONS api/listed a cross-site asks GET for authorization gets 204",
            ], "refused"),
        case(A, "redirect: HEAD stays HEAD")
            .step(request("HEAD", by_hand("303 | allow-origin: * | location: /everything")), &[
                "HEAD api/by-hand a cross-site gets 303",
                "HEAD api/everything a cross-site gets 200",
            ], "200 access-control-allow-origin access-control-expose-headers etag x-hidden x-shown"),
        case(A, "redirect: 301 changes POST to GET, 308 does not")
            .step(post(hop("api", 301, "/listed")).body("x"), &[
                "POST api/hop/301 a cross-site gets 301",
                "GET api/listed a cross-site gets 200",
            ], "200 listed")
            .step(post(hop("api", 308, "/listed")).body("x"), &[
                "POST api/hop/308 a cross-site gets 308",
                "POST api/listed a cross-site gets 200",
            ], "200 created x"),
        case(A, "redirect: a location that is not a URL")
            .step(get(by_hand("302 | allow-origin: *")), &["GET api/by-hand a cross-site gets 302"], "302 by hand"),
        case(A, "redirect: two locations")
            .step(get(by_hand("302 | allow-origin: * | location: /any | location: /listed")), &[
                "GET api/by-hand a cross-site gets 302",
            ], "refused")
            .departs(&[WebKit], "Fetch, \"Responses\", location URL: it takes both for one URL", &[
                "GET api/by-hand a cross-site gets 302",
            ], &["200 any x-shown"]),
        case(A, "redirect: at most twenty")
            .step(get("/loop"), &["GET api/loop a cross-site gets 302"; 21], "refused"),
        case(A, "redirect: mode no-cors needs redirect mode follow")
            .step(get(hop("api", 302, "/any")).no_cors().redirect(Redirect::Manual), &[], "refused")
            .step(get(hop("api", 302, "/any")).no_cors().redirect(Redirect::Error), &[], "refused"),
        case(A, "redirect: without CORS, a user name and a password are kept")
            .step(get(by_hand("302 | location: user:secret@/any")).no_cors(), &[
                "GET api/by-hand - cross-site gets 302",
                "GET api/any - cross-site gets 200",
            ], "opaque")
            .departs(&[Chromium], "Fetch, \"HTTP-redirect fetch\": it loads nothing from a URL with credentials", &[
                "GET api/by-hand - cross-site gets 302",
            ], &["refused"]),
        case(A, "redirect: a preflight reports the whole redirect chain")
            .step(put(hop("api", 307, "a:/everything")), &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS a/everything null cross-site asks PUT gets 204",
                "PUT a/everything null cross-site gets 200",
            ], "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown")
            .departs_on_the_wire(&[Chromium],
                "Fetch, \"CORS-preflight fetch\", URL list: it compares a preflight's last URL alone", &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS a/everything null same-origin asks PUT gets 204",
                "PUT a/everything null cross-site gets 200",
            ])
            .departs_on_the_wire(&[Firefox], ORIGIN_KEPT, &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS a/everything a same-origin asks PUT gets 204",
                "PUT a/everything null cross-site gets 200",
            ])
            .departs_on_the_wire(&[WebKit], NO_SITE, &[
                "OPTIONS api/hop/307 a cross-site asks PUT gets 204",
                "PUT api/hop/307 a cross-site gets 307",
                "OPTIONS a/everything null cross-site asks PUT gets 204",
                "PUT a/everything null - gets 200",
            ]),
    ]
}
