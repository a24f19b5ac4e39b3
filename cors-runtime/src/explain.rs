//! Why a policy allows or refuses a request: as data, and in words for the person who has to fix it.
//!
//! [`explain`] is a pure function of a policy and of what a request carries. The log, the test browser and the
//! command line all use it, so they all give the same answer. It costs a scan of the policy's list: call it only when
//! somebody reads the result.

mod near;
mod words;

use alloc::string::{String, ToString};

use crate::{
    policy::{Credentials, Listed, Origins, Parts},
    verdict::{OriginLookup, RequestOrigin, serves},
};

/// The longest text of a request that an [`Explanation`] repeats, in bytes. Longer texts are cut.
pub const MAX_SHOWN: usize = 200;

/// The parts of a request that a policy checks.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method; for a preflight, the value of `Access-Control-Request-Method`.
    pub method: &'a str,
    /// The `Origin` fields.
    pub origin: RequestOrigin<&'a [u8]>,
    /// Whether the request has a `Cookie` or `Authorization` that the browser added: the page asked for credentials.
    pub credentials: bool,
    /// The step at which the policy is applied.
    pub step: Step,
}

/// The step at which a policy is applied to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The preflight, before the browser sends the request.
    Preflight,
    /// The response: the handler runs, and the browser decides whether the page may read the result.
    Response,
    /// The request, under `mismatch = reject`: the handler runs only for allowed origins.
    Request,
}

impl Step {
    /// Returns the first step at which `policy` can stop a page that sends `method` without special headers.
    #[must_use]
    pub fn first(policy: &Parts, method: &str) -> Self {
        if !matches!(method, "GET" | "HEAD" | "POST") {
            Self::Preflight
        } else if policy.rejects() {
            Self::Request
        } else {
            Self::Response
        }
    }
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $part:literal,)+) => {
        /// The reason for a decision. Each reason has a short, stable name for logs and metrics.
        ///
        /// Near misses come first, in the order in which they are preferred.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable name, such as `scheme_differs`. There are few, so it can label a metric.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Returns the part of the policy that decided: a key such as `origins`, or `request` if no policy could
            /// allow the request.
            #[must_use]
            pub const fn part(self) -> &'static str {
                match self {
                    $(Self::$variant => $part,)+
                }
            }
        }
    };
}

reasons! {
    /// The list has the same host and port with the other of `http` and `https`.
    SchemeDiffers "scheme_differs" "origins",
    /// The list has the same scheme and host with another port.
    PortDiffers "port_differs" "origins",
    /// The list has the same host with another scheme and port.
    SchemeAndPortDiffer "scheme_and_port_differ" "origins",
    /// The list has the origin in lower case. Browsers send lower case.
    CaseDiffers "case_differs" "origins",
    /// The list has the host with a trailing dot and the request has none, or the reverse.
    TrailingDotDiffers "trailing_dot_differs" "origins",
    /// The list has the host with `www.` and the request has none, or the reverse.
    WwwDiffers "www_differs" "origins",
    /// The list has `https://*.example.com`, which does not include `https://example.com`.
    WildcardExcludesDomain "wildcard_excludes_domain" "origins",
    /// The list has a parent domain, which does not include its subdomains.
    ParentDomainListed "parent_domain_listed" "origins",
    /// The origin is not in the list, and nothing in the list is close to it.
    OriginNotListed "origin_not_listed" "origins",
    /// The origin is `null`: a sandboxed frame, a local file, or a redirect across origins.
    NullOrigin "null_origin" "origins",
    /// The `Origin` is not a serialised origin. Browsers never send it.
    NotAnOrigin "not_an_origin" "request",
    /// The request has several `Origin` fields. Browsers never send that.
    SeveralOrigins "several_origins" "request",
    /// The request has no `Origin`: no page of another origin sent it with CORS.
    NoOrigin "no_origin" "request",
    /// `methods` has the method in another case. Methods are case-sensitive.
    MethodCaseDiffers "method_case_differs" "methods",
    /// `methods` does not have the method.
    MethodNotListed "method_not_listed" "methods",
    /// The policy is `off`.
    Off "off" "off",
    /// The page asked for cookies, and the policy has no `credentials`.
    CredentialsNotAllowed "credentials_not_allowed" "credentials",
    /// The page asked for cookies, and `credentials = [..]` does not have its origin.
    OriginWithoutCredentials "origin_without_credentials" "credentials",
    /// The list has the origin.
    OriginListed "origin_listed" "origins",
    /// The policy allows any origin.
    AnyOrigin "any_origin" "origins",
}

impl Reason {
    /// Checks whether the page may read the response.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::OriginListed | Self::AnyOrigin)
    }

    /// Checks whether the list has an origin that differs from the request's in one point.
    #[must_use]
    pub const fn is_near_miss(self) -> bool {
        (self as u8) < (Self::OriginNotListed as u8)
    }
}

/// Why a policy allows or refuses a request.
///
/// `Display` prints it for a person, without a line break at the end: what happened and why, then `browser:` with what
/// a browser does, then `fix:` if something can be done. Texts that came with the request are escaped and cut to
/// [`MAX_SHOWN`] bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    reason: Reason,
    step: Step,
    method: String,
    origin: Option<String>,
    near: Option<String>,
}

impl Explanation {
    /// Returns the reason for the decision.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// Checks whether the page may read the response.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        self.reason.is_allowed()
    }

    /// Returns the step at which the policy was applied.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// Returns the request's method, escaped and cut.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the request's `Origin`, escaped and cut; `None` if it has none or several.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Returns the part of the policy that is close to the request: an origin or pattern of the list, or the methods.
    #[must_use]
    pub fn near(&self) -> Option<&str> {
        self.near.as_deref()
    }
}

/// Explains what `policy` decides about a request.
///
/// The current contents of its sets count. [`Explanation::is_allowed`] agrees with
/// [`verdict::allow_origin`](crate::verdict::allow_origin), except that a request with credentials is allowed only if the page may
/// read the response to that request too.
#[must_use]
pub fn explain(policy: &Parts, request: &Request<'_>) -> Explanation {
    let (reason, near) = decide(policy, request);
    Explanation {
        reason,
        step: request.step,
        method: shown(request.method.as_bytes()),
        origin: match request.origin {
            RequestOrigin::One(origin) => Some(shown(origin)),
            RequestOrigin::Absent | RequestOrigin::Several => None,
        },
        near: near.map(|near| shown(near.as_bytes())),
    }
}

fn decide(policy: &Parts, request: &Request<'_>) -> (Reason, Option<String>) {
    if policy.is_off() {
        return (Reason::Off, None);
    }
    if !serves(policy, request.method) {
        return method(policy, request.method);
    }
    let allowed = match (policy.origins, request.origin) {
        (Origins::Any, _) => Reason::AnyOrigin,
        (Origins::Listed(_), _) if policy.allows_any() => Reason::AnyOrigin,
        (Origins::Listed(_), RequestOrigin::Absent) => return (Reason::NoOrigin, None),
        (Origins::Listed(_), RequestOrigin::Several) => return (Reason::SeveralOrigins, None),
        (Origins::Listed(_), RequestOrigin::One(origin)) if policy.allows(origin) => {
            Reason::OriginListed
        }
        (Origins::Listed(listed), RequestOrigin::One(origin)) => return refused(&listed, origin),
    };
    if !request.credentials {
        return (allowed, None);
    }
    match (policy.credentials, request.origin) {
        (Credentials::None, _) => (Reason::CredentialsNotAllowed, None),
        (Credentials::Only(_), RequestOrigin::One(origin))
            if !policy.names_for_credentials(origin) =>
        {
            (Reason::OriginWithoutCredentials, None)
        }
        _ => (allowed, None),
    }
}

fn method(policy: &Parts, method: &str) -> (Reason, Option<String>) {
    let methods = policy.methods.unwrap_or_default();
    let same = methods
        .iter()
        .find(|listed| listed.eq_ignore_ascii_case(method));
    match same {
        Some(listed) => (Reason::MethodCaseDiffers, Some(listed.to_string())),
        None => (Reason::MethodNotListed, Some(methods.join(", "))),
    }
}

fn refused(listed: &Listed, origin: &[u8]) -> (Reason, Option<String>) {
    let Ok(text) = str::from_utf8(origin) else {
        return (Reason::NotAnOrigin, None);
    };
    if text == "null" {
        return (Reason::NullOrigin, None);
    }
    match near::find(listed, text) {
        near::Found::Near(reason, near) => (reason, Some(near)),
        near::Found::Malformed(near) => (Reason::NotAnOrigin, near),
        near::Found::Nothing => (Reason::OriginNotListed, None),
    }
}

/// Repeats a text of a request: printable ASCII as it is, other bytes escaped, at most [`MAX_SHOWN`] bytes in all.
#[must_use]
pub fn shown(bytes: &[u8]) -> String {
    let mut shown = String::new();
    // The place to cut if the text is too long: between two escapes.
    let mut cut = 0;
    for byte in bytes {
        match byte {
            b'\'' | b'"' => shown.push(char::from(*byte)),
            _ => shown.extend(byte.escape_ascii().map(char::from)),
        }
        if shown.len() > MAX_SHOWN {
            shown.truncate(cut);
            shown.push_str(CUT);
            break;
        }
        if shown.len() <= MAX_SHOWN - CUT.len() {
            cut = shown.len();
        }
    }
    shown
}

/// Ends a text that was cut.
const CUT: &str = "…";
