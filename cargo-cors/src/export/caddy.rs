//! Caddy: a chain of maps computes the case of a request, and matchers on the case write headers.

use std::fmt::Write;

use cors_runtime::origin::Hosts;

use super::{
    Addresses,
    path::go,
    plan::{Limits, Outcome, Permission, Plan, Policy, Value},
    text::{Head, alternatives, comment, head, methods_regex, policy_name},
};

pub(crate) const LIMITS: Limits = Limits {
    notes: &[
        "Two `Origin` lines count as one that nobody has.",
        "A path that is spelled with %2F, %2B or %25 and with other escapes as well gets no CORS headers; neither does one \
         with an escaped dot.",
        "Several `Vary` lines of the backend become one line.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
A snippet: put it before the site that is to use it, and write `import cors 127.0.0.1:8080` there, with the address of
the application, in place of its `reverse_proxy`.";

const REQUEST: &str = r#"# The path as actix-web decodes it: all escapes but %25, %2B and %2F. Empty if Caddy cannot compute it.
map {http.request.uri} {cors_path} {
	"~(?s)^(/(?:[^%?#]|%2[5BFbf])*)(?:\?.*)?$" ${1}
	"~(?i)^[^?]*(?:%2[5bfe]|//|/\.\.?(?:[/?]|$))" ""
	default {http.request.uri.path}
}

# A preflight is OPTIONS with Origin and Access-Control-Request-Method. Its method is the one that it announces.
map {http.request.header.Origin} {cors_has_origin} {
	"~." 1
	default 0
}
map "{cors_has_origin} {http.request.method} {http.request.header.Access-Control-Request-Method}" {cors_preflight} {cors_method} {
	"~^1 OPTIONS ([^ ,]+)$" 1 ${1}
	default 0 {http.request.method}
}
"#;

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let mut out = head(
        &Head {
            target: "caddy",
            file,
            place: addresses.is_none().then_some(PLACE),
            removes: true,
        },
        plan,
    );
    let upstream = addresses.map_or("{args[:]}".to_owned(), |addresses| {
        addresses.backend.to_string()
    });
    let body = indent(&route(plan, &upstream), 2);
    match addresses {
        None => {
            let _ = write!(out, "\n(cors) {{\n\troute {{\n{body}\t}}\n}}\n");
        }
        Some(Addresses { listen, .. }) => {
            let _ = write!(
                out,
                "\n{{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}}\n\nhttp://:{} {{\n\tbind {}\n\troute {{\n{body}\t}}\n}}\n",
                listen.port(),
                listen.ip()
            );
        }
    }
    out
}

fn indent(text: &str, depth: usize) -> String {
    let indent = "\t".repeat(depth);
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("{indent}{line}\n"),
    });
    lines.collect()
}

fn route(plan: &Plan, upstream: &str) -> String {
    let mut out = REQUEST.to_owned();
    out.push_str("\n# Which policy: the first line that matches the method and the path.\n");
    out.push_str("map \"{cors_method} {cors_path}\" {cors_policy} {\n");
    for rule in &plan.rules {
        let policy = rule.policy.map_or("none".to_owned(), policy_name);
        let _ = writeln!(
            out,
            "\t# {}\n\t\"~^{} {}$\" {policy}",
            comment(rule),
            methods_regex(&rule.methods),
            go(&rule.pattern.language)
        );
    }
    out.push_str("\tdefault none\n}\n\n# What it grants the origin.\n");
    out.push_str("map \"{cors_policy} {http.request.header.Origin}\" {cors_grant} {\n");
    for (index, policy) in plan.policies.iter().enumerate() {
        permissions(&mut out, &policy_name(index), policy);
    }
    out.push_str("\tdefault none\n}\n");
    out.push_str(
        "map \"{cors_preflight} {cors_policy} {cors_grant}\" {cors_case} {\n\t\"~^(.*)$\" ${1}\n}\n",
    );
    headers(plan, &mut out);
    out.push_str(
        "\n# Preflights are answered here.\n\
         map {cors_case} {cors_answer} {\n\t\"~^1 p[0-9]+ none$\" 403\n\t\"~^1 p\" 204\n\tdefault none\n}\n\
         @cors_allowed vars {cors_answer} 204\nrespond @cors_allowed 204\n\
         @cors_refused vars {cors_answer} 403\nrespond @cors_refused 403\n",
    );
    proxy(plan, upstream, &mut out);
    out
}

fn permissions(out: &mut String, name: &str, policy: &Policy) {
    let listed = || policy.session.iter().chain(&policy.named);
    let has_wildcard = |origin: &super::plan::Origin| {
        origin
            .pattern()
            .is_some_and(|pattern| pattern.hosts() == Hosts::Below)
    };
    if listed().any(has_wildcard) && !policy.everyone {
        let _ = writeln!(out, "\t# No host has more than 253 bytes.");
        let _ = writeln!(out, "\t\"~^{name} [^:]*://[^:]{{254}}\" none");
    }
    for (permission, origins) in [
        (Permission::Session, &policy.session),
        (Permission::Named, &policy.named),
    ] {
        for origin in origins {
            if policy.everyone && has_wildcard(origin) {
                let _ = writeln!(out, "\t\"~^{name} [^:]*://[^:]{{254}}\" everyone");
            }
            let _ = writeln!(
                out,
                "\t\"~^{name} {}$\" {}",
                origin.regex(),
                permission.as_str()
            );
        }
    }
    if policy.everyone {
        let _ = writeln!(out, "\t\"~^{name} \" everyone");
    }
}

fn headers(plan: &Plan, out: &mut String) {
    out.push_str("\n# The headers that depend on it.\n");
    let case = |outcome: &Outcome| {
        let preflight = u8::from(outcome.preflight);
        let policy = policy_name(outcome.policy);
        format!("\"{preflight} {policy} {}\"", outcome.permission.as_str())
    };
    let mut lines: Vec<(&str, Value, Vec<String>)> = plan
        .headers()
        .into_iter()
        .map(|header| {
            let cases = header.outcomes.iter().map(case).collect();
            (header.name, header.value, cases)
        })
        .collect();
    lines.extend(varies(plan));
    for (index, (name, value, cases)) in lines.into_iter().enumerate() {
        let value = match value {
            Value::Text(text) => format!("\"{text}\""),
            Value::Origin => "{http.request.header.Origin}".to_owned(),
            Value::RequestedHeaders => {
                "{http.request.header.Access-Control-Request-Headers}".to_owned()
            }
        };
        let matcher = format!("@cors_{}", index + 1);
        let condition = format!("vars {{cors_case}} {}", cases.join(" "));
        if value.contains("Access-Control-Request-Headers}") {
            let _ = writeln!(
                out,
                "{matcher} {{\n\t{condition}\n\theader Access-Control-Request-Headers *\n}}"
            );
        } else {
            let _ = writeln!(out, "{matcher} {condition}");
        }
        let _ = writeln!(out, "header {matcher} {name} {value}");
    }
}

/// Returns the `Vary` of each policy, whatever it grants, and with all cases that have it.
fn varies(plan: &Plan) -> Vec<(&'static str, Value, Vec<String>)> {
    let mut lines: Vec<(&str, Value, Vec<String>)> = Vec::new();
    for (index, policy) in plan.policies.iter().enumerate() {
        for (preflight, vary) in [(1, &policy.preflight_vary), (0, &policy.vary)] {
            if vary.is_empty() {
                continue;
            }
            let value = Value::Text(vary.join(", "));
            let permitted = policy.permissions().map(Permission::as_str);
            let refused = (!policy.everyone).then_some("none");
            let cases = permitted
                .chain(refused)
                .map(|permission| format!("\"{preflight} {} {permission}\"", policy_name(index)));
            match lines.iter_mut().find(|(_, there, _)| *there == value) {
                Some((_, _, all)) => all.extend(cases),
                None => lines.push(("Vary", value, cases.collect())),
            }
        }
    }
    lines
}

/// The backend's answers: without CORS headers, and with its own `Vary` merged.
fn proxy(plan: &Plan, upstream: &str, out: &mut String) {
    let _ = write!(
        out,
        "\nreverse_proxy {upstream} {{\n\theader_down -Access-Control-*\n\theader_down -Vary\n\t\
         @cors_answer status 2xx 3xx 4xx 5xx\n\thandle_response @cors_answer {{\n\t\t\
         # What the backend varies by is kept, and no name is in the list twice.\n\t\t\
         map {{http.reverse_proxy.header.Vary}} {{cors_backend_varies}} {{\n\t\t\t\"~.\" 1\n\t\t\tdefault 0\n\t\t}}\n\t\t\
         @cors_backend_varies vars {{cors_backend_varies}} 1\n\t\t\
         header @cors_backend_varies Vary {{http.reverse_proxy.header.Vary}}\n"
    );
    for (name, variable) in [("Origin", "origin"), ("Sec-Fetch-Site", "site")] {
        let policies = plan.varying(name, false).into_iter();
        let policies: Vec<String> = policies.map(policy_name).collect();
        if policies.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "\t\tmap \"{{cors_preflight}} {{cors_policy}} {{http.reverse_proxy.header.Vary}}\" {{cors_add_{variable}}} {{\n\t\t\t\
             \"~(?i)^0 [a-z0-9]+ (?:.*,)?\\s*(?:{name}|\\*)\\s*(?:,|$)\" 0\n\t\t\t\
             \"~^0 {} .\" 1\n\t\t\tdefault 0\n\t\t}}\n\t\t\
             @cors_add_{variable} vars {{cors_add_{variable}}} 1\n\t\t\
             header @cors_add_{variable} +Vary {name}\n",
            alternatives(policies)
        );
    }
    out.push_str("\t\tcopy_response\n\t}\n}\n");
}
