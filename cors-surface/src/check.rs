//! The behaviour of a browser with a request to an application with this surface, step by step.

mod request;

use cors_runtime::{
    explain::{self, explain},
    policy::Parts,
    verdict::RequestOrigin,
};

pub use self::request::{Header, Question};
use crate::{
    answer::{AllowedHeaders, CorsHeaders},
    engine,
    path::PathPattern,
    row::{By, Method, Names, Row},
    surface::Surface,
};

/// The behaviour of a browser with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The steps, up to the one that fails.
    pub steps: Vec<Step>,
    /// Whether the page may read the response.
    pub allowed: bool,
    /// Whether the handler runs. It may although the page cannot read the response.
    pub handled: bool,
}

/// One step of a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The subject of the step.
    pub name: StepName,
    /// A description, possibly of several lines.
    pub text: String,
    /// Whether the browser goes on.
    pub passed: bool,
}

/// The subject of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepName {
    /// Which row applies.
    Route,
    /// The preflight.
    Preflight,
    /// The request.
    Request,
    /// Whether the page may read the response.
    Response,
}

impl StepName {
    /// Returns the name of the step.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Preflight => "preflight",
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// Answers a question about a surface.
///
/// Sets count as holding every origin within their bound, and elements under a `cfg` that the question does not name do
/// not count; the words say so. If a request may reach several rows, each of them has to allow it.
#[must_use]
pub fn check(surface: &Surface, question: &Question) -> Answer {
    let mut check = Check {
        question,
        steps: Vec::new(),
    };
    let rows = servers(surface, question);
    let (allowed, handled) = check.run(&rows);
    Answer {
        steps: check.steps,
        allowed,
        handled,
    }
}

/// Returns the rows that may serve a request: the most specific ones that match it.
fn servers<'a>(surface: &'a Surface, question: &Question) -> Vec<&'a Row> {
    let path = question.decoded_path();
    let matching: Vec<(&Row, PathPattern)> = surface
        .rows()
        .iter()
        .filter(|row| !matches!(row.by, By::Unreachable { .. }))
        .filter(|row| row.method == Method::Unknown || row.method.as_str() == question.method())
        .map(|row| (row, PathPattern::new(&row.path)))
        .filter(|(_, pattern)| pattern.matches(&path))
        .collect();
    let is_more_specific = |(inner, narrow): &(&Row, PathPattern),
                            (outer, wide): &(&Row, PathPattern)| {
        let contains = wide.contains(narrow)
            && (outer.method == inner.method || outer.method == Method::Unknown);
        let same = narrow.contains(wide) && outer.method == inner.method;
        contains && !same
    };
    matching
        .iter()
        .filter(|row| !matching.iter().any(|other| is_more_specific(other, row)))
        .map(|(row, _)| *row)
        .collect()
}

struct Check<'a> {
    question: &'a Question,
    steps: Vec<Step>,
}

/// A row, and its policy as the engine has it.
struct Served<'a> {
    row: &'a Row,
    policy: Option<Parts>,
}

impl Check<'_> {
    fn run(&mut self, rows: &[&Row]) -> (bool, bool) {
        if rows.is_empty() {
            let (method, path) = (self.question.method(), self.question.path());
            self.fail(
                StepName::Route,
                format!(
                    "no row serves {method} {path}: the answer is 404 or 405, without CORS headers"
                ),
            );
            return (false, false);
        }
        let names: Vec<String> = rows.iter().map(|row| name(row)).collect();
        let several = if rows.len() > 1 {
            "; the request may reach any of them, so each has to allow it"
        } else {
            ""
        };
        self.pass(
            StepName::Route,
            format!("{}{several}", names.join(", and ")),
        );
        if let Some(forbidden) = self.question.forbidden_header() {
            let text = format!("browsers do not let a page set the header `{forbidden}`");
            self.fail(StepName::Request, text);
            return (false, false);
        }
        if self.question.has_forbidden_method() {
            let text = format!("browsers send no {}", self.question.method());
            self.fail(StepName::Request, text);
            return (false, false);
        }
        let served: Vec<Served<'_>> = rows
            .iter()
            .map(|row| Served {
                row,
                policy: row
                    .policy
                    .as_ref()
                    .map(|policy| engine::parts(policy, &self.question.cfgs)),
            })
            .collect();
        if !served.iter().all(|served| self.preflight(served)) {
            return (false, false);
        }
        if !served.iter().all(|served| self.request(served)) {
            return (false, false);
        }
        (served.iter().all(|served| self.response(served)), true)
    }

    /// Returns whether the browser goes on to the request.
    fn preflight(&mut self, served: &Served<'_>) -> bool {
        let Some(why) = self.question.why_preflight() else {
            self.pass(
                StepName::Preflight,
                "not needed: a page may send this without asking".into(),
            );
            return true;
        };
        if let By::Blocked { status } = served.row.by {
            let text = format!(
                "needed: {why}\na middleware answers it with {status}, before any policy does: the browser does not send the \
                 request\nfix: wrap the policy or `CorsGate` around that middleware"
            );
            return self.fail(StepName::Preflight, text);
        }
        let Some(policy) = &served.policy else {
            let text = format!(
                "needed: {why}\nno policy applies: no answer has CORS headers, so the browser does not send the request"
            );
            return self.fail(StepName::Preflight, text);
        };
        if let Some(floor) = self.rejecting_floor(served.row) {
            let text = format!(
                "needed: {why}\n{floor}\nbrowser: the preflight gets 403, so the browser does not send the request"
            );
            return self.fail(StepName::Preflight, text);
        }
        let explanation = self.explain(policy, explain::Step::Preflight);
        if !explanation.is_allowed() {
            let text = format!(
                "needed: {why}\n{explanation}{}",
                self.conditions(served.row)
            );
            return self.fail(StepName::Preflight, text);
        }
        if let Some(header) = self.question.missing_header(&served.row.policy_headers()) {
            let text = format!(
                "needed: {why}\nthe answer is 204, and `{header}` is not among the headers that pages may set: {}\n\
                 browser: does not send the request\nfix: if pages need it, add \"{header}\" to `headers`",
                listed(&served.row.policy_headers())
            );
            return self.fail(StepName::Preflight, text);
        }
        let text = format!("needed: {why}\n204\n{}", self.preflight_headers(served.row));
        self.pass(StepName::Preflight, text);
        true
    }

    /// Returns whether the handler runs.
    fn request(&mut self, served: &Served<'_>) -> bool {
        if let Some(floor) = self.rejecting_floor(served.row) {
            let text =
                format!("{floor}\nbrowser: the request gets 403, and the handler does not run");
            return self.fail(StepName::Request, text);
        }
        if let Some(policy) = served.policy.as_ref().filter(|policy| policy.rejects()) {
            // Credentials do not count here: they decide who may read.
            let explanation = explain(
                policy,
                &explain::Request {
                    credentials: false,
                    ..self.engine_request(explain::Step::Request)
                },
            );
            if !explanation.is_allowed() {
                return self.fail(StepName::Request, explanation.to_string());
            }
        }
        let with = if self.question.credentials {
            ", with the cookies that the browser has for it"
        } else {
            ""
        };
        self.pass(StepName::Request, format!("sent{with}; the handler runs"));
        true
    }

    /// Returns whether the page may read the response.
    fn response(&mut self, served: &Served<'_>) -> bool {
        let Some(policy) = &served.policy else {
            let text =
                "no policy applies: the response has no CORS headers, so the page cannot read it";
            return self.fail(StepName::Response, text.into());
        };
        let explanation = self.explain(policy, explain::Step::Response);
        if !explanation.is_allowed() {
            return self.fail(
                StepName::Response,
                format!("{explanation}{}", self.conditions(served.row)),
            );
        }
        let expose = served.row.policy.as_ref().map(|policy| &policy.expose);
        let headers = match expose.filter(|names| !names.is_empty()) {
            None => "and the safelisted headers".to_owned(),
            Some(names) => format!("the safelisted headers and {}", listed(names)),
        };
        let Question { origin, cfgs, .. } = self.question;
        let headers_of = served.row.response(self.question.method(), origin, cfgs);
        let text = format!(
            "the page can read it, {headers}\n{}{}",
            allow_origin(&headers_of.headers).join("\n"),
            self.conditions(served.row)
        );
        self.pass(StepName::Response, text);
        true
    }

    fn explain(&self, policy: &Parts, step: explain::Step) -> explain::Explanation {
        explain(policy, &self.engine_request(step))
    }

    fn engine_request(&self, step: explain::Step) -> explain::Request<'_> {
        explain::Request {
            method: self.question.method(),
            origin: RequestOrigin::One(self.question.origin.as_bytes()),
            credentials: self.question.credentials,
            step,
        }
    }

    /// Returns the floor that rejects the request, in words.
    fn rejecting_floor(&self, row: &Row) -> Option<String> {
        row.floors.iter().find_map(|floor| {
            let policy = engine::floor(floor, &self.question.cfgs);
            let request = explain::Request {
                credentials: false,
                ..self.engine_request(explain::Step::Request)
            };
            let explanation = explain(&policy, &request);
            let summary = || {
                format!(
                    "the policy around `{}` rejects it: {}",
                    floor.path,
                    explanation.summary()
                )
            };
            (!explanation.is_allowed()).then(summary)
        })
    }

    /// Returns the conditions of the answer, and what it omits.
    fn conditions(&self, row: &Row) -> String {
        use crate::admission::{Admission, Condition};

        let permissions = row.permissions(&self.question.origin);
        let admission = if self.question.credentials {
            permissions.credentials
        } else {
            permissions.read
        };
        let Admission::If(conditions) = admission else {
            return String::new();
        };
        let conditions = conditions.iter().filter_map(|condition| match condition {
            Condition::Cfg(cfg) if self.question.cfgs.contains(cfg) => None,
            Condition::Cfg(cfg) => Some(format!(
                "\nnote: allowed in builds with cfg({cfg}): `--cfg '{cfg}'`"
            )),
            Condition::Set(set) => Some(format!("\nnote: if the set {set} holds the origin")),
        });
        conditions.collect()
    }

    fn preflight_headers(&self, row: &Row) -> String {
        let Question { origin, cfgs, .. } = self.question;
        let headers = row.preflight(self.question.method(), origin, cfgs).headers;
        let mut lines = allow_origin(&headers);
        lines.push(format!(
            "access-control-allow-methods: {}",
            headers.allow_methods.join(", ")
        ));
        match headers.allow_headers {
            AllowedHeaders::Missing => {}
            AllowedHeaders::Names(names) => {
                lines.push(format!(
                    "access-control-allow-headers: {}",
                    names.join(", ")
                ));
            }
            AllowedHeaders::Every => {
                lines.push("access-control-allow-headers: *, authorization".into());
            }
            AllowedHeaders::Requested => {
                lines.push(
                    "access-control-allow-headers: (the names that the browser asks for)".into(),
                );
            }
        }
        lines.extend(
            headers
                .max_age
                .map(|seconds| format!("access-control-max-age: {seconds}")),
        );
        lines.join("\n")
    }

    fn pass(&mut self, name: StepName, text: String) {
        self.steps.push(Step {
            name,
            text,
            passed: true,
        });
    }

    fn fail(&mut self, name: StepName, text: String) -> bool {
        self.steps.push(Step {
            name,
            text,
            passed: false,
        });
        false
    }
}

impl Row {
    fn policy_headers(&self) -> Names {
        let policy = self.policy.as_ref();
        policy.map_or(Names::NONE, |policy| policy.headers.clone())
    }
}

fn name(row: &Row) -> String {
    let by = match &row.by {
        By::Route => "its own policy",
        By::Scope => "the policy around its scope",
        By::Application => "the policy around the application",
        By::None => "no policy",
        By::Blocked { .. } => "its preflights are blocked",
        By::Unreachable { .. } => "unreachable",
    };
    let guarded = if row.guarded { ", guarded" } else { "" };
    let unconfirmed = if row.unconfirmed.is_some() {
        ", unconfirmed"
    } else {
        ""
    };
    format!("{} {} ({by}{guarded}{unconfirmed})", row.method, row.path)
}

fn listed(names: &Names) -> String {
    match names {
        Names::Any => "every header".into(),
        Names::Listed(names) if names.is_empty() => "none".into(),
        Names::Listed(names) => names.join(", "),
    }
}

fn allow_origin(headers: &CorsHeaders) -> Vec<String> {
    let origin = headers.allow_origin.as_deref().unwrap_or("(missing)");
    let mut lines = vec![format!("access-control-allow-origin: {origin}")];
    if headers.allow_credentials {
        lines.push("access-control-allow-credentials: true".into());
    }
    lines
}
