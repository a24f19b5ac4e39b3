//! A surface: the rows of an application, in the order of the file.

use crate::row::Row;

/// The version of the file format that this crate reads and writes.
pub const FORMAT_VERSION: i64 = 1;

/// The CORS surface of an application: one row for each path and method.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    rows: Vec<Row>,
    /// The line at which each row begins in the file that it was read from.
    lines: Vec<usize>,
}

/// Two surfaces are equal if their rows are, wherever they were read from.
impl PartialEq for Surface {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl Eq for Surface {}

impl Surface {
    /// Returns a surface of these rows, sorted by path and method. Rows with the same path and method, which differ by
    /// guards, keep their order: it is the order in which the application tries them.
    #[must_use]
    pub fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        Self {
            rows,
            lines: Vec::new(),
        }
    }

    /// Returns a surface of rows, each with the line at which it begins.
    pub(crate) fn with_lines(mut rows: Vec<(usize, Row)>) -> Self {
        rows.sort_by(|(_, a), (_, b)| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        let (lines, rows) = rows.into_iter().unzip();
        Self { rows, lines }
    }

    /// Returns the line, from 1, at which a row begins in the file that the surface was read from.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<usize> {
        self.lines.get(row).copied()
    }

    /// Returns the rows, sorted by path and method.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}
