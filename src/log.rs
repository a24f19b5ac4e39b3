//! Reports errors that an operator must see, even if the program has no logger.

use std::io::{self, Write};

/// Logs an error. If nothing listens to the log, it goes to standard error.
pub(crate) fn error(message: &str) {
    if tracing::enabled!(tracing::Level::ERROR) {
        tracing::error!("{message}");
    } else {
        // Standard error may be closed.
        let _ = writeln!(io::stderr(), "{message}");
    }
}
