//! Kubernetes Gateway API: an `HTTPRoute` with a CORS filter for each policy.

use std::fmt::Write;

use cors_runtime::origin::{Hosts, Pattern as OriginPattern, Ports};

use super::{
    ClusterRoute,
    envoy::{is_plain, plain_path},
    path::{Pattern, encoded},
    plan::{
        CORS_HEADERS, Limits, Methods, Names, Order, Origin, Paths, Permission, Plan, Policy, Rule,
    },
    text::{Head, comment, head},
    yaml::{list, quoted},
};

/// The methods of an `HTTPRouteMatch`.
const METHODS: &[&str] = &[
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
];

/// The methods that a CORS filter always allows.
const SAFELISTED: &[&str] = &["GET", "HEAD", "POST"];

const MAX_ORIGINS: usize = 64;
const MAX_NAMES: usize = 64;
const MAX_RULES: usize = 16;
const MAX_MATCHES: usize = 64;
const MAX_ALL_MATCHES: usize = 128;
/// The longest origin of a CORS filter, in bytes.
const MAX_ORIGIN: usize = 253;
/// The longest path of a match, in bytes.
const MAX_PATH: usize = 1024;
/// The seconds that a browser caches a preflight response without `Access-Control-Max-Age` (Fetch, section
/// "CORS-preflight fetch"). It is also the default of the filter.
const DEFAULT_MAX_AGE: u32 = 5;

pub(crate) const LIMITS: Limits = Limits {
    paths: Paths::Encoded,
    pattern: limit_path,
    method: limit_method,
    origin: limit_origin,
    policy: limit_policy,
    order: Order::PathThenPrefix,
    plan: limit_plan,
    notes: &[
        "The filter is part of the standard channel since 1.5. Implementations may answer a refused preflight with 200 or \
         204 instead of 403; `Vary` is not specified; under `any`, they may send the origin instead of `*`.",
        "A path with a parameter is a RegularExpression, which implementations need not support. It is written for RE2.",
        "The preflights of a route that is off go to the application, and the answer loses its CORS headers.",
        "Errors of the gateway may lack the headers.",
        "The CORS headers of the application are not removed where the filter writes some: switch CORS off there.",
        "Without `max_age` the filter sends 5 seconds, which is what browsers assume.",
    ],
    ..Limits::NONE
};

fn limit_path(pattern: &Pattern) -> Result<(), String> {
    if encoded(&pattern.language).len() > MAX_PATH {
        return Err(format!("its path is longer than {MAX_PATH} bytes"));
    }
    Ok(())
}

fn limit_method(method: &str) -> Result<(), String> {
    if METHODS.contains(&method) {
        Ok(())
    } else {
        Err(format!(
            "Gateway API has no method `{method}`, only {}",
            METHODS.join(", ")
        ))
    }
}

fn limit_origin(origin: &OriginPattern<'_>) -> Result<(), String> {
    if !origin.is_web() {
        return Err("Gateway API takes http and https origins only".to_owned());
    }
    if origin.ports() == Ports::Any {
        return Err("Gateway API has no wildcard for a port: list the ports".to_owned());
    }
    if origin.host().starts_with('[') {
        return Err("Gateway API takes no IPv6 address in an origin".to_owned());
    }
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if !origin.host().bytes().all(is_host) || origin.host().ends_with('.') {
        return Err(
            "Gateway API takes letters, digits, `-` and `.` in a host, and no dot at its end"
                .to_owned(),
        );
    }
    if origin.as_str().len() > MAX_ORIGIN {
        return Err(format!("Gateway API takes origins of {MAX_ORIGIN} bytes"));
    }
    debug_assert!(origin.hosts() != Hosts::Any, "a bound is no origin");
    Ok(())
}

fn limit_policy(policy: &Policy, method: &str) -> Result<(), String> {
    let lists = policy.session.len() + policy.named.len();
    if policy
        .session
        .iter()
        .chain(&policy.named)
        .any(|origin| origin.as_str() == "null")
    {
        return Err("`null`: Gateway API takes http and https origins only".to_owned());
    }
    if lists > MAX_ORIGINS {
        return Err(format!(
            "it lists {lists} origins, and Gateway API takes {MAX_ORIGINS}"
        ));
    }
    if policy.permissions().count() > 1 {
        return Err(
            "`credentials` for some of the origins: a CORS filter has credentials for all or for none".to_owned(),
        );
    }
    if policy.max_age == Some(0) {
        return Err("`max_age` of 0: Gateway API takes at least 1 second".to_owned());
    }
    if policy
        .max_age
        .is_some_and(|seconds| i32::try_from(seconds).is_err())
    {
        return Err("its `max_age` does not fit into 31 bits".to_owned());
    }
    if SAFELISTED.contains(&method) && !policy.methods.iter().any(|each| each == method) {
        return Err(format!(
            "its policy excludes {method}, which a CORS filter always allows"
        ));
    }
    if let Some(method) = policy
        .methods
        .iter()
        .find(|method| limit_method(method).is_err())
    {
        return Err(format!(
            "its policy allows {method}, which Gateway API has not"
        ));
    }
    for (names, what) in [(&policy.headers, "headers"), (&policy.expose, "expose")] {
        if let Names::Listed(names) = names
            && names.len() > MAX_NAMES
        {
            return Err(format!("its `{what}` has more than {MAX_NAMES} names"));
        }
    }
    Ok(())
}

fn limit_plan(plan: &Plan) -> Result<(), String> {
    let groups = groups(plan);
    // One rule is for everything else.
    if groups.len() >= MAX_RULES {
        return Err(format!(
            "an HTTPRoute has {MAX_RULES} rules, and the surface needs one for each of {} policies and one for everything else",
            groups.len()
        ));
    }
    let matches: Vec<usize> = groups
        .iter()
        .map(|(_, rules)| rules.iter().map(|rule| matches(rule).len()).sum())
        .collect();
    if matches.iter().any(|&count| count > MAX_MATCHES)
        || matches.iter().sum::<usize>() + 1 > MAX_ALL_MATCHES
    {
        return Err(format!(
            "an HTTPRoute has {MAX_MATCHES} matches in a rule and {MAX_ALL_MATCHES} in all; each method of a path takes two"
        ));
    }
    Ok(())
}

/// Returns the rules of each policy, and the rules for requests that are passed on unchanged.
fn groups(plan: &Plan) -> Vec<(Option<&Policy>, Vec<&Rule>)> {
    let policies = plan.policies.iter().map(Some).enumerate();
    let policies = policies.map(|(index, policy)| (Some(index), policy));
    policies
        .chain([(None, None)])
        .map(|(index, policy)| {
            let rules = plan.rules.iter().filter(|rule| rule.policy == index);
            (policy, rules.collect::<Vec<_>>())
        })
        .filter(|(_, rules)| !rules.is_empty())
        .collect()
}

/// Returns the matches of a rule: the request, and its preflight.
fn matches(rule: &Rule) -> Vec<String> {
    let path = match (plain_path(rule), rule.pattern.plain_prefix()) {
        (Some(path), _) => format!("path: {{ type: Exact, value: {} }}", quoted(path)),
        (None, Some(prefix)) if is_plain(prefix) => {
            let prefix = if prefix.is_empty() { "/" } else { prefix };
            format!("path: {{ type: PathPrefix, value: {} }}", quoted(prefix))
        }
        _ => format!(
            "path: {{ type: RegularExpression, value: {} }}",
            quoted(&format!("^{}$", encoded(&rule.pattern.language)))
        ),
    };
    let Methods::Named(methods) = &rule.methods else {
        return vec![format!("{{ {path} }}")];
    };
    methods
        .iter()
        .flat_map(|method| {
            [
                format!("{{ {path}, method: {method} }}"),
                format!(
                    "{{ {path}, method: OPTIONS, headers: [{{ name: Access-Control-Request-Method, value: {} }}] }}",
                    quoted(method)
                ),
            ]
        })
        .collect()
}

pub(crate) fn write(plan: &Plan, file: &str, route: &ClusterRoute) -> String {
    let mut out = head(
        &Head {
            target: "gateway-api",
            file,
            place: None,
            removes: false,
        },
        plan,
    );
    let backend = format!(
        "      backendRefs: [{{ name: {}, port: {} }}]\n",
        quoted(&route.backend.host),
        route.backend.port
    );
    let _ = write!(
        out,
        "\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: {}\nspec:\n  parentRefs: [{{ name: {} }}]\n",
        quoted(&route.name),
        quoted(&route.gateway)
    );
    if route.host != "*" {
        let _ = writeln!(out, "  hostnames: {}", list([route.host.as_str()]));
    }
    out.push_str("  rules:\n");
    for (policy, rules) in groups(plan) {
        for rule in &rules {
            let _ = writeln!(out, "    # {}", comment(rule));
        }
        out.push_str("    - matches:\n");
        for each in rules.iter().flat_map(|rule| matches(rule)) {
            let _ = writeln!(out, "        - {each}");
        }
        match policy.and_then(|policy| Some((policy, policy.permissions().next()?))) {
            Some((policy, permission)) => filter(policy, permission, &mut out),
            None => removal(&mut out),
        }
        out.push_str(&backend);
    }
    out.push_str("    # Everything else is left alone.\n    - matches: [{ path: { type: PathPrefix, value: \"/\" } }]\n");
    removal(&mut out);
    out.push_str(&backend);
    out
}

fn filter(policy: &Policy, permission: Permission, out: &mut String) {
    let names = |names: &Names| match names {
        Names::Any => Some(list(["*"])),
        Names::Listed(names) if names.is_empty() => None,
        Names::Listed(names) => Some(list(names.iter().map(String::as_str))),
    };
    let origins = match permission {
        Permission::Everyone => list(["*"]),
        Permission::Session => list(policy.session.iter().map(Origin::as_str)),
        Permission::Named => list(policy.named.iter().map(Origin::as_str)),
    };
    let _ = writeln!(
        out,
        "      filters:\n        - type: CORS\n          cors:\n            allowOrigins: {origins}\n            allowMethods: {}",
        list(policy.methods.iter().map(String::as_str))
    );
    if permission == Permission::Session {
        out.push_str("            allowCredentials: true\n");
    }
    if let Some(names) = names(&policy.headers) {
        let _ = writeln!(out, "            allowHeaders: {names}");
    }
    if let Some(names) = names(&policy.expose) {
        let _ = writeln!(out, "            exposeHeaders: {names}");
    }
    let seconds = policy.max_age.unwrap_or(DEFAULT_MAX_AGE);
    let _ = writeln!(out, "            maxAge: {seconds}");
}

/// Removes the CORS headers of the application.
fn removal(out: &mut String) {
    let _ = writeln!(
        out,
        "      filters: [{{ type: ResponseHeaderModifier, responseHeaderModifier: {{ remove: {} }} }}]",
        list(CORS_HEADERS.iter().copied())
    );
}
