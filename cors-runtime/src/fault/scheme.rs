//! Faults of a scheme: none, one that no page has, a slip of one.

use alloc::format;

use super::slip::{Slip, shown};
use crate::{
    origin::{Pattern, is_port},
    rule::Rule,
};

/// Schemes whose pages never send an origin of that scheme, each with the scheme that is meant instead
/// (URL, section "origin": their URLs have opaque origins, or no page can have them).
const DEAD: &[(&str, Option<&str>)] = &[
    ("about", None),
    ("blob", None),
    ("data", None),
    ("ftp", None),
    ("javascript", None),
    ("ws", Some("http")),
    ("wss", Some("https")),
];

/// Slips of the fingers on the way to http and https. Letters that are left out, doubled or exchanged; another
/// letter is none, as `httpx` may be somebody's own scheme.
const SLIPS: &[(&str, &str)] = &[
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

/// What is said of a text without `://`.
pub(super) fn missing(text: &str) -> Slip {
    let slip = Slip::malformed(format!("`{}` has no scheme", shown(text)));
    if let Some(host) = text.strip_prefix("//") {
        return slip.mend(format!("https://{host}"));
    }
    if text.starts_with('/') {
        return Slip::malformed(format!(
            "`{}` is a path, and origins have none",
            shown(text)
        ))
        .help("write the origin of the page: \"https://app.acme.example\"");
    }
    let is_number = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        is_port(authority.as_bytes())
    };
    if let Some((scheme, _, rest)) = web_prefix(text).filter(|(_, _, rest)| !is_number(rest)) {
        return Slip::malformed(format!("`{}` lacks a part of `{scheme}://`", shown(text)))
            .mend(format!("{scheme}://{rest}"));
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
            return Slip::malformed(format!("`{}` lacks a part of `{lower}://`", shown(text)))
                .mend(format!("{lower}://{host}"));
        }
    }
    // What is on this machine or in this house seldom has TLS.
    let authority = text.split(['/', '?', '#']).next().unwrap_or(text);
    let private = |pattern: Pattern<'_>| pattern.is_loopback() || pattern.is_private();
    if Pattern::parse(&format!("http://{authority}")).is_some_and(private) {
        slip.mend(format!("http://{text}"))
    } else {
        slip.mend(format!("https://{text}"))
    }
}

/// A text that begins with `http` or `https` and with a part of what belongs behind it: the scheme, how much of
/// `://` or its like there is, and what follows.
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

/// What is said of the scheme.
pub(super) fn judge(text: &str, scheme: &str, rest: &str) -> Result<(), Slip> {
    let lower = scheme.to_ascii_lowercase();
    if let Some((outer, inner)) = scheme.split_once(':') {
        let inner = format!("{inner}://{rest}");
        return Err(dead(&outer.to_ascii_lowercase(), &inner).map_or_else(
            || Slip::malformed(format!("`{}` has two schemes", shown(text))).mend(inner.as_str()),
            |slip| slip.mend(inner.as_str()),
        ));
    }
    if scheme.contains('*') {
        return Err(Slip::new(
            Rule::WildcardPosition,
            format!("`{}://` does not name a scheme", shown(scheme)),
        )
        .mend(format!("https://{rest}")));
    }
    if let Some(dead) = dead(&lower, rest) {
        return Err(dead);
    }
    if let Some((_, meant)) = SLIPS.iter().find(|(slip, _)| *slip == lower) {
        return Err(
            Slip::malformed(format!("`{scheme}://` is no scheme; `{meant}://` is"))
                .mend(format!("{meant}://{rest}")),
        );
    }
    if !is_scheme(scheme) {
        return Err(Slip::malformed(format!("`{}` is no scheme", shown(scheme)))
            .help("write a scheme: \"https://app.acme.example\""));
    }
    if scheme != lower {
        return Err(Slip::non_canonical(format!(
            "browsers write the scheme in lower case: `{lower}`"
        ))
        .mend(format!("{lower}://{rest}")));
    }
    if let Some((inner, _, rest)) = web_prefix(rest).filter(|(_, marks, _)| *marks > 1) {
        return Err(
            Slip::malformed(format!("`{}` has two schemes", shown(text)))
                .mend(format!("{inner}://{rest}")),
        );
    }
    Ok(())
}

fn dead(scheme: &str, rest: &str) -> Option<Slip> {
    let (_, meant) = DEAD.iter().find(|(dead, _)| *dead == scheme)?;
    let slip = Slip::new(
        Rule::DeadScheme,
        format!("no page has an origin with the scheme `{scheme}`"),
    );
    Some(match meant {
        Some(meant) => slip
            .help(format!(
                "a WebSocket's handshake carries the origin of its page, whose scheme is `{meant}`"
            ))
            .mend(format!("{meant}://{rest}")),
        None => slip.help("name the origin of the page, such as \"https://app.acme.example\""),
    })
}

/// A scheme by its grammar (URL, section "URL-scheme string").
fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
