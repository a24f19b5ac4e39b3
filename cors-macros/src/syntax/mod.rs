//! Reads tokens into a [`Draft`], in which every value has its span. No rule is checked here. A value that cannot be read is
//! reported, and reading goes on.

mod arguments;
mod draft;
mod list;
pub(crate) mod migration;
mod seconds;
mod set;
pub(crate) mod suggestions;

use cors_runtime::rule::Rule;
use proc_macro2::TokenStream;

pub(crate) use draft::{Draft, Key, Macro};

use crate::report::{Report, SourceOrder, SourceSpan};

/// The value of `credentials`.
#[derive(Debug)]
pub(crate) enum Credentials {
    /// `credentials`, or `credentials = false`: every allowed origin, or none.
    Flag(bool),
    /// `credentials = [..]`: these origins.
    Only(Listing<OriginElement>),
}

/// `..NAME` in a list: the elements of the same list of a policy.
#[derive(Debug)]
pub(crate) struct Spread {
    /// All of `..NAME`.
    pub(crate) place: SourceSpan,
    /// The path to the policy.
    pub(crate) path: TokenStream,
    /// The predicates of its `#[cfg(..)]`s.
    pub(crate) cfgs: Vec<TokenStream>,
    /// How many elements of the list are written before it.
    pub(crate) position: usize,
}

/// `origin_set!(..)` as it was written.
#[derive(Debug)]
pub(crate) struct SetDraft {
    /// The bound, as the origins of an unknown policy.
    pub(crate) bound: Draft,
    pub(crate) source: SetSource,
    /// Whether the source may be missing.
    pub(crate) optional: bool,
}

/// The source of a set.
#[derive(Debug)]
pub(crate) enum SetSource {
    Program,
    Env(String),
    File(String),
}

impl Draft {
    /// Returns the value of `origins`.
    pub(crate) fn origins(&self) -> Option<&Listing<OriginElement>> {
        self.origins.as_ref().map(|key| &key.value)
    }

    /// Returns the list of `credentials = [..]`.
    pub(crate) fn credentials_only(&self) -> Option<&Listing<OriginElement>> {
        match &self.credentials.as_ref()?.value {
            Credentials::Flag(_) => None,
            Credentials::Only(listing) => Some(listing),
        }
    }

    /// Returns the elements of `origins`, without what `..NAME` brings; none for `any`.
    pub(crate) fn elements(&self) -> &[OriginElement] {
        self.origins().map_or(&[], Listing::elements)
    }

    /// Returns every element of `origins` and of `credentials = [..]`.
    pub(crate) fn all_elements(&self) -> impl Iterator<Item = &OriginElement> {
        let credentials = self.credentials_only().map_or(&[][..], Listing::elements);
        self.elements().iter().chain(credentials)
    }

    /// Returns whether a part comes from a named policy or a set, so that only a constant knows it.
    pub(crate) fn has_parts_from_elsewhere(&self) -> bool {
        let origins = self.origins().map_or(&[][..], Listing::spreads);
        self.base.is_some()
            || !origins.is_empty()
            || self.all_elements().any(|element| element.set.is_some())
    }
}

/// A key and its value.
#[derive(Debug)]
pub(crate) struct Argument<T> {
    /// The span of the key or the flag.
    pub(crate) place: SourceSpan,
    pub(crate) value: T,
}

/// `any`, or a list.
#[derive(Debug)]
pub(crate) enum Listing<T> {
    Any(SourceSpan),
    /// `place` is the span of the brackets. `complete` is false if an element could not be read.
    List {
        place: SourceSpan,
        elements: Vec<T>,
        spreads: Vec<Spread>,
        complete: bool,
    },
    /// The value could not be read, which has been reported.
    Unreadable,
}

impl<T> Listing<T> {
    /// Returns the elements; none for `any`.
    pub(crate) fn elements(&self) -> &[T] {
        match self {
            Self::List { elements, .. } => elements,
            Self::Any(_) | Self::Unreadable => &[],
        }
    }

    /// Returns each `..NAME` of a list.
    pub(crate) fn spreads(&self) -> &[Spread] {
        match self {
            Self::List { spreads, .. } => spreads,
            Self::Any(_) | Self::Unreadable => &[],
        }
    }

    /// Returns whether it is `[]`.
    pub(crate) fn is_empty_list(&self) -> bool {
        matches!(self, Self::List { elements, spreads, complete: true, .. } if elements.is_empty() && spreads.is_empty())
    }

    /// Returns whether it is `any`.
    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Any(_))
    }
}

/// A word of a list: a string, or an identifier.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) place: SourceSpan,
    pub(crate) text: String,
    /// Whether it is in quotes.
    pub(crate) quoted: bool,
}

/// An element of `origins`.
#[derive(Debug)]
pub(crate) struct OriginElement {
    /// The origin or, for a set, its path as written.
    pub(crate) word: Word,
    /// The path to a set.
    pub(crate) set: Option<TokenStream>,
    /// The predicates of its `#[cfg(..)]`s.
    pub(crate) cfgs: Vec<TokenStream>,
    pub(crate) allowances: Vec<Allowance>,
}

/// A rule that `allow` names.
#[derive(Debug)]
pub(crate) struct Allowance {
    /// The name.
    pub(crate) place: SourceSpan,
    pub(crate) rule: Option<Rule>,
    /// The name as written, whether there is such a rule or not.
    pub(crate) name: String,
    /// The reason; `None` without one, or if it has no letters or digits.
    pub(crate) reason: Option<String>,
}

/// The value of `max_age`.
#[derive(Debug)]
pub(crate) enum MaxAge {
    Off,
    /// The seconds, if they could be read; otherwise the seconds that were probably meant. `written` is the value.
    Seconds {
        place: SourceSpan,
        seconds: Option<u64>,
        meant: Option<u64>,
        written: String,
    },
    Unreadable,
}

/// Reads the arguments of `origin_set!`.
pub(crate) fn read_set(
    arguments: TokenStream,
    places: &mut SourceOrder,
    report: &mut Report,
) -> SetDraft {
    set::read(arguments, places, report)
}

/// Reads the arguments of the attribute or of `policy!`.
pub(crate) fn read(arguments: TokenStream, places: &mut SourceOrder, report: &mut Report) -> Draft {
    arguments::read(arguments, places, report)
}
