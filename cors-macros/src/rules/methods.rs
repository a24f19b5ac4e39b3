//! The rules about methods.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    standard::{FORBIDDEN_METHODS, REGISTERED_METHODS},
    syntax::{Draft, Listing, Word},
};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding>) {
    let Some(methods) = &draft.methods else {
        return;
    };
    match &methods.value {
        Listing::Any(place) => findings.push(Finding::new(*place, any())),
        Listing::List {
            place,
            elements,
            complete: true,
        } if elements.is_empty() => {
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
                if let Some(fault) = fault(method, earlier) {
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
    if methods.len() > 1 && are_words {
        fault.help(format!(
            "write each as an element: [{}]",
            methods.join(", ")
        ))
    } else {
        fault.help("write a method: `PUT`, or in quotes what is no identifier: \"VERSION-CONTROL\"")
    }
}

fn any() -> Fault {
    Fault::new(
        Rule::AnyAmongOthers,
        "a route serves the methods that it serves, and not any",
    )
    .help("leave `methods` out: then it is what the route serves")
}

fn fault(method: &Word, duplicate: bool) -> Option<Fault> {
    let text = method.text.as_str();
    let upper = text.to_ascii_uppercase();
    if text == "any" || text == "*" {
        return Some(any());
    }
    if http::Method::from_bytes(text.as_bytes()).is_err() {
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
    if text != upper && REGISTERED_METHODS.contains(&upper.as_str()) {
        return Some(
            Fault::new(
                Rule::MethodCase,
                format!(
                    "methods are compared with their case, and `{text}` is not the method `{upper}`"
                ),
            )
            .help(format!("write `{upper}`")),
        );
    }
    duplicate.then(|| {
        Fault::new(
            Rule::DuplicateEntry,
            format!("`{text}` is in this list already"),
        )
        .help("leave one of them")
    })
}
