//! The rule book, its pages, its index and its UI cases say the same.
//!
//! The rules are those of the engine. Each has a page in `src/rules`, a row in the index there, and UI cases that break
//! it and nothing else; what a page shows, the compiler has said. Nothing is there for a rule that does not exist.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use cors_runtime::rule::{Rule, Severity};

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let pages = pages();
    for rule in Rule::ALL {
        let page = pages.get(rule.name());
        let page = page.unwrap_or_else(|| panic!("no page for `{}`", rule.name()));
        let severity = severity_in_words(rule.severity());
        assert!(
            page.iter()
                .any(|line| line.starts_with(&format!("**{severity}.** "))),
            "the page of `{}` does not say that it is {severity}",
            rule.name()
        );
    }
    for name in pages.keys() {
        assert!(
            Rule::named(name).is_some(),
            "a page for `{name}`, which is no rule"
        );
    }
}

#[test]
fn the_index_has_each_rule_once_under_its_severity() {
    let mut expected: Vec<_> = Rule::ALL
        .iter()
        .map(|rule| (severity_in_words(rule.severity()), rule.name().to_owned()))
        .collect();
    let mut indexed = index();
    expected.sort();
    indexed.sort();
    assert_eq!(indexed, expected);
}

#[test]
fn every_rule_has_ui_cases_that_break_it_alone() {
    let cases = ui_cases();
    for rule in Rule::ALL.iter().copied() {
        let own = cases.get(rule.name());
        let own = own.unwrap_or_else(|| panic!("no UI case `tests/ui/{}.rs`", rule.name()));
        for case in own {
            let broken: Vec<_> = case
                .stderr
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("rule: "))
                .collect();
            assert!(
                !broken.is_empty() && broken.iter().all(|name| *name == rule.name()),
                "{} breaks {broken:?}",
                case.path.display()
            );
        }
    }
    for name in cases.keys() {
        assert!(
            Rule::named(name).is_some(),
            "UI case `{name}` is named after no rule"
        );
    }
}

#[test]
fn what_fails_on_a_page_is_a_ui_case_and_so_is_what_is_printed() {
    let cases = ui_cases();
    for (name, page) in pages() {
        let refused = blocks(&page, "compile_fail");
        let printed = blocks(&page, "text");
        let own = &cases[name.as_str()];
        assert_eq!(
            refused.len(),
            printed.len(),
            "on the page of `{name}` each refused example has its error"
        );
        assert!(
            !refused.is_empty(),
            "the page of `{name}` has no refused example"
        );
        for (example, error) in refused.iter().zip(&printed) {
            assert!(
                own.iter().any(|case| has(&case.source, example)),
                "no UI case of `{name}` has the example\n{}",
                example.join("\n")
            );
            assert!(
                own.iter().any(|case| has(&unplaced(&case.stderr), error)),
                "the compiler does not say, on the example of `{name}`,\n{}\nbut\n{}",
                error.join("\n"),
                unplaced(&own[0].stderr).join("\n")
            );
        }
    }
}

#[test]
fn the_index_and_the_guide_show_errors_that_there_are() {
    let index = read(&root().join("src/rules/mod.rs"));
    let index: Vec<_> = index
        .lines()
        .filter_map(|line| line.strip_prefix("//!").map(undented))
        .collect();
    let guide = files(&root().join("src/docs/guide"))
        .into_iter()
        .map(|path| {
            let page = read(&path);
            page.lines().map(str::to_owned).collect()
        });
    let cases = ui_cases();
    let mut shown = 0;
    for page in std::iter::once(index).chain(guide) {
        for error in blocks(&page, "text") {
            if !error[0].starts_with("error: ") {
                continue;
            }
            shown += 1;
            assert!(
                cases
                    .values()
                    .flatten()
                    .any(|case| has(&unplaced(&case.stderr), &error)),
                "the compiler does not say\n{}",
                error.join("\n")
            );
        }
    }
    assert!(shown > 1);
}

/// A UI case and what the compiler says about it.
struct Case {
    path: PathBuf,
    source: Vec<String>,
    stderr: String,
}

/// The UI cases by the rule that they are named after: the longest name that theirs begins with, or all of it.
fn ui_cases() -> BTreeMap<String, Vec<Case>> {
    let mut cases: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for path in files(&root().join("tests/ui")) {
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        let rule = Rule::ALL
            .iter()
            .map(|rule| rule.name())
            .filter(|name| {
                stem.strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
            })
            .max_by_key(|name| name.len())
            .unwrap_or(stem);
        cases.entry(rule.to_owned()).or_default().push(Case {
            source: read(&path).lines().map(str::to_owned).collect(),
            stderr: read(&path.with_extension("stderr")),
            path,
        });
    }
    cases
}

/// The pages by name: the lines of the documentation of each `pub mod`.
fn pages() -> BTreeMap<String, Vec<String>> {
    let mut pages = BTreeMap::new();
    for path in files(&root().join("src/rules")) {
        let mut page = Vec::new();
        for line in read(&path).lines() {
            if let Some(doc) = line.strip_prefix("///") {
                page.push(undented(doc));
            } else if let Some(name) = line.strip_prefix("pub mod ") {
                let name = name.trim_end_matches(" {}").to_owned();
                assert!(
                    pages.insert(name, std::mem::take(&mut page)).is_none(),
                    "two pages of one name: {line}"
                );
            }
        }
    }
    pages
}

/// The rows of the index, each with the heading that it stands under.
fn index() -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let mut severity = None;
    for line in read(&root().join("src/rules/mod.rs")).lines() {
        let line = line.strip_prefix("//! ").unwrap_or_default();
        if line.starts_with("# ") {
            severity = [Severity::Hard, Severity::Soft, Severity::Guarded]
                .map(severity_in_words)
                .into_iter()
                .find(|severity| line == format!("# {severity} rules"));
        }
        if let Some(row) = line.strip_prefix("| [`") {
            let name = row.split('`').next().unwrap_or_default();
            let severity = severity.unwrap_or_else(|| panic!("`{name}` stands under no severity"));
            rows.push((severity, name.to_owned()));
        }
    }
    rows
}

fn severity_in_words(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "Hard",
        Severity::Soft => "Soft",
        Severity::Guarded => "Guarded",
    }
}

/// The code blocks of a kind, without their hidden lines.
fn blocks(page: &[String], kind: &str) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let mut lines = page.iter();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<String> = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .filter(|line| *line != "#" && !line.starts_with("# "))
            .cloned()
            .collect();
        if info == kind {
            blocks.push(block);
        }
    }
    blocks
}

/// What the compiler says, without file, line and column, which a page leaves out.
fn unplaced(stderr: &str) -> Vec<String> {
    stderr
        .lines()
        .filter(|line| !line.trim_start().starts_with("--> "))
        .map(|line| {
            let unnumbered = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
            match unnumbered.strip_prefix('|') {
                Some(shown) => format!("  |{shown}"),
                None => line.to_owned(),
            }
        })
        .collect()
}

/// Whether the lines stand in the text, one after the other.
fn has(text: &[String], lines: &[String]) -> bool {
    text.windows(lines.len()).any(|window| {
        window
            .iter()
            .zip(lines)
            .all(|(a, b)| a.trim_end() == b.trim_end())
    })
}

fn undented(doc: &str) -> String {
    doc.strip_prefix(' ').unwrap_or(doc).to_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
