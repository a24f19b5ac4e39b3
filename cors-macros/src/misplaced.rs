//! The rule `misplaced_attribute`: what to do about `#[cors]` on something that is not a handler.

use cors_runtime::{fault::Fault, rule::Rule};
use proc_macro2::{TokenStream, TokenTree};

use crate::{attribute::AttributeKind, item::Function, tokens::Flat};

/// Returns the fault of a second `#[cors]` on a handler.
pub(crate) fn twice() -> Fault {
    Fault::new(
        Rule::MisplacedAttribute,
        "a route has one policy, and this is a second one",
    )
    .help("remove one of the two `#[cors(..)]`")
}

/// Returns the fault of an item that is neither a function nor an inline module.
pub(crate) fn not_a_handler(item: &TokenStream) -> Fault {
    let words: Vec<String> = Flat::of(item.clone())
        .take_while(|token| {
            !matches!(token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace)
        })
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        })
        .collect();
    let after = |keyword: &str| {
        let at = words.iter().position(|word| word == keyword)?;
        words.get(at + 1)
    };
    if let Some(module) = after("mod") {
        return fault("`#[cors]` does not see the handlers of a module in another file")
            .help(format!(
                "above `mod {module};`, write `static API: Policy = policy!(..)`, and on each handler in the file `#[cors(policy = super::API)]`"
            ))
            .help(format!("or move the content here: `mod {module} {{ .. }}`"));
    }
    fault("`#[cors]` is for handlers, and this is not one")
        .help("for one route, it stands above the route attribute: `#[cors(..)] #[get(\"/\")] async fn index() ..`")
        .help("for a scope or a whole application: `static API: Policy = policy!(..)` and `.wrap(API.middleware())`")
}

/// Returns the fault of a function without a route attribute.
pub(crate) fn without_route(function: &Function) -> Fault {
    let name = &function.name;
    if name == "main" {
        return fault("`main` is not a handler")
            .help("for the whole application: `static API: Policy = policy!(..)` and `App::new().wrap(API.middleware())`")
            .help("for one route: `#[cors(..)]` above its `#[get(..)]`");
    }
    if function.is_method() {
        return method(name);
    }
    fault(format!("`{name}` has no route attribute below `#[cors]`"))
        .help("move `#[cors(..)]` above `#[get(..)]` or `#[routes]`, which remove the path")
        .help(format!(
            "for a handler registered with `.route(\"/{name}\", web::get().to({name}))`: `#[cors(..)] #[get(\"/{name}\")] async fn {name}(..)` and `.service({name})`"
        ))
}

/// Returns the fault of a function that actix-web cannot call, if it is certain.
pub(crate) fn uncallable(function: &Function) -> Option<Fault> {
    if function.is_method() {
        return Some(method(&function.name));
    }
    // Another attribute may change the function before actix-web sees it.
    if function
        .attributes
        .iter()
        .any(|attribute| attribute.kind == AttributeKind::Other)
    {
        return None;
    }
    let routes = function.attributes.iter().filter(|attribute| {
        let path = attribute.path.to_string();
        attribute.kind.is_route() && (!path.contains(':') || path.starts_with("actix_web"))
    });
    if routes.clone().count() > 1
        && !routes
            .clone()
            .any(|route| route.kind == AttributeKind::Routes)
    {
        return Some(
            fault(format!("`{}` has several route attributes", function.name))
                .help("actix-web needs `#[routes]` above them, below `#[cors(..)]`"),
        );
    }
    let words = function.head.clone().into_iter();
    let is_async = words
        .into_iter()
        .any(|token| matches!(&token, TokenTree::Ident(word) if word == "async"));
    (!is_async && !may_return_a_future(function)).then(|| {
        fault(format!("the handler `{}` is not `async`", function.name))
            .help(format!("make it `async fn {}`", function.name))
    })
}

/// The types that a handler returns and that are no futures.
const READY: &[&str] = &[
    "HttpResponse",
    "Json",
    "Option",
    "Responder",
    "Result",
    "String",
];

/// Returns whether the return type may be a future: it is neither missing nor one of the usual responders.
fn may_return_a_future(function: &Function) -> bool {
    let mut tokens = Flat::of(function.rest.clone());
    let is_dash =
        |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '-');
    if !tokens.next().is_some_and(|first| is_dash(&first)) {
        return false;
    }
    // `->`, then a path: its last segment before `<`.
    let mut last = None;
    for token in tokens.skip(1) {
        match token {
            TokenTree::Ident(word) if word == "impl" => {}
            TokenTree::Ident(word) => last = Some(word.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == ':' => {}
            TokenTree::Punct(mark) if mark.as_char() == '&' => return false,
            _ => break,
        }
    }
    last.is_none_or(|last| !READY.contains(&last.as_str()))
}

fn method(name: &proc_macro2::Ident) -> Fault {
    fault(format!("`{name}` is a method, and a handler is a function")).help(
        "move it out of the `impl`, and take the state as a parameter: `state: web::Data<State>`",
    )
}

fn fault(what: impl Into<String>) -> Fault {
    Fault::new(Rule::MisplacedAttribute, what)
}
