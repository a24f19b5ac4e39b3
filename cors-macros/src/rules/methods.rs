//! The rules about methods.

use cors_runtime::{fault::Fault, rule::Rule};

use super::{Finding, route};
use crate::{
    report::{SourceOrder, SourceSpan},
    route::Handler,
    standard::{FORBIDDEN_METHODS, REGISTERED_METHODS},
    syntax::{Argument, Draft, Listing, Word, suggestions::OMIT_METHODS},
};

/// The definition of a method.
const NAME: &str = "a method is a name such as `PUT`, or a string such as \"VERSION-CONTROL\"";

pub(super) fn check(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut SourceOrder,
    findings: &mut Vec<Finding<'_>>,
) {
    let Some(methods) = &draft.methods else {
        if draft.off.is_none()
            && let Some((place, fault)) = handler.and_then(|handler| unsendable(handler, places))
        {
            findings.push(Finding::new(place, fault));
        }
        return;
    };
    if let Some(options) = only_options(methods)
        && handler.is_some_and(|handler| !handler.serves_options())
    {
        findings.push(Finding::new(options.place, nothing_but_preflights()));
    }
    match &methods.value {
        Listing::Any(place) => findings.push(Finding::new(*place, any())),
        Listing::List { place, .. } if methods.value.is_empty_list() => {
            let fault = Fault::new(
                Rule::EmptyList,
                "the list is empty, so no method is allowed",
            )
            .help(OMIT_METHODS);
            findings.push(Finding::new(*place, fault));
        }
        Listing::List { elements, .. } => {
            for (index, method) in elements.iter().enumerate() {
                let earlier = elements[..index]
                    .iter()
                    .any(|earlier| earlier.text == method.text);
                // A method with a fault of its own is not looked up.
                if let Some(fault) = spelling(method)
                    .or_else(|| earlier.then(|| duplicate(&method.text)))
                    .or_else(|| route::fault(&method.text, handler))
                {
                    findings.push(Finding::new(method.place, fault));
                }
            }
        }
        Listing::Unreadable => {}
    }
}

/// Returns the only method of a list, if it is OPTIONS.
fn only_options(methods: &Argument<Listing<Word>>) -> Option<&Word> {
    match &methods.value {
        Listing::List {
            elements,
            spreads,
            complete: true,
            ..
        } if spreads.is_empty() => match elements.as_slice() {
            [only] if only.text == "OPTIONS" => Some(only),
            _ => None,
        },
        _ => None,
    }
}

fn nothing_but_preflights() -> Fault {
    Fault::new(
        Rule::MethodNotRouted,
        "`OPTIONS` alone leaves no method: preflights are answered for you",
    )
    .help(OMIT_METHODS)
}

/// Returns the fault of a route whose every method is one that pages cannot send.
fn unsendable(handler: &Handler, places: &mut SourceOrder) -> Option<(SourceSpan, Fault)> {
    let methods = handler.methods();
    let are_forbidden = methods
        .iter()
        .all(|method| FORBIDDEN_METHODS.contains(&method.to_ascii_uppercase().as_str()));
    let method = methods.first().filter(|_| are_forbidden)?;
    let fault = Fault::new(
        Rule::ForbiddenMethod,
        format!("no page can call this route: browsers forbid `{method}`"),
    )
    .help("if pages should not call it: `#[cors(off)]`");
    Some((places.of(handler.written_method(method)), fault))
}

/// Returns the fault of a text that is not a method. It may be several.
fn malformed(text: &str) -> Fault {
    if text.is_empty() {
        return Fault::new(Rule::MalformedMethod, "an empty string is not a method").help(NAME);
    }
    let fault = Fault::new(
        Rule::MalformedMethod,
        format!("`{}` is not a method", text.escape_debug()),
    );
    let methods: Vec<&str> = text
        .split([',', ' ', ';', '|'])
        .filter(|method| !method.is_empty())
        .collect();
    let are_words = methods
        .iter()
        .all(|method| method.bytes().all(|byte| byte.is_ascii_alphabetic()));
    fault.help(match methods.as_slice() {
        [method] if are_words => format!("write `{method}`"),
        [_, ..] if are_words => format!("write each as an element: {}", methods.join(", ")),
        _ => NAME.into(),
    })
}

fn any() -> Fault {
    Fault::new(
        Rule::AnyAmongOthers,
        "a policy cannot allow methods that its route does not serve",
    )
    .help(OMIT_METHODS)
}

fn spelling(method: &Word) -> Option<Fault> {
    let text = method.text.as_str();
    let upper = text.to_ascii_uppercase();
    if text == "any" || text == "*" {
        return Some(any());
    }
    // A method may contain `|`, but none does: `GET|POST` is two.
    if http::Method::from_bytes(text.as_bytes()).is_err() || text.contains('|') {
        return Some(malformed(text));
    }
    if FORBIDDEN_METHODS.contains(&upper.as_str()) {
        return Some(
            Fault::new(
                Rule::ForbiddenMethod,
                format!("pages cannot send `{text}`: browsers forbid it"),
            )
            .help("remove it"),
        );
    }
    (text != upper && REGISTERED_METHODS.contains(&upper.as_str())).then(|| {
        Fault::new(
            Rule::MethodCase,
            format!("methods are case-sensitive: `{text}` is not `{upper}`"),
        )
        .help(format!("write `{upper}`"))
    })
}

fn duplicate(method: &str) -> Fault {
    Fault::new(
        Rule::DuplicateEntry,
        format!("`{method}` is already in the list"),
    )
    .help("remove one of them")
}
