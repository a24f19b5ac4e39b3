//! The rules, their pages and their UI cases agree.
//!
//! The engine owns the table of rules. Each has a page in `src/docs/rules` and UI cases in `tests/ui` that violate this rule
//! and no other. A page shows only errors that the compiler has printed. After a change of an error's words, run
//! `RULE_PAGES=overwrite cargo test --test rules`: it copies the errors from the UI cases to the pages of the rules.

use std::{
    collections::BTreeMap,
    env, fs, iter,
    path::{Path, PathBuf},
};

use cors_runtime::rule::{Rule, Severity};

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let pages = pages();
    for rule in Rule::ALL {
        let name = rule.name();
        let page = pages.get(name);
        let page = page.unwrap_or_else(|| panic!("no page `src/docs/rules/{name}.md`"));
        assert_eq!(
            page.lines().next(),
            Some(rule.summary()),
            "the page of `{name}` begins with the summary of the rule"
        );
        let severity = match rule.severity() {
            Severity::Hard => "**Hard.** ",
            Severity::Soft => "**Soft.** ",
            Severity::Guarded => "**Guarded.** ",
        };
        assert!(
            page.lines().any(|line| line.starts_with(severity)),
            "the page of `{name}` does not say {severity}"
        );
        for heading in ["# Rejected", "# Accepted"] {
            assert!(
                page.lines().any(|line| line == heading),
                "the page of `{name}` lacks `{heading}`"
            );
        }
    }
    for name in pages.keys() {
        assert!(
            Rule::named(name).is_some(),
            "`src/docs/rules/{name}.md` is the page of no rule"
        );
    }
}

#[test]
fn every_rule_has_ui_cases_that_violate_it_alone() {
    let cases = ui_cases();
    for rule in Rule::ALL.iter().copied() {
        let own = cases.get(rule.name());
        let own = own.unwrap_or_else(|| panic!("no UI case `tests/ui/{}.rs`", rule.name()));
        for case in own {
            let violated: Vec<_> = case
                .stderr
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("rule: "))
                .collect();
            assert!(
                !violated.is_empty() && violated.iter().all(|name| *name == rule.name()),
                "{} violates {violated:?}",
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
fn the_pages_of_the_rules_show_ui_cases_and_their_errors() {
    let cases = ui_cases();
    let overwrite = env::var_os("RULE_PAGES").is_some_and(|value| value == "overwrite");
    for (name, mut page) in pages() {
        let rejected = blocks(&page, "compile_fail");
        let errors = blocks(&page, "text");
        assert!(!rejected.is_empty(), "`{name}` has no rejected example");
        assert_eq!(
            rejected.len(),
            errors.len(),
            "on the page of `{name}`, each rejected example has its error"
        );
        for (example, error) in rejected.iter().zip(&errors) {
            let case = cases[name.as_str()]
                .iter()
                .find(|case| contains(&case.source, example));
            let case =
                case.unwrap_or_else(|| panic!("no UI case of `{name}` has the example\n{example}"));
            if contains(&case.stderr, error) && !overwrite {
                continue;
            }
            let printed = error_about(&case.stderr, error);
            assert!(
                overwrite,
                "on its example, the page of `{name}` shows\n{error}\nbut the compiler prints\n{printed}\n\
                 `RULE_PAGES=overwrite cargo test --test rules` copies it"
            );
            page = page.replace(error, &printed);
        }
        if overwrite {
            fs::write(page_path(&name), page).unwrap();
        }
    }
}

#[test]
fn other_pages_show_errors_that_the_compiler_prints() {
    let cases = ui_cases();
    let pages = files(&root().join("src/docs"))
        .into_iter()
        .chain(files(&root().join("src/docs/guide")))
        .chain(iter::once(root().join("README.md")));
    let mut shown = 0;
    for path in pages {
        for error in blocks(&read(&path), "text") {
            if !error.starts_with("error: ") {
                continue;
            }
            shown += 1;
            // README underlines an example of its own.
            let error = error.split("\n --> ").next().unwrap_or_default();
            assert!(
                cases
                    .values()
                    .flatten()
                    .any(|case| contains(&case.stderr, error)),
                "{}: the compiler does not print\n{error}",
                path.display()
            );
        }
    }
    assert!(shown > 1);
}

/// A UI case: its source, and what the compiler prints about it.
struct Case {
    path: PathBuf,
    source: String,
    stderr: String,
}

/// Returns the UI cases by rule. A case belongs to the rule with the longest name that its own name begins with.
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
            source: read(&path),
            stderr: without_places(&read(&path.with_extension("stderr"))),
            path,
        });
    }
    cases
}

/// Returns the pages of the rules by name.
fn pages() -> BTreeMap<String, String> {
    files(&root().join("src/docs/rules"))
        .into_iter()
        .map(|path| {
            let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
            (name.to_owned(), read(&path))
        })
        .collect()
}

fn page_path(rule: &str) -> PathBuf {
    root()
        .join("src/docs/rules")
        .join(rule)
        .with_extension("md")
}

/// Returns the code blocks of a kind, without their hidden lines.
fn blocks(page: &str, kind: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<_> = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .filter(|line| *line != "#" && !line.starts_with("# "))
            .collect();
        if info == kind {
            blocks.push(block.join("\n"));
        }
    }
    blocks
}

/// Returns what the compiler prints without file, line and column, which pages omit.
fn without_places(stderr: &str) -> String {
    let lines: Vec<_> = stderr
        .lines()
        .filter(|line| !line.trim_start().starts_with("--> "))
        .map(|line| {
            let unnumbered = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
            match unnumbered.strip_prefix('|') {
                Some(shown) => format!("  |{shown}"),
                None => line.to_owned(),
            }
        })
        .collect();
    lines.join("\n")
}

/// Checks whether the text contains the part, where the part may break its lines in other places. The lines that show
/// source must be equal.
fn contains(text: &str, part: &str) -> bool {
    unbroken(text).contains(unbroken(part).trim())
}

/// Joins lines, except those that show source.
fn unbroken(text: &str) -> String {
    let mut unbroken = String::new();
    for line in text.lines() {
        if line.starts_with("  |") {
            unbroken.push('\n');
            unbroken.push_str(line.trim_end());
        } else {
            for word in line.split_whitespace() {
                unbroken.push(' ');
                unbroken.push_str(word);
            }
        }
    }
    unbroken
}

/// Returns the printed error about the same source line as an error on a page, or the first one.
fn error_about(stderr: &str, shown: &str) -> String {
    let source_line = shown.lines().find(|line| line.starts_with("  | "));
    let mut errors = stderr.split("\n\n");
    let error = errors
        .clone()
        .find(|error| source_line.is_some_and(|line| error.contains(line)))
        .or_else(|| errors.next());
    let lines: Vec<_> = error.unwrap_or_default().lines().map(wrapped).collect();
    lines.join("\n")
}

/// Breaks a line of an error that is wider than a page. Source lines stay whole.
fn wrapped(line: &str) -> String {
    const WIDTH: usize = 90;
    let text = line.trim_start();
    if line.len() <= WIDTH || text.starts_with('|') {
        return line.to_owned();
    }
    let indent = line.len() - text.len();
    let hanging = if indent == 0 { 7 } else { indent + 6 };
    let mut wrapped = " ".repeat(indent);
    let mut width = indent;
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 && width + 1 + word.len() > WIDTH {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(hanging));
            width = hanging;
        } else if index > 0 {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += word.len();
    }
    wrapped
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
