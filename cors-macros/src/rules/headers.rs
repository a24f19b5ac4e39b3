//! The rules about request headers and exposed headers.

use cors_runtime::{fault::Fault, header::is_forbidden_request_header, rule::Rule};

use super::Finding;
use crate::{
    standard::{FORBIDDEN_RESPONSE_HEADERS, METHOD_OVERRIDE_HEADERS, PREFLIGHT_REQUEST_HEADERS},
    syntax::{Argument, Draft, Listing, Word, suggestions},
};

/// The definition of a header name.
const NAME: &str = "a header name has letters, digits and hyphens: \"content-type\"";

pub(super) fn check(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    list("headers", draft.headers.as_ref(), request_header, findings);
    list("expose", draft.expose.as_ref(), exposed_header, findings);
}

fn list(
    key: &str,
    listed: Option<&Argument<Listing<Word>>>,
    fault_of: fn(&str) -> Option<Fault>,
    findings: &mut Vec<Finding<'_>>,
) {
    let Some(Argument { value, .. }) = listed else {
        return;
    };
    let Listing::List {
        place, elements, ..
    } = value
    else {
        return;
    };
    if value.is_empty_list() {
        let fault = Fault::new(Rule::EmptyList, "the list is empty")
            .help(format!("remove `{key}`, which means the same"));
        findings.push(Finding::new(*place, fault));
    }
    for (index, header) in elements.iter().enumerate() {
        let earlier = elements[..index]
            .iter()
            .find(|earlier| earlier.text.eq_ignore_ascii_case(&header.text));
        if let Some(fault) = spelling(key, header)
            .or_else(|| fault_of(&header.text.to_ascii_lowercase()))
            .or_else(|| earlier.map(|earlier| duplicate(&earlier.text, &header.text)))
        {
            findings.push(Finding::new(header.place, fault));
        }
    }
}

fn spelling(key: &str, header: &Word) -> Option<Fault> {
    let text = header.text.as_str();
    if text == "*" || (text == "any" && !header.quoted) {
        return Some(
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every header; it cannot be an element of a list"),
            )
            .help(format!("write `{key} = any`, or list the headers")),
        );
    }
    if http::HeaderName::from_bytes(text.as_bytes()).is_err() {
        return Some(malformed(text));
    }
    (!header.quoted).then(|| {
        Fault::new(Rule::MalformedHeader, format!("`{text}` must be in quotes"))
            .help(format!("write \"{}\"", suggestions::header(text)))
    })
}

/// Returns the fault of a text that is not a header name. It may be several, or one with something around it.
fn malformed(text: &str) -> Fault {
    if text.is_empty() {
        return Fault::new(
            Rule::MalformedHeader,
            "an empty string is not a header name",
        )
        .help(NAME);
    }
    let fault = Fault::new(
        Rule::MalformedHeader,
        format!("`{}` is not a header name", text.escape_debug()),
    );
    let names: Vec<&str> = text
        .split([',', ' ', ';'])
        .map(|name| name.trim_end_matches(':'))
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [name] if *name != text => fault.help(format!("write \"{name}\"")),
        [] | [_] => fault.help(NAME),
        // `content type` is one name that lost its hyphen.
        names if !text.contains([',', ';', '-']) => {
            fault.help(format!("write \"{}\"", names.join("-")))
        }
        names => fault.help(format!(
            "write each as an element: \"{}\"",
            names.join("\", \"")
        )),
    }
}

fn duplicate(earlier: &str, name: &str) -> Fault {
    let what = if earlier == name {
        format!("`{name}` is already in the list")
    } else {
        format!("`{name}` is already in the list as `{earlier}`; header names ignore case")
    };
    Fault::new(Rule::DuplicateEntry, what).help("remove one of them")
}

fn request_header(name: &str) -> Option<Fault> {
    if is_forbidden_request_header(name) || PREFLIGHT_REQUEST_HEADERS.contains(&name) {
        let fault = Fault::new(
            Rule::ForbiddenRequestHeader,
            format!("pages cannot set `{name}`: browsers reserve it"),
        );
        return Some(match name {
            "cookie" | "cookie2" => {
                fault.help("remove it; to receive cookies, add `credentials` to the policy")
            }
            _ => fault.help("remove it"),
        });
    }
    if name.starts_with("access-control-") {
        return Some(
            Fault::new(
                Rule::ResponseHeaderInRequestList,
                format!("`{name}` is a response header, and `headers` lists request headers"),
            )
            .help("remove it; the library sends it"),
        );
    }
    METHOD_OVERRIDE_HEADERS.contains(&name).then(|| {
        method_override(&format!(
            "with `{name}`, a page can send a method that the policy does not list"
        ))
    })
}

/// Returns the error about a header that changes the method of a request on the way.
pub(super) fn method_override(what: &str) -> Fault {
    Fault::new(Rule::MethodOverrideHeader, what)
        .help("remove it, and list the methods that pages need")
        .help(
            "if the server ignores it from pages: `allow(method_override_header, reason = \"..\")`",
        )
}

fn exposed_header(name: &str) -> Option<Fault> {
    if FORBIDDEN_RESPONSE_HEADERS.contains(&name) {
        return Some(
            Fault::new(
                Rule::ForbiddenResponseHeader,
                format!("pages cannot read `{name}`: browsers hide it"),
            )
            .help("remove it; to set cookies, add `credentials` to the policy"),
        );
    }
    (name == "origin" || name.starts_with("access-control-")).then(|| {
        Fault::new(
            Rule::RequestHeaderInExposeList,
            format!("`{name}` is for the browser; pages do not read it"),
        )
        .help("remove it; `expose` lists the response headers that pages read, such as \"etag\"")
    })
}
