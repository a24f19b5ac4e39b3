//! The sources of a set, and the form of a list in each.

use std::{env, fmt, fs, io};

use super::error::OriginSetError;

/// The source that a set is loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The program itself, with [`replace`](crate::OriginSet::replace).
    Program,
    /// An environment variable: origins separated by commas or white space.
    Env(&'static str),
    /// A file: an origin on each line. A `#` at the beginning of a line or after white space starts a comment.
    File(&'static str),
}

/// A value of a list, with its place there.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The number of the line in a file, or of the value anywhere else. The first is 1.
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl Source {
    /// Reads the variable or the file; `None` if it is missing.
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

    /// Splits a text into its values.
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

    /// Names the variable or the file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Program => "the set",
            Self::Env(name) => name,
            Self::File(path) => path,
        }
    }

    /// Says how a list of origins is written here.
    pub(super) const fn syntax(self) -> &'static str {
        match self {
            Self::Program => "origins",
            Self::Env(_) => "origins separated by commas or white space",
            Self::File(_) => "one origin on each line",
        }
    }

    /// Writes a list of origins in the form of this source, ready to paste.
    pub(super) fn write(self, origins: &[String]) -> String {
        match self {
            Self::Program => origins.join(" "),
            Self::Env(name) => format!("{name}={}", origins.join(",")),
            Self::File(_) => origins.join("\n"),
        }
    }

    /// Names the place of a value.
    pub(super) fn place(self, number: usize) -> String {
        match self {
            Self::Program => format!("value {number}"),
            Self::Env(name) => format!("{name}, value {number}"),
            Self::File(path) => format!("{path}:{number}"),
        }
    }
}

/// Returns a line without its comment and the white space around it. A `#` inside a word belongs to the word.
fn without_comment(line: &str) -> &str {
    let comment = line.char_indices().find(|&(index, c)| {
        c == '#' && (index == 0 || line[..index].ends_with(char::is_whitespace))
    });
    line[..comment.map_or(line.len(), |(index, _)| index)].trim()
}

/// Names the source inside a sentence.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("the program"),
            Self::Env(name) => write!(f, "the environment variable {name}"),
            Self::File(path) => write!(f, "the file {path}"),
        }
    }
}
