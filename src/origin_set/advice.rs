//! The text to write instead of a value that a set does not accept. Everything proposed is accepted where it is pasted.

use cors_runtime::{
    fault::{self, Fix, Place, examine},
    origin::{Hosts, Pattern, Ports},
};

use super::bound::{Bound, EVERY, OUTSIDE, Violation, browser};

/// Words that other settings have for no origin, or for pages that need no CORS.
const NONE: &[&str] = &[
    "0",
    "disable",
    "disabled",
    "false",
    "no",
    "none",
    "null",
    "off",
    "same-origin",
    "self",
    "undefined",
];

/// Characters that hold a list together in JSON, YAML, TOML and shells.
const AROUND: &[char] = &[
    '"', '\'', '`', ',', ';', '|', '=', '(', ')', '<', '>', '{', '}',
];

/// Returns what to write instead of a value: no origins, if the value has to be left out. `None` if the value does not say
/// which origin is meant, or if the bound does not admit that origin.
pub(super) fn fix(value: &str, bound: &Bound) -> Option<Fix> {
    let word = value.trim_matches(|c: char| {
        AROUND.contains(&c) || matches!(c, '[' | ']' | '-') || c.is_whitespace()
    });
    let is = |words: &[&str]| words.iter().any(|other| word.eq_ignore_ascii_case(other));
    let is_mark = !value.contains(|c: char| c.is_alphanumeric() || c == '*');
    if is_mark || is(NONE) || is_key(value) {
        return Some(Fix::default());
    }
    if bound.is_any() && is(EVERY) {
        return Some(Fix {
            origins: vec!["*".into()],
            is_wider: false,
        });
    }
    if !value.contains(['.', ':']) && !word.eq_ignore_ascii_case("localhost") {
        return None;
    }
    // The mark of an element in YAML.
    let value = value.trim_start_matches("- ").trim_start();
    let read = |text: &str| {
        fault::fix(text, bound.place(), &browser).filter(|fix| is_accepted(fix, bound))
    };
    read(value)
        .or_else(|| embedded(value, &read))
        .or_else(|| (!value.contains(":/")).then(|| read(&format!("https://{value}")))?)
}

/// Checks for the name of a list, such as `origins:` in YAML.
fn is_key(value: &str) -> bool {
    let key = value.strip_suffix([':', '=']).map(str::trim_end);
    key.is_some_and(|key| !key.contains(['.', ':', '/', ' ']))
}

/// Returns the origins after something else, such as the name of a key.
fn embedded(value: &str, read: &dyn Fn(&str) -> Option<Fix>) -> Option<Fix> {
    let parts = value.split(|c: char| c.is_whitespace() || AROUND.contains(&c));
    let mut all = Fix::default();
    for part in parts.skip_while(|part| !part.contains("://")) {
        // The brackets of a list. The brackets of an IPv6 address have nothing on one side.
        let part = part.trim_start_matches('[');
        if matches!(part, "" | "]") {
            continue;
        }
        // Text after an origin may be the rest of its host.
        let part = Some(part).filter(|part| part.contains("://"))?;
        let fix = read(part).or_else(|| read(part.trim_end_matches(']')))?;
        all.origins.extend(fix.origins);
        all.is_wider |= fix.is_wider;
    }
    (!all.origins.is_empty()).then_some(all)
}

fn is_accepted(fix: &Fix, bound: &Bound) -> bool {
    fix.origins.iter().all(|origin| {
        let is_any_host = Pattern::parse(origin).is_some_and(|fix| fix.hosts() == Hosts::Any);
        !is_any_host && bound.check(origin).is_ok()
    })
}

/// Returns the line of help about one value.
pub(super) fn for_value(
    value: &str,
    violation: &Violation,
    fix: Option<&Fix>,
    bound: &Bound,
) -> Option<String> {
    if violation.rule == OUTSIDE {
        return Some(wider_bound(value, bound));
    }
    let Some(Fix { origins, is_wider }) = fix else {
        // The value says which origin is meant, and the bound does not admit that one.
        let fix = fault::fix(value, bound.place(), &browser)?;
        let outside = |origin: &&String| {
            bound
                .check(origin)
                .is_err_and(|violation| violation.rule == OUTSIDE)
        };
        let origin = fix.origins.iter().find(outside)?;
        return Some(format!("`{origin}` would be outside this set"));
    };
    Some(if origins.is_empty() {
        "remove it".into()
    } else if *is_wider {
        format!(
            "write `{}`, if every host that it matches is yours",
            origins.join("` and `")
        )
    } else {
        format!("write `{}`", origins.join("` and `"))
    })
}

/// Names the bound that would admit a value that is outside.
fn wider_bound(value: &str, bound: &Bound) -> String {
    let Some(pattern) = Pattern::parse(value) else {
        return in_program(&format!("[.., \"{value}\"]"));
    };
    let any_port = bound.patterns().iter().map(any_port).find(|element| {
        examine(element, Place::Bound, &browser).is_ok_and(|element| element.covers(&pattern))
    });
    match any_port {
        Some(element) => in_program(&format!("[.., \"{element}\"]")),
        None if !bound.has_any_host() => in_program(&format!("[.., \"{value}\"]")),
        None if pattern.is_exact() => {
            in_program("any") + ", for a policy without `credentials` and `mismatch = reject`"
        }
        None => "list each origin; a pattern is accepted at or below a `*.` of the bound".into(),
    }
}

fn in_program(bound: &str) -> String {
    format!("only a change of the program can admit it: `within = {bound}` in `origin_set!`")
}

fn any_port(element: &Pattern<'_>) -> String {
    let text = element.as_str();
    match element.ports() {
        Ports::Any => text.into(),
        Ports::Default => format!("{text}:*"),
        Ports::One(port) => format!("{}:*", &text[..text.len() - port.len() - 1]),
    }
}

/// Returns an origin that a bound admits, to show how one is written.
pub(super) fn example(bound: &Bound) -> Option<String> {
    let examples = bound.patterns().iter().map(|element| {
        let host = match element.hosts() {
            Hosts::One => element.host().to_owned(),
            Hosts::Below => format!("app.{}", element.host()),
            Hosts::Any => "app.example.com".to_owned(),
        };
        let port = match element.ports() {
            Ports::One(port) => format!(":{port}"),
            Ports::Any if element.is_loopback() => ":3000".to_owned(),
            Ports::Default | Ports::Any => String::new(),
        };
        format!("{}://{host}{port}", element.scheme())
    });
    examples
        .chain(bound.is_any().then(|| "https://app.example.com".to_owned()))
        .find(|example| bound.check(example).is_ok())
}

#[cfg(test)]
mod tests;
