//! What an operator has to hear of, whether or not the program has said where to log to.

use std::io::{self, Write};

/// Logs an error, to standard error where nobody listens to the log.
pub(crate) fn error(message: &str) {
    if tracing::enabled!(tracing::Level::ERROR) {
        tracing::error!("{message}");
    } else {
        // There may be nobody to read it.
        let _ = writeln!(io::stderr(), "{message}");
    }
}
