//! Tokens to a [`Draft`], in which every value keeps its place. Nothing is judged here: what cannot be read at
//! all is reported, and the rest is read on.

mod arguments;
mod instead;
mod list;
pub(crate) mod migration;
mod set;

use proc_macro2::TokenStream;

pub(crate) use list::by_comma;

use crate::report::{Place, Places, Report};

/// A policy as it was written.
#[derive(Debug)]
pub(crate) struct Draft {
    /// All arguments; the attribute or the macro's call where there is none.
    pub(crate) whole: Place,
    pub(crate) origins: Option<Key<Listing<Element>>>,
    pub(crate) methods: Option<Key<Listing<Word>>>,
    pub(crate) headers: Option<Key<Listing<Word>>>,
    pub(crate) expose: Option<Key<Listing<Word>>>,
    pub(crate) credentials: Option<Key<bool>>,
    pub(crate) max_age: Option<Key<MaxAge>>,
    /// `mismatch`: whether it is `reject`.
    pub(crate) rejects: Option<Key<bool>>,
    /// `policy = PATH`: what the keys that are not given come from.
    pub(crate) base: Option<Key<TokenStream>>,
    /// `off`.
    pub(crate) off: Option<Place>,
    pub(crate) allowances: Vec<Allowance>,
    /// The path of `crate = path`.
    pub(crate) crate_path: Option<TokenStream>,
    /// Whether the origins are the bound of a set, which any policy may use.
    pub(crate) is_bound: bool,
    /// Whether it comes from the module around the handler.
    pub(crate) inherited: bool,
    /// Whether there is an argument that could not be understood, so that what is missing may be in there.
    pub(crate) misread: bool,
}

/// `origin_set!(..)` as it was written.
#[derive(Debug)]
pub(crate) struct SetDraft {
    /// The bound as the origins of a policy that nobody knows yet.
    pub(crate) bound: Draft,
    pub(crate) source: Source,
    /// Whether the source may be missing.
    pub(crate) optional: bool,
}

/// Where a set is loaded from.
#[derive(Debug)]
pub(crate) enum Source {
    Program,
    Env(String),
    File(String),
}

/// What a macro knows of a value, as a named policy may bring it in from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Yes,
    No,
    Perhaps,
}

impl Draft {
    /// Without any argument.
    fn empty(whole: Place) -> Self {
        Self {
            whole,
            origins: None,
            methods: None,
            headers: None,
            expose: None,
            credentials: None,
            max_age: None,
            rejects: None,
            base: None,
            off: None,
            allowances: Vec::new(),
            crate_path: None,
            is_bound: false,
            inherited: false,
            misread: false,
        }
    }

    /// Whether the policy has credentials.
    pub(crate) fn has_credentials(&self) -> Known {
        self.known(self.credentials.as_ref())
    }

    /// Whether the policy refuses requests of other origins.
    pub(crate) fn rejects(&self) -> Known {
        self.known(self.rejects.as_ref())
    }

    /// Whether the list of origins protects something.
    pub(crate) fn protects(&self) -> Known {
        match (self.has_credentials(), self.rejects()) {
            (Known::Yes, _) | (_, Known::Yes) => Known::Yes,
            (Known::No, Known::No) => Known::No,
            _ => Known::Perhaps,
        }
    }

    fn known(&self, key: Option<&Key<bool>>) -> Known {
        match key {
            Some(Key { value: true, .. }) => Known::Yes,
            None if self.base.is_some() || self.is_bound => Known::Perhaps,
            Some(_) | None => Known::No,
        }
    }

    /// The elements of `origins`; none for `any`.
    pub(crate) fn elements(&self) -> &[Element] {
        self.origins
            .as_ref()
            .map_or(&[], |key| key.value.elements())
    }

    /// The sets among them.
    pub(crate) fn sets(&self) -> impl Iterator<Item = (&Element, &TokenStream)> {
        let elements = self.elements().iter();
        elements.filter_map(|element| Some((element, element.set.as_ref()?)))
    }
}

/// A key and its value.
#[derive(Debug)]
pub(crate) struct Key<T> {
    /// The key alone, or the whole flag.
    pub(crate) place: Place,
    pub(crate) value: T,
}

/// `any`, or a list.
#[derive(Debug)]
pub(crate) enum Listing<T> {
    Any(Place),
    /// The place is that of the brackets. `complete` is false where an element could not be read.
    List {
        place: Place,
        elements: Vec<T>,
        complete: bool,
    },
    /// The value could not be read, which has been reported.
    Unreadable,
}

impl<T> Listing<T> {
    /// The elements; none for `any`.
    pub(crate) fn elements(&self) -> &[T] {
        match self {
            Self::List { elements, .. } => elements,
            Self::Any(_) | Self::Unreadable => &[],
        }
    }

    /// Whether it is `any`.
    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Any(_))
    }
}

/// A word of a list: a string, or an identifier.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) place: Place,
    pub(crate) text: String,
    /// Whether it is in quotes.
    pub(crate) quoted: bool,
}

/// An element of `origins`.
#[derive(Debug)]
pub(crate) struct Element {
    /// An origin; of a set, its path as somebody wrote it.
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
    pub(crate) place: Place,
    pub(crate) rule: String,
    /// Whether there is a reason that says something.
    pub(crate) explained: bool,
}

/// The value of `max_age`.
#[derive(Debug)]
pub(crate) enum MaxAge {
    Off,
    /// Seconds as far as they could be computed, and what was written.
    Seconds {
        place: Place,
        seconds: Option<u64>,
        written: String,
    },
    Unreadable,
}

/// Reads the arguments of `origin_set!`.
pub(crate) fn read_set(
    arguments: TokenStream,
    places: &mut Places,
    report: &mut Report,
) -> SetDraft {
    set::read(arguments, places, report)
}

/// Reads the arguments of the attribute or of `policy!`.
pub(crate) fn read(arguments: TokenStream, places: &mut Places, report: &mut Report) -> Draft {
    arguments::read(arguments, places, report)
}
