//! The texts of this project are plain: no archaic words, no overlong sentences, no broken links, no code that is wider
//! than a page.
//!
//! Markdown pages are checked in full. Comments are checked for words, for overlong sentences, and for a first word that
//! names nothing.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Words and phrases that make a reader stop, each with plain words to use instead.
const ARCHAIC: &[(&str, &str)] = &[
    ("anew", "again"),
    ("as ever", "as usual"),
    ("far from it", "not"),
    ("for want of", "without"),
    ("further in", "inner"),
    ("further out", "outer"),
    ("hangs on", "depends on"),
    ("has a say", "applies"),
    ("have a say", "apply"),
    ("hence", "so"),
    ("henceforth", "from now on"),
    ("is let be", "is accepted"),
    ("is told", "gets, or receives"),
    ("are told", "get, or receive"),
    ("kin", "and similar"),
    ("lest", "so that .. not"),
    ("lets in", "allows"),
    ("let in", "allowed"),
    ("lets through", "passes, or allows"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mends", "fixes"),
    ("needs no leave", "is always allowed"),
    ("need no leave", "are always allowed"),
    ("no leave", "no permission"),
    ("nobody", "no one, or name who"),
    ("nought", "nothing"),
    ("of late", "recently"),
    ("parted by", "separated by"),
    ("slip", "mistake, or typo"),
    ("slips", "mistakes, or typos"),
    ("stands", "is, or is written"),
    ("stood", "was, or was written"),
    ("tells", "says, logs, reports, or shows"),
    ("that of", "name the thing"),
    ("those of", "name the things"),
    ("thereof", "its"),
    ("upon", "on"),
    ("what is said of", "name the thing"),
    ("whereby", "by which"),
    ("whilst", "while"),
    ("whose pages", "which origins"),
    ("with regard to", "about"),
];

/// First words of a comment that does not name the thing it is about.
const RIDDLES: &[&str] = &["What", "That", "Those", "The same", "Where"];

/// The longest sentence, in words.
const LONGEST_SENTENCE: usize = 28;

/// The widest line of code that a page of documentation shows without a scroll bar in a window of 1280 pixels.
const WIDEST_CODE: usize = 90;

#[test]
fn pages_have_no_archaic_words() {
    check("md", paragraphs, archaic);
}

#[test]
fn pages_have_no_overlong_sentences() {
    check("md", paragraphs, overlong);
}

#[test]
fn comments_have_no_overlong_sentences() {
    check("rs", comments, overlong);
}

#[test]
fn comments_have_no_archaic_words() {
    check("rs", comments, archaic);
}

#[test]
fn comments_name_the_thing_first() {
    check("rs", comments, riddle);
}

/// Asserts that a check finds nothing in the paragraphs of all files with an ending.
fn check(
    ending: &str,
    paragraphs: fn(&str) -> Vec<Paragraph>,
    find: fn(&Path, &Paragraph) -> Vec<String>,
) {
    let mut found = Vec::new();
    for path in files(ending) {
        for paragraph in paragraphs(&read(&path)) {
            found.extend(find(&path, &paragraph));
        }
    }
    assert_none(&found);
}

#[test]
fn code_in_documentation_fits() {
    let mut found = Vec::new();
    for path in files("md").into_iter().chain(files("rs")) {
        let is_page = path.extension().is_some_and(|ending| ending == "md");
        let mut in_code = false;
        for (number, line) in read(&path).lines().enumerate() {
            let line = if is_page {
                Some(line)
            } else {
                documented(line)
            };
            let Some(line) = line else { continue };
            if line.starts_with("```") {
                in_code = !in_code;
            } else if in_code && !line.starts_with("# ") && line.chars().count() > WIDEST_CODE {
                found.push(format!("{}:{}: {line}", shown(&path), number + 1));
            }
        }
    }
    assert_none(&found);
}

/// rustdoc checks links to items, but neither links to files nor the part after `#`.
#[test]
fn links_lead_somewhere() {
    let mut found = Vec::new();
    for path in files("md") {
        let text = read(&path);
        for target in targets(&text) {
            let ok = if let Some(anchor) = target.strip_prefix('#') {
                has_anchor(&text, anchor)
            } else if let Some((item, anchor)) = target.split_once('#').filter(|_| is_item(target))
            {
                page_of(item).is_none_or(|page| has_anchor(&read(&page), anchor))
            } else if target.contains("://") || target.starts_with("mailto:") || is_item(target) {
                true
            } else {
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let file = path.parent().unwrap().join(file);
                file.exists() && (anchor.is_empty() || has_anchor(&read(&file), anchor))
            };
            if !ok {
                found.push(format!("{}: {target}", shown(&path)));
            }
        }
    }
    assert_none(&found);
}

/// The pages for maintainers name many files.
#[test]
fn files_named_for_maintainers_exist() {
    let mut found = Vec::new();
    for page in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "src/docs/conformance.md",
    ] {
        for name in code_spans(&read(&root().join(page))) {
            let is_path = name.contains('/')
                && !name.contains(['{', '*', '<', ' ', '$', '"', '(', '.', '@'].as_slice())
                || [".rs", ".md", ".toml", ".txt", ".dat"]
                    .iter()
                    .any(|ending| name.ends_with(ending))
                    && !name.contains([' ', '*', '<'].as_slice());
            // A surface file is written for each application.
            if is_path
                && !name.contains("NAME")
                && name != "cors-surface.toml"
                && !root().join(&name).exists()
            {
                found.push(format!("{page}: `{name}`"));
            }
        }
    }
    assert_none(&found);
}

/// The page Conformance names tests: `file.rs::function`, and cases of browsers in quotes after their file.
#[test]
fn tests_named_for_conformance_exist() {
    let mut found = Vec::new();
    let page = read(&root().join("src/docs/conformance.md"));
    for row in page.lines().filter(|line| line.starts_with('|')) {
        let mut file = String::new();
        for (index, part) in row.split('`').enumerate() {
            if index % 2 == 1 && part.contains(".rs") {
                let (path, function) = part.split_once("::").unwrap_or((part, ""));
                file = fs::read_to_string(root().join(path)).unwrap_or_default();
                if !file.contains(&format!("fn {function}")) {
                    found.push(part.to_owned());
                }
            } else if index % 2 == 0 && part.starts_with(": \"") {
                let cases = part.split('"').skip(1).step_by(2);
                let missing = cases.filter(|case| !file.contains(&format!("\"{case}\"")));
                found.extend(missing.map(str::to_owned));
            }
        }
    }
    assert_none(&found);
}

/// Returns the text of a line of documentation in a Rust file.
fn documented(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// Adjacent lines of prose, without code.
struct Paragraph {
    line: usize,
    text: String,
}

/// Returns the paragraphs of a Markdown page. A row of a table and an item of a list are paragraphs too.
fn paragraphs(page: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut in_code = false;
    let mut continues = false;
    for (number, line) in page.lines().enumerate() {
        let text = line.trim_start_matches(['>', ' ']).trim_end();
        if text.starts_with("```") {
            in_code = !in_code;
            continues = false;
            continue;
        }
        let starts = ["|", "- ", "#", "* "]
            .iter()
            .any(|mark| text.starts_with(mark))
            || text
                .split_once(". ")
                .is_some_and(|(number, _)| number.parse::<u8>().is_ok());
        if in_code || text.is_empty() {
            continues = false;
        } else if let Some(last) = paragraphs.last_mut().filter(|_| continues && !starts) {
            last.text.push(' ');
            last.text.push_str(text);
        } else {
            paragraphs.push(Paragraph {
                line: number + 1,
                text: text.to_owned(),
            });
            continues = !text.starts_with('|') && !text.starts_with('#');
        }
    }
    for paragraph in &mut paragraphs {
        paragraph.text = without_code(&paragraph.text);
    }
    paragraphs
}

/// Returns the comments of a Rust file, with adjacent lines joined.
fn comments(source: &str) -> Vec<Paragraph> {
    let mut text = String::new();
    for line in source.lines() {
        let line = line.trim_start();
        let comment = line.strip_prefix("//").unwrap_or_default();
        text.push_str(comment.trim_start_matches(['/', '!']));
        text.push('\n');
    }
    paragraphs(&text)
}

/// Replaces code spans and the targets of links by nothing that could be a word.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    for (index, part) in text.split('`').enumerate() {
        plain.push_str(if index % 2 == 0 { part } else { "CODE" });
    }
    let mut linkless = String::new();
    let mut rest = plain.as_str();
    while let Some((before, after)) = rest.split_once("](") {
        linkless.push_str(before);
        linkless.push(']');
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    linkless + rest
}

fn archaic(path: &Path, paragraph: &Paragraph) -> Vec<String> {
    let words: Vec<_> = paragraph
        .text
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    // "It stands for cookies" and "is told to stop" are plain.
    let text = format!(" {} ", words.join(" "))
        .replace(" stands for ", " means ")
        .replace(" told to ", " asked to ");
    ARCHAIC
        .iter()
        .filter(|(phrase, _)| text.contains(&format!(" {phrase} ")))
        .map(|(phrase, instead)| {
            format!(
                "{}:{}: \"{phrase}\": write {instead}",
                shown(path),
                paragraph.line
            )
        })
        .collect()
}

/// Returns the report of a comment that does not begin with the thing it is about.
fn riddle(path: &Path, paragraph: &Paragraph) -> Vec<String> {
    let mut firsts = RIDDLES.iter();
    let first = firsts.find(|first| paragraph.text.starts_with(&format!("{first} ")));
    let report = first.map(|first| {
        format!(
            "{}:{}: begins with \"{first}\"",
            shown(path),
            paragraph.line
        )
    });
    report.into_iter().collect()
}

/// Returns the sentences of a paragraph that are too long. A row of a table is no sentence.
fn overlong(path: &Path, paragraph: &Paragraph) -> Vec<String> {
    if paragraph.text.starts_with('|') {
        return Vec::new();
    }
    sentences(&paragraph.text)
        .map(|sentence| (sentence.split_whitespace().count(), sentence))
        .filter(|(words, _)| *words > LONGEST_SENTENCE)
        .map(|(words, sentence)| {
            format!(
                "{}:{}: {words} words: {sentence}",
                shown(path),
                paragraph.line
            )
        })
        .collect()
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ")
        .flat_map(|part| part.split_inclusive([';', ':', '?', '!']))
}

/// Returns what the links of a page point to.
fn targets(page: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            let links = line.split("](").skip(1);
            targets.extend(links.filter_map(|rest| rest.split_once(')').map(|(target, _)| target)));
            let definition = line
                .strip_prefix('[')
                .and_then(|line| line.split_once("]: "));
            targets.extend(definition.map(|(_, target)| target));
        }
    }
    targets
}

fn is_item(target: &str) -> bool {
    let path = target.strip_prefix("macro@").unwrap_or(target);
    [
        "crate::",
        "rules::",
        "OriginSet",
        "actix_web::",
        "Browser::",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}

/// Returns the file of a page of the documentation.
fn page_of(item: &str) -> Option<PathBuf> {
    let path = item.trim_start_matches("macro@").strip_prefix("crate::")?;
    let page = root().join("src/docs").join(path.replace("::", "/"));
    Some(page.with_extension("md")).filter(|page| page.exists())
}

fn has_anchor(page: &str, anchor: &str) -> bool {
    page.lines().any(|line| {
        line.contains(&format!("<a id=\"{anchor}\">"))
            || line.starts_with('#') && slug(line.trim_start_matches('#').trim()) == anchor
    })
}

/// Returns the anchor that rustdoc gives a heading.
fn slug(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

fn code_spans(page: &str) -> Vec<String> {
    let mut spans = Vec::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    spans
}

fn assert_none(found: &[String]) {
    assert!(
        found.is_empty(),
        "{} found:\n{}\n{}",
        found.len(),
        found.join("\n"),
        counts(found)
    );
}

/// Counts findings per folder.
fn counts(found: &[String]) -> String {
    let mut counts = BTreeMap::new();
    for finding in found {
        let path = Path::new(finding.split(':').next().unwrap_or_default());
        *counts.entry(path.parent().unwrap_or(path)).or_insert(0) += 1;
    }
    let lines: Vec<_> = counts
        .iter()
        .map(|(folder, count)| format!("{count:5} {}", folder.display()))
        .collect();
    lines.join("\n")
}

/// Returns the files of this repository with an ending.
fn files(ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            let name = path.file_name().unwrap().to_string_lossy();
            // A link to a folder is not followed.
            if entry.file_type().unwrap().is_dir() {
                if name != "target" && !name.starts_with('.') {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|extension| extension == ending)
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
