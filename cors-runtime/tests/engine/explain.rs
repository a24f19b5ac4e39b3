//! Explanations of verdicts, as data and in words.

use cors_runtime::{
    explain::{Explanation, MAX_SHOWN, Reason, Request, Step, explain, shown},
    policy::{Contents, Credentials, Listed, ListedSet, Mismatch, Origins, Parts, RuleSet, Set},
    verdict::{AllowOrigin, OriginLookup, RequestOrigin, allow_origin},
};
use proptest::prelude::*;

use Reason::{
    AnyOrigin, CaseDiffers, CredentialsNotAllowed, MethodCaseDiffers, MethodNotListed, NoOrigin,
    NotAnOrigin, NullOrigin, Off, OriginListed, OriginNotListed, ParentDomainListed, PortDiffers,
    SchemeAndPortDiffer, SchemeDiffers, TrailingDotDiffers, WildcardExcludesDomain, WwwDiffers,
};

const LIST: &[&str] = &[
    "https://app.acme.example",
    "https://*.shops.acme.example",
    "https://www.partner.example",
    "http://localhost:5173",
    "https://admin.acme.example:8443",
    "https://10.0.0.1",
    "app://shell",
    "https://*.dev.example:*",
];

const LISTED: Parts = Parts {
    origins: Origins::Listed(Listed {
        origins: LIST,
        ..Listed::EMPTY
    }),
    methods: Some(&["GET", "PATCH", "PUT"]),
    credentials: Credentials::All,
    ..Parts::DEFAULT
};

static CHOSEN: Parts = LISTED;
static OPEN: Parts = Parts {
    origins: Origins::Any,
    ..Parts::DEFAULT
};
static CLOSED: Parts = Parts::DEFAULT;

/// A set of some origins, which can be asked and not listed.
#[derive(Debug)]
struct Shops;

impl Contents for Shops {
    fn admits(&self, origin: &[u8]) -> bool {
        let known: [&[u8]; 3] = [
            b"https://blue.example",
            b"https://www.red.example:8443",
            b"http://old.example",
        ];
        known.contains(&origin)
    }

    fn load(&self) -> Result<(), Box<dyn core::error::Error + Send + Sync>> {
        Ok(())
    }
}

static SHOPS: Set = Set {
    bound: &["https://*"],
    violations: &[],
    contents: &Shops,
};

/// A set that holds every origin.
#[derive(Debug)]
struct Every;

impl Contents for Every {
    fn admits(&self, _: &[u8]) -> bool {
        true
    }

    fn admits_any(&self) -> bool {
        true
    }

    fn load(&self) -> Result<(), Box<dyn core::error::Error + Send + Sync>> {
        Ok(())
    }
}

static EVERY: Set = Set {
    bound: &["*"],
    violations: &[],
    contents: &Every,
};

static WITH_SET: Parts = Parts {
    origins: Origins::Listed(Listed {
        sets: &[ListedSet {
            set: &SHOPS,
            allowed: RuleSet::EMPTY,
            name: "SHOPS",
        }],
        ..Listed::EMPTY
    }),
    ..Parts::DEFAULT
};

fn asked(policy: &Parts, method: &str, origin: Option<&[u8]>) -> Explanation {
    let request = Request {
        method,
        origin: origin.map_or(RequestOrigin::Absent, RequestOrigin::One),
        credentials: false,
        step: Step::first(policy, method),
    };
    explain(policy, &request)
}

/// The policy, the method, the origin, the reason, and what the policy has that is near.
type Case = (
    &'static Parts,
    &'static str,
    Option<&'static str>,
    Reason,
    Option<&'static str>,
);

#[rustfmt::skip]
const TABLE: &[Case] = &[
    (&CHOSEN, "GET", Some("https://app.acme.example"), OriginListed, None),
    (&CHOSEN, "GET", Some("https://a.b.shops.acme.example"), OriginListed, None),
    (&CHOSEN, "GET", Some("http://app.acme.example"), SchemeDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("http://a.shops.acme.example"), SchemeDiffers, Some("https://*.shops.acme.example")),
    (&CHOSEN, "GET", Some("http://a.dev.example:3000"), SchemeDiffers, Some("https://*.dev.example:*")),
    (&CHOSEN, "GET", Some("https://localhost:5173"), SchemeDiffers, Some("http://localhost:5173")),
    (&CHOSEN, "GET", Some("https://app.acme.example:8443"), PortDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://app.acme.example:443"), PortDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://admin.acme.example"), PortDiffers, Some("https://admin.acme.example:8443")),
    (&CHOSEN, "GET", Some("http://localhost:3000"), PortDiffers, Some("http://localhost:5173")),
    (&CHOSEN, "GET", Some("https://localhost"), SchemeAndPortDiffer, Some("http://localhost:5173")),
    (&CHOSEN, "GET", Some("http://app.acme.example:8080"), SchemeAndPortDiffer, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("app://app.acme.example"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("app://app.acme.example:8080"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("https://shell"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("HTTPS://app.acme.example"), CaseDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://App.acme.example"), CaseDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://app.acme.example."), TrailingDotDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://www.app.acme.example"), WwwDiffers, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://partner.example"), WwwDiffers, Some("https://www.partner.example")),
    (&CHOSEN, "GET", Some("https://shops.acme.example"), WildcardExcludesDomain, Some("https://*.shops.acme.example")),
    (&CHOSEN, "GET", Some("https://x.app.acme.example"), ParentDomainListed, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://1.10.0.0.1"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("https://evilapp.acme.example"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("https://stranger.example"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("null"), NullOrigin, None),
    (&CHOSEN, "GET", Some("https://app.acme.example/"), NotAnOrigin, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://stranger.example/"), NotAnOrigin, None),
    (&CHOSEN, "GET", Some("https://*.shops.acme.example"), NotAnOrigin, None),
    (&CHOSEN, "GET", Some("https://app.acme.example:99999"), NotAnOrigin, None),
    (&CHOSEN, "GET", Some("app.acme.example"), NotAnOrigin, None),
    (&CHOSEN, "GET", Some(""), NotAnOrigin, None),
    (&CHOSEN, "GET", Some("https://app.acme.example/x"), NotAnOrigin, Some("https://app.acme.example")),
    (&CHOSEN, "GET", Some("https://a\\.app.acme.example"), NotAnOrigin, None),
    (&CHOSEN, "GET", Some("app://localhost:5173"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("http://x.app.acme.example"), OriginNotListed, None),
    (&CHOSEN, "GET", Some("https://x.app.acme.example:8443"), OriginNotListed, None),
    (&CHOSEN, "GET", None, NoOrigin, None),
    (&CHOSEN, "DELETE", Some("https://app.acme.example"), MethodNotListed, Some("GET, PATCH, PUT")),
    (&CHOSEN, "patch", Some("https://app.acme.example"), MethodCaseDiffers, Some("PATCH")),
    (&OPEN, "DELETE", Some("null"), AnyOrigin, None),
    (&OPEN, "DELETE", None, AnyOrigin, None),
    (&CLOSED, "GET", Some("https://app.acme.example"), Off, None),
    (&CLOSED, "GET", None, Off, None),
    (&WITH_SET, "GET", Some("https://blue.example"), OriginListed, None),
    (&WITH_SET, "GET", Some("http://blue.example"), SchemeDiffers, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://blue.example:8443"), PortDiffers, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("http://blue.example:8080"), SchemeAndPortDiffer, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://BLUE.example"), CaseDiffers, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://blue.example."), TrailingDotDiffers, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://red.example:8443"), WwwDiffers, Some("https://www.red.example:8443")),
    (&WITH_SET, "GET", Some("https://a.b.blue.example"), ParentDomainListed, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://blue.example:9"), PortDiffers, Some("https://blue.example")),
    (&WITH_SET, "GET", Some("https://old.example"), SchemeDiffers, Some("http://old.example")),
    (&WITH_SET, "GET", Some("https://green.example"), OriginNotListed, None),
];

#[test]
fn each_reason_is_found() {
    for (policy, method, origin, reason, near) in TABLE {
        let explanation = asked(policy, method, origin.map(str::as_bytes));
        assert_eq!(
            (explanation.reason(), explanation.near()),
            (*reason, *near),
            "{method} {origin:?}"
        );
    }
}

#[test]
fn an_origin_that_was_cut_is_not_to_be_pasted() {
    let long = format!("https://{}example", "a.".repeat(MAX_SHOWN / 2));
    let explanation = asked(&CHOSEN, "GET", Some(long.as_bytes()));
    assert_eq!(explanation.reason(), OriginNotListed);
    assert_eq!(explanation.fix(), None);
}

#[test]
fn the_first_near_miss_gives_the_reason() {
    static BOTH: Parts = Parts {
        origins: Origins::Listed(Listed {
            origins: &["https://acme.example", "http://app.acme.example"],
            ..Listed::EMPTY
        }),
        ..Parts::DEFAULT
    };
    let explanation = asked(&BOTH, "GET", Some(b"https://app.acme.example"));
    assert_eq!(explanation.reason(), SchemeDiffers);
}

#[test]
fn cookies_need_a_policy_with_credentials() {
    for (policy, reason) in [
        (&CHOSEN, OriginListed),
        (&OPEN, CredentialsNotAllowed),
        (&CLOSED, Off),
    ] {
        let request = Request {
            method: "GET",
            origin: RequestOrigin::One(b"https://app.acme.example"),
            credentials: true,
            step: Step::Response,
        };
        assert_eq!(explain(policy, &request).reason(), reason);
    }
}

#[test]
fn several_origins_are_no_origin() {
    let request = Request {
        method: "GET",
        origin: RequestOrigin::Several,
        credentials: false,
        step: Step::Response,
    };
    let explanation = explain(&CHOSEN, &request);
    assert_eq!(explanation.reason(), Reason::SeveralOrigins);
    assert_eq!(explanation.origin(), None);
    assert_eq!(explanation.method(), "GET");
}

/// The question, and the whole text of the answer.
#[rustfmt::skip]
const TEXTS: &[(&Parts, &str, &str, Step, &str)] = &[
    (&CHOSEN, "PUT", "https://admin.acme.example", Step::Preflight,
     "PUT from `https://admin.acme.example` is not allowed: the list has `https://admin.acme.example:8443`: the port differs\n\
      browser: the preflight gets 403, so the browser does not send the PUT\n\
      fix: the list has https://admin.acme.example:8443: the port differs; if the page is yours, add \"https://admin.acme.example\" to `origins`"),
    (&CHOSEN, "GET", "https://stranger.example", Step::Response,
     "GET from `https://stranger.example` is not allowed: the list has nothing like it\n\
      browser: the handler runs, but the page cannot read the response\n\
      fix: if the page is yours, add \"https://stranger.example\" to `origins`"),
    (&CHOSEN, "GET", "https://stranger.example", Step::Request,
     "GET from `https://stranger.example` is not allowed: the list has nothing like it\n\
      browser: the request gets 403, and the handler does not run\n\
      fix: if the page is yours, add \"https://stranger.example\" to `origins`"),
    (&CHOSEN, "patch", "https://app.acme.example", Step::Preflight,
     "patch from `https://app.acme.example` is not allowed: methods are case-sensitive, and the policy has `PATCH`\n\
      browser: the preflight gets 403, so the browser does not send the patch\n\
      fix: write `PATCH` in the page's request"),
    (&CHOSEN, "GET", "https://app.acme.example", Step::Response,
     "`https://app.acme.example` may send GET and read the response: the list has the origin\n\
      browser: the page can read the response"),
    (&OPEN, "GET", "null", Step::Response,
     "`null` may send GET and read the response: the policy allows any origin\n\
      browser: the page can read the response"),
];

#[test]
fn the_text_says_what_happened_and_what_to_do() {
    for (policy, method, origin, step, text) in TEXTS {
        let request = Request {
            method,
            origin: RequestOrigin::One(origin.as_bytes()),
            credentials: false,
            step: *step,
        };
        assert_eq!(explain(policy, &request).to_string(), *text);
    }
}

/// Questions of `explanations.txt` beside the rows of [`TABLE`].
#[rustfmt::skip]
const MORE: &[(&Parts, RequestOrigin<&[u8]>, bool, Step)] = &[
    (&CHOSEN, RequestOrigin::Absent, false, Step::Request),
    (&CHOSEN, RequestOrigin::Several, false, Step::Response),
    (&CHOSEN, RequestOrigin::One(b"https://stranger.example"), false, Step::Request),
    (&CHOSEN, RequestOrigin::One(b"https://stranger.example\\"), false, Step::Response),
    (&OPEN, RequestOrigin::One(b"https://app.acme.example"), true, Step::Response),
    (&OPEN, RequestOrigin::One(b"https://app.acme.example"), true, Step::Preflight),
    (&SOME_COOKIES, RequestOrigin::One(b"https://app.acme.example"), true, Step::Response),
    (&SOME_COOKIES, RequestOrigin::One(b"https://docs.acme.example"), true, Step::Response),
    (&SOME_COOKIES, RequestOrigin::One(b"https://docs.acme.example"), false, Step::Response),
    (&SOME_COOKIES, RequestOrigin::Absent, true, Step::Response),
    (&ANYTHING, RequestOrigin::Absent, false, Step::Response),
    (&ANYTHING, RequestOrigin::One(b"https://stranger.example"), false, Step::Response),
];

static SOME_COOKIES: Parts = Parts {
    origins: Origins::Any,
    credentials: Credentials::Only(Listed {
        origins: &["https://app.acme.example"],
        ..Listed::EMPTY
    }),
    ..Parts::DEFAULT
};

/// A list with a set that holds every origin.
static ANYTHING: Parts = Parts {
    origins: Origins::Listed(Listed {
        sets: &[ListedSet {
            set: &EVERY,
            allowed: RuleSet::EMPTY,
            name: "EVERY",
        }],
        ..Listed::EMPTY
    }),
    ..Parts::DEFAULT
};

/// `ROUTE_CORS_BLESS=1 cargo test -p cors-runtime` writes the file.
#[test]
fn the_words_are_those_of_the_file() {
    let rows = TABLE.iter().map(|(policy, method, origin, ..)| {
        let origin = origin.map(str::as_bytes);
        asked(policy, method, origin).to_string()
    });
    let more = MORE.iter().map(|(policy, origin, credentials, step)| {
        let request = Request {
            method: "GET",
            origin: *origin,
            credentials: *credentials,
            step: *step,
        };
        explain(policy, &request).to_string()
    });
    let words: Vec<String> = rows.chain(more).collect();
    let words = words.join("\n\n") + "\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/engine/explanations.txt");
    if std::env::var_os("ROUTE_CORS_BLESS").is_some() {
        std::fs::write(file, &words).unwrap();
    }
    assert_eq!(words, std::fs::read_to_string(file).unwrap());
}

#[test]
fn a_policy_stops_a_simple_method_as_late_as_it_can() {
    let rejects = Parts {
        mismatch: Mismatch::Reject,
        ..LISTED
    };
    for (policy, method, step) in [
        (&LISTED, "GET", Step::Response),
        (&LISTED, "HEAD", Step::Response),
        (&LISTED, "POST", Step::Response),
        (&LISTED, "PUT", Step::Preflight),
        (&LISTED, "get", Step::Preflight),
        (&rejects, "GET", Step::Request),
        (&rejects, "PUT", Step::Preflight),
    ] {
        assert_eq!(Step::first(policy, method), step, "{method}");
    }
}

#[test]
fn names_are_stable_and_different() {
    let names: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    for (index, name) in names.iter().enumerate() {
        assert!(!names[..index].contains(name), "{name}");
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{name}"
        );
    }
    let near: Vec<&str> = Reason::ALL
        .iter()
        .filter(|reason| reason.is_near_miss())
        .map(|reason| reason.as_str())
        .collect();
    assert_eq!(
        near,
        [
            "scheme_differs",
            "port_differs",
            "scheme_and_port_differ",
            "case_differs",
            "trailing_dot_differs",
            "www_differs",
            "wildcard_excludes_domain",
            "parent_domain_listed"
        ]
    );
}

#[test]
fn texts_of_a_request_are_escaped_and_cut() {
    for (bytes, expected) in [
        (&b"https://a.example"[..], "https://a.example"),
        (b"\"'", "\"'"),
        (b"a\nb\x1b[31m\xff\\", "a\\nb\\x1b[31m\\xff\\\\"),
    ] {
        assert_eq!(shown(bytes), expected);
    }
    let exact = vec![b'a'; MAX_SHOWN];
    assert_eq!(shown(&exact).len(), MAX_SHOWN);
    assert!(!shown(&exact).ends_with('…'));
    for long in [vec![b'a'; MAX_SHOWN + 1], vec![0xff; 100_000]] {
        let shown = shown(&long);
        assert!(shown.len() <= MAX_SHOWN && shown.ends_with('…'), "{shown}");
        assert!(shown.len() > MAX_SHOWN - "\\xff".len(), "{shown}");
    }
}

fn origins() -> impl Strategy<Value = Vec<u8>> {
    let host = prop::sample::select(vec![
        "app.acme.example",
        "App.acme.example",
        "shops.acme.example",
        "a.shops.acme.example",
        "partner.example",
        "www.partner.example",
        "localhost",
        "10.0.0.1",
        "a.dev.example",
        "stranger.example",
        "blue.example",
    ]);
    let text = (
        "(https|http|app|HTTPS)?(://)?",
        "(www\\.|x\\.|a\\.b\\.)?",
        host,
        "\\.?(:443|:80|:8443|:5173|:0|:)?(/|#|@)?",
    )
        .prop_map(|(scheme, before, host, after)| format!("{scheme}{before}{host}{after}"));
    prop_oneof![
        8 => text.prop_map(String::into_bytes),
        1 => prop::sample::select(LIST.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ]
}

proptest! {
    #![proptest_config(crate::cases(4096))]

    /// The explanation agrees with the decision, and no text is longer than the limit.
    #[test]
    fn an_explanation_agrees_with_the_verdict(
        origin in origins(),
        method in prop::sample::select(vec!["GET", "PUT", "patch", "DELETE"]),
        policy in prop::sample::select(vec![&CHOSEN, &OPEN, &CLOSED, &WITH_SET]),
    ) {
        let answer = allow_origin(policy, method, RequestOrigin::One(&origin), policy);
        let explanation = asked(policy, method, Some(&origin));
        prop_assert_eq!(explanation.is_allowed(), answer != AllowOrigin::None);
        prop_assert!(!(explanation.reason().is_near_miss() && policy.allows(&origin)));
        prop_assert!(explanation.origin().is_some_and(|origin| origin.len() <= MAX_SHOWN));
        prop_assert!(explanation.to_string().len() <= 1200);
        prop_assert!(explanation.to_string().bytes().all(|byte| byte == b'\n' || !byte.is_ascii_control()));
    }
}
