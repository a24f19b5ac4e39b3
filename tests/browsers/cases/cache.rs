//! The cache of preflights in browsers.

use route_cors::testing::Redirect;

use super::{
    Case, SHARED, by_hand, by_hands, case, get, post, put,
    reasons::{ASKED_AGAIN, NO_NUMBER, NO_STAR},
    request,
};
use crate::addresses::Page::{A, B, Sandboxed, Www};
use crate::support::webdriver::Engine::{Chromium, Firefox, WebKit};

const ALL: &str = "200 everything access-control-allow-origin access-control-expose-headers etag x-hidden x-shown";

const PUT: &[&str] = &[
    "OPTIONS api/by-hand a cross-site asks PUT gets 204",
    "PUT api/by-hand a cross-site gets 200",
];

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) fn cases() -> Vec<Case> {
    let starred = || by_hands("204 | allow-origin: @origin | allow-credentials: true | allow-methods: PUT, * \
        | allow-headers: x-a, * | max-age: 600", SHARED);
    vec![
        case(A, "cache: the second request needs no preflight")
            .step(put("/pair"), &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put")
            .step(put("/pair"), &["PUT api/pair a cross-site gets 200"], "200 put"),
        case(B, "cache: one preflight for all methods of a route")
            .step(put("/everything").header("x-a", "1"), &[
                "OPTIONS api/everything b cross-site asks PUT for x-a gets 204",
                "PUT api/everything b cross-site gets 200",
            ], ALL)
            .step(request("DELETE", "/everything"), &["DELETE api/everything b cross-site gets 200"], ALL)
            .step(get("/everything").header("x-b", "1"), &["GET api/everything b cross-site gets 200"], ALL)
            .departs_on_the_wire(&[Firefox], NO_STAR, &[
                "OPTIONS api/everything b cross-site asks PUT for x-a gets 204",
                "PUT api/everything b cross-site gets 200",
                "DELETE api/everything b cross-site gets 200",
                "OPTIONS api/everything b cross-site asks GET for x-b gets 204",
                "GET api/everything b cross-site gets 200",
            ]),
        case(A, "cache: a method with another policy needs a preflight")
            .step(put("/pair"), &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put")
            .step(request("DELETE", "/pair"), &[
                "OPTIONS api/pair a cross-site asks DELETE gets 204",
                "DELETE api/pair a cross-site gets 200",
            ], "200 deleted")
            .step(put("/pair"), &["PUT api/pair a cross-site gets 200"], "200 put")
            .departs_on_the_wire(&[Chromium, WebKit],
                "Fetch, \"CORS-preflight cache\": only the last preflight of a URL is cached", &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
                "OPTIONS api/pair a cross-site asks DELETE gets 204",
                "DELETE api/pair a cross-site gets 200",
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ]),
        case(A, "cache: a header that is not listed needs a preflight and fails")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag")
            .step(put("/orders/7").json("1").header("x-trace", "1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type,x-trace gets 204",
            ], "refused"),
        case(A, "cache: max_age = off")
            .step(put("/ask-always"), &[
                "OPTIONS api/ask-always a cross-site asks PUT gets 204",
                "PUT api/ask-always a cross-site gets 200",
            ], "200 asked")
            .step(put("/ask-always"), &[
                "OPTIONS api/ask-always a cross-site asks PUT gets 204",
                "PUT api/ask-always a cross-site gets 200",
            ], "200 asked"),
        case(A, "cache: five seconds without a max-age")
            .step(put("/forgetful"), &[
                "OPTIONS api/forgetful a cross-site asks PUT gets 204",
                "PUT api/forgetful a cross-site gets 200",
            ], "200 asked")
            .step(put("/forgetful"), &["PUT api/forgetful a cross-site gets 200"], "200 asked"),
        case(A, "cache: each URL has its own entries")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag")
            .step(put("/orders/8").json("1"), &[
                "OPTIONS api/orders/8 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/8 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(A, "cache: an entry with credentials is used without")
            .step(put("/orders/7").json("1").include(), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag")
            .step(put("/orders/7").json("1"), &["PUT api/orders/7 a cross-site gets 200"], "200 order 1 etag")
            .departs_on_the_wire(&[Firefox],
                "Fetch, \"CORS-preflight cache\": entries with credentials are not used without", &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ]),
        case(A, "cache: an entry without credentials is not used with")
            .step(put("/orders/7").json("1"), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag")
            .step(put("/orders/7").json("1").include(), &[
                "OPTIONS api/orders/7 a cross-site asks PUT for content-type gets 204",
                "PUT api/orders/7 a cross-site gets 200",
            ], "200 order 1 etag"),
        case(A, "cache: a header carries over to the POST of another policy")
            .step(post("/shared").json("1"), &["OPTIONS api/shared a cross-site asks POST for content-type gets 403"], "refused")
            .step(put("/shared").json("1"), &[
                "OPTIONS api/shared a cross-site asks PUT for content-type gets 204",
                "PUT api/shared a cross-site gets 200",
            ], "200 put")
            .step(post("/shared").json("1"), &["POST api/shared a cross-site gets 200"], "refused"),
        case(A, "cache: cleared if the response is not shared")
            .step(put(by_hand("200")), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "refused")
            .step(put(by_hand("200")), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "refused")
            .departs_on_the_wire(&[Chromium, WebKit], "Fetch, \"Main fetch\": it clears no entries after a network error", &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "PUT api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a star is cached")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: * | allow-headers: * | max-age: 600", SHARED)), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(request("DELETE", by_hands("204 | allow-origin: * | allow-methods: * | allow-headers: * | max-age: 600", SHARED))
                .header("x-a", "1"), &["DELETE api/by-hand a cross-site gets 200"], "200 by hand")
            .departs_on_the_wire(&[Firefox], NO_STAR, &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "OPTIONS api/by-hand a cross-site asks DELETE for x-a gets 204",
                "DELETE api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a max-age that is not a number")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: 10m", SHARED)), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: 10m", SHARED)), &[
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .departs_on_the_wire(&[Firefox], NO_NUMBER, &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a negative max-age")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: -1", SHARED)), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: -1", SHARED)), &[
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .departs_on_the_wire(&[Chromium, Firefox, WebKit],
                "Fetch, \"CORS-preflight fetch\", max-age: it takes what is below nought for nought", &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a star, and then authorization")
            .step(put("/everything").header("x-a", "1"), &[
                "OPTIONS api/everything a cross-site asks PUT for x-a gets 204",
                "PUT api/everything a cross-site gets 200",
            ], ALL)
            .step(put("/everything").header("authorization", "x"), &["PUT api/everything a cross-site gets 200"], ALL),
        case(Www, "cache: a page of the same site has its own entries")
            .step(put("/cookies"), &[
                "OPTIONS api/cookies www same-site asks PUT gets 204",
                "PUT api/cookies www same-site gets 200",
            ], "200 cookies"),
        case(A, "cache: two max-ages")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: 600 | max-age: 0", SHARED)), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(put(by_hands("204 | allow-origin: * | allow-methods: PUT | max-age: 600 | max-age: 0", SHARED)), &[
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .departs_on_the_wire(&[Firefox], NO_NUMBER, &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a range request")
            .step(put("/pair").header("range", "bytes=0-"), &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put")
            .step(put("/pair"), &["PUT api/pair a cross-site gets 200"], "200 put")
            .step(put("/pair").header("range", "bytes=0-"), &["PUT api/pair a cross-site gets 200"], "200 put"),
        case(A, "cache: a conditional request")
            .step(put("/everything").header("if-match", "x"), &[
                "OPTIONS api/everything a cross-site asks PUT for if-match gets 204",
                "PUT api/everything a cross-site gets 200",
            ], ALL)
            .step(put("/everything").header("if-match", "x"), &["PUT api/everything a cross-site gets 200"], ALL)
            .departs_on_the_wire(&[Chromium, Firefox],
                "Fetch, \"HTTP fetch\": a conditional request is not looked up", &[
                "OPTIONS api/everything a cross-site asks PUT for if-match gets 204",
                "PUT api/everything a cross-site gets 200",
                "OPTIONS api/everything a cross-site asks PUT for if-match gets 204",
                "PUT api/everything a cross-site gets 200",
            ]),
        case(A, "cache: with credentials, a star for methods is a literal name")
            .step(put(starred()).include(), PUT, "200 by hand")
            .step(request("DELETE", starred()).include(), &[
                "OPTIONS api/by-hand a cross-site asks DELETE gets 204",
            ], "refused"),
        case(A, "cache: with credentials, a star for headers is a literal name")
            .step(put(starred()).header("x-a", "1").include(), &[
                "OPTIONS api/by-hand a cross-site asks PUT for x-a gets 204",
                "PUT api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .step(put(starred()).header("x-b", "1").include(), &[
                "OPTIONS api/by-hand a cross-site asks PUT for x-b gets 204",
            ], "refused"),
        case(A, "cache: a star from a preflight with credentials, then a request without")
            .step(put(starred()).include(), PUT, "200 by hand")
            .step(request("DELETE", starred()), &["DELETE api/by-hand a cross-site gets 200"], "200 by hand")
            .departs_on_the_wire(&[Chromium, Firefox],
                "Fetch, \"CORS-preflight cache\", method cache entry match: the star of the entry stays literal", &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 200",
                "OPTIONS api/by-hand a cross-site asks DELETE gets 204",
                "DELETE api/by-hand a cross-site gets 200",
            ]),
        case(A, "cache: a redirect that is not followed, and then is")
            .step(put(by_hand("303 | allow-origin: * | location: /any")).redirect(Redirect::Manual), &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 303",
            ], "opaqueredirect")
            .step(put(by_hand("303 | allow-origin: * | location: /any")), &[
                "PUT api/by-hand a cross-site gets 303",
                "GET api/any a cross-site gets 200",
            ], "200 any x-shown")
            .departs_on_the_wire(&[Firefox, WebKit], ASKED_AGAIN, &[
                "OPTIONS api/by-hand a cross-site asks PUT gets 204",
                "PUT api/by-hand a cross-site gets 303",
                "PUT api/by-hand a cross-site gets 303",
                "OPTIONS api/any a cross-site asks GET gets 204",
                "GET api/any a cross-site gets 200",
            ]),
        case(Sandboxed, "cache: null is cached like any origin")
            .step(put("/null"), &[
                "OPTIONS api/null null cross-site asks PUT gets 204",
                "PUT api/null null cross-site gets 200",
            ], "200 null")
            .step(put("/null"), &["PUT api/null null cross-site gets 200"], "200 null")
            .departs_on_the_wire(&[Chromium],
                "Fetch, \"CORS-preflight cache\", network partition key: nothing is cached for opaque origins", &[
                "OPTIONS api/null null cross-site asks PUT gets 204",
                "PUT api/null null cross-site gets 200",
                "OPTIONS api/null null cross-site asks PUT gets 204",
                "PUT api/null null cross-site gets 200",
            ]),
        case(A, "cache: a long URL is cached like any URL")
            .step(put(format!("/pair?{}", "x".repeat(1000))), &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ], "200 put")
            .step(put(format!("/pair?{}", "x".repeat(1000))), &["PUT api/pair a cross-site gets 200"], "200 put")
            .departs_on_the_wire(&[Chromium], "Fetch, \"CORS-preflight cache\": nothing is cached for long URLs", &[
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
                "OPTIONS api/pair a cross-site asks PUT gets 204",
                "PUT api/pair a cross-site gets 200",
            ]),
    ]
}
