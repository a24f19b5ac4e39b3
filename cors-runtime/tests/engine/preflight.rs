//! The content of responses to preflights, and narrowing it.

use cors_runtime::{
    policy::{Listed, Parts},
    preflight::{AllowHeaders, Preflight},
};

const A: Listed = Listed {
    origins: &["https://a.example"],
    ..Listed::EMPTY
};
const LISTED: Parts = Parts::DEFAULT.origins(&["https://a.example", "https://b.example"]);
const OPEN: Parts = Parts::DEFAULT.any_origin();

const METHOD: &str = "Access-Control-Request-Method";
const ORIGIN: &str = "Origin, Access-Control-Request-Method";
const HEADERS: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// A policy, the headers for an origin without credentials and for one with, and `Vary`.
#[test]
fn allow_headers_and_vary() {
    use AllowHeaders::{Every, Names, Omitted, Repeated};
    let every = Every("*, authorization");
    let names = Names(&["x-a", "x-b"]);
    for (case, policy, without, with, vary) in [
        ("any", OPEN, Omitted, Omitted, METHOD),
        (
            "any, names",
            OPEN.headers(&["x-a", "x-b"]),
            names,
            names,
            METHOD,
        ),
        (
            "any, any header",
            OPEN.any_header(),
            every,
            Repeated,
            METHOD,
        ),
        (
            "any and one",
            OPEN.credentials_only(A),
            Omitted,
            Omitted,
            ORIGIN,
        ),
        (
            "any and one, names",
            OPEN.credentials_only(A).headers(&["x-a", "x-b"]),
            names,
            names,
            ORIGIN,
        ),
        (
            "any and one, any header",
            OPEN.credentials_only(A).any_header(),
            every,
            Repeated,
            HEADERS,
        ),
        ("listed", LISTED, Omitted, Omitted, ORIGIN),
        (
            "listed, any header",
            LISTED.any_header(),
            every,
            Repeated,
            ORIGIN,
        ),
        (
            "listed and one, any header",
            LISTED.credentials_only(A).any_header(),
            every,
            Repeated,
            HEADERS,
        ),
        (
            "credentials, any header",
            LISTED.credentials(true).any_header(),
            every,
            Repeated,
            HEADERS,
        ),
        (
            "credentials, names",
            LISTED.credentials(true).headers(&["x-a", "x-b"]),
            names,
            names,
            ORIGIN,
        ),
        ("off", Parts::DEFAULT, Omitted, Omitted, METHOD),
    ] {
        let preflight = Preflight::of(&policy, &["GET"]);
        assert_eq!(preflight.allow_headers(false), without, "{case}");
        assert_eq!(preflight.allow_headers(true), with, "{case}");
        assert_eq!(preflight.vary(), vary, "{case}");
    }
}

#[test]
fn methods_are_those_of_the_route_that_the_policy_lists() {
    for (methods, served, expected) in [
        (None, &["GET", "PUT"][..], &["GET", "PUT"][..]),
        (Some(&["PUT", "DELETE"][..]), &["GET", "PUT"], &["PUT"]),
        (Some(&["DELETE"]), &["GET"], &[]),
    ] {
        let policy = Parts { methods, ..OPEN };
        assert_eq!(Preflight::of(&policy, served).methods, expected);
    }
}

#[test]
fn both_have_to_allow_a_header_and_the_shorter_time_counts() {
    let of = |headers: &'static [&'static str], max_age| {
        let policy = Parts { max_age, ..LISTED };
        Preflight::of(&policy.headers(headers), &["GET", "PUT"])
    };
    let (left, right) = (
        of(&["x-a", "x-b"], Some(600)),
        of(&["x-b", "x-c"], Some(60)),
    );
    let both = left.clone().and(&right);
    assert_eq!(both.headers, Some(vec!["x-b"]));
    assert_eq!(both.max_age, Some(60));
    assert!(left.has_headers_beyond(&right));
    assert!(!both.has_headers_beyond(&left));

    let any = Preflight::of(&OPEN.any_header(), &["GET"]);
    let both = any.clone().and(&left);
    assert_eq!(both.headers, left.headers);
    assert_eq!(both.methods, ["GET"]);
    assert!(both.depends_on_origin);
    assert!(any.has_headers_beyond(&left));
    assert!(!left.has_headers_beyond(&any));
    // A browser caches a response without a time for five seconds.
    assert_eq!(both.max_age, Some(5));
    assert_eq!(any.clone().and(&any).max_age, None);
}

#[test]
fn cookies_need_both() {
    let without = Preflight::of(&LISTED, &["GET"]);
    let with = Preflight::of(&LISTED.credentials(true), &["GET"]);
    for (left, right, both) in [
        (&with, &with, true),
        (&with, &without, false),
        (&without, &with, false),
        (&without, &without, false),
    ] {
        assert_eq!(left.clone().and(right).may_have_credentials, both);
    }
}
