//! nginx: a chain of maps computes every header, and the server adds those that are not empty.

use std::fmt::Write;

use super::{
    Addresses,
    path::{check_guesses, pcre},
    plan::{CORS_HEADERS, Header, Limits, Names, Permission, Plan, Value},
    text::{Head, alternatives, comment, head, methods_regex, policy_name},
};

pub(crate) const LIMITS: Limits = Limits {
    pattern: |pattern| {
        check_guesses(&pattern.language)?;
        too_long(pcre(&pattern.language).len(), "its path")
    },
    policy: |policy, _| too_long(policy.longest_value(with_dollars), "one of its lists"),
    notes: &[
        "Two `Origin` lines count as one: nginx before 1.23 takes the first, and later ones refuse both.",
        "If the backend sends two `Vary` lines and names `Origin` in the second one, nginx before 1.23 adds it again.",
        "A path that is spelled with %2F, %2B or %25 and with other escapes as well gets no CORS headers; neither does one with an escaped dot.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
Two parts: the first belongs into `http { .. }`, the second into `server { .. }`.
A `location` with an `add_header` or a `proxy_hide_header` of its own drops those of the server: repeat them there.";

/// The requested path, decoded like actix-web does: %25, %2B and %2F stay encoded.
const PATH: &str = r#"# The path as actix-web decodes it: all escapes but %25, %2B and %2F. Empty if nginx cannot compute it.
map $request_uri $cors_path {
    default "";
    "~^(?<cors_plain>/(?:[^%?#]|%2[5BFbf])*)(?:\?|\z)" $cors_plain;
    "~*^(?!/?[^?]*(?:%2[5bfe]|//|/\.\.?(?:[/?]|\z)))/[^?#]*(?:\?|\z)" $uri;
}

# A preflight is OPTIONS with Origin and Access-Control-Request-Method. Its method is the one that it announces.
map $http_origin $cors_has_origin {
    default 1;
    "" 0;
}
map "$cors_has_origin $request_method $http_access_control_request_method" $cors_preflight {
    default 0;
    "~^1 OPTIONS [^ ,]+\z" 1;
}
map "$cors_has_origin $request_method $http_access_control_request_method" $cors_method {
    default $request_method;
    "~^1 OPTIONS (?<cors_announced>[^ ,]+)\z" $cors_announced;
}
"#;

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let mut out = head(
        &Head {
            target: "nginx",
            file,
            place: addresses.is_none().then_some(PLACE),
            removes: true,
        },
        plan,
    );
    let http = maps(plan);
    let server = server(plan);
    match addresses {
        None => {
            let _ = write!(
                out,
                "\n# Part 1: in http {{ .. }}\n\n{http}\n# Part 2: in server {{ .. }}\n\n{server}"
            );
        }
        Some(addresses) => {
            let Addresses { backend, listen } = addresses;
            let _ = write!(
                out,
                "\nevents {{}}\n\nhttp {{\n{}\n    server {{\n        listen {listen};\n\n{}\n        location / {{\n            \
                 proxy_pass http://{backend};\n            proxy_http_version 1.1;\n            \
                 proxy_set_header Host $http_host;\n            proxy_set_header Connection \"\";\n            \
                 proxy_redirect off;\n            client_max_body_size 0;\n        }}\n    }}\n}}\n",
                indent(&http, 1),
                indent(&server, 2)
            );
        }
    }
    out
}

fn indent(text: &str, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("{indent}{line}\n"),
    });
    lines.collect()
}

fn maps(plan: &Plan) -> String {
    let mut out = String::new();
    if uses_dollar(plan) {
        out.push_str("geo $cors_dollar {\n    default \"$\";\n}\n");
    }
    out.push_str(PATH);

    out.push_str("\n# Which policy: the first line that matches the method and the path.\n");
    let rules = plan.rules.iter().map(|rule| {
        let policy = rule.policy.map_or(r#""""#.to_owned(), policy_name);
        let methods = methods_regex(&rule.methods);
        let path = pcre(&rule.pattern.language);
        Entry {
            comment: Some(comment(rule)),
            regex: format!("{methods} {path}"),
            value: policy,
        }
    });
    map(&mut out, "$cors_method $cors_path", "cors_policy", rules);

    out.push_str("\n# What it grants the origin.\n");
    let permissions = plan
        .policies
        .iter()
        .enumerate()
        .flat_map(|(index, policy)| {
            let name = policy_name(index);
            let listed = [
                (Permission::Session, &policy.session),
                (Permission::Named, &policy.named),
            ];
            let mut entries: Vec<Entry> = listed
                .into_iter()
                .flat_map(|(permission, origins)| {
                    origins.iter().map(move |origin| (permission, origin))
                })
                .map(|(permission, origin)| {
                    Entry::new(format!("{name} {}", origin.pcre()), permission.as_str())
                })
                .collect();
            if policy.everyone {
                entries.push(Entry {
                    comment: None,
                    regex: format!("{name} (?s:.)*"),
                    value: Permission::Everyone.as_str().to_owned(),
                });
            }
            entries
        });
    map(
        &mut out,
        "$cors_policy $http_origin",
        "cors_grant",
        permissions,
    );

    out.push_str("\n# The headers that depend on it.\n");
    header_maps(plan, &mut out);
    out
}

/// A line of a map.
struct Entry {
    comment: Option<String>,
    regex: String,
    value: String,
}

impl Entry {
    fn new(regex: String, value: impl Into<String>) -> Self {
        Self {
            comment: None,
            regex,
            value: value.into(),
        }
    }
}

fn map(out: &mut String, source: &str, target: &str, entries: impl IntoIterator<Item = Entry>) {
    let _ = writeln!(out, "map \"{source}\" ${target} {{\n    default \"\";");
    for entry in entries {
        if let Some(comment) = entry.comment {
            let _ = writeln!(out, "    # {comment}");
        }
        let _ = writeln!(out, "    \"~^{}\\z\" {};", entry.regex, entry.value);
    }
    out.push_str("}\n");
}

fn header_maps(plan: &Plan, out: &mut String) {
    let _ = writeln!(
        out,
        "map \"$cors_preflight $cors_policy $cors_grant\" $cors_answer {{\n    default \"\";\n    \
         \"~^1 p[0-9]+ [a-z]\" 204;\n    \"~^1 p\" 403;\n}}"
    );
    let _ = writeln!(
        out,
        "map $cors_grant $cors_allow_origin {{\n    default \"\";\n    everyone \"*\";\n    named $http_origin;\n    \
         session $http_origin;\n}}"
    );
    let _ = writeln!(
        out,
        "map $cors_grant $cors_allow_credentials {{\n    default \"\";\n    session true;\n}}"
    );
    let headers = plan.headers();
    for (name, variable) in GRANTED {
        let headers: Vec<&Header> = headers
            .iter()
            .filter(|header| header.name == *name)
            .collect();
        if headers.is_empty() {
            continue;
        }
        let mut entries = Vec::new();
        for header in headers {
            let keys = header.outcomes.iter().map(|outcome| {
                let preflight = u8::from(outcome.preflight);
                let policy = policy_name(outcome.policy);
                format!("{preflight} {policy} {}", outcome.permission.as_str())
            });
            entries.extend(grouped(keys, &value(&header.value), |keys| keys));
        }
        map(
            out,
            "$cors_preflight $cors_policy $cors_grant",
            variable,
            entries,
        );
    }
    out.push_str("\n# What the response depends on, unless the backend says so.\n");
    vary_maps(plan, out);
}

fn vary_maps(plan: &Plan, out: &mut String) {
    let mut preflights = Vec::new();
    for vary in [
        "Access-Control-Request-Method",
        "Origin, Access-Control-Request-Method",
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    ] {
        let policies = plan.policies.iter().enumerate();
        let policies = policies
            .filter(|(_, policy)| policy.preflight_vary.join(", ") == vary)
            .map(|(index, _)| policy_name(index));
        preflights.extend(grouped(policies, &format!("\"{vary}\""), |names| {
            format!("1 {names} (?s:.)*")
        }));
    }
    for (name, variable) in VARIED {
        let mut entries = std::mem::take(&mut preflights);
        let policies = plan.varying(name, false);
        if !policies.is_empty() {
            entries.push(Entry::new(
                format!(r"0 p[0-9]+ (?:(?s:.)*,)?\s*(?i:{name}|\*)\s*(?:,(?s:.)*)?"),
                r#""""#,
            ));
        }
        let policies = policies.into_iter().map(policy_name);
        entries.extend(grouped(policies, name, |names| {
            format!("0 {names} (?s:.)*")
        }));
        if !entries.is_empty() {
            map(
                out,
                "$cors_preflight $cors_policy $upstream_http_vary",
                variable,
                entries,
            );
        }
    }
}

/// Lines for one value. nginx takes 4096 bytes in a word.
fn grouped(
    keys: impl Iterator<Item = String>,
    value: &str,
    regex: impl Fn(String) -> String,
) -> Vec<Entry> {
    let keys: Vec<String> = keys.collect();
    keys.chunks(KEYS_IN_A_LINE)
        .map(|keys| Entry::new(regex(alternatives(keys.iter().cloned())), value))
        .collect()
}

const KEYS_IN_A_LINE: usize = 40;

/// The longest regular expression or value, so that the word around it fits.
const MAX_TEXT: usize = 3500;

fn too_long(length: usize, what: &str) -> Result<(), String> {
    if length > MAX_TEXT {
        return Err(format!("{what} does not fit into a word of nginx"));
    }
    Ok(())
}

/// Headers whose value depends on the policy and on what it grants.
const GRANTED: &[(&str, &str)] = &[
    ("Access-Control-Allow-Methods", "cors_allow_methods"),
    ("Access-Control-Allow-Headers", "cors_allow_headers"),
    ("Access-Control-Max-Age", "cors_max_age"),
    ("Access-Control-Expose-Headers", "cors_expose_headers"),
];

/// Headers that a `Vary` may name, and the variable for each.
const VARIED: &[(&str, &str)] = &[
    ("Origin", "cors_vary"),
    ("Sec-Fetch-Site", "cors_vary_site"),
];

fn server(plan: &Plan) -> String {
    let mut out = String::new();
    for (index, (name, variable)) in VARIED.iter().enumerate() {
        // The first variable has the `Vary` of preflights too.
        if index == 0 || !plan.varying(name, false).is_empty() {
            let _ = writeln!(out, "add_header Vary ${variable} always;");
        }
    }
    out.push_str("add_header Access-Control-Allow-Origin $cors_allow_origin always;\n");
    out.push_str("add_header Access-Control-Allow-Credentials $cors_allow_credentials always;\n");
    let headers = plan.headers();
    for (name, variable) in GRANTED {
        if headers.iter().any(|header| header.name == *name) {
            let _ = writeln!(out, "add_header {name} ${variable} always;");
        }
    }
    for header in CORS_HEADERS {
        let _ = writeln!(out, "proxy_hide_header {header};");
    }
    out.push_str("if ($cors_answer = 204) {\n    return 204;\n}\n");
    out.push_str("if ($cors_answer = 403) {\n    return 403 $cors_grant;\n}\n");
    out
}

/// Returns a text of a map, in which `$` begins a variable and cannot be escaped.
fn with_dollars(text: &str) -> String {
    text.replace('$', "${cors_dollar}")
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{}\"", with_dollars(text)),
        Value::Origin => "$http_origin".to_owned(),
        Value::RequestedHeaders => "$http_access_control_request_headers".to_owned(),
    }
}

fn uses_dollar(plan: &Plan) -> bool {
    plan.policies.iter().any(|policy| {
        let listed = |names: &Names| match names {
            Names::Any => Vec::new(),
            Names::Listed(names) => names.clone(),
        };
        let lists = [
            policy.methods.clone(),
            listed(&policy.headers),
            listed(&policy.expose),
        ];
        lists.iter().flatten().any(|text| text.contains('$'))
    })
}
