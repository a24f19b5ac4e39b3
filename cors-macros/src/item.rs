//! The item below the attribute, split at its outermost tokens. The body is never parsed, so half-typed code is no
//! problem, and builds stay fast.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::{parse::Parser, punctuated::Punctuated};

use crate::{attribute::Attribute, tokens::Flat};

/// An item that `#[cors]` can annotate.
#[derive(Debug)]
pub(crate) enum Item {
    Function(Function),
    Module(Module),
}

/// A function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    /// The tokens before the name: `pub async fn`.
    pub(crate) head: TokenStream,
    pub(crate) name: Ident,
    pub(crate) generics: TokenStream,
    pub(crate) parameters: Group,
    /// The return type and the body.
    pub(crate) rest: TokenStream,
}

/// An inline module.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    /// `pub mod`.
    pub(crate) head: TokenStream,
    pub(crate) name: Ident,
    pub(crate) content: Group,
}

impl Item {
    /// Splits an item, if `#[cors]` can annotate it.
    pub(crate) fn read(item: TokenStream) -> Option<Self> {
        let mut tokens = Flat::of(item).peekable();
        let mut attributes = Vec::new();
        while let Some(pound) = tokens.next_if(|token| is_punct(token, '#')) {
            match tokens.next()? {
                TokenTree::Group(brackets) if brackets.delimiter() == Delimiter::Bracket => {
                    attributes.push(Attribute::new(pound, brackets));
                }
                _ => return None,
            }
        }
        let mut head = TokenStream::new();
        loop {
            let token = tokens.next()?;
            let keyword = match &token {
                TokenTree::Ident(word) if word == "fn" || word == "mod" => Some(word == "fn"),
                // `pub(crate)`; the ABI of `extern "C" fn` is the only literal. Anything with a body is no function.
                TokenTree::Ident(_) | TokenTree::Literal(_) => None,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => None,
                _ => return None,
            };
            head.append(token);
            let Some(function) = keyword else { continue };
            let TokenTree::Ident(name) = tokens.next()? else {
                return None;
            };
            if !function {
                return match tokens.next()? {
                    TokenTree::Group(content) if content.delimiter() == Delimiter::Brace => {
                        Some(Self::Module(Module {
                            attributes,
                            head,
                            name,
                            content,
                        }))
                    }
                    _ => None,
                };
            }
            let mut generics = TokenStream::new();
            let parameters = loop {
                match tokens.next()? {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                        break group;
                    }
                    token => generics.append(token),
                }
            };
            return Some(Self::Function(Function {
                attributes,
                head,
                name,
                generics,
                parameters,
                rest: tokens.collect(),
            }));
        }
    }
}

impl Function {
    /// Returns the types of the parameters, or none if they cannot be parsed; the compiler reports that.
    pub(crate) fn parameter_types(&self) -> Vec<syn::Type> {
        let parser = Punctuated::<syn::FnArg, syn::Token![,]>::parse_terminated;
        let parameters = parser.parse2(self.parameters.stream()).unwrap_or_default();
        let types = parameters
            .into_iter()
            .filter_map(|parameter| match parameter {
                syn::FnArg::Typed(typed) => Some(*typed.ty),
                syn::FnArg::Receiver(_) => None,
            });
        types.collect()
    }

    /// Returns the function as one that actix-web can call, so that the rest of the file compiles: `async`, with one
    /// route attribute, and with none if it is a method.
    pub(crate) fn callable(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        let mut routes = usize::from(self.is_method());
        tokens.append_all(self.attributes.iter().filter(|attribute| {
            let is_route = attribute.kind.is_route();
            routes += usize::from(is_route);
            !is_route || routes == 1
        }));
        let mut head: Vec<TokenTree> = self.head.clone().into_iter().collect();
        let is_async =
            |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "async");
        if !head.iter().any(is_async) {
            let keyword = head.len().saturating_sub(1);
            let token = Ident::new("async", Span::call_site());
            head.insert(keyword, TokenTree::Ident(token));
        }
        tokens.append_all(head);
        self.name.to_tokens(&mut tokens);
        self.generics.to_tokens(&mut tokens);
        self.parameters.to_tokens(&mut tokens);
        self.rest.to_tokens(&mut tokens);
        tokens
    }

    /// Returns whether its first parameter is `self`.
    pub(crate) fn is_method(&self) -> bool {
        Flat::of(self.parameters.stream())
            .take(4)
            .any(|token| matches!(&token, TokenTree::Ident(word) if word == "self"))
    }

    /// Adds everything but the attributes.
    pub(crate) fn without_attributes(&self, tokens: &mut TokenStream) {
        self.head.to_tokens(tokens);
        self.name.to_tokens(tokens);
        self.generics.to_tokens(tokens);
        self.parameters.to_tokens(tokens);
        self.rest.to_tokens(tokens);
    }

    /// Checks whether it is `async fn name(..) -> ..`, with any visibility.
    pub(crate) fn is_plain(&self) -> bool {
        let head = self.head.clone().into_iter();
        let mut words = head.filter(|token| matches!(token, TokenTree::Ident(_)));
        let first = words.find(|word| word.to_string() != "pub");
        first.is_some_and(|word| word.to_string() == "async")
            && words.count() == 1
            && self.generics.is_empty()
            && self
                .rest
                .clone()
                .into_iter()
                .next()
                .is_some_and(|token| is_punct(&token, '-'))
            && !self.name.to_string().starts_with("r#")
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.without_attributes(tokens);
    }
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}
