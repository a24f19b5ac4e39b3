//! A sound draft to code, and an unsound one to errors beside the item, which is always emitted.

use cors_runtime::{
    fault::Fault,
    policy::RuleSet,
    rule::{Rule, Severity},
};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::{
    attribute::Kind,
    item::{Function, Item},
    module,
    report::{Places, Report},
    route::Handler,
    rules::{
        self,
        judgement::{Judgement, Question},
    },
    syntax::{self, Draft, Element, Key, Listing, MaxAge, Source, Word},
};

/// Whether `#[cors]` has been moved directly above the route attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    First,
    Moved,
    /// It is that of the module around the handler.
    Inherited,
}

/// `#[cors(..)]`.
pub(crate) fn attribute(arguments: &TokenStream, item: &TokenStream, pass: Pass) -> TokenStream {
    let (mut places, mut report) = (Places::default(), Report::default());
    let mut draft = syntax::read(arguments.clone(), &mut places, &mut report);
    draft.inherited = pass == Pass::Inherited;
    let mut function = match Item::read(item.clone()) {
        Some(Item::Function(function)) => function,
        Some(Item::Module(module)) => {
            return module::expand(arguments, &module, &crate_path(&draft), &mut places);
        }
        None => {
            rules::judge(&draft, None, &mut places, &mut report);
            report.fault(places.of(first_token(item)), &no_handler());
            let errors = report.into_tokens();
            return quote!(#item #errors);
        }
    };
    // The handler's own policy wins over that of its module, in whichever order the two arrive.
    let attributes = &mut function.attributes;
    attributes.retain(|attribute| attribute.kind != Kind::Inherited);
    if let Some(second) = attributes
        .iter()
        .position(|attribute| attribute.kind == Kind::Cors)
    {
        if draft.inherited {
            return function.to_token_stream();
        }
        let second = attributes.remove(second);
        report.fault(places.of(second.path), &twice());
    }
    let handler = match Handler::of(function) {
        Ok(handler) => handler,
        Err(function) => {
            rules::judge(&draft, None, &mut places, &mut report);
            report.fault(places.of(&function.name), &without_route(&function));
            let errors = report.into_tokens();
            return quote!(#function #errors);
        }
    };
    let latents = rules::judge(&draft, Some(&handler), &mut places, &mut report);
    if !report.is_empty() {
        let (errors, function) = (report.into_tokens(), &handler.function);
        return quote!(#function #errors);
    }
    if handler.has_others_above() && pass != Pass::Moved {
        return moved(&draft, arguments, &handler);
    }
    if handler.resources.is_empty() {
        // actix-web says what is wrong with the route attribute.
        return handler.function.to_token_stream();
    }
    service(&draft, &latents, &handler, &mut places)
}

/// `policy!(..)`: a constant expression.
pub(crate) fn policy(arguments: TokenStream) -> TokenStream {
    let (mut places, mut report) = (Places::default(), Report::default());
    let draft = syntax::read(arguments, &mut places, &mut report);
    let latents = rules::judge(&draft, None, &mut places, &mut report);
    let path = crate_path(&draft);
    if !report.is_empty() {
        let errors = report.into_tokens();
        return quote!({ #errors #path::__private::policy(#path::__private::Parts::DEFAULT) });
    }
    let (parts, sets) = (parts(&draft, &latents), sets(&draft));
    let judgements = judgements(&draft, None, &mut places);
    if judgements.is_empty() {
        return quote!({
            use #path::__private as __cors;
            #sets
            __cors::policy(#parts)
        });
    }
    quote!({
        use #path::__private as __cors;
        #sets
        const __POLICY: #path::Policy = __cors::policy(#parts);
        #judgements
        __POLICY
    })
}

/// `origin_set!(..)`: a constant expression.
pub(crate) fn origin_set(arguments: TokenStream) -> TokenStream {
    let (mut places, mut report) = (Places::default(), Report::default());
    let draft = syntax::read_set(arguments, &mut places, &mut report);
    let latents = rules::judge(&draft.bound, None, &mut places, &mut report);
    let path = crate_path(&draft.bound);
    let (bound, latents) = if report.is_empty() {
        let elements = draft.bound.elements();
        (texts(elements), latent_rules(elements, &latents))
    } else {
        (quote!(&[]), quote!(&[]))
    };
    let source = match &draft.source {
        Source::Program => quote!(Program),
        Source::Env(name) => quote!(Env(#name)),
        Source::File(name) => quote!(File(#name)),
    };
    let (optional, errors) = (draft.optional, report.into_tokens());
    quote!({
        use #path::__private as __cors;
        #errors
        const __BOUND: &[&str] = #bound;
        static __STATE: __cors::State = __cors::State::new(__BOUND, __cors::Source::#source, #optional);
        __cors::origin_set(__BOUND, #latents, &__STATE)
    })
}

/// A constant for each question that only a constant can answer. It reads `__POLICY`.
fn judgements(draft: &Draft, handler: Option<&Handler>, places: &mut Places) -> TokenStream {
    let questions = rules::judgement::questions(draft, handler, places).into_iter();
    questions
        .map(|Judgement { place, cfgs, question, message }| {
            let call = match question {
                Question::Keeps(rule) => {
                    let rule = format_ident!("{rule:?}");
                    quote_spanned!(place.span()=> __cors::assert_holds(&__POLICY, __cors::Rule::#rule, #message))
                }
                Question::NeedsAllowance(rule) => {
                    let rule = format_ident!("{rule:?}");
                    quote_spanned!(place.span()=> __cors::assert_needs_allowance(&__POLICY, __cors::Rule::#rule, #message))
                }
                Question::KeepsBound(set, rule) => {
                    let rule = format_ident!("{rule:?}");
                    quote_spanned!(place.span()=> __cors::assert_origins_hold(&__POLICY, &__cors::only_sets({ const __SET: &[__cors::ListedSet] = &[__cors::element(&#set, __cors::RuleSet::EMPTY)]; __SET }), __cors::Rule::#rule, #message))
                }
                Question::BoundNeedsAllowance(set, rule) => {
                    let rule = format_ident!("{rule:?}");
                    quote_spanned!(place.span()=> __cors::assert_origins_need_allowance(&__POLICY, &__cors::only_sets({ const __SET: &[__cors::ListedSet] = &[__cors::element(&#set, __cors::RuleSet::EMPTY)]; __SET }), __cors::Rule::#rule, #message))
                }
                Question::ServesOneOf(methods) => {
                    quote_spanned!(place.span()=> __cors::assert_serves_one_of(&__POLICY, &[#(#methods),*], #message))
                }
            };
            quote!(#(#[cfg(#cfgs)])* const _: () = #call;)
        })
        .collect()
}

/// The item again, with `#[cors]` directly above the route attribute: what stands between the two then runs
/// where the handler stands.
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

/// The type under the handler's name, which registers the handler and what answers its preflights.
fn service(
    draft: &Draft,
    latents: &[RuleSet],
    handler: &Handler,
    places: &mut Places,
) -> TokenStream {
    let path = crate_path(draft);
    let name = &handler.function.name;
    let docs = handler
        .function
        .attributes
        .iter()
        .filter(|attribute| attribute.kind == Kind::Doc);
    let (parts, sets) = (parts(draft, latents), sets(draft));
    let mut resources = handler.resources.iter().map(|resource| {
        let (path, methods, guarded) = (&resource.path, &resource.methods, resource.guarded);
        quote!(#path, &[#(#methods),*], #guarded)
    });
    let first = resources.next();
    let others: Vec<TokenStream> = resources.collect();
    let others = (!others.is_empty()).then(|| quote!(.and(&[#(__cors::resource(#others)),*])));
    let judgements = judgements(draft, Some(handler), places);
    let (constant, policy) = if judgements.is_empty() {
        (TokenStream::new(), quote!(__cors::policy(#parts)))
    } else {
        let constant = quote!(const __POLICY: #path::Policy = __cors::policy(#parts); #judgements);
        (constant, quote!(__POLICY))
    };
    let registration = registration(handler);
    quote! {
        #(#docs)*
        #[allow(non_camel_case_types)]
        pub struct #name;

        impl #path::__private::HttpServiceFactory for #name {
            fn register(self, __config: &mut #path::__private::AppService) {
                use #path::__private as __cors;

                #sets
                #constant
                static __ROUTE: __cors::Route = __cors::route(#policy, #first) #others;

                #registration
            }
        }
    }
}

/// The function, and the call that registers it.
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
    let wrapped = handler.wrapped("__cors::Endpoint::new(&__ROUTE)", "__is_ordinary");
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

/// What a route attribute that is not run was imported for; a path from `$crate` was not. As code of ours it is not
/// linted.
fn import(attribute: &TokenStream) -> Option<TokenStream> {
    let tokens = attribute.clone().into_iter().map(|mut token| {
        token.set_span(token.span().resolved_at(Span::call_site()));
        token
    });
    let first = attribute.clone().into_iter().next()?;
    (first.to_string() != "$crate").then(|| quote!(use #(#tokens)* as _;))
}

/// The parts of a policy, as far as they are not the default or those of its base.
fn parts(draft: &Draft, latents: &[RuleSet]) -> TokenStream {
    let mut parts = match &draft.base {
        None => quote!(__cors::Parts::DEFAULT),
        Some(base) => {
            let base = &base.value;
            quote!(__cors::base(&#base))
        }
    };
    match draft.origins.as_ref().map(|key| &key.value) {
        None => {}
        Some(Listing::Any(_)) => parts.extend(quote!(.any_origin())),
        Some(listing) => {
            let elements = listing.elements();
            let origins = texts(elements);
            parts.extend(quote!(.origins(#origins)));
            if latents.iter().any(|latent| *latent != RuleSet::EMPTY) {
                let latents = latent_rules(elements, latents);
                parts.extend(quote!(.violations(#latents)));
            }
            if draft.sets().next().is_some() {
                parts.extend(quote!(.sets(__SETS)));
            }
        }
    }
    if let Some(key) = &draft.methods {
        let methods = key.value.elements().iter().map(|method| &method.text);
        parts.extend(quote!(.methods(&[#(#methods),*])));
    }
    if let Some(key) = &draft.headers {
        parts.extend(names(
            key,
            || quote!(.any_header()),
            |names| quote!(.headers(&[#names])),
        ));
    }
    if let Some(key) = &draft.expose {
        parts.extend(names(
            key,
            || quote!(.expose_any()),
            |names| quote!(.expose(&[#names])),
        ));
    }
    let based = draft.base.is_some();
    if let Some(Key { value, .. }) = draft.credentials.as_ref().filter(|key| key.value || based) {
        parts.extend(quote!(.credentials(#value)));
    }
    let seconds = match draft.max_age.as_ref().map(|key| &key.value) {
        Some(MaxAge::Off) => Some(0),
        Some(MaxAge::Seconds { seconds, .. }) => {
            seconds.and_then(|seconds| u32::try_from(seconds).ok())
        }
        Some(MaxAge::Unreadable) | None => None,
    };
    if let Some(seconds) = seconds {
        parts.extend(quote!(.max_age(#seconds)));
    }
    if let Some(Key { value, .. }) = draft.rejects.as_ref().filter(|key| key.value || based) {
        let mismatch = format_ident!("{}", if *value { "Reject" } else { "Omit" });
        parts.extend(quote!(.mismatch(__cors::Mismatch::#mismatch)));
    }
    if let Some(allowed) = allowed(draft) {
        parts.extend(quote!(.allow(#allowed)));
    }
    parts
}

/// Returns the rules about origins that the policy's own `allow(..)` names.
fn allowed(draft: &Draft) -> Option<TokenStream> {
    let rules: Vec<Rule> = draft
        .allowances
        .iter()
        .filter_map(|allowance| Rule::named(&allowance.rule))
        .filter(|rule| rules::judgement::is_about_parts(*rule))
        .collect();
    (!rules.is_empty()).then(|| and(&quote!(__cors::RuleSet::EMPTY), rules.into_iter()))
}

/// The origins and patterns of a list.
fn texts(elements: &[Element]) -> TokenStream {
    let written = elements.iter().filter(|element| element.set.is_none());
    let texts = written.map(|Element { word, cfgs, .. }| {
        let text = &word.text;
        quote!(#(#[cfg(#cfgs)])* #text)
    });
    quote!(&[#(#texts),*])
}

/// What would be refused about some elements of a list.
fn latent_rules(elements: &[Element], latents: &[RuleSet]) -> TokenStream {
    let latents = elements.iter().zip(latents);
    let refused = latents.filter(|(_, latent)| **latent != RuleSet::EMPTY);
    let rules = refused.map(|(Element { cfgs, .. }, latent)| {
        let rules = Rule::ALL.iter().copied();
        let latent = and(
            &quote!(__cors::RuleSet::EMPTY),
            rules.filter(|rule| latent.contains(*rule)),
        );
        quote!(#(#[cfg(#cfgs)])* #latent)
    });
    quote!(&[#(#rules),*])
}

/// The static with the sets of a list, if there are any.
fn sets(draft: &Draft) -> Option<TokenStream> {
    draft.sets().next()?;
    let elements = draft.sets().map(|(element, path)| {
        let (cfgs, allowances) = (&element.cfgs, element.allowances.iter());
        let rules = allowances
            .filter_map(|allowance| Rule::named(&allowance.rule))
            // Nothing allows these where they are refused.
            .filter(|rule| rule.severity() != Severity::Hard && !matches!(rule, Rule::NullOrigin | Rule::FileOrigin));
        let allowed = and(&quote!(__cors::RuleSet::EMPTY), rules);
        quote_spanned!(element.word.place.span()=> #(#[cfg(#cfgs)])* __cors::element(&#path, #allowed))
    });
    Some(quote!(static __SETS: &[__cors::ListedSet] = &[#(#elements),*];))
}

/// Rules added to others.
fn and(others: &TokenStream, rules: impl Iterator<Item = Rule>) -> TokenStream {
    let rules = rules.map(|rule| format_ident!("{rule:?}"));
    quote!(#others #(.and(__cors::Rule::#rules))*)
}

/// What is said of header names: of any, or of those in a list.
fn names(
    key: &Key<Listing<Word>>,
    any: fn() -> TokenStream,
    listed: fn(TokenStream) -> TokenStream,
) -> TokenStream {
    if key.value.is_any() {
        return any();
    }
    let names = key.value.elements().iter();
    let names = names.map(|name| name.text.to_ascii_lowercase());
    listed(quote!(#(#names),*))
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

fn twice() -> Fault {
    Fault::new(
        Rule::MisplacedAttribute,
        "a route has one policy, and this is a second one",
    )
    .help("leave one `#[cors(..)]` on the handler")
}

fn no_handler() -> Fault {
    Fault::new(Rule::MisplacedAttribute, "`#[cors]` is about a route, and this is no handler")
        .help("put it above the route attribute of a function: `#[cors(..)] #[get(\"/\")] async fn index() ..`")
        .help("for a scope, a resource or files: `static API: Policy = policy!(..)` and `.wrap(API.middleware())`")
}

fn without_route(function: &Function) -> Fault {
    let name = &function.name;
    Fault::new(Rule::MisplacedAttribute, format!("`#[cors]` finds no route attribute below it on `{name}`"))
        .help("put `#[cors(..)]` above `#[get(..)]` and its like, and above `#[routes]`: below them the path is gone")
        .help(format!(
            "instead of `.route(\"/{name}\", web::get().to({name}))`: `#[cors(..)] #[get(\"/{name}\")] async fn {name}(..)` and `.service({name})`"
        ))
}
