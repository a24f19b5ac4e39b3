//! Whom a policy lets in, baked once for each worker.

use cors_runtime::policy::{Element, Origins, Policy};

use crate::index::Index;

/// The origins that a policy lists, ready to be asked for one.
#[derive(Debug)]
pub(crate) struct Admitted {
    listed: Index,
    sets: &'static [Element],
}

impl Admitted {
    /// Those of a policy.
    pub(crate) fn of(policy: &'static Policy) -> Self {
        match policy.origins() {
            Origins::Any => Self {
                listed: Index::default(),
                sets: &[],
            },
            Origins::Listed(listed) => Self {
                listed: Index::of(listed.origins.iter().copied()),
                sets: listed.sets,
            },
        }
    }

    /// Whether a serialised origin is one of them, compared byte for byte.
    pub(crate) fn has(&self, origin: &[u8]) -> bool {
        self.listed.admits(origin)
            || self
                .sets
                .iter()
                .any(|element| element.set.contents.admits(origin))
    }
}
