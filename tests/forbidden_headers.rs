//! The engine, for the macro and the command line, and the test browser each have the list of forbidden request headers,
//! because they share no code. This test compares the two.

use std::collections::BTreeSet;

/// Headers that the macro rejects although Fetch does not forbid them.
///
/// A browser sets them on preflights, by the specifications Private Network Access and Local Network Access. A policy
/// that lists them is a mistake in every browser. A browser without these specifications lets a page set them, so the
/// test browser does too.
const ONLY_IN_THE_MACRO: [&str; 2] = [
    "access-control-request-local-network",
    "access-control-request-private-network",
];

const MACRO: &str = include_str!("../cors-macros/src/standard.rs");
const ENGINE: &str = include_str!("../cors-runtime/src/header.rs");
const BROWSER: &str = include_str!("../cors-browser/src/forbidden.rs");

#[test]
fn names() {
    let of_engine = list(ENGINE, "FORBIDDEN_REQUEST_HEADERS");
    let of_browser = list(BROWSER, "REQUEST");
    assert_eq!(of_browser.len(), 21, "the number in Fetch");
    assert_eq!(of_engine, of_browser);
    assert_eq!(
        list(MACRO, "PREFLIGHT_REQUEST_HEADERS"),
        BTreeSet::from(ONLY_IN_THE_MACRO)
    );
}

#[test]
fn other_lists() {
    for (source, ours, of_browser) in [
        (ENGINE, "FORBIDDEN_REQUEST_PREFIXES", "REQUEST_PREFIXES"),
        (MACRO, "METHOD_OVERRIDE_HEADERS", "METHOD_OVERRIDES"),
        (MACRO, "FORBIDDEN_RESPONSE_HEADERS", "RESPONSE"),
    ] {
        assert_eq!(list(source, ours), list(BROWSER, of_browser));
    }
}

/// Returns the strings of a constant array in a Rust file.
fn list<'a>(source: &'a str, constant: &str) -> BTreeSet<&'a str> {
    let (_, rest) = source
        .split_once(&format!("const {constant}: "))
        .unwrap_or_else(|| panic!("there is no constant {constant}"));
    let (_, rest) = rest.split_once(" = ").expect("a constant has a value");
    let (value, _) = rest.split_once("];").expect("an array ends");
    value.split('"').skip(1).step_by(2).collect()
}
