//! A suggested origin, compared with the policy that would contain it. The engine knows whether a text is an origin;
//! only the policy knows whether its rules accept that origin.

use cors_runtime::{
    fault::{Fault, Suggestion},
    origin::{Hosts, Pattern},
    rule::Rule,
};

use super::{
    certainty::Certainty,
    element::{Context, DEVELOPMENT, for_development, public_suffix, violations},
};
use crate::syntax::OriginElement;

/// Replaces what a fault suggests if the policy would reject it in place of the element.
pub(super) fn fit(mut fault: Fault, context: Context<'_>, element: &OriginElement) -> Fault {
    match fault.suggestions.as_slice() {
        [] => {}
        [suggestion] => {
            if let Some(line) = line(suggestion, context, element) {
                fault.help[0] = line;
            }
        }
        several => {
            let elements: Vec<String> = several
                .iter()
                .filter_map(|suggestion| match fitting(suggestion, context, element) {
                    Fitting::AsItIs => Some(format!("\"{}\"", suggestion.text)),
                    Fitting::With(attribute) => {
                        Some(format!("{attribute} \"{}\"", suggestion.text))
                    }
                    Fitting::Listed | Fitting::Strangers(_) => None,
                })
                .collect();
            fault.help[0] = if elements.is_empty() {
                "list each as an element of its own".into()
            } else {
                format!("write each as an element: {}", elements.join(", "))
            };
        }
    }
    fault
}

/// How a suggestion fits into the policy.
enum Fitting {
    AsItIs,
    /// With an attribute before it.
    With(String),
    /// The list has it already.
    Listed,
    /// It is a wildcard below which strangers can get a name: below this host.
    Strangers(String),
}

/// Returns the line that replaces a suggestion, or `None` if it is accepted as it is.
fn line(suggestion: &Suggestion, context: Context<'_>, element: &OriginElement) -> Option<String> {
    let text = &suggestion.text;
    Some(match fitting(suggestion, context, element) {
        Fitting::AsItIs => return None,
        Fitting::Listed => format!("remove it: `{text}` is already in the list"),
        Fitting::Strangers(host) => {
            format!("list the hosts one by one: strangers can get names below `{host}`")
        }
        Fitting::With(attribute) if attribute == DEVELOPMENT => for_development(text),
        Fitting::With(attribute) if suggestion.wider => {
            format!("write {attribute} \"{text}\", if every host that it matches is yours")
        }
        Fitting::With(attribute) => format!("write {attribute} \"{text}\""),
    })
}

fn fitting(
    Suggestion { text, wider }: &Suggestion,
    context: Context<'_>,
    element: &OriginElement,
) -> Fitting {
    let is_same = |other: &OriginElement| other.word.text == *text && cfgs(other) == cfgs(element);
    if context.elements.iter().any(is_same) {
        return Fitting::Listed;
    }
    let Some(pattern) = Pattern::parse(text) else {
        return Fitting::AsItIs;
    };
    let rejected: Vec<Rule> = violations(&pattern, element, context)
        .into_iter()
        .map(|fault| fault.rule)
        .filter(|rule| {
            context.applies(*rule) == Certainty::Yes && !is_allowed(context, element, *rule)
        })
        .collect();
    let is_wildcard = pattern.hosts() == Hosts::Below;
    if is_wildcard && public_suffix(&pattern).is_some() && (*wider || !rejected.is_empty()) {
        return Fitting::Strangers(pattern.host().into());
    }
    match rejected.as_slice() {
        [] => Fitting::AsItIs,
        [Rule::LoopbackOrigin] => Fitting::With(DEVELOPMENT.into()),
        [Rule::InsecureOrigin] if pattern.is_private() => Fitting::With(DEVELOPMENT.into()),
        rules => {
            let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
            Fitting::With(format!("#[allow({}, reason = \"..\")]", names.join(", ")))
        }
    }
}

fn is_allowed(context: Context<'_>, element: &OriginElement, rule: Rule) -> bool {
    let mut allowances = element.allowances.iter().chain(&context.draft.allowances);
    allowances.any(|allowance| allowance.rule == Some(rule))
}

fn cfgs(element: &OriginElement) -> Vec<String> {
    element.cfgs.iter().map(ToString::to_string).collect()
}
