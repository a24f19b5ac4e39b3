//! Envoy: plain routes. The first route that matches decides, so each case of a rule is a route of its own.

use std::fmt::Write;

use super::{
    Addresses,
    path::encoded,
    plan::{
        Answer, CORS_HEADERS, Case, Limits, Paths, Plan, Requests, Rule, TOO_LONG, Value, cases,
    },
    text::{Head, alternatives, comment, head, token_regex},
    yaml::quoted,
};

pub(crate) const LIMITS: Limits = Limits {
    paths: Paths::Encoded,
    notes: &[
        "Two `Origin` lines count as one that nobody has.",
        "Envoy compares paths as they are sent: one with an escape that browsers do not write, such as `/pri%63es` or `%zz`, \
         gets no CORS headers.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
The value of `route_config` of an HTTP connection manager, without `normalize_path`. It sends everything to the cluster
`application`. Regular expressions are longer than Envoy accepts by default: set the runtime value
`re2.max_program_size.error_level` to 20000.";

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let mut out = head(
        &Head {
            target: "envoy",
            file,
            place: addresses.is_none().then_some(PLACE),
            removes: true,
        },
        plan,
    );
    let routes = routes(plan);
    match addresses {
        None => {
            out.push('\n');
            out.push_str(&routes);
        }
        Some(Addresses { backend, listen }) => {
            let _ = write!(
                out,
                r#"
layered_runtime:
  layers:
    - name: regular_expressions
      static_layer:
        re2.max_program_size.error_level: 20000
static_resources:
  clusters:
    - name: application
      type: STRICT_DNS
      connect_timeout: 5s
      load_assignment:
        cluster_name: application
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: {{ address: "{}", port_value: {} }}
  listeners:
    - name: cors
      address:
        socket_address: {{ address: "{}", port_value: {} }}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: cors
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
"#,
                backend.host.trim_matches(['[', ']']),
                backend.port,
                listen.ip(),
                listen.port()
            );
            for line in routes.lines() {
                let _ = writeln!(out, "                  {line}");
            }
        }
    }
    out
}

fn routes(plan: &Plan) -> String {
    let mut out = String::from(
        "name: cors\n\
         # The headers of the backend go first, and those of a route come afterwards.\n\
         most_specific_header_mutations_wins: true\n\
         response_headers_to_remove:\n",
    );
    for header in CORS_HEADERS {
        let _ = writeln!(out, "  - {}", header.to_ascii_lowercase());
    }
    out.push_str("virtual_hosts:\n  - name: cors\n    domains: [\"*\"]\n    routes:\n");
    let mut last = None;
    for case in cases(plan) {
        let rule = comment(case.rule);
        if last.as_ref() != Some(&rule) {
            let _ = writeln!(out, "      # {rule}");
            last = Some(rule);
        }
        route(&case, &mut out);
    }
    out.push_str(
        "      # Everything else is left alone.\n      - match: { prefix: \"/\" }\n        route: { cluster: application }\n",
    );
    out
}

fn route(case: &Case<'_>, out: &mut String) {
    let _ = writeln!(out, "      - match:\n          {}", path(case.rule));
    let conditions = conditions(case);
    if !conditions.is_empty() {
        out.push_str("          headers:\n");
        for condition in conditions {
            let _ = writeln!(out, "            - {condition}");
        }
    }
    out.push_str(match case.answer {
        Answer::Backend => "        route: { cluster: application }\n",
        Answer::Allowed => "        direct_response: { status: 204 }\n",
        Answer::Refused => "        direct_response: { status: 403 }\n",
    });
    if case.headers.is_empty() && case.vary.is_empty() {
        return;
    }
    out.push_str("        response_headers_to_add:\n");
    for (name, value) in &case.headers {
        let _ = writeln!(
            out,
            "          - {{ append_action: OVERWRITE_IF_EXISTS_OR_ADD, header: {{ key: {}, value: {} }} }}",
            name.to_ascii_lowercase(),
            quoted(&substitution(value))
        );
    }
    if !case.vary.is_empty() {
        let value = vary(case);
        let _ = writeln!(
            out,
            "          - {{ append_action: APPEND_IF_EXISTS_OR_ADD, header: {{ key: vary, value: {} }} }}",
            quoted(&value)
        );
    }
}

/// Returns the value of a header. `%` begins a substitution.
pub(super) fn substitution(value: &Value) -> String {
    match value {
        Value::Text(text) => text.replace('%', "%%"),
        Value::Origin => "%REQ(origin)%".to_owned(),
        Value::RequestedHeaders => "%REQ(access-control-request-headers)%".to_owned(),
    }
}

/// Returns the value of `Vary`. On a response of the backend, names that its own `Vary` has are left out, and all names
/// if that is `*`. An empty value adds no header.
pub(super) fn vary(case: &Case<'_>) -> String {
    if case.answer != Answer::Backend {
        return case.vary.join(", ");
    }
    let there = |name: &str| {
        format!(
            "('vary' in response.headers && response.headers['vary'].matches('(?i)(^|,) *({name}|[*]) *(,|$)'))"
        )
    };
    // Envoy's expressions cannot join strings.
    match case.vary {
        [name] => format!("%CEL({} ? '' : '{name}')%", there(name)),
        [first, second] => {
            let (is_first, is_second) = (there(first), there(second));
            format!(
                "%CEL({is_first} ? ({is_second} ? '' : '{second}') : ({is_second} ? '{first}' : '{first}, {second}'))%"
            )
        }
        _ => unreachable!("responses depend on `Origin` and `Sec-Fetch-Site` at most"),
    }
}

fn conditions(case: &Case<'_>) -> Vec<String> {
    let mut conditions = match &case.requests {
        Requests::Any => Vec::new(),
        Requests::Preflights(methods) => {
            let methods: Vec<&str> = methods.iter().map(String::as_str).collect();
            vec![
                exactly(":method", "OPTIONS"),
                matching("origin", "(?s:.+)"),
                one_of("access-control-request-method", &methods),
            ]
        }
        Requests::AnyPreflight => vec![
            exactly(":method", "OPTIONS"),
            matching("origin", "(?s:.+)"),
            matching("access-control-request-method", "[^ ,]+"),
        ],
        Requests::Methods(methods) => vec![one_of(":method", methods)],
        Requests::OptionsWithout(header) => vec![
            exactly(":method", "OPTIONS"),
            format!("{{ name: {header}, present_match: true, invert_match: true }}"),
        ],
    };
    if let Some(origins) = &case.origins {
        conditions.push(match origins.list.as_slice() {
            [one] if one.is_exact() => exactly("origin", one.as_str()),
            all => matching(
                "origin",
                &alternatives(all.iter().map(|origin| origin.regex())),
            ),
        });
        if origins.is_wild {
            conditions.push(format!(
                "{{ name: origin, invert_match: true, string_match: {{ safe_regex: {{ regex: {} }} }} }}",
                quoted(TOO_LONG)
            ));
        }
    }
    conditions
}

fn path(rule: &Rule) -> String {
    match plain_path(rule) {
        Some(path) => format!("path: {}", quoted(path)),
        None => format!(
            "safe_regex: {{ regex: {} }}",
            quoted(&encoded(&rule.pattern.language))
        ),
    }
}

/// Returns the one path of a rule, if it has one spelling alone.
pub(super) fn plain_path(rule: &Rule) -> Option<&str> {
    rule.pattern.literal().filter(|path| is_plain(path))
}

/// Returns whether a path has one spelling alone.
pub(super) fn is_plain(path: &str) -> bool {
    path.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/_-.~".contains(&byte))
}

fn exactly(name: &str, value: &str) -> String {
    format!(
        "{{ name: \"{name}\", string_match: {{ exact: {} }} }}",
        quoted(value)
    )
}

fn matching(name: &str, regex: &str) -> String {
    format!(
        "{{ name: \"{name}\", string_match: {{ safe_regex: {{ regex: {} }} }} }}",
        quoted(regex)
    )
}

fn one_of(name: &str, values: &[&str]) -> String {
    match values {
        [one] => exactly(name, one),
        all => matching(
            name,
            &alternatives(all.iter().map(|each| token_regex(each))),
        ),
    }
}
