//! Tables of policies, one on a line.
//!
//! A line has the arguments of `policy!(..)`. After a line `on ITEM` it has the arguments of
//! `#[cors(..)]` on that item, or in `origin_set!(..)`, until `on policy!`. Lines that begin with `#` say where cases are from.

/// A line of a table.
#[derive(Debug)]
pub(super) struct Case {
    line: usize,
    pub(super) item: Option<&'static str>,
    pub(super) text: &'static str,
}

/// The cases of a table.
fn cases(table: &'static str) -> Vec<Case> {
    let (mut cases, mut item) = (Vec::new(), None);
    for (index, text) in table.lines().enumerate() {
        match text.strip_prefix("on ") {
            Some("policy!") => item = None,
            Some(next) => item = Some(next),
            None if text.is_empty() || text.starts_with('#') => {}
            None => cases.push(Case {
                line: index + 1,
                item,
                text,
            }),
        }
    }
    cases
}

/// A table with what `answer` says of each case behind its arrow.
pub(super) fn rewritten(
    table: &'static str,
    answer: impl Fn(&str, Option<&'static str>) -> String,
) -> String {
    let mut answers = cases(table).into_iter();
    let lines = table.lines().map(|line| match line.rsplit_once(" => ") {
        Some((arguments, _)) if !line.starts_with('#') && !line.starts_with("on ") => {
            let case = answers.next().expect("every case has an arrow");
            format!("{arguments} => {}\n", answer(arguments, case.item))
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// Panics with what `fails` says of the cases of some tables, of all of them at once.
pub(super) fn report(tables: &[(&str, &'static str)], fails: impl Fn(&Case) -> Option<String>) {
    let mut failures = Vec::new();
    for (name, table) in tables {
        for case in cases(table) {
            if let Some(failure) = fails(&case) {
                failures.push(format!(
                    "{name}.txt:{}: {}\n{failure}",
                    case.line, case.text
                ));
            }
        }
    }
    println!(
        "{} cases in {} tables",
        tables
            .iter()
            .map(|(_, table)| cases(table).len())
            .sum::<usize>(),
        tables.len()
    );
    let count = failures.len();
    assert!(count == 0, "{count} cases:\n\n{}", failures.join("\n\n"));
}
