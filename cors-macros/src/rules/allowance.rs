//! Allowances: what they cover, and the rules about them.

use cors_runtime::{
    fault::Fault,
    rule::{Rule, Severity},
};

use super::{Finding, const_checks};
use crate::{
    report::Report,
    syntax::{Allowance, Draft, migration::nearest},
};

/// Reports the findings that no allowance covers, and the allowances that cover nothing.
pub(super) fn settle(draft: &Draft, findings: Vec<Finding<'_>>, report: &mut Report) {
    let mut used: Vec<*const Allowance> = Vec::new();
    for finding in findings {
        let rule = Some(finding.fault.rule);
        let covering = finding
            .own_allowances
            .iter()
            .chain(&draft.allowances)
            .find(|allowance| allowance.rule == rule);
        used.extend(covering.map(std::ptr::from_ref));
        // A hard finding is reported in spite of an allowance, and the allowance counts as used.
        if finding.hard || (covering.is_none() && !finding.silent) {
            report.fault(finding.place, &finding.fault);
        }
    }
    // A constant checks whether an allowance covers anything that comes from elsewhere.
    let is_about_parts =
        |allowance: &Allowance| allowance.rule.is_some_and(const_checks::is_about_parts);
    let by_parts = draft.has_parts_from_elsewhere();
    let brings_headers = draft
        .headers
        .as_ref()
        .is_some_and(|key| !key.value.spreads().is_empty());
    let elsewhere = |allowance: &Allowance| {
        (by_parts && is_about_parts(allowance))
            || (brings_headers && allowance.rule == Some(Rule::MethodOverrideHeader))
    };
    let on_elements = draft.all_elements().flat_map(|element| {
        let allowances = element.allowances.iter();
        allowances.map(|allowance| {
            (
                allowance,
                element.set.is_some() && is_about_parts(allowance),
            )
        })
    });
    let all = on_elements.chain(
        draft
            .allowances
            .iter()
            .map(|allowance| (allowance, elsewhere(allowance))),
    );
    for (allowance, elsewhere) in all {
        let used = used.contains(&std::ptr::from_ref(allowance));
        if let Some(fault) = unused(allowance, draft.inherited || elsewhere || used) {
            report.fault(allowance.place, &fault);
        } else if allowance.reason.is_none() {
            let fault = Fault::new(
                Rule::UnexplainedAllow,
                format!("the allowance of `{}` gives no reason", allowance.name),
            )
            .help(format!(
                "add the reason: `allow({}, reason = \"..\")`",
                allowance.name
            ));
            report.fault(allowance.place, &fault);
        }
    }
}

/// Returns the fault of an allowance that allows nothing.
fn unused(allowance: &Allowance, used: bool) -> Option<Fault> {
    let name = allowance.name.as_str();
    match allowance.rule {
        None => {
            let fault = Fault::new(Rule::UnusedAllow, format!("there is no rule `{name}`"));
            let soft: Vec<&str> = Rule::ALL
                .iter()
                .filter(|rule| rule.severity() != Severity::Hard)
                .map(|rule| rule.name())
                .collect();
            Some(match nearest(name, &soft) {
                Some(near) => fault.help(format!("the name may be `{near}`")),
                None => fault.help("each error names its rule"),
            })
        }
        Some(rule) if rule.severity() == Severity::Hard => Some(
            Fault::new(Rule::UnusedAllow, format!("`{name}` cannot be allowed"))
                .help("remove the allowance, and fix what the rule rejects"),
        ),
        Some(_) if !used => Some(
            Fault::new(
                Rule::UnusedAllow,
                format!("`{name}` rejects nothing here, so the allowance has no effect"),
            )
            .help("remove it"),
        ),
        Some(_) => None,
    }
}
