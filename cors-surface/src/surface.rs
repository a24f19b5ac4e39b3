//! A surface: the rows of an application, in the order of the file.

use std::{fmt, fs, path::Path};

use crate::{
    error::{Fault, SurfaceError},
    json, read,
    row::Row,
    write,
};

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

    /// The line, from 1, at which a row begins in the file that the surface was read from.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<usize> {
        self.lines.get(row).copied()
    }

    /// The rows, sorted by path and method.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] or [`Fault::Unreadable`] if the file cannot be read, and as [`parse`](Self::parse).
    pub fn read(file: impl AsRef<Path>) -> Result<Self, SurfaceError> {
        let name = file.as_ref().display().to_string();
        let text = fs::read_to_string(&file).map_err(|error| {
            let fault = match error.kind() {
                std::io::ErrorKind::NotFound => Fault::Missing,
                _ => Fault::Unreadable(error.to_string()),
            };
            SurfaceError::of_file(&name, fault)
        })?;
        Self::parse(&text, &name)
    }

    /// Parses the text of a file. Errors name `file`.
    ///
    /// # Errors
    ///
    /// [`Fault::Syntax`] if the text is not TOML, [`Fault::Version`] if another version of the format wrote it, and
    /// [`Fault::Content`] for an unknown key or a value that the key does not take.
    pub fn parse(text: &str, file: &str) -> Result<Self, SurfaceError> {
        let mut rows = read::surface(text, file)?;
        rows.sort_by(|(_, a), (_, b)| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        let (lines, rows) = rows.into_iter().unzip();
        Ok(Self { rows, lines })
    }

    /// Returns the surface as JSON: `{"version": 1, "routes": [..]}`, with the keys of the file, and the file and line of
    /// each policy where they are known. Later releases only add keys.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::surface(self)
    }
}

/// Writes the text of `cors-surface.toml`. The same rows give the same bytes.
impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write::surface(self, f)
    }
}
