//! The rules about request headers and exposed headers.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    standard::{
        FORBIDDEN_REQUEST_HEADERS, FORBIDDEN_REQUEST_PREFIXES, FORBIDDEN_RESPONSE_HEADERS,
        METHOD_OVERRIDE_HEADERS,
    },
    syntax::{Draft, Key, Listing, Word},
};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding>) {
    list("headers", draft.headers.as_ref(), request_header, findings);
    list("expose", draft.expose.as_ref(), exposed_header, findings);
}

fn list(
    key: &str,
    listed: Option<&Key<Listing<Word>>>,
    fault_of: fn(&str) -> Option<Fault>,
    findings: &mut Vec<Finding>,
) {
    let Some(Key {
        value:
            Listing::List {
                place,
                elements,
                complete,
            },
        ..
    }) = listed
    else {
        return;
    };
    if elements.is_empty() && *complete {
        let fault = Fault::new(Rule::EmptyList, "a list without a header says nothing")
            .help(format!("leave `{key}` out: then there is none"));
        findings.push(Finding::new(*place, fault));
    }
    for (index, header) in elements.iter().enumerate() {
        let earlier = elements[..index]
            .iter()
            .any(|earlier| earlier.text.eq_ignore_ascii_case(&header.text));
        if let Some(fault) = spelling(key, header)
            .or_else(|| fault_of(&header.text.to_ascii_lowercase()))
            .or_else(|| earlier.then(|| duplicate(&header.text)))
        {
            findings.push(Finding::new(header.place, fault));
        }
    }
}

fn spelling(key: &str, header: &Word) -> Option<Fault> {
    let text = header.text.as_str();
    if text == "*" || (text == "any" && !header.quoted) {
        return Some(
            Fault::new(Rule::AnyAmongOthers, "any header is not one of a list")
                .help(format!("write `{key} = any`, or list the headers")),
        );
    }
    if http::HeaderName::from_bytes(text.as_bytes()).is_err() {
        let fault = Fault::new(
            Rule::MalformedHeader,
            format!("`{}` is no header name", text.escape_debug()),
        );
        let names: Vec<String> = text
            .split([',', ' ', ';'])
            .map(|name| name.trim_end_matches(':'))
            .filter(|name| !name.is_empty())
            .map(|name| format!("\"{name}\""))
            .collect();
        return Some(match names.as_slice() {
            [] => fault.help("write a name: \"content-type\""),
            [name] if name.trim_matches('"') != text => fault.help(format!("write {name}")),
            [_] => fault.help("a name has letters, digits and hyphens"),
            _ => fault.help(format!("write each as an element: [{}]", names.join(", "))),
        });
    }
    (!header.quoted).then(|| {
        Fault::new(Rule::MalformedHeader, format!("`{text}` is not in quotes"))
            .help(format!("write \"{}\"", text.replace('_', "-")))
    })
}

fn duplicate(name: &str) -> Fault {
    Fault::new(
        Rule::DuplicateEntry,
        format!("`{name}` is in this list already; header names have no case"),
    )
    .help("leave one of them")
}

fn request_header(name: &str) -> Option<Fault> {
    if FORBIDDEN_REQUEST_HEADERS.contains(&name)
        || FORBIDDEN_REQUEST_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
    {
        let fault = Fault::new(
            Rule::ForbiddenRequestHeader,
            format!("no page can set `{name}`: browsers set it, or leave it out"),
        );
        return Some(match name {
            "cookie" | "cookie2" => {
                fault.help("leave it out; cookies are sent where the policy has `credentials`")
            }
            _ => fault.help("leave it out"),
        });
    }
    if name.starts_with("access-control-") {
        return Some(
            Fault::new(
                Rule::ResponseHeaderInRequestList,
                format!("`{name}` is a header of responses, and pages send requests"),
            )
            .help("leave it out; it is answered for you"),
        );
    }
    METHOD_OVERRIDE_HEADERS.contains(&name).then(|| {
        Fault::new(Rule::MethodOverrideHeader, format!("with `{name}` a page chooses its method behind the policy's back"))
            .help("leave it out, and list the methods that pages need")
            .help("where the server does not obey it from pages: `allow(method_override_header, reason = \"..\")`")
    })
}

fn exposed_header(name: &str) -> Option<Fault> {
    if FORBIDDEN_RESPONSE_HEADERS.contains(&name) {
        return Some(
            Fault::new(
                Rule::ForbiddenResponseHeader,
                format!("no page can read `{name}`: browsers keep it to themselves"),
            )
            .help("leave it out; cookies are kept where the policy has `credentials`"),
        );
    }
    (name == "origin" || name.starts_with("access-control-")).then(|| {
        Fault::new(
            Rule::RequestHeaderInExposeList,
            format!("`{name}` is between browser and server, and nothing for a page to read"),
        )
        .help("leave it out; `expose` lists response headers that a page reads, such as \"etag\"")
    })
}
