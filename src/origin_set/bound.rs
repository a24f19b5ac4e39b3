//! Whether a value is an origin, or a pattern, that lies within a bound.

use cors_runtime::{
    fault::{Place, examine},
    origin::{Hosts, Pattern},
};

/// Why a value cannot be taken: the rule, and a message that says what to write instead.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) message: String,
}

/// Judges a value by the rules for origins that are written out, and by the bound.
pub(super) fn judge(text: &str, bound: &[&str]) -> Result<(), Fault> {
    // What is written in the bound has been judged, `null` with its allowance.
    let pattern = Pattern::parse(text);
    let is_any_host = pattern.is_some_and(|pattern| pattern.hosts() == Hosts::Any);
    if bound.contains(&text) && !is_any_host {
        return Ok(());
    }
    let pattern = examine(text, Place::Set, &browser).map_err(|mut fault| {
        // Quotation marks are Rust's: in a variable or a file, they would be part of the value.
        for line in &mut fault.help {
            *line = line.replace('"', "`");
        }
        Fault {
            rule: fault.rule.name(),
            message: fault.to_string(),
        }
    })?;
    if covers(bound, &pattern) {
        return Ok(());
    }
    Err(outside(&pattern, bound))
}

fn covers(bound: &[&str], pattern: &Pattern<'_>) -> bool {
    let mut bound = bound.iter().filter_map(|element| Pattern::parse(element));
    bound.any(|element| element.covers(pattern))
}

/// What is said of a value that the bound leaves out.
fn outside(pattern: &Pattern<'_>, bound: &[&str]) -> Fault {
    let text = pattern.as_str();
    let bounded = format!("within `{}`", bound.join("`, `"));
    let mut lines = vec![format!(
        "`{text}` lies outside of what this set may hold: {bounded}"
    )];
    let nearest = near(pattern)
        .into_iter()
        .find(|near| Pattern::parse(near).is_some_and(|near| covers(bound, &near)));
    if let Some(near) = nearest {
        lines.push(format!("help: write `{near}`"));
    } else if !pattern.is_exact() {
        lines.push(
            "help: a pattern lies at or below a `*.` of the bound; list single origins".into(),
        );
    }
    lines.push("help: to let it in, add it to `within`, where the compiler judges it".into());
    lines.push("rule: within\nsee: route_cors::OriginSet".into());
    Fault {
        rule: "within",
        message: lines.join("\n"),
    }
}

/// The same origin over TLS, without its port, and both.
fn near(pattern: &Pattern<'_>) -> Vec<String> {
    let text = pattern.as_str();
    let secure = |text: &str| text.replacen("http://", "https://", 1);
    let bare =
        text.rsplit_once(':').map_or(
            text,
            |(before, port)| if port.starts_with("//") { text } else { before },
        );
    vec![secure(text), bare.into(), secure(bare)]
}

/// The host of an https URL as a browser serialises it.
fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUND: &[&str] = &[
        "https://*.acme.example",
        "https://partner.example",
        "http://localhost:*",
        "https://*.dev.example:*",
        "null",
    ];

    #[test]
    fn what_lies_within_is_taken() {
        for text in [
            "https://a.acme.example",
            "https://a.b.acme.example",
            "https://*.acme.example",
            "https://*.b.acme.example",
            "https://partner.example",
            "http://localhost:3000",
            "http://localhost",
            "http://localhost:*",
            "https://a.dev.example:8443",
            "https://*.dev.example",
            "https://*.a.dev.example:*",
            "https://a.dev.example:*",
            "null",
        ] {
            assert!(judge(text, BOUND).is_ok(), "{text}");
        }
        for text in [
            "https://a.example",
            "https://a.b.c.example",
            "https://192.0.2.1",
        ] {
            assert!(judge(text, &["https://*"]).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_lies_outside_is_not_and_the_nearest_is_proposed() {
        for (text, near) in [
            ("https://acme.example", None),
            ("http://a.acme.example", Some("https://a.acme.example")),
            (
                "https://a.acme.example:8443",
                Some("https://a.acme.example"),
            ),
            ("http://a.acme.example:8080", Some("https://a.acme.example")),
            ("https://evilacme.example", None),
            ("https://a.partner.example", None),
            ("https://*.partner.example", None),
            ("https://*.example", None),
            ("https://*.acme.example:*", Some("https://*.acme.example")),
            ("http://localhost.:3000", None),
            ("app://partner.example", None),
        ] {
            let fault = judge(text, BOUND).expect_err(text);
            assert_eq!(fault.rule, "within", "{text}");
            let help = near.map(|near| format!("help: write `{near}`\n"));
            match help {
                Some(help) => assert!(fault.message.contains(&help), "{}", fault.message),
                None => assert!(!fault.message.contains("help: write"), "{}", fault.message),
            }
        }
    }

    #[test]
    fn no_pattern_enters_through_any_host() {
        for text in [
            "https://*.github.io",
            "https://a.example:*",
            "https://*.a.b.example",
        ] {
            for bound in [&["https://*"][..], &["https://*:*"]] {
                assert_eq!(judge(text, bound).expect_err(text).rule, "within");
            }
        }
        for text in ["https://*", "https://*:*"] {
            assert_eq!(
                judge(text, &["https://*", "https://*:*"])
                    .expect_err(text)
                    .rule,
                "wildcard_position"
            );
        }
    }

    /// Whoever follows the help does not read it again.
    #[test]
    fn what_is_to_be_written_instead_is_taken() {
        for (text, instead) in [
            (
                "\"https://a.acme.example\"",
                &["https://a.acme.example"] as &[&str],
            ),
            ("'https://a.acme.example',", &["https://a.acme.example"]),
            ("[\"https://a.acme.example\"]", &["https://a.acme.example"]),
            (
                "https://a.acme.example, https://b.acme.example",
                &["https://a.acme.example", "https://b.acme.example"],
            ),
            (
                "https://a.acme.example\u{2028}https://b.acme.example",
                &["https://a.acme.example", "https://b.acme.example"],
            ),
            ("https://A.acme.example/", &["https://a.acme.example"]),
            ("https://a*.acme.example", &["https://*.acme.example"]),
            ("http://a.acme.example", &["https://a.acme.example"]),
        ] {
            let message = judge(text, BOUND).expect_err(text).message;
            let help = message
                .lines()
                .rfind(|line| line.starts_with("help: write"));
            let quoted = help.unwrap_or_default().split('`').skip(1).step_by(2);
            assert_eq!(quoted.collect::<Vec<_>>(), instead, "{message}");
            for text in instead {
                assert!(judge(text, BOUND).is_ok(), "{message}");
            }
        }
        for text in ["*", "https://*"] {
            let message = judge(text, BOUND).expect_err(text).message;
            assert!(message.contains("help: list the origins"), "{message}");
            assert!(!message.contains("origins = any"), "{message}");
        }
    }

    #[test]
    fn what_is_badly_written_is_told_so_in_the_words_of_the_compiler() {
        for (text, rule) in [
            ("https://a.acme.example/", "malformed_origin"),
            ("a.acme.example", "malformed_origin"),
            ("https://A.acme.example", "non_canonical_origin"),
            ("https://a.acme.example:443", "non_canonical_origin"),
            ("https://a*.acme.example", "wildcard_position"),
            ("wss://a.acme.example", "dead_scheme"),
            ("file://", "file_origin"),
            ("*", "any_among_others"),
        ] {
            let fault = judge(text, BOUND).expect_err(text);
            assert_eq!(fault.rule, rule, "{text}: {}", fault.message);
        }
        assert_eq!(
            judge("null", &["https://*"]).expect_err("null").rule,
            "null_origin"
        );
    }
}
