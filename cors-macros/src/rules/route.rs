//! The rules about a policy and the route that it stands on: its methods, and what its handler takes.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    report::Places,
    route::Handler,
    standard::{FORBIDDEN_METHODS, REGISTERED_METHODS},
    syntax::{Draft, Key, Listing, Word},
};

pub(super) fn judge(
    draft: &Draft,
    handler: &Handler,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) {
    methods(draft, handler, findings);
    if draft.off.is_none() && !draft.misread {
        signature(draft, handler, places, findings);
    }
}

fn methods(draft: &Draft, handler: &Handler, findings: &mut Vec<Finding>) {
    let routed: Vec<&str> = handler
        .resources
        .iter()
        .flat_map(|resource| resource.methods.iter().map(String::as_str))
        .collect();
    for method in draft
        .methods
        .iter()
        .flat_map(|methods| methods.value.elements())
    {
        let text = method.text.as_str();
        let upper = text.to_ascii_uppercase();
        // What has a fault of its own is not asked for besides.
        let judged = text == "any"
            || http::Method::from_bytes(text.as_bytes()).is_err()
            || FORBIDDEN_METHODS.contains(&upper.as_str())
            || (text != upper && REGISTERED_METHODS.contains(&upper.as_str()));
        if judged || text == "OPTIONS" || routed.contains(&text) {
            continue;
        }
        let serves = routed.join(", ");
        let fault = Fault::new(
            Rule::MethodNotRouted,
            format!("the route serves {serves}, and not `{text}`"),
        );
        findings.push(Finding::new(
            method.place,
            match text {
                "OPTION" => fault.help("leave it out: preflights are answered for you"),
                _ => fault.help(format!("leave it out, or serve it: `#[route(\"..\", method = \"{}\", method = \"{text}\")]`", routed.first().unwrap_or(&"GET"))),
            },
        ));
    }
}

/// What an extractor needs of a policy, by the name of its type.
enum Need {
    Header(&'static str),
    Credentials,
}

/// The extractors that fail where the page could not send what they read.
const EXTRACTORS: &[(&str, Rule, Need)] = &[
    (
        "BasicAuth",
        Rule::AuthorizationNeedsListing,
        Need::Header("authorization"),
    ),
    (
        "BearerAuth",
        Rule::AuthorizationNeedsListing,
        Need::Header("authorization"),
    ),
    ("Identity", Rule::SessionNeedsCredentials, Need::Credentials),
    (
        "Json",
        Rule::JsonNeedsContentType,
        Need::Header("content-type"),
    ),
    ("Session", Rule::SessionNeedsCredentials, Need::Credentials),
];

fn signature(draft: &Draft, handler: &Handler, places: &mut Places, findings: &mut Vec<Finding>) {
    for parameter in handler.function.parameter_types() {
        // `Option<Json<..>>` and `Either<Json<..>, ..>` take what comes, so the outermost type alone counts.
        let syn::Type::Path(path) = plain(&parameter) else {
            continue;
        };
        let Some(name) = path.path.segments.last().map(|last| last.ident.to_string()) else {
            continue;
        };
        let Some((_, rule, need)) = EXTRACTORS.iter().find(|(extractor, ..)| *extractor == name)
        else {
            continue;
        };
        let fault = match need {
            Need::Credentials if draft.credentials.as_ref().is_some_and(|key| key.value) => continue,
            Need::Header(header) if lists(draft.headers.as_ref(), header) => continue,
            Need::Credentials => Fault::new(
                *rule,
                format!("the handler takes a `{name}`, whose cookie no page can send without `credentials`"),
            )
            .help("add `credentials`"),
            Need::Header(header) => Fault::new(
                *rule,
                format!("the handler takes `{name}`, and no page may send it: `headers` lacks `{header}`"),
            )
            .help(match &draft.headers {
                None => format!("add `headers = [\"{header}\"]`"),
                Some(_) => format!("add \"{header}\" to `headers`"),
            }),
        };
        findings.push(Finding::new(
            places.of(&parameter),
            fault.help(format!(
                "where no page is meant to: `allow({}, reason = \"..\")`",
                rule.name()
            )),
        ));
    }
}

/// A type without the invisible group that a fragment of `macro_rules!` comes in.
fn plain(parameter: &syn::Type) -> &syn::Type {
    match parameter {
        syn::Type::Group(group) => plain(&group.elem),
        syn::Type::Paren(paren) => plain(&paren.elem),
        parameter => parameter,
    }
}

/// Whether a list of headers has a name; one that could not be read may have it.
fn lists(headers: Option<&Key<Listing<Word>>>, name: &str) -> bool {
    headers.is_some_and(|key| match &key.value {
        Listing::Any(_) | Listing::Unreadable => true,
        Listing::List {
            elements, complete, ..
        } => {
            !complete
                || elements
                    .iter()
                    .any(|header| header.text.eq_ignore_ascii_case(name))
        }
    })
}
