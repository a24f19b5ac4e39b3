//! `#[cors(..)]` on an inline module: the policy of every handler in it that has none of its own.
//!
//! The policy becomes a static beside the module, so that the paths in its arguments keep their meaning. Each handler names
//! it by `super::`.

use cors_runtime::{
    fault::Fault,
    rule::{Condition, Rule},
};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use crate::{
    attribute::{Attribute, AttributeKind},
    item::Module,
    report::{Report, SourceOrder},
    rules::is_needed,
    tokens::{Flat, by_comma},
};

/// Returns the module, and the static of its policy.
pub(crate) fn expand(
    arguments: &TokenStream,
    module: &Module,
    path: &TokenStream,
    places: &mut SourceOrder,
) -> TokenStream {
    // The static reports faults of the arguments.
    let mut report = Report::default();
    let Module {
        attributes,
        head,
        name,
        content,
    } = module;
    let policy = format_ident!("__CORS_{}", name.to_string().trim_start_matches("r#"));
    let (of_routes, arguments) = split(arguments);
    let inherit = |to: &TokenStream| quote!(#[#path::__private::__inherited(policy = #to #policy, crate = #path, #of_routes)]);
    let mut routes = 0;
    let unused = unused(&of_routes, &content.stream());
    let content = inside(content.stream(), &quote!(super::), &inherit, &mut routes);
    if routes == 0 {
        report.fault(places.of(name), &no_handler(name));
    }
    for (place, fault) in unused {
        report.fault(places.of(place), &fault);
    }
    let errors = report.into_tokens();
    quote! {
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        static #policy: #path::Policy = #path::policy!(#arguments);

        #(#attributes)*
        #head #name { #content }
        #errors
    }
}

/// Returns the allowances without effect: no token of the module names an extractor that they are about.
fn unused(allowances: &TokenStream, content: &TokenStream) -> Vec<(Ident, Fault)> {
    Flat::of(allowances.clone())
        .filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        })
        .flatten()
        .filter_map(|token| match token {
            TokenTree::Ident(name) => signature_rule(&name).map(|rule| (name, rule)),
            _ => None,
        })
        .filter(|(_, rule)| !is_needed(*rule, content))
        .map(|(name, _)| {
            let what =
                format!("`{name}` rejects nothing in this module, so the allowance has no effect");
            (name, Fault::new(Rule::UnusedAllow, what).help("remove it"))
        })
        .collect()
}

/// Returns the rule with a name, if it is about handlers.
fn signature_rule(name: &Ident) -> Option<Rule> {
    Rule::named(&name.to_string()).filter(|rule| rule.condition() == Condition::Handler)
}

fn no_handler(name: &Ident) -> Fault {
    Fault::new(
        Rule::MisplacedAttribute,
        format!("the module `{name}` contains no handler for `#[cors]`"),
    )
    .help("`#[cors]` on a module applies to the functions in it that have a route attribute, such as `#[get(\"/\")]`")
    .help("it does not see handlers in other files or from macros: there, write `#[cors(policy = super::API)]` on each handler, with `static API: Policy = policy!(..)`")
}

/// Splits the arguments into the allowances about what handlers take, and the others.
fn split(arguments: &TokenStream) -> (TokenStream, TokenStream) {
    let (mut of_routes, mut others) = (TokenStream::new(), TokenStream::new());
    for run in by_comma(arguments.clone()) {
        let [TokenTree::Ident(allow), TokenTree::Group(group)] = run.as_slice() else {
            others.extend(quote!(#(#run)* ,));
            continue;
        };
        let (mut for_routes, mut for_others, mut reason) = (Vec::new(), Vec::new(), Vec::new());
        for part in by_comma(group.stream()) {
            match part.as_slice() {
                [TokenTree::Ident(name)] if signature_rule(name).is_some() => {
                    for_routes.push(name.clone());
                }
                [TokenTree::Ident(name)] => for_others.push(name.clone()),
                part => reason.extend_from_slice(part),
            }
        }
        if !for_routes.is_empty() {
            of_routes.extend(quote!(#allow(#(#for_routes,)* #(#reason)*),));
        }
        // The policy reports names that are not a rule.
        if !for_others.is_empty() || for_routes.is_empty() {
            others.extend(quote!(#allow(#(#for_others,)* #(#reason)*),));
        }
    }
    (of_routes, others)
}

/// Returns the content of a module, with the attribute that `inherit` makes for each handler.
fn inside(
    content: TokenStream,
    to: &TokenStream,
    inherit: &dyn Fn(&TokenStream) -> TokenStream,
    routes: &mut usize,
) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = content.into_iter().peekable();
    let mut above: Vec<Attribute> = Vec::new();
    let mut module = false;
    while let Some(token) = tokens.next() {
        if let (TokenTree::Punct(pound), Some(TokenTree::Group(group))) = (&token, tokens.peek())
            && pound.as_char() == '#'
            && group.delimiter() == Delimiter::Bracket
        {
            above.push(Attribute::new(token.clone(), group.clone()));
            tokens.next();
            continue;
        }
        let own = above
            .iter()
            .any(|attribute| attribute.kind == AttributeKind::Cors);
        let is_handler = above.iter().any(|attribute| attribute.kind.is_route());
        // If an item with `#[cors]` is not a handler, its own attribute reports that.
        *routes += usize::from(is_handler || own);
        if is_handler && !own {
            out.extend(inherit(to));
        }
        out.extend(above.drain(..).map(ToTokens::into_token_stream));
        match token {
            TokenTree::Ident(word) if word == "mod" && !own => {
                module = true;
                out.extend([TokenTree::Ident(word)]);
            }
            TokenTree::Group(group) if module && group.delimiter() == Delimiter::Brace => {
                let content = inside(group.stream(), &quote!(#to super::), inherit, routes);
                let mut nested = Group::new(Delimiter::Brace, content);
                nested.set_span(group.span());
                out.extend([TokenTree::Group(nested)]);
                module = false;
            }
            TokenTree::Punct(end) if end.as_char() == ';' => {
                module = false;
                out.extend([TokenTree::Punct(end)]);
            }
            token => out.extend([token]),
        }
    }
    out.extend(above.into_iter().map(ToTokens::into_token_stream));
    out
}
