//! Colours, on a terminal only.

use std::{
    env, fmt,
    io::{self, IsTerminal},
};

/// A text that is coloured if the output is a terminal that shows colours.
pub(crate) struct Styled<T> {
    text: T,
    code: &'static str,
    on: bool,
}

impl<T: fmt::Display> fmt::Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.on {
            write!(f, "\x1b[{}m{}\x1b[0m", self.code, self.text)
        } else {
            self.text.fmt(f)
        }
    }
}

fn styled<T>(text: T, code: &'static str) -> Styled<T> {
    let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || env::var_os("TERM").is_some_and(|value| value == "dumb");
    Styled {
        text,
        code,
        on: !is_plain && io::stdout().is_terminal(),
    }
}

pub(crate) fn bold<T>(text: T) -> Styled<T> {
    styled(text, "1")
}

pub(crate) fn red<T>(text: T) -> Styled<T> {
    styled(text, "31")
}

pub(crate) fn green<T>(text: T) -> Styled<T> {
    styled(text, "32")
}

pub(crate) fn dim<T>(text: T) -> Styled<T> {
    styled(text, "2")
}
