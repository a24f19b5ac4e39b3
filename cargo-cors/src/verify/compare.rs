//! The differences between an answer and the surface.

use cors_surface::{AllowedHeaders, CorsHeaders};

use crate::wire::Received;

/// A difference between an answer and the surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) rank: &'static str,
    pub(super) what: String,
}

fn difference(rank: &'static str, what: impl Into<String>) -> Difference {
    Difference {
        rank,
        what: what.into(),
    }
}

/// The header that preflights ask for if a policy allows every header.
pub(super) const ANY_HEADER: &str = "x-cors-check";

/// Compares an answer to an allowed origin, except for `Access-Control-Allow-Origin` itself.
pub(super) fn allowed(
    expected: &CorsHeaders,
    received: &Received,
    is_preflight: bool,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let credentials = received.allows_credentials();
    match (expected.allow_credentials, credentials) {
        (true, false) => differences.push(difference("narrower", "credentials are not allowed")),
        (false, true) => differences.push(difference("wider", "credentials are allowed")),
        _ => {}
    }
    if is_preflight {
        let methods = received.list("access-control-allow-methods");
        // GET, HEAD and POST need not be listed.
        let needed: Vec<String> = expected
            .allow_methods
            .iter()
            .filter(|method| !matches!(method.as_str(), "GET" | "HEAD" | "POST"))
            .cloned()
            .collect();
        lists(
            "method",
            &needed,
            &expected.allow_methods,
            &methods,
            &mut differences,
        );
        headers(
            &expected.allow_headers,
            received,
            credentials,
            &mut differences,
        );
        let max_age = received
            .value("access-control-max-age")
            .and_then(|value| value.parse().ok());
        if expected.max_age != max_age {
            let seconds =
                |value: Option<u32>| value.map_or("missing".to_owned(), |value| value.to_string());
            differences.push(difference(
                "differs",
                format!(
                    "`Access-Control-Max-Age` is {}, and the surface says {}",
                    seconds(max_age),
                    seconds(expected.max_age)
                ),
            ));
        }
    } else {
        let exposed = lower(&received.list("access-control-expose-headers"));
        lists(
            "exposed header",
            &expected.expose_headers,
            &expected.expose_headers,
            &exposed,
            &mut differences,
        );
    }
    differences.extend(vary(expected, received));
    differences
}

/// Returns the names that `Vary` lacks.
pub(super) fn vary(expected: &CorsHeaders, received: &Received) -> Option<Difference> {
    let lacking = expected
        .vary
        .iter()
        .find(|name| !received.varies_by(name))?;
    Some(difference("differs", format!("`Vary` lacks `{lacking}`")))
}

fn headers(
    expected: &AllowedHeaders,
    received: &Received,
    credentials: bool,
    differences: &mut Vec<Difference>,
) {
    let listed = lower(&received.list("access-control-allow-headers"));
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    match expected {
        AllowedHeaders::Missing => lists("header", &[], &[], &listed, differences),
        AllowedHeaders::Names(expected) => {
            lists("header", expected, expected, &listed, differences);
        }
        AllowedHeaders::Every if credentials => {}
        AllowedHeaders::Every => lists(
            "header",
            &names(&["*", "authorization"]),
            &listed,
            &listed,
            differences,
        ),
        AllowedHeaders::Requested => lists(
            "header",
            &names(&[ANY_HEADER]),
            &listed,
            &listed,
            differences,
        ),
    }
}

/// Compares a list of an answer with its required and its permitted elements.
fn lists(
    what: &str,
    needed: &[String],
    may: &[String],
    listed: &[String],
    differences: &mut Vec<Difference>,
) {
    for name in listed.iter().filter(|name| !may.contains(name)) {
        differences.push(difference("wider", format!("the {what} {name} is allowed")));
    }
    for name in needed.iter().filter(|name| !listed.contains(name)) {
        differences.push(difference(
            "narrower",
            format!("the {what} {name} is not allowed"),
        ));
    }
}

fn lower(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_ascii_lowercase()).collect()
}
