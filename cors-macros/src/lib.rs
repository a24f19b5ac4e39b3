//! The macros of [`route-cors`](https://docs.rs/route-cors). They read a policy, check it, and generate code. Use the
//! crate `route-cors`, which documents them.
//!
//! Data flows one way: `syntax` reads tokens into a draft, in which every value has its span; `item` and `route` read the
//! annotated item; `rules` checks the draft; `expand` generates the code, or the errors.

mod attribute;
mod expand;
mod item;
mod misplaced;
mod module;
mod report;
mod route;
mod rules;
mod standard;
mod suffix;
mod syntax;
#[cfg(test)]
mod tests;
mod tokens;
mod written;

use proc_macro::TokenStream;

#[expect(
    missing_docs,
    reason = "route-cors documents it where it re-exports it"
)]
#[proc_macro_attribute]
pub fn cors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(&arguments.into(), &item.into(), expand::Pass::First).into()
}

/// `#[cors]` after it has been moved directly above the route attribute.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __moved(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(&arguments.into(), &item.into(), expand::Pass::Moved).into()
}

/// `#[cors]` of the module around a handler.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __inherited(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(&arguments.into(), &item.into(), expand::Pass::Inherited).into()
}

#[expect(
    missing_docs,
    reason = "route-cors documents it where it re-exports it"
)]
#[proc_macro]
pub fn origin_set(arguments: TokenStream) -> TokenStream {
    expand::origin_set(arguments.into()).into()
}

#[expect(
    missing_docs,
    reason = "route-cors documents it where it re-exports it"
)]
#[proc_macro]
pub fn policy(arguments: TokenStream) -> TokenStream {
    expand::policy(arguments.into()).into()
}
