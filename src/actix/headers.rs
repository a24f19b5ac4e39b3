//! The CORS headers of a policy, baked once for each worker, and how they get onto a response.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
            HeaderMap, HeaderValue, VARY,
        },
    },
};
use cors_runtime::{
    policy::{Names, Parts},
    preflight::{AllowHeaders, Preflight},
    verdict::{self, OriginLookup, RequestOrigin, passes_reject},
};
use foldhash::HashMap;

use super::{allowed_origins::AllowedOrigins, request, vary};
use crate::Policy;

/// The `Access-Control-Allow-Origin` and `Access-Control-Allow-Credentials` of a response.
pub(crate) type AllowOrigin = verdict::AllowOrigin<HeaderValue>;

/// The headers of one policy.
#[derive(Debug)]
pub(crate) struct PolicyHeaders {
    pub(crate) policy: &'static Policy,
    origins: AllowedOrigins,
    expose: Option<HeaderValue>,
    vary: &'static [HeaderValue],
    preflight: PreflightHeaders,
    allow_methods_around: OnceCell<Option<HeaderValue>>,
}

/// The methods of a policy that names none, where there is no route that could name them.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

thread_local! {
    /// The headers that this worker has baked, by the address of the policy. A policy is a static, so it is baked once
    /// for each worker, however many routes use it, and never dropped.
    static BAKED: RefCell<HashMap<usize, Rc<PolicyHeaders>>> = RefCell::default();
}

/// The `Vary` of responses that depend on the origin.
static VARY_ORIGIN: [HeaderValue; 1] = [HeaderValue::from_static("Origin")];

/// The `Vary` under `mismatch = reject`, which depends on the origin of the request. The two headers that a floor reads to
/// let navigations in change only whether there is a 403, which no cache stores unasked.
static VARY_REJECT: [HeaderValue; 2] = [
    HeaderValue::from_static("Origin"),
    HeaderValue::from_static("Sec-Fetch-Site"),
];

impl PolicyHeaders {
    /// Returns the headers of a policy, which are baked when this worker first needs them.
    pub(crate) fn of(policy: &'static Policy) -> Rc<Self> {
        let address = std::ptr::from_ref(policy).addr();
        BAKED.with_borrow_mut(|baked| {
            let headers = baked.entry(address);
            Rc::clone(headers.or_insert_with(|| Rc::new(Self::bake(policy))))
        })
    }

    fn bake(policy: &'static Policy) -> Self {
        let parts = policy.parts();
        Self {
            policy,
            origins: AllowedOrigins::of(parts),
            expose: match parts.expose {
                Names::Any => Some(HeaderValue::from_static("*")),
                Names::Listed(names) => list(names),
            },
            vary: match (parts.depends_on_origin(), parts.rejects()) {
                (_, true) => &VARY_REJECT,
                (true, false) => &VARY_ORIGIN,
                (false, false) => &[],
            },
            preflight: PreflightHeaders::bake(&Preflight::of(parts, &[])),
            allow_methods_around: OnceCell::new(),
        }
    }

    /// The parts of the policy.
    pub(crate) fn parts(&self) -> &'static Parts {
        self.policy.parts()
    }

    /// Decides what the response to a request with this method says. For a preflight, it is the method that the preflight
    /// announces.
    #[inline]
    pub(crate) fn allow(&self, method: &str, origin: RequestOrigin<&HeaderValue>) -> AllowOrigin {
        verdict::allow_origin(self.parts(), method, origin, &self.origins).map(HeaderValue::clone)
    }

    /// Whether the policy lists the origin of a request, whatever the request's method is.
    pub(crate) fn lists(&self, origin: RequestOrigin<&HeaderValue>) -> bool {
        match origin {
            RequestOrigin::One(origin) => {
                self.origins.allows_any() || self.origins.allows(origin.as_bytes())
            }
            RequestOrigin::Absent | RequestOrigin::Several => false,
        }
    }

    /// Whether `mismatch = reject` of a route's own policy rejects a request.
    #[inline]
    pub(crate) fn rejects(&self, allow: &AllowOrigin, head: &RequestHead) -> bool {
        self.parts().rejects()
            && !passes_reject(!allow.is_none(), request::origin(head), request::site(head))
    }

    /// Whether `mismatch = reject` of a policy around a part of the application rejects a request. Unlike a route's own,
    /// it lets top-level navigations in.
    pub(crate) fn rejects_as_floor(&self, head: &RequestHead) -> bool {
        let origin = request::origin(head);
        self.parts().rejects()
            && !passes_reject(self.lists(origin), origin, request::site(head))
            && !request::is_navigation(head)
    }

    /// Returns the response to a request that is rejected.
    pub(crate) fn rejection(&self) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
        vary::append(response.headers_mut(), self.vary);
        response
    }

    /// Decides what the response to a request says if the policy does not belong to a route. See [`METHODS`].
    pub(crate) fn allow_around(
        &self,
        method: &str,
        origin: RequestOrigin<&HeaderValue>,
    ) -> AllowOrigin {
        if self.methods_around().contains(&method) {
            self.allow(method, origin)
        } else {
            AllowOrigin::None
        }
    }

    /// Returns the methods that the policy allows if it does not belong to a route. See [`METHODS`].
    pub(crate) fn methods_around(&self) -> &'static [&'static str] {
        self.parts().methods.unwrap_or(METHODS)
    }

    /// Returns those methods as the value of `Access-Control-Allow-Methods`.
    pub(crate) fn allow_methods_around(&self) -> Option<&HeaderValue> {
        let value = self
            .allow_methods_around
            .get_or_init(|| list(self.methods_around()));
        value.as_ref()
    }

    /// Returns the response to a preflight. `methods` are those that the policy allows for the route.
    pub(crate) fn preflight(
        &self,
        allow: AllowOrigin,
        methods: Option<&HeaderValue>,
        head: &RequestHead,
    ) -> HttpResponse {
        self.preflight.respond(allow, methods, head)
    }

    /// Names the request headers that a response depends on.
    pub(crate) fn vary(&self, headers: &mut HeaderMap) {
        vary::merge(headers, self.vary);
    }

    /// Puts the policy's headers on a response, in place of the CORS headers that are there.
    pub(crate) fn apply(&self, allow: AllowOrigin, headers: &mut HeaderMap) {
        if remove_cors_headers(headers) {
            self.vary(headers);
        } else {
            vary::append(headers, self.vary);
        }
        if put(allow, headers)
            && let Some(expose) = &self.expose
        {
            headers.append(ACCESS_CONTROL_EXPOSE_HEADERS, expose.clone());
        }
    }
}

/// The headers of the response to a preflight, but for those that depend on the route or on the request.
#[derive(Debug)]
struct PreflightHeaders {
    /// The value of `Access-Control-Allow-Headers` for pages that may not use credentials.
    allow_headers: Option<HeaderValue>,
    /// Whether pages that may use credentials get the names that they ask for instead.
    repeats_request_headers: bool,
    max_age: Option<HeaderValue>,
    vary: HeaderValue,
}

impl PreflightHeaders {
    fn bake(preflight: &Preflight) -> Self {
        Self {
            allow_headers: match preflight.allow_headers(false) {
                AllowHeaders::Names(names) => list(names),
                AllowHeaders::Every(value) => Some(HeaderValue::from_static(value)),
                AllowHeaders::Omitted | AllowHeaders::Repeated => None,
            },
            repeats_request_headers: preflight.allow_headers(true) == AllowHeaders::Repeated,
            max_age: preflight.max_age.map(HeaderValue::from),
            vary: HeaderValue::from_static(preflight.vary()),
        }
    }

    fn respond(
        &self,
        allow: AllowOrigin,
        methods: Option<&HeaderValue>,
        head: &RequestHead,
    ) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
        let headers = response.headers_mut();
        headers.append(VARY, self.vary.clone());
        let has_credentials = allow.has_credentials();
        if !put(allow, headers) {
            return response;
        }
        if let Some(methods) = methods {
            headers.append(ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
        }
        if self.repeats_request_headers && has_credentials {
            // The origin is allowed, so the names are repeated unread.
            for names in head.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS) {
                headers.append(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
            }
        } else if let Some(names) = &self.allow_headers {
            headers.append(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        if let Some(max_age) = &self.max_age {
            headers.append(ACCESS_CONTROL_MAX_AGE, max_age.clone());
        }
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }
}

/// Returns the response to a preflight that several routes could serve: `common` is what all of them allow.
pub(crate) fn common_preflight(
    common: &Preflight,
    allow: AllowOrigin,
    head: &RequestHead,
) -> HttpResponse {
    let methods = list(&common.methods);
    PreflightHeaders::bake(common).respond(allow, methods.as_ref(), head)
}

/// Returns the value of `Access-Control-Expose-Headers` that several policies allow together.
pub(crate) fn exposed_by_all(all: impl Iterator<Item = Names>) -> Option<HeaderValue> {
    let common = all.reduce(|common, other| match (common, other) {
        (Names::Any, other) => other,
        (common, Names::Any) => common,
        (Names::Listed(names), Names::Listed(others)) if names == others => common,
        // Two different lists rarely share more than nothing, and nothing is always safe.
        _ => Names::Listed(&[]),
    });
    match common? {
        Names::Any => Some(HeaderValue::from_static("*")),
        Names::Listed(names) => list(names),
    }
}

/// Returns the value of `Access-Control-Allow-Methods` of a policy for a route with these methods. `None`: the policy
/// allows none of them.
pub(crate) fn allow_methods(parts: &Parts, served: &[&'static str]) -> Option<HeaderValue> {
    match *Preflight::of(parts, served).methods {
        // Most routes have one method. It needs no memory.
        [only] => Some(HeaderValue::from_static(only)),
        ref methods => list(methods),
    }
}

/// Puts the headers that preflight responses and other responses share on a response that has none of them. Returns
/// whether the page may read the response.
fn put(allow: AllowOrigin, headers: &mut HeaderMap) -> bool {
    let (origin, credentials) = match allow {
        AllowOrigin::Any => (HeaderValue::from_static("*"), false),
        AllowOrigin::Echo {
            origin,
            credentials,
        } => (origin, credentials),
        AllowOrigin::None => return false,
    };
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if credentials {
        headers.append(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    true
}

/// Removes the CORS headers that a handler or a middleware set: the policy has the final say. Returns whether the
/// response has a `Vary`. One scan over all headers costs less than asking for one.
pub(crate) fn remove_cors_headers(headers: &mut HeaderMap) -> bool {
    let mut varies = false;
    headers.retain(|name, _| {
        varies |= name == VARY;
        !name.as_str().starts_with("access-control-")
    });
    varies
}

/// Returns a list of methods or header names as one value, or `None` if it is empty.
fn list(tokens: &[&str]) -> Option<HeaderValue> {
    if tokens.is_empty() {
        return None;
    }
    let list = HeaderValue::from_str(&tokens.join(", "));
    Some(list.expect("the macros accept only tokens, which are visible ASCII"))
}
