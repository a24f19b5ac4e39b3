//! The headers of preflight responses, made once for each worker.

use actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_HEADERS, HeaderMap, HeaderValue, VARY,
        },
    },
};
use cors_runtime::preflight::{AllowHeaders, Preflight};

use super::answers::{Grant, joined, put};

/// The headers of the responses to preflights of one policy and path.
#[derive(Debug)]
pub(crate) struct Baked {
    methods: HeaderValue,
    headers: Headers,
    headers_with_credentials: Headers,
    max_age: Option<HeaderValue>,
    vary: HeaderValue,
}

/// The `Access-Control-Allow-Headers` of a preflight response.
#[derive(Debug)]
enum Headers {
    Omitted,
    Value(HeaderValue),
    /// The requested names.
    Repeated,
}

impl Baked {
    /// Makes the headers.
    pub(crate) fn of(allowed: &Preflight) -> Self {
        Self {
            methods: joined(&allowed.methods),
            headers: Headers::of(allowed.allow_headers(false)),
            headers_with_credentials: Headers::of(allowed.allow_headers(true)),
            max_age: allowed.max_age.map(HeaderValue::from),
            vary: HeaderValue::from_static(allowed.vary()),
        }
    }

    /// Returns the response to a preflight whose origin and method have been checked.
    pub(crate) fn answer(&self, grant: Grant, head: &RequestHead) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
        let headers = response.headers_mut();
        headers.append(VARY, self.vary.clone());
        let allowed = if grant.has_credentials() {
            &self.headers_with_credentials
        } else {
            &self.headers
        };
        if !put(grant, headers) {
            return response;
        }
        headers.append(ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
        allowed.put(head, headers);
        if let Some(max_age) = &self.max_age {
            headers.append(ACCESS_CONTROL_MAX_AGE, max_age.clone());
        }
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }
}

impl Headers {
    fn of(allowed: AllowHeaders<'_>) -> Self {
        match allowed {
            AllowHeaders::Omitted => Self::Omitted,
            AllowHeaders::Names(names) => Self::Value(joined(names)),
            AllowHeaders::Every(value) => Self::Value(HeaderValue::from_static(value)),
            AllowHeaders::Repeated => Self::Repeated,
        }
    }

    fn put(&self, head: &RequestHead, headers: &mut HeaderMap) {
        match self {
            Self::Omitted => {}
            Self::Value(value) => headers.append(ACCESS_CONTROL_ALLOW_HEADERS, value.clone()),
            Self::Repeated => {
                for requested in head.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS) {
                    headers.append(ACCESS_CONTROL_ALLOW_HEADERS, requested.clone());
                }
            }
        }
    }
}
