//! Converts a policy of a surface to a policy of the engine, so that the engine decides.
//!
//! The engine's policies are constants of a program. One that is read from a file is leaked: this is for programs and
//! tests that ask a few questions and end.

use cors_runtime::policy::{self, Contents, Listed, ListedSet, Parts, RuleSet};

use crate::{
    origin::{Bound, Element, Origin, Origins},
    row::{Credentials, Floor, Names, Policy},
};

/// Returns a policy of the engine for a build with these `cfg`s, in which every set holds everything within its bound.
pub(crate) fn parts(policy: &Policy, cfgs: &[String]) -> Parts {
    Parts {
        origins: origins(&policy.origins, cfgs),
        methods: methods(policy.methods.as_deref()),
        headers: names(&policy.headers),
        expose: names(&policy.expose),
        credentials: match &policy.credentials {
            Credentials::No => policy::Credentials::None,
            Credentials::Yes => policy::Credentials::All,
            Credentials::For(elements) => policy::Credentials::Only(listed(elements, cfgs)),
        },
        max_age: policy.max_age,
        mismatch: policy.mismatch,
        ..Parts::DEFAULT
    }
}

/// Returns a floor as a policy of the engine.
pub(crate) fn floor(floor: &Floor, cfgs: &[String]) -> Parts {
    Parts {
        origins: origins(&floor.origins, cfgs),
        methods: methods(floor.methods.as_deref()),
        mismatch: policy::Mismatch::Reject,
        ..Parts::DEFAULT
    }
}

fn origins(origins: &Origins, cfgs: &[String]) -> policy::Origins {
    match origins {
        Origins::Any => policy::Origins::Any,
        Origins::Listed(elements) => policy::Origins::Listed(listed(elements, cfgs)),
    }
}

fn listed(elements: &[Element], cfgs: &[String]) -> Listed {
    let built = || {
        elements
            .iter()
            .filter(|element| element.cfg.as_ref().is_none_or(|cfg| cfgs.contains(cfg)))
    };
    let patterns = built().filter_map(|element| match &element.origin {
        Origin::Pattern(text) => Some(leak(text)),
        Origin::Set(_) => None,
    });
    let sets = built().filter_map(|element| match &element.origin {
        Origin::Pattern(_) => None,
        Origin::Set(set) => Some(full_set(&set.within)),
    });
    Listed {
        origins: Vec::leak(patterns.collect()),
        sets: Vec::leak(sets.collect()),
        ..Listed::EMPTY
    }
}

/// A set that holds everything within a bound.
#[derive(Debug)]
struct Full(Bound);

impl Contents for Full {
    fn admits(&self, origin: &[u8]) -> bool {
        str::from_utf8(origin).is_ok_and(|origin| self.0.admits(origin))
    }

    fn admits_any(&self) -> bool {
        self.0 == Bound::Any
    }

    fn load(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

fn full_set(bound: &Bound) -> ListedSet {
    let texts: &'static [&'static str] = match bound {
        Bound::Any => &["*"],
        Bound::Within(patterns) => leak_all(patterns),
    };
    let set = policy::Set {
        bound: texts,
        violations: &[],
        contents: Box::leak(Box::new(Full(bound.clone()))),
    };
    ListedSet {
        set: Box::leak(Box::new(set)),
        allowed: RuleSet::EMPTY,
        name: "",
    }
}

fn methods(methods: Option<&[String]>) -> Option<&'static [&'static str]> {
    methods.map(leak_all)
}

fn names(names: &Names) -> policy::Names {
    match names {
        Names::Any => policy::Names::Any,
        Names::Listed(names) => policy::Names::Listed(leak_all(names)),
    }
}

pub(crate) fn leak_all(texts: &[String]) -> &'static [&'static str] {
    Vec::leak(texts.iter().map(|text| leak(text)).collect())
}

fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}
