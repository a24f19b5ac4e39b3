//! The answers of an application with this surface to a preflight and to a request, header by header.

use cors_runtime::{
    policy::Parts,
    preflight::{AllowHeaders, Preflight},
    verdict::{AllowOrigin, RequestOrigin, allow_origin},
};

use crate::{
    admission::excludes,
    engine,
    row::{By, Method, Row},
};

/// The CORS headers of a response. A header that is `None` or empty is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorsHeaders {
    /// `Access-Control-Allow-Origin`.
    pub allow_origin: Option<String>,
    /// Whether there is `Access-Control-Allow-Credentials: true`.
    pub allow_credentials: bool,
    /// `Access-Control-Allow-Methods`.
    pub allow_methods: Vec<String>,
    /// `Access-Control-Allow-Headers`.
    pub allow_headers: AllowedHeaders,
    /// `Access-Control-Max-Age`.
    pub max_age: Option<u32>,
    /// `Access-Control-Expose-Headers`.
    pub expose_headers: Vec<String>,
    /// The names that `Vary` has at least.
    pub vary: Vec<String>,
}

/// The value of `Access-Control-Allow-Headers`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowedHeaders {
    /// The header is missing.
    #[default]
    Missing,
    /// These names.
    Names(Vec<String>),
    /// `*` and `authorization`, which it does not cover.
    Every,
    /// The names that the preflight asks for.
    Requested,
}

/// An answer of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The status, if CORS decides it: 204 or 403.
    pub status: Option<u16>,
    /// The CORS headers.
    pub headers: CorsHeaders,
}

impl Row {
    /// Returns what the application answers to a preflight for this row. Sets hold everything within their bounds, and
    /// elements under another `cfg` are not built in.
    ///
    /// If no policy applies or a middleware answers, there are no CORS headers, and the application chooses the status.
    #[must_use]
    pub fn preflight(&self, method: &str, origin: &str, cfgs: &[String]) -> Expected {
        let Some(policy) = self.engine_policy(cfgs) else {
            return Expected {
                status: match self.by {
                    By::Blocked { status } => Some(status),
                    _ => None,
                },
                headers: CorsHeaders::default(),
            };
        };
        let served: &'static [&'static str] = match policy.methods {
            Some(methods) => methods,
            None => engine::leak_all(&[method.to_owned()]),
        };
        let preflight = Preflight::of(&policy, served);
        let vary = preflight.vary().split(", ").map(str::to_owned).collect();
        let (allow_origin, allow_credentials) = self.decide(&policy, method, origin, cfgs);
        if allow_origin.is_none() {
            let headers = CorsHeaders {
                vary,
                ..CorsHeaders::default()
            };
            return Expected {
                status: Some(403),
                headers,
            };
        }
        let headers = CorsHeaders {
            allow_origin,
            allow_credentials,
            allow_methods: owned(&preflight.methods),
            allow_headers: match preflight.allow_headers(allow_credentials) {
                AllowHeaders::Omitted => AllowedHeaders::Missing,
                AllowHeaders::Names(names) => AllowedHeaders::Names(owned(names)),
                AllowHeaders::Every(_) => AllowedHeaders::Every,
                AllowHeaders::Repeated => AllowedHeaders::Requested,
            },
            max_age: preflight.max_age,
            expose_headers: Vec::new(),
            vary,
        };
        Expected {
            status: Some(204),
            headers,
        }
    }

    /// Returns what the application answers to a request. The status is 403 if the request is rejected, and otherwise the
    /// handler's.
    #[must_use]
    pub fn response(&self, method: &str, origin: &str, cfgs: &[String]) -> Expected {
        let Some(policy) = self.own_policy(cfgs) else {
            return Expected {
                status: None,
                headers: CorsHeaders::default(),
            };
        };
        let (allow_origin, allow_credentials) = self.decide(&policy, method, origin, cfgs);
        let vary = if policy.depends_on_origin() {
            vec!["Origin".to_owned()]
        } else {
            Vec::new()
        };
        let rejects = policy.rejects() || !self.floors.is_empty();
        let status = (allow_origin.is_none() && rejects).then_some(403);
        let expose_headers = match (&allow_origin, policy.expose) {
            (None, _) => Vec::new(),
            (Some(_), cors_runtime::policy::Names::Any) => vec!["*".to_owned()],
            (Some(_), cors_runtime::policy::Names::Listed(names)) => owned(names),
        };
        Expected {
            status,
            headers: CorsHeaders {
                allow_origin,
                allow_credentials,
                expose_headers,
                vary,
                ..CorsHeaders::default()
            },
        }
    }

    fn own_policy(&self, cfgs: &[String]) -> Option<Parts> {
        let policy = self.policy.as_ref()?;
        (!matches!(self.by, By::None | By::Unreachable { .. })).then(|| engine::parts(policy, cfgs))
    }

    /// Returns the policy that answers preflights.
    fn engine_policy(&self, cfgs: &[String]) -> Option<Parts> {
        self.own_policy(cfgs)
            .filter(|_| !matches!(self.by, By::Blocked { .. }))
    }

    fn decide(
        &self,
        policy: &Parts,
        method: &str,
        origin: &str,
        cfgs: &[String],
    ) -> (Option<String>, bool) {
        let named = Method::Named(method.to_owned());
        let passes = self.floors.iter().all(|floor| {
            let engine = engine::floor(floor, cfgs);
            let sender = RequestOrigin::One(origin.as_bytes());
            !excludes(floor.methods.as_deref(), &named)
                && !matches!(
                    allow_origin(&engine, method, sender, &engine),
                    AllowOrigin::None
                )
        });
        if !passes {
            return (None, false);
        }
        match allow_origin(policy, method, RequestOrigin::One(origin), policy) {
            AllowOrigin::Any => (Some("*".to_owned()), false),
            AllowOrigin::Echo {
                origin,
                credentials,
            } => (Some(origin.to_owned()), credentials),
            AllowOrigin::None => (None, false),
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
