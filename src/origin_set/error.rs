//! The errors of a set of origins, written for whoever configures the service.

use std::{error::Error, fmt, io};

use super::{
    Source,
    bound::{OUTSIDE, Violation},
};

/// The number of values that an error prints. If more are wrong, the list is something else, such as a page of HTML.
const PRINTED: usize = 50;

/// Why an [`OriginSet`](crate::OriginSet) could not be loaded or changed. The current origins stay in force.
///
/// It prints every value that is not accepted (the first fifty), what to write instead, and the whole list as it should be
/// written. [`Debug`](fmt::Debug) prints the same text, so that a `main` that returns `Result<(), Box<dyn Error>>` prints
/// it, too.
///
/// It converts into an [`io::Error`]. A `main` that returns `io::Result<()>` prints the text inside of
/// `Custom { kind: Other, error: .. }`, because that is how an [`io::Error`] prints itself.
#[non_exhaustive]
pub enum OriginSetError {
    /// The set has neither a variable nor a file.
    NoSource,
    /// The variable or the file does not exist, and the set is not `optional`.
    Missing {
        /// The variable or the file.
        source: Source,
        /// The values that the source takes, and an example; several lines.
        help: String,
    },
    /// The variable or the file cannot be read.
    Unreadable {
        /// The variable or the file.
        source: Source,
        /// The error of the system.
        error: io::Error,
    },
    /// The variable or the file holds no value, and the set is not `optional`.
    Empty {
        /// The variable or the file.
        source: Source,
        /// The values that the source takes, and an example; several lines.
        help: String,
    },
    /// The list has values that the set does not accept.
    Refused {
        /// The source of the list.
        source: Source,
        /// Every value that is not accepted, in the order of the list.
        faults: Vec<Refused>,
        /// The values that the source takes, and the list as it should be written; several lines.
        help: String,
    },
}

/// A value that a set does not accept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The number of the line in a file, or of the value anywhere else. The first is 1.
    pub number: usize,
    /// The value.
    pub value: String,
    /// The rule that the value violates. It is the rule of the compile-time error, or `within` for an origin outside the
    /// bound.
    pub rule: &'static str,
    /// The fault, the text to write instead, the rule and its page; several lines.
    pub message: String,
}

impl Refused {
    pub(super) fn new(
        number: usize,
        value: &str,
        violation: Violation,
        help: Option<String>,
    ) -> Self {
        let Violation { rule, what } = violation;
        let help = help.map_or_else(String::new, |help| format!("\nhelp: {help}"));
        let page = if rule == OUTSIDE {
            "route_cors::OriginSet".to_owned()
        } else {
            format!("route_cors::rules::{rule}")
        };
        let message = format!("{what}{help}\nrule: {rule}\nsee: {page}");
        Self {
            number,
            value: value.to_owned(),
            rule,
            message,
        }
    }
}

impl fmt::Display for OriginSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSource => f.write_str(
                "this set of origins has no variable and no file to load\nhelp: set its origins with `replace`, or name a source: \
                 `origin_set!(env = \"EDGE_ORIGINS\", within = [..])` or `origin_set!(file = \"shops.txt\", within = [..])`",
            ),
            Self::Missing { source, help } => {
                match source {
                    Source::File(_) => write!(f, "{source} does not exist{}", folder())?,
                    _ => write!(f, "{source} is not set")?,
                }
                write!(f, "\n{help}\n{OPTIONAL}")
            }
            Self::Unreadable { source, error } => write!(f, "{source} cannot be read: {error}"),
            Self::Empty { source, help } => write!(f, "{source} holds no origin\n{help}\n{OPTIONAL}"),
            Self::Refused { source, faults, help } => {
                let values = if faults.len() == 1 { "value" } else { "values" };
                let count = faults.len();
                match source {
                    Source::Program => write!(f, "the set does not accept {count} {values}")?,
                    _ => write!(f, "{source} has {count} {values} that the service does not accept")?,
                }
                f.write_str(", so the whole list is rejected")?;
                for Refused { number, message, .. } in faults.iter().take(PRINTED) {
                    write!(f, "\n{}: {}", source.place(*number), message.replace('\n', "\n  "))?;
                }
                match count.saturating_sub(PRINTED) {
                    0 => {}
                    more => write!(f, "\nand {more} more")?,
                }
                write!(f, "\n{help}")
            }
        }
    }
}

/// For the developers of the service.
const OPTIONAL: &str =
    "help: if the service may run without these origins, write `optional` in its `origin_set!`";

/// Says where a relative path begins.
fn folder() -> String {
    std::env::current_dir().map_or_else(
        |_| String::new(),
        |folder| format!(" (a relative path begins at {})", folder.display()),
    )
}

impl fmt::Debug for OriginSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
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
