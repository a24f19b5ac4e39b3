//! Colours and progress, on a terminal only.

use std::{
    fmt,
    io::{self, IsTerminal as _, Write as _},
};

/// A text in a colour. An output that shows no colours leaves it out.
pub(crate) struct Styled<T> {
    text: T,
    code: &'static str,
}

impl<T: fmt::Display> fmt::Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\x1b[{}m{}\x1b[0m", self.code, self.text)
    }
}

pub(crate) fn bold<T>(text: T) -> Styled<T> {
    Styled { text, code: "1" }
}

pub(crate) fn red<T>(text: T) -> Styled<T> {
    Styled { text, code: "31" }
}

pub(crate) fn green<T>(text: T) -> Styled<T> {
    Styled { text, code: "32" }
}

pub(crate) fn dim<T>(text: T) -> Styled<T> {
    Styled { text, code: "2" }
}

/// A line on standard error that says what a long command does. It is written on a terminal only.
pub(crate) struct Progress {
    done: usize,
    on: bool,
}

/// The most characters of a line: a terminal does not wrap it.
const LINE: usize = 78;

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
            let line = format!("[{}] {what}", self.done);
            let line: String = line.chars().take(LINE).collect();
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
