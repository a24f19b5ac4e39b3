//! The bound of a set: accepted and rejected values.

use super::*;

const BOUND: &[&str] = &[
    "https://*.acme.example",
    "https://partner.example",
    "http://localhost:*",
    "https://*.dev.example:*",
    "null",
];

/// A bound, values that it admits, and values that are outside.
const CASES: &[(&[&str], &[&str], &[&str])] = &[
    (
        BOUND,
        &[
            "https://a.acme.example",
            "https://a.b.acme.example",
            "https://*.acme.example",
            "https://*.b.acme.example",
            "https://partner.example",
            "http://localhost:3000",
            "http://localhost",
            "http://localhost:*",
            "https://a.dev.example:8443",
            "https://*.dev.example",
            "https://*.a.dev.example:*",
            "https://a.dev.example:*",
            "null",
        ],
        &[
            "https://acme.example",
            "http://a.acme.example",
            "https://a.acme.example:8443",
            "https://evilacme.example",
            "https://a.partner.example",
            "https://*.partner.example",
            "https://*.example",
            "https://*.acme.example:*",
            "http://localhost.:3000",
            "app://partner.example",
        ],
    ),
    (
        &["https://*"],
        &[
            "https://a.example",
            "https://a.b.c.example",
            "https://192.0.2.1",
            "https://[fd00::1]",
        ],
        &[
            "https://a.example:8443",
            "http://a.example",
            "https://*.github.io",
            "https://a.example:*",
            "https://[fd00::1]:8443",
        ],
    ),
    (
        &["https://*:*"],
        &[
            "https://a.example",
            "https://nas.example:8443",
            "https://192.168.1.84:4002",
            "https://[fd00::1]",
            "https://[fd00::1]:3000",
        ],
        &[
            "http://192.168.1.84:4002",
            "https://*.a.b.example",
            "https://a.example:*",
        ],
    ),
    (
        &["*"],
        &[
            "*",
            "null",
            "file://",
            "http://192.168.1.84:4002",
            "https://*.acme.example",
            "https://*.github.io",
            "https://nas.example:*",
            "https://*",
            "https://*:*",
            "https://[fd00::1]:3000",
            "tauri://localhost",
        ],
        &[],
    ),
];

#[test]
fn the_bound_decides() {
    for (bound, within, outside) in CASES {
        let checked = Bound::new(bound);
        for value in *within {
            assert!(checked.check(value).is_ok(), "{value} within {bound:?}");
        }
        for value in *outside {
            let violation = checked.check(value).expect_err(value);
            assert_eq!(violation.rule, OUTSIDE, "{value} within {bound:?}");
        }
    }
}

/// An element that admits any host is for single origins.
#[test]
fn a_set_does_not_hold_every_host_of_a_bound() {
    let bound = Bound::new(&["https://*", "https://*:*"]);
    for value in ["https://*", "https://*:*"] {
        assert_eq!(
            bound.check(value).expect_err(value).rule,
            "wildcard_position"
        );
    }
}

#[test]
fn a_value_violates_the_rules_of_the_compiler() {
    for (value, rule) in [
        ("https://a.acme.example/", "malformed_origin"),
        ("a.acme.example", "malformed_origin"),
        ("https://A.acme.example", "non_canonical_origin"),
        ("https://a.acme.example:443", "non_canonical_origin"),
        ("https://a*.acme.example", "wildcard_position"),
        ("wss://a.acme.example", "dead_scheme"),
        ("file://", "file_origin"),
        ("*", "any_among_others"),
        ("$EDGE_ORIGINS", "malformed_origin"),
        ("${EDGE_ORIGINS}", "malformed_origin"),
        ("https://a.acme.example)", "malformed_origin"),
        ("none", "malformed_origin"),
        ("true", "malformed_origin"),
        ("-", "malformed_origin"),
        ("", "malformed_origin"),
    ] {
        let violation = Bound::new(BOUND).check(value).expect_err(value);
        assert_eq!(violation.rule, rule, "{value}: {}", violation.what);
    }
    assert_eq!(
        Bound::new(&["https://*"])
            .check("null")
            .expect_err("null")
            .rule,
        "null_origin"
    );
    assert!(Bound::new(&["*"]).check("https://a.acme.example/").is_err());
}

#[test]
fn a_bound_is_named_in_words() {
    let elements = &["https://a.example", "https://*.b.example"];
    assert_eq!(
        Bound::new(elements).to_string(),
        "`https://a.example`, `https://*.b.example`"
    );
    assert_eq!(Bound::new(&["*"]).to_string(), "any origin");
    let many = Bound::new(&["https://a.example"; 11]).to_string();
    assert!(many.ends_with("`https://a.example` and 3 more"), "{many}");
}

/// A value comes from outside, and goes to terminals and logs.
#[test]
fn a_value_is_repeated_escaped_and_cut() {
    let bound = Bound::new(BOUND);
    for value in ["\u{1b}[2J", "$A\nERROR", "$\u{202e}A"] {
        let what = bound.check(value).expect_err(value).what;
        assert!(!what.contains(['\u{1b}', '\n', '\u{202e}']), "{what}");
    }
    let what = bound.check(&"$".repeat(10_000)).expect_err("long").what;
    assert!(what.len() < 600, "{what}");
}
