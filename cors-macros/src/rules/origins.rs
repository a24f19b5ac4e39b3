//! The rules about lists of origins.

use cors_runtime::{
    fault::{self, Fault},
    origin::Pattern,
    policy::RuleSet,
    rule::{Property, Rule},
};

use super::{
    Finding, Violations,
    certainty::Certainty,
    element::{Context, violations},
    suggestion::fit,
};
use crate::syntax::{Draft, Listing, OriginElement};

pub(super) fn check<'a>(draft: &'a Draft, findings: &mut Vec<Finding<'a>>) -> Violations {
    if draft.origins.is_none() && draft.off.is_none() && draft.base.is_none() && !draft.misread {
        let fault = if draft.is_bound {
            missing_bound()
        } else {
            missing()
        };
        findings.push(Finding::new(draft.whole, fault));
    }
    if let Some(Listing::List { place, .. }) = draft.origins()
        && draft.origins().is_some_and(Listing::is_empty_list)
    {
        findings.push(Finding::new(*place, empty(draft)));
    }
    let origins = Context {
        draft,
        elements: &[],
        is_of_credentials: false,
        place: if draft.is_bound {
            fault::Place::Bound
        } else {
            fault::Place::Origins
        },
        credentials: draft.has(Property::AllCredentials),
        protects: draft.protects(),
    };
    let credentials = Context {
        is_of_credentials: true,
        credentials: Certainty::Yes,
        protects: Certainty::Yes,
        ..origins
    };
    Violations {
        origins: check_list(origins, draft.origins(), findings),
        credentials: check_list(credentials, draft.credentials_only(), findings),
    }
}

fn check_list<'a>(
    context: Context<'a>,
    listing: Option<&'a Listing<OriginElement>>,
    findings: &mut Vec<Finding<'a>>,
) -> Vec<RuleSet> {
    let elements = listing.map_or(&[][..], Listing::elements);
    let context = Context {
        elements,
        ..context
    };
    for (index, element) in elements.iter().enumerate() {
        if elements[..index]
            .iter()
            .any(|earlier| is_same(earlier, element))
        {
            let fault = Fault::new(
                Rule::DuplicateEntry,
                format!("`{}` is already in the list", element.word.text),
            )
            .help("remove one of them");
            findings.push(Finding::new(element.word.place, fault));
        }
    }
    let check = |element| check_element(context, element, findings);
    elements.iter().map(check).collect()
}

fn empty(draft: &Draft) -> Fault {
    if draft.is_bound {
        return Fault::new(
            Rule::EmptyList,
            "the bound is empty, so the set could hold nothing",
        )
        .help(BOUND);
    }
    Fault::new(
        Rule::EmptyList,
        "the list is empty, so no origin is allowed",
    )
    .help("list the origins: `origins = [\"https://app.acme.example\"]`")
    .help("to close the route: `#[cors(off)]`")
}

fn missing() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the policy does not say which origins are allowed",
    )
    .help("list them: `origins = [\"https://app.acme.example\"]`")
    .help("to allow every origin: `origins = any`")
}

fn missing_bound() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the set does not say which origins it may hold",
    )
    .help(BOUND)
}

const BOUND: &str = "give its bound: `within = [\"https://*.acme.example\"]`; for a product that others run, on hosts and ports that you cannot know: `within = [\"https://*:*\"]`";

/// The help for `*` in a policy with `credentials` or `mismatch = reject`.
const LIST_THEM: &str = "list the origins: `origins = [\"https://app.acme.example\"]`";

/// Returns whether two elements are the same in every build that has both.
fn is_same(left: &OriginElement, right: &OriginElement) -> bool {
    let cfgs = |element: &OriginElement| {
        element
            .cfgs
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    left.word.text == right.word.text && cfgs(left) == cfgs(right)
}

fn check_element<'a>(
    context: Context<'a>,
    element: &'a OriginElement,
    findings: &mut Vec<Finding<'a>>,
) -> RuleSet {
    let draft = context.draft;
    let place = element.word.place;
    let text = element.word.text.as_str();
    if element.set.is_some() {
        if draft.is_bound {
            let fault = Fault::new(
                Rule::MalformedOrigin,
                format!("a bound lists origins, and `{text}` is not one"),
            )
            .help("an origin is a string in quotes: \"https://*.acme.example\"")
            .help(format!(
                "to use several sets, list them in the policy: `origins = [{text}, ..]`"
            ));
            findings.push(Finding::new(place, fault));
        }
        // Its bound is judged in a constant.
        return RuleSet::EMPTY;
    }
    if text == "any" || text == "*" {
        let fault = if draft.is_bound {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin, so it bounds nothing"),
            )
            .help(BOUND)
        } else if context.is_of_credentials {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` is every origin, and every site on the web could act as the visitor"),
            )
            .help("list the origins that may use cookies: `credentials = [\"https://app.acme.example\"]`")
        } else if context.protects == Certainty::Yes {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin; it cannot be an element of a list"),
            )
            .help(LIST_THEM)
        } else {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin; it cannot be an element of a list"),
            )
            .help("write `origins = any`, or list the origins")
        };
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    if !element.word.quoted {
        let fault = Fault::new(Rule::MalformedOrigin, format!("`{text}` is not an origin"))
            .help("an origin is a string in quotes: \"https://app.acme.example\"")
            .help("an `OriginSet` is a static with a name in capitals: `static TENANTS: OriginSet = origin_set!(..);`");
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    let pattern = match fault::examine(text, context.place, &browser) {
        Ok(pattern) => pattern,
        Err(fault) => {
            let rule = fault.rule;
            let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
            let hard = anybody && context.protects == Certainty::Yes;
            // An allowance that the proposed origin needs is used already.
            for suggestion in &fault.suggestions {
                let pattern = Pattern::parse(&suggestion.text);
                let later = pattern.map(|pattern| violations(&pattern, element, context));
                let later = later.into_iter().flatten();
                findings.extend(
                    later.map(|fault| Finding::new(place, fault).at(element).silent_if(true)),
                );
            }
            let fault = in_policy(fault, context, element);
            findings.push(Finding::new(place, fault).at(element).hard_if(hard));
            return if anybody {
                RuleSet::EMPTY.and(rule)
            } else {
                RuleSet::EMPTY
            };
        }
    };
    let mut violated = RuleSet::EMPTY;
    for fault in violations(&pattern, element, context) {
        let rule = fault.rule;
        // The allowances of a policy are stored beside its origins. The allowances of a set apply to its bound at once.
        let of_set = draft.allowances.iter().filter(|_| draft.is_bound);
        let mut allowances = element.allowances.iter().chain(of_set);
        if !allowances.any(|allowance| allowance.rule == Some(rule)) {
            violated = violated.and(rule);
        }
        let applies = context.applies(rule);
        // Below a public suffix, a stranger need not take over a subdomain.
        let is_implied = rule == Rule::SubdomainWildcardWithCredentials
            && violated.contains(Rule::PublicSuffixWildcard);
        if is_implied {
            violated = violated.without(RuleSet::EMPTY.and(rule));
        }
        if applies != Certainty::No {
            findings.push(
                Finding::new(place, fault)
                    .at(element)
                    .silent_if(applies == Certainty::Unknown || is_implied),
            );
        }
    }
    violated
}

/// Returns a fault of a text, with help that the policy accepts.
fn in_policy(mut fault: Fault, context: Context<'_>, element: &OriginElement) -> Fault {
    let rule = fault.rule;
    let protects = context.protects == Certainty::Yes;
    match rule {
        Rule::NullOrigin | Rule::FileOrigin if protects => {
            if rule == Rule::NullOrigin {
                // `origins = any` would not be allowed either.
                fault.help = vec!["remove it".into()];
            }
            fault.help(if context.credentials == Certainty::Yes {
                "with `credentials`, it cannot be allowed: any site could act as the visitor"
            } else {
                "with `mismatch = reject`, it cannot be allowed: any site can send this origin"
            })
        }
        Rule::NullOrigin | Rule::FileOrigin => fault.help(format!(
            "if what it reads is public: `#[allow({}, reason = \"..\")]` before it",
            rule.name()
        )),
        Rule::AnyAmongOthers if protects => {
            fault.help = vec![LIST_THEM.into()];
            fault
        }
        _ => fit(fault, context, element),
    }
}

/// Serialises the host of an https URL as a browser does.
fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}
