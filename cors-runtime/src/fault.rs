//! What is wrong with an origin, and in which words.
//!
//! The macros say it when a program is compiled; a set of origins that arrives at run time says the same.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::{
    origin::{Hosts, MAX_HOST, MAX_LABEL, Pattern, Ports, default_port, is_port},
    rule::Rule,
};

/// One thing that is wrong, by which rule, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that refuses it.
    pub rule: Rule,
    /// What is wrong, in the words of who wrote it.
    pub what: String,
    /// What to do about it; each line can stand alone.
    pub help: Vec<String>,
}

impl Fault {
    /// A fault without help, which [`help`](Self::help) adds.
    #[must_use]
    pub fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
            help: Vec::new(),
        }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }

    fn write(self, origin: impl fmt::Display) -> Self {
        self.help(format!("write \"{origin}\""))
    }
}

/// As a compile error reads: what is wrong, then `help:`, then `rule:`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for line in &self.help {
            write!(f, "\nhelp: {line}")?;
        }
        write!(
            f,
            "\nrule: {name}\nsee: route_cors::rules::{name}",
            name = self.rule.name()
        )
    }
}

/// What a browser makes of the host of a URL with the scheme `https`: as it serialises the host, or `None`
/// where the URL does not parse (URL, section "host parsing"). The `url` crate answers it.
pub type Browser<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where an origin is written, as far as it makes a difference to what may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An element of `origins`.
    Origins,
    /// An element of the bound of a set, where `https://*` is every https host.
    Bound,
}

/// Schemes whose pages never send an origin of that scheme, each with the scheme that is meant instead
/// (URL, section "origin": their URLs have opaque origins, or no page can have them).
const DEAD_SCHEMES: &[(&str, Option<&str>)] = &[
    ("about", None),
    ("blob", None),
    ("data", None),
    ("ftp", None),
    ("javascript", None),
    ("ws", Some("http")),
    ("wss", Some("https")),
];

/// Reads one origin or pattern of origins as it was written, and holds it against what browsers send.
///
/// # Errors
///
/// The first fault, which has the exact text to write wherever that can be known.
pub fn examine<'a>(
    text: &'a str,
    place: Place,
    browser: Browser<'_>,
) -> Result<Pattern<'a>, Fault> {
    if let Some(fault) = not_one_origin(text, browser) {
        return Err(fault);
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(without_scheme(text, browser));
    };
    scheme_fault(scheme, rest, browser).map_or(Ok(()), Err)?;
    if scheme == "file" {
        return Err(if rest.is_empty() {
            Fault::new(
                Rule::FileOrigin,
                "`file://` is the origin of every local file in the shells that send it",
            )
            .help("serve the page from an origin of its own, such as a custom scheme of the shell")
        } else {
            malformed(format!(
                "`{text}` names a file, and every local file has the one origin `file://`"
            ))
            .write("file://")
        });
    }
    let (authority, beyond) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    if !beyond.is_empty() {
        return Err(beyond_origin(text, scheme, authority, beyond, browser));
    }
    if let Some((user, authority)) = authority.rsplit_once('@') {
        let fault = malformed(format!(
            "`{text}` has user information (`{user}@`), which no origin has"
        ));
        return Err(suggest(fault, scheme, authority, browser));
    }
    if authority.is_empty() {
        return Err(malformed(format!("`{text}` has no host"))
            .help(format!("write a host: \"{scheme}://app.acme.example\"")));
    }
    let Some(pattern) = Pattern::parse(text) else {
        return Err(misplaced_wildcard(text, scheme, authority, browser));
    };
    if pattern.hosts() == Hosts::Any {
        return match place {
            Place::Bound if text == "https://*" => Ok(pattern),
            _ => Err(every_host(text, place)),
        };
    }
    if let Ports::One(port) = pattern.ports() {
        port_fault(&pattern, port, browser).map_or(Ok(()), Err)?;
    }
    if pattern.is_web() {
        web_host_fault(&pattern, browser).map_or(Ok(()), Err)?;
    } else if let Some(bad) = pattern
        .host()
        .chars()
        .find(|&c| !c.is_ascii_graphic() || "<>^|%".contains(c))
    {
        return Err(malformed(format!(
            "the host of `{text}` has {}, which no origin has",
            name_of(bad)
        )));
    }
    Ok(pattern)
}

fn malformed(what: String) -> Fault {
    Fault::new(Rule::MalformedOrigin, what)
}

fn non_canonical(what: String) -> Fault {
    Fault::new(Rule::NonCanonicalOrigin, what)
}

/// What is said of a text that is nothing, a word of its own, or several origins.
fn not_one_origin(text: &str, browser: Browser<'_>) -> Option<Fault> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(
            malformed("an empty string is no origin".into())
                .help("write an origin: \"https://app.acme.example\""),
        );
    }
    if trimmed == "*" {
        return Some(
            Fault::new(
                Rule::AnyAmongOthers,
                "`\"*\"` is not an element of a list: any origin is said without one",
            )
            .help("write `origins = any`, or list the origins"),
        );
    }
    if text == "null" {
        return Some(
            Fault::new(
                Rule::NullOrigin,
                "`null` is the origin of every sandboxed frame and local file: any page can be `null`",
            )
            .help("leave it out; a page that must be `null` is anybody's page: `origins = any`"),
        );
    }
    if trimmed.eq_ignore_ascii_case("null") {
        return Some(
            malformed(format!("`{text}` is no origin; browsers write it `null`")).write("null"),
        );
    }
    if trimmed != text {
        let fault = malformed(format!("`{}` has white space around it", visible(text)));
        return Some(if examine(trimmed, Place::Bound, browser).is_ok() {
            fault.write(trimmed)
        } else {
            fault
        });
    }
    let parts: Vec<&str> = text
        .split(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 1 && parts.iter().filter(|part| part.contains("://")).count() > 1 {
        let list: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
        return Some(
            malformed(format!(
                "`{}` is several origins in one string",
                visible(text)
            ))
            .help(format!("write each as an element: [{}]", list.join(", "))),
        );
    }
    text.chars()
        .find(|&c| c.is_whitespace() || c.is_control())
        .map(|bad| {
            malformed(format!(
                "`{}` has {} in it, which no origin has",
                visible(text),
                name_of(bad)
            ))
        })
}

/// What is said of a text without `://`.
fn without_scheme(text: &str, browser: Browser<'_>) -> Fault {
    if let Some(rest) = text.strip_prefix("//") {
        return suggest(
            malformed(format!("`{text}` has no scheme")),
            "https",
            rest,
            browser,
        );
    }
    if let Some((scheme, rest)) = text.split_once(':') {
        let lower = scheme.to_ascii_lowercase();
        if let Some(fault) = dead_scheme(&lower, rest.trim_start_matches('/'), browser) {
            return fault;
        }
        if matches!(lower.as_str(), "http" | "https") {
            let fault = malformed(format!("`{text}` lacks the two slashes after `{scheme}:`"));
            return suggest(fault, &lower, rest.trim_start_matches('/'), browser);
        }
        if lower == "file" {
            return malformed(format!("`{text}` lacks the two slashes of `file://`"))
                .write("file://");
        }
        if rest.starts_with('/') && is_scheme(scheme) {
            let host = rest.trim_start_matches('/');
            return malformed(format!("`{text}` lacks the two slashes after `{scheme}:`"))
                .write(format!("{lower}://{host}"));
        }
    }
    let host = text
        .strip_prefix("http//")
        .or(text.strip_prefix("https//"))
        .unwrap_or(text);
    let clear = text.starts_with("http//") || is_development_host(host);
    suggest(
        malformed(format!("`{text}` has no scheme")),
        if clear { "http" } else { "https" },
        host,
        browser,
    )
}

/// Whether what somebody wrote without a scheme is a server of this machine, which seldom has TLS.
fn is_development_host(host: &str) -> bool {
    let name = host.split([':', '/']).next().unwrap_or(host);
    name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.")
}

/// What is said of the scheme.
fn scheme_fault(scheme: &str, rest: &str, browser: Browser<'_>) -> Option<Fault> {
    let lower = scheme.to_ascii_lowercase();
    if scheme.contains('*') {
        return Some(
            Fault::new(
                Rule::WildcardPosition,
                format!("`{scheme}://` does not name a scheme"),
            )
            .help(format!(
                "name each scheme that is meant: \"https://{rest}\""
            )),
        );
    }
    if let Some(fault) = dead_scheme(&lower, rest, browser) {
        return Some(fault);
    }
    if let Some(meant) = slip_of(&lower) {
        let fault = malformed(format!("`{scheme}://` is no scheme; `{meant}://` is"));
        return Some(suggest(fault, meant, rest, browser));
    }
    if !is_scheme(scheme) {
        return Some(
            malformed(format!("`{}` is no scheme", visible(scheme)))
                .help("write a scheme: \"https://app.acme.example\""),
        );
    }
    (scheme != lower).then(|| {
        let fault = non_canonical(format!(
            "browsers write the scheme in lower case: `{lower}`"
        ));
        suggest(fault, &lower, rest, browser)
    })
}

fn dead_scheme(scheme: &str, rest: &str, browser: Browser<'_>) -> Option<Fault> {
    let (_, meant) = DEAD_SCHEMES.iter().find(|(dead, _)| *dead == scheme)?;
    let fault = Fault::new(
        Rule::DeadScheme,
        format!("no page has an origin with the scheme `{scheme}`"),
    );
    Some(match meant {
        Some(meant) => suggest(
            fault.help(format!(
                "a WebSocket's handshake carries the origin of its page, whose scheme is `{meant}`"
            )),
            meant,
            rest,
            browser,
        ),
        None => fault.help("name the origin of the page, such as \"https://app.acme.example\""),
    })
}

/// A scheme by its grammar (URL, section "URL-scheme string").
fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `http` or `https`, where somebody's fingers slipped on the way to it.
fn slip_of(scheme: &str) -> Option<&'static str> {
    match scheme {
        "http" | "https" => None,
        // One letter away from both: what is meant is the safer one.
        _ if one_slip(scheme, "https") => Some("https"),
        _ if one_slip(scheme, "http") => Some("http"),
        "ttps" | "htps" | "htpps" | "hhttps" => Some("https"),
        "htp" | "hhttp" | "htpp" => Some("http"),
        _ => None,
    }
}

/// Whether a word becomes the other by one letter more, one less, or two exchanged. One letter for another is
/// no slip: `httpx` may be somebody's own scheme.
fn one_slip(word: &str, meant: &str) -> bool {
    let (word, meant) = (word.as_bytes(), meant.as_bytes());
    let same = word.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&word[same..], &meant[same..]);
    match (rest, wanted) {
        // A letter more, which is one that is doubled.
        ([extra, rest @ ..], wanted) if rest == wanted && same > 0 => *extra == word[same - 1],
        (rest, [_, wanted @ ..]) if rest == wanted => !wanted.is_empty(),
        ([a, b, rest @ ..], [c, d, wanted @ ..]) => a == d && b == c && rest == wanted,
        _ => false,
    }
}

/// What is said of a path, a query or a fragment.
fn beyond_origin(
    text: &str,
    scheme: &str,
    authority: &str,
    beyond: &str,
    browser: Browser<'_>,
) -> Fault {
    let what = match (beyond, beyond.as_bytes()[0]) {
        ("/", _) => "ends with a slash, which no origin does",
        (_, b'/') => "has a path, which no origin has: an origin is a whole site",
        (_, b'?') => "has a query, which no origin has",
        (_, b'#') => "has a fragment, which no origin has",
        _ => "has a backslash, which no origin has",
    };
    suggest(
        malformed(format!("`{text}` {what}")),
        scheme,
        authority,
        browser,
    )
}

/// What is said of a `*` that is neither a whole leading label nor a whole port.
fn misplaced_wildcard(text: &str, scheme: &str, authority: &str, browser: Browser<'_>) -> Fault {
    if !authority.contains('*') {
        let fault = malformed(format!("`{text}` has no host"));
        return fault.help(format!("write a host: \"{scheme}://app.acme.example\""));
    }
    let fault = Fault::new(
        Rule::WildcardPosition,
        format!("in `{text}` the `*` is neither a whole leading label nor a whole port"),
    );
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
    // `*acme.example`, `app-*.acme.example`, `*.*.acme.example`, `app.*.acme.example`: what stands behind.
    let behind = host.rsplit('*').next().unwrap_or(host);
    let below = behind.find('.').map_or("", |dot| &behind[dot + 1..]);
    let base = if behind.starts_with('.') || below.contains('.') {
        below
    } else {
        behind
    };
    let port = match port {
        "" => String::new(),
        port if port.contains('*') => ":*".to_string(),
        port => format!(":{port}"),
    };
    if host.contains('*') && !base.is_empty() {
        suggest(fault, scheme, &format!("*.{base}{port}"), browser)
    } else if let Some((host, _)) = authority
        .split_once(':')
        .filter(|(host, _)| !host.contains('*'))
    {
        suggest(fault, scheme, &format!("{host}:*"), browser)
    } else {
        fault.help("a `*` stands for whole leading labels (\"https://*.acme.example\") or for a port (\"http://localhost:*\")")
    }
}

fn every_host(text: &str, place: Place) -> Fault {
    let fault = Fault::new(Rule::WildcardPosition, format!("`{text}` names no host"));
    match place {
        Place::Origins => fault
            .help("list the origins, or name the site they belong to: \"https://*.acme.example\"")
            .help("where every origin is meant: `origins = any`"),
        Place::Bound => fault.help("any https host is written \"https://*\""),
    }
}

/// What is said of a port that is written out.
fn port_fault(pattern: &Pattern<'_>, port: &str, browser: Browser<'_>) -> Option<Fault> {
    let text = pattern.as_str();
    let (scheme, host) = (pattern.scheme(), starred(pattern));
    if port.is_empty() {
        return Some(suggest(
            non_canonical(format!("`{text}` has a colon and no port behind it")),
            scheme,
            &host,
            browser,
        ));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        let fault = malformed(format!("`{port}` is no port"));
        // An IPv6 address without its brackets ends in what looks like a port.
        let bracketed = format!("[{}]", &text[scheme.len() + 3..]);
        return Some(match browser(&bracketed) {
            Some(address) => fault
                .help("an IPv6 address has brackets around it")
                .write(format!("{scheme}://{address}")),
            None => fault.help(format!(
                "write a number from 1 to 65535, or `*` for any: \"{scheme}://{host}:*\""
            )),
        });
    }
    let number = port.trim_start_matches('0');
    if number.is_empty() {
        return Some(suggest(
            non_canonical(format!("no page is served on port 0: `{text}`")),
            scheme,
            &host,
            browser,
        ));
    }
    if !is_port(number.as_bytes()) {
        return Some(malformed(format!("`{port}` is no port: they end at 65535")));
    }
    if default_port(scheme) == Some(number) {
        let fault = non_canonical(format!(
            "browsers leave out `:{port}`, which is the default port of {scheme}"
        ));
        return Some(suggest(fault, scheme, &host, browser));
    }
    (number != port).then(|| {
        let fault = non_canonical(format!(
            "browsers write the port without leading zeros: `{number}`"
        ));
        suggest(fault, scheme, &format!("{host}:{number}"), browser)
    })
}

/// What is said of the host of an http or https origin.
fn web_host_fault(pattern: &Pattern<'_>, browser: Browser<'_>) -> Option<Fault> {
    let (text, host) = (pattern.as_str(), pattern.host());
    let scheme = pattern.scheme();
    let port = match pattern.ports() {
        Ports::Default => String::new(),
        Ports::One(port) => format!(":{port}"),
        Ports::Any => ":*".to_string(),
    };
    if let Some(inner) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        && browser(host).is_none()
    {
        let fault = non_canonical(format!(
            "the brackets of `{host}` are for IPv6 addresses, and `{inner}` is none"
        ));
        return Some(suggest(fault, scheme, &format!("{inner}{port}"), browser));
    }
    if let Some(base) = host.strip_prefix('.') {
        let fault = malformed(format!("`{text}` begins its host with a dot"));
        return Some(suggest(fault, scheme, &format!("*.{base}{port}"), browser));
    }
    // A wildcard is asked for as the hosts that it admits, so that `*.10.0.0.1` is seen to admit none.
    let below = pattern.hosts() == Hosts::Below;
    let asked = if below {
        format!("a.{host}")
    } else {
        host.to_string()
    };
    let no_url_can = || malformed(format!("no URL can have the host `{}`", starred(pattern)));
    let Some(serialised) = browser(&asked) else {
        return Some(no_url_can());
    };
    let serialised = if below {
        serialised.strip_prefix("a.").unwrap_or_default()
    } else {
        &serialised
    };
    if serialised != host {
        let fault = non_canonical(format!(
            "browsers write the host of `{text}` as `{serialised}`"
        ));
        let star = if below { "*." } else { "" };
        return Some(suggest(
            fault,
            scheme,
            &format!("{star}{serialised}{port}"),
            browser,
        ));
    }
    if host.starts_with('[') {
        return None;
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    if let Some(label) = name
        .split('.')
        .find(|label| label.is_empty() || label.len() > MAX_LABEL)
    {
        let why = if label.is_empty() {
            "an empty label"
        } else {
            "a label of more than 63 bytes"
        };
        return Some(no_url_can().help(format!(
            "it has {why}, and no name server knows such a name"
        )));
    }
    let room = if below { MAX_HOST - 2 } else { MAX_HOST };
    (name.len() > room).then(|| no_url_can().help(format!("a host has at most {MAX_HOST} bytes")))
}

/// The host of a pattern with its `*.`.
fn starred(pattern: &Pattern<'_>) -> String {
    let star = if pattern.hosts() == Hosts::Below {
        "*."
    } else {
        ""
    };
    format!("{star}{}", pattern.host())
}

/// Adds the exact text to write, if that is an origin; if it has a fault of its own, that one's help.
fn suggest(mut fault: Fault, scheme: &str, authority: &str, browser: Browser<'_>) -> Fault {
    let end = authority
        .find(['/', '\\', '?', '#'])
        .unwrap_or(authority.len());
    let text = format!("{scheme}://{}", &authority[..end]);
    match examine(&text, Place::Bound, browser) {
        Ok(_) => fault.write(text),
        Err(further) => {
            if fault.help.is_empty() || further.help.iter().any(|line| line.starts_with("write \""))
            {
                fault.help.extend(further.help);
            }
            fault
        }
    }
}

/// A character in words that can be read.
fn name_of(c: char) -> String {
    match c {
        ' ' => "a space".into(),
        '\t' => "a tab".into(),
        '\n' | '\r' => "a line break".into(),
        c if c.is_control() || c.is_whitespace() => format!("the character U+{:04X}", u32::from(c)),
        c => format!("`{c}`"),
    }
}

/// A text as Rust would write it in a string.
fn visible(text: &str) -> String {
    text.escape_debug().to_string()
}
