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

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    list("headers", draft.headers.as_ref(), request_header, findings);
    list("expose", draft.expose.as_ref(), exposed_header, findings);
}

fn list(
    key: &str,
    listed: Option<&Key<Listing<Word>>>,
    fault_of: fn(&str) -> Option<Fault>,
    findings: &mut Vec<Finding<'_>>,
) {
    let Some(Key { value, .. }) = listed else {
        return;
    };
    let Listing::List {
        place, elements, ..
    } = value
    else {
        return;
    };
    if value.is_empty_list() {
        let fault = Fault::new(Rule::EmptyList, "a list without a header says nothing")
            .help(format!("leave `{key}` out, which says the same"));
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
                format!("`{text}` is every header, and stands alone instead of in a list"),
            )
            .help(format!("write `{key} = any`, or list the headers")),
        );
    }
    if http::HeaderName::from_bytes(text.as_bytes()).is_err() {
        return Some(malformed(text));
    }
    (!header.quoted).then(|| {
        Fault::new(Rule::MalformedHeader, format!("`{text}` is not in quotes"))
            .help(format!("write \"{}\"", text.replace('_', "-")))
    })
}

/// What is said of what is no name: it may be several, or one with something around it.
fn malformed(text: &str) -> Fault {
    if text.is_empty() {
        return Fault::new(Rule::MalformedHeader, "an empty string is no header name")
            .help("write a name: \"content-type\"");
    }
    let fault = Fault::new(
        Rule::MalformedHeader,
        format!("`{}` is no header name", text.escape_debug()),
    );
    let names: Vec<&str> = text
        .split([',', ' ', ';'])
        .map(|name| name.trim_end_matches(':'))
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [] => fault.help("write a name: \"content-type\""),
        [name] if *name != text => fault.help(format!("write \"{name}\"")),
        [_] => fault.help("a name has letters, digits and hyphens"),
        // `content type` is one name that lost its hyphen.
        names if !text.contains([',', ';', '-']) => {
            fault.help(format!("write \"{}\"", names.join("-")))
        }
        names => fault.help(format!(
            "write each as an element: [\"{}\"]",
            names.join("\", \"")
        )),
    }
}

fn duplicate(earlier: &str, name: &str) -> Fault {
    let what = if earlier == name {
        format!("`{name}` is in this list already")
    } else {
        format!("`{name}` is in this list already, as `{earlier}`: header names have no case")
    };
    Fault::new(Rule::DuplicateEntry, what).help("leave one of them")
}

fn request_header(name: &str) -> Option<Fault> {
    if FORBIDDEN_REQUEST_HEADERS.contains(&name)
        || FORBIDDEN_REQUEST_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
    {
        let fault = Fault::new(
            Rule::ForbiddenRequestHeader,
            format!("no page can set `{name}`, which is the browser's own"),
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
        method_override(&format!(
            "with `{name}` a page chooses its method behind the policy's back"
        ))
    })
}

/// The error about a header that changes the method of a request on the way.
pub(super) fn method_override(what: &str) -> Fault {
    Fault::new(Rule::MethodOverrideHeader, what)
        .help("leave it out, and list the methods that pages need")
        .help("where the server does not obey it from pages: `allow(method_override_header, reason = \"..\")`")
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
