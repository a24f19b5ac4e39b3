//! The origins of a policy, indexed once for each worker.

use cors_runtime::{
    policy::{Credentials, Listed, ListedSet, Origins, Parts},
    verdict::OriginLookup,
};

use crate::origin_index::OriginIndex;

/// The origins that a policy allows, and those that may use credentials.
#[derive(Debug)]
pub(crate) struct Admitted {
    origins: List,
    credentials: List,
}

/// A list of origins, ready for lookup.
#[derive(Debug)]
struct List {
    written: OriginIndex,
    sets: &'static [ListedSet],
}

impl Admitted {
    /// Indexes the lists of a policy.
    pub(crate) fn of(policy: &'static Parts) -> Self {
        Self {
            origins: List::of(match policy.origins {
                Origins::Any => Listed::EMPTY,
                Origins::Listed(listed) => listed,
            }),
            credentials: List::of(match policy.credentials {
                Credentials::None | Credentials::All => Listed::EMPTY,
                Credentials::Only(listed) => listed,
            }),
        }
    }
}

impl OriginLookup for Admitted {
    fn allows_any(&self) -> bool {
        let mut sets = self.origins.sets.iter();
        sets.any(|element| element.set.contents.admits_any())
    }

    fn allows(&self, origin: &[u8]) -> bool {
        self.origins.has(origin)
    }

    fn names_for_credentials(&self, origin: &[u8]) -> bool {
        self.credentials.has(origin)
    }
}

impl List {
    fn of(listed: Listed) -> Self {
        Self {
            written: OriginIndex::new(listed.origins.iter().copied()),
            sets: listed.sets,
        }
    }

    fn has(&self, origin: &[u8]) -> bool {
        let mut sets = self.sets.iter();
        self.written.admits(origin) || sets.any(|element| element.set.contents.admits(origin))
    }
}
