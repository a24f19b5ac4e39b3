//! A text that should be an origin: the engine, the macros and a set agree about it. What a fault proposes is accepted, and
//! allows nothing that the text does not say.

#![no_main]

use cors_runtime::{
    fault::{Fault, Place, examine, fix},
    origin::{Hosts, Pattern, Ports},
};
use fuzz::{assert_visible, browser, is_hidden, is_inside};
use libfuzzer_sys::fuzz_target;
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;
use route_cors::{OriginSet, origin_set};
use url::Url;

/// The macros as functions: their crate exports only macros.
#[allow(dead_code, reason = "the crate of the macros uses all of it")]
#[path = "../../cors-macros/src"]
mod macros {
    pub(crate) mod attribute;
    pub(crate) mod expand;
    pub(crate) mod item;
    pub(crate) mod misplaced;
    pub(crate) mod module;
    pub(crate) mod report;
    pub(crate) mod route;
    pub(crate) mod rules;
    pub(crate) mod standard;
    pub(crate) mod suffix;
    pub(crate) mod syntax;
    pub(crate) mod tokens;
    pub(crate) mod written;
}
// They name one another as `crate::..`.
use macros::{
    attribute, expand, item, misplaced, module, report, route, rules, standard, suffix, syntax,
    tokens, written,
};

static ANY: OriginSet = origin_set!(within = any);

/// The rules that a text breaks by itself, in whatever policy.
const OF_TEXTS: &[&str] = &[
    "malformed_origin",
    "non_canonical_origin",
    "dead_scheme",
    "file_origin",
    "null_origin",
    "wildcard_position",
    "any_among_others",
];

fuzz_target!(|text: &str| {
    // Every text is too long from some length on.
    if text.len() > 4096 {
        return;
    }
    for place in [Place::Origins, Place::Bound, Place::Set] {
        match examine(text, place, &browser) {
            Ok(pattern) => serialises(&pattern),
            Err(fault) => is_sound(text, &fault, place),
        }
        if let Some(fix) = fix(text, place, &browser) {
            for origin in &fix.origins {
                assert!(examine(origin, place, &browser).is_ok(), "{text:?} {fix:?}");
            }
        }
    }
    macros_agree(text);
    set_agrees(text);
});

/// An accepted text is what a browser sends, with something in the place of each `*`.
fn serialises(pattern: &Pattern<'_>) {
    let text = pattern.as_str();
    assert!(text.is_ascii(), "{text:?}");
    if pattern.is_exact() {
        assert!(pattern.matches(text.as_bytes()), "{text:?}");
    }
    if pattern.is_web() {
        let text = text.replacen("://*", "://a", 1).replacen(":*", ":8081", 1);
        let origin = Url::parse(&text).expect("it is accepted").origin();
        assert_eq!(origin.ascii_serialization(), text);
        assert!(pattern.matches(text.as_bytes()), "{text:?}");
    }
}

fn is_sound(text: &str, fault: &Fault, place: Place) {
    assert!(
        !fault.what.is_empty() && !fault.help.is_empty(),
        "{text:?} {fault:?}"
    );
    assert!(!fault.what.contains('\n'), "{text:?} {fault:?}");
    assert_visible(&fault.to_string());
    for suggestion in &fault.suggestions {
        let pattern = examine(&suggestion.text, place, &browser);
        let pattern = pattern.unwrap_or_else(|other| panic!("{text:?} {fault:?} {other:?}"));
        if !suggestion.wider {
            is_said(text, &pattern, fault.suggestions.len() == 1);
        }
    }
}

/// Each part of a proposed origin is in the text: nothing is allowed that its author did not write.
fn is_said(text: &str, proposed: &Pattern<'_>, is_only_one: bool) {
    let lower = text.to_lowercase();
    // A character that nothing shows is left out, and so is white space beside punctuation.
    let seen = lower.replace(|c: char| is_hidden(c) && !c.is_whitespace(), "");
    let joined = seen.replace(|c: char| c.is_whitespace() || c == '"', "");
    let context = format!("{text:?} {proposed:?}");
    // A text with one scheme that is spelt correctly keeps it.
    let scheme = lower.split("://").next().unwrap_or_default();
    let has_one = is_only_one && seen.matches("http").count() == 1;
    if has_one && matches!(scheme, "http" | "https") {
        assert_eq!(proposed.scheme(), scheme, "{context}");
    }
    match proposed.ports() {
        Ports::One(port) => assert!(joined.contains(port), "{context}"),
        Ports::Any => assert!(lower.contains('*'), "{context}"),
        Ports::Default => {}
    }
    if proposed.hosts() != Hosts::One {
        assert!(lower.contains('*'), "{context}");
    }
    // Other letters, escapes and addresses have several spellings.
    let is_name = |host: &str| host.ends_with(|c: char| c.is_ascii_alphabetic());
    if text.is_ascii() && !text.contains('%') && proposed.is_web() && is_name(proposed.host()) {
        let in_host = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let texts = [&lower, &seen, &joined];
        let mut words = texts
            .into_iter()
            .flat_map(|it| it.split(|c: char| !in_host(c)));
        let is_host = |word: &str| {
            let labels = word.split('.').filter(|label| !label.is_empty());
            labels.eq(proposed.host().split('.').filter(|label| !label.is_empty()))
        };
        assert!(words.any(is_host), "{context}");
    }
}

fn macros_agree(text: &str) {
    let text_token = Literal::string(text);
    for (place, expansion) in [
        (
            Place::Origins,
            expand::policy(quote!(origins = [#text_token])),
        ),
        (
            Place::Origins,
            expand::policy(quote!(origins = [#text_token], credentials)),
        ),
        (
            Place::Bound,
            expand::origin_set(quote!(within = [#text_token])),
        ),
    ] {
        let mut errors = Vec::new();
        collect(expansion, &mut errors);
        let rules: Vec<&str> = errors.iter().filter_map(|error| rule(error)).collect();
        assert_eq!(rules.len(), errors.len(), "{text:?} {errors:?}");
        errors.iter().for_each(|error| assert_visible(error));
        let found: Vec<&str> = rules
            .into_iter()
            .filter(|it| OF_TEXTS.contains(it))
            .collect();
        match examine(text, place, &browser) {
            Ok(_) => assert!(found.is_empty(), "{text:?} {errors:?}"),
            Err(fault) => assert_eq!(found, [fault.rule.name()], "{text:?} {errors:?}"),
        }
    }
}

/// Collects the messages of the `compile_error!`s of an expansion.
fn collect(expansion: TokenStream, errors: &mut Vec<String>) {
    let mut tokens = expansion.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => {
                tokens.next();
                let Some(TokenTree::Group(message)) = tokens.next() else {
                    panic!("`compile_error!` has no argument");
                };
                let message: syn::LitStr = syn::parse2(message.stream()).expect("it is a string");
                errors.push(message.value());
            }
            TokenTree::Group(group) => collect(group.stream(), errors),
            _ => {}
        }
    }
}

fn rule(error: &str) -> Option<&str> {
    error.lines().find_map(|line| line.strip_prefix("rule: "))
}

fn set_agrees(text: &str) {
    let accepts = ANY.check([text]).is_ok();
    let as_source = examine(text, Place::Bound, &browser);
    // A set also takes these, and no host that only URLs have and names never do.
    let is_more = matches!(text, "*" | "null" | "file://");
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.[]:*".contains(c);
    let is_less = as_source
        .as_ref()
        .is_ok_and(|pattern| pattern.is_web() && !pattern.host().chars().all(is_name));
    let expected = is_more || as_source.is_ok() && !is_less;
    assert_eq!(accepts, expected, "{text:?} {as_source:?}");
    if expected && !is_more {
        assert!(is_inside(text, text) || text.contains("://*"), "{text:?}");
    }
}
