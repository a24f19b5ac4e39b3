//! What is left to a constant, where a named policy or a set brings parts in: ``arguments => question `blamed text` ``.

use proc_macro2::{TokenStream, TokenTree};

use super::{drive, table};
use crate::expand::{self, Pass};

const TABLE: &[(&str, &str)] = &[("judged", include_str!("judged.txt"))];

#[test]
fn constants_ask_what_no_attribute_shows() {
    table::report(TABLE, |case| {
        let (arguments, expected) = case.text.rsplit_once(" => ")?;
        let expansion = drive::expand(arguments, case.item);
        let mut asked: Vec<String> = drive::errors(expansion.clone())
            .into_iter()
            .map(|error| format!("{} `{}`", error.rule, error.blamed))
            .collect();
        questions(expansion, &mut asked);
        let asked = asked.join(", ");
        (asked != expected).then_some(asked)
    });
}

/// The calls that ask, each with what it asks about and the text that the compiler would blame.
fn questions(expansion: TokenStream, asked: &mut Vec<String>) {
    let mut name = None;
    for token in expansion {
        match (&token, &name) {
            (TokenTree::Ident(word), _)
                if [
                    "keeps",
                    "needs_allowance",
                    "keeps_bound",
                    "bound_needs_allowance",
                    "serves_one_of",
                ]
                .contains(&word.to_string().as_str()) =>
            {
                name = Some(word.clone());
            }
            (TokenTree::Group(group), Some(call)) => {
                let arguments: Vec<String> = crate::syntax::by_comma(group.stream())
                    .into_iter()
                    .map(|run| run.iter().map(ToString::to_string).collect())
                    .collect();
                let about = &arguments[arguments.len() - 2];
                let about = about.rsplit(':').next().unwrap_or_default();
                let blamed = call.span().source_text().unwrap_or_default();
                asked.push(format!("{call} {about} `{blamed}`"));
                name = None;
            }
            (TokenTree::Group(group), None) => questions(group.stream(), asked),
            _ => {}
        }
    }
}

/// A policy that a module gives has no name that anybody wrote.
#[test]
fn a_constant_names_the_policy_as_it_was_written() {
    for (pass, name) in [
        (Pass::First, "and `base::BASE` lets pages send none"),
        (
            Pass::Inherited,
            "and the policy of the module lets pages send none",
        ),
    ] {
        let item = drive::tokens("#[get(\"/a\")] async fn a() {}");
        let expansion = expand::attribute(&drive::tokens("policy = base::BASE"), &item, pass);
        assert!(expansion.to_string().contains(name), "{expansion}");
    }
}
