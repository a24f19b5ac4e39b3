//! Responses that no policy gives, with headers written by hand.

use super::{Case, SHARED, by_hand, by_hands, case, get, put};
use crate::addresses::Page::{A, Www};
use crate::support::webdriver::Engine::{Chromium, Firefox, WebKit};

const GOT: &[&str] = &["GET api/by-hand a cross-site gets 200"];
const ASKED: &[&str] = &["OPTIONS api/by-hand a cross-site asks PUT gets 204"];
const PUT: &[&str] = &[
    "OPTIONS api/by-hand a cross-site asks PUT gets 204",
    "PUT api/by-hand a cross-site gets 200",
];
const ASKED_A: &[&str] = &["OPTIONS api/by-hand a cross-site asks PUT for authorization gets 204"];

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn cases() -> Vec<Case> {
    let put_after = |preflight: &str| put(by_hands(preflight, SHARED));
    vec![
        case(A, "by hand: shared")
            .step(get(by_hand(SHARED)).include(), GOT, "200 by hand")
            .step(get(by_hand("200 | allow-origin: *")), GOT, "200 by hand"),
        case(A, "by hand: no header")
            .step(get(by_hand("200")), GOT, "refused"),
        case(A, "by hand: two origins")
            .step(get(by_hand("200 | allow-origin: @origin | allow-origin: @origin")), GOT, "refused"),
        case(A, "by hand: two stars")
            .step(get(by_hand("200 | allow-origin: * | allow-origin: *")), GOT, "refused"),
        case(A, "by hand: a list of origins")
            .step(get(by_hand("200 | allow-origin: @origin, https://app.acme.example")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: @origin https://app.acme.example")), GOT, "refused"),
        case(A, "by hand: an origin with a slash")
            .step(get(by_hand("200 | allow-origin: @origin/")), GOT, "refused"),
        case(A, "by hand: another origin")
            .step(get(by_hand("200 | allow-origin: https://app.acme.example")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: null")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: http://*.localhost")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: ")), GOT, "refused"),
        case(A, "by hand: spaces around an origin")
            .step(get(by_hand("200 | allow-origin:   * ")), GOT, "200 by hand")
            .step(get(by_hand("200 | allow-origin:   @origin ")), GOT, "200 by hand"),
        case(A, "by hand: values close to an origin or a star")
            .step(get(by_hand("200 | allow-origin: @origin:80")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: @origin?")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: @origin#")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: null @origin")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: * @origin")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: **")), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: \"*\"")), GOT, "refused"),
        case(A, "by hand: an empty value and a star")
            .step(get(by_hand("200 | allow-origin:  | allow-origin: *")), GOT, "refused")
            .departs(&[Firefox], "Fetch, \"CORS check\": an empty field is ignored", &[
                "GET api/by-hand a cross-site gets 200",
            ], &["200 by hand"]),
        case(A, "by hand: a star and credentials")
            .step(get(by_hand("200 | allow-origin: * | allow-credentials: true")).include(), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: * | allow-credentials: true")), GOT, "200 by hand"),
        case(A, "by hand: credentials that are not true")
            .step(get(by_hand("200 | allow-origin: @origin")).include(), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: @origin | allow-credentials: True")).include(), GOT, "refused")
            .step(get(by_hand("200 | allow-origin: @origin | allow-credentials: true | allow-credentials: true")).include(),
                GOT, "refused"),
        case(A, "by hand: an error that is not shared")
            .step(get(by_hand("500")), &["GET api/by-hand a cross-site gets 500"], "refused")
            .step(get(by_hand("500 | allow-origin: *")), &["GET api/by-hand a cross-site gets 500"], "500 by hand"),
        case(A, "by hand: exposed headers")
            .step(get(by_hand(&format!("{SHARED} | etag: 1 | x-a: 1 | set-cookie: a=1; Path=/none | expose-headers: ETag,, x-b, set-cookie"))),
                GOT, "200 by hand etag")
            .step(get(by_hand(&format!("{SHARED} | etag: 1 | x-a: 1 | expose-headers: etag | expose-headers: X-A"))),
                GOT, "200 by hand etag x-a"),
        case(A, "by hand: exposed headers that do not parse")
            .step(get(by_hand(&format!("{SHARED} | etag: 1 | x-a: 1 | expose-headers: etag; x-a"))), GOT, "200 by hand"),
        case(A, "by hand: a star exposes headers only without credentials")
            .step(get(by_hand("200 | allow-origin: * | x-a: 1 | expose-headers: *")),
                GOT, "200 by hand access-control-allow-origin access-control-expose-headers x-a")
            .step(get(by_hand(&format!("{SHARED} | x-a: 1 | expose-headers: *"))).include(), GOT, "200 by hand"),
        case(A, "by hand: safelisted response headers")
            .step(get(by_hand(&format!("{SHARED} | cache-control: no-store | content-language: en | expires: 0 \
                | last-modified: Thu, 01 Jan 1970 00:00:00 GMT | pragma: x | age: 1 | location: /any | vary: x"))),
                GOT, "200 by hand cache-control content-language expires last-modified pragma"),
        case(A, "by hand: two fields of one header are one value")
            .step(get(by_hand(&format!("{SHARED} | x-a: 1 | x-a: 2 | expose-headers: x-a"))), GOT, "200 by hand x-a"),
        case(A, "by hand: a resource policy blocks an opaque response")
            .step(get(by_hand("200 | cross-origin-resource-policy: same-origin")).no_cors(), &[
                "GET api/by-hand - cross-site gets 200",
            ], "refused")
            .step(get(by_hand("200 | cross-origin-resource-policy: same-site")).no_cors(), &[
                "GET api/by-hand - cross-site gets 200",
            ], "refused")
            .step(get(by_hand("200 | cross-origin-resource-policy: cross-origin")).no_cors(), &[
                "GET api/by-hand - cross-site gets 200",
            ], "opaque")
            .step(get(by_hand(&format!("{SHARED} | cross-origin-resource-policy: same-origin"))), GOT, "200 by hand"),
        case(Www, "by hand: a resource policy for the site")
            .step(get(by_hand("200 | cross-origin-resource-policy: same-site")).no_cors(), &[
                "GET api/by-hand - same-site gets 200",
            ], "opaque"),
        case(A, "by hand: a preflight that passes")
            .step(put_after("200 | allow-origin: @origin | allow-methods: GET, PUT"), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 200",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "by hand: a preflight passes and the response is not shared")
            .step(put(by_hand("200")), PUT, "refused"),
        case(A, "by hand: a preflight that is not found")
            .step(put_after("404 | allow-origin: @origin | allow-methods: PUT"), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 404",
            ], "refused"),
        case(A, "by hand: a preflight that fails")
            .step(put_after("500 | allow-origin: @origin | allow-methods: PUT"), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 500",
            ], "refused"),
        case(A, "by hand: a preflight that redirects")
            .step(put_after("307 | allow-origin: @origin | allow-methods: PUT | location: /everything"), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 307",
            ], "refused"),
        case(A, "by hand: a preflight that is not shared")
            .step(put_after("204 | allow-methods: PUT"), ASKED, "refused"),
        case(A, "by hand: a preflight without credentials for a request with them")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT").include(), ASKED, "refused"),
        case(A, "by hand: methods that do not parse")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT POST"), ASKED, "refused"),
        case(A, "by hand: methods in lower case")
            .step(put_after("204 | allow-origin: @origin | allow-methods: put"), ASKED, "refused"),
        case(A, "by hand: a star for methods only without credentials")
            .step(put_after("204 | allow-origin: @origin | allow-methods: *"), PUT, "200 by hand")
            .step(put_after("204 | allow-origin: @origin | allow-credentials: true | allow-methods: *").include(), ASKED, "refused"),
        case(A, "by hand: headers that do not parse")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT | allow-headers: x-a authorization")
                .header("authorization", "x"), ASKED_A, "refused"),
        case(A, "by hand: headers in upper case")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT | allow-headers: X-A, , AUTHORIZATION")
                .header("authorization", "x"), &[
                "OPTIONS api/by-hand a cross-site asks PUT for authorization gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "by hand: a star for headers does not cover authorization")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT | allow-headers: *")
                .header("authorization", "x"), ASKED_A, "refused")
            .departs(&[Chromium, Firefox, WebKit],
                "Fetch, \"CORS-preflight fetch\", CORS non-wildcard request-header name: the star covers it", &[
                "OPTIONS api/by-hand a cross-site asks PUT for authorization gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], &["200 by hand"]),
        case(A, "by hand: with credentials, a star for headers is a literal name")
            .step(put_after("204 | allow-origin: @origin | allow-credentials: true | allow-methods: PUT | allow-headers: *")
                .header("x-a", "1").include(), &[
                "OPTIONS api/by-hand a cross-site asks PUT for x-a gets 204",
            ], "refused"),
        case(A, "by hand: a star for headers")
            .step(put_after("204 | allow-origin: @origin | allow-methods: PUT | allow-headers: *").header("x-a", "1"), &[
                "OPTIONS api/by-hand a cross-site asks PUT for x-a gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "by hand: statuses without a body")
            .step(get(by_hand("204 | allow-origin: *")), &["GET api/by-hand a cross-site gets 204"], "204")
            .step(get(by_hand("304 | allow-origin: *")), &["GET api/by-hand a cross-site gets 304"], "304"),
    ]
}
