//! What the predicate of a `#[cfg(..)]` can tell without being evaluated.

use proc_macro2::TokenStream;
use syn::{Meta, Token, punctuated::Punctuated};

/// Whether a predicate can be true only in a build that is meant for development: one with
/// `debug_assertions`, with `test`, or with a feature that somebody turned on.
pub(super) fn is_for_development(predicate: &TokenStream) -> bool {
    syn::parse2::<Meta>(predicate.clone()).is_ok_and(|predicate| requires(&predicate, true))
}

/// Whether the predicate having this value requires such a build.
fn requires(predicate: &Meta, value: bool) -> bool {
    match predicate {
        Meta::Path(path) => value && (path.is_ident("debug_assertions") || path.is_ident("test")),
        Meta::NameValue(pair) => value && pair.path.is_ident("feature"),
        Meta::List(list) => {
            let Ok(inner) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            else {
                return false;
            };
            let mut inner_requires = inner
                .iter()
                .map(|inner| requires(inner, value != list.path.is_ident("not")));
            if list.path.is_ident("not") {
                inner_requires.next().unwrap_or(false)
            } else if list.path.is_ident("all") == value {
                // All hold, or one at least does not: any one of them that requires it is enough only where
                // all are known.
                inner_requires.any(|requires| requires)
            } else {
                !inner.is_empty() && inner_requires.all(|requires| requires)
            }
        }
    }
}
