//! One thing that is wrong with a text, and the text without it.

use alloc::{format, string::String, vec::Vec};

use super::{Browser, Fault, Place, examine::read};
use crate::rule::Rule;

/// How many slips one text may have and still be put right.
const SLIPS: usize = 12;

/// How much of a text is repeated in a message, in characters.
const SHOWN: usize = 120;

/// A fault, and what the text would be without it. That may have a further fault, which is found by reading it
/// again: so each fault knows only how to mend itself.
#[derive(Debug)]
pub(super) struct Slip {
    fault: Fault,
    mended: Option<String>,
    /// Whether the mended text admits more than was written.
    wider: bool,
}

impl Slip {
    pub(super) fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            fault: Fault::new(rule, what),
            mended: None,
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

    /// Says what the text is without the slip.
    pub(super) fn mend(self, text: impl Into<String>) -> Self {
        Self {
            mended: Some(text.into()),
            ..self
        }
    }

    /// The same, where the new text admits more than was written.
    pub(super) fn widen(self, text: impl Into<String>) -> Self {
        Self {
            wider: true,
            ..self.mend(text)
        }
    }

    /// The fault, with the exact text to write where there is one.
    pub(super) fn into_fault(self, place: Place, browser: Browser<'_>) -> Fault {
        let Some(text) = self.mended else {
            return self.fault;
        };
        match mend(text, place, browser) {
            Ok((text, wider)) if wider || self.wider => self.fault.help(format!(
                "write \"{text}\", if every host that it admits is yours"
            )),
            Ok((text, _)) => self.fault.help(format!("write \"{text}\"")),
            Err(help) if self.fault.help.is_empty() => Fault { help, ..self.fault },
            Err(_) => self.fault,
        }
    }
}

/// Mends a text until it is an origin, and says whether it became wider; the help for what remains if it cannot
/// be one.
pub(super) fn mend(
    mut text: String,
    place: Place,
    browser: Browser<'_>,
) -> Result<(String, bool), Vec<String>> {
    let mut wider = false;
    for _ in 0..SLIPS {
        let Err(slip) = read(&text, place, browser) else {
            return Ok((text, wider));
        };
        text = slip.mended.ok_or(slip.fault.help)?;
        wider |= slip.wider;
    }
    Err(["write an origin: \"https://app.acme.example\"".into()].into())
}

/// A text as a message repeats it: what cannot be seen is escaped, and what is long is cut.
pub(super) fn shown(text: &str) -> String {
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
