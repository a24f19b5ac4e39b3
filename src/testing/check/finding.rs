//! The findings of [`check`](super::check).

use std::{error::Error, fmt};

use actix_web::http::StatusCode;

use crate::Policy;

/// The findings of [`check`](super::check), at least one. It prints one line for each.
pub struct CheckError {
    findings: Vec<Finding>,
}

/// A policy that does not answer as it is written, or that is wired in a way that cannot work.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    problem: Problem,
    method: Option<String>,
    path: String,
    status: Option<u16>,
    text: String,
    fix: &'static str,
}

/// The kind of mistake that a [`Finding`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The application has no policy of this library.
    NothingToCheck,
    /// Something answered a preflight before any policy did: a middleware in front, or an `OPTIONS` handler.
    AnsweredBefore,
    /// No policy was reached: a guard hides the route from `OPTIONS`.
    NotReached,
    /// An earlier pattern takes the path of the route.
    EarlierPattern,
    /// The policy of another route or scope answered.
    OtherPolicy,
    /// Several policies may apply, so the preflight got only what all of them allow.
    SeveralPolicies,
    /// A middleware outside of the policy changes its headers.
    ChangedHeaders,
    /// A `.wrap(POLICY.middleware())` is inside of another policy.
    BareMiddleware,
    /// A `.wrap(POLICY.middleware())` was not reached by a preflight.
    UnreachedMiddleware,
    /// A gate has no routes to answer for.
    GateWithoutRoutes,
    /// A `.wrap(CorsGate::new())` is on a scope.
    GateOnScope,
    /// A scope with annotated routes shares its prefix with another scope.
    SharedPrefix,
    /// A resource outside of a placed scope has a pattern below the scope's prefix.
    CountsAsInside,
    /// No path is known that the pattern matches.
    Unconfirmed,
}

impl CheckError {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        Self { findings }
    }

    /// Returns the findings, at least one.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{finding}")?;
        }
        Ok(())
    }
}

/// Prints what `Display` prints: a test that fails with `?` or `unwrap` shows it.
impl fmt::Debug for CheckError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "\n{self}")
    }
}

impl Error for CheckError {}

impl Finding {
    /// Returns the kind of mistake.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// Returns the method that the preflight announced, if the finding is about a preflight.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// Returns the pattern of the route, the prefix of the scope followed by `/**`, or the place of the policy in the
    /// source.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the status of the response to the preflight, if it is part of the finding.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns what to do.
    #[must_use]
    pub const fn fix(&self) -> &'static str {
        self.fix
    }

    fn new(problem: Problem, path: &str, text: impl Into<String>, fix: &'static str) -> Self {
        Self {
            problem,
            method: None,
            path: path.to_owned(),
            status: None,
            text: text.into(),
            fix,
        }
    }

    fn of(self, method: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            ..self
        }
    }

    pub(super) fn nothing_to_check() -> Self {
        Self::new(
            Problem::NothingToCheck,
            "the application",
            "it has no annotated route and no policy",
            "register the handlers with `.service(handler)`: `#[cors]` does nothing for a handler that is not registered",
        )
    }

    pub(super) fn not_answered(method: &str, path: &str, status: StatusCode) -> Self {
        let code = status.as_u16();
        let is_unrouted = matches!(
            status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
        let finding = if is_unrouted {
            Self::new(
                Problem::NotReached,
                path,
                format!(
                    "no policy was reached, and the preflight got {code}: a guard on the route, its resource or its scope \
                     hides it from OPTIONS, or another scope takes its path"
                ),
                "place the policy around a scope and put the guard on the result: `POLICY.around(web::scope(..)).guard(..)`",
            )
        } else if status.is_success() || status.is_redirection() {
            Self::new(
                Problem::AnsweredBefore,
                path,
                format!(
                    "something else answered the preflight with {code}: an OPTIONS handler that is registered earlier, or \
                     a middleware"
                ),
                "remove the OPTIONS handler or register it later, and wrap `API.middleware()` or `CorsGate::new()` last",
            )
        } else {
            Self::new(
                Problem::AnsweredBefore,
                path,
                format!("a middleware in front of the policy answered the preflight with {code}"),
                "wrap `API.middleware()` or `CorsGate::new()` last, so that it is outermost",
            )
        };
        Self {
            status: Some(code),
            ..finding.of(method)
        }
    }

    pub(super) fn earlier_pattern(method: &str, path: &str, earlier: &str) -> Self {
        Self::new(
            Problem::EarlierPattern,
            path,
            format!(
                "the earlier pattern `{earlier}` takes the path (unconfirmed, as its handler might run)"
            ),
            "register the more specific pattern first, or put `#[cors]` on the other route too",
        )
        .of(method)
    }

    pub(super) fn other_policy(
        method: &str,
        path: &str,
        policy: &'static Policy,
        other: &'static Policy,
    ) -> Self {
        Self::new(
            Problem::OtherPolicy,
            path,
            format!(
                "the policy at {} answered, not its own at {}",
                other.location(),
                policy.location()
            ),
            "give the routes different paths, or register this one first",
        )
        .of(method)
    }

    pub(super) fn several_policies(method: &str, path: &str, all: &[&'static Policy]) -> Self {
        let places: Vec<_> = all.iter().map(|it| it.location().to_string()).collect();
        Self::new(
            Problem::SeveralPolicies,
            path,
            format!(
                "any of {} policies may apply ({}), so the preflight gets only what all of them allow",
                all.len(),
                places.join(", ")
            ),
            "if scopes differ by their host, write `POLICY.around(scope).host(\"a.example\")`; else give them different prefixes",
        )
        .of(method)
    }

    pub(super) fn changed_headers(
        method: &str,
        path: &str,
        expected: &[(String, String)],
        found: &[(String, String)],
    ) -> Self {
        let added = found.iter().filter(|header| !expected.contains(header));
        let removed = expected.iter().filter(|header| !found.contains(header));
        let changed: Vec<_> = added
            .chain(removed)
            .map(|(name, value)| format!("`{name}: {value}`"))
            .collect();
        let changed = if changed.is_empty() {
            "it repeats one".to_owned()
        } else {
            changed.join(", ")
        };
        Self::new(
            Problem::ChangedHeaders,
            path,
            format!(
                "a middleware outside of the policy changes the CORS headers of the preflight: {changed}"
            ),
            "remove the other CORS middleware or the default headers, or wrap `API.middleware()` last",
        )
        .of(method)
    }

    pub(super) fn without_sample(method: &str, path: &str) -> Self {
        Self::new(
            Problem::Unconfirmed,
            path,
            "unconfirmed: no path is known that the pattern matches",
            "test this route with `Browser`",
        )
        .of(method)
    }

    pub(super) fn bare_middleware(policy: &'static Policy, around: &'static Policy) -> Self {
        Self::new(
            Problem::BareMiddleware,
            &policy.location().to_string(),
            format!(
                "this policy wraps a part of an application that has the policy at {} around it, so its preflights get that \
                 one",
                around.location()
            ),
            "write `.service(POLICY.around(scope))` instead of `scope.wrap(POLICY.middleware())`",
        )
    }

    pub(super) fn unreached_middleware(policy: &'static Policy) -> Self {
        Self::new(
            Problem::UnreachedMiddleware,
            &policy.location().to_string(),
            "unconfirmed: no preflight reached this policy. A guard on the resource or route that it wraps, such as \
             `web::put()`, hides it from OPTIONS",
            "write `.service(POLICY.around(scope))` instead of `.wrap(POLICY.middleware())`",
        )
    }

    pub(super) fn gate_without_routes() -> Self {
        Self::new(
            Problem::GateWithoutRoutes,
            "`CorsGate`",
            "the application has no annotated route and no placed scope that the gate could answer for",
            "register the annotated handlers with `.service(handler)`, or wrap `API.middleware()` instead of the gate",
        )
    }

    pub(super) fn gate_on_scope() -> Self {
        Self::new(
            Problem::GateOnScope,
            "`CorsGate`",
            "a gate that wraps a scope does nothing",
            "write `.service(CorsGate::new().around(scope))` instead of `scope.wrap(CorsGate::new())`",
        )
    }

    pub(super) fn shared_prefix(prefix: &str) -> Self {
        Self::new(
            Problem::SharedPrefix,
            &format!("{prefix}/**"),
            "a scope with annotated routes shares its prefix with another scope. A guard tells them apart, and this library \
             cannot see it",
            "move the guard to the result of `around`: `CorsGate::new().around(scope).host(\"a.example\")`",
        )
    }

    pub(super) fn counts_as_inside(pattern: &str) -> Self {
        Self::new(
            Problem::CountsAsInside,
            pattern,
            "this resource is outside of a placed scope, but below the scope's prefix: its preflights get the scope's \
             policy, and its responses do not",
            "put `#[cors]` on it, or place it in a scope of its own",
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = &self.method {
            write!(formatter, "{method} ")?;
        }
        write!(formatter, "{}: {}. Fix: {}", self.path, self.text, self.fix)
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
