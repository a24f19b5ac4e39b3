//! The table of rules.

use cors_runtime::rule::{Condition, Rule, Severity};

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

#[test]
fn a_row_has_the_parts_that_its_condition_needs() {
    for &rule in Rule::ALL {
        let (has_properties, has_words) = match rule.condition() {
            Condition::Always => (false, false),
            Condition::Handler => (true, false),
            Condition::Combination => (true, true),
            Condition::Credentials | Condition::Protection | Condition::HardProtection => {
                (false, true)
            }
        };
        assert_eq!(!rule.properties().is_empty(), has_properties, "{rule:?}");
        assert_eq!(!rule.words().is_empty(), has_words, "{rule:?}");
    }
}

/// A constant evaluates these rules without the allowances of the policy.
#[test]
fn rules_about_combinations_cannot_be_allowed() {
    for &rule in Rule::ALL {
        if rule.condition() == Condition::Combination {
            assert_eq!(rule.severity(), Severity::Hard, "{rule:?}");
        }
    }
}
