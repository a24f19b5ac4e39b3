//! Where the origins of a set are read from.

use std::{env, fmt, fs, io};

use super::error::OriginSetError;

/// Where a set is loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// From nowhere: the program replaces it.
    Program,
    /// From an environment variable: origins parted by white space or commas.
    Env(&'static str),
    /// From a file: an origin a line, and comments from a `#` at the beginning of a line or behind white space.
    File(&'static str),
}

/// An origin as it was found.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The number of its line in a file, of the value elsewhere; the first is 1.
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl Source {
    /// What is there; `None` where the variable or the file is missing.
    pub(super) fn read(self) -> Result<Option<String>, OriginSetError> {
        match self {
            Self::Program => Err(OriginSetError::NoSource),
            Self::Env(name) => match env::var(name) {
                Ok(text) => Ok(Some(text)),
                Err(env::VarError::NotPresent) => Ok(None),
                Err(env::VarError::NotUnicode(_)) => Err(self.unreadable(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it is not UTF-8",
                ))),
            },
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(self.unreadable(error)),
            },
        }
    }

    fn unreadable(self, error: io::Error) -> OriginSetError {
        OriginSetError::Unreadable {
            source: self,
            error,
        }
    }

    /// The origins in what was read.
    pub(super) fn parse(self, text: &str) -> impl Iterator<Item = Found<'_>> {
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let by_line = matches!(self, Self::File(_));
        let parts: Box<dyn Iterator<Item = &str>> = if by_line {
            Box::new(text.lines().map(without_comment))
        } else {
            let parts = text.split(|c: char| c == ',' || c.is_whitespace());
            Box::new(parts.filter(|part| !part.is_empty()))
        };
        parts
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(index, text)| Found {
                number: index + 1,
                text,
            })
    }
}

/// A line without its comment and the white space around it. A `#` within a word is part of the word.
fn without_comment(line: &str) -> &str {
    let comment = line.char_indices().find(|&(index, c)| {
        c == '#' && (index == 0 || line[..index].ends_with(char::is_whitespace))
    });
    line[..comment.map_or(line.len(), |(index, _)| index)].trim()
}

/// As a sentence names it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("the program"),
            Self::Env(name) => write!(f, "the environment variable {name}"),
            Self::File(path) => write!(f, "the file {path}"),
        }
    }
}
