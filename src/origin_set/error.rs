//! Why a set of origins could not be loaded or changed.

use std::{error::Error, fmt, io};

use super::Source;

/// Why an [`OriginSet`](crate::OriginSet) could not be loaded or changed; the set that was there stays in force. It prints
/// the faults, each with the value, the rule and what to write instead; of more than fifty, the first fifty.
///
/// [`Debug`](fmt::Debug) prints the same, so that `TENANTS.load()?` in `main` does; and it becomes an [`io::Error`], for a
/// `main` that returns what `HttpServer::run` does.
#[non_exhaustive]
pub enum OriginSetError {
    /// The set has neither a variable nor a file.
    NoSource,
    /// The variable or the file is missing, and the set does not say `optional`.
    Missing {
        /// Where it was looked for.
        source: Source,
    },
    /// The variable or the file could not be read.
    Unreadable {
        /// Where it was read from.
        source: Source,
        /// What the system said.
        error: io::Error,
    },
    /// The variable or the file holds no origin, and the set does not say `optional`.
    Empty {
        /// Where it was read from.
        source: Source,
    },
    /// Something is no origin within the bound of the set.
    Refused {
        /// Where it was read from.
        source: Source,
        /// Every fault, in the order of the values.
        faults: Vec<Refused>,
    },
}

/// A value that a set does not take.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The number of its line in a file, of the value elsewhere; the first is 1.
    pub number: usize,
    /// The value.
    pub value: String,
    /// The rule that refuses it: that of the compile-time error, or `within` for what lies outside of the bound.
    pub rule: &'static str,
    /// What is wrong, what to write instead, the rule and its page; several lines.
    pub message: String,
}

impl fmt::Display for OriginSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSource => f.write_str(
                "this set of origins has nowhere to be loaded from\nhelp: put origins into it with `replace`, or name a source: \
                 `origin_set!(env = \"EDGE_ORIGINS\", within = [..])`, `origin_set!(file = \"shops.txt\", within = [..])`",
            ),
            Self::Missing { source: Source::File(path) } => write!(
                f,
                "the file {path} with origins is missing\nhelp: write one origin a line into it{}\n{OPTIONAL}",
                folder(),
            ),
            Self::Missing { source } => write!(
                f,
                "{source} with origins is not set\nhelp: set it to origins parted by white space or commas\n{OPTIONAL}"
            ),
            Self::Unreadable { source, error } => {
                write!(f, "{source} with origins cannot be read: {error}")
            }
            Self::Empty { source } => write!(
                f,
                "{source} holds no origin, which would let nobody in\nhelp: write an origin into it: https://app.acme.example\n{OPTIONAL}\nrule: empty_list"
            ),
            Self::Refused { source, faults } => {
                let count = faults.len();
                let (values, cannot) = if count == 1 {
                    ("origin", "is refused")
                } else {
                    ("origins", "are refused")
                };
                write!(f, "{count} {values} from {source} {cannot}, and so is the whole list")?;
                for fault in faults.iter().take(SHOWN) {
                    write!(f, "\n{}", Located { source: *source, fault })?;
                }
                match count.saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more"),
                }
            }
        }
    }
}

impl fmt::Debug for OriginSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How many faults are printed. Where there are more, the whole is something else, such as a page of HTML.
const SHOWN: usize = 50;

const OPTIONAL: &str =
    "help: where it may be absent and the set then empty, say `optional` in `origin_set!`";

/// Where a relative path begins.
fn folder() -> String {
    std::env::current_dir().map_or_else(
        |_| String::new(),
        |folder| format!("; a relative path begins at {}", folder.display()),
    )
}

/// A fault with the place where it is.
struct Located<'a> {
    source: Source,
    fault: &'a Refused,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refused {
            number, message, ..
        } = self.fault;
        match self.source {
            Source::File(path) => write!(f, "{path}:{number}: ")?,
            Source::Env(name) => write!(f, "{name}, value {number}: ")?,
            Source::Program => write!(f, "value {number}: ")?,
        }
        f.write_str(&message.replace('\n', "\n  "))
    }
}

impl Error for OriginSetError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<OriginSetError> for io::Error {
    fn from(error: OriginSetError) -> Self {
        Self::other(error)
    }
}
