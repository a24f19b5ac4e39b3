//! The code of checks that a constant makes.

use cors_runtime::rule::Rule;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{named, rule_set};
use crate::rules::const_checks::{Check, ConstCheck, Elements, List};

/// Returns a constant for each check. `parts` is a reference to the parts of the policy.
pub(super) fn tokens(checks: Vec<ConstCheck>, parts: &TokenStream) -> TokenStream {
    let constants = checks.into_iter().map(|check| {
        let call = call(&check, parts);
        let cfgs = &check.cfgs;
        quote!(#(#[cfg(#cfgs)])* const _: () = #call;)
    });
    constants.collect()
}

fn call(check: &ConstCheck, parts: &TokenStream) -> TokenStream {
    let message = &check.message;
    let (function, arguments) = match &check.check {
        Check::Holds(rule) => {
            let rule = variant(*rule);
            ("assert_holds", quote!(#parts, #rule, #message))
        }
        Check::NeedsAllowance(rule) => {
            let rule = variant(*rule);
            ("assert_needs_allowance", quote!(#parts, #rule, #message))
        }
        Check::ElementsHold(list, elements, rule) => {
            let (elements, rule) = (listed(elements), variant(*rule));
            let function = match list {
                List::Origins => "assert_origins_hold",
                List::Credentials => "assert_credentials_hold",
            };
            (function, quote!(#parts, &#elements, #rule, #message))
        }
        Check::ElementsNeedAllowance(list, elements, rule) => {
            let (elements, rule) = (listed(elements), variant(*rule));
            let function = match list {
                List::Origins => "assert_origins_need_allowance",
                List::Credentials => "assert_credentials_need_allowance",
            };
            (function, quote!(#parts, &#elements, #rule, #message))
        }
        Check::IsBounded {
            list,
            set,
            is_allowed,
            any_message,
        } => {
            let set = only_set(set, is_allowed.then_some(Rule::UnboundedOriginSet));
            let function = match list {
                List::Origins => "assert_origins_bounded",
                List::Credentials => "assert_credentials_bounded",
            };
            (function, quote!(#parts, &#set, #any_message, #message))
        }
        Check::Allows(elements) => {
            let elements = listed(elements);
            ("assert_allows", quote!(#parts, &#elements, #message))
        }
        Check::ServesOneOf(methods) => (
            "assert_serves_one_of",
            quote!(#parts, &[#(#methods),*], #message),
        ),
        Check::Lists(path, key) => {
            let (policy, key) = (named::policy(path), format_ident!("{key:?}"));
            (
                "assert_lists",
                quote!(#policy, __cors::ListKey::#key, #message),
            )
        }
        Check::NotEmpty(path, key) => {
            let (policy, key) = (named::policy(path), format_ident!("{key:?}"));
            (
                "assert_not_empty",
                quote!(#policy, __cors::ListKey::#key, #message),
            )
        }
        Check::Adds(path, key, elements) => {
            let (policy, key) = (named::policy(path), format_ident!("{key:?}"));
            let elements = elements
                .iter()
                .map(|(text, cfg, message)| quote!((#text, #cfg, #message)));
            (
                "assert_adds",
                quote!(#policy, __cors::ListKey::#key, &[#(#elements),*]),
            )
        }
        Check::Disjoint(left, right, key) => {
            let key = format_ident!("{key:?}");
            let (left, right) = (named::policy(left), named::policy(right));
            (
                "assert_disjoint",
                quote!(#left, #right, __cors::ListKey::#key, #message),
            )
        }
    };
    let function = format_ident!("{function}");
    check.place.call(&quote!(__cors::#function), arguments)
}

/// Returns a `Listed` with one set and the rule that its own `#[allow(..)]` names.
fn only_set(path: &TokenStream, allowed: Option<Rule>) -> TokenStream {
    let (set, allowed) = (named::set(path), rule_set(allowed.into_iter()));
    quote! {
        __cors::only_sets({
            const __SET: &[__cors::ListedSet] = &[__cors::element(#set, #allowed, "")];
            __SET
        })
    }
}

fn variant(rule: Rule) -> TokenStream {
    let rule = format_ident!("{rule:?}");
    quote!(__cors::Rule::#rule)
}

/// Returns elements as a `Listed`.
fn listed(elements: &Elements) -> TokenStream {
    match elements {
        Elements::Text(text) => quote!(__cors::only_origins(&[#text])),
        Elements::Set(path) => only_set(path, None),
        Elements::OriginsOf(path) => {
            let policy = named::policy(path);
            quote!(__cors::base(#policy).listed_origins())
        }
        Elements::Own => quote!(__OWN),
    }
}
