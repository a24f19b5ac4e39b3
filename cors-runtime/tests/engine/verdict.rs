use cors_runtime::{
    origin::Pattern,
    policy::{Listed, Names, Origins, Parts, Policy},
    verdict::{Sender, Site, Verdict, judge, lets_in, serves},
};

use Sender::{Absent, One, Several};
use Verdict::{Anyone, Nobody, Sender as TheSender};

const LISTED: Parts = Parts {
    origins: Origins::Listed(Listed {
        origins: &[
            "https://a.example",
            "https://*.b.example",
            "null",
            "file://",
        ],
        latents: &[],
        sets: &[],
    }),
    methods: Some(&["GET", "PUT"]),
    ..Parts::DEFAULT
};

static OPEN: Policy = Policy::new(Parts {
    origins: Origins::Any,
    ..Parts::DEFAULT
});
static CHOSEN: Policy = Policy::new(LISTED);
static NARROW: Policy = Policy::new(Parts {
    origins: Origins::Any,
    methods: Some(&["GET"]),
    headers: Names::Any,
    ..Parts::DEFAULT
});
static OFF: Policy = Policy::new(Parts::DEFAULT);

/// What is asked, of which policy, with which method, by whom, and the verdict.
#[rustfmt::skip]
const TABLE: &[(&str, &Policy, &str, Sender<'static>, Verdict)] = &[
    ("any, a page", &OPEN, "GET", One(b"https://a.example"), Anyone),
    ("any, no page", &OPEN, "GET", Absent, Anyone),
    ("any, two origins", &OPEN, "GET", Several, Anyone),
    ("any, null", &OPEN, "GET", One(b"null"), Anyone),
    ("any, no origin at all", &OPEN, "GET", One(b"\xff\xfe"), Anyone),
    ("any, any method", &OPEN, "BREW", One(b"https://a.example"), Anyone),
    ("any, a method it serves", &NARROW, "GET", One(b"https://a.example"), Anyone),
    ("any, a method it leaves out", &NARROW, "PUT", One(b"https://a.example"), Nobody),
    ("listed, the first", &CHOSEN, "GET", One(b"https://a.example"), TheSender),
    ("listed, the other method", &CHOSEN, "PUT", One(b"https://a.example"), TheSender),
    ("listed, below the second", &CHOSEN, "GET", One(b"https://x.b.example"), TheSender),
    ("listed, the domain itself", &CHOSEN, "GET", One(b"https://b.example"), Nobody),
    ("listed, null", &CHOSEN, "GET", One(b"null"), TheSender),
    ("listed, file", &CHOSEN, "GET", One(b"file://"), TheSender),
    ("listed, another spelling of null", &CHOSEN, "GET", One(b"NULL"), Nobody),
    ("listed, no page", &CHOSEN, "GET", Absent, Nobody),
    ("listed, two origins", &CHOSEN, "GET", Several, Nobody),
    ("listed, empty", &CHOSEN, "GET", One(b""), Nobody),
    ("listed, a stranger", &CHOSEN, "GET", One(b"https://c.example"), Nobody),
    ("listed, a method it leaves out", &CHOSEN, "DELETE", One(b"https://a.example"), Nobody),
    ("listed, a method in lower case", &CHOSEN, "get", One(b"https://a.example"), Nobody),
    ("off", &OFF, "GET", One(b"https://a.example"), Nobody),
    ("off, no page", &OFF, "GET", Absent, Nobody),
];

#[test]
fn a_policy_and_a_request_make_a_verdict() {
    for (case, policy, method, sender, verdict) in TABLE {
        let admits = |origin: &[u8]| {
            let Origins::Listed(listed) = policy.origins() else {
                panic!("{case}: nobody has to ask");
            };
            listed
                .origins
                .iter()
                .any(|element| match Pattern::parse(element) {
                    Some(pattern) => pattern.matches(origin),
                    None => origin == element.as_bytes(),
                })
        };
        assert_eq!(judge(policy, method, *sender, admits), *verdict, "{case}");
    }
}

#[test]
fn a_policy_without_methods_serves_those_of_its_route() {
    assert!(serves(&OPEN, "PATCH"));
    assert!(serves(&NARROW, "GET"));
    assert!(!serves(&NARROW, "HEAD"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn who_is_let_in_where_a_mismatch_is_refused() {
    let one = |origin: &'static str| Sender::One(origin.as_bytes());
    let at = |site: Option<&'static str>, host: Option<&'static str>| Site {
        sec_fetch_site: site.map(str::as_bytes),
        host: host.map(str::as_bytes),
    };
    let (a, evil) = (one("https://a.example"), one("https://evil.example"));
    for (verdict, sender, site, expected) in [
        // An allowed origin, wherever it is from.
        (Verdict::Sender, a, at(Some("cross-site"), None), true),
        (Verdict::Anyone, Sender::Several, at(None, None), true),
        // What the browser says of the site.
        (Verdict::Nobody, evil, at(Some("same-origin"), None), true),
        (
            Verdict::Nobody,
            one("null"),
            at(Some("same-origin"), None),
            true,
        ),
        (
            Verdict::Nobody,
            evil,
            at(Some("same-site"), Some("evil.example")),
            false,
        ),
        (
            Verdict::Nobody,
            evil,
            at(Some("cross-site"), Some("evil.example")),
            false,
        ),
        (
            Verdict::Nobody,
            Sender::Absent,
            at(Some("cross-site"), None),
            false,
        ),
        (
            Verdict::Nobody,
            Sender::Absent,
            at(Some("same-site"), None),
            false,
        ),
        (
            Verdict::Nobody,
            Sender::Absent,
            at(Some("none"), None),
            true,
        ),
        (Verdict::Nobody, evil, at(Some("none"), None), false),
        (Verdict::Nobody, Sender::Absent, at(Some(""), None), false),
        (
            Verdict::Nobody,
            Sender::Absent,
            at(Some("Same-Origin"), None),
            false,
        ),
        // Where it does not say.
        (Verdict::Nobody, Sender::Absent, at(None, None), true),
        (Verdict::Nobody, a, at(None, Some("a.example")), true),
        (Verdict::Nobody, a, at(None, Some("A.Example")), true),
        (Verdict::Nobody, a, at(None, Some("a.example:443")), true),
        (Verdict::Nobody, a, at(None, Some("a.example:80")), false),
        (
            Verdict::Nobody,
            one("http://a.example"),
            at(None, Some("a.example:80")),
            true,
        ),
        (
            Verdict::Nobody,
            one("https://a.example:8443"),
            at(None, Some("a.example:8443")),
            true,
        ),
        (
            Verdict::Nobody,
            one("https://a.example:8443"),
            at(None, Some("a.example")),
            false,
        ),
        (
            Verdict::Nobody,
            one("tauri://a.example"),
            at(None, Some("a.example:443")),
            false,
        ),
        (
            Verdict::Nobody,
            one("http://[::1]:3000"),
            at(None, Some("[::1]:3000")),
            true,
        ),
        (
            Verdict::Nobody,
            a,
            at(None, Some("a.example.evil.example")),
            false,
        ),
        (Verdict::Nobody, a, at(None, Some("b.example")), false),
        (Verdict::Nobody, a, at(None, Some("a.exampl")), false),
        (Verdict::Nobody, a, at(None, None), false),
        (Verdict::Nobody, one("null"), at(None, Some("null")), false),
        (Verdict::Nobody, one("https://"), at(None, Some("")), false),
        (
            Verdict::Nobody,
            Sender::One(b"https://\xff"),
            at(None, Some("a.example")),
            false,
        ),
        (
            Verdict::Nobody,
            Sender::Several,
            at(None, Some("a.example")),
            false,
        ),
    ] {
        assert_eq!(
            lets_in(verdict, sender, site),
            expected,
            "{verdict:?} {sender:?} {site:?}"
        );
    }
}
