//! Faults of a scheme: missing, misspelt, or one that no page has.

use alloc::format;

use super::fixable::{EXAMPLE, Fixable, shown};
use crate::{
    origin::{Pattern, is_port},
    rule::Rule,
};

/// Schemes that never occur in an `Origin`, each with the scheme that is meant instead (URL, section "origin": their
/// URLs have opaque origins, or no page has them).
const DEAD: &[(&str, Option<&str>)] = &[
    ("about", None),
    ("blob", None),
    ("data", None),
    ("filesystem", None),
    ("ftp", None),
    ("javascript", None),
    ("mailto", None),
    ("view-source", None),
    ("ws", Some("http")),
    ("wss", Some("https")),
];

/// Misspellings of http and https: a letter is missing, doubled or exchanged. A different letter does not count, since
/// `httpx` may be somebody's own scheme.
const MISSPELT: &[(&str, &str)] = &[
    ("hhtp", "http"),
    ("hhtps", "https"),
    ("hhttp", "http"),
    ("hhttps", "https"),
    ("htp", "http"),
    ("htpp", "http"),
    ("htpps", "https"),
    ("htps", "https"),
    ("htpt", "http"),
    ("htpts", "https"),
    ("htt", "http"),
    ("httpp", "http"),
    ("httpps", "https"),
    ("httpss", "https"),
    ("htts", "https"),
    ("httsp", "https"),
    ("htttp", "http"),
    ("htttps", "https"),
    ("hxxp", "http"),
    ("hxxps", "https"),
    ("thtp", "http"),
    ("thtps", "https"),
    ("ttp", "http"),
    ("ttps", "https"),
];

/// Returns the fault of a text without `://`.
pub(super) fn missing(text: &str) -> Fixable {
    let fixable = Fixable::malformed(format!("`{}` has no scheme", shown(text)));
    if let Some(host) = text.strip_prefix("//") {
        return fixable.fix(format!("https://{host}"));
    }
    if text.starts_with('/') {
        return Fixable::malformed(format!("`{}` is a path; an origin has none", shown(text)))
            .help("list the origin of the page: \"https://app.acme.example\"");
    }
    let is_number = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        is_port(authority.as_bytes())
    };
    if let Some((scheme, _, rest)) = web_prefix(text).filter(|(_, _, rest)| !is_number(rest)) {
        return Fixable::malformed(format!(
            "`{}` has only a part of `{scheme}://`",
            shown(text)
        ))
        .fix(format!("{scheme}://{rest}"));
    }
    if let Some((scheme, rest)) = text.split_once(':')
        && !is_port(rest.as_bytes())
    {
        let lower = scheme.to_ascii_lowercase();
        let host = rest.trim_start_matches(['/', '\\']);
        if let Some(dead) = dead(&lower, host) {
            return dead;
        }
        if host.len() < rest.len() && is_scheme(scheme) && !scheme.contains('.') {
            return Fixable::malformed(format!(
                "`{}` has only a part of `{lower}://`",
                shown(text)
            ))
            .fix(format!("{lower}://{host}"));
        }
    }
    let authority = text.split(['/', '?', '#']).next().unwrap_or(text);
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    // A single word is more likely a keyword or a placeholder than a host.
    let is_word = !host.contains('.') && !host.eq_ignore_ascii_case("localhost");
    if is_word
        && (port.is_empty() || matches!(host, "http" | "https"))
        && !host.contains(['[', '*'])
    {
        return fixable.help(EXAMPLE);
    }
    // Servers on this machine or in a private network rarely have TLS.
    let private = |pattern: Pattern<'_>| pattern.is_loopback() || pattern.is_private();
    if Pattern::parse(&format!("http://{authority}")).is_some_and(private) {
        fixable.fix(format!("http://{text}"))
    } else {
        fixable.fix(format!("https://{text}"))
    }
}

/// Splits a text that begins with `http` or `https` and a part of `://`: the scheme, the length of that part, and the
/// rest.
fn web_prefix(text: &str) -> Option<(&'static str, usize, &str)> {
    let (scheme, behind) = ["https", "http"].into_iter().find_map(|scheme| {
        let (start, behind) = text.split_at_checked(scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then_some((scheme, behind))
    })?;
    let rest = behind.trim_start_matches([':', '/', '\\']);
    let marks = behind.len() - rest.len();
    (marks > 0).then_some((scheme, marks, rest))
}

/// Checks the scheme.
pub(super) fn check(text: &str, scheme: &str, rest: &str) -> Result<(), Fixable> {
    let lower = scheme.to_ascii_lowercase();
    if let Some((outer, inner)) = scheme.split_once(':') {
        let inner = format!("{inner}://{rest}");
        return Err(dead(&outer.to_ascii_lowercase(), &inner).map_or_else(
            || Fixable::malformed(format!("`{}` has two schemes", shown(text))).fix(inner.as_str()),
            |fixable| fixable.fix(inner.as_str()),
        ));
    }
    if scheme.contains('*') {
        return Err(Fixable::new(
            Rule::WildcardPosition,
            format!("`{}://` is not a scheme", shown(scheme)),
        )
        .fix(format!("https://{rest}")));
    }
    if let Some(dead) = dead(&lower, rest) {
        return Err(dead);
    }
    if let Some((_, meant)) = MISSPELT.iter().find(|(misspelt, _)| *misspelt == lower) {
        return Err(
            Fixable::malformed(format!("`{scheme}://` is misspelt: `{meant}://`"))
                .fix(format!("{meant}://{rest}")),
        );
    }
    if !is_scheme(scheme) {
        return Err(
            Fixable::malformed(format!("`{}` is not a scheme", shown(scheme))).help(EXAMPLE),
        );
    }
    if scheme != lower {
        return Err(Fixable::non_canonical(format!(
            "browsers write the scheme in lower case: `{lower}`"
        ))
        .fix(format!("{lower}://{rest}")));
    }
    if let Some((inner, _, rest)) = web_prefix(rest).filter(|(_, marks, _)| *marks > 1) {
        return Err(
            Fixable::malformed(format!("`{}` has two schemes", shown(text)))
                .fix(format!("{inner}://{rest}")),
        );
    }
    Ok(())
}

fn dead(scheme: &str, rest: &str) -> Option<Fixable> {
    let (_, meant) = DEAD.iter().find(|(dead, _)| *dead == scheme)?;
    let fixable = Fixable::new(
        Rule::DeadScheme,
        format!("no page has an origin with the scheme `{scheme}`"),
    );
    Some(match meant {
        Some(meant) => fixable
            .help(format!(
                "the handshake of a WebSocket carries the origin of its page, which has the scheme `{meant}`"
            ))
            .fix(format!("{meant}://{rest}")),
        None => fixable.help("list the origin of the page, such as \"https://app.acme.example\""),
    })
}

/// Returns whether a text has the syntax of a scheme (URL, section "URL-scheme string").
fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
