//! Whom a policy lets in, baked once for each worker.

use cors_runtime::policy::{Element, Origins, Policy};

use crate::origin_index::OriginIndex;

/// The origins that a policy lists, ready to be asked for one.
#[derive(Debug)]
pub(crate) struct Admitted {
    listed: OriginIndex,
    sets: &'static [Element],
}

impl Admitted {
    /// Those of a policy.
    pub(crate) fn of(policy: &'static Policy) -> Self {
        match policy.origins() {
            Origins::Any => Self {
                listed: OriginIndex::default(),
                sets: &[],
            },
            Origins::Listed(listed) => Self {
                listed: OriginIndex::new(listed.origins.iter().copied()),
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
