//! The words of errors, where they depend on what was written: ``arguments => what is wrong // help: ..``, and
//! `///` between errors. After `..` it is their end alone: what the engine says of origins has tests of its own.

use super::{drive, table};

const TABLE: &[(&str, &str)] = &[("said", include_str!("said.txt"))];

#[test]
fn errors_answer_what_was_written() {
    table::report(TABLE, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        let errors = drive::errors(drive::expand(arguments, case.item));
        let said: Vec<String> = errors
            .iter()
            .map(|error| {
                let lines = error.message.lines();
                let words = lines.take_while(|line| !line.starts_with("rule: "));
                words.collect::<Vec<_>>().join(" // ")
            })
            .collect();
        let said = said.join(" /// ");
        let is_said = match expected.strip_prefix("..") {
            Some(end) => said.ends_with(end),
            None => said == expected,
        };
        (!is_said).then_some(said)
    });
}
