use std::panic::catch_unwind;

use cors_runtime::{
    policy::{Latent, Names, Origin, Origins, Parts, Policy},
    rule::Rule,
};

const A: Origin = Origin::new("https://a.example", Latent::NONE);

/// What a constant of these parts would end the build with.
fn refusal(parts: Parts) -> Option<String> {
    let panic = catch_unwind(|| Policy::new(parts)).err()?;
    let words = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
    Some(words.expect("the panic has a message"))
}

fn named(words: &str) -> Option<Rule> {
    Rule::named(words.rsplit_once("\nrule: ")?.1)
}

#[test]
fn what_any_and_credentials_exclude_ends_the_build() {
    let credentials = Parts {
        origins: Origins::Listed(&[A]),
        credentials: true,
        ..Parts::DEFAULT
    };
    let table = [
        (
            Parts {
                origins: Origins::Any,
                ..credentials
            },
            Rule::AnyOriginWithCredentials,
        ),
        (
            Parts {
                expose: Names::Any,
                ..credentials
            },
            Rule::AnyExposeWithCredentials,
        ),
    ];
    for (parts, rule) in table {
        let words = refusal(parts).unwrap_or_default();
        assert_eq!(named(&words), Some(rule), "{words}");
        let without = Parts {
            credentials: false,
            ..parts
        };
        assert_eq!(refusal(without), None);
    }
    assert_eq!(refusal(credentials), None);
    assert_eq!(
        refusal(Parts {
            headers: Names::Any,
            ..credentials
        }),
        None
    );
}

/// One element for each guarded rule, behind one that none refuses.
static LATENT: &[[Origin; 2]] = &[
    [
        A,
        Origin::new(
            "https://*.co.uk",
            Latent::NONE.and(Rule::PublicSuffixWildcard),
        ),
    ],
    [
        A,
        Origin::new(
            "https://*.a.example",
            Latent::NONE.and(Rule::SubdomainWildcardWithCredentials),
        ),
    ],
    [A, Origin::new("null", Latent::NONE.and(Rule::NullOrigin))],
    [
        A,
        Origin::new("file://", Latent::NONE.and(Rule::FileOrigin)),
    ],
    [
        A,
        Origin::new("https://a.example:*", Latent::NONE.and(Rule::AnyPort)),
    ],
    [
        A,
        Origin::new("http://a.example", Latent::NONE.and(Rule::InsecureOrigin)),
    ],
    [
        A,
        Origin::new(
            "http://localhost:3000",
            Latent::NONE.and(Rule::LoopbackOrigin),
        ),
    ],
];

#[test]
fn a_latent_fault_ends_the_build_where_there_are_credentials() {
    let rules = [
        Rule::PublicSuffixWildcard,
        Rule::SubdomainWildcardWithCredentials,
        Rule::NullOrigin,
        Rule::FileOrigin,
        Rule::AnyPort,
        Rule::InsecureOrigin,
        Rule::LoopbackOrigin,
    ];
    assert_eq!(LATENT.len(), rules.len());
    for (origins, rule) in LATENT.iter().zip(rules) {
        let open = Parts {
            origins: Origins::Listed(origins),
            ..Parts::DEFAULT
        };
        assert_eq!(refusal(open), None, "{rule:?}");
        let words = refusal(Parts {
            credentials: true,
            ..open
        })
        .unwrap_or_default();
        assert_eq!(named(&words), Some(rule), "{words}");
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
    });
    assert!(
        matches!(FULL.origins(), Origins::Listed([origin]) if origin.pattern().as_str() == "https://a.example")
    );
    assert_eq!(FULL.methods(), Some(&["PUT"][..]));
    assert!(matches!(FULL.headers(), Names::Listed(["x-a"])));
    assert!(matches!(FULL.expose(), Names::Listed(["x-b"])));
    assert!(FULL.credentials());
    assert_eq!(FULL.max_age(), Some(600));
    assert!(!FULL.is_off());

    assert!(OFF.is_off());
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
