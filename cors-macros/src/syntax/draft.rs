//! The arguments of the macros: their keys in one table, and a policy as it was written.

use std::fmt;

use proc_macro2::TokenStream;

use super::{
    Allowance, Argument, Credentials, Listing, MaxAge, OriginElement, Word, list, suggestions,
};
use crate::report::SourceSpan;

/// The macro that takes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Macro {
    /// `#[cors]` and `policy!`.
    Policy,
    /// `origin_set!`.
    OriginSet,
    /// All of them.
    Every,
}

macro_rules! keys {
    ($($variant:ident $name:literal $macro:ident,)+) => {
        /// The key of an argument.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key {
            $($variant,)+
        }

        impl Key {
            /// Every key.
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the name as it is written.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Returns the macro that takes it.
            const fn taken_by(self) -> Macro {
                match self {
                    $(Self::$variant => Macro::$macro,)+
                }
            }
        }
    };
}

keys! {
    Origins "origins" Policy,
    Methods "methods" Policy,
    Headers "headers" Policy,
    Expose "expose" Policy,
    Credentials "credentials" Policy,
    MaxAge "max_age" Policy,
    Mismatch "mismatch" Policy,
    Policy "policy" Policy,
    Off "off" Policy,
    Within "within" OriginSet,
    Env "env" OriginSet,
    File "file" OriginSet,
    Optional "optional" OriginSet,
    Crate "crate" Every,
    Allow "allow" Every,
}

impl Key {
    /// Returns the keys that a macro takes.
    pub(crate) fn of(taken_by: Macro) -> impl Iterator<Item = Self> {
        let keys = Self::ALL.iter().copied();
        keys.filter(move |key| key.taken_by() == taken_by || key.taken_by() == Macro::Every)
    }

    /// Returns the key with this name, if a macro takes it.
    pub(crate) fn named(name: &str, taken_by: Macro) -> Option<Self> {
        Self::of(taken_by).find(|key| key.name() == name)
    }

    /// Returns the names of the keys that a macro takes.
    pub(crate) fn names(taken_by: Macro) -> Vec<&'static str> {
        Self::of(taken_by).map(Self::name).collect()
    }

    /// Returns whether the value is a list of words or origins, and nothing but that or `any`.
    pub(crate) const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Origins | Self::Methods | Self::Headers | Self::Expose
        )
    }

    /// Returns help on how the argument is written.
    pub(crate) fn example(self) -> String {
        match self {
            Self::Origins | Self::Methods | Self::Headers | Self::Expose | Self::Within => {
                return suggestions::of_list(self, &[]);
            }
            Self::Credentials => {
                "it is a flag, `credentials`, or a list of origins: `credentials = [\"https://app.acme.example\"]`"
            }
            Self::MaxAge => "write `max_age = 600`, `max_age = \"10m\"` or `max_age = off`",
            Self::Mismatch => "the values are `reject` and `omit`: `mismatch = reject`",
            Self::Policy => {
                "name a static: `policy = NAME`, with `static NAME: Policy = policy!(..)`"
            }
            Self::Off => "write `off`",
            Self::Env => "write `env = \"EDGE_ORIGINS\"`",
            Self::File => "write `file = \"shops.txt\"`",
            Self::Optional => "write `optional`",
            Self::Crate => "the value is a path: `crate = path::to::route_cors`",
            Self::Allow => list::ALLOW,
        }
        .into()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A policy as it was written.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The span of all arguments, or of the macro's own call if there are none.
    pub(crate) whole: SourceSpan,
    pub(crate) origins: Option<Argument<Listing<OriginElement>>>,
    pub(crate) methods: Option<Argument<Listing<Word>>>,
    pub(crate) headers: Option<Argument<Listing<Word>>>,
    pub(crate) expose: Option<Argument<Listing<Word>>>,
    pub(crate) credentials: Option<Argument<Credentials>>,
    pub(crate) max_age: Option<Argument<MaxAge>>,
    /// `mismatch`: whether it is `reject`.
    pub(crate) rejects: Option<Argument<bool>>,
    /// `policy = PATH`: the policy that this one starts from.
    pub(crate) base: Option<Argument<TokenStream>>,
    /// `off`.
    pub(crate) off: Option<SourceSpan>,
    pub(crate) allowances: Vec<Allowance>,
    /// The path of `crate = path`.
    pub(crate) crate_path: Option<TokenStream>,
    /// Whether the origins are the bound of a set. Any policy may list the set.
    pub(crate) is_bound: bool,
    /// Whether the policy comes from the module around the handler.
    pub(crate) inherited: bool,
    /// Whether an argument could not be read. It may be the one that is missing.
    pub(crate) misread: bool,
}

impl Draft {
    /// Returns a draft without arguments.
    pub(super) fn empty(whole: SourceSpan) -> Self {
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

    /// Returns the named policy if the draft is that policy, without any change.
    pub(crate) fn base_alone(&self) -> Option<&TokenStream> {
        let Self {
            origins: None,
            methods: None,
            headers: None,
            expose: None,
            credentials: None,
            max_age: None,
            rejects: None,
            base: Some(base),
            off: None,
            ..
        } = self
        else {
            return None;
        };
        Some(&base.value)
    }
}
