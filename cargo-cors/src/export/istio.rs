//! Istio: the routes of a `VirtualService`, written like the routes of Envoy. Its `corsPolicy` is not used: it answers
//! refused preflights with the lists of the policy, and reflects the origin under `any`.

use std::fmt::Write;

use super::{
    ClusterRoute, envoy,
    path::encoded,
    plan::{Answer, CORS_HEADERS, Case, Limits, Paths, Plan, Requests, TOO_LONG, cases},
    text::{Head, alternatives, comment, head, token_regex},
    yaml::{list, quoted},
};

pub(crate) const LIMITS: Limits = Limits {
    paths: Paths::Encoded,
    notes: &[
        "Two `Origin` lines count as one that nobody has.",
        "Istio normalizes paths unless the mesh says `pathNormalization: NONE`; it compares them encoded, and a path with an \
         escape that browsers do not write, such as `%zz`, gets no CORS headers.",
    ],
    ..Limits::NONE
};

pub(crate) fn write(plan: &Plan, file: &str, route: &ClusterRoute) -> String {
    let mut out = head(
        &Head {
            target: "istio",
            file,
            place: Some("It needs Istio 1.15 or later."),
            removes: true,
        },
        plan,
    );
    let destination = format!(
        "        - destination: {{ host: {}, port: {{ number: {} }} }}",
        quoted(&route.backend.host),
        route.backend.port
    );
    let _ = write!(
        out,
        "\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: {}\nspec:\n  hosts: {}\n  gateways: {}\n  http:\n",
        quoted(&route.name),
        list([route.host.as_str()]),
        list([route.gateway.as_str()])
    );
    for case in cases(plan) {
        let _ = writeln!(
            out,
            "    # {}\n    - match:\n        - {}",
            comment(case.rule),
            conditions(&case).join("\n          ")
        );
        match case.answer {
            Answer::Backend => {
                let _ = writeln!(out, "      route:\n{destination}");
            }
            Answer::Allowed => out.push_str("      directResponse: { status: 204 }\n"),
            Answer::Refused => out.push_str("      directResponse: { status: 403 }\n"),
        }
        headers(Some(&case), &mut out);
    }
    let _ = writeln!(
        out,
        "    # Everything else is left alone.\n    - route:\n{destination}"
    );
    headers(None, &mut out);
    out
}

/// Writes the changes to the headers of a response.
fn headers(case: Option<&Case<'_>>, out: &mut String) {
    out.push_str("      headers:\n        response:\n");
    if case.is_none_or(|case| case.answer == Answer::Backend) {
        let names: Vec<String> = CORS_HEADERS
            .iter()
            .map(|name| name.to_ascii_lowercase())
            .collect();
        let names = list(names.iter().map(String::as_str));
        let _ = writeln!(out, "          remove: {names}");
    }
    let Some(case) = case else { return };
    if !case.headers.is_empty() {
        out.push_str("          set:\n");
        for (name, value) in &case.headers {
            let value = quoted(&envoy::substitution(value));
            let _ = writeln!(out, "            {}: {value}", name.to_ascii_lowercase());
        }
    }
    if !case.vary.is_empty() {
        let value = quoted(&envoy::vary(case));
        let _ = writeln!(out, "          add:\n            vary: {value}");
    }
}

/// Returns the lines of a match.
fn conditions(case: &Case<'_>) -> Vec<String> {
    let mut conditions = vec![match envoy::plain_path(case.rule) {
        Some(path) => format!("uri: {{ exact: {} }}", quoted(path)),
        None => format!(
            "uri: {{ regex: {} }}",
            quoted(&encoded(&case.rule.pattern.language))
        ),
    }];
    let mut headers = Vec::new();
    let mut without = Vec::new();
    match &case.requests {
        Requests::Any => {}
        Requests::Preflights(methods) => {
            let methods: Vec<&str> = methods.iter().map(String::as_str).collect();
            conditions.push("method: { exact: \"OPTIONS\" }".to_owned());
            headers.push(format!(
                "access-control-request-method: {}",
                one_of(&methods)
            ));
            if case.origins.is_none() {
                headers.push("origin: { regex: \"(?s:.+)\" }".to_owned());
            }
        }
        Requests::AnyPreflight => {
            conditions.push("method: { exact: \"OPTIONS\" }".to_owned());
            headers.push("access-control-request-method: { regex: \"[^ ,]+\" }".to_owned());
            if case.origins.is_none() {
                headers.push("origin: { regex: \"(?s:.+)\" }".to_owned());
            }
        }
        Requests::Methods(methods) => conditions.push(format!("method: {}", one_of(methods))),
        Requests::OptionsWithout(header) => {
            conditions.push("method: { exact: \"OPTIONS\" }".to_owned());
            without.push(format!("{header}: {{}}"));
        }
    }
    if let Some(origins) = &case.origins {
        headers.push(match origins.list.as_slice() {
            [one] if one.is_exact() => format!("origin: {{ exact: {} }}", quoted(one.as_str())),
            all => {
                let all = alternatives(all.iter().map(|origin| origin.regex()));
                format!("origin: {{ regex: {} }}", quoted(&all))
            }
        });
        if origins.is_wild {
            without.push(format!("origin: {{ regex: {} }}", quoted(TOO_LONG)));
        }
    }
    for (key, lines) in [("headers", headers), ("withoutHeaders", without)] {
        if !lines.is_empty() {
            conditions.push(format!("{key}: {{ {} }}", lines.join(", ")));
        }
    }
    conditions
}

fn one_of(values: &[&str]) -> String {
    match values {
        [one] => format!("{{ exact: {} }}", quoted(one)),
        all => {
            let all = alternatives(all.iter().map(|each| token_regex(each)));
            format!("{{ regex: {} }}", quoted(&all))
        }
    }
}
