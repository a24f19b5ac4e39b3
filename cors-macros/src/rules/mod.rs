//! The rule book: a draft to a list of findings. Pure; a file for each family of rules.

mod allowance;
mod cfg;
mod combination;
mod headers;
pub(crate) mod judgement;
mod max_age;
mod methods;
mod origins;
mod route;
mod signature;

use cors_runtime::{fault::Fault, policy::RuleSet, rule::Severity};

pub(crate) use signature::{is_about_signatures, is_needed};

use crate::{
    report::{Place, Places, Report},
    route::Handler,
    syntax::Draft,
};

/// A fault, where it is, and whether it has an escape.
#[derive(Debug)]
struct Finding {
    place: Place,
    fault: Fault,
    /// The element of `origins` whose own allowances may cover it.
    element: Option<usize>,
    /// Whether nothing can allow it.
    hard: bool,
    /// Whether it is for a constant to say, which alone knows the whole policy.
    silent: bool,
}

impl Finding {
    /// A fault that is as strict as its rule.
    fn new(place: Place, fault: Fault) -> Self {
        let hard = fault.rule.severity() == Severity::Hard;
        Self {
            place,
            fault,
            element: None,
            hard,
            silent: false,
        }
    }

    /// The same, at an element of `origins`.
    fn at(self, element: usize) -> Self {
        Self {
            element: Some(element),
            ..self
        }
    }

    /// The same, left to a constant where the condition holds.
    fn silent_if(self, condition: bool) -> Self {
        Self {
            silent: condition,
            ..self
        }
    }

    /// The same, with no escape where the condition holds.
    fn hard_if(self, condition: bool) -> Self {
        Self {
            hard: self.hard || condition,
            ..self
        }
    }
}

/// What the rules learn about a draft that is needed to write its code: for each element of `origins`, the
/// rules that would refuse it if the list protected something.
pub(crate) type Latents = Vec<RuleSet>;

/// Holds a draft against every rule, and reports what no allowance covers.
pub(crate) fn judge(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut Places,
    report: &mut Report,
) -> Latents {
    let mut findings = Vec::new();
    let latents = origins::judge(draft, &mut findings);
    methods::judge(draft, handler, &mut findings);
    headers::judge(draft, &mut findings);
    max_age::judge(draft, &mut findings);
    combination::judge(draft, &mut findings);
    if let Some(handler) = handler {
        signature::judge(draft, handler, places, &mut findings);
    }
    allowance::settle(draft, findings, report);
    latents
}
