//! The checks that are left to a constant, if a named policy or a set brings parts in: ``arguments => question `blamed text` ``.

use proc_macro2::{TokenStream, TokenTree};

use super::{drive, table};
use crate::expand::{self, Pass};

const TABLE: &[(&str, &str)] = &[("const_checks", include_str!("const_checks.txt"))];

#[test]
fn constants_ask_what_no_attribute_shows() {
    table::report(TABLE, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        let expansion = drive::expand(arguments, case.item);
        let mut asked: Vec<String> = drive::errors(expansion.clone())
            .into_iter()
            .map(|error| format!("{} `{}`", error.rule, error.blamed))
            .collect();
        asked.extend(questions_in(expansion).map(|(question, _)| question));
        let asked = asked.join(", ");
        (asked != expected).then_some(asked)
    });
}

/// As errors do.
#[test]
fn a_constant_says_what_is_wrong_and_then_what_to_do() {
    table::report(TABLE, |case| {
        let (arguments, _) = case.text.rsplit_once(" => ")?;
        questions_in(drive::expand(arguments, case.item))
            .find(|(_, messages)| {
                messages.is_empty() || messages.iter().any(|message| !is_complete(message))
            })
            .map(|(question, messages)| format!("{question}: {messages:?}"))
    });
}

fn is_complete(message: &str) -> bool {
    let mut lines = message.lines();
    let wrong = lines.next().unwrap_or_default();
    !wrong.is_empty()
        && lines.any(|line| line.starts_with("help: "))
        && lines.any(|line| line.starts_with("rule: "))
}

pub(super) fn questions_in(expansion: TokenStream) -> impl Iterator<Item = (String, Vec<String>)> {
    let mut asked = Vec::new();
    questions(expansion, &mut asked);
    asked.into_iter()
}

/// The calls that ask, each with what it asks about, the text that the compiler would blame, and its messages.
fn questions(expansion: TokenStream, asked: &mut Vec<(String, Vec<String>)>) {
    let mut name = None;
    for token in expansion {
        match (&token, &name) {
            (TokenTree::Ident(word), _) if asks(&word.to_string()) => {
                name = Some(word.clone());
            }
            (TokenTree::Group(group), Some(call)) => {
                let arguments: Vec<String> = crate::tokens::by_comma(group.stream())
                    .into_iter()
                    .map(|run| run.iter().map(ToString::to_string).collect())
                    .collect();
                let about = arguments.iter().find_map(|argument| {
                    argument
                        .strip_prefix("__cors::Rule::")
                        .or_else(|| argument.strip_prefix("__cors::ListKey::"))
                });
                let about = about.map(|about| format!(" {about}")).unwrap_or_default();
                let blamed = call.span().source_text().unwrap_or_default();
                let question = call.to_string();
                let question = question.trim_start_matches("assert_");
                let mut messages = Vec::new();
                texts_with_a_rule(group.stream(), &mut messages);
                asked.push((format!("{question}{about} `{blamed}`"), messages));
                name = None;
            }
            (TokenTree::Group(group), None) => questions(group.stream(), asked),
            _ => {}
        }
    }
}

/// Whether generated code calls this to ask a question.
fn asks(function: &str) -> bool {
    function == "served_route" || function.starts_with("assert_")
}

/// Collects the strings that name a rule.
fn texts_with_a_rule(tokens: TokenStream, texts: &mut Vec<String>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            texts_with_a_rule(group.stream(), texts);
        } else if let Ok(text) = syn::parse_str::<syn::LitStr>(&token.to_string())
            && text.value().contains("\nrule: ")
        {
            texts.push(text.value());
        }
    }
}

/// A policy that a module gives has no name that anybody wrote.
#[test]
fn a_constant_names_the_policy_as_it_was_written() {
    for (pass, name) in [
        (Pass::First, "and `base::BASE` allows none"),
        (Pass::Inherited, "and the policy of the module allows none"),
    ] {
        let item = drive::tokens("#[get(\"/a\")] async fn a() {}");
        let expansion = expand::attribute(&drive::tokens("policy = base::BASE"), &item, pass);
        assert!(expansion.to_string().contains(name), "{expansion}");
    }
}

/// An allowance of a module is for some of its handlers, not for each.
#[test]
fn an_allowance_of_a_module_needs_no_constant() {
    let item = drive::tokens("#[post(\"/a\")] async fn a(_: Json<u8>) {}");
    for (pass, is_asked) in [(Pass::First, true), (Pass::Inherited, false)] {
        let arguments = "policy = BASE, allow(json_needs_content_type, reason = \"x\")";
        let expansion = expand::attribute(&drive::tokens(arguments), &item, pass);
        let asks = expansion.to_string().contains("needs_allowance");
        assert_eq!(asks, is_asked, "{expansion}");
    }
}
