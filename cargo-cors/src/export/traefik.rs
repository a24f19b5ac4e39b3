//! Traefik: one router and one middleware for each case, in the order of their priorities.

use std::fmt::Write;

use super::{
    Addresses,
    path::{Pattern, encoded},
    plan::{
        Answer, CORS_HEADERS, Case, Limits, Names, Origin, Paths, Plan, Policy, Requests, TOO_LONG,
        Value, cases,
    },
    text::{Head, alternatives, comment, head, token_regex},
    yaml::{list, quoted},
};

pub(crate) const LIMITS: Limits = Limits {
    paths: Paths::Encoded,
    pattern: limit_path,
    method: limit_method,
    policy: limit,
    notes: &[
        "Answers to preflights have no `Vary`, so a cache in front of Traefik must not store them. This is what \
         `--accept vary` accepts.",
        "An allowed preflight is answered with 200, and a refused one with 403 and a body.",
        "`Vary: Sec-Fetch-Site` is left to the application.",
        "Of two `Origin` lines, the first one counts; if the other one is allowed, there may be headers without \
         `Access-Control-Allow-Origin`, which allow nothing.",
        "`Vary: Origin` is added, even if the application sends it too.",
        "Traefik resolves dot segments and `//` in a path before anything else, refuses some escapes with 400, and compares \
         the others as they are sent: a path with an escape that browsers do not write, such as `%zz`, gets no CORS headers.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
A file of dynamic configuration, with the service `application` to be added: `traefik --providers.file.filename=FILE`.";

const COMPLETE: &str = "\
Start it with: traefik --providers.file.filename=FILE --entrypoints.cors.address=";

fn limit_path(pattern: &Pattern) -> Result<(), String> {
    let is_stable = |character: char| {
        character.is_ascii_alphanumeric() || "-._~/%:@!$&'()*+,;=".contains(character)
    };
    if pattern.language.all_literals(&is_stable) {
        Ok(())
    } else {
        Err("its path has a character that browsers encode and Traefik decodes".to_owned())
    }
}

fn limit_method(method: &str) -> Result<(), String> {
    if method.contains('`') {
        Err("Traefik cannot write a backquote in a method".to_owned())
    } else {
        Ok(())
    }
}

fn limit(policy: &Policy, _method: &str) -> Result<(), String> {
    if policy.headers == Names::Any && !policy.session.is_empty() {
        return Err(
            "`headers = any` with credentials: Traefik would name the header `*`; list the headers"
                .to_owned(),
        );
    }
    if policy.max_age == Some(0) {
        return Err("`max_age = 0`: Traefik leaves it out; write at least 1".to_owned());
    }
    Ok(())
}

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let place = match addresses {
        None => PLACE.to_owned(),
        Some(addresses) => format!("{COMPLETE}{}", addresses.listen),
    };
    let mut out = head(
        &Head {
            target: "traefik",
            file,
            place: Some(&place),
            removes: true,
        },
        plan,
    );
    out.push_str("\nhttp:\n");
    if let Some(addresses) = addresses {
        let url = quoted(&format!("http://{}", addresses.backend));
        let _ = writeln!(
            out,
            "  services:\n    application: {{ loadBalancer: {{ servers: [{{ url: {url} }}] }} }}"
        );
    }
    let cases = cases(plan);
    out.push_str("  middlewares:\n    # No CORS header of the application gets through.\n    cors-backend:\n      headers:\n        customResponseHeaders:\n");
    for header in CORS_HEADERS {
        let _ = writeln!(out, "          {header}: \"\"");
    }
    out.push_str("    # Nobody has this address, so that everybody gets 403.\n    cors-refused: { ipAllowList: { sourceRange: [\"255.255.255.255/32\"] } }\n");
    for (index, case) in cases.iter().enumerate() {
        middleware(index + 1, case, &mut out);
    }
    out.push_str("  routers:\n");
    for (index, case) in cases.iter().enumerate() {
        let number = index + 1;
        let chain = match case.answer {
            Answer::Refused => vec!["cors-refused".to_owned()],
            Answer::Allowed => vec![format!("cors-{number}")],
            Answer::Backend if case.headers.is_empty() && case.vary.is_empty() => {
                vec!["cors-backend".to_owned()]
            }
            Answer::Backend => vec![format!("cors-{number}"), "cors-backend".to_owned()],
        };
        let _ = writeln!(
            out,
            "    # {}\n    cors-{number}:\n      rule: {}\n      priority: {}\n      service: application\n      middlewares: {}",
            comment(case.rule),
            quoted(&rule(case)),
            cases.len() - index + 1,
            list(chain.iter().map(String::as_str))
        );
    }
    out.push_str(
        "    # Everything else is left alone.\n    cors-other:\n      rule: \"PathPrefix(`/`)\"\n      priority: 1\n      \
         service: application\n      middlewares: [\"cors-backend\"]\n",
    );
    out
}

fn middleware(number: usize, case: &Case<'_>, out: &mut String) {
    if case.answer == Answer::Refused || (case.headers.is_empty() && case.vary.is_empty()) {
        return;
    }
    let _ = writeln!(out, "    cors-{number}:\n      headers:");
    let value = |name: &str| {
        case.headers.iter().find_map(|(there, value)| match value {
            Value::Text(text) if *there == name => Some(text.as_str()),
            _ => None,
        })
    };
    let items = |name: &str| value(name).map(|value| list(value.split(", ")));
    match &case.origins {
        Some(origins) => {
            let (exact, wild): (Vec<&Origin>, Vec<&Origin>) =
                origins.list.iter().partition(|origin| origin.is_exact());
            if !exact.is_empty() {
                let exact = list(exact.iter().map(|origin| origin.as_str()));
                let _ = writeln!(out, "        accessControlAllowOriginList: {exact}");
            }
            if !wild.is_empty() {
                let wild: Vec<String> = wild
                    .iter()
                    .map(|origin| format!("^{}$", origin.regex()))
                    .collect();
                let wild = list(wild.iter().map(String::as_str));
                let _ = writeln!(out, "        accessControlAllowOriginListRegex: {wild}");
            }
        }
        // No condition on `Origin`, so a request without one gets it too.
        None if case.answer == Answer::Backend && !case.headers.is_empty() => {
            out.push_str("        customResponseHeaders:\n");
            for (name, value) in &case.headers {
                if let Value::Text(text) = value {
                    let _ = writeln!(out, "          {name}: {}", quoted(text));
                }
            }
        }
        None if case.answer == Answer::Allowed => {
            out.push_str("        accessControlAllowOriginList: [\"*\"]\n");
        }
        None => {}
    }
    if value("Access-Control-Allow-Credentials").is_some() {
        out.push_str("        accessControlAllowCredentials: true\n");
    }
    if case.answer == Answer::Allowed {
        for (name, key) in [
            ("Access-Control-Allow-Methods", "accessControlAllowMethods"),
            ("Access-Control-Allow-Headers", "accessControlAllowHeaders"),
        ] {
            if let Some(items) = items(name) {
                let _ = writeln!(out, "        {key}: {items}");
            }
        }
        if let Some(seconds) = value("Access-Control-Max-Age") {
            let _ = writeln!(out, "        accessControlMaxAge: {seconds}");
        }
    } else if case.origins.is_some()
        && let Some(items) = items("Access-Control-Expose-Headers")
    {
        let _ = writeln!(out, "        accessControlExposeHeaders: {items}");
    }
    if case.answer == Answer::Backend && case.vary.contains(&"Origin") {
        out.push_str("        addVaryHeader: true\n");
    }
}

/// Returns the rule of a router. Strings are in backquotes, and nothing that is written into them has one.
fn rule(case: &Case<'_>) -> String {
    let path = format!("PathRegexp(`^{}$`)", encoded(&case.rule.pattern.language));
    let any = |methods: &mut dyn Iterator<Item = &str>| {
        format!("^{}$", alternatives(methods.map(token_regex)))
    };
    let mut conditions = vec![path];
    match &case.requests {
        Requests::Any => {}
        Requests::Preflights(methods) => {
            let methods = any(&mut methods.iter().map(String::as_str));
            conditions.push("Method(`OPTIONS`)".to_owned());
            conditions.push("HeaderRegexp(`Origin`, `.`)".to_owned());
            conditions.push(format!(
                "HeaderRegexp(`Access-Control-Request-Method`, `{methods}`)"
            ));
        }
        Requests::AnyPreflight => {
            conditions.push("Method(`OPTIONS`)".to_owned());
            conditions.push("HeaderRegexp(`Origin`, `.`)".to_owned());
            conditions.push("HeaderRegexp(`Access-Control-Request-Method`, `^[^ ,]+$`)".to_owned());
        }
        Requests::Methods(methods) => {
            let methods = methods.iter().map(|method| format!("Method(`{method}`)"));
            conditions.push(format!("({})", methods.collect::<Vec<_>>().join(" || ")));
        }
        Requests::OptionsWithout(header) => {
            conditions.push("Method(`OPTIONS`)".to_owned());
            conditions.push(format!("!HeaderRegexp(`{header}`, `.`)"));
        }
    }
    if let Some(origins) = &case.origins {
        let all = alternatives(origins.list.iter().map(|origin| origin.regex()));
        conditions.push(format!("HeaderRegexp(`Origin`, `^{all}$`)"));
        if origins.is_wild {
            conditions.push(format!("!HeaderRegexp(`Origin`, `^{TOO_LONG}$`)"));
        }
    }
    conditions.join(" && ")
}
