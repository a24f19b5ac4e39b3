//! The request of a page, with the parts that matter for CORS.

use std::borrow::Cow;

use cors_runtime::header::is_forbidden_request_header;

use crate::row::Names;

/// A request that a page wants to send.
#[derive(Clone, Debug)]
pub struct Question {
    /// The origin of the page.
    pub origin: String,
    method: String,
    path: String,
    /// The headers that the page sets.
    pub headers: Vec<Header>,
    /// Whether the page asks for credentials.
    pub credentials: bool,
    /// The `cfg`s of the build, as the surface has them.
    pub cfgs: Vec<String>,
}

/// A request header that a page sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    name: String,
    value: Option<String>,
}

/// The methods that browsers write in upper case (Fetch, "normalize a method").
const NORMALIZED: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// The most bytes that the value of a safelisted header may have (Fetch, "CORS-safelisted request-header").
const VALUE_LIMIT: usize = 128;

impl Header {
    /// Reads `name` or `name: value`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (name, value) = match text.split_once(':') {
            Some((name, value)) => (name, Some(value.trim().to_owned())),
            None => (text, None),
        };
        Self {
            name: name.trim().to_ascii_lowercase(),
            value,
        }
    }

    fn is_forbidden(&self) -> bool {
        is_forbidden_request_header(&self.name)
    }

    /// Returns whether the page may set it without asking. A header without a value counts as having one that is usual:
    /// JSON, for `content-type`.
    fn is_safelisted(&self) -> bool {
        let value = self.value.as_deref();
        value.is_none_or(|value| value.len() <= VALUE_LIMIT)
            && match self.name.as_str() {
                "accept" => value.is_none_or(|value| !value.bytes().any(is_unsafe)),
                "accept-language" | "content-language" => value.is_none_or(is_language),
                "content-type" => value.is_some_and(is_form_type),
                "range" => value.is_some_and(is_simple_range),
                _ => false,
            }
    }
}

/// Fetch, "CORS-unsafe request-header byte".
fn is_unsafe(byte: u8) -> bool {
    matches!(byte, 0..=8 | 10..=31 | 127) || b"\"():<>?@[\\]{}".contains(&byte)
}

fn is_language(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte))
}

/// Returns whether a form can send a body of this type.
fn is_form_type(value: &str) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    let forms = [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
    ];
    !value.bytes().any(is_unsafe) && forms.iter().any(|form| form.eq_ignore_ascii_case(essence))
}

/// `bytes=0-` and `bytes=0-99` (Fetch, "simple range header value").
fn is_simple_range(value: &str) -> bool {
    let Some((first, last)) = value
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return false;
    };
    let number = |text: &str| {
        text.parse::<u64>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    match (number(first), last) {
        (Some(_), "") => true,
        (Some(first), last) => number(last).is_some_and(|last| first <= last),
        (None, _) => false,
    }
}

impl Question {
    /// Returns the question whether a page may send a request with a method to a path, without headers or credentials.
    /// The path may have a query, or be a whole URL.
    #[must_use]
    pub fn new(origin: &str, method: &str, path: &str) -> Self {
        let upper = method.to_ascii_uppercase();
        Self {
            origin: origin.to_owned(),
            method: if NORMALIZED.contains(&upper.as_str()) {
                upper
            } else {
                method.to_owned()
            },
            path: path_of(path).to_owned(),
            headers: Vec::new(),
            credentials: false,
            cfgs: Vec::new(),
        }
    }

    /// Returns the method, as a browser sends it.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path, without a query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the path as actix-web matches it: percent-encoding is removed, except from `%`, `/` and `+`.
    pub(super) fn decoded_path(&self) -> String {
        let bytes = self.path.as_bytes();
        let mut decoded = Vec::with_capacity(bytes.len());
        let mut index = 0;
        while index < bytes.len() {
            let digits = bytes
                .get(index + 1..index + 3)
                .filter(|_| bytes[index] == b'%');
            let byte = digits
                .and_then(|digits| str::from_utf8(digits).ok())
                .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                .filter(|byte| !matches!(byte, b'%' | b'/' | b'+'));
            decoded.push(byte.unwrap_or(bytes[index]));
            index += if byte.is_some() { 3 } else { 1 };
        }
        match String::from_utf8_lossy(&decoded) {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        }
    }

    /// Why the browser sends a preflight; `None` if it sends none.
    pub(super) fn why_preflight(&self) -> Option<String> {
        if !matches!(self.method.as_str(), "GET" | "HEAD" | "POST") {
            return Some(format!("{} is not among GET, HEAD and POST", self.method));
        }
        let names: Vec<&str> = self.unsafe_headers().collect();
        (!names.is_empty()).then(|| format!("the page sets {}", names.join(", ")))
    }

    fn unsafe_headers(&self) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(|header| !header.is_safelisted())
            .map(|header| header.name.as_str())
    }

    /// Returns the first header that no page may set.
    pub(super) fn forbidden_header(&self) -> Option<&str> {
        let header = self.headers.iter().find(|header| header.is_forbidden())?;
        Some(&header.name)
    }

    /// Returns whether no page may send this method.
    pub(super) fn has_forbidden_method(&self) -> bool {
        ["CONNECT", "TRACE", "TRACK"]
            .iter()
            .any(|method| method.eq_ignore_ascii_case(&self.method))
    }

    /// Returns the first header that needs to be listed and is not.
    pub(super) fn missing_header(&self, allowed: &Names) -> Option<&str> {
        self.unsafe_headers().find(|name| !allowed.contains(name))
    }
}

/// Returns the path of a URL, or of a path with a query.
fn path_of(text: &str) -> &str {
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => text,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_need_no_preflight() {
        for (header, safelisted) in [
            ("accept", true),
            ("Accept: text/html", true),
            ("accept: \"x\"", false),
            ("accept-language: de, en;q=0.5", true),
            ("content-type", false),
            ("content-type: application/json", false),
            ("Content-Type: text/plain; charset=utf-8", true),
            ("content-type: TEXT/PLAIN", true),
            ("range: bytes=0-99", true),
            ("range: bytes=9-0", false),
            ("range: bytes=-9", false),
            ("authorization", false),
            ("x-a: 1", false),
        ] {
            assert_eq!(
                Header::parse(header).is_safelisted(),
                safelisted,
                "{header}"
            );
        }
        assert!(!Header::parse(&format!("accept: {}", "a".repeat(129))).is_safelisted());
        assert!(Header::parse("Sec-Fetch-Site").is_forbidden());
        assert!(Header::parse("cookie").is_forbidden());
        assert!(!Header::parse("authorization").is_forbidden());
    }

    #[test]
    fn the_path_is_what_actix_matches() {
        for (path, decoded) in [
            ("/pri%63es?x=/y", "/prices"),
            ("/orders/7%2Fx", "/orders/7%2Fx"),
            ("/a%25b%2b", "/a%25b%2b"),
            ("https://api.acme.example/a#b", "/a"),
            ("https://api.acme.example", "/"),
            ("/%zz%4", "/%zz%4"),
            ("/%c3%a9", "/é"),
        ] {
            assert_eq!(Question::new("null", "GET", path).decoded_path(), decoded);
        }
        assert_eq!(Question::new("null", "put", "/").method(), "PUT");
        assert_eq!(Question::new("null", "patch", "/").method(), "patch");
    }
}
