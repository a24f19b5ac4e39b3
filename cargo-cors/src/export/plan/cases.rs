//! A plan as one list of cases, for gateways that choose among routes: the first case that matches decides.

use cors_runtime::origin::Hosts;

use super::{Methods, Origin, Permission, Plan, Policy, Rule, Value};

/// Requests that are answered alike.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) requests: Requests<'a>,
    /// The origins of the requests; `None` means every origin, and requests without `Origin`.
    pub(crate) origins: Option<Origins<'a>>,
    pub(crate) answer: Answer,
    /// The response headers besides `Vary`.
    pub(crate) headers: Vec<(&'static str, Value)>,
    pub(crate) vary: &'a [&'static str],
}

/// The requests of a case, by method.
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

/// The answer to the requests of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The application answers.
    Backend,
    /// The gateway allows the preflight.
    Allowed,
    /// The gateway refuses the preflight.
    Refused,
}

/// The longest origin host does not fit into one regular expression with everything else: this one matches origins whose
/// host is longer than any host (RFC 1035, section 2.3.4).
pub(crate) const TOO_LONG: &str = "[^:]*://[^:]{254}.*";

/// Returns the cases of all rules, in order.
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
    for (permission, origins) in permitted(policy) {
        cases.push(Case {
            rule,
            requests: preflights.clone(),
            origins,
            answer: Answer::Allowed,
            headers: policy.preflight_headers(permission),
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
        for (permission, origins) in permitted(policy) {
            cases.push(Case {
                rule,
                requests: requests.clone(),
                origins,
                answer: Answer::Backend,
                headers: policy.response_headers(permission),
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

/// Returns the case of requests that are passed on unchanged.
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

/// Returns the permissions of a policy, each with its origins.
fn permitted(policy: &Policy) -> Vec<(Permission, Option<Origins<'_>>)> {
    let mut permitted = Vec::new();
    for (permission, origins) in [
        (Permission::Session, &policy.session),
        (Permission::Named, &policy.named),
    ] {
        let (wild, plain): (Vec<&Origin>, Vec<&Origin>) = origins.iter().partition(|origin| {
            origin
                .pattern()
                .is_some_and(|pattern| pattern.hosts() == Hosts::Below)
        });
        for (list, is_wild) in [(plain, false), (wild, true)] {
            if !list.is_empty() {
                permitted.push((permission, Some(Origins { list, is_wild })));
            }
        }
    }
    if policy.everyone {
        permitted.push((Permission::Everyone, None));
    }
    permitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_for_options_gets_those_that_are_no_preflights() {
        let without = [
            "OptionsWithout(\"origin\")",
            "OptionsWithout(\"access-control-request-method\")",
        ];
        for (methods, expected) in [
            (&["GET", "PUT"][..], &[r#"Methods(["GET", "PUT"])"#][..]),
            (&["OPTIONS"], &without),
            (
                &["GET", "OPTIONS"],
                &[without[0], without[1], r#"Methods(["GET"])"#],
            ),
        ] {
            let methods: Vec<String> = methods.iter().map(ToString::to_string).collect();
            let found: Vec<String> = others(&methods)
                .iter()
                .map(|it| format!("{it:?}"))
                .collect();
            assert_eq!(found, expected, "{methods:?}");
        }
    }
}
