use cors_runtime::{
    policy::{Contents, Element, Latent, Listed, Mismatch, Names, Origins, Parts, Policy, Set},
    rule::Rule,
};

const LISTED: Listed = Listed {
    origins: &["https://a.example"],
    latents: &[],
    sets: &[],
};

/// The rules about several keys that parts break, those aside that ask what a handler takes.
fn broken(parts: Parts) -> Vec<Rule> {
    let of_handlers = [
        Rule::JsonNeedsContentType,
        Rule::AuthorizationNeedsListing,
        Rule::SessionNeedsCredentials,
    ];
    let rules = Rule::ALL.iter().copied();
    rules
        .filter(|rule| !of_handlers.contains(rule) && parts.breaks(*rule))
        .collect()
}

#[test]
fn what_any_excludes() {
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
                credentials: true,
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
                credentials: true,
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
                credentials: true,
                ..listed
            },
            &[Rule::AnyExposeWithCredentials],
        ),
    ] {
        assert_eq!(broken(parts), rules, "{parts:?}");
    }
}

/// The rules that are latent until the list protects something.
const LATENT: &[Rule] = &[
    Rule::PublicSuffixWildcard,
    Rule::SubdomainWildcardWithCredentials,
    Rule::NullOrigin,
    Rule::FileOrigin,
    Rule::AnyPort,
    Rule::InsecureOrigin,
    Rule::LoopbackOrigin,
    Rule::UnboundedOriginSet,
];

/// A list with a latent fault behind an element without one, and a list with a set that has it in its bound.
fn faulty(rule: Rule, allowed: Latent) -> [Listed; 2] {
    let latents: &'static [Latent] = vec![Latent::NONE, Latent::NONE.and(rule)].leak();
    let set = Box::leak(Box::new(Set {
        bound: &["https://*"],
        latents,
        contents: &Nothing,
    }));
    let plain = Element {
        set: &SOUND,
        allowed: Latent::NONE,
    };
    [
        Listed { latents, ..LISTED },
        Listed {
            sets: vec![plain, Element { set, allowed }].leak(),
            ..LISTED
        },
    ]
}

static SOUND: Set = Set {
    bound: &["https://a.example"],
    latents: &[],
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
fn a_latent_fault_speaks_where_the_list_protects_something() {
    for &rule in LATENT {
        for listed in faulty(rule, Latent::NONE) {
            let open = Parts {
                origins: Origins::Listed(listed),
                ..Parts::DEFAULT
            };
            let credentials = Parts {
                credentials: true,
                ..open
            };
            let rejects = Parts {
                mismatch: Mismatch::Reject,
                ..open
            };
            let with_credentials_alone = matches!(
                rule,
                Rule::SubdomainWildcardWithCredentials | Rule::NullOrigin | Rule::FileOrigin
            );
            assert_eq!(broken(open), []);
            assert_eq!(broken(credentials), [rule]);
            assert_eq!(
                broken(rejects).is_empty(),
                with_credentials_alone,
                "{rule:?}"
            );
        }
    }
}

#[test]
fn what_is_allowed_is_not_broken_except_by_anybody() {
    for &rule in LATENT {
        for listed in faulty(rule, Latent::NONE) {
            let allowed = Parts {
                origins: Origins::Listed(listed),
                credentials: true,
                allowed: Latent::NONE.and(rule),
                ..Parts::DEFAULT
            };
            let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
            assert_eq!(allowed.breaks(rule), anybody, "{rule:?}");
        }
    }
}

#[test]
fn what_is_allowed_about_one_set_is_allowed_about_no_other() {
    let rule = Rule::AnyPort;
    let parts = |sets: Vec<Element>| Parts {
        origins: Origins::Listed(Listed {
            sets: sets.leak(),
            ..LISTED
        }),
        credentials: true,
        ..Parts::DEFAULT
    };
    let [_, allowed] = faulty(rule, Latent::NONE.and(rule));
    let [_, refused] = faulty(rule, Latent::NONE.and(Rule::InsecureOrigin));
    assert!(!parts(allowed.sets.to_vec()).breaks(rule));
    assert!(parts(refused.sets.to_vec()).breaks(rule));
    assert!(parts([allowed.sets, refused.sets].concat()).breaks(rule));
    assert!(parts([refused.sets, allowed.sets].concat()).breaks(rule));
}

#[test]
fn what_a_handler_takes() {
    let with = |headers, credentials| Parts {
        headers,
        credentials,
        ..Parts::DEFAULT
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
    for (rule, parts, breaks) in table {
        assert_eq!(parts.breaks(rule), breaks, "{rule:?} {parts:?}");
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
fn latent_rules_are_a_set() {
    let two = Latent::NONE
        .and(Rule::AnyPort)
        .and(Rule::InsecureOrigin)
        .and(Rule::AnyPort);
    for &rule in Rule::ALL {
        assert!(!Latent::NONE.contains(rule));
        assert_eq!(
            two.contains(rule),
            matches!(rule, Rule::AnyPort | Rule::InsecureOrigin)
        );
    }
}

static OFF: Policy = Policy::new(Parts::DEFAULT);

#[test]
fn a_policy_says_what_it_was_made_of() {
    static FULL: Policy = Policy::new(Parts {
        origins: Origins::Listed(LISTED),
        methods: Some(&["PUT"]),
        headers: Names::Listed(&["x-a"]),
        expose: Names::Listed(&["x-b"]),
        credentials: true,
        max_age: Some(600),
        mismatch: Mismatch::Reject,
        ..Parts::DEFAULT
    });
    assert!(
        matches!(FULL.origins(), Origins::Listed(listed) if listed.origins == ["https://a.example"])
    );
    assert_eq!(FULL.methods(), Some(&["PUT"][..]));
    assert!(matches!(FULL.headers(), Names::Listed(["x-a"])));
    assert!(matches!(FULL.expose(), Names::Listed(["x-b"])));
    assert!(FULL.credentials());
    assert_eq!(FULL.max_age(), Some(600));
    assert!(FULL.rejects());
    assert!(!FULL.is_off());

    assert!(OFF.is_off());
    assert!(!OFF.rejects());
    assert!(!OFF.credentials());
    assert_eq!(OFF.max_age(), None);
    assert!(
        !Policy::new(Parts {
            origins: Origins::Any,
            ..Parts::DEFAULT
        })
        .is_off()
    );
    let [_, of_sets] = faulty(Rule::AnyPort, Latent::NONE);
    let origins = Origins::Listed(Listed {
        origins: &[],
        ..of_sets
    });
    assert!(
        !Policy::new(Parts {
            origins,
            ..Parts::DEFAULT
        })
        .is_off()
    );
}
