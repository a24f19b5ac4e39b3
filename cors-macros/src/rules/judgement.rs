//! What only a constant can judge: a policy that is put together from a named one and from what is written here.

use super::signature::{self, Need};
use crate::{
    report::{Place, Places},
    route::Handler,
    syntax::{Draft, Known},
};
use cors_runtime::{
    fault::Fault,
    rule::{Rule, Severity},
};

/// One question for a constant, and what it says if the build has to end there.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) place: Place,
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
        "one of the sets of origins has no bound but https",
    ),
];

/// Whether a rule is about several keys, some of which a named policy may bring in.
pub(super) fn is_about_parts(rule: Rule) -> bool {
    RULES.iter().any(|(known, _)| *known == rule)
}

/// Whether nothing allows what a rule refuses about several keys; opaque origins are so where there are credentials.
fn is_hard(rule: Rule) -> bool {
    rule.severity() == Severity::Hard || matches!(rule, Rule::NullOrigin | Rule::FileOrigin)
}

/// The questions about a policy that starts from a named one; none about another.
pub(crate) fn questions(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut Places,
) -> Vec<Judgement> {
    if draft.base.is_none() {
        return Vec::new();
    }
    let mut judgements = Vec::new();
    for (rule, words) in RULES {
        let allowed = draft
            .allowances
            .iter()
            .find(|allowance| allowance.rule == rule.name());
        if let Some(allowance) = allowed {
            judgements.push(Judgement {
                place: allowance.place,
                question: Question::NeedsAllowance(*rule),
                message: Fault::new(
                    Rule::UnusedAllow,
                    format!(
                        "`{}` has nothing to refuse here, nor in {}, so there is nothing to allow",
                        rule.name(),
                        name(draft),
                    ),
                )
                .help("leave it out")
                .to_string(),
            });
        }
        if let Some(place) = place(draft, *rule).filter(|_| allowed.is_none() || is_hard(*rule)) {
            judgements.push(Judgement {
                place,
                question: Question::Keeps(*rule),
                message: message(words, draft, *rule),
            });
        }
    }
    let Some(handler) = handler else {
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
            .any(|allowance| allowance.rule == extractor.rule.name());
        if !own && !allowed {
            judgements.push(Judgement {
                place: places.of(&taken),
                question: Question::Keeps(extractor.rule),
                message: extractor.fault(&name(draft), None).to_string(),
            });
        }
    }
    judgements
}

/// Where a rule is to blame, or `None` where the macro has judged it or nothing here touches it.
fn place(draft: &Draft, rule: Rule) -> Option<Place> {
    let credentials = draft.credentials.as_ref();
    let rejects = draft.rejects.as_ref();
    let origins = draft.origins.as_ref();
    // What the rule asks besides the origins or the exposed headers: whether it holds, and where that stands.
    let (condition, at) = match rule {
        Rule::UselessMismatch => (draft.rejects(), rejects.map(|key| key.place)),
        Rule::PublicSuffixWildcard
        | Rule::AnyPort
        | Rule::InsecureOrigin
        | Rule::LoopbackOrigin
        | Rule::UnboundedOriginSet => {
            let at = credentials
                .filter(|key| key.value)
                .or(rejects.filter(|key| key.value));
            (draft.protects(), at.map(|key| key.place))
        }
        _ => (draft.has_credentials(), credentials.map(|key| key.place)),
    };
    let subject = match rule {
        Rule::AnyExposeWithCredentials => draft.expose.as_ref().map(|key| key.place),
        _ => origins.map(|key| key.place),
    };
    match (condition, subject) {
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
        _ => "the policy of the module".into(),
    }
}
