//! Verdicts: a policy and a request give an answer.

use cors_runtime::{
    origin::Pattern,
    policy::{Contents, Credentials, Listed, ListedSet, Names, Origins, Parts, RuleSet, Set},
    verdict::{
        AllowOrigin, OriginLookup, RequestOrigin, Site, allow_origin, passes_reject, serves,
    },
};

use AllowOrigin::{Any, None as No};
use RequestOrigin::{Absent, One, Several};

const LIST: Listed = Listed {
    origins: &[
        "https://a.example",
        "https://*.b.example",
        "null",
        "file://",
    ],
    ..Listed::EMPTY
};
const A: Listed = Listed {
    origins: &["https://a.example"],
    ..Listed::EMPTY
};

const OPEN: Parts = Parts::DEFAULT.any_origin();
const CHOSEN: Parts = Parts {
    origins: Origins::Listed(LIST),
    methods: Some(&["GET", "PUT"]),
    ..Parts::DEFAULT
};
const NARROW: Parts = Parts {
    methods: Some(&["GET"]),
    headers: Names::Any,
    ..OPEN
};
const OFF: Parts = Parts::DEFAULT;

/// Everybody without credentials, one with.
const OPEN_AND_A: Parts = OPEN.credentials_only(A);
/// A list without credentials, one of it with.
const CHOSEN_AND_A: Parts = CHOSEN.credentials_only(A);
/// A list with credentials.
const TRUSTED: Parts = CHOSEN.credentials(true);
/// Credentials for an origin that the list does not have: the macros reject it, and the engine gives nothing.
const OUTSIDE: Parts = Parts::DEFAULT
    .origins(&["https://c.example"])
    .credentials_only(A);
/// A policy that the macros reject: credentials for every origin.
const WRONG: Parts = OPEN.credentials(true);
/// A set that holds `*`.
const STARRED: Parts = Parts::DEFAULT.origins_listed(Listed {
    sets: SETS,
    ..Listed::EMPTY
});
const SETS: &[ListedSet] = &[ListedSet {
    set: &STAR,
    allowed: RuleSet::EMPTY,
    name: "STAR",
}];

static STAR: Set = Set {
    bound: &["*"],
    violations: &[],
    contents: &Star,
};

#[derive(Debug)]
struct Star;

impl Contents for Star {
    fn admits(&self, _: &[u8]) -> bool {
        true
    }

    fn admits_any(&self) -> bool {
        true
    }

    fn load(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

const fn echo(origin: &str) -> AllowOrigin<&[u8]> {
    AllowOrigin::Echo {
        origin: origin.as_bytes(),
        credentials: false,
    }
}

const fn with_credentials(origin: &str) -> AllowOrigin<&[u8]> {
    AllowOrigin::Echo {
        origin: origin.as_bytes(),
        credentials: true,
    }
}

/// A request to a policy, with a method, from an origin, and the answer.
type Case = (
    &'static str,
    Parts,
    &'static str,
    RequestOrigin<&'static [u8]>,
    AllowOrigin<&'static [u8]>,
);

#[rustfmt::skip]
const TABLE: &[Case] = &[
    ("any, a page", OPEN, "GET", One(b"https://a.example"), Any),
    ("any, no page", OPEN, "GET", Absent, Any),
    ("any, two origins", OPEN, "GET", Several, Any),
    ("any, null", OPEN, "GET", One(b"null"), Any),
    ("any, no origin at all", OPEN, "GET", One(b"\xff\xfe"), Any),
    ("any, any method", OPEN, "BREW", One(b"https://a.example"), Any),
    ("any, a method it serves", NARROW, "GET", One(b"https://a.example"), Any),
    ("any, a method it leaves out", NARROW, "PUT", One(b"https://a.example"), No),
    ("listed, the first", CHOSEN, "GET", One(b"https://a.example"), echo("https://a.example")),
    ("listed, the other method", CHOSEN, "PUT", One(b"https://a.example"), echo("https://a.example")),
    ("listed, below the second", CHOSEN, "GET", One(b"https://x.b.example"), echo("https://x.b.example")),
    ("listed, the domain itself", CHOSEN, "GET", One(b"https://b.example"), No),
    ("listed, null", CHOSEN, "GET", One(b"null"), echo("null")),
    ("listed, file", CHOSEN, "GET", One(b"file://"), echo("file://")),
    ("listed, another spelling of null", CHOSEN, "GET", One(b"NULL"), No),
    ("listed, no page", CHOSEN, "GET", Absent, No),
    ("listed, two origins", CHOSEN, "GET", Several, No),
    ("listed, empty", CHOSEN, "GET", One(b""), No),
    ("listed, a stranger", CHOSEN, "GET", One(b"https://c.example"), No),
    ("listed, a method it leaves out", CHOSEN, "DELETE", One(b"https://a.example"), No),
    ("listed, a method in lower case", CHOSEN, "get", One(b"https://a.example"), No),
    ("off", OFF, "GET", One(b"https://a.example"), No),
    ("off, no page", OFF, "GET", Absent, No),

    ("credentials, listed", TRUSTED, "GET", One(b"https://x.b.example"), with_credentials("https://x.b.example")),
    ("credentials, a stranger", TRUSTED, "GET", One(b"https://c.example"), No),
    ("credentials, no page", TRUSTED, "GET", Absent, No),

    ("any and one, the one", OPEN_AND_A, "GET", One(b"https://a.example"), with_credentials("https://a.example")),
    ("any and one, a stranger", OPEN_AND_A, "GET", One(b"https://c.example"), Any),
    ("any and one, null", OPEN_AND_A, "GET", One(b"null"), Any),
    ("any and one, another spelling", OPEN_AND_A, "GET", One(b"https://A.example"), Any),
    ("any and one, another port", OPEN_AND_A, "GET", One(b"https://a.example:8443"), Any),
    ("any and one, no page", OPEN_AND_A, "GET", Absent, Any),
    ("any and one, two origins", OPEN_AND_A, "GET", Several, Any),

    ("list and one, the one", CHOSEN_AND_A, "GET", One(b"https://a.example"), with_credentials("https://a.example")),
    ("list and one, another", CHOSEN_AND_A, "GET", One(b"https://x.b.example"), echo("https://x.b.example")),
    ("list and one, null", CHOSEN_AND_A, "GET", One(b"null"), echo("null")),
    ("list and one, a stranger", CHOSEN_AND_A, "GET", One(b"https://c.example"), No),
    ("list and one, no page", CHOSEN_AND_A, "GET", Absent, No),
    ("list and one, a method it leaves out", CHOSEN_AND_A, "DELETE", One(b"https://a.example"), No),

    ("outside, the one", OUTSIDE, "GET", One(b"https://a.example"), No),
    ("outside, the list", OUTSIDE, "GET", One(b"https://c.example"), echo("https://c.example")),
    ("any with credentials, a page", WRONG, "GET", One(b"https://a.example"), Any),

    ("a set with a star, a page", STARRED, "GET", One(b"https://a.example"), Any),
    ("a set with a star, no page", STARRED, "GET", Absent, Any),
    ("a set with a star and one, the one", STARRED.credentials_only(A), "GET", One(b"https://a.example"), with_credentials("https://a.example")),
    ("a set with a star and one, a stranger", STARRED.credentials_only(A), "GET", One(b"https://c.example"), Any),
];

#[test]
fn a_policy_and_a_request_make_an_answer() {
    for (case, policy, method, origin, expected) in TABLE {
        assert_eq!(
            allow_origin(policy, method, *origin, policy),
            *expected,
            "{case}"
        );
    }
}

/// An origin that must not be looked up, because the answer does not depend on it.
struct NeverAsked;

impl OriginLookup for NeverAsked {
    fn allows_any(&self) -> bool {
        panic!("no set is listed")
    }

    fn allows(&self, _: &[u8]) -> bool {
        panic!("every origin is allowed")
    }

    fn names_for_credentials(&self, _: &[u8]) -> bool {
        panic!("no list names origins for credentials")
    }
}

#[test]
fn a_policy_for_every_origin_looks_up_none() {
    for origin in [One(b"https://a.example" as &[u8]), Absent, Several] {
        assert_eq!(allow_origin(&OPEN, "GET", origin, &NeverAsked), Any);
    }
}

#[test]
fn both_have_to_allow_an_origin() {
    let (plain, trusted) = (
        echo("https://a.example"),
        with_credentials("https://a.example"),
    );
    for (left, right, both) in [
        (Any, Any, Any),
        (Any, plain, plain),
        (Any, trusted, plain),
        (plain, plain, plain),
        (plain, trusted, plain),
        (trusted, trusted, trusted),
        (No, Any, No),
        (No, trusted, No),
        (No, No, No),
    ] {
        assert_eq!(left.and(right), both, "{left:?} {right:?}");
        assert_eq!(right.and(left), both, "{right:?} {left:?}");
    }
}

#[test]
fn a_list_admits_what_its_patterns_match() {
    for origin in [
        "https://a.example",
        "https://x.b.example",
        "https://c.example",
        "null",
    ] {
        let expected = LIST.origins.iter().any(|element| {
            Pattern::parse(element).map_or(*element == origin, |pattern| {
                pattern.matches(origin.as_bytes())
            })
        });
        assert_eq!(CHOSEN.allows(origin.as_bytes()), expected, "{origin}");
    }
    assert!(!CHOSEN.names_for_credentials(b"https://a.example"));
    assert!(matches!(TRUSTED.credentials, Credentials::All));
    assert!(!TRUSTED.names_for_credentials(b"https://a.example"));
}

#[test]
fn a_policy_without_methods_serves_those_of_its_route() {
    assert!(serves(&OPEN, "PATCH"));
    assert!(serves(&NARROW, "GET"));
    assert!(!serves(&NARROW, "HEAD"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn requests_that_reach_the_handler_under_reject() {
    let one = |origin: &'static str| RequestOrigin::One(origin.as_bytes());
    let at = |site: Option<&'static str>, host: Option<&'static str>| Site {
        sec_fetch_site: site.map(str::as_bytes),
        host: host.map(str::as_bytes),
    };
    let (a, evil) = (one("https://a.example"), one("https://evil.example"));
    for (is_allowed, origin, site, expected) in [
        // An allowed origin, wherever it is from.
        (true, a, at(Some("cross-site"), None), true),
        (true, RequestOrigin::Several, at(None, None), true),
        // The browser says which site it is.
        (false, evil, at(Some("same-origin"), None), true),
        (false, one("null"), at(Some("same-origin"), None), true),
        (
            false,
            evil,
            at(Some("same-site"), Some("evil.example")),
            false,
        ),
        (
            false,
            evil,
            at(Some("cross-site"), Some("evil.example")),
            false,
        ),
        (
            false,
            RequestOrigin::Absent,
            at(Some("cross-site"), None),
            false,
        ),
        (
            false,
            RequestOrigin::Absent,
            at(Some("same-site"), None),
            false,
        ),
        (false, RequestOrigin::Absent, at(Some("none"), None), true),
        (false, evil, at(Some("none"), None), false),
        (false, RequestOrigin::Absent, at(Some(""), None), false),
        (
            false,
            RequestOrigin::Absent,
            at(Some("Same-Origin"), None),
            false,
        ),
        // The browser does not say.
        (false, RequestOrigin::Absent, at(None, None), true),
        (false, a, at(None, Some("a.example")), true),
        (false, a, at(None, Some("A.Example")), true),
        (false, a, at(None, Some("a.example:443")), true),
        (false, a, at(None, Some("a.example:80")), false),
        (
            false,
            one("http://a.example"),
            at(None, Some("a.example:80")),
            true,
        ),
        (
            false,
            one("https://a.example:8443"),
            at(None, Some("a.example:8443")),
            true,
        ),
        (
            false,
            one("https://a.example:8443"),
            at(None, Some("a.example")),
            false,
        ),
        (
            false,
            one("tauri://a.example"),
            at(None, Some("a.example:443")),
            false,
        ),
        (
            false,
            one("http://[::1]:3000"),
            at(None, Some("[::1]:3000")),
            true,
        ),
        (false, a, at(None, Some("a.example.evil.example")), false),
        (false, a, at(None, Some("b.example")), false),
        (false, a, at(None, Some("a.exampl")), false),
        (false, a, at(None, None), false),
        (false, one("null"), at(None, Some("null")), false),
        (false, one("https://"), at(None, Some("")), false),
        (
            false,
            RequestOrigin::One(b"https://\xff"),
            at(None, Some("a.example")),
            false,
        ),
        (
            false,
            RequestOrigin::Several,
            at(None, Some("a.example")),
            false,
        ),
    ] {
        assert_eq!(
            passes_reject(is_allowed, origin, site),
            expected,
            "{is_allowed} {origin:?} {site:?}"
        );
    }
}

#[test]
fn an_answer_says_whether_it_allows_and_whether_cookies_may_come() {
    let echo = |credentials| AllowOrigin::Echo {
        origin: "https://a.example",
        credentials,
    };
    for (answer, none, credentials) in [
        (AllowOrigin::None, true, false),
        (AllowOrigin::Any, false, false),
        (echo(false), false, false),
        (echo(true), false, true),
    ] {
        assert_eq!(
            (answer.is_none(), answer.has_credentials()),
            (none, credentials),
            "{answer:?}"
        );
    }
}
