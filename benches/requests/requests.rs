//! The requests that the benchmarks send.

use actix_http::Request;
use actix_web::{
    http::{
        Method, Uri,
        header::{
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName,
            HeaderValue, ORIGIN,
        },
    },
    test::TestRequest,
};

use crate::contenders::APP;

/// A request: what is asked for, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Allowed,
    Refused,
    WithoutOrigin,
    LongOrigin,
    Preflight,
    PreflightRefused,
    PreflightLongOrigin,
    PreflightLongHeaders,
}

const STRANGER: &str = "https://stranger.example";

impl Kind {
    /// Each with the label of its column.
    pub(crate) const ALL: &[(Self, &str)] = &[
        (Self::Allowed, "allowed"),
        (Self::Refused, "refused"),
        (Self::WithoutOrigin, "no Origin"),
        (Self::LongOrigin, "8 KB Origin"),
        (Self::Preflight, "preflight"),
        (Self::PreflightRefused, "refused"),
        (Self::PreflightLongOrigin, "8 KB Origin"),
        (Self::PreflightLongHeaders, "8 KB headers"),
    ];

    pub(crate) fn named(name: &str) -> Self {
        let mut kinds = Self::ALL.iter().map(|(kind, _)| *kind);
        kinds
            .find(|kind| format!("{kind:?}") == name)
            .expect("a kind of request")
    }

    fn is_preflight(self) -> bool {
        matches!(
            self,
            Self::Preflight
                | Self::PreflightRefused
                | Self::PreflightLongOrigin
                | Self::PreflightLongHeaders
        )
    }

    fn method(self) -> Method {
        if self.is_preflight() {
            Method::OPTIONS
        } else {
            Method::PUT
        }
    }

    fn fields(self) -> Vec<(HeaderName, HeaderValue)> {
        let junk = "x".repeat(8192);
        let mut fields = vec![(HOST, "api.acme.example")];
        match self {
            Self::Allowed | Self::Preflight | Self::PreflightLongHeaders => {
                fields.push((ORIGIN, APP));
            }
            Self::Refused | Self::PreflightRefused => fields.push((ORIGIN, STRANGER)),
            Self::LongOrigin | Self::PreflightLongOrigin => fields.push((ORIGIN, &junk)),
            Self::WithoutOrigin => {}
        }
        if self.is_preflight() {
            let long = self == Self::PreflightLongHeaders;
            let asked = if long { &junk } else { "content-type" };
            fields.push((ACCESS_CONTROL_REQUEST_METHOD, "PUT"));
            fields.push((ACCESS_CONTROL_REQUEST_HEADERS, asked));
        }
        let value = |value| HeaderValue::from_str(value).expect("a header value");
        fields
            .into_iter()
            .map(|(name, text)| (name, value(text)))
            .collect()
    }

    /// Some of them. What they hold are parts of one buffer, as in those that a server reads.
    pub(crate) fn requests(self, path: &'static str, number: usize) -> Vec<Request> {
        let (method, uri, fields) = (self.method(), Uri::from_static(path), self.fields());
        let request = || {
            let mut request = TestRequest::default().to_request();
            let head = request.head_mut();
            head.method = method.clone();
            head.uri = uri.clone();
            for (name, value) in &fields {
                head.headers.insert(name.clone(), value.clone());
            }
            request
        };
        (0..number).map(|_| request()).collect()
    }
}
