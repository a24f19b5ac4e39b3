//! What a preflight is told, as data that can be narrowed, and baked once for each worker.

use actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue, VARY,
        },
    },
};
use cors_runtime::policy::{Names, Policy};

use super::answers::{Grant, depends_on_origin, joined};

/// For how many seconds a browser remembers a preflight that does not say (Fetch, section "CORS-preflight fetch").
const DEFAULT_MAX_AGE: u32 = 5;

/// What a policy allows on one path.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    methods: Vec<&'static str>,
    /// `None` for any.
    headers: Option<Vec<&'static str>>,
    credentials: bool,
    max_age: Option<u32>,
    by_origin: bool,
}

impl Allowed {
    /// What a policy allows for a route that serves these methods.
    pub(crate) fn of(policy: &Policy, served: &[&'static str]) -> Self {
        Self {
            methods: match policy.methods() {
                None => served.to_vec(),
                Some(listed) => served
                    .iter()
                    .copied()
                    .filter(|method| listed.contains(method))
                    .collect(),
            },
            headers: match policy.headers() {
                Names::Any => None,
                Names::Listed(names) => Some(names.to_vec()),
            },
            credentials: policy.credentials(),
            max_age: policy.max_age(),
            by_origin: depends_on_origin(policy),
        }
    }

    /// Whether pages may set a request header that another policy does not let them set.
    pub(crate) fn has_headers_beyond(&self, other: &Self) -> bool {
        match (&self.headers, &other.headers) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(others)) => own.iter().any(|name| !others.contains(name)),
        }
    }

    /// What both allow.
    pub(crate) fn and(self, other: &Self) -> Self {
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
            credentials: self.credentials && other.credentials,
            max_age: match (self.max_age, other.max_age) {
                (None, None) => None,
                (left, right) => Some(
                    left.unwrap_or(DEFAULT_MAX_AGE)
                        .min(right.unwrap_or(DEFAULT_MAX_AGE)),
                ),
            },
            by_origin: self.by_origin || other.by_origin,
        }
    }

    /// The headers that say so.
    pub(crate) fn bake(&self) -> Baked {
        // With credentials `*` is the name of a header, so the names that are asked for are repeated.
        let repeat_headers = self.credentials && self.headers.is_none();
        Baked {
            methods: joined(&self.methods),
            headers: match self.headers.as_deref() {
                Some([]) => None,
                Some(names) => Some(joined(names)),
                None if repeat_headers => None,
                // The standard's `*` does not cover this one name.
                None => Some(HeaderValue::from_static("*, authorization")),
            },
            repeat_headers,
            credentials: self.credentials,
            max_age: self.max_age.map(HeaderValue::from),
            vary: HeaderValue::from_static(match (self.by_origin, repeat_headers) {
                (false, _) => "Access-Control-Request-Method",
                (true, false) => "Origin, Access-Control-Request-Method",
                (true, true) => {
                    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
                }
            }),
        }
    }
}

/// The headers of the answer to a preflight.
#[derive(Debug)]
pub(crate) struct Baked {
    methods: HeaderValue,
    headers: Option<HeaderValue>,
    repeat_headers: bool,
    credentials: bool,
    max_age: Option<HeaderValue>,
    vary: HeaderValue,
}

impl Baked {
    /// The answer to a preflight whose origin and method have been judged.
    pub(crate) fn answer(&self, grant: Grant, head: &RequestHead) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
        let headers = response.headers_mut();
        headers.append(VARY, self.vary.clone());
        if !grant.put(self.credentials, headers) {
            return response;
        }
        headers.append(ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
        if let Some(allowed) = &self.headers {
            headers.append(ACCESS_CONTROL_ALLOW_HEADERS, allowed.clone());
        }
        if self.repeat_headers {
            for asked in head.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS) {
                headers.append(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
            }
        }
        if let Some(max_age) = &self.max_age {
            headers.append(ACCESS_CONTROL_MAX_AGE, max_age.clone());
        }
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }
}
