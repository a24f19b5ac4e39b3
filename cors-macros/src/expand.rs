//! Generates the code of a policy without faults. Otherwise, generates the errors, beside the item as written.

mod checks;
mod constant;
mod named;

use cors_runtime::rule::Rule;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use self::constant::{Constant, OwnElements};
use crate::{
    attribute::AttributeKind,
    item::Item,
    misplaced, module,
    report::{Report, SourceOrder},
    route::Handler,
    rules::{
        self, Violations,
        const_checks::{Check, ConstCheck, const_checks},
    },
    syntax::{self, Draft, Listing, SetSource},
};

/// How often `#[cors]` has run on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    First,
    Moved,
    /// It comes from the module around the handler.
    Inherited,
}

/// `#[cors(..)]`.
pub(crate) fn attribute(arguments: &TokenStream, item: &TokenStream, pass: Pass) -> TokenStream {
    let (mut places, mut report) = (SourceOrder::default(), Report::default());
    let mut draft = syntax::read(arguments.clone(), &mut places, &mut report);
    draft.inherited = pass == Pass::Inherited;
    let mut function = match Item::read(item.clone()) {
        Some(Item::Function(function)) => function,
        Some(Item::Module(module)) => {
            return module::expand(arguments, &module, &crate_path(&draft), &mut places);
        }
        None => {
            rules::check(&draft, None, &mut places, &mut report);
            report.fault(
                places.of(first_token(item)),
                &misplaced::not_a_handler(item),
            );
            let errors = report.into_tokens();
            return quote!(#item #errors);
        }
    };
    // The handler's own policy overrides its module's, whichever comes first.
    let attributes = &mut function.attributes;
    attributes.retain(|attribute| attribute.kind != AttributeKind::Inherited);
    if let Some(second) = attributes
        .iter()
        .position(|attribute| attribute.kind == AttributeKind::Cors)
    {
        if draft.inherited {
            return function.to_token_stream();
        }
        let second = attributes.remove(second);
        report.fault(places.of(second.path), &misplaced::twice());
    }
    let handler = match Handler::of(function) {
        Ok(handler) => handler,
        Err(function) => {
            rules::check(&draft, None, &mut places, &mut report);
            report.fault(
                places.of(&function.name),
                &misplaced::without_route(&function),
            );
            let errors = report.into_tokens();
            return quote!(#function #errors);
        }
    };
    let violations = rules::check(&draft, Some(&handler), &mut places, &mut report);
    if let Some(fault) = misplaced::uncallable(&handler.function) {
        report.fault(places.of(&handler.function.name), &fault);
        let (errors, function) = (report.into_tokens(), handler.function.callable());
        return quote!(#function #errors);
    }
    if !report.is_empty() {
        let (errors, function) = (report.into_tokens(), &handler.function);
        return quote!(#function #errors);
    }
    if handler.has_others_above() && pass != Pass::Moved {
        return moved(&draft, arguments, &handler);
    }
    if handler.resources.is_empty() {
        // actix-web reports what is wrong with the route attribute.
        return handler.function.to_token_stream();
    }
    service(&draft, &violations, &handler, &mut places)
}

/// `policy!(..)`: a constant expression.
pub(crate) fn policy(arguments: TokenStream) -> TokenStream {
    let (mut places, mut report) = (SourceOrder::default(), Report::default());
    let draft = syntax::read(arguments, &mut places, &mut report);
    let violations = rules::check(&draft, None, &mut places, &mut report);
    let path = crate_path(&draft);
    if !report.is_empty() {
        let errors = report.into_tokens();
        return quote!({ #errors #path::__private::policy(#path::__private::Parts::DEFAULT) });
    }
    let Constant { items, policy } = Constant::new(&draft, &violations, None, &mut places);
    let names = named::import(&draft);
    // A constant, so that a policy without a name lives as long as the program.
    quote!({
        use #path::__private as __cors;
        #names
        #items
        const __POLICY: #path::Policy = #policy;
        __POLICY
    })
}

/// `origin_set!(..)`: a constant expression.
pub(crate) fn origin_set(arguments: TokenStream) -> TokenStream {
    let (mut places, mut report) = (SourceOrder::default(), Report::default());
    let draft = syntax::read_set(arguments, &mut places, &mut report);
    let violations = rules::check(&draft.bound, None, &mut places, &mut report);
    let path = crate_path(&draft.bound);
    let (bound, violations) = match draft.bound.origins() {
        _ if !report.is_empty() => (quote!(), quote!()),
        Some(Listing::Any(_)) => {
            let unbounded = rule_set(std::iter::once(Rule::UnboundedOriginSet));
            (quote!("*"), unbounded)
        }
        listing => {
            let own = OwnElements::of(listing, &violations.origins);
            let len = listing.map_or(0, |listing| listing.elements().len());
            (own.texts(0, len), own.violations)
        }
    };
    let source = match &draft.source {
        SetSource::Program => quote!(Program),
        SetSource::Env(name) => quote!(Env(#name)),
        SetSource::File(name) => quote!(File(#name)),
    };
    let (optional, errors) = (draft.optional, report.into_tokens());
    quote!({
        use #path::__private as __cors;
        #errors
        const __BOUND: &[&str] = &[#bound];
        static __STATE: __cors::State = __cors::State::new(__BOUND, __cors::Source::#source, #optional);
        __cors::origin_set(__BOUND, &[#violations], &__STATE)
    })
}

/// Returns the item with `#[cors]` moved directly above the route attribute. The attributes that were between the two then
/// run beside the handler.
fn moved(draft: &Draft, arguments: &TokenStream, handler: &Handler) -> TokenStream {
    let path = crate_path(draft);
    let (above, below) = handler
        .function
        .attributes
        .split_at(handler.route_attribute());
    let mut function = TokenStream::new();
    handler.function.without_attributes(&mut function);
    quote! {
        #(#above)*
        #[#path::__private::__moved(#arguments)]
        #(#below)*
        #function
    }
}

/// Returns a type with the handler's name that registers the handler and its preflights.
fn service(
    draft: &Draft,
    violations: &Violations,
    handler: &Handler,
    places: &mut SourceOrder,
) -> TokenStream {
    let path = crate_path(draft);
    let name = &handler.function.name;
    let docs = handler
        .function
        .attributes
        .iter()
        .filter(|attribute| attribute.kind == AttributeKind::Doc);
    let (items, route) = route(draft, violations, handler, places);
    let registration = registration(handler);
    let names = named::import(draft);
    quote! {
        #(#docs)*
        #[allow(non_camel_case_types)]
        pub struct #name;

        impl #path::__private::HttpServiceFactory for #name {
            fn register(self, __config: &mut #path::__private::AppService) {
                use #path::__private as __cors;
                #names

                #items
                static __ROUTE: __cors::Route = #route;

                #registration
            }
        }
    }
}

/// Returns the constant of a route, with the items that it reads and that check it. The compiler spends about half of what
/// a handler costs it on this, so it is one constant where that is possible.
fn route(
    draft: &Draft,
    violations: &Violations,
    handler: &Handler,
    places: &mut SourceOrder,
) -> (TokenStream, TokenStream) {
    let mut resources = handler.resources.iter().map(|resource| {
        let (path, methods, guarded) =
            (&resource.path, methods(&resource.methods), resource.guarded);
        quote!(#path, #methods, #guarded)
    });
    let first = resources.next();
    let others: Vec<TokenStream> = resources.collect();
    let has_one_path = others.is_empty();
    let others = (!has_one_path).then(|| quote!(.and(&[#(__cors::route_path(#others)),*])));
    let Some(base) = draft.base_alone() else {
        let Constant { items, policy } = Constant::new(draft, violations, Some(handler), places);
        return (items, quote!(__cors::route(#policy, #first) #others));
    };
    let policy = named::policy(base);
    let mut checks = const_checks(draft, Some(handler), places);
    let is_about_methods = |check: &ConstCheck| matches!(check.check, Check::ServesOneOf(_));
    let route = match checks.iter().position(is_about_methods) {
        Some(position) if has_one_path => {
            let ConstCheck { place, message, .. } = checks.remove(position);
            place.call(
                &quote!(__cors::served_route),
                quote!(#policy, #first, #message),
            )
        }
        _ => quote!(__cors::named_route(#policy, #first) #others),
    };
    (
        checks::tokens(checks, &quote!(__cors::parts(#policy))),
        route,
    )
}

/// Returns a list of methods.
fn methods(methods: &[String]) -> TokenStream {
    match methods {
        [only] if ["GET", "POST", "PUT", "DELETE", "PATCH"].contains(&only.as_str()) => {
            let only = format_ident!("{only}");
            quote!(__cors::methods::#only)
        }
        _ => quote!(&[#(#methods),*]),
    }
}

/// Returns the function, and the call that registers it.
fn registration(handler: &Handler) -> TokenStream {
    let name = &handler.function.name;
    if let Some((function, attribute)) = handler.plain() {
        let text = name.to_string();
        let import = import(attribute);
        return quote! {
            #import

            #function

            __cors::register_plain(__cors::to(#name), #text, &__ROUTE, __config);
        };
    }
    let endpoint = if handler.has_wrappers() {
        "__cors::Endpoint::around_wrappers(&__ROUTE)"
    } else {
        "__cors::Endpoint::new(&__ROUTE)"
    };
    let wrapped = handler.wrapped(endpoint, "__is_ordinary");
    let is_ordinary = handler.serves_options().then(|| {
        quote! {
            fn __is_ordinary(context: &__cors::GuardContext<'_>) -> bool {
                __cors::is_ordinary(&__ROUTE, context)
            }
        }
    });
    quote! {
        #is_ordinary

        #wrapped

        __cors::register(#name, &__ROUTE, __config);
    }
}

/// Returns a use of a route attribute that is not run, so that its import is not reported as unused. A path from `$crate`
/// needs none.
fn import(attribute: &TokenStream) -> Option<TokenStream> {
    let tokens = attribute.clone().into_iter().map(|mut token| {
        token.set_span(token.span().resolved_at(Span::call_site()));
        token
    });
    let first = attribute.clone().into_iter().next()?;
    (first.to_string() != "$crate").then(|| quote!(use #(#tokens)* as _;))
}

/// Returns a set of rules.
fn rule_set(rules: impl Iterator<Item = Rule>) -> TokenStream {
    let rules = rules.map(|rule| format_ident!("{rule:?}"));
    quote!(__cors::RuleSet::EMPTY #(.and(__cors::Rule::#rules))*)
}

fn crate_path(draft: &Draft) -> TokenStream {
    draft
        .crate_path
        .clone()
        .unwrap_or_else(|| quote!(::route_cors))
}

fn first_token(item: &TokenStream) -> TokenStream {
    item.clone().into_iter().take(1).collect()
}
