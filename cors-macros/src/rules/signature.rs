//! The rules about what a handler extracts and what its policy lets pages send.

use cors_runtime::{
    fault::Fault,
    rule::{Property, Rule},
};
use proc_macro2::{TokenStream, TokenTree};

use super::{Finding, certainty::Certainty};
use crate::{
    report::SourceOrder,
    route::Handler,
    syntax::{Argument, Draft, Listing, Word},
    tokens::Flat,
};

/// An extractor, and the rule about policies that keep pages from sending its input.
pub(super) struct Extractor {
    name: &'static str,
    pub(super) rule: Rule,
}

const EXTRACTORS: &[Extractor] = &[
    Extractor::new("BasicAuth", Rule::AuthorizationNeedsListing),
    Extractor::new("BearerAuth", Rule::AuthorizationNeedsListing),
    Extractor::new("Identity", Rule::SessionNeedsCredentials),
    Extractor::new("Json", Rule::JsonNeedsContentType),
    Extractor::new("Session", Rule::SessionNeedsCredentials),
];

/// Returns whether some tokens name an extractor that a rule is about.
pub(crate) fn is_needed(rule: Rule, tokens: &TokenStream) -> bool {
    names_one(tokens.clone(), &|extractor| extractor.rule == rule)
}

impl Extractor {
    const fn new(name: &'static str, rule: Rule) -> Self {
        Self { name, rule }
    }

    /// Returns the fault of a policy that keeps pages from sending the input; `policy` names it.
    pub(super) fn fault(&self, policy: &str, headers: Option<&Argument<Listing<Word>>>) -> Fault {
        let name = self.name;
        let header = self
            .rule
            .properties()
            .iter()
            .find_map(|property| match property {
                Property::NoHeader(header) => Some(header),
                _ => None,
            });
        let fault = match header {
            None => Fault::new(
                self.rule,
                format!("the handler takes `{name}`, which needs a cookie, but pages cannot send cookies: {policy} has no `credentials`"),
            )
            .help("add `credentials`"),
            Some(header) => Fault::new(
                self.rule,
                format!("the handler takes `{name}`, which pages cannot send: {policy} has no \"{header}\" in `headers`"),
            )
            .help(match headers {
                None => format!("add `headers = [\"{header}\"]`"),
                Some(_) => format!("add \"{header}\" to `headers`"),
            }),
        };
        fault.help(format!(
            "if pages should not call it: `allow({}, reason = \"..\")`",
            self.rule.name()
        ))
    }

    /// Returns whether the policy keeps pages from sending the input.
    pub(super) fn is_refused_by(&self, draft: &Draft) -> Certainty {
        draft.has_all(self.rule.properties())
    }
}

/// Returns the extractors that a handler takes. `Option<Json<..>>` and `Either<Json<..>, ..>` accept other requests, too, so
/// only the outermost type counts.
pub(super) fn extractors(handler: &Handler) -> Vec<(syn::Type, &'static Extractor)> {
    // Most handlers take none, and parsing their parameters would take time.
    if !names_one(handler.function.parameters.stream(), &|_| true) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for taken in &handler.function.parameter_types() {
        add_extractors(taken, &mut found);
    }
    found
}

/// Adds the extractors that a type is, or that are in a tuple: actix-web extracts each element of one.
fn add_extractors(taken: &syn::Type, found: &mut Vec<(syn::Type, &'static Extractor)>) {
    match plain(taken) {
        syn::Type::Tuple(tuple) => {
            for element in &tuple.elems {
                add_extractors(element, found);
            }
        }
        syn::Type::Path(path) => {
            let name = path.path.segments.last().map(|last| last.ident.to_string());
            let mut known = EXTRACTORS.iter();
            if let Some(extractor) = known.find(|extractor| name.as_deref() == Some(extractor.name))
            {
                found.push((taken.clone(), extractor));
            }
        }
        _ => {}
    }
}

/// Checks whether some tokens name an extractor that has a property.
fn names_one(tokens: TokenStream, asked: &dyn Fn(&Extractor) -> bool) -> bool {
    Flat::of(tokens).any(|token| match token {
        TokenTree::Ident(name) => {
            let mut known = EXTRACTORS.iter();
            known.any(|extractor| name == extractor.name && asked(extractor))
        }
        TokenTree::Group(group) => names_one(group.stream(), asked),
        _ => false,
    })
}

/// Adds the extractors whose input pages cannot send.
pub(super) fn check(
    draft: &Draft,
    handler: &Handler,
    places: &mut SourceOrder,
    findings: &mut Vec<Finding<'_>>,
) {
    if draft.off.is_some() || draft.misread {
        return;
    }
    for (taken, extractor) in extractors(handler) {
        let refused = extractor.is_refused_by(draft);
        if refused != Certainty::No {
            let fault = extractor.fault("the policy", draft.headers.as_ref());
            findings.push(
                Finding::new(places.of(&taken), fault).silent_if(refused == Certainty::Unknown),
            );
        }
    }
}

/// Returns a type without the invisible group around a fragment of `macro_rules!`.
fn plain(taken: &syn::Type) -> &syn::Type {
    match taken {
        syn::Type::Group(group) => plain(&group.elem),
        syn::Type::Paren(paren) => plain(&paren.elem),
        taken => taken,
    }
}
