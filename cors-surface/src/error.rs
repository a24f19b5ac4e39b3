//! The errors of reading a surface file, each with its fix.

use std::{error::Error, fmt, ops::Range};

/// A surface file that cannot be read: the file, the position, the fault and the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceError {
    file: String,
    /// Line and column, from 1.
    position: Option<(usize, usize)>,
    fault: Fault,
}

/// A fault of a surface file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There is no such file.
    Missing,
    /// The file exists and cannot be read.
    Unreadable(String),
    /// The text is not TOML.
    Syntax(String),
    /// Another version of the format.
    Version(i64),
    /// A key or a value that the format does not have.
    Content {
        /// The fault.
        message: String,
        /// The text to write.
        help: String,
    },
}

impl SurfaceError {
    pub(crate) fn of_file(file: &str, fault: Fault) -> Self {
        Self {
            file: file.to_owned(),
            position: None,
            fault,
        }
    }

    pub(crate) fn at(file: &str, text: &str, span: &Range<usize>, fault: Fault) -> Self {
        Self {
            file: file.to_owned(),
            position: Some(position(text, span)),
            fault,
        }
    }

    /// Returns the fault.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Line and column in the file, from 1.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl fmt::Display for SurfaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        match &self.fault {
            Fault::Missing => f.write_str(
                ": there is no such file\n\
                 help: a test of the application writes it: add `Surface::of(app).await.assert_matches(\"cors-surface.toml\")`, \
                 then run `cargo cors bless`",
            ),
            Fault::Unreadable(error) => write!(f, ": the file cannot be read: {error}"),
            Fault::Syntax(error) => write!(
                f,
                ": this is not TOML: {error}\n\
                 help: the file is generated; resolve merge conflicts in it by running `cargo cors bless`"
            ),
            Fault::Version(version) if *version > crate::FORMAT_VERSION => write!(
                f,
                ": the file has version {version} of the format, and this program reads version {}\n\
                 help: update with `cargo install cargo-cors`",
                crate::FORMAT_VERSION
            ),
            Fault::Version(version) => write!(
                f,
                ": the format has no version {version}; the version is {}\n\
                 help: write the file again with `cargo cors bless`",
                crate::FORMAT_VERSION
            ),
            Fault::Content { message, help } => write!(f, ": {message}\nhelp: {help}"),
        }
    }
}

impl Error for SurfaceError {}

/// Line and column of a span, from 1.
pub(crate) fn position(text: &str, span: &Range<usize>) -> (usize, usize) {
    let before = &text.as_bytes()[..span.start.min(text.len())];
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}
