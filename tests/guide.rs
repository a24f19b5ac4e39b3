//! The guide is complete, its pages link to their neighbours, and it quotes the browser's console word for word.
//!
//! The output of the browser for tests is compared with Chromium in `tests/browsers`.

use std::{collections::BTreeSet, fs, path::Path};

use route_cors::testing::{CorsCheckFailure as Check, PreflightFailure as Preflight, Reason};

#[test]
fn the_contents_list_every_page() {
    let files: BTreeSet<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let listed: BTreeSet<_> = contents().into_iter().map(|page| page.name).collect();
    assert_eq!(listed, files);
}

#[test]
fn every_page_ends_with_links_to_its_neighbours() {
    let pages = contents();
    for (index, page) in pages.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| &pages[index]);
        let next = pages.get(index + 1);
        let links: Vec<_> = [
            previous.map(|page| format!("Previous: {}", page.link)),
            Some("[Contents](crate::guide)".to_owned()),
            next.map(|page| format!("Next: {}", page.link)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let text = fs::read_to_string(folder().join(&page.name).with_extension("md")).unwrap();
        assert_eq!(
            text.lines().last(),
            Some(links.join(" | ").as_str()),
            "{}",
            page.name
        );
    }
}

#[test]
fn the_guide_quotes_the_console() {
    let printed = [
        Reason::from(Preflight::CorsCheck(Check::MissingAllowOrigin)),
        Preflight::HeaderName("x-trace".into()).into(),
        Preflight::Method("PATCH".into()).into(),
        Preflight::Redirect.into(),
        Check::MissingAllowOrigin.into(),
        Check::WildcardWithCredentials.into(),
        Check::AllowCredentials(String::new()).into(),
        Check::MultipleAllowOrigin(String::new()).into(),
        Check::AllowOriginMismatch("https://shop.acme.example".into()).into(),
    ]
    .map(|reason| reason.to_string());
    let quoted = quotes(include_str!("../src/docs/guide/reading_errors.md"));
    assert_eq!(quoted.len(), printed.len());
    for (quoted, printed) in quoted.iter().zip(&printed) {
        assert!(printed.contains(quoted), "{quoted}\nin\n{printed}");
    }
}

#[test]
fn the_page_of_sets_quotes_an_error() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = words(include_str!("../src/docs/origin_set.md"));
    let printed = include_str!("origin_sets/operator.txt");
    let quoted = printed.split("=== ").any(|error| {
        let (_, error) = error.split_once('\n').unwrap_or_default();
        !error.is_empty() && page.contains(&words(error))
    });
    assert!(
        quoted,
        "no error of `tests/origin_sets/operator.txt` is on the page"
    );
}

/// A page in the table of contents.
struct Page {
    name: String,
    link: String,
}

/// Returns the pages in the order of the table of contents.
fn contents() -> Vec<Page> {
    include_str!("../src/docs/guide.md")
        .lines()
        .filter_map(|line| {
            let (number, rest) = line.split_once(". [")?;
            number.parse::<usize>().ok()?;
            let (title, rest) = rest.split_once("](crate::guide::")?;
            let name = rest.split(')').next()?.to_owned();
            Some(Page {
                link: format!("[{title}](crate::guide::{name})"),
                name,
            })
        })
        .collect()
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/guide"))
}

/// Returns the quotations of a page, each in one line and without backticks.
fn quotes(page: &str) -> Vec<String> {
    let mut quotes: Vec<String> = Vec::new();
    let mut continues = false;
    for line in page.replace('`', "").lines() {
        match line.strip_prefix("> ") {
            Some(more) if continues => {
                let quote = quotes.last_mut().expect("a continued quotation exists");
                *quote = format!("{quote} {more}");
            }
            Some(first) => quotes.push(first.to_owned()),
            None => {}
        }
        continues = line.starts_with("> ");
    }
    quotes
}
