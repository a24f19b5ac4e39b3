//! Tokens without the invisible groups around fragments of `macro_rules!`.

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream::IntoIter};

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
