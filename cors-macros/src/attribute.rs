//! The attributes of an item, classified by their effect on a route.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

use crate::tokens::Flat;

/// An attribute.
#[derive(Debug)]
pub(crate) struct Attribute {
    pound: TokenTree,
    brackets: Group,
    /// Its name, as a path.
    pub(crate) path: TokenStream,
    /// The tokens in parentheses after the path.
    pub(crate) arguments: Option<TokenStream>,
    pub(crate) kind: AttributeKind,
}

/// The effect of an attribute on a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttributeKind {
    /// `#[get]` and the other attributes of one method.
    Method(&'static str),
    /// `#[route]`.
    Route,
    /// `#[routes]`.
    Routes,
    /// Another `#[cors]`.
    Cors,
    /// The policy that a module adds to its handlers.
    Inherited,
    /// Documentation.
    Doc,
    /// An attribute of the compiler or of a tool. It generates no items.
    Inert,
    /// Any other attribute. It may generate items beside the handler.
    Other,
}

/// The method attributes of actix-web, each with its method.
const METHODS: &[(&str, &str)] = &[
    ("connect", "CONNECT"),
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
    ("query", "QUERY"),
    ("trace", "TRACE"),
];

/// Attributes that generate nothing (The Rust Reference, section "Attributes").
const INERT: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "cold",
    "deprecated",
    "deny",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "track_caller",
    "warn",
];

/// Tools whose attributes generate nothing.
const TOOLS: &[&str] = &[
    "clippy",
    "diagnostic",
    "rustdoc",
    "rustfmt",
    "miri",
    "rust_analyzer",
];

impl AttributeKind {
    /// Checks whether it is a route attribute.
    pub(crate) fn is_route(self) -> bool {
        matches!(self, Self::Method(_) | Self::Route | Self::Routes)
    }
}

impl Attribute {
    /// Reads an attribute from its `#` and its brackets.
    pub(crate) fn new(pound: TokenTree, brackets: Group) -> Self {
        let mut path = TokenStream::new();
        let (mut names, mut arguments) = (Vec::new(), None);
        for token in Flat::of(brackets.stream()) {
            match &token {
                TokenTree::Ident(name) => names.push(name.to_string()),
                TokenTree::Punct(colon) if colon.as_char() == ':' => {}
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    arguments = Some(group.stream());
                    break;
                }
                _ => break,
            }
            path.append(token);
        }
        let kind = kind(&names, arguments.as_ref());
        let has_fragments = |arguments: &TokenStream| {
            let mut tokens = arguments.clone().into_iter();
            tokens.any(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::None))
        };
        let (brackets, arguments) =
            if kind.is_route() && arguments.as_ref().is_some_and(has_fragments) {
                let arguments = arguments.map(without_groups_around_literals);
                let mut plain = Group::new(
                    Delimiter::Bracket,
                    without_groups_around_literals(brackets.stream()),
                );
                plain.set_span(brackets.span());
                (plain, arguments)
            } else {
                (brackets, arguments)
            };
        Self {
            pound,
            brackets,
            path,
            arguments,
            kind,
        }
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.pound.clone());
        tokens.append(self.brackets.clone());
    }
}

/// Classifies an attribute by the last segment of its path: `#[get]`, `#[actix_web::get]`.
fn kind(path: &[String], arguments: Option<&TokenStream>) -> AttributeKind {
    let [first, ..] = path else {
        return AttributeKind::Other;
    };
    let name = path.last().unwrap_or(first).as_str();
    let alone = path.len() == 1;
    if !alone && TOOLS.contains(&first.as_str()) {
        return AttributeKind::Inert;
    }
    match name {
        "route" if arguments.is_some_and(begin_with_a_path) => AttributeKind::Route,
        "routes" => AttributeKind::Routes,
        "cors" => AttributeKind::Cors,
        "__inherited" => AttributeKind::Inherited,
        "doc" if alone => AttributeKind::Doc,
        // A tracing library's `#[trace]` may begin with a string, too.
        "trace" if alone || first != "actix_web" => AttributeKind::Other,
        _ => match METHODS.iter().find(|(attribute, _)| *attribute == name) {
            Some((_, method)) if arguments.is_some_and(begin_with_a_path) => {
                AttributeKind::Method(method)
            }
            None if alone && INERT.contains(&name) => AttributeKind::Inert,
            _ => AttributeKind::Other,
        },
    }
}

/// Removes the invisible groups in which literals of a `macro_rules!` macro come. actix-web does not read a literal in
/// one; without `#[cors]`, the compiler removes them.
fn without_groups_around_literals(tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let inner = without_groups_around_literals(group.stream());
            let mut only = inner.clone().into_iter();
            if let (Delimiter::None, Some(literal @ TokenTree::Literal(_)), None) =
                (group.delimiter(), only.next(), only.next())
            {
                return literal;
            }
            let mut plain = Group::new(group.delimiter(), inner);
            plain.set_span(group.span());
            TokenTree::Group(plain)
        }
        token => token,
    });
    tokens.collect()
}

/// Checks whether arguments begin like a route attribute's. If another library's attribute of the same name counted as
/// one, the handler would have no policy.
fn begin_with_a_path(arguments: &TokenStream) -> bool {
    match Flat::of(arguments.clone()).next() {
        Some(TokenTree::Literal(literal)) => literal.to_string().starts_with(['"', 'r']),
        _ => false,
    }
}
