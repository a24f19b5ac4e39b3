//! Names of policies and sets in generated code. The macro does not see what a name stands for: `Named` of the runtime
//! explains a name of the wrong kind.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::syntax::Draft;

/// Returns a named policy, as a `&'static Policy`.
pub(super) fn policy(path: &TokenStream) -> TokenStream {
    quote_spanned!(span(path)=> __cors::Named(&#path).policy())
}

/// Returns a named set, as a `&'static OriginSet`.
pub(super) fn set(path: &TokenStream) -> TokenStream {
    quote_spanned!(span(path)=> __cors::Named(&#path).set())
}

/// Returns the import that names of the wrong kind need, if the draft has names.
pub(super) fn import(draft: &Draft) -> Option<TokenStream> {
    let words = [&draft.methods, &draft.headers, &draft.expose];
    let extends = words
        .into_iter()
        .flatten()
        .any(|key| !key.value.spreads().is_empty());
    (extends || draft.has_parts_from_elsewhere()).then(|| {
        quote!(
            #[allow(unused_imports)]
            use __cors::WrongKind as _;
        )
    })
}

fn span(path: &TokenStream) -> Span {
    let first = path.clone().into_iter().next();
    first.map_or_else(Span::call_site, |token| token.span())
}
