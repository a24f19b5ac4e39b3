//! The words of errors, where they depend on what was written: ``arguments => what is wrong // help: ..``, and
//! `///` between errors. If a check is left to a constant, its error comes last. `ROUTE_CORS_BLESS=1 cargo test -p
//! cors-macros` writes the words of today into the table.

use std::{env, fs};

use super::{const_checks, drive, table};

const TABLE: &[(&str, &str)] = &[("messages", include_str!("messages.txt"))];

#[test]
fn errors_answer_what_was_written() {
    let blessed = env::var_os("ROUTE_CORS_BLESS").map(|_| table::rewritten(TABLE[0].1, words));
    if let Some(blessed) = blessed {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/messages.txt");
        return fs::write(file, blessed).expect("the table can be written");
    }
    table::report(TABLE, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        let words = words(arguments, case.item);
        (words != expected).then_some(words)
    });
}

/// The errors of a policy, in one line.
fn words(arguments: &str, item: Option<&str>) -> String {
    let expansion = drive::expand(arguments, item);
    let errors = drive::errors(expansion.clone());
    let errors = errors.into_iter().map(|error| error.message);
    let asked = const_checks::questions_in(expansion).flat_map(|(_, messages)| messages);
    let words = errors.chain(asked).map(|message| {
        let lines = message.lines();
        let lines = lines.take_while(|line| !line.starts_with("rule: "));
        lines.collect::<Vec<_>>().join(" // ")
    });
    words.collect::<Vec<_>>().join(" /// ")
}
