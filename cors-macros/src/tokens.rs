//! Streams of tokens: split at commas, and without the invisible groups around fragments of `macro_rules!`.

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream::IntoIter};

/// Returns the runs of tokens between commas. A trailing comma adds none.
pub(crate) fn by_comma(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut runs = vec![Vec::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => runs.push(Vec::new()),
            token => runs.last_mut().expect("never empty").push(token),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// An iterator over the tokens of a stream that enters invisible groups.
pub(crate) struct Flat {
    open: Vec<IntoIter>,
}

impl Flat {
    pub(crate) fn of(tokens: TokenStream) -> Self {
        Self {
            open: vec![tokens.into_iter()],
        }
    }
}

impl Iterator for Flat {
    type Item = TokenTree;

    fn next(&mut self) -> Option<TokenTree> {
        loop {
            match self.open.last_mut()?.next() {
                None => {
                    self.open.pop();
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                    self.open.push(group.stream().into_iter());
                }
                token => return token,
            }
        }
    }
}
