//! Faults of origins, in words and with the text to write instead.
//!
//! The macros report these faults at compile time. A set of origins that arrives at run time reports the same ones.

mod examine;
mod fix;
mod fixable;
mod host;
mod port;
mod regex;
mod scheme;
mod text;
mod wildcard;

use alloc::{string::String, vec::Vec};
use core::fmt;

pub use self::{
    examine::examine,
    fix::{Fix, fix},
    fixable::shown,
};
use crate::rule::Rule;

/// One thing that is wrong, the rule that rejects it, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that rejects it.
    pub rule: Rule,
    /// The fault, in one line.
    pub what: String,
    /// The origins to write instead, if they can be derived: one, or several if several were written in one string.
    /// The first line of `help` says so in words.
    pub suggestions: Vec<Suggestion>,
    /// The help. Each line is complete.
    pub help: Vec<String>,
}

/// An origin or pattern to write instead of a faulty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text. It has no fault of its own.
    pub text: String,
    /// Whether it matches more than what was written.
    pub wider: bool,
}

impl Fault {
    /// Returns a fault without help, which [`help`](Self::help) adds.
    #[must_use]
    pub fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
            suggestions: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }
}

/// As a compile error prints it: what is wrong, then each `help:`, then `rule:`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for line in &self.help {
            write!(f, "\nhelp: {line}")?;
        }
        write!(
            f,
            "\nrule: {name}\nsee: route_cors::rules::{name}",
            name = self.rule.name()
        )
    }
}

/// Serialises the host of an `https` URL as a browser does, or returns `None` if the URL does not parse
/// (URL, section "host parsing").
///
/// The `url` crate does this: `Url::parse(&format!("https://{host}/")).ok()?.host_str().map(str::to_owned)`. It is
/// only called with texts without `/`, `\`, `?`, `#` and `@`, and with `:` only between brackets, so that nothing but
/// the host is parsed.
pub type Browser<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The place of an origin: it decides which origins are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An element of `origins`.
    Origins,
    /// An element of the bound of a set, where `https://*` is every https host.
    Bound,
    /// A value of a set. Its author has no source code at hand.
    Set,
}
