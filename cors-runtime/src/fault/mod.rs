//! What is wrong with an origin, and in which words.
//!
//! The macros say it when a program is compiled; a set of origins that arrives at run time says the same.

mod examine;
mod fix;
mod host;
mod port;
mod regex;
mod scheme;
mod slip;
mod text;
mod wildcard;

use alloc::{string::String, vec::Vec};
use core::fmt;

pub use self::{
    examine::examine,
    fix::{Fix, fix},
};
use crate::rule::Rule;

/// One thing that is wrong, by which rule, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that refuses it.
    pub rule: Rule,
    /// What is wrong, in the words of who wrote it.
    pub what: String,
    /// What to do about it; each line can stand alone.
    pub help: Vec<String>,
}

impl Fault {
    /// A fault without help, which [`help`](Self::help) adds.
    #[must_use]
    pub fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
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

/// As a compile error reads: what is wrong, then `help:`, then `rule:`.
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

/// What a browser makes of the host of a URL with the scheme `https`: as it serialises the host, or `None`
/// where the URL does not parse (URL, section "host parsing"). The `url` crate answers it:
/// `Url::parse(&format!("https://{host}/")).ok()?.host_str().map(str::to_owned)`. It is asked only about texts
/// without `/`, `\`, `?`, `#` and `@`, and with `:` only between brackets, so that nothing but a host is read.
pub type Browser<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where an origin is written, as far as it makes a difference to what may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An element of `origins`.
    Origins,
    /// An element of the bound of a set, where `https://*` is every https host.
    Bound,
    /// A value of a set. Whoever writes it has no policy before them, and no Rust.
    Set,
}
