//! The guide quotes a browser's console as it is.
//!
//! What the browser for tests prints is compared with Chromium elsewhere.

use route_cors::testing::{CorsCheckFailure as Check, PreflightFailure as Preflight, Reason};

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

/// The quotations of a page, each in one line and without backticks.
fn quotes(page: &str) -> Vec<String> {
    let mut quotes: Vec<String> = Vec::new();
    let mut within = false;
    for line in page.replace('`', "").lines() {
        match line.strip_prefix("> ") {
            Some(more) if within => {
                let quote = quotes.last_mut().expect("a quotation goes on");
                *quote = format!("{quote} {more}");
            }
            Some(first) => quotes.push(first.to_owned()),
            None => {}
        }
        within = line.starts_with("> ");
    }
    quotes
}
