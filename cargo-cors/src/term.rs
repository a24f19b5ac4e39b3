//! Colours and progress, on a terminal only.

use std::{
    env, fmt,
    io::{self, IsTerminal, Write},
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

/// A line on standard error that says what a long command does. It is written on a terminal only.
pub(crate) struct Progress {
    done: usize,
    on: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            done: 0,
            on: io::stderr().is_terminal(),
        }
    }

    /// Says what comes next.
    pub(crate) fn next(&mut self, what: impl fmt::Display) {
        self.done += 1;
        if self.on {
            let mut line = format!("[{}] {what}", self.done);
            if line.chars().count() > 78 {
                line = line.chars().take(77).chain(['…']).collect();
            }
            let mut stderr = io::stderr().lock();
            // Progress that cannot be written is no reason to stop.
            let _ = write!(stderr, "\r\x1b[K{line}").and_then(|()| stderr.flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.on {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
