//! The rules about methods.

use cors_runtime::{fault::Fault, rule::Rule};

use super::{Finding, route};
use crate::{
    route::Handler,
    standard::{FORBIDDEN_METHODS, REGISTERED_METHODS},
    syntax::{Draft, Listing, Word},
};

pub(super) fn judge(draft: &Draft, handler: Option<&Handler>, findings: &mut Vec<Finding<'_>>) {
    let Some(methods) = &draft.methods else {
        return;
    };
    match &methods.value {
        Listing::Any(place) => findings.push(Finding::new(*place, any())),
        Listing::List { place, .. } if methods.value.is_empty_list() => {
            let fault = Fault::new(
                Rule::EmptyList,
                "a list without a method lets no request through",
            )
            .help("leave `methods` out: then it is what the route serves");
            findings.push(Finding::new(*place, fault));
        }
        Listing::List { elements, .. } => {
            for (index, method) in elements.iter().enumerate() {
                let earlier = elements[..index]
                    .iter()
                    .any(|earlier| earlier.text == method.text);
                // What has a fault of its own is not asked for besides.
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

/// What is said of what is no method: it may be several.
fn malformed(text: &str) -> Fault {
    if text.is_empty() {
        return Fault::new(Rule::MalformedMethod, "an empty string is no method")
            .help("write a method: `PUT`");
    }
    let fault = Fault::new(
        Rule::MalformedMethod,
        format!("`{}` is no method", text.escape_debug()),
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
        [_, ..] if are_words => format!("write each as an element: [{}]", methods.join(", ")),
        _ => {
            "write a method: `PUT`, or in quotes what is no identifier: \"VERSION-CONTROL\"".into()
        }
    })
}

fn any() -> Fault {
    Fault::new(
        Rule::AnyAmongOthers,
        "a route serves the methods that it serves, and not any",
    )
    .help("leave `methods` out: then it is what the route serves")
}

fn spelling(method: &Word) -> Option<Fault> {
    let text = method.text.as_str();
    let upper = text.to_ascii_uppercase();
    if text == "any" || text == "*" {
        return Some(any());
    }
    // `|` may stand in a method, and stands in none: `GET|POST` is two.
    if http::Method::from_bytes(text.as_bytes()).is_err() || text.contains('|') {
        return Some(malformed(text));
    }
    if FORBIDDEN_METHODS.contains(&upper.as_str()) {
        return Some(
            Fault::new(
                Rule::ForbiddenMethod,
                format!("no page can send `{text}`: browsers forbid it"),
            )
            .help("leave it out"),
        );
    }
    (text != upper && REGISTERED_METHODS.contains(&upper.as_str())).then(|| {
        Fault::new(
            Rule::MethodCase,
            format!(
                "methods are compared with their case, and `{text}` is not the method `{upper}`"
            ),
        )
        .help(format!("write `{upper}`"))
    })
}

fn duplicate(method: &str) -> Fault {
    Fault::new(
        Rule::DuplicateEntry,
        format!("`{method}` is in this list already"),
    )
    .help("leave one of them")
}
