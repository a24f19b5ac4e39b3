//! A handler and its route attributes, as actix-web reads them. They stay as they are, except for an added `wrap`. If the
//! attribute has only a path, this crate generates the registration itself.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::{
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{
    attribute::{Attribute, AttributeKind},
    item::Function,
    tokens::Flat,
};

/// A function with a route attribute.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) function: Function,
    /// The paths that it serves, in the order of the route attributes.
    pub(crate) resources: Vec<RoutePath>,
}

/// A path of a handler.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RoutePath {
    pub(crate) path: String,
    pub(crate) methods: Vec<String>,
    /// Whether it has a `guard`.
    pub(crate) guarded: bool,
}

impl Handler {
    /// Reads the route attributes of a function, if it has one.
    pub(crate) fn of(function: Function) -> Result<Self, Box<Function>> {
        let Some(first) = function
            .attributes
            .iter()
            .position(|attribute| attribute.kind.is_route())
        else {
            return Err(Box::new(function));
        };
        let several = function.attributes[first].kind == AttributeKind::Routes;
        let mut resources: Vec<RoutePath> = Vec::new();
        for attribute in &function.attributes[first..] {
            // Without `#[routes]`, only the first counts; actix-web deals with the others.
            if !(several || resources.is_empty()) {
                break;
            }
            let method = match attribute.kind {
                AttributeKind::Method(method) => Some(method),
                AttributeKind::Route if !several => None,
                _ => continue,
            };
            if let Some(resource) = resource(attribute, method) {
                add(&mut resources, resource);
            } else if !several {
                break;
            }
        }
        Ok(Self {
            function,
            resources,
        })
    }

    /// Returns every method that it serves.
    pub(crate) fn methods(&self) -> Vec<&str> {
        let methods = self.resources.iter().flat_map(|resource| &resource.methods);
        methods.map(String::as_str).collect()
    }

    /// Returns the tokens of its route attributes that name a method: the string, or the attribute's own name.
    pub(crate) fn written_method(&self, method: &str) -> TokenStream {
        let routes = self.function.attributes.iter();
        let routes = routes.filter(|attribute| attribute.kind.is_route());
        let strings = routes
            .clone()
            .flat_map(|route| Flat::of(route.arguments.clone().unwrap_or_default()));
        let mut strings = strings.filter(|token| matches!(token, TokenTree::Literal(_)));
        let named = strings.find(|token| {
            let text = syn::parse2::<syn::LitStr>(token.clone().into());
            text.is_ok_and(|text| text.value() == method)
        });
        match (named, routes.clone().next()) {
            (Some(named), _) => named.into(),
            (None, Some(route)) => route.path.clone(),
            (None, None) => TokenStream::new(),
        }
    }

    /// Checks whether it serves OPTIONS itself.
    pub(crate) fn serves_options(&self) -> bool {
        self.resources
            .iter()
            .any(|resource| resource.methods.iter().any(|method| method == "OPTIONS"))
    }

    /// Returns the function with an added `wrap` in each route attribute. It is the last one, so it is outermost. If the
    /// handler serves OPTIONS, a guard is added, too.
    pub(crate) fn wrapped(&self, wrap: &str, guard: &str) -> TokenStream {
        let guard = self.serves_options().then(|| quote!(guard = #guard,));
        let several = self.attributes().any(|kind| kind == AttributeKind::Routes);
        let (mut tokens, mut first) = (TokenStream::new(), true);
        for attribute in &self.function.attributes {
            let route = matches!(
                attribute.kind,
                AttributeKind::Method(_) | AttributeKind::Route
            );
            let ours = route && (several || first);
            first &= !route;
            match &attribute.arguments {
                Some(arguments) if ours => {
                    let path = &attribute.path;
                    let comma = (!ends_in_comma(arguments)).then(|| quote!(,));
                    tokens.extend(quote!(#[#path(#arguments #comma #guard wrap = #wrap)]));
                }
                _ => attribute.to_tokens(&mut tokens),
            }
        }
        self.function.without_attributes(&mut tokens);
        tokens
    }

    /// Returns whether a route attribute has an option `wrap`, which may be a policy.
    pub(crate) fn has_wrappers(&self) -> bool {
        let attributes = self.function.attributes.iter();
        attributes
            .filter(|attribute| attribute.kind.is_route())
            .filter_map(|attribute| attribute.arguments.clone())
            .flat_map(Flat::of)
            .any(|token| matches!(token, TokenTree::Ident(option) if option == "wrap"))
    }

    /// Returns the function without its route attribute, and the name of that attribute, if the attribute has only a plain
    /// path. actix-web's own attribute handles options, guards, wrappers, several methods, patterns, and errors.
    pub(crate) fn plain(&self) -> Option<(TokenStream, &TokenStream)> {
        let [resource] = self.resources.as_slice() else {
            return None;
        };
        let mut routes = self.attributes().filter(|kind| kind.is_route());
        let (Some(AttributeKind::Method(method)), None) = (routes.next(), routes.next()) else {
            return None;
        };
        let route = &self.function.attributes[self.route_attribute()];
        let is_plain = method != "OPTIONS"
            && Flat::of(route.arguments.clone()?).nth(1).is_none()
            && is_plain_path(&resource.path)
            && self.function.is_plain();
        is_plain.then(|| {
            let mut tokens = TokenStream::new();
            let attributes = self.function.attributes.iter();
            tokens.append_all(attributes.filter(|attribute| !attribute.kind.is_route()));
            self.function.without_attributes(&mut tokens);
            (tokens, &route.path)
        })
    }

    /// Checks whether an attribute above the route attribute may generate items. Such an attribute has to run beside the
    /// handler, not inside the generated code.
    pub(crate) fn has_others_above(&self) -> bool {
        self.attributes()
            .take_while(|kind| !kind.is_route())
            .any(|kind| kind == AttributeKind::Other)
    }

    /// Returns the index of the first route attribute.
    pub(crate) fn route_attribute(&self) -> usize {
        self.attributes()
            .position(AttributeKind::is_route)
            .unwrap_or(0)
    }

    fn attributes(&self) -> impl Iterator<Item = AttributeKind> {
        self.function
            .attributes
            .iter()
            .map(|attribute| attribute.kind)
    }
}

/// Checks whether a path has only static segments and whole segments in braces, which actix-web always accepts.
fn is_plain_path(path: &str) -> bool {
    let Some(path) = path.strip_prefix('/') else {
        return false;
    };
    let mut names: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        let (text, marks) = match segment
            .strip_prefix('{')
            .and_then(|segment| segment.strip_suffix('}'))
        {
            Some(name)
                if name.starts_with(|first: char| first.is_ascii_alphabetic())
                    && !names.contains(&name) =>
            {
                names.push(name);
                (name, "_")
            }
            Some(_) => return false,
            None => (segment, "_-.~"),
        };
        if !text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
        {
            return false;
        }
    }
    names.len() <= 16
}

/// Two attributes with one path are one resource, unless one of them is guarded.
fn add(resources: &mut Vec<RoutePath>, new: RoutePath) {
    match resources
        .iter_mut()
        .find(|resource| resource.path == new.path && !resource.guarded && !new.guarded)
    {
        Some(same) => same.methods.extend(new.methods),
        None => resources.push(new),
    }
}

/// Returns the path that a route attribute serves, or `None` if actix-web will reject the attribute.
fn resource(attribute: &Attribute, method: Option<&str>) -> Option<RoutePath> {
    let arguments = Arguments::read(attribute.arguments.clone()?)?;
    let values = |key: &str| {
        let pairs = arguments
            .options
            .iter()
            .filter(|pair| pair.path.is_ident(key))
            .map(|pair| &pair.value);
        pairs.filter_map(string).collect::<Vec<_>>()
    };
    let methods = match method {
        Some(method) => vec![method.to_owned()],
        None => values("method"),
    };
    let guarded = arguments
        .options
        .iter()
        .any(|pair| pair.path.is_ident("guard"));
    Some(RoutePath {
        path: arguments.path.value(),
        methods,
        guarded,
    })
}

/// The arguments of a route attribute, parsed as actix-web parses them.
struct Arguments {
    path: syn::LitStr,
    options: Punctuated<syn::MetaNameValue, syn::Token![,]>,
}

impl Arguments {
    fn read(tokens: TokenStream) -> Option<Self> {
        let mut flat = Flat::of(tokens.clone());
        let (Some(TokenTree::Literal(path)), None) = (flat.next(), flat.next()) else {
            return syn::parse2(tokens).ok();
        };
        // Most attributes have only a path.
        match syn::Lit::new(path) {
            syn::Lit::Str(path) => Some(Self {
                path,
                options: Punctuated::new(),
            }),
            _ => None,
        }
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        if input.peek(syn::Token![,]) {
            input.parse::<syn::Token![,]>()?;
        }
        Ok(Self {
            path,
            options: input.parse_terminated(syn::MetaNameValue::parse, syn::Token![,])?,
        })
    }
}

fn string(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        syn::Expr::Group(group) => string(&group.expr),
        _ => None,
    }
}

fn ends_in_comma(tokens: &TokenStream) -> bool {
    matches!(tokens.clone().into_iter().last(), Some(TokenTree::Punct(last)) if last.as_char() == ',')
}
