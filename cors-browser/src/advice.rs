//! The likely cause of a failed fetch and its fix, for the person who wired the application.
//!
//! A browser knows less than the application: only the response. So this is a table from the step, the status and the
//! headers to the mistake that usually lies behind them.

use actix_web::http::{StatusCode, header::HeaderMap};

use super::{
    difference::difference,
    header_list::{extract_tokens, get},
    reason::{CorsCheckFailure, PreflightFailure, Reason, Step},
};

/// The likely cause and the fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) cause: String,
    pub(super) fix: String,
}

/// The response that made a fetch fail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed<'a> {
    pub(super) step: Step,
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    /// The origin in whose name the request was made.
    pub(super) origin: &'a str,
    /// The method of the request; for a preflight, the method that it announced.
    pub(super) method: &'a str,
}

/// How to place a policy around a middleware that answers by itself.
const WRAP_LAST: &str = "wrap the policy last, so that it is outermost: `.wrap(auth).wrap(API.middleware())`. If only \
                         routes with `#[cors]` have a policy: `.wrap(auth).wrap(CorsGate::new())`";

impl Failed<'_> {
    /// Checks whether the response shows that a CORS policy made it: it says that it depends on the origin, or has CORS headers.
    pub(super) fn is_of_a_policy(&self) -> bool {
        let varies = extract_tokens(self.headers, "vary").ok().flatten();
        let varies = varies.unwrap_or_default();
        let names_origin = varies.iter().any(|name| {
            name.eq_ignore_ascii_case("origin")
                || name.eq_ignore_ascii_case("access-control-request-method")
        });
        names_origin
            || self
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-"))
    }
}

/// Returns the advice for a failed fetch, if there is something to say beyond the console's line.
pub(super) fn advice(reason: &Reason, failed: Option<Failed<'_>>) -> Option<Advice> {
    let (cause, fix) = match (reason, failed) {
        (Reason::CorsCheck(failure), Some(failed)) => check(failure, failed),
        (Reason::Preflight(failure), Some(failed)) => preflight(failure, failed),
        (reason, failed) => other(reason, failed)?,
    };
    Some(Advice { cause, fix })
}

type CauseAndFix = (String, String);

fn check(failure: &CorsCheckFailure, failed: Failed<'_>) -> CauseAndFix {
    let origin = failed.origin;
    match failure {
        CorsCheckFailure::MissingAllowOrigin if failed.is_of_a_policy() => not_allowed(failed),
        CorsCheckFailure::MissingAllowOrigin => without_a_policy(failed),
        CorsCheckFailure::WildcardWithCredentials => (
            "the policy allows any origin, and the page asks for cookies".to_owned(),
            "list the origins and add `credentials`, or remove `credentials: \"include\"` from the page".to_owned(),
        ),
        CorsCheckFailure::MultipleAllowOrigin(_) => (
            "two parts of the application add this header".to_owned(),
            "keep one of them: remove the other CORS middleware, the `DefaultHeaders`, or the header that the handler sets"
                .to_owned(),
        ),
        CorsCheckFailure::InvalidAllowOrigin(value) => (
            format!("`{value}` is not an origin"),
            format!("write the origin as the browser sends it: `{origin}`"),
        ),
        CorsCheckFailure::AllowOriginMismatch(value) => match difference(origin, value) {
            Some(difference) => (
                format!("the response allows `{value}`, and the page is `{origin}`: {difference}"),
                format!("allow `{origin}`, or open the page at the allowed origin"),
            ),
            None => (
                format!("the response allows `{value}`, which is another page's origin"),
                format!(
                    "allow `{origin}` too. A fixed header cannot allow two origins: send the origin of each request, \
                     with `Vary: Origin`"
                ),
            ),
        },
        CorsCheckFailure::AllowCredentials(_) => (
            "the page asks for cookies, and the policy does not allow them for this origin".to_owned(),
            "add `credentials` to the policy, or remove `credentials: \"include\"` from the page".to_owned(),
        ),
    }
}

/// Returns the advice if a policy answered and named no origin.
fn not_allowed(failed: Failed<'_>) -> CauseAndFix {
    let Failed {
        step,
        origin,
        method,
        ..
    } = failed;
    let cause = match step {
        Step::Preflight => {
            format!(
                "a CORS policy answered the preflight and does not allow `{origin}` to send {method}"
            )
        }
        Step::Request => format!("a CORS policy answered and does not allow `{origin}`"),
    };
    let port = port(origin).map_or_else(String::new, |port| {
        format!(". The page is on port {port}; an origin without a port does not include it")
    });
    let method = match step {
        Step::Preflight => {
            format!(
                ". If the origin is listed, check that `methods` allows {method} and that the route is not `off`"
            )
        }
        Step::Request => String::new(),
    };
    let fix = format!(
        "compare the origin with the policy's list: scheme, host and port must be equal{port}{method}"
    );
    (cause, fix)
}

/// Returns the explicit port of an origin.
fn port(origin: &str) -> Option<&str> {
    let (_, port) = origin.rsplit_once(':')?;
    port.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(port)
}

/// Something answered that knows nothing of CORS.
fn without_a_policy(failed: Failed<'_>) -> CauseAndFix {
    let Failed {
        step,
        status,
        method,
        ..
    } = failed;
    let attribute = method.to_ascii_lowercase();
    let (cause, fix) = match (step, status.as_u16()) {
        (Step::Preflight, 401 | 403 | 407 | 429) => (
            format!(
                "a middleware answered the preflight with {status}, before any CORS policy did. \
                 A preflight carries no cookies and no token"
            ),
            WRAP_LAST.to_owned(),
        ),
        (Step::Request, 401 | 403 | 407 | 429) => (
            format!("a middleware answered with {status}, outside of any CORS policy"),
            WRAP_LAST.to_owned(),
        ),
        (Step::Preflight, 404 | 405) => (
            "no CORS policy answered the preflight: no route with a policy has this path and this method".to_owned(),
            format!(
                "register the handler with `.service(handler)`, and check the path and that a route serves {method}. \
                 Write `#[cors(..)]` above `#[{attribute}(..)]`, or wrap a policy around the application. A policy on a \
                 single `web::resource` with a guard, or on `web::{attribute}()`, never sees a preflight"
            ),
        ),
        (Step::Request, 404 | 405) => (
            "no route has this path and this method, so no route's policy applies".to_owned(),
            "register the handler with `.service(handler)`, and check the path and the method. A policy around the \
             application covers such responses too"
                .to_owned(),
        ),
        (Step::Preflight, 200..=299) => (
            "something else answers OPTIONS requests: an OPTIONS handler, a default service or a middleware".to_owned(),
            "remove it: a policy answers preflights by itself. Or wrap the policy last, so that it is outermost".to_owned(),
        ),
        (Step::Preflight, 400) => (
            "the preflight was answered with 400 and without CORS headers. actix-cors does that if it does not allow the \
             origin, the method or a header"
                .to_owned(),
            "compare the origin, the method and the headers with what is allowed, or look for a middleware that answers 400"
                .to_owned(),
        ),
        (Step::Preflight, _) => (
            format!("the preflight was answered with {status}, outside of any CORS policy"),
            WRAP_LAST.to_owned(),
        ),
        (Step::Request, 200..=399) => (
            "no CORS policy applies to this route".to_owned(),
            format!(
                "write `#[cors(..)]` above `#[{attribute}(..)]`, or wrap a policy around the application"
            ),
        ),
        (Step::Request, _) => (
            format!("the response with {status} was made outside of any CORS policy"),
            WRAP_LAST.to_owned(),
        ),
    };
    (cause, fix)
}

fn preflight(failure: &PreflightFailure, failed: Failed<'_>) -> CauseAndFix {
    let listed = |name: &str| get(failed.headers, name).unwrap_or_default();
    match failure {
        PreflightFailure::CorsCheck(failure) => check(failure, failed),
        PreflightFailure::Redirect => (
            format!("the application redirects the preflight to `{}`", listed("location")),
            "let the page use the final URL, or wrap the policy around the middleware that redirects".to_owned(),
        ),
        PreflightFailure::Status(_) => (
            format!("the headers allow the origin, but the status is {}", failed.status),
            "let the policy answer preflights, or answer them with 204".to_owned(),
        ),
        PreflightFailure::InvalidAllowMethods => (
            format!("`{}` is not a list of methods", listed("access-control-allow-methods")),
            "separate the methods with commas: `GET, PUT`".to_owned(),
        ),
        PreflightFailure::InvalidAllowHeaders => (
            format!("`{}` is not a list of header names", listed("access-control-allow-headers")),
            "separate the names with commas: `content-type, x-trace`".to_owned(),
        ),
        PreflightFailure::Method(method) => (
            allows("methods", &listed("access-control-allow-methods")),
            format!("add `{method}` to the policy's methods"),
        ),
        PreflightFailure::HeaderName(name) => (
            allows("headers", &listed("access-control-allow-headers")),
            format!("add `{name}` to the policy's headers, or remove it from the page's request"),
        ),
    }
}

/// Says what the preflight's response lists.
fn allows(what: &str, list: &str) -> String {
    if list.is_empty() {
        format!("the policy allows no {what} besides those that need no permission")
    } else {
        format!("the policy allows the {what} `{list}`")
    }
}

/// Reasons that the policy has no part in.
fn other(reason: &Reason, failed: Option<Failed<'_>>) -> Option<CauseAndFix> {
    let (cause, fix) = match reason {
        Reason::ResourcePolicy(policy) => (
            format!(
                "the page asked without CORS, and the response keeps itself to `{policy}` pages"
            ),
            "send `Cross-Origin-Resource-Policy: cross-origin`, or ask with CORS: `mode: \"cors\"`, `crossorigin`",
        ),
        Reason::MixedContent => (
            "a page on https asked for an http URL".to_owned(),
            "serve the API over https. `http://localhost` is allowed",
        ),
        Reason::RedirectNotAllowed => (
            format!("the response redirects with {}", failed?.status),
            "use the final URL, or the redirect mode \"follow\"",
        ),
        _ => return None,
    };
    Some((cause, fix.to_owned()))
}
