//! `HAProxy`: rules on the request leave the policy and the permission in variables, and rules on the response write headers.

use std::fmt::Write;

use super::{
    Addresses,
    path::{check_guesses, pcre},
    plan::{Limits, Methods, Outcome, Permission, Plan, Policy, Rule, Value},
    text::{Head, comment, head, methods_regex, policy_name},
};

/// `HAProxy` takes 64 words and 2048 bytes in a line.
const VALUES_IN_A_LINE: usize = 20;

/// The longest regular expression or value, so that the line around it fits.
const MAX_TEXT: usize = 1500;

pub(crate) const LIMITS: Limits = Limits {
    pattern: |pattern| {
        check_guesses(&pattern.language)?;
        too_long(pcre(&pattern.language).len(), "its path")
    },
    policy: |policy, _| too_long(policy.longest_value(escaped), "one of its lists"),
    notes: &[
        "A path with `%00` or with an escape that is none, such as `%zz`, gets no CORS headers.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
Put it into the `frontend`, before the rules that choose a backend. It needs HAProxy 2.6, built with PCRE.";

const REQUEST: &str = r#"# A preflight is OPTIONS with one Origin and one Access-Control-Request-Method. Its method is the one that it announces.
acl cors_one_origin req.fhdr_cnt(origin) eq 1
acl cors_one_method req.fhdr_cnt(access-control-request-method) eq 1
acl cors_has_origin req.fhdr(origin) -m reg .
acl cors_has_method req.fhdr(access-control-request-method) -m reg .
http-request set-var(txn.cors_preflight) bool(true) if METH_OPTIONS cors_one_origin cors_has_origin cors_one_method cors_has_method
acl cors_preflight var(txn.cors_preflight) -m bool
http-request set-var-fmt(txn.cors_method) "%HM"
http-request set-var(txn.cors_method) req.fhdr(access-control-request-method) if cors_preflight

http-request set-var(txn.cors_origin) req.fhdr(origin)
http-request set-var(txn.cors_asked) req.fhdr(access-control-request-headers) if cors_preflight

# The path as actix-web decodes it: all escapes but %25, %2B and %2F. HAProxy would end a text at %00.
http-request set-var(txn.cors_path) 'path,regsub("%(2[5BFbf])","%25\1",g),url_dec' if !{ path -m sub '%00' }
http-request set-var(txn.cors_key) 'var(txn.cors_method),concat(" ",txn.cors_path,)' if { var(txn.cors_path) -m found }
"#;

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let mut out = head(
        &Head {
            target: "haproxy",
            file,
            place: addresses.is_none().then_some(PLACE),
            removes: true,
        },
        plan,
    );
    let rules = rules(plan);
    match addresses {
        None => {
            let _ = write!(out, "\n{rules}");
        }
        Some(Addresses { backend, listen }) => {
            let _ = writeln!(
                out,
                "\ndefaults\n    mode http\n    timeout connect 5s\n    timeout client 1m\n    timeout server 1m\n\n\
                 frontend cors\n    bind {listen}\n"
            );
            for line in rules.lines() {
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            }
            let _ = writeln!(
                out,
                "    default_backend application\n\nbackend application\n    server application {backend}"
            );
        }
    }
    out
}

fn too_long(length: usize, what: &str) -> Result<(), String> {
    if length > MAX_TEXT {
        return Err(format!("{what} does not fit into a line of HAProxy"));
    }
    Ok(())
}

fn rules(plan: &Plan) -> String {
    let mut out = REQUEST.to_owned();
    out.push_str("\n# Which policy: the first rule that matches the method and the path. `none` leaves the request alone.\n");
    for rule in &plan.rules {
        let policy = rule.policy.map_or("none".to_owned(), policy_name);
        let _ = writeln!(
            out,
            "# {}\nhttp-request set-var(txn.cors_policy) str({policy}) if !{{ var(txn.cors_policy) -m found }} {{ var(txn.cors_key) {} }}",
            comment(rule),
            key(rule)
        );
    }
    out.push_str("\n# What it grants the origin.\n");
    for (index, policy) in plan.policies.iter().enumerate() {
        permissions(&mut out, &policy_name(index), policy);
    }
    out.push_str(
        "\n# Preflights are answered here.\n\
         acl cors_has_policy var(txn.cors_policy) -m beg p\n\
         acl cors_granted var(txn.cors_grant) -m found\n\
         http-request return status 204 if cors_preflight cors_has_policy cors_granted\n\
         http-request return status 403 if cors_preflight cors_has_policy !cors_granted\n\
         \n# The headers, on every response: of the backend, of preflights, and of errors.\n\
         http-after-response del-header access-control- -m beg\n\
         http-after-response set-var(txn.cors_case) str(response)\n\
         http-after-response set-var(txn.cors_case) str(preflight) if cors_preflight\n\
         http-after-response set-var(txn.cors_case) 'var(txn.cors_case),concat(\" \",txn.cors_policy,),concat(\" \",txn.cors_grant,)'\n",
    );
    response(plan, &mut out);
    out
}

/// Returns the condition of a rule. Paths without parameters and with plain characters are compared as they are.
fn key(rule: &Rule) -> String {
    let is_plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.'))
    };
    if let (Some(path), Methods::Named(names)) = (rule.pattern.literal(), &rule.methods)
        && is_plain(path)
        && names.iter().all(|name| is_plain(name))
        && names.len() * path.len() < MAX_TEXT
        && names.len() <= VALUES_IN_A_LINE
    {
        let keys: Vec<String> = names
            .iter()
            .map(|name| format!("'{name} {path}'"))
            .collect();
        return format!("-m str {}", keys.join(" "));
    }
    format!(
        r"-m reg '^{} {}\z'",
        methods_regex(&rule.methods),
        pcre(&rule.pattern.language)
    )
}

fn permissions(out: &mut String, name: &str, policy: &Policy) {
    let is_policy = format!("{{ var(txn.cors_policy) -m str {name} }}");
    if policy.everyone {
        let _ = writeln!(
            out,
            "http-request set-var(txn.cors_grant) str(everyone) if {is_policy}"
        );
    }
    // A later rule wins.
    for (permission, origins) in [
        (Permission::Named, &policy.named),
        (Permission::Session, &policy.session),
    ] {
        for origin in origins {
            let comparison = if origin.is_exact() && !origin.as_str().contains('\'') {
                format!("-m str '{}'", origin.as_str())
            } else {
                format!(r"-m reg '^{}\z'", origin.pcre())
            };
            let _ = writeln!(
                out,
                "http-request set-var(txn.cors_grant) str({}) if {is_policy} cors_one_origin {{ req.fhdr(origin) {comparison} }}",
                permission.as_str()
            );
        }
    }
}

fn response(plan: &Plan, out: &mut String) {
    for (index, header) in plan.headers().into_iter().enumerate() {
        let number = index + 1;
        let cases = header.outcomes.iter().map(case);
        acl(out, &format!("cors_{number}"), "var(txn.cors_case)", cases);
        let (value, condition) = match &header.value {
            Value::Text(text) => (format!("\"{}\"", escaped(text)), ""),
            Value::Origin => ("%[var(txn.cors_origin)]".to_owned(), ""),
            Value::RequestedHeaders => (
                "%[var(txn.cors_asked)]".to_owned(),
                " { var(txn.cors_asked) -m found }",
            ),
        };
        let _ = writeln!(
            out,
            "http-after-response set-header {} {value} if cors_{number}{condition}",
            header.name
        );
    }
    for (name, short) in [
        ("Origin", "origin"),
        ("Sec-Fetch-Site", "site"),
        ("Access-Control-Request-Method", "method"),
        ("Access-Control-Request-Headers", "headers"),
    ] {
        for (preflight, acl_name, condition) in [
            (
                false,
                format!("cors_vary_{short}"),
                format!("!cors_preflight !{{ res.hdr(vary) -i -m str {name} * }}"),
            ),
            (
                true,
                format!("cors_preflight_vary_{short}"),
                "cors_preflight".to_owned(),
            ),
        ] {
            let policies = plan.varying(name, preflight);
            if policies.is_empty() {
                continue;
            }
            let policies = policies.into_iter().map(policy_name);
            acl(out, &acl_name, "var(txn.cors_policy)", policies);
            let _ = writeln!(
                out,
                "http-after-response add-header Vary {name} if {acl_name} {condition}"
            );
        }
    }
}

fn case(outcome: &Outcome) -> String {
    let kind = if outcome.preflight {
        "preflight"
    } else {
        "response"
    };
    let policy = policy_name(outcome.policy);
    format!("'{kind} {policy} {}'", outcome.permission.as_str())
}

/// A condition that holds for each of these values. Lines with one name are joined by or.
fn acl(out: &mut String, name: &str, fetch: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.collect();
    for values in values.chunks(VALUES_IN_A_LINE) {
        let _ = writeln!(out, "acl {name} {fetch} -m str {}", values.join(" "));
    }
}

/// Returns a text of `set-header` in double quotes, where `$` is a variable of the environment, and `%` begins an
/// expression.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%%"),
            '\\' | '"' | '$' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}
