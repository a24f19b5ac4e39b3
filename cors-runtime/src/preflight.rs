//! The content of responses to allowed preflights, as data that can be narrowed.

use alloc::vec::Vec;

use crate::policy::{Names, Parts};

/// How many seconds a browser caches a preflight response without `Access-Control-Max-Age`
/// (Fetch, section "CORS-preflight fetch").
const DEFAULT_MAX_AGE: u32 = 5;

/// The permissions of a policy on one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// `Access-Control-Allow-Methods`.
    pub methods: Vec<&'static str>,
    /// The request headers that pages may set; `None` means every header.
    pub headers: Option<Vec<&'static str>>,
    /// `Access-Control-Max-Age`.
    pub max_age: Option<u32>,
    /// Whether responses depend on `Origin`.
    pub depends_on_origin: bool,
    /// Whether some origins may use credentials.
    pub may_have_credentials: bool,
}

/// The `Access-Control-Allow-Headers` of a preflight response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowHeaders<'a> {
    /// No header: pages may set safelisted request headers only.
    Omitted,
    /// These names.
    Names(&'a [&'static str]),
    /// This value, which allows every name.
    Every(&'static str),
    /// The value of each `Access-Control-Request-Headers` field.
    Repeated,
}

impl Preflight {
    /// Returns what a policy allows for a route that serves some methods.
    #[must_use]
    pub fn of(policy: &Parts, served: &[&'static str]) -> Self {
        Self {
            methods: match policy.methods {
                None => served.to_vec(),
                Some(listed) => served
                    .iter()
                    .copied()
                    .filter(|method| listed.contains(method))
                    .collect(),
            },
            headers: match policy.headers {
                Names::Any => None,
                Names::Listed(names) => Some(names.to_vec()),
            },
            max_age: policy.max_age,
            depends_on_origin: policy.depends_on_origin(),
            may_have_credentials: !policy.credentials.is_none(),
        }
    }

    /// Returns what both allow.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        let both = |left: Vec<&'static str>, right: &[&str]| {
            left.into_iter()
                .filter(|name| right.contains(name))
                .collect::<Vec<_>>()
        };
        Self {
            methods: both(self.methods, &other.methods),
            headers: match (self.headers, &other.headers) {
                (Some(left), Some(right)) => Some(both(left, right)),
                (left, right) => left.or_else(|| right.clone()),
            },
            max_age: match (self.max_age, other.max_age) {
                (None, None) => None,
                (left, right) => Some(
                    left.unwrap_or(DEFAULT_MAX_AGE)
                        .min(right.unwrap_or(DEFAULT_MAX_AGE)),
                ),
            },
            depends_on_origin: self.depends_on_origin || other.depends_on_origin,
            may_have_credentials: self.may_have_credentials && other.may_have_credentials,
        }
    }

    /// Checks whether pages may set a request header that `other` does not allow.
    #[must_use]
    pub fn has_headers_beyond(&self, other: &Self) -> bool {
        match (&self.headers, &other.headers) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(others)) => own.iter().any(|name| !others.contains(name)),
        }
    }

    /// Returns the `Access-Control-Allow-Headers` for an origin that may use credentials, or for one that may not.
    #[must_use]
    pub fn allow_headers(&self, credentials: bool) -> AllowHeaders<'_> {
        match self.headers.as_deref() {
            Some([]) => AllowHeaders::Omitted,
            Some(names) => AllowHeaders::Names(names),
            // With credentials, `*` is the name of a header.
            None if credentials => AllowHeaders::Repeated,
            // `*` does not cover this one name.
            None => AllowHeaders::Every("*, authorization"),
        }
    }

    /// Returns the `Vary` of every preflight response, rejections included.
    #[must_use]
    pub fn vary(&self) -> &'static str {
        let repeats = self.headers.is_none() && self.may_have_credentials;
        match (self.depends_on_origin, repeats) {
            (false, _) => "Access-Control-Request-Method",
            (true, false) => "Origin, Access-Control-Request-Method",
            (true, true) => "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        }
    }
}
