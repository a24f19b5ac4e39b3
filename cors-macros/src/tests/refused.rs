//! Policies that are unsafe or can never work, each with the rules that refuse it and the text that they blame:
//! ``arguments => rule `blamed text`, rule `blamed text` ``.

use super::{
    drive::{self, Error},
    table,
};

const TABLES: &[(&str, &str)] = &[
    ("arguments", include_str!("refused/arguments.txt")),
    ("field", include_str!("refused/field.txt")),
    ("libraries", include_str!("refused/libraries.txt")),
    ("literature", include_str!("refused/literature.txt")),
    ("migration", include_str!("refused/migration.txt")),
    ("mistakes", include_str!("refused/mistakes.txt")),
    ("peers", include_str!("refused/peers.txt")),
    ("routes", include_str!("refused/routes.txt")),
    ("rule_book", include_str!("refused/rule_book.txt")),
    ("sets", include_str!("refused/sets.txt")),
    ("scanners", include_str!("refused/scanners.txt")),
];

/// Panics with what `fails` says of any case, given its errors and what is expected of them.
fn each(fails: impl Fn(&[Error], &str) -> Option<String>) {
    table::report(TABLES, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        fails(
            &drive::errors(drive::expand(arguments, case.item)),
            expected,
        )
    });
}

#[test]
fn unsafe_policies_are_refused_where_they_are_at_fault() {
    each(|errors, expected| {
        let found: Vec<String> = errors
            .iter()
            .map(|error| format!("{} `{}`", error.rule, error.blamed))
            .collect();
        let found = found.join(", ");
        (found != expected).then_some(found)
    });
}

/// A route that serves many methods adds nothing to what a policy says by itself.
#[test]
fn an_attribute_is_checked_like_a_named_policy() {
    let route = r#"#[route("/", method = "GET", method = "POST", method = "PUT", method = "PATCH",
        method = "DELETE", method = "HEAD")] async fn all() {}"#;
    table::report(TABLES, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        let errors = drive::errors(drive::expand(arguments, Some(route))).into_iter();
        let found: Vec<String> = errors
            .map(|error| format!("{} `{}`", error.rule, error.blamed))
            .collect();
        let of_route = case.item.is_some() || expected.contains("method_not_routed");
        (!of_route && found.join(", ") != expected).then(|| found.join(", "))
    });
}

#[test]
fn an_error_says_what_is_wrong_and_then_what_to_do() {
    each(|errors, _| {
        let speechless = errors.iter().find(|error| {
            let mut lines = error.message.lines();
            let wrong = lines.next().unwrap_or_default();
            let helps = lines.any(|line| line.starts_with("help: "));
            wrong.is_empty() || !helps
        });
        speechless.map(|error| error.message.clone())
    });
}
