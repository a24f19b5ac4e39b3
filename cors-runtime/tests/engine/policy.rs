use std::panic::catch_unwind;

use cors_runtime::{
    policy::{Latent, Mismatch, Names, Origin, Origins, Parts, Policy},
    rule::Rule,
};

const A: Origin = Origin::new("https://a.example", Latent::NONE);

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
        origins: Origins::Listed(&[A]),
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

/// One element for each rule that may be latent, behind one that none refuses.
static LATENT: &[([Origin; 2], Rule)] = &[
    latent("https://*.co.uk", Rule::PublicSuffixWildcard),
    latent(
        "https://*.a.example",
        Rule::SubdomainWildcardWithCredentials,
    ),
    latent("null", Rule::NullOrigin),
    latent("file://", Rule::FileOrigin),
    latent("https://a.example:*", Rule::AnyPort),
    latent("http://a.example", Rule::InsecureOrigin),
    latent("http://localhost:3000", Rule::LoopbackOrigin),
    latent("https://*", Rule::UnboundedOriginSet),
];

const fn latent(text: &'static str, rule: Rule) -> ([Origin; 2], Rule) {
    ([A, Origin::new(text, Latent::NONE.and(rule))], rule)
}

#[test]
fn a_latent_fault_speaks_where_the_list_protects_something() {
    for (origins, rule) in LATENT {
        let open = Parts {
            origins: Origins::Listed(origins),
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
        assert_eq!(broken(credentials), [*rule]);
        assert_eq!(
            broken(rejects).is_empty(),
            with_credentials_alone,
            "{rule:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_not_broken_except_by_anybody() {
    for (origins, rule) in LATENT {
        let allowed = Parts {
            origins: Origins::Listed(origins),
            credentials: true,
            allowed: Latent::NONE.and(*rule),
            ..Parts::DEFAULT
        };
        let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
        assert_eq!(allowed.breaks(*rule), anybody, "{rule:?}");
    }
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

#[test]
fn what_is_no_pattern_is_no_element() {
    let named = |words: &str| Rule::named(words.rsplit_once("\nrule: ")?.1);
    for text in ["a.example", "https://a*.example", "NULL", "file", ""] {
        let words = catch_unwind(|| Origin::new(text, Latent::NONE)).unwrap_err();
        let words = words.downcast_ref::<&str>().copied().unwrap_or_default();
        assert_eq!(named(words), Some(Rule::MalformedOrigin), "{text}");
    }
    for text in ["null", "file://"] {
        let origin = Origin::new(text, Latent::NONE);
        assert_eq!(origin.pattern().as_str(), text);
        assert!(origin.pattern().matches(text.as_bytes()));
        assert!(!origin.pattern().is_private() && !origin.pattern().is_loopback());
    }
}

static OFF: Policy = Policy::new(Parts::DEFAULT);

#[test]
fn a_policy_says_what_it_was_made_of() {
    static FULL: Policy = Policy::new(Parts {
        origins: Origins::Listed(&[A]),
        methods: Some(&["PUT"]),
        headers: Names::Listed(&["x-a"]),
        expose: Names::Listed(&["x-b"]),
        credentials: true,
        max_age: Some(600),
        mismatch: Mismatch::Reject,
        ..Parts::DEFAULT
    });
    assert!(
        matches!(FULL.origins(), Origins::Listed([origin]) if origin.pattern().as_str() == "https://a.example")
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
}
