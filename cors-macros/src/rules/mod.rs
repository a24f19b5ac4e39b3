//! The rules. Each file checks a draft against one family of rules and adds findings.

mod allowance;
mod certainty;
mod cfg;
mod combination;
pub(crate) mod const_checks;
mod credentials;
mod element;
mod headers;
mod max_age;
mod methods;
mod origins;
mod route;
mod signature;
mod suggestion;

use cors_runtime::{fault::Fault, policy::RuleSet, rule::Severity};

pub(crate) use signature::is_needed;

use crate::{
    report::{Report, SourceOrder, SourceSpan},
    route::Handler,
    syntax::{Allowance, Draft, OriginElement},
};

/// A fault, where it is, and whether it can be allowed.
#[derive(Debug)]
struct Finding<'a> {
    place: SourceSpan,
    fault: Fault,
    /// The `#[allow(..)]`s of the element at fault.
    own_allowances: &'a [Allowance],
    /// Whether it cannot be allowed.
    hard: bool,
    /// Whether it is not reported here, because a constant checks it.
    silent: bool,
}

impl<'a> Finding<'a> {
    /// Makes a finding that is as strict as its rule.
    fn new(place: SourceSpan, fault: Fault) -> Self {
        let hard = fault.rule.severity() == Severity::Hard;
        Self {
            place,
            fault,
            own_allowances: &[],
            hard,
            silent: false,
        }
    }

    /// Adds the allowances of the element at fault.
    fn at(self, element: &'a OriginElement) -> Self {
        Self {
            own_allowances: &element.allowances,
            ..self
        }
    }

    /// Leaves the finding to a constant if the condition holds.
    fn silent_if(self, condition: bool) -> Self {
        Self {
            silent: condition,
            ..self
        }
    }

    /// Makes the finding hard if the condition holds.
    fn hard_if(self, condition: bool) -> Self {
        Self {
            hard: self.hard || condition,
            ..self
        }
    }
}

/// The rules that each element of a draft's lists of origins violates if the list protects something. The rules that its
/// own `#[allow(..)]` covers are left out.
#[derive(Debug, Default)]
pub(crate) struct Violations {
    pub(crate) origins: Vec<RuleSet>,
    pub(crate) credentials: Vec<RuleSet>,
}

/// Checks a draft against every rule, and reports the findings that no allowance covers.
pub(crate) fn check(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut SourceOrder,
    report: &mut Report,
) -> Violations {
    let mut findings = Vec::new();
    let violations = origins::check(draft, &mut findings);
    credentials::check(draft, &mut findings);
    methods::check(draft, handler, places, &mut findings);
    headers::check(draft, &mut findings);
    max_age::check(draft, &mut findings);
    combination::check(draft, &mut findings);
    if let Some(handler) = handler {
        signature::check(draft, handler, places, &mut findings);
    }
    allowance::settle(draft, findings, report);
    violations
}
