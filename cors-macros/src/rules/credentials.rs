//! The rule about `credentials = [..]`: only an allowed origin may use credentials.

use cors_runtime::{fault::Fault, origin::Pattern, rule::Rule};

use super::Finding;
use crate::syntax::{Draft, Listing, OriginElement};

pub(super) fn check(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    let Some(listing) = draft.credentials_only() else {
        return;
    };
    if let Listing::List { place, .. } = listing
        && listing.is_empty_list()
    {
        let fault = Fault::new(
            Rule::EmptyList,
            "the list is empty, so no origin may use credentials",
        )
        .help("remove `credentials`, which means the same");
        findings.push(Finding::new(*place, fault));
    }
    for element in listing.elements() {
        if is_allowed(draft, element) == Some(false) {
            findings.push(Finding::new(
                element.word.place,
                outside(&element.word.text),
            ));
        }
    }
}

/// Returns the fault of an element of `credentials = [..]`.
pub(super) fn outside(text: &str) -> Fault {
    Fault::new(
        Rule::CredentialsOutsideOrigins,
        format!("`{text}` may use credentials, but `origins` does not allow it"),
    )
    .help("add it to `origins`, or remove it from `credentials`")
}

/// Returns whether `origins` allows an element of `credentials = [..]`. `None` if a constant has to decide, or if
/// another rule rejects the element or the origins.
pub(super) fn is_allowed(draft: &Draft, element: &OriginElement) -> Option<bool> {
    let Some(Listing::List {
        elements,
        spreads,
        complete,
        ..
    }) = draft.origins()
    else {
        return draft.origins().map(|_| true);
    };
    let is_written = elements
        .iter()
        .any(|listed| listed.word.text == element.word.text);
    if is_written {
        return Some(true);
    }
    if element.set.is_some() {
        return None;
    }
    let inner = Pattern::parse(&element.word.text).filter(|_| element.word.quoted)?;
    let includes = |outer: &OriginElement| {
        Pattern::parse(&outer.word.text).is_some_and(|outer| outer.includes(&inner))
    };
    if elements.iter().any(includes) {
        return Some(true);
    }
    let is_whole =
        *complete && spreads.is_empty() && elements.iter().all(|listed| listed.set.is_none());
    is_whole.then_some(false)
}
