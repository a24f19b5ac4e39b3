//! Every text that an error of a set proposes is accepted by the set.

use proptest::prelude::*;

use super::*;

const BOUND: &[&str] = &[
    "https://*.acme.example",
    "http://localhost:*",
    "https://*.dev.example:*",
];
const ANY_HOST: &[&str] = &["https://*"];
const ANY_HOST_AND_PORT: &[&str] = &["https://*:*"];
const ANY: &[&str] = &["*"];

/// Returns the help for a value.
fn help(value: &str, bound: &'static [&'static str]) -> Option<String> {
    let bound = Bound::new(bound);
    let violation = bound.check(value).expect_err(value);
    for_value(value, &violation, fix(value, &bound).as_ref(), &bound)
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is one table")]
fn suggestions_for_faulty_texts() {
    for (bound, value, origins) in [
        (
            BOUND,
            "\"https://a.acme.example\"",
            &["https://a.acme.example"][..],
        ),
        (
            BOUND,
            "'https://a.acme.example',",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "[\"https://a.acme.example\"]",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "[\"https://a.acme.example\"",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "\"https://b.acme.example\"]",
            &["https://b.acme.example"],
        ),
        (
            BOUND,
            "- https://a.acme.example",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "- \"https://a.acme.example\"",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "ORIGINS=https://a.acme.example",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "origins = [\"https://a.acme.example\"]",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "origin: https://a.acme.example",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example;https://b.acme.example",
            &["https://a.acme.example", "https://b.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example|https://b.acme.example",
            &["https://a.acme.example", "https://b.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example, https://b.acme.example",
            &["https://a.acme.example", "https://b.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example\u{2028}https://b.acme.example",
            &["https://a.acme.example", "https://b.acme.example"],
        ),
        (
            BOUND,
            "https://A.acme.example/",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example/login?x=1",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "https://a.acme.example:443",
            &["https://a.acme.example"],
        ),
        (
            BOUND,
            "https://a.dev.example:8443/",
            &["https://a.dev.example:8443"],
        ),
        (BOUND, "a.acme.example", &["https://a.acme.example"]),
        (BOUND, "localhost:3000", &["http://localhost:3000"]),
        (
            ANY_HOST_AND_PORT,
            "nas.local:8443",
            &["https://nas.local:8443"],
        ),
        (ANY_HOST_AND_PORT, "[fd00:0::1]", &["https://[fd00::1]"]),
        (ANY_HOST, "wss://a.example", &["https://a.example"]),
        (ANY, "any", &["*"]),
        (ANY, "'*'", &["*"]),
        (ANY, "nas:8080", &["http://nas:8080"]),
        (BOUND, "-", &[]),
        (BOUND, "[", &[]),
        (BOUND, "#", &[]),
        (
            BOUND,
            "(https://a.acme.example",
            &["https://a.acme.example"],
        ),
        (ANY, "https://a.acme.example)", &["https://a.acme.example"]),
        (BOUND, "origins:", &[]),
        (BOUND, "none", &[]),
        (BOUND, "[none]", &[]),
        (BOUND, "- off", &[]),
        (ANY, "[any]", &["*"]),
        (BOUND, "null", &[]),
        (BOUND, "'self'", &[]),
    ] {
        let fixed = fix(value, &Bound::new(bound)).unwrap_or_else(|| panic!("{value}"));
        assert_eq!(fixed.origins, origins, "{value}");
        let line = help(value, bound).unwrap_or_default();
        if origins.is_empty() {
            assert_eq!(line, "remove it", "{value}");
        } else {
            assert_eq!(
                line,
                format!("write `{}`", origins.join("` and `")),
                "{value}"
            );
        }
    }
}

/// A value that admits one tenant is no reason to admit all of them.
#[test]
fn a_wider_origin_has_a_condition() {
    for (value, wider) in [
        ("https://{tenant}.acme.example", "https://*.acme.example"),
        ("https://a*.acme.example", "https://*.acme.example"),
        ("^https://.*\\.acme\\.example$", "https://*.acme.example"),
        ("origins=https://a*.acme.example", "https://*.acme.example"),
    ] {
        assert_eq!(
            help(value, BOUND).as_deref(),
            Some(&*format!(
                "write `{wider}`, if every host that it matches is yours"
            )),
            "{value}"
        );
    }
}

/// Nothing is proposed that is rejected where it is pasted, or that is another origin.
#[test]
fn nothing_to_write_instead() {
    for (bound, value) in [
        (BOUND, "acme"),
        (BOUND, "true"),
        (ANY, "true"),
        (ANY, "production"),
        (BOUND, "*"),
        (BOUND, "a.example"),
        (BOUND, "https://a.example/"),
        (BOUND, "a.acme.example:8443"),
        (BOUND, "https://a.acme.example;https://b.example"),
        (BOUND, "<!DOCTYPE html>"),
        (ANY_HOST, "http://192.168.1.84:4002/"),
        (ANY_HOST, "https://nas.example:8443/"),
        (ANY_HOST, "https://*.acme.example/"),
        (ANY_HOST, "https://*"),
    ] {
        assert_eq!(fix(value, &Bound::new(bound)), None, "{value}");
        let help = help(value, bound).unwrap_or_default();
        assert!(
            help.is_empty() || help.ends_with(" would be outside this set"),
            "{value}: {help}"
        );
    }
}

#[test]
fn the_bound_that_would_admit_a_value_is_named() {
    for (bound, value, line) in [
        (
            ANY_HOST,
            "https://nas.example:8443",
            "within = [.., \"https://*:*\"]",
        ),
        (
            ANY_HOST,
            "https://[fd00::1]:8443",
            "within = [.., \"https://*:*\"]",
        ),
        (ANY_HOST, "http://192.168.1.84:4002", "within = any"),
        (
            ANY_HOST_AND_PORT,
            "http://192.168.1.84:4002",
            "within = any",
        ),
        (ANY_HOST_AND_PORT, "tauri://localhost", "within = any"),
        (
            &["vscode-webview://*"],
            "https://a.example",
            "within = [.., \"https://a.example\"]",
        ),
        (
            BOUND,
            "https://a.acme.example:8443",
            "within = [.., \"https://*.acme.example:*\"]",
        ),
        (
            BOUND,
            "http://a.acme.example",
            "within = [.., \"http://a.acme.example\"]",
        ),
        (
            BOUND,
            "https://*.example",
            "within = [.., \"https://*.example\"]",
        ),
        (ANY_HOST, "https://*.acme.example", "list each origin"),
        (
            ANY_HOST_AND_PORT,
            "https://nas.example:*",
            "list each origin",
        ),
    ] {
        let help = help(value, bound).unwrap_or_default();
        assert!(help.contains(line), "{value}: {help}");
        assert!(!help.contains("write `"), "{value}: {help}");
        // Whoever changes the bound does not read the next error.
        if let Some(element) = line.strip_prefix("within = [.., \"") {
            let element = element.trim_end_matches("\"]").to_owned().leak();
            let wider = Bound::new(vec![&*element].leak());
            assert!(wider.check(value).is_ok(), "{value} within {element}");
        }
    }
}

#[test]
fn the_example_is_within_the_bound() {
    for (bound, origin) in [
        (BOUND, Some("https://app.acme.example")),
        (
            &["https://partner.example:8443"],
            Some("https://partner.example:8443"),
        ),
        (&["http://localhost:*"], Some("http://localhost:3000")),
        (
            &["https://*.dev.example:*"],
            Some("https://app.dev.example"),
        ),
        (ANY_HOST, Some("https://app.example.com")),
        (ANY_HOST_AND_PORT, Some("https://app.example.com")),
        (ANY, Some("https://app.example.com")),
        (&["null"], None),
    ] {
        assert_eq!(example(&Bound::new(bound)).as_deref(), origin, "{bound:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is wrong with a value, what is proposed is accepted, and neither its port nor its scheme is another one.
    #[test]
    fn proposed_values_are_accepted(
        around in prop::sample::select(vec!["", "\"", "- ", "[\"", "ORIGINS=", "<", "'"]),
        scheme in prop::sample::select(vec!["http://", "https://", "", "HTTPS://", "https:/", "//"]),
        host in prop::sample::select(vec![
            "a.acme.example", "*.acme.example", "A.dev.example", "localhost", "nas", "192.168.1.84", "[fd00::1]", "[FD00:0::1]", "a b", "",
        ]),
        port in prop::sample::select(vec!["", ":8443", ":3000", ":443", ":*", ":0", ":99999"]),
        behind in prop::sample::select(vec!["", "/", "\"]", ";", "/path", " # ", ","]),
        bound in prop::sample::select(vec![BOUND, ANY_HOST, ANY_HOST_AND_PORT, ANY]),
    ) {
        let value = format!("{around}{scheme}{host}{port}{behind}");
        let checked = Bound::new(bound);
        if let Some(Fix { origins, .. }) = fix(&value, &checked) {
            for origin in &origins {
                prop_assert!(checked.check(origin).is_ok(), "{} for {}", origin, value);
                let written = scheme.to_ascii_lowercase();
                if written.ends_with("://") {
                    prop_assert!(origin.starts_with(&written) , "{} for {}", origin, value);
                }
                if matches!(port, ":8443" | ":3000" | ":*") {
                    prop_assert!(origin.ends_with(port), "{} for {}", origin, value);
                }
            }
        }
    }
}
