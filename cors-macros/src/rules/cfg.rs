//! What the predicate of a `#[cfg(..)]` can tell without being evaluated.

use proc_macro2::TokenStream;
use syn::{Meta, Token, parse::Parser, punctuated::Punctuated};

/// Checks whether a predicate can be true only in a build that is meant for development: one with
/// `debug_assertions`, with `test`, or with a feature that somebody turned on.
pub(super) fn is_for_development(predicate: &TokenStream) -> bool {
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    // A comma may follow it.
    let predicate = parser.parse2(predicate.clone()).unwrap_or_default();
    predicate.iter().any(|predicate| requires(predicate, true))
}

/// Checks whether the predicate having this value requires such a build.
fn requires(predicate: &Meta, value: bool) -> bool {
    match predicate {
        Meta::Path(path) => value && (path.is_ident("debug_assertions") || path.is_ident("test")),
        Meta::NameValue(pair) => value && pair.path.is_ident("feature"),
        Meta::List(list) => {
            let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(inner) = list.parse_args_with(parser) else {
                return false;
            };
            let negated = list.path.is_ident("not");
            let mut required = inner.iter().map(|inner| requires(inner, value != negated));
            // Either all inner predicates have the value, and one that requires such a build is enough; or one
            // at least has it, and since nobody knows which, all have to require it.
            if negated || list.path.is_ident("all") == value {
                required.any(|required| required)
            } else {
                required.all(|required| required)
            }
        }
    }
}
