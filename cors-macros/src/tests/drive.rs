//! The macro as a function from text to text, and what its errors blame.

use proc_macro2::{TokenStream, TokenTree};

use crate::expand::{self, Pass};

/// One `compile_error!` of an expansion.
#[derive(Debug)]
pub(super) struct Error {
    /// The rule; `unreadable` where no rule is about it.
    pub(super) rule: String,
    /// The source text that is underlined; empty where it is the whole attribute.
    pub(super) blamed: String,
    pub(super) message: String,
}

impl Error {
    /// Returns whether another error is of the same rule, about the same text.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.rule == other.rule && self.blamed == other.blamed
    }
}

/// Returns the expansion of `#[cors(arguments)]` on an item, or `policy!(arguments)` without one, or `origin_set!(arguments)`.
pub(super) fn expand(arguments: &str, item: Option<&str>) -> TokenStream {
    let arguments = tokens(arguments);
    match item {
        None => expand::policy(arguments),
        Some("origin_set!") => expand::origin_set(arguments),
        Some(item) => expand::attribute(&arguments, &tokens(item), Pass::First),
    }
}

/// The errors in an expansion, in their order.
pub(super) fn errors(expansion: TokenStream) -> Vec<Error> {
    let mut found = Vec::new();
    let mut rest: &[TokenTree] = &expansion.into_iter().collect::<Vec<_>>();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (TokenTree::Ident(name), [TokenTree::Punct(_), TokenTree::Group(body), ..])
                if name == "compile_error" =>
            {
                let message = syn::parse2::<syn::LitStr>(body.stream())
                    .expect("the message is a string")
                    .value();
                let rule = message
                    .lines()
                    .find_map(|line| line.strip_prefix("rule: "))
                    .unwrap_or("unreadable")
                    .to_owned();
                let blamed = name.span().join(body.span());
                found.push(Error {
                    rule,
                    blamed: blamed
                        .and_then(|span| span.source_text())
                        .unwrap_or_default(),
                    message,
                });
            }
            (TokenTree::Group(group), _) => found.extend(errors(group.stream())),
            _ => {}
        }
    }
    found
}

pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}
