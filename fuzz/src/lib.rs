//! A matcher of origins that shares no code with the engine, and the check that a message is readable. Written to be
//! obviously right, not fast.

use url::Url;

/// Splits an authority at the colon of its port. A colon in the brackets of an IPv6 address is none.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn default_port(scheme: &str) -> &str {
    match scheme {
        "http" => "80",
        "https" => "443",
        _ => "",
    }
}

fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}

/// Checks the labels in front of a domain, or a whole name.
fn are_labels(text: &str) -> bool {
    let is_in_label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    text.split('.')
        .all(|label| (1..=63).contains(&label.len()) && label.chars().all(is_in_label))
}

fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// Checks whether an element of a list allows an origin. The element has no fault.
#[must_use]
pub fn allows(element: &str, origin: &[u8]) -> bool {
    if element == "*" || !element.contains('*') {
        return element == "*" || element.as_bytes() == origin;
    }
    let Ok(origin) = std::str::from_utf8(origin) else {
        return false;
    };
    let (Some((scheme, wanted)), Some((own, authority))) =
        (element.split_once("://"), origin.split_once("://"))
    else {
        return false;
    };
    let (host, port) = split_port(wanted);
    if own != scheme {
        return false;
    }
    let asked = match port {
        None => authority,
        Some("*") => match split_port(authority) {
            (asked, None) => asked,
            (asked, Some(number)) => {
                let value: u32 = number.parse().unwrap_or_default();
                let is_written_so = value.to_string() == number;
                if !is_written_so || !(1..=65535).contains(&value) || number == default_port(own) {
                    return false;
                }
                asked
            }
        },
        Some(port) => match split_port(authority) {
            (asked, Some(number)) if number == port => asked,
            _ => return false,
        },
    };
    match host.strip_prefix('*') {
        None => asked == host,
        Some("") if is_web(own) => {
            let name = without_dot(asked);
            let is_name = name.len() <= 253 && are_labels(name);
            let is_address = asked.starts_with('[')
                && Url::parse(&format!("https://{asked}/"))
                    .is_ok_and(|url| url.host_str() == Some(asked));
            is_name || is_address
        }
        Some("") => {
            let is_in_host =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
            (1..=253).contains(&asked.len()) && asked.chars().all(is_in_host)
        }
        Some(domain) => {
            without_dot(asked).len() <= 253 && asked.strip_suffix(domain).is_some_and(are_labels)
        }
    }
}

/// Checks whether a value of a set is inside an element of its bound. The value has no fault.
#[must_use]
pub fn is_inside(element: &str, value: &str) -> bool {
    if !value.contains('*') {
        return allows(element, value.as_bytes());
    }
    let (Some((scheme, outer)), Some((own, inner))) =
        (element.split_once("://"), value.split_once("://"))
    else {
        return false;
    };
    let ((outer, outer_port), (inner, inner_port)) = (split_port(outer), split_port(inner));
    let hosts = match (outer.strip_prefix('*'), inner.strip_prefix('*')) {
        // Within any host are only single origins.
        (Some(""), _) | (_, Some("")) => false,
        (Some(outer), Some(inner)) => inner.ends_with(outer),
        (Some(outer), None) => inner.strip_suffix(outer).is_some_and(are_labels),
        (None, None) => outer == inner,
        (None, Some(_)) => false,
    };
    let ports = outer_port == Some("*") || outer_port == inner_port;
    scheme == own && hosts && ports
}

/// Checks for a character that a person cannot see, or that changes how the text around it is shown.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Panics if a text for people has a hidden character.
///
/// # Panics
///
/// See above.
pub fn assert_visible(text: &str) {
    let hidden = text.chars().find(|&c| is_hidden(c) && c != '\n');
    assert!(hidden.is_none(), "{hidden:?} is in a message: {text:?}");
}

/// Serialises the host of an https URL as a browser does.
#[must_use]
pub fn browser(host: &str) -> Option<String> {
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}
