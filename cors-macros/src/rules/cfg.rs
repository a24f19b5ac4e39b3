//! The facts about the predicate of a `#[cfg(..)]` that hold without evaluating it.

use proc_macro2::{TokenStream, TokenTree};

use crate::tokens::by_comma;

/// Returns whether a predicate can be true only in a build for development: one with `debug_assertions`, with `test`,
/// or with a feature that somebody turned on.
pub(super) fn is_for_development(predicate: &TokenStream) -> bool {
    by_comma(predicate.clone())
        .iter()
        .any(|predicate| requires_development(predicate, true))
}

/// Returns whether a predicate can have this value only in such a build.
fn requires_development(predicate: &[TokenTree], value: bool) -> bool {
    match predicate {
        [TokenTree::Ident(name)] => match name.to_string().as_str() {
            // `true` and `false` never have the other value.
            "debug_assertions" | "test" | "false" => value,
            "true" => !value,
            _ => false,
        },
        [TokenTree::Ident(name), TokenTree::Punct(_), feature] => {
            value && name == "feature" && is_turned_on(feature)
        }
        [TokenTree::Ident(name), TokenTree::Group(inner)] => {
            let negated = name == "not";
            let inner = by_comma(inner.stream());
            let mut inner = inner
                .iter()
                .map(|inner| requires_development(inner, value != negated));
            // Either every inner predicate has the value, so that one of them is enough; or at least one has it, and since
            // it may be any of them, all have to require such a build.
            if negated || (name == "all") == value {
                inner.any(|requires| requires)
            } else {
                inner.all(|requires| requires)
            }
        }
        _ => false,
    }
}

/// Returns whether somebody has to turn a feature on; `default` is on in every ordinary build.
fn is_turned_on(feature: &TokenTree) -> bool {
    let name = syn::parse2::<syn::LitStr>(feature.clone().into());
    name.is_ok_and(|name| name.value() != "default")
}
