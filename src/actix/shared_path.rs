//! A word to the operator about policies that share a path.
//!
//! Browsers remember preflights by URL, whatever the method was: after a PUT whose preflight allowed a header, a page
//! sends that header with a POST to the same URL without asking, though the POST's own policy lists none
//! (Fetch, section "CORS-preflight cache"). The handler of the POST then runs, and its answer stays unread.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use cors_runtime::preflight::Preflight;

/// The methods that pages send without asking (Fetch, section "Methods", "CORS-safelisted method").
const SAFELISTED: &[&str] = &["GET", "HEAD", "POST"];

/// What is to be known of one policy on a path.
pub(crate) struct Sharer<'a> {
    pub(crate) pattern: &'a str,
    pub(crate) methods: &'a [&'a str],
    pub(crate) allowed: &'a Preflight,
    pub(crate) rejects: bool,
}

/// Says once for each path that what one policy there allows carries over to another.
pub(crate) fn warn(sharers: &[Sharer<'_>]) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    for pattern in carried_over(sharers) {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        if said.insert(pattern.to_owned()) {
            tracing::warn!(
                pattern,
                "a policy on this path allows request headers that another one does not: browsers remember \
                 preflights by URL, so pages can send them to GET, HEAD and POST here as well; \
                 `mismatch = reject` on those keeps other origins out"
            );
        }
    }
}

/// The paths on which what one policy allows carries over to a safelisted method of a narrower one.
fn carried_over<'a>(sharers: &[Sharer<'a>]) -> BTreeSet<&'a str> {
    let is_safelisted = |method: &&str| SAFELISTED.contains(method);
    let narrower = sharers
        .iter()
        .filter(|sharer| !sharer.rejects && sharer.methods.iter().any(is_safelisted));
    narrower
        .filter(|narrower| {
            sharers.iter().any(|wider| {
                wider.pattern == narrower.pattern
                    && wider.allowed.has_headers_beyond(narrower.allowed)
            })
        })
        .map(|narrower| narrower.pattern)
        .collect()
}

#[cfg(test)]
mod tests {
    use cors_runtime::policy::{Names, Origins, Parts};

    use super::*;

    const JSON: Names = Names::Listed(&["content-type"]);

    fn allowed(headers: Names) -> Preflight {
        let parts = Parts {
            origins: Origins::Any,
            headers,
            ..Parts::DEFAULT
        };
        Preflight::of(&parts, &[])
    }

    #[test]
    fn headers_carry_over_to_the_safelisted_methods_of_a_narrower_policy() {
        for (put, get, get_methods, rejects, expected) in [
            (JSON, Parts::DEFAULT.headers, &["GET"][..], false, true),
            (JSON, Parts::DEFAULT.headers, &["POST"], false, true),
            (Names::Any, JSON, &["GET"], false, true),
            (JSON, JSON, &["GET"], false, false),
            (JSON, Names::Any, &["GET"], false, false),
            (JSON, Parts::DEFAULT.headers, &["GET"], true, false),
            (JSON, Parts::DEFAULT.headers, &["DELETE"], false, false),
        ] {
            let (put, get) = (allowed(put), allowed(get));
            let sharers = |other| {
                [
                    Sharer {
                        pattern: "/a",
                        methods: &["PUT"],
                        allowed: &put,
                        rejects: false,
                    },
                    Sharer {
                        pattern: other,
                        methods: get_methods,
                        allowed: &get,
                        rejects,
                    },
                ]
            };
            assert_eq!(
                !carried_over(&sharers("/a")).is_empty(),
                expected,
                "{get_methods:?}"
            );
            assert!(carried_over(&sharers("/b")).is_empty());
        }
    }
}
