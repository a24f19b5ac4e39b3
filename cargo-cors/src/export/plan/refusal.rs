//! Rows that a gateway cannot express.

use std::fmt;

use cors_surface::Row;

/// A row that cannot be expressed, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    path: String,
    method: String,
    reason: String,
}

impl Refusal {
    pub(crate) fn of(row: &Row, reason: impl Into<String>) -> Self {
        Self {
            path: row.path.clone(),
            method: row.method.as_str().to_owned(),
            reason: reason.into(),
        }
    }
}

/// On one line, whatever is in the path.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            method,
            reason,
        } = self;
        write!(
            f,
            "{} {}: {reason}",
            method.escape_debug(),
            path.escape_debug()
        )
    }
}
