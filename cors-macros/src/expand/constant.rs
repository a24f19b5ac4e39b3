//! The constant of a policy: its parts, the lists in them, and the checks that only a constant can make.

use cors_runtime::{
    policy::{ListKey, RuleSet},
    rule::{Rule, Severity},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{checks, named, rule_set};
use crate::{
    report::SourceOrder,
    route::Handler,
    rules::{
        Violations,
        const_checks::{Check, ConstCheck, Elements, List, cfg_text, const_checks, is_about_parts},
    },
    syntax::{
        Allowance, Argument, Credentials, Draft, Listing, MaxAge, OriginElement, Spread, Word,
    },
};

/// The code of a policy.
pub(super) struct Constant {
    /// The items before the expression.
    pub(super) items: TokenStream,
    /// The expression, a `Policy`.
    pub(super) policy: TokenStream,
}

impl Constant {
    /// Makes the code of a draft without faults. It reads the module `__cors`.
    pub(super) fn new(
        draft: &Draft,
        violations: &Violations,
        handler: Option<&Handler>,
        places: &mut SourceOrder,
    ) -> Self {
        let mut items = TokenStream::new();
        let parts = parts(draft, violations, &mut items);
        let checks = const_checks(draft, handler, places);
        if checks.is_empty() {
            return Self {
                items,
                policy: quote!(__cors::policy(#parts)),
            };
        }
        let own = needs_own(&checks).then(|| {
            let own = OwnElements::of(draft.origins(), &violations.origins);
            let (violations, sets) = (own.violations, own.sets);
            quote! {
                const __OWN: __cors::Listed = __cors::Listed {
                    violations: &[#violations],
                    sets: &[#sets],
                    ..__cors::Listed::EMPTY
                };
            }
        });
        let checks = checks::tokens(checks, &quote!(&__PARTS));
        Self {
            items: quote!(#items const __PARTS: __cors::Parts = #parts; #own #checks),
            policy: quote!(__cors::policy_or_off(__PARTS)),
        }
    }
}

/// Returns whether a check is about the elements that are written in `origins`.
fn needs_own(checks: &[ConstCheck]) -> bool {
    checks.iter().any(|check| {
        matches!(
            check.check,
            Check::ElementsHold(List::Origins, Elements::Own, _)
        )
    })
}

/// Returns the parts of a policy: what differs from its base, or from the default.
fn parts(draft: &Draft, violations: &Violations, items: &mut TokenStream) -> TokenStream {
    let mut parts = match &draft.base {
        None => quote!(__cors::Parts::DEFAULT),
        Some(base) => {
            let base = named::policy(&base.value);
            quote!(__cors::base(#base))
        }
    };
    match draft.origins() {
        None => {}
        Some(Listing::Any(_)) => parts.extend(quote!(.any_origin())),
        Some(listing) => {
            let own = OwnElements::of(Some(listing), &violations.origins);
            if own.are_plain() && listing.spreads().is_empty() {
                let texts = own.texts(0, listing.elements().len());
                parts.extend(quote!(.origins(&[#texts])));
            } else {
                let name = format_ident!("__ORIGINS");
                own.listed(&name, listing.spreads(), items);
                parts.extend(quote!(.origins_listed(#name)));
            }
        }
    }
    if let Some(key) = &draft.methods {
        let texts = |word: &Word| word.text.clone();
        let methods = words(ListKey::Methods, &key.value, texts, items);
        parts.extend(quote!(.methods(#methods)));
    }
    for (key, argument, any, listed) in [
        (ListKey::Headers, &draft.headers, "any_header", "headers"),
        (ListKey::Expose, &draft.expose, "expose_any", "expose"),
    ] {
        let Some(Argument { value, .. }) = argument else {
            continue;
        };
        let (any, listed) = (format_ident!("{any}"), format_ident!("{listed}"));
        if value.is_any() {
            parts.extend(quote!(.#any()));
        } else {
            let names = words(key, value, |word| word.text.to_ascii_lowercase(), items);
            parts.extend(quote!(.#listed(#names)));
        }
    }
    let based = draft.base.is_some();
    match draft.credentials.as_ref().map(|key| &key.value) {
        Some(Credentials::Flag(flag)) if *flag || based => {
            parts.extend(quote!(.credentials(#flag)));
        }
        Some(Credentials::Only(listing)) => {
            let name = format_ident!("__CREDENTIALS");
            let own = OwnElements::of(Some(listing), &violations.credentials);
            own.listed(&name, &[], items);
            parts.extend(quote!(.credentials_only(#name)));
        }
        Some(Credentials::Flag(_)) | None => {}
    }
    let seconds = match draft.max_age.as_ref().map(|key| &key.value) {
        Some(MaxAge::Off) => Some(0),
        Some(MaxAge::Seconds { seconds, .. }) => {
            seconds.and_then(|seconds| u32::try_from(seconds).ok())
        }
        Some(MaxAge::Unreadable) | None => None,
    };
    if let Some(seconds) = seconds {
        parts.extend(quote!(.max_age(#seconds)));
    }
    if let Some(Argument { value, .. }) = draft.rejects.as_ref().filter(|key| key.value || based) {
        let mismatch = format_ident!("{}", if *value { "Reject" } else { "Omit" });
        parts.extend(quote!(.mismatch(__cors::Mismatch::#mismatch)));
    }
    let allowed: Vec<Rule> = draft
        .allowances
        .iter()
        .filter_map(|allowance| allowance.rule)
        .filter(|rule| is_about_parts(*rule))
        .collect();
    if !draft.allowances.is_empty() {
        // With the allowances of the base, if they are still about its origins.
        let brought = draft.base.as_ref().filter(|_| draft.origins.is_none());
        let brought = brought.map(|Argument { value, .. }| {
            let base = named::policy(value);
            quote!(__cors::base(#base).reasons)
        });
        let own = reasons(&draft.allowances, "");
        let segments: Vec<_> = brought.into_iter().chain([quote!(&[#own])]).collect();
        let reasons = joined(
            &format_ident!("__ALLOW"),
            "REASONS",
            &quote!(__cors::AllowReason),
            &quote!(__cors::AllowReason::NONE),
            &segments,
            items,
        );
        parts.extend(quote!(.reasons(#reasons)));
    }
    if !allowed.is_empty() {
        let allowed = rule_set(allowed.into_iter());
        parts.extend(quote!(.allow(#allowed)));
    }
    parts
}

/// The elements of a list of origins that are written in it.
pub(super) struct OwnElements<'a> {
    elements: &'a [OriginElement],
    pub(super) violations: TokenStream,
    pub(super) sets: TokenStream,
    conditional: TokenStream,
    reasons: TokenStream,
}

impl<'a> OwnElements<'a> {
    pub(super) fn of(listing: Option<&'a Listing<OriginElement>>, violations: &[RuleSet]) -> Self {
        let elements = listing.map_or(&[][..], Listing::elements);
        let violated = elements.iter().zip(violations);
        let violated = violated.filter(|(_, rules)| !rules.is_empty());
        let violations = violated.map(|(OriginElement { cfgs, .. }, rules)| {
            let all = Rule::ALL.iter().copied();
            let rules = rule_set(all.filter(|rule| rules.contains(*rule)));
            quote!(#(#[cfg(#cfgs)])* #rules,)
        });
        let sets = elements.iter().filter_map(|element| {
            let (path, cfgs) = (element.set.as_ref()?, &element.cfgs);
            let rules = element.allowances.iter();
            let rules = rules.filter_map(|allowance| allowance.rule);
            let allowed = rule_set(rules.filter(|rule| rule.severity() != Severity::Hard));
            let set = named::set(path);
            let name = set_name(&element.word.text);
            Some(quote!(#(#[cfg(#cfgs)])* __cors::element(#set, #allowed, #name),))
        });
        let conditional = written(elements).filter(|element| !element.cfgs.is_empty());
        let conditional = conditional.map(|OriginElement { word, cfgs, .. }| {
            let (text, cfg) = (&word.text, cfg_text(cfgs));
            quote!(__cors::Conditional { origin: #text, cfg: #cfg },)
        });
        Self {
            elements,
            violations: violations.collect(),
            sets: sets.collect(),
            conditional: conditional.collect(),
            reasons: elements
                .iter()
                .map(
                    |OriginElement {
                         word, allowances, ..
                     }| reasons(allowances, set_name(&word.text)),
                )
                .collect(),
        }
    }

    /// Returns whether the list is nothing but origins and patterns without violations or `#[cfg(..)]`.
    fn are_plain(&self) -> bool {
        [
            &self.violations,
            &self.sets,
            &self.conditional,
            &self.reasons,
        ]
        .iter()
        .all(|tokens| tokens.is_empty())
    }

    /// Returns the origins and patterns of a range of elements.
    pub(super) fn texts(&self, start: usize, end: usize) -> TokenStream {
        let texts = written(&self.elements[start..end]);
        texts
            .map(|OriginElement { word, cfgs, .. }| {
                let text = &word.text;
                quote!(#(#[cfg(#cfgs)])* #text,)
            })
            .collect()
    }

    /// Adds a constant `Listed` with these elements and those that each `..NAME` brings.
    fn listed(&self, name: &Ident, spreads: &[Spread], items: &mut TokenStream) {
        let texts = |start, end| self.texts(start, end);
        let segments = segments(spreads, self.elements.len(), texts, |path| {
            let policy = named::policy(path);
            quote!(__cors::base(#policy).listed_origins().origins)
        });
        let origins = joined(name, "TEXTS", &quote!(&str), &quote!(""), &segments, items);
        let field = |suffix: &str,
                     kind: TokenStream,
                     filler: TokenStream,
                     own: &TokenStream,
                     items: &mut TokenStream| {
            let field = format_ident!("{suffix}");
            let brought = spreads.iter().map(|Spread { path, cfgs, .. }| {
                let policy = named::policy(path);
                quote!(#(#[cfg(#cfgs)])* __cors::base(#policy).listed_origins().#field)
            });
            let segments: Vec<_> = std::iter::once(quote!(&[#own])).chain(brought).collect();
            joined(
                name,
                &suffix.to_uppercase(),
                &kind,
                &filler,
                &segments,
                items,
            )
        };
        let violations = field(
            "violations",
            quote!(__cors::RuleSet),
            quote!(__cors::RuleSet::EMPTY),
            &self.violations,
            items,
        );
        let sets = field(
            "sets",
            quote!(__cors::ListedSet),
            quote!(__cors::ListedSet::NONE),
            &self.sets,
            items,
        );
        let conditional = field(
            "conditional",
            quote!(__cors::Conditional),
            quote!(__cors::Conditional::NONE),
            &self.conditional,
            items,
        );
        let reasons = field(
            "reasons",
            quote!(__cors::AllowReason),
            quote!(__cors::AllowReason::NONE),
            &self.reasons,
            items,
        );
        items.extend(quote! {
            const #name: __cors::Listed = __cors::Listed {
                origins: #origins,
                violations: #violations,
                sets: #sets,
                conditional: #conditional,
                reasons: #reasons,
            };
        });
    }
}

/// Returns the elements that are origins and patterns.
fn written(elements: &[OriginElement]) -> impl Iterator<Item = &OriginElement> {
    elements.iter().filter(|element| element.set.is_none())
}

/// Returns the reasons of allowances.
fn reasons(allowances: &[Allowance], element: &str) -> TokenStream {
    let reasons = allowances.iter().map(|Allowance { name, reason, .. }| {
        let reason = reason.as_deref().unwrap_or_default();
        quote!(__cors::AllowReason { rule: #name, reason: #reason, element: #element },)
    });
    reasons.collect()
}

/// Returns the name of a set, without the path to it. An origin has no `::` and stays as it is.
fn set_name(written: &str) -> &str {
    written.rsplit("::").next().unwrap_or(written).trim()
}

/// Returns a list of methods or header names.
fn words(
    key: ListKey,
    listing: &Listing<Word>,
    text: impl Fn(&Word) -> String,
    items: &mut TokenStream,
) -> TokenStream {
    let elements = listing.elements();
    let own = |start: usize, end: usize| {
        let texts = elements[start..end].iter().map(&text);
        quote!(#(#texts),*)
    };
    let key = format_ident!("{key:?}");
    let segments = segments(listing.spreads(), elements.len(), own, |path| {
        let policy = named::policy(path);
        quote!(__cors::elements(#policy, __cors::ListKey::#key))
    });
    let name = format_ident!("__{}", key.to_string().to_uppercase());
    joined(&name, "LISTS", &quote!(&str), &quote!(""), &segments, items)
}

/// Returns the parts of a list in order: what is written, and what each `..NAME` brings.
fn segments(
    spreads: &[Spread],
    len: usize,
    own: impl Fn(usize, usize) -> TokenStream,
    brought: impl Fn(&TokenStream) -> TokenStream,
) -> Vec<TokenStream> {
    let (mut segments, mut start) = (Vec::new(), 0);
    for Spread {
        path,
        cfgs,
        position,
        ..
    } in spreads
    {
        if start < *position {
            let own = own(start, *position);
            segments.push(quote!(&[#own]));
        }
        start = *position;
        let brought = brought(path);
        segments.push(quote!(#(#[cfg(#cfgs)])* #brought));
    }
    if start < len || segments.is_empty() {
        let own = own(start, len);
        segments.push(quote!(&[#own]));
    }
    segments
}

/// Returns a slice of the elements of all segments. For several, it adds a constant.
fn joined(
    name: &Ident,
    suffix: &str,
    kind: &TokenStream,
    filler: &TokenStream,
    segments: &[TokenStream],
    items: &mut TokenStream,
) -> TokenStream {
    if let [segment] = segments {
        return segment.clone();
    }
    let lists = format_ident!("{name}_{suffix}");
    let all = format_ident!("{lists}_ALL");
    items.extend(quote! {
        const #lists: &[&[#kind]] = &[#(#segments),*];
        const #all: &[#kind] = &__cors::concat::<#kind, { __cors::total(#lists) }>(#lists, #filler);
    });
    quote!(#all)
}
