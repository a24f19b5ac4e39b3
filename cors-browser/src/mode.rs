//! The modes of a request: how it is sent, and how the response is used. Fetch, "Requests".

/// A request's mode: how the page uses the response. Fetch, "Requests".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The response must be shared with the page's origin. The default of `fetch()`.
    Cors,
    /// The request of an element without `crossorigin`. The response is opaque.
    NoCors,
    /// A URL of another origin is an error.
    SameOrigin,
    /// Loads a document. A script cannot use it: see [`Request::navigation`](crate::Request::navigation).
    Navigate,
}

/// A request's credentials mode: when cookies are sent and stored. Fetch, "Requests".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// Only for the page's own origin. The default of `fetch()`.
    SameOrigin,
    /// Always.
    Include,
}

/// A request's redirect mode. Fetch, "Requests".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirect {
    /// Redirects are followed. The default of `fetch()`.
    Follow,
    /// A redirect is an error.
    Error,
    /// A redirect is a response that the page cannot read.
    Manual,
}

/// The destination of a request: how the response is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Empty,
    Image,
    Document,
}
