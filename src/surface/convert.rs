//! Converts a policy of the program to a policy of a surface.

use cors_runtime::policy::{self, AllowReason, Listed, SetSource};
use cors_surface::{
    Allowance, Bound, Credentials, Element, Names, Origin, Origins, Place, Policy, Set,
};

/// Returns a policy as a surface has it. `methods` are those that its preflight answers list.
pub(super) fn policy(policy: &'static crate::Policy, methods: &[&str]) -> Policy {
    let parts = policy.parts();
    Policy {
        origins: origins(policy),
        methods: Some(texts(methods)),
        headers: names(&parts.headers),
        expose: names(&parts.expose),
        credentials: match &parts.credentials {
            policy::Credentials::None => Credentials::No,
            policy::Credentials::All => Credentials::Yes,
            policy::Credentials::Only(listed) => Credentials::For(elements(listed)),
        },
        max_age: parts.max_age,
        mismatch: parts.mismatch,
        allow: allowances(policy),
    }
}

/// Returns the origins of a policy.
pub(super) fn origins(policy: &'static crate::Policy) -> Origins {
    match &policy.parts().origins {
        policy::Origins::Any => Origins::Any,
        policy::Origins::Listed(listed) => Origins::Listed(elements(listed)),
    }
}

/// Returns where a policy is written.
pub(super) fn place(policy: &'static crate::Policy) -> Place {
    let location = policy.location();
    Place {
        file: location.file().to_owned(),
        line: location.line(),
    }
}

/// Returns the elements of a list, in every build alike: those with a condition come last, whether it holds or not.
fn elements(listed: &Listed) -> Vec<Element> {
    let is_conditional = |text: &str| listed.conditional.iter().any(|it| it.origin == text);
    let written = listed.origins.iter().filter(|text| !is_conditional(text));
    let written = written.map(|text| Element::pattern(*text));
    let sets = listed.sets.iter().map(|element| Element {
        origin: Origin::Set(set(element)),
        cfg: None,
    });
    let conditional = listed.conditional.iter().map(|conditional| Element {
        origin: Origin::Pattern(conditional.origin.to_owned()),
        cfg: Some(conditional.cfg.to_owned()),
    });
    let mut elements: Vec<Element> = Vec::new();
    for element in written.chain(sets).chain(conditional) {
        if !elements.contains(&element) {
            elements.push(element);
        }
    }
    elements
}

fn set(element: &policy::ListedSet) -> Set {
    let bound = element.set.bound;
    Set {
        name: element.name.to_owned(),
        source: element.set.contents.source().map(|source| match source {
            SetSource::Env(name) => format!("env {name}"),
            SetSource::File(path) => format!("file {path}"),
        }),
        within: if bound.contains(&"*") {
            Bound::Any
        } else {
            Bound::Within(texts(bound))
        },
    }
}

fn allowances(policy: &'static crate::Policy) -> Vec<Allowance> {
    let parts = policy.parts();
    let listed = |listed: &Listed| listed.reasons;
    let of_origins = match &parts.origins {
        policy::Origins::Any => &[],
        policy::Origins::Listed(origins) => listed(origins),
    };
    let of_credentials = match &parts.credentials {
        policy::Credentials::Only(credentials) => listed(credentials),
        policy::Credentials::None | policy::Credentials::All => &[],
    };
    let all = [parts.reasons, of_origins, of_credentials];
    let mut allowances: Vec<Allowance> = all
        .into_iter()
        .flatten()
        .map(
            |AllowReason {
                 rule,
                 reason,
                 element,
             }| Allowance {
                rule: (*rule).to_owned(),
                reason: (*reason).to_owned(),
                origin: (!element.is_empty()).then(|| (*element).to_owned()),
            },
        )
        .collect();
    allowances.sort();
    allowances.dedup();
    allowances
}

fn names(names: &policy::Names) -> Names {
    match names {
        policy::Names::Any => Names::Any,
        policy::Names::Listed(names) => {
            Names::Listed(names.iter().map(|name| name.to_ascii_lowercase()).collect())
        }
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
