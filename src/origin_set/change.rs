//! The changes of an update.

use std::fmt;

use crate::origin_index::OriginIndex;

/// The number of origins that an update of an [`OriginSet`](crate::OriginSet) added and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The number of origins and patterns that the set did not have before.
    pub added: usize,
    /// The number of origins and patterns that the set no longer has.
    pub removed: usize,
    /// The number of origins and patterns that the set has now.
    pub total: usize,
}

impl Change {
    /// Compares two versions of a set.
    pub(super) fn between(before: &OriginIndex, after: &OriginIndex) -> Self {
        let kept = after
            .elements()
            .filter(|element| before.contains(element))
            .count();
        Self {
            added: after.len() - kept,
            removed: before.len() - kept,
            total: after.len(),
        }
    }

    /// Checks whether the set is as it was.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added == 0 && self.removed == 0
    }
}

/// `1 added, 2 removed, 40 in all`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            removed,
            total,
        } = self;
        write!(f, "{added} added, {removed} removed, {total} in all")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_compares_the_elements() {
        let index = |elements: &[&'static str]| OriginIndex::new(elements.iter().copied());
        let before = index(&["https://a.example", "https://*.b.example"]);
        for (after, text, is_empty) in [
            (
                &["https://*.b.example", "https://a.example"][..],
                "0 added, 0 removed, 2 in all",
                true,
            ),
            (
                &["https://a.example"],
                "0 added, 1 removed, 1 in all",
                false,
            ),
            (
                &[
                    "https://a.example",
                    "https://*.b.example",
                    "https://c.example",
                ],
                "1 added, 0 removed, 3 in all",
                false,
            ),
            (
                &["https://c.example"],
                "1 added, 2 removed, 1 in all",
                false,
            ),
        ] {
            let change = Change::between(&before, &index(after));
            assert_eq!(change.to_string(), text);
            assert_eq!(change.is_empty(), is_empty, "{text}");
        }
    }
}
