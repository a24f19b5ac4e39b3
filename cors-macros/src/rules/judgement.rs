//! What only a constant can judge: a policy that is put together from a named one and from what is written here.

use super::signature::{self, Need};
use crate::{
    report::{Place, Places},
    route::Handler,
    syntax::{Allowance, Draft, Known},
};
use cors_runtime::{
    fault::Fault,
    rule::{Rule, Severity},
};
use proc_macro2::TokenStream;

/// One question for a constant, and what it says if the build has to end there.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) place: Place,
    /// The predicates under which it is asked.
    pub(crate) cfgs: Vec<TokenStream>,
    pub(crate) question: Question,
    pub(crate) message: String,
}

/// What a constant asks of a policy.
#[derive(Debug)]
pub(crate) enum Question {
    /// That a rule does not refuse it.
    Keeps(Rule),
    /// That a rule would refuse it, were it not allowed.
    NeedsAllowance(Rule),
    /// That a rule does not refuse what a set of the policy may hold.
    KeepsBound(TokenStream, Rule),
    /// That a rule would refuse what a set may hold, were it not allowed.
    BoundNeedsAllowance(TokenStream, Rule),
    /// That pages may send at least one of the methods that the route serves.
    ServesOneOf(Vec<String>),
}

/// The rules about several keys, each with what it says.
const RULES: &[(Rule, &str)] = &[
    (
        Rule::AnyOriginWithCredentials,
        "any origin with credentials would let every site on the web act as the visitor",
    ),
    (
        Rule::AnyExposeWithCredentials,
        "with credentials, browsers read the `*` of `expose = any` as the name of a header",
    ),
    (
        Rule::UselessMismatch,
        "where any origin is allowed, `mismatch = reject` has nobody to refuse",
    ),
    (
        Rule::NullOrigin,
        "with credentials, any sandboxed frame could act as the visitor: its origin is `null`",
    ),
    (
        Rule::FileOrigin,
        "with credentials, any local file could act as the visitor: its origin is `file://`",
    ),
    (
        Rule::PublicSuffixWildcard,
        "strangers can get a name below one of the wildcards",
    ),
    (
        Rule::AnyPort,
        "whatever listens on any port of one of the hosts is let in",
    ),
    (
        Rule::InsecureOrigin,
        "the pages of one of the origins arrive in clear text, and whoever is on the way can act as them",
    ),
    (
        Rule::LoopbackOrigin,
        "one of the origins is whatever listens on the visitor's own machine",
    ),
    (
        Rule::SubdomainWildcardWithCredentials,
        "with credentials, one subdomain that is taken over acts as the visitor",
    ),
    (
        Rule::UnboundedOriginSet,
        "any https page is let in once its origin has arrived",
    ),
];

/// Whether a rule is about several keys, some of which a named policy may bring in.
pub(crate) fn is_about_parts(rule: Rule) -> bool {
    RULES.iter().any(|(known, _)| *known == rule)
}

/// Whether nothing allows what a rule refuses about several keys; opaque origins are so where there are credentials.
fn is_hard(rule: Rule) -> bool {
    rule.severity() == Severity::Hard || matches!(rule, Rule::NullOrigin | Rule::FileOrigin)
}

/// What a rule asks besides the origins or the exposed headers: whether it holds.
fn condition(draft: &Draft, rule: Rule) -> Known {
    match rule {
        Rule::UselessMismatch => draft.rejects(),
        _ if rule.severity() == Severity::Guarded => draft.protects(),
        _ => draft.has_credentials(),
    }
}

/// The questions about the sets that a policy lists itself.
fn questions_of_sets(draft: &Draft) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for (element, path) in draft.sets() {
        let ask = |place, question, message| Judgement {
            place,
            cfgs: element.cfgs.clone(),
            question,
            message,
        };
        for (rule, words) in RULES.iter().filter(|(rule, _)| is_about_origins(*rule)) {
            let is_named = |allowance: &&Allowance| allowance.rule == rule.name();
            if let Some(allowance) = element.allowances.iter().find(is_named) {
                judgements.push(ask(
                    allowance.place,
                    Question::BoundNeedsAllowance(path.clone(), *rule),
                    unneeded(*rule, &format!("in the bound of `{}`", element.word.text)),
                ));
                if !is_hard(*rule) {
                    continue;
                }
            }
            let is_allowed = draft
                .allowances
                .iter()
                .any(|allowance| is_named(&allowance));
            // Where a named policy may hold the condition, the question about the whole asks it.
            if condition(draft, *rule) == Known::Yes && (!is_allowed || is_hard(*rule)) {
                judgements.push(ask(
                    element.word.place,
                    Question::KeepsBound(path.clone(), *rule),
                    message_of_set(words, &element.word.text, *rule),
                ));
            }
        }
    }
    judgements
}

/// Whether a rule is about single elements of a list of origins.
fn is_about_origins(rule: Rule) -> bool {
    !matches!(
        rule,
        Rule::AnyOriginWithCredentials | Rule::AnyExposeWithCredentials | Rule::UselessMismatch
    )
}

/// What is said of a set whose bound a rule refuses in the policy.
fn message_of_set(words: &str, set: &str, rule: Rule) -> String {
    let fault = Fault::new(
        rule,
        format!("what `{set}` may hold is too much for this policy: {words}"),
    );
    let fault = if is_hard(rule) {
        fault
    } else {
        fault.help(format!(
            "where it is meant: `#[allow({}, reason = \"..\")]` before `{set}`",
            rule.name()
        ))
    };
    fault
        .help(format!("or narrow the bound of `{set}`, its `within`"))
        .to_string()
}

/// What is said of an allowance that a constant finds unneeded.
fn unneeded(rule: Rule, where_else: &str) -> String {
    Fault::new(
        Rule::UnusedAllow,
        format!(
            "`{}` has nothing to refuse here, nor {where_else}, so there is nothing to allow",
            rule.name(),
        ),
    )
    .help("leave it out")
    .to_string()
}

/// The questions about a policy that starts from a named one, or that lists sets; none about another.
pub(crate) fn questions(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut Places,
) -> Vec<Judgement> {
    let mut judgements = questions_of_sets(draft);
    if draft.base.is_none() && judgements.is_empty() && draft.sets().next().is_none() {
        return judgements;
    }
    for (rule, words) in RULES {
        let allowed = draft
            .allowances
            .iter()
            .find(|allowance| allowance.rule == rule.name());
        if let Some(allowance) = allowed {
            judgements.push(Judgement {
                place: allowance.place,
                cfgs: Vec::new(),
                question: Question::NeedsAllowance(*rule),
                message: unneeded(*rule, &format!("in {}", name(draft))),
            });
        }
        let blamed = draft.base.as_ref().and_then(|_| place(draft, *rule));
        if let Some(place) = blamed.filter(|_| allowed.is_none() || is_hard(*rule)) {
            judgements.push(Judgement {
                place,
                cfgs: Vec::new(),
                question: Question::Keeps(*rule),
                message: message(words, draft, *rule),
            });
        }
    }
    let Some(handler) = handler.filter(|_| draft.base.is_some()) else {
        return judgements;
    };
    if draft.methods.is_none() {
        let routed: Vec<String> = handler
            .resources
            .iter()
            .flat_map(|resource| resource.methods.clone())
            .collect();
        judgements.push(Judgement {
            place: places.of(&handler.function.name),
            cfgs: Vec::new(),
            message: Fault::new(
                Rule::MethodNotRouted,
                format!(
                    "the route serves {}, and {} lets pages send none of it",
                    routed.join(", "),
                    name(draft),
                ),
            )
            .help(format!(
                "name the methods: `methods = [{}]`",
                routed.join(", ")
            ))
            .to_string(),
            question: Question::ServesOneOf(routed),
        });
    }
    for (taken, extractor) in signature::extractors(handler) {
        let own = match extractor.need {
            Need::Header(_) => draft.headers.is_some(),
            Need::Credentials => draft.credentials.is_some(),
        };
        let allowed = draft
            .allowances
            .iter()
            .find(|allowance| allowance.rule == extractor.rule.name());
        let (place, question, message) = match allowed {
            // What a module allows is for some of its handlers.
            _ if own => continue,
            Some(_) if draft.inherited => continue,
            Some(allowance) => (
                allowance.place,
                Question::NeedsAllowance(extractor.rule),
                unneeded(extractor.rule, &format!("in {}", name(draft))),
            ),
            None => (
                places.of(&taken),
                Question::Keeps(extractor.rule),
                extractor.fault(&name(draft), None).to_string(),
            ),
        };
        judgements.push(Judgement {
            place,
            cfgs: Vec::new(),
            question,
            message,
        });
    }
    judgements
}

/// Where a rule is to blame, or `None` where the macro has judged it or nothing here touches it.
fn place(draft: &Draft, rule: Rule) -> Option<Place> {
    let credentials = draft.credentials.as_ref();
    let rejects = draft.rejects.as_ref();
    let origins = draft.origins.as_ref();
    // Where the condition stands.
    let at = match rule {
        Rule::UselessMismatch => rejects,
        _ => credentials
            .filter(|key| key.value)
            .or(rejects.filter(|key| key.value)),
    }
    .map(|key| key.place);
    let subject = match rule {
        Rule::AnyExposeWithCredentials => draft.expose.as_ref().map(|key| key.place),
        _ => origins.map(|key| key.place),
    };
    match (condition(draft, rule), subject) {
        // It depends on what is brought in, as does what is written here.
        (Known::Perhaps, Some(subject)) => Some(subject),
        (Known::Yes, None) => at,
        // Nothing is broken, the macro has judged it, or all of it was judged where it is from.
        (Known::No, _) | (Known::Yes, Some(_)) | (Known::Perhaps, None) => None,
    }
}

/// What is said of a rule that the two parts break together.
fn message(words: &str, draft: &Draft, rule: Rule) -> String {
    let name = name(draft);
    let here: Vec<&str> = [
        ("origins", draft.origins.is_some()),
        ("expose", draft.expose.is_some()),
        ("credentials", draft.credentials.is_some()),
        ("mismatch", draft.rejects.is_some()),
    ]
    .into_iter()
    .filter(|(_, given)| *given)
    .map(|(key, _)| key)
    .collect();
    let fault = Fault::new(
        rule,
        format!(
            "{name} and `{}` do not go together: {words}",
            here.join("`, `")
        ),
    );
    let fault = if is_hard(rule) {
        fault
    } else {
        fault.help(format!(
            "where it is meant: `allow({}, reason = \"..\")`",
            rule.name()
        ))
    };
    fault
        .help(format!(
            "see {name} for what it brings in; a key that is given here replaces its key"
        ))
        .to_string()
}

/// The named policy, as somebody wrote it.
fn name(draft: &Draft) -> String {
    match &draft.base {
        Some(base) if !draft.inherited => format!("`{}`", base.value.to_string().replace(' ', "")),
        Some(_) => "the policy of the module".into(),
        None => {
            let sets = draft.sets().map(|(element, _)| element.word.text.as_str());
            format!("`{}`", sets.collect::<Vec<_>>().join("`, `"))
        }
    }
}
