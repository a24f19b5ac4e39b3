//! Lists that extend the list of another policy: `[..NAME, "x"]`.

use super::{ListKey, Listed, Names, Origins, Parts, rules::contains};

impl Parts {
    /// Returns `origins = [..]`, without elements for `any`.
    #[must_use]
    pub const fn listed_origins(&self) -> Listed {
        match self.origins {
            Origins::Any => Listed::EMPTY,
            Origins::Listed(listed) => listed,
        }
    }

    /// Returns the elements of a list, or `None` if the value is `any` or, for `methods`, every method of the route.
    #[must_use]
    pub const fn list(&self, key: ListKey) -> Option<&'static [&'static str]> {
        match key {
            ListKey::Origins => match self.origins {
                Origins::Any => None,
                Origins::Listed(listed) => Some(listed.origins),
            },
            ListKey::Methods => self.methods,
            ListKey::Headers => self.headers.listed(),
            ListKey::Expose => self.expose.listed(),
        }
    }

    /// Returns whether a list has no elements in any build.
    #[must_use]
    pub const fn has_empty_list(&self, key: ListKey) -> bool {
        match (key, &self.origins) {
            (ListKey::Origins, Origins::Listed(listed)) => {
                listed.is_empty() && listed.conditional.is_empty()
            }
            _ => matches!(self.list(key), Some([])),
        }
    }

    /// Returns whether a list has an element with the same `#[cfg(..)]`; `cfg` is empty for an element without.
    #[must_use]
    pub const fn lists(&self, key: ListKey, element: &str, cfg: &str) -> bool {
        let conditional = match (key, &self.origins) {
            (ListKey::Origins, Origins::Listed(listed)) => listed.conditional,
            _ => &[],
        };
        let mut index = 0;
        let mut always = true;
        while index < conditional.len() {
            if contains(&[conditional[index].origin], element) {
                if contains(&[conditional[index].cfg], cfg) {
                    return true;
                }
                always = false;
            }
            index += 1;
        }
        always
            && cfg.is_empty()
            && match self.list(key) {
                Some(elements) => contains(elements, element),
                None => false,
            }
    }

    /// Returns whether a list has an element of the same list of another policy, with the same `#[cfg(..)]`.
    #[must_use]
    pub const fn shares_element(&self, key: ListKey, other: &Self) -> bool {
        if let (ListKey::Origins, Origins::Listed(listed)) = (key, &other.origins) {
            let mut index = 0;
            while index < listed.conditional.len() {
                let element = listed.conditional[index];
                if self.lists(key, element.origin, element.cfg) {
                    return true;
                }
                index += 1;
            }
        }
        let Some(elements) = other.list(key) else {
            return false;
        };
        let mut index = 0;
        while index < elements.len() {
            if other.lists(key, elements[index], "") && self.lists(key, elements[index], "") {
                return true;
            }
            index += 1;
        }
        false
    }
}

impl Names {
    const fn listed(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Any => None,
            Self::Listed(names) => Some(names),
        }
    }
}

/// Returns the number of elements of some lists.
#[must_use]
pub const fn total<T>(lists: &[&[T]]) -> usize {
    let (mut index, mut total) = (0, 0);
    while index < lists.len() {
        total += lists[index].len();
        index += 1;
    }
    total
}

/// Returns the elements of some lists, in order. `N` is their [`total`]; `filler` is any element.
#[must_use]
pub const fn concat<T: Copy, const N: usize>(lists: &[&[T]], filler: T) -> [T; N] {
    let mut all = [filler; N];
    let (mut index, mut next) = (0, 0);
    while index < lists.len() {
        let mut element = 0;
        while element < lists[index].len() {
            all[next] = lists[index][element];
            next += 1;
            element += 1;
        }
        index += 1;
    }
    all
}
