//! A plan as one list of cases, for gateways that choose among routes: the first case that matches decides.

use cors_runtime::origin::Hosts;

use super::{Grant, Methods, Origin, Plan, Policy, Rule, Value};

/// Requests that are answered alike.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) requests: Requests<'a>,
    /// Whose requests; every origin's, and those of nobody, if it is `None`.
    pub(crate) origins: Option<Origins<'a>>,
    pub(crate) answer: Answer,
    /// The response headers besides `Vary`.
    pub(crate) headers: Vec<(&'static str, Value)>,
    pub(crate) vary: &'a [&'static str],
}

/// Which requests, by method.
#[derive(Clone, Debug)]
pub(crate) enum Requests<'a> {
    /// All of them.
    Any,
    /// Preflights for one of these methods.
    Preflights(&'a [String]),
    /// Preflights for any method.
    AnyPreflight,
    /// Requests with one of these methods, none of which is OPTIONS.
    Methods(Vec<&'a str>),
    /// OPTIONS requests that lack a header, and so are no preflights.
    OptionsWithout(&'static str),
}

/// Some origins of a policy.
#[derive(Debug)]
pub(crate) struct Origins<'a> {
    /// They are either all without a wildcard, or all with one.
    pub(crate) list: Vec<&'a Origin>,
    /// Whether they have a wildcard for hosts, so that the limit for a host must be checked besides.
    pub(crate) is_wild: bool,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The application.
    Backend,
    /// The gateway: the preflight is allowed.
    Allowed,
    /// The gateway: the preflight is refused.
    Refused,
}

/// The longest origin host does not fit into one regular expression with everything else: this one matches origins whose
/// host is longer than any host (RFC 1035, section 2.3.4).
pub(crate) const TOO_LONG: &str = "[^:]*://[^:]{254}.*";

/// The cases of all rules, in order.
pub(crate) fn cases(plan: &Plan) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for rule in &plan.rules {
        let policy = rule.policy.map(|index| &plan.policies[index]);
        of_rule(rule, policy, &mut cases);
    }
    cases
}

fn of_rule<'a>(rule: &'a Rule, policy: Option<&'a Policy>, cases: &mut Vec<Case<'a>>) {
    let (preflights, requests) = match &rule.methods {
        Methods::Any => (Requests::AnyPreflight, vec![Requests::Any]),
        Methods::Named(methods) => (Requests::Preflights(methods), others(methods)),
    };
    let Some(policy) = policy else {
        if let Requests::Preflights(_) = preflights {
            cases.push(alone(rule, preflights));
        }
        cases.extend(requests.into_iter().map(|requests| alone(rule, requests)));
        return;
    };
    for (grant, origins) in granted(policy) {
        cases.push(Case {
            rule,
            requests: preflights.clone(),
            origins,
            answer: Answer::Allowed,
            headers: policy.preflight_headers(grant),
            vary: &policy.preflight_vary,
        });
    }
    if !policy.everyone {
        cases.push(Case {
            answer: Answer::Refused,
            vary: &policy.preflight_vary,
            ..alone(rule, preflights)
        });
    }
    for requests in requests {
        for (grant, origins) in granted(policy) {
            cases.push(Case {
                rule,
                requests: requests.clone(),
                origins,
                answer: Answer::Backend,
                headers: policy.response_headers(grant),
                vary: &policy.vary,
            });
        }
        if !policy.everyone {
            cases.push(Case {
                vary: &policy.vary,
                ..alone(rule, requests)
            });
        }
    }
}

/// Requests with these methods that are no preflights.
fn others(methods: &[String]) -> Vec<Requests<'_>> {
    let mut requests = Vec::new();
    let others: Vec<&str> = methods
        .iter()
        .map(String::as_str)
        .filter(|method| *method != "OPTIONS")
        .collect();
    if others.len() < methods.len() {
        requests.push(Requests::OptionsWithout("origin"));
        requests.push(Requests::OptionsWithout("access-control-request-method"));
    }
    if !others.is_empty() {
        requests.push(Requests::Methods(others));
    }
    requests
}

/// Requests that are left alone.
fn alone<'a>(rule: &'a Rule, requests: Requests<'a>) -> Case<'a> {
    Case {
        rule,
        requests,
        origins: None,
        answer: Answer::Backend,
        headers: Vec::new(),
        vary: &[],
    }
}

/// What a policy grants, and to whom.
fn granted(policy: &Policy) -> Vec<(Grant, Option<Origins<'_>>)> {
    let mut granted = Vec::new();
    for (grant, origins) in [
        (Grant::Session, &policy.session),
        (Grant::Named, &policy.named),
    ] {
        let (wild, plain): (Vec<&Origin>, Vec<&Origin>) = origins.iter().partition(|origin| {
            origin
                .pattern()
                .is_some_and(|pattern| pattern.hosts() == Hosts::Below)
        });
        for (list, is_wild) in [(plain, false), (wild, true)] {
            if !list.is_empty() {
                granted.push((grant, Some(Origins { list, is_wild })));
            }
        }
    }
    if policy.everyone {
        granted.push((Grant::Everyone, None));
    }
    granted
}
