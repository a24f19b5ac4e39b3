//! Request headers: which ones need no preflight, which ones do, and which ones pages cannot set.

use super::{Case, SHARED, by_hands, case, get, post};
use crate::addresses::Page::A;
use crate::support::webdriver::Engine::{Chromium, WebKit};

const PLAIN: &[&str] = &["GET api/listed a cross-site gets 200"];

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    let open = || by_hands(
        "204 | allow-origin: @origin | allow-headers: accept, accept-language, content-type, range, x-a",
        SHARED,
    );
    vec![
        case(A, "safelisted values")
            .step(get("/listed").header("accept", "a".repeat(128)), PLAIN, "200 listed")
            .step(get("/listed").header("accept-language", "de-AT, en;q=0.7"), PLAIN, "200 listed")
            .step(get("/listed").header("content-language", "en"), PLAIN, "200 listed")
            .step(get("/listed").header("range", "bytes=0-10"), PLAIN, "200 listed")
            .step(get("/listed").header("content-type", "Text/Plain; charset=utf-8"), PLAIN, "200 listed")
            .step(get("/listed").header("content-type", "multipart/form-data; boundary=x"), PLAIN, "200 listed")
            .step(get("/listed").header("content-type", "application/x-www-form-urlencoded"), PLAIN, "200 listed"),
        case(A, "an accept that is too long")
            .step(get(open()).header("accept", "a".repeat(129)), &[
                "OPTIONS api/by-hand a cross-site asks GET for accept gets 204",
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "an accept with a byte that is unsafe")
            .step(get("/listed").header("accept", "a(b"), &[
                "OPTIONS api/listed a cross-site asks GET for accept gets 204",
            ], "refused"),
        case(A, "a language with a byte that is not allowed")
            .step(get(open()).header("accept-language", "de_AT"), &[
                "OPTIONS api/by-hand a cross-site asks GET for accept-language gets 204",
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "a content type that a form cannot send")
            .step(post(open()).json("1"), &[
                "OPTIONS api/by-hand a cross-site asks POST for content-type gets 204",
                "POST api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "a content type with a byte that is unsafe")
            .step(post(open()).header("content-type", "text/plain; charset=\"utf-8\"").body("x"), &[
                "OPTIONS api/by-hand a cross-site asks POST for content-type gets 204",
                "POST api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "an empty content type")
            .step(post(open()).header("content-type", "").body("x"), &[
                "OPTIONS api/by-hand a cross-site asks POST for content-type gets 204",
                "POST api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "a range without a start")
            .step(get(open()).header("range", "bytes=-5"), &[
                "OPTIONS api/by-hand a cross-site asks GET for range gets 204",
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "two ranges")
            .step(get(open()).header("range", "bytes=0-1,3-4"), &[
                "OPTIONS api/by-hand a cross-site asks GET for range gets 204",
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "each header has its own limit")
            .step(get(open()).header("accept", "a".repeat(100)).header("accept", "b".repeat(100)), &[
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand")
            .departs_on_the_wire(&[Chromium, WebKit],
                "Fetch, \"Headers\", CORS-unsafe request-header names: it joins the values of one name first", &[
                "OPTIONS api/by-hand a cross-site asks GET for accept gets 204",
                "GET api/by-hand a cross-site gets 200",
            ]),
        case(A, "an empty header is a header")
            .step(get(open()).header("x-a", ""), &[
                "OPTIONS api/by-hand a cross-site asks GET for x-a gets 204",
                "GET api/by-hand a cross-site gets 200",
            ], "200 by hand"),
        case(A, "forbidden headers are dropped")
            .step(get("/listed").header("cookie", "a=b").header("host", "b").header("origin", "null").header("sec-x", "1"),
                PLAIN, "200 listed"),
        case(A, "a method override that is forbidden is dropped")
            .step(get("/listed").header("x-http-method-override", "TRACE"), PLAIN, "200 listed")
            .step(get("/listed").header("x-http-method-override", "PUT"), &[
                "OPTIONS api/listed a cross-site asks GET for x-http-method-override gets 204",
            ], "refused"),
        case(A, "a range that runs backwards")
            .step(get("/listed").header("range", "bytes=5-"), PLAIN, "200 listed")
            .step(get("/listed").header("range", "bytes=10-5"), &[
                "OPTIONS api/listed a cross-site asks GET for range gets 204",
            ], "refused"),
        case(A, "values at their limits")
            .step(get("/listed").header("accept", "a".repeat(128)).header("accept-language", "b".repeat(128))
                .header("content-language", "c".repeat(128)).header("content-type", format!("text/plain;{}", "d".repeat(117))),
                PLAIN, "200 listed")
            .step(get("/listed").header("content-type", format!("text/plain;{}", "d".repeat(118))), &[
                "OPTIONS api/listed a cross-site asks GET for content-type gets 204",
            ], "refused"),
    ]
}
