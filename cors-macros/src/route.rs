//! The item below the attribute: a handler and its route attributes, as actix-web reads them. The body is never
//! parsed, and nothing that actix-web reads is changed but for one `wrap` that is added.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Meta, Visibility,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

/// A function with a route attribute.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) function: Function,
    /// What each path serves, in the order of the route attributes.
    pub(crate) resources: Vec<Resource>,
}

/// A path of a handler.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Resource {
    pub(crate) path: String,
    pub(crate) methods: Vec<String>,
    /// Whether a `guard` may keep requests from it.
    pub(crate) guarded: bool,
}

/// A function, as far as it matters.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    /// `async fn`, with whatever else stands before the name.
    pub(crate) qualifiers: TokenStream,
    pub(crate) name: Ident,
    pub(crate) generics: TokenStream,
    pub(crate) parameters: Group,
    /// The return type and the body.
    pub(crate) rest: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let mut qualifiers = TokenStream::new();
        while !input.peek(syn::Token![fn]) {
            // The ABI of `extern "C" fn` is the only literal; anything with a body is no function.
            match input.parse()? {
                token @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => qualifiers.extend([token]),
                other => return Err(syn::Error::new(other.span(), "no function")),
            }
        }
        input.parse::<syn::Token![fn]>()?.to_tokens(&mut qualifiers);
        let name = input.parse()?;
        let mut generics = TokenStream::new();
        let parameters = loop {
            match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    break group;
                }
                token => generics.extend([token]),
            }
        };
        Ok(Self {
            attributes,
            visibility,
            qualifiers,
            name,
            generics,
            parameters,
            rest: input.parse()?,
        })
    }
}

impl Function {
    /// The types of the parameters; none where they cannot be read, which the compiler says.
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
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attributes,
            visibility,
            qualifiers,
            name,
            generics,
            parameters,
            rest,
        } = self;
        tokens.extend(
            quote!(#(#attributes)* #visibility #qualifiers #name #generics #parameters #rest),
        );
    }
}

/// What the attributes of actix-web are called, each with the method that it serves.
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

/// What an attribute is to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `#[get]` and its like.
    Method(&'static str),
    /// `#[route]`.
    Route,
    /// `#[routes]`.
    Routes,
    /// Another `#[cors]`.
    Cors,
    /// What a module puts on its handlers.
    Inherited,
    /// One that the compiler knows, or a tool: it generates nothing.
    Inert,
    /// One that may generate items beside the handler.
    Other,
}

/// Attributes that generate nothing (The Rust Reference, section "Attributes").
const INERT: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "cold",
    "deprecated",
    "deny",
    "doc",
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

/// What an attribute is, by the last segment of its path: `#[get]`, `#[actix_web::get]`.
pub(crate) fn kind(attribute: &Attribute) -> Kind {
    let path = attribute.path();
    let (Some(first), Some(last)) = (path.segments.first(), path.segments.last()) else {
        return Kind::Other;
    };
    let name = last.ident.to_string();
    if path.segments.len() > 1 && TOOLS.contains(&first.ident.to_string().as_str()) {
        return Kind::Inert;
    }
    match name.as_str() {
        "route" if begins_with_a_path(attribute) => Kind::Route,
        "routes" => Kind::Routes,
        "cors" => Kind::Cors,
        "__inherited" => Kind::Inherited,
        _ => match METHODS.iter().find(|(attribute, _)| *attribute == name) {
            Some((_, method)) if begins_with_a_path(attribute) && !is_tracing(path) => {
                Kind::Method(method)
            }
            None if path.segments.len() == 1 && INERT.contains(&name.as_str()) => Kind::Inert,
            _ => Kind::Other,
        },
    }
}

/// Whether the arguments begin as those of a route attribute do. An attribute of the same name that is somebody
/// else's must not pass for one: the handler would be left without its policy.
fn begins_with_a_path(attribute: &Attribute) -> bool {
    let path = |input: ParseStream<'_>| {
        input.parse::<syn::LitStr>()?;
        input.parse::<TokenStream>()
    };
    attribute.parse_args_with(path).is_ok()
}

/// Whether it may be the `#[trace]` of a tracing library, which may begin with a string as well.
fn is_tracing(path: &syn::Path) -> bool {
    let first = path.segments.first();
    path.segments
        .last()
        .is_some_and(|last| last.ident == "trace")
        && (path.segments.len() == 1 || first.is_some_and(|first| first.ident != "actix_web"))
}

impl Handler {
    /// The handler of a function, if it has a route attribute.
    pub(crate) fn of(function: Function) -> Result<Self, Box<Function>> {
        let kinds: Vec<Kind> = function.attributes.iter().map(kind).collect();
        let Some(first) = kinds
            .iter()
            .position(|kind| matches!(kind, Kind::Method(_) | Kind::Route | Kind::Routes))
        else {
            return Err(Box::new(function));
        };
        let several = kinds[first] == Kind::Routes;
        let mut resources: Vec<Resource> = Vec::new();
        for (attribute, kind) in function.attributes.iter().zip(&kinds).skip(first) {
            // Without `#[routes]` the first is the one; the others are left to actix-web.
            if !(several || resources.is_empty()) {
                break;
            }
            let method = match kind {
                Kind::Method(method) => Some(*method),
                Kind::Route if !several => None,
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

    /// Whether it serves OPTIONS itself.
    pub(crate) fn serves_options(&self) -> bool {
        self.resources
            .iter()
            .any(|resource| resource.methods.iter().any(|method| method == "OPTIONS"))
    }

    /// The function with one more `wrap` in each attribute that makes a resource of it: the last, so the
    /// outermost. Where it serves OPTIONS, with one more guard too.
    pub(crate) fn wrapped(&self, wrap: &str, guard: &str) -> TokenStream {
        let guard = self.serves_options().then(|| quote!(guard = #guard,));
        let Function {
            attributes,
            visibility,
            qualifiers,
            name,
            generics,
            parameters,
            rest,
        } = &self.function;
        let several = attributes
            .iter()
            .any(|attribute| kind(attribute) == Kind::Routes);
        let mut first = true;
        let attributes = attributes.iter().map(|attribute| {
            let route = matches!(kind(attribute), Kind::Method(_) | Kind::Route);
            let ours = route && (several || first);
            first &= !route;
            match &attribute.meta {
                Meta::List(list) if ours => {
                    let (path, arguments) = (&list.path, &list.tokens);
                    let comma = (!ends_in_comma(arguments)).then(|| quote!(,));
                    quote!(#[#path(#arguments #comma #guard wrap = #wrap)])
                }
                _ => attribute.to_token_stream(),
            }
        });
        quote!(#(#attributes)* #visibility #qualifiers #name #generics #parameters #rest)
    }

    /// Whether something stands above the route attribute that may generate items, and so has to run where the
    /// handler stands and not inside of what is generated for it.
    pub(crate) fn has_others_above(&self) -> bool {
        let mut kinds = self.function.attributes.iter().map(kind);
        kinds
            .by_ref()
            .take_while(|kind| !matches!(kind, Kind::Method(_) | Kind::Route | Kind::Routes))
            .any(|kind| kind == Kind::Other)
    }

    /// Where the first route attribute stands among the attributes.
    pub(crate) fn route_attribute(&self) -> usize {
        let is_route = |attribute: &Attribute| {
            matches!(
                kind(attribute),
                Kind::Method(_) | Kind::Route | Kind::Routes
            )
        };
        self.function
            .attributes
            .iter()
            .position(is_route)
            .unwrap_or(0)
    }
}

/// Two attributes with one path are one resource, unless one of them is guarded.
fn add(resources: &mut Vec<Resource>, new: Resource) {
    match resources
        .iter_mut()
        .find(|resource| resource.path == new.path && !resource.guarded && !new.guarded)
    {
        Some(same) => same.methods.extend(new.methods),
        None => resources.push(new),
    }
}

/// What a route attribute serves; `None` where actix-web will refuse it.
fn resource(attribute: &Attribute, method: Option<&str>) -> Option<Resource> {
    let arguments: Arguments = attribute.parse_args().ok()?;
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
    Some(Resource {
        path: arguments.path.value(),
        methods,
        guarded,
    })
}

/// The arguments of a route attribute, read as actix-web reads them.
struct Arguments {
    path: syn::LitStr,
    options: Punctuated<syn::MetaNameValue, syn::Token![,]>,
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
