//! Tokens without the invisible groups that the fragments of a `macro_rules!` macro come in.

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream::IntoIter};

/// The tokens of a stream, and of the invisible groups in it in their place.
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
