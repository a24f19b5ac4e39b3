//! Lists that extend other lists.

use cors_runtime::policy::{
    Conditional, Contents, ListKey, Listed, ListedSet, Parts, RuleSet, Set,
    lists::{concat, total},
};

const LISTS: &[&[&str]] = &[&["a", "b"], &[], &["c"]];
const ALL: [&str; total(LISTS)] = concat(LISTS, "");

#[test]
fn lists_are_joined_in_order_in_a_constant() {
    assert_eq!(ALL, ["a", "b", "c"]);
    assert_eq!(total::<u8>(&[]), 0);
}

const DEV: Conditional = Conditional {
    origin: "http://localhost:5173",
    cfg: "debug_assertions",
};

/// A debug build has the element, a release build has not.
const DEBUG: Parts = Parts::DEFAULT.origins_listed(Listed {
    origins: &["https://a.example", "http://localhost:5173"],
    conditional: &[DEV],
    ..Listed::EMPTY
});
const RELEASE: Parts = Parts::DEFAULT.origins_listed(Listed {
    origins: &["https://a.example"],
    conditional: &[DEV],
    ..Listed::EMPTY
});

#[test]
fn an_element_is_found_with_its_cfg_in_every_build() {
    for parts in [DEBUG, RELEASE] {
        for (origin, cfg, listed) in [
            ("https://a.example", "", true),
            ("https://a.example", "debug_assertions", false),
            ("http://localhost:5173", "debug_assertions", true),
            ("http://localhost:5173", "unix", false),
            ("http://localhost:5173", "", false),
            ("https://b.example", "", false),
        ] {
            assert_eq!(
                parts.lists(ListKey::Origins, origin, cfg),
                listed,
                "{origin} {cfg}"
            );
        }
    }
}

#[test]
fn elements_that_two_lists_share_are_found() {
    let b = Parts::DEFAULT.origins(&["https://b.example"]);
    let a = Parts::DEFAULT.origins(&["https://c.example", "https://a.example"]);
    let dev = Parts::DEFAULT.origins_listed(Listed {
        conditional: &[DEV],
        ..Listed::EMPTY
    });
    let always = Parts::DEFAULT.origins(&["http://localhost:5173"]);
    for (left, right, shares) in [
        (DEBUG, b, false),
        (DEBUG, a, true),
        (DEBUG, dev, true),
        (RELEASE, dev, true),
        (DEBUG, always, false),
        (dev, always, false),
        (Parts::DEFAULT.any_origin(), a, false),
    ] {
        assert_eq!(
            left.shares_element(ListKey::Origins, &right),
            shares,
            "{left:?} {right:?}"
        );
        assert_eq!(
            right.shares_element(ListKey::Origins, &left),
            shares,
            "{right:?} {left:?}"
        );
    }
    let headers = Parts::DEFAULT.headers(&["x-a", "x-b"]);
    assert!(headers.shares_element(ListKey::Headers, &Parts::DEFAULT.headers(&["x-b"])));
    assert!(!headers.shares_element(ListKey::Expose, &headers));
}

#[test]
fn a_list_is_empty_if_no_build_has_an_element() {
    let dev = Parts::DEFAULT.origins_listed(Listed {
        conditional: &[DEV],
        ..Listed::EMPTY
    });
    for (parts, key, empty) in [
        (Parts::DEFAULT, ListKey::Origins, true),
        (Parts::DEFAULT, ListKey::Headers, true),
        (Parts::DEFAULT, ListKey::Expose, true),
        // Every method of the route.
        (Parts::DEFAULT, ListKey::Methods, false),
        (dev, ListKey::Origins, false),
        (DEBUG, ListKey::Origins, false),
        (Parts::DEFAULT.any_origin(), ListKey::Origins, false),
        (Parts::DEFAULT.expose(&["etag"]), ListKey::Expose, false),
    ] {
        assert_eq!(parts.has_empty_list(key), empty, "{parts:?} {key:?}");
    }
}

#[derive(Debug)]
struct Nothing;

impl Contents for Nothing {
    fn admits(&self, _: &[u8]) -> bool {
        false
    }

    fn load(&self) -> Result<(), Box<dyn core::error::Error + Send + Sync>> {
        Ok(())
    }
}

const fn within(bound: &'static [&'static str]) -> Set {
    Set {
        bound,
        violations: &[],
        contents: &Nothing,
    }
}

static ONE_SHOP: Set = within(&["https://one.shops.example"]);
static SHOPS: Set = within(&["https://a.shops.example", "https://*.b.shops.example"]);
static EVERY: Set = within(&["https://one.example", "*"]);

const fn element(set: &'static Set) -> ListedSet {
    ListedSet {
        set,
        allowed: RuleSet::EMPTY,
        name: "SET",
    }
}

#[test]
fn a_list_includes_what_any_part_includes() {
    let list = Listed {
        origins: &["https://a.example", "https://*.acme.example:8443"],
        conditional: &[
            DEV,
            Conditional {
                origin: "http://*.test.example",
                cfg: "unix",
            },
        ],
        sets: const { &[element(&ONE_SHOP), element(&SHOPS)] },
        ..Listed::EMPTY
    };
    for (inner, included) in [
        ("https://a.example", true),
        ("https://www.acme.example:8443", true),
        ("https://*.www.acme.example:8443", true),
        ("https://www.acme.example:8444", false),
        ("https://www.acme.example", false),
        ("http://localhost:5173", true),
        ("http://x.test.example", true),
        ("https://x.test.example", false),
        ("https://one.shops.example", true),
        ("https://x.b.shops.example", true),
        ("https://c.shops.example", false),
    ] {
        assert_eq!(list.includes(inner), included, "{inner}");
    }
    assert!(list.includes_set(&SHOPS));
    assert!(!list.includes_set(&EVERY));
    assert!(!list.can_hold_any());
    let sets = const { &[element(&SHOPS), element(&EVERY)] };
    assert!(
        Listed {
            sets,
            ..Listed::EMPTY
        }
        .can_hold_any()
    );
}

#[test]
fn the_keys_of_lists_have_names() {
    use ListKey::{Expose, Headers, Methods, Origins};
    let names = [Origins, Methods, Headers, Expose].map(ListKey::name);
    assert_eq!(names, ["origins", "methods", "headers", "expose"]);
}
