//! A fault with the corrected text.

use alloc::{format, string::String, vec, vec::Vec};

use super::{Browser, Fault, Place, Suggestion, examine::read};
use crate::{
    origin::{Hosts, Pattern, is_labels},
    rule::Rule,
};

/// How many faults are fixed in one text before it is given up.
const MAX_FIXES: usize = 12;

/// How much of a text a message repeats, in characters.
const SHOWN: usize = 120;

/// A fault, and the text without it. That text may have another fault, which is found by reading it again, so each
/// fault only needs to know how to fix itself.
#[derive(Debug)]
pub(super) struct Fixable {
    fault: Fault,
    fixed: Option<String>,
    /// Whether the fixed text matches more than what was written.
    wider: bool,
}

impl Fixable {
    pub(super) fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            fault: Fault::new(rule, what),
            fixed: None,
            wider: false,
        }
    }

    pub(super) fn malformed(what: impl Into<String>) -> Self {
        Self::new(Rule::MalformedOrigin, what)
    }

    pub(super) fn non_canonical(what: impl Into<String>) -> Self {
        Self::new(Rule::NonCanonicalOrigin, what)
    }

    /// Adds a line of help.
    pub(super) fn help(self, line: impl Into<String>) -> Self {
        Self {
            fault: self.fault.help(line),
            ..self
        }
    }

    /// Sets the origins to write instead of several in one string, and says how to write them.
    pub(super) fn split(mut self, suggestions: Vec<Suggestion>, line: String) -> Self {
        self.fault.suggestions = suggestions;
        self.help(line)
    }

    /// Sets the text without the fault.
    pub(super) fn fix(self, text: impl Into<String>) -> Self {
        Self {
            fixed: Some(text.into()),
            ..self
        }
    }

    /// Sets the text without the fault, which matches more than what was written.
    pub(super) fn widen(self, text: impl Into<String>) -> Self {
        Self {
            wider: true,
            ..self.fix(text)
        }
    }

    /// Returns the fault, with the text to write if there is one.
    pub(super) fn into_fault(self, place: Place, browser: Browser<'_>) -> Fault {
        let Some(text) = self.fixed else {
            return self.fault;
        };
        match fix(text, place, browser) {
            Ok(suggestion) => {
                let wider = suggestion.wider || self.wider;
                let text = suggestion.text;
                let line = if wider {
                    format!("write \"{text}\", if every host that it matches is yours")
                } else {
                    format!("write \"{text}\"")
                };
                let mut fault = self.fault;
                fault.help.insert(0, line);
                fault.suggestions = vec![Suggestion { text, wider }];
                fault
            }
            Err(help) if self.fault.help.is_empty() => Fault { help, ..self.fault },
            Err(_) => self.fault,
        }
    }
}

/// The help if nothing better is known.
pub(super) const EXAMPLE: &str =
    "an origin is a scheme, a host and perhaps a port: \"https://app.acme.example\"";

/// Fixes a text until it is an origin. The error is the help for the fault that remains.
pub(super) fn fix(
    mut text: String,
    place: Place,
    browser: Browser<'_>,
) -> Result<Suggestion, Vec<String>> {
    let mut wider = false;
    for _ in 0..MAX_FIXES {
        let Err(fixable) = read(&text, place, browser) else {
            return if can_exist(&text) {
                Ok(Suggestion { text, wider })
            } else {
                Err([EXAMPLE.into()].into())
            };
        };
        text = fixable.fixed.ok_or(fixable.fault.help)?;
        wider |= fixable.wider;
    }
    Err([EXAMPLE.into()].into())
}

/// Returns whether a page can be served from the host of a suggestion. URLs allow more than name servers do: `a,b` is a
/// host of a URL, but nobody's page.
fn can_exist(text: &str) -> bool {
    Pattern::parse(text).is_none_or(|pattern| {
        let host = pattern.host();
        let name = host.strip_suffix('.').unwrap_or(host);
        !pattern.is_web()
            || pattern.hosts() == Hosts::Any
            || host.starts_with('[')
            || is_labels(name.as_bytes())
    })
}

/// Repeats a text in a message: invisible characters are escaped, and a long text is cut.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        match c {
            '\\' | '"' | '\'' => shown.push(c),
            _ => shown.extend(c.escape_debug()),
        }
    }
    shown
}
