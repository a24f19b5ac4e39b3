//! The rules about arguments that exclude each other.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::syntax::{Certainty, Draft, Listing};

pub(super) fn check(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    let any_origin = draft
        .origins
        .as_ref()
        .is_some_and(|origins| origins.value.is_any());
    if let Some(credentials) = &draft.credentials {
        if any_origin && draft.gives_credentials_to_all() == Certainty::Yes {
            let fault = Fault::new(
                Rule::AnyOriginWithCredentials,
                "with `origins = any` and `credentials`, every site on the web could act as the visitor",
            )
            .help("list the origins: `origins = [\"https://app.acme.example\"], credentials`")
            .help("or remove `credentials`: only cookies need it, a bearer token in `authorization` does not")
            .help("or list the origins that may use cookies, while all others read without: `credentials = [\"https://app.acme.example\"]`");
            findings.push(Finding::new(credentials.place, fault));
        }
        if draft.has_credentials() == Certainty::Yes
            && let Some(Listing::Any(place)) = draft.expose.as_ref().map(|key| &key.value)
        {
            let fault = Fault::new(
                Rule::AnyExposeWithCredentials,
                "with `credentials`, browsers take `*` for the name of a header, so `expose = any` exposes nothing",
            )
            .help("list the headers that pages read: `expose = [\"etag\"]`");
            findings.push(Finding::new(*place, fault));
        }
    }
    if let Some(rejects) = draft.rejects.as_ref().filter(|key| key.value && any_origin) {
        let fault = Fault::new(
            Rule::UselessMismatch,
            "with `origins = any`, every origin is allowed, so `mismatch = reject` rejects nothing",
        )
        .help("list the origins, or remove `mismatch`");
        findings.push(Finding::new(rejects.place, fault));
    }
}
