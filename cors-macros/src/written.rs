//! Tokens as text, spaced as a person writes them.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use crate::tokens::Flat;

/// Returns the tokens as text: `http::header::CONTENT_TYPE`, not `http :: header :: CONTENT_TYPE`.
pub(crate) fn written(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut previous: Option<TokenTree> = None;
    // Whether the last token can end an operand, so that an operator after it is binary.
    let mut operand = false;
    for token in Flat::of(tokens) {
        if previous
            .as_ref()
            .is_some_and(|previous| is_spaced(previous, &token, operand))
        {
            text.push(' ');
        }
        operand = match &token {
            // `60 *` awaits an operand, `-` of `-1` does too.
            TokenTree::Punct(_) => false,
            _ => true,
        };
        match &token {
            TokenTree::Group(group) => text.push_str(&group_text(group)),
            token => text.push_str(&token.to_string()),
        }
        previous = Some(token);
    }
    text
}

fn group_text(group: &Group) -> String {
    let inner = written(group.stream());
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::Brace if inner.is_empty() => "{}".into(),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::None => inner,
    }
}

/// Returns whether there is a space between two tokens. `operand` says whether the first ends an operand.
fn is_spaced(previous: &TokenTree, next: &TokenTree, operand: bool) -> bool {
    let is_word = |token: &TokenTree| matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
    match (previous, next) {
        (TokenTree::Punct(first), TokenTree::Punct(_)) if first.spacing() == Spacing::Joint => {
            false
        }
        (TokenTree::Punct(mark), _) => match mark.as_char() {
            ',' | ';' | '=' | '>' | '+' | '/' | '|' => true,
            // An operator after an operand was written with a space before it.
            '*' => is_word(next),
            _ => false,
        },
        (_, TokenTree::Punct(mark)) => match mark.as_char() {
            '=' | '+' | '*' | '/' | '|' => operand,
            _ => false,
        },
        (TokenTree::Group(group), _) => group.delimiter() == Delimiter::Bracket && is_word(next),
        (_, TokenTree::Group(group)) => {
            matches!(previous, TokenTree::Literal(_)) || group.delimiter() == Delimiter::Brace
        }
        (_, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn tokens_are_spaced_as_they_are_written() {
        for text in [
            "http::header::CONTENT_TYPE",
            "std::time::Duration::from_secs(3600)",
            "60 * 60",
            "-1",
            "24 * 60 * 60",
            "&TENANTS",
            "origin_set!(within = [])",
            "env!(\"ORIGIN\")",
            "[\"a\", \"b\"]",
            "#[cfg(test)] \"x-test\"",
            "\"a\" \"b\"",
            "origins any",
            "insecure_origin = \"why\"",
            "vec![Method::GET]",
            "*",
            "a.b(c)",
            "1.5",
            "{}",
        ] {
            assert_eq!(written(text.parse().expect("tokens")), text);
        }
    }
}
