//! The rules about several parts of a policy, and allowances.

use cors_runtime::{
    policy::{
        Conditional, Contents, Credentials, Listed, ListedSet, Mismatch, Names, Origins, Parts,
        RuleSet, Set,
    },
    rule::{Condition, Rule},
};

const LISTED: Listed = Listed {
    origins: &["https://a.example"],
    ..Listed::EMPTY
};

/// Returns the rules about several arguments that parts violate, without the rules about handlers.
#[allow(
    clippy::large_types_passed_by_value,
    reason = "the tables below read better"
)]
fn violated(parts: Parts) -> Vec<Rule> {
    let rules = Rule::ALL.iter().copied();
    rules
        .filter(|rule| rule.condition() != Condition::Handler && parts.violates(*rule))
        .collect()
}

#[test]
fn combinations_with_any() {
    let any = Parts {
        origins: Origins::Any,
        ..Parts::DEFAULT
    };
    let listed = Parts {
        origins: Origins::Listed(LISTED),
        ..Parts::DEFAULT
    };
    for (parts, rules) in [
        (any, &[][..]),
        (
            Parts {
                credentials: Credentials::All,
                ..any
            },
            &[Rule::AnyOriginWithCredentials],
        ),
        (
            Parts {
                mismatch: Mismatch::Reject,
                ..any
            },
            &[Rule::UselessMismatch],
        ),
        (
            Parts {
                expose: Names::Any,
                headers: Names::Any,
                ..any
            },
            &[],
        ),
        (listed, &[]),
        (
            Parts {
                credentials: Credentials::All,
                mismatch: Mismatch::Reject,
                headers: Names::Any,
                ..listed
            },
            &[],
        ),
        (
            Parts {
                expose: Names::Any,
                ..listed
            },
            &[],
        ),
        (
            Parts {
                expose: Names::Any,
                credentials: Credentials::All,
                ..listed
            },
            &[Rule::AnyExposeWithCredentials],
        ),
    ] {
        assert_eq!(violated(parts), rules, "{parts:?}");
        assert_eq!(parts.violates_any(), !rules.is_empty(), "{parts:?}");
    }
}

/// Every combination of values, so that a shortcut of `violates_any` is noticed if a new rule needs more.
#[test]
fn any_violation_is_the_violation_of_some_rule() {
    let other = Listed {
        origins: &["https://b.example"],
        ..Listed::EMPTY
    };
    let [with_violation, with_set] = faulty(Rule::AnyPort, RuleSet::EMPTY);
    let lists = [LISTED, with_violation, with_set];
    let all_origins = lists.map(Origins::Listed).into_iter().chain([Origins::Any]);
    let mut violating = 0;
    for origins in all_origins {
        for credentials in [Credentials::None, Credentials::All]
            .into_iter()
            .chain([LISTED, other, with_violation, Listed::EMPTY].map(Credentials::Only))
        {
            for (expose, mismatch) in [
                (Names::Any, Mismatch::Omit),
                (Names::Any, Mismatch::Reject),
                (Names::Listed(&[]), Mismatch::Omit),
                (Names::Listed(&[]), Mismatch::Reject),
            ] {
                let parts = Parts {
                    origins,
                    credentials,
                    expose,
                    mismatch,
                    ..Parts::DEFAULT
                };
                let rules = violated(parts);
                assert_eq!(
                    parts.violates_any(),
                    !rules.is_empty(),
                    "{rules:?} {parts:?}"
                );
                violating += usize::from(!rules.is_empty());
            }
        }
    }
    assert_eq!(violating, 67, "of 96");
}

/// The rules that apply only if the list protects something.
const GUARDED: &[Rule] = &[
    Rule::PublicSuffixWildcard,
    Rule::SubdomainWildcardWithCredentials,
    Rule::NullOrigin,
    Rule::FileOrigin,
    Rule::AnyPort,
    Rule::InsecureOrigin,
    Rule::LoopbackOrigin,
    Rule::UnboundedOriginSet,
];

/// A list with a violation behind an element without one, and a list with a set that has it in its bound.
fn faulty(rule: Rule, allowed: RuleSet) -> [Listed; 2] {
    let violations: &'static [RuleSet] = vec![RuleSet::EMPTY, RuleSet::EMPTY.and(rule)].leak();
    let set = Box::leak(Box::new(Set {
        bound: &["https://*"],
        violations,
        contents: &Nothing,
    }));
    let plain = ListedSet {
        set: &SOUND,
        allowed: RuleSet::EMPTY,
        name: "",
    };
    [
        Listed {
            violations,
            ..LISTED
        },
        Listed {
            sets: vec![
                plain,
                ListedSet {
                    set,
                    allowed,
                    name: "",
                },
            ]
            .leak(),
            ..LISTED
        },
    ]
}

static SOUND: Set = Set {
    bound: &["https://a.example"],
    violations: &[],
    contents: &Nothing,
};

#[derive(Debug)]
struct Nothing;

impl Contents for Nothing {
    fn admits(&self, _: &[u8]) -> bool {
        false
    }

    fn load(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

#[test]
fn a_violation_counts_if_the_list_protects_something() {
    for &rule in GUARDED {
        for listed in faulty(rule, RuleSet::EMPTY) {
            let open = Parts {
                origins: Origins::Listed(listed),
                ..Parts::DEFAULT
            };
            let credentials = Parts {
                credentials: Credentials::All,
                ..open
            };
            let rejects = Parts {
                mismatch: Mismatch::Reject,
                ..open
            };
            let with_credentials_alone = rule == Rule::SubdomainWildcardWithCredentials;
            assert_eq!(violated(open), []);
            assert_eq!(violated(credentials), [rule]);
            assert_eq!(
                violated(rejects).is_empty(),
                with_credentials_alone,
                "{rule:?}"
            );
        }
    }
}

#[test]
fn allowances_cover_all_guarded_rules_except_hard_ones() {
    for &rule in GUARDED {
        for listed in faulty(rule, RuleSet::EMPTY) {
            let allowed = Parts {
                origins: Origins::Listed(listed),
                ..Parts::DEFAULT
            }
            .credentials(true)
            .allow(RuleSet::EMPTY.and(rule));
            let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
            assert_eq!(allowed.violates(rule), anybody, "{rule:?}");
        }
    }
}

#[test]
fn an_allowance_for_one_set_covers_no_other() {
    let rule = Rule::AnyPort;
    let parts = |sets: Vec<ListedSet>| Parts {
        origins: Origins::Listed(Listed {
            sets: sets.leak(),
            ..LISTED
        }),
        credentials: Credentials::All,
        ..Parts::DEFAULT
    };
    let [_, allowed] = faulty(rule, RuleSet::EMPTY.and(rule));
    let [_, refused] = faulty(rule, RuleSet::EMPTY.and(Rule::InsecureOrigin));
    assert!(!parts(allowed.sets.to_vec()).violates(rule));
    assert!(parts(refused.sets.to_vec()).violates(rule));
    assert!(parts([allowed.sets, refused.sets].concat()).violates(rule));
    assert!(parts([refused.sets, allowed.sets].concat()).violates(rule));
}

#[test]
fn headers_and_credentials_that_handlers_need() {
    let with = |headers, credentials| {
        let parts = Parts {
            headers,
            ..Parts::DEFAULT
        };
        parts.credentials(credentials)
    };
    let table = [
        (
            Rule::JsonNeedsContentType,
            with(Names::Listed(&[]), true),
            true,
        ),
        (
            Rule::JsonNeedsContentType,
            with(Names::Listed(&["x-a", "content-type"]), false),
            false,
        ),
        (
            Rule::JsonNeedsContentType,
            with(Names::Listed(&["content-typ"]), false),
            true,
        ),
        (Rule::JsonNeedsContentType, with(Names::Any, false), false),
        (
            Rule::AuthorizationNeedsListing,
            with(Names::Listed(&["content-type"]), true),
            true,
        ),
        (
            Rule::AuthorizationNeedsListing,
            with(Names::Listed(&["authorization"]), false),
            false,
        ),
        (
            Rule::AuthorizationNeedsListing,
            with(Names::Any, false),
            false,
        ),
        (Rule::SessionNeedsCredentials, with(Names::Any, false), true),
        (Rule::SessionNeedsCredentials, with(Names::Any, true), false),
    ];
    for (rule, parts, violated) in table {
        assert_eq!(parts.violates(rule), violated, "{rule:?} {parts:?}");
    }
}

#[test]
fn methods_that_a_route_serves() {
    for (methods, routed, serves) in [
        (None, &["PUT"][..], true),
        (Some(&["GET", "PUT"][..]), &["PUT"], true),
        (Some(&["PUT"]), &["GET", "PUT"], true),
        (Some(&["PUT"]), &["GET"], false),
        (Some(&["PUT"]), &["put"], false),
        (Some(&["PUT"]), &[], false),
    ] {
        let parts = Parts {
            methods,
            ..Parts::DEFAULT
        };
        assert_eq!(
            parts.serves_one_of(routed),
            serves,
            "{methods:?} {routed:?}"
        );
    }
}

#[test]
fn rules_are_kept_in_a_set() {
    let two = RuleSet::EMPTY
        .and(Rule::AnyPort)
        .and(Rule::InsecureOrigin)
        .and(Rule::AnyPort);
    for &rule in Rule::ALL {
        assert!(!RuleSet::EMPTY.contains(rule));
        assert_eq!(
            two.contains(rule),
            matches!(rule, Rule::AnyPort | Rule::InsecureOrigin)
        );
    }
}

#[test]
fn a_policy_without_elements_is_off() {
    let [_, of_sets] = faulty(Rule::AnyPort, RuleSet::EMPTY);
    for (origins, is_off) in [
        (Parts::DEFAULT.origins, true),
        (Origins::Any, false),
        (Origins::Listed(LISTED), false),
        (
            Origins::Listed(Listed {
                origins: &[],
                ..of_sets
            }),
            false,
        ),
    ] {
        let parts = Parts {
            origins,
            ..Parts::DEFAULT
        };
        assert_eq!(parts.is_off(), is_off, "{origins:?}");
    }
}

/// An element with a violation, among the credentials of a list of sound origins.
fn only(rule: Rule) -> Credentials {
    Credentials::Only(Listed {
        violations: vec![RuleSet::EMPTY.and(rule)].leak(),
        ..LISTED
    })
}

#[test]
fn rules_about_credentials_check_the_elements_of_their_list_alone() {
    for &rule in GUARDED {
        let [faulty, _] = faulty(rule, RuleSet::EMPTY);
        let sound = Credentials::Only(LISTED);
        let reader = Parts {
            origins: Origins::Listed(faulty),
            ..Parts::DEFAULT
        };
        for (origins, credentials, rejects, expected) in [
            (Origins::Listed(faulty), sound, false, false),
            (Origins::Listed(faulty), Credentials::None, false, false),
            (Origins::Listed(LISTED), only(rule), false, true),
            (Origins::Any, only(rule), false, true),
            (
                Origins::Listed(faulty),
                sound,
                true,
                rule != Rule::SubdomainWildcardWithCredentials,
            ),
        ] {
            let parts = Parts {
                origins,
                credentials,
                mismatch: if rejects {
                    Mismatch::Reject
                } else {
                    Mismatch::Omit
                },
                ..reader
            };
            assert_eq!(parts.violates(rule), expected, "{rule:?} {parts:?}");
            assert_eq!(parts.violates_any(), expected, "{rule:?} {parts:?}");
        }
    }
}

#[test]
fn credentials_of_some_origins_go_with_any_origin_and_not_with_any_exposed_header() {
    let some = Parts {
        origins: Origins::Any,
        credentials: Credentials::Only(LISTED),
        ..Parts::DEFAULT
    };
    assert_eq!(violated(some), []);
    assert!(!some.violates(Rule::SessionNeedsCredentials));
    assert_eq!(
        violated(some.expose_any()),
        [Rule::AnyExposeWithCredentials]
    );
    let emptied_by_cfg = some.credentials_only(Listed::EMPTY);
    assert_eq!(violated(emptied_by_cfg.expose_any()), []);
    assert!(!emptied_by_cfg.violates(Rule::SessionNeedsCredentials));
}

/// Which protection a policy had where its `allow` was written, what another one changes, and whether the allowance
/// still covers it.
#[test]
fn an_allowance_covers_what_the_policy_protected_where_it_was_written() {
    let rule = Rule::AnyPort;
    let [faulty, _] = faulty(rule, RuleSet::EMPTY);
    let open = Parts {
        origins: Origins::Listed(faulty),
        ..Parts::DEFAULT
    };
    let allow = |parts: Parts| parts.allow(RuleSet::EMPTY.and(rule));
    let reject = |parts: Parts| parts.mismatch(Mismatch::Reject);
    let credentials = |parts: Parts| parts.credentials(true);
    for (case, parts, covered) in [
        ("reject", allow(reject(open)), true),
        ("credentials", allow(credentials(open)), true),
        ("both", allow(reject(credentials(open))), true),
        ("reject, then both", credentials(allow(reject(open))), false),
        (
            "credentials, then both",
            reject(allow(credentials(open))),
            false,
        ),
        (
            "the same again",
            credentials(allow(credentials(open))),
            true,
        ),
        (
            "credentials of some, then of all",
            credentials(allow(open.credentials_only(faulty))),
            false,
        ),
        (
            "credentials of all, then of some",
            allow(credentials(open)).credentials_only(faulty),
            false,
        ),
        (
            "both, then reject",
            allow(reject(credentials(open))).credentials(false),
            true,
        ),
        (
            "allowed again",
            allow(credentials(allow(reject(open)))),
            true,
        ),
    ] {
        assert_eq!(parts.violates(rule), !covered, "{case}");
        assert!(parts.without_allowances().violates(rule), "{case}");
    }
    let other_origins = allow(credentials(open)).origins_listed(faulty);
    assert!(other_origins.violates(rule), "other origins");
}

#[test]
fn responses_depend_on_the_origin_unless_all_are_alike() {
    let any = Parts::DEFAULT.any_origin();
    let listed = Parts::DEFAULT.origins(&["https://a.example"]);
    for (parts, expected) in [
        (any, false),
        (any.credentials_only(LISTED), true),
        (any.credentials_only(Listed::EMPTY), false),
        (listed, true),
        (listed.credentials(true), true),
        (Parts::DEFAULT, false),
    ] {
        assert_eq!(parts.depends_on_origin(), expected, "{parts:?}");
    }
}

#[test]
fn the_sets_of_both_lists_are_found() {
    let [_, of_sets] = faulty(Rule::AnyPort, RuleSet::EMPTY);
    let parts = Parts {
        origins: Origins::Listed(of_sets),
        credentials: Credentials::Only(of_sets),
        ..Parts::DEFAULT
    };
    assert_eq!(parts.all_sets().count(), 4);
    assert_eq!(parts.any_origin().credentials(true).all_sets().count(), 0);
}

/// A list, an element of `credentials = [..]`, and whether the list allows it.
#[test]
#[allow(clippy::too_many_lines, reason = "it is one table")]
fn only_allowed_origins_may_use_credentials() {
    let bound = |bound: &'static [&'static str]| Listed {
        sets: vec![ListedSet {
            set: Box::leak(Box::new(Set {
                bound,
                violations: &[],
                contents: &Nothing,
            })),
            allowed: RuleSet::EMPTY,
            name: "",
        }]
        .leak(),
        ..Listed::EMPTY
    };
    let written = |origins| Listed {
        origins,
        ..Listed::EMPTY
    };
    let conditional = Listed {
        conditional: &[Conditional {
            origin: "https://dev.example",
            cfg: "debug_assertions",
        }],
        ..LISTED
    };
    for (origins, credentials, allowed) in [
        (LISTED, written(&["https://a.example"]), true),
        (
            LISTED,
            written(&["https://a.example", "https://b.example"]),
            false,
        ),
        (LISTED, written(&["https://a.example:8443"]), false),
        (LISTED, written(&["http://a.example"]), false),
        (
            written(&["https://*.a.example"]),
            written(&["https://x.a.example"]),
            true,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://x.y.a.example"]),
            true,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://*.y.a.example"]),
            true,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://*.a.example"]),
            true,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://a.example"]),
            false,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://*.b.example"]),
            false,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://evila.example"]),
            false,
        ),
        (
            written(&["https://*.a.example"]),
            written(&["https://x.a.example:1"]),
            false,
        ),
        (
            written(&["https://*.a.example:*"]),
            written(&["https://x.a.example:1"]),
            true,
        ),
        (
            written(&["https://*.a.example:*"]),
            written(&["https://*.a.example:*"]),
            true,
        ),
        (
            written(&["https://x.a.example"]),
            written(&["https://*.a.example"]),
            false,
        ),
        (written(&["app://*"]), written(&["app://x"]), true),
        (written(&["app://*"]), written(&["other://x"]), false),
        (written(&["null"]), written(&["null"]), true),
        (LISTED, written(&["null"]), false),
        (conditional, written(&["https://dev.example"]), true),
        (
            bound(&["https://*.a.example"]),
            written(&["https://x.a.example"]),
            true,
        ),
        (
            bound(&["https://*.a.example"]),
            written(&["https://b.example"]),
            false,
        ),
        (
            bound(&["https://*"]),
            written(&["https://*.a.example"]),
            true,
        ),
        (bound(&["*"]), written(&["app://x", "null"]), true),
        (
            written(&["https://*.a.example"]),
            bound(&["https://*.x.a.example"]),
            true,
        ),
        (
            written(&["https://*.a.example"]),
            bound(&["https://x.a.example", "https://b.example"]),
            false,
        ),
        (written(&["https://*.a.example"]), bound(&["*"]), false),
        (bound(&["*"]), bound(&["*"]), true),
    ] {
        let parts = Parts::DEFAULT
            .origins_listed(origins)
            .credentials_only(credentials);
        let rule = Rule::CredentialsOutsideOrigins;
        assert_eq!(
            !parts.violates(rule),
            allowed,
            "{origins:?} {credentials:?}"
        );
        assert_eq!(
            parts.violates_any(),
            !allowed,
            "{origins:?} {credentials:?}"
        );
        assert!(!parts.any_origin().violates(rule));
    }
}

#[test]
fn a_set_of_every_origin_has_no_allowance() {
    let rule = Rule::UnboundedOriginSet;
    for (bound, allowed) in [(&["https://*"][..], true), (&["*"], false)] {
        let set = Box::leak(Box::new(Set {
            bound,
            violations: vec![RuleSet::EMPTY.and(rule)].leak(),
            contents: &Nothing,
        }));
        let element = ListedSet {
            set,
            allowed: RuleSet::EMPTY.and(rule),
            name: "",
        };
        let listed = Listed {
            sets: vec![element].leak(),
            ..Listed::EMPTY
        };
        let open = Parts::DEFAULT.origins_listed(listed);
        assert!(!open.violates(rule));
        for parts in [open.credentials(true), open.mismatch(Mismatch::Reject)] {
            assert_eq!(!parts.violates(rule), allowed, "{bound:?}");
            let allow = parts.allow(RuleSet::EMPTY.and(rule));
            assert_eq!(!allow.violates(rule), allowed, "{bound:?}");
        }
        assert_eq!(listed.can_hold_any(), !allowed);
    }
}
