//! The rules about keys that exclude one another.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::syntax::{Draft, Known, Listing};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    let any_origin = draft
        .origins
        .as_ref()
        .is_some_and(|origins| origins.value.is_any());
    if let Some(credentials) = &draft.credentials {
        if any_origin && draft.gives_credentials_to_all() == Known::Yes {
            let fault = Fault::new(
                Rule::AnyOriginWithCredentials,
                "`credentials` with `origins = any` would let every site on the web act as the visitor",
            )
            .help("list the origins: `origins = [\"https://app.acme.example\"], credentials`")
            .help("or leave out `credentials`: a bearer token in `authorization` needs none, only cookies do")
            .help("or name those that may use cookies, while everybody else reads without: `credentials = [\"https://app.acme.example\"]`");
            findings.push(Finding::new(credentials.place, fault));
        }
        if draft.has_credentials() == Known::Yes
            && let Some(Listing::Any(place)) = draft.expose.as_ref().map(|key| &key.value)
        {
            let fault = Fault::new(
                Rule::AnyExposeWithCredentials,
                "with `credentials`, browsers read `*` as the name of a header and expose nothing",
            )
            .help("list the headers: `expose = [\"etag\"]`");
            findings.push(Finding::new(*place, fault));
        }
    }
    if let Some(rejects) = draft.rejects.as_ref().filter(|key| key.value && any_origin) {
        let fault = Fault::new(
            Rule::UselessMismatch,
            "with `origins = any`, no request is from an origin that is not allowed",
        )
        .help("list the origins, or leave out `mismatch`");
        findings.push(Finding::new(rejects.place, fault));
    }
}
