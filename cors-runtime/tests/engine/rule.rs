//! The table of rules.

use cors_runtime::rule::{Rule, Severity};

#[test]
fn a_rule_is_found_by_its_name_and_no_other_is() {
    for &rule in Rule::ALL {
        assert_eq!(Rule::named(rule.name()), Some(rule));
    }
    assert_eq!(Rule::named("Malformed_Origin"), None);
    assert_eq!(Rule::named(""), None);
}

#[test]
fn rules_are_as_strict_as_the_rule_book_says() {
    assert_eq!(Rule::MalformedOrigin.severity(), Severity::Hard);
    assert_eq!(Rule::NullOrigin.severity(), Severity::Soft);
    assert_eq!(Rule::InsecureOrigin.severity(), Severity::Guarded);
}

/// A set of rules is kept in 64 bits.
#[test]
fn there_are_no_more_rules_than_a_set_of_them_holds() {
    assert!(Rule::ALL.len() <= 64);
}
