//! Valid policies: the macro accepts them, and browsers do what they say.

use super::{drive, table};

const TABLES: &[(&str, &str)] = &[
    ("allowances", include_str!("accepted/allowances.txt")),
    ("browsers", include_str!("accepted/browsers.txt")),
    ("builds", include_str!("accepted/builds.txt")),
    ("field", include_str!("accepted/field.txt")),
    ("sets", include_str!("accepted/sets.txt")),
    ("peers", include_str!("accepted/peers.txt")),
    ("routes", include_str!("accepted/routes.txt")),
];

#[test]
fn sound_policies_are_accepted() {
    table::report(TABLES, |case| {
        let errors = drive::errors(drive::expand(case.text, case.item)).into_iter();
        errors.map(|error| error.message).next()
    });
}
