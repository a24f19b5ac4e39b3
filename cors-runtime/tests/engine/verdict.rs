use cors_runtime::{
    policy::{Latent, Names, Origin, Origins, Parts, Policy},
    verdict::{Sender, Verdict, judge, serves},
};

use Sender::{Absent, One, Several};
use Verdict::{Anyone, Nobody, Sender as TheSender};

const LISTED: Parts = Parts {
    origins: Origins::Listed(&[
        Origin::new("https://a.example", Latent::NONE),
        Origin::new("https://*.b.example", Latent::NONE),
        Origin::new("null", Latent::NONE),
        Origin::new("file://", Latent::NONE),
    ]),
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
        assert_eq!(judge(policy, method, *sender), *verdict, "{case}");
    }
}

#[test]
fn a_policy_without_methods_serves_those_of_its_route() {
    assert!(serves(&OPEN, "PATCH"));
    assert!(serves(&NARROW, "GET"));
    assert!(!serves(&NARROW, "HEAD"));
}
