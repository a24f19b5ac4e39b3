//! The rules about arguments that exclude each other, and the properties of a policy that rules are about.

use cors_runtime::{
    fault::Fault,
    rule::{Condition, Property, Rule},
};

use super::{Finding, certainty::Certainty};
use crate::{
    report::SourceSpan,
    syntax::{Argument, Credentials, Draft, Listing, Word},
};

pub(super) fn check(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    for &rule in Rule::ALL {
        let properties = rule.properties();
        if rule.condition() == Condition::Combination
            && draft.has_all(properties) == Certainty::Yes
            && let Some(place) = properties.last().and_then(|last| place(draft, *last))
        {
            findings.push(Finding::new(place, fault(rule)));
        }
    }
}

/// Returns the place in the source that gives a policy a property.
fn place(draft: &Draft, property: Property) -> Option<SourceSpan> {
    match property {
        Property::AnyOrigin => draft.origins.as_ref().map(|key| key.place),
        Property::AnyExpose => match draft.expose.as_ref()?.value {
            Listing::Any(place) => Some(place),
            Listing::List { .. } | Listing::Unreadable => None,
        },
        Property::SomeCredentials
        | Property::AllCredentials
        | Property::NoCredentials
        | Property::CredentialsOutsideOrigins => draft.credentials.as_ref().map(|key| key.place),
        Property::Reject => draft.rejects.as_ref().map(|key| key.place),
        Property::NoHeader(_) => draft.headers.as_ref().map(|key| key.place),
    }
}

fn fault(rule: Rule) -> Fault {
    match rule {
        Rule::AnyOriginWithCredentials => Fault::new(
            rule,
            "with `origins = any` and `credentials`, every site on the web could act as the visitor",
        )
        .help("list the origins: `origins = [\"https://app.acme.example\"], credentials`")
        .help("or remove `credentials`: only cookies need it, a bearer token in `authorization` does not")
        .help("or list the origins that may use cookies, while all others read without: `credentials = [\"https://app.acme.example\"]`"),
        Rule::AnyExposeWithCredentials => Fault::new(
            rule,
            "with `credentials`, browsers take `*` for the name of a header, so `expose = any` exposes nothing",
        )
        .help("list the headers that pages read: `expose = [\"etag\"]`"),
        Rule::UselessMismatch => Fault::new(
            rule,
            "with `origins = any`, every origin is allowed, so `mismatch = reject` rejects nothing",
        )
        .help("list the origins, or remove `mismatch`"),
        _ => Fault::new(rule, rule.words()),
    }
}

impl Draft {
    /// Returns whether the policy has a property.
    pub(super) fn has(&self, property: Property) -> Certainty {
        match property {
            Property::AnyOrigin => self.value(self.origins.as_ref(), Listing::is_any),
            Property::AnyExpose => self.value(self.expose.as_ref(), Listing::is_any),
            Property::SomeCredentials => {
                self.value(self.credentials.as_ref(), |credentials| match credentials {
                    Credentials::Flag(flag) => *flag,
                    Credentials::Only(listing) => !listing.is_empty_list(),
                })
            }
            Property::AllCredentials => self.value(self.credentials.as_ref(), |credentials| {
                matches!(credentials, Credentials::Flag(true))
            }),
            Property::NoCredentials => self
                .value(self.credentials.as_ref(), |credentials| {
                    !matches!(credentials, Credentials::Flag(false))
                })
                .not(),
            // Each element that is written here has a check of its own.
            Property::CredentialsOutsideOrigins => self.value(self.credentials.as_ref(), |_| false),
            Property::Reject => self.value(self.rejects.as_ref(), |rejects| *rejects),
            Property::NoHeader(name) => self.lacks_header(name),
        }
    }

    /// Returns whether the policy has all properties.
    pub(super) fn has_all<'a>(
        &self,
        properties: impl IntoIterator<Item = &'a Property>,
    ) -> Certainty {
        let all = properties.into_iter().map(|property| self.has(*property));
        all.fold(Certainty::Yes, Certainty::and)
    }

    /// Returns whether the list of origins protects something.
    pub(super) fn protects(&self) -> Certainty {
        self.has(Property::AllCredentials)
            .or(self.has(Property::Reject))
    }

    /// Returns whether the value of an argument fulfils a condition. If the argument is omitted, its value may come
    /// from elsewhere.
    fn value<T>(&self, argument: Option<&Argument<T>>, holds: impl Fn(&T) -> bool) -> Certainty {
        match argument {
            Some(argument) => holds(&argument.value).into(),
            None if self.base.is_some() || self.is_bound => Certainty::Unknown,
            None => Certainty::No,
        }
    }

    /// Returns whether `headers` lacks a name. A value that cannot be read counts as if it had the name.
    fn lacks_header(&self, name: &str) -> Certainty {
        let Some(Argument { value, .. }) = &self.headers else {
            return match self.base {
                Some(_) => Certainty::Unknown,
                None => Certainty::Yes,
            };
        };
        let Listing::List {
            elements,
            spreads,
            complete,
            ..
        } = value
        else {
            return Certainty::No;
        };
        let has_name = |header: &Word| header.text.eq_ignore_ascii_case(name);
        if !complete || elements.iter().any(has_name) {
            Certainty::No
        } else if spreads.is_empty() {
            Certainty::Yes
        } else {
            Certainty::Unknown
        }
    }
}
