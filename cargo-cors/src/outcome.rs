//! The outcome of a command: a status, or the reason why it failed.

use std::{io, process::ExitCode};

use cors_surface::SurfaceError;

/// A command did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It found nothing: status 0.
    Nothing,
    /// It found something: status 1.
    Finding,
}

/// A command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong usage, a file that cannot be read, a server that cannot be reached, or a build that failed: status 2.
    Unusable(String),
    /// A surface that a gateway cannot express: status 3.
    Refused(String),
    /// The reader of the output has closed it, which is no error: status 0.
    Closed,
}

impl Failure {
    pub(crate) fn unusable(message: impl Into<String>) -> Self {
        Self::Unusable(message.into())
    }
}

impl From<SurfaceError> for Failure {
    fn from(error: SurfaceError) -> Self {
        Self::Unusable(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Unusable(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Nothing => Self::SUCCESS,
            Outcome::Finding => Self::from(1),
        }
    }
}

impl From<Failure> for ExitCode {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unusable(_) => Self::from(2),
            Failure::Refused(_) => Self::from(3),
            Failure::Closed => Self::SUCCESS,
        }
    }
}
