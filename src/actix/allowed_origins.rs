//! The lists of origins of a policy, indexed once for each worker.

use cors_runtime::{
    policy::{Credentials, Listed, ListedSet, Origins, Parts},
    verdict::OriginLookup,
};

use crate::origin_index::OriginIndex;

/// The origins that a policy allows, and those that may use credentials.
#[derive(Debug)]
pub(crate) struct AllowedOrigins {
    origins: List,
    credentials: List,
}

/// A list of origins, patterns and sets.
#[derive(Debug, Default)]
struct List {
    written: OriginIndex,
    sets: &'static [ListedSet],
}

impl AllowedOrigins {
    /// Indexes the lists of a policy.
    pub(crate) fn of(parts: &Parts) -> Self {
        Self {
            origins: match parts.origins {
                Origins::Any => List::default(),
                Origins::Listed(listed) => List::of(&listed),
            },
            credentials: match parts.credentials {
                Credentials::None | Credentials::All => List::default(),
                Credentials::Only(listed) => List::of(&listed),
            },
        }
    }
}

impl OriginLookup for AllowedOrigins {
    fn allows_any(&self) -> bool {
        let mut sets = self.origins.sets.iter();
        sets.any(|element| element.set.contents.admits_any())
    }

    fn allows(&self, origin: &[u8]) -> bool {
        self.origins.admits(origin)
    }

    fn names_for_credentials(&self, origin: &[u8]) -> bool {
        self.credentials.admits(origin)
    }
}

impl List {
    fn of(listed: &Listed) -> Self {
        Self {
            written: OriginIndex::new(listed.origins.iter().copied()),
            sets: listed.sets,
        }
    }

    fn admits(&self, origin: &[u8]) -> bool {
        let mut sets = self.sets.iter();
        self.written.admits(origin) || sets.any(|element| element.set.contents.admits(origin))
    }
}
