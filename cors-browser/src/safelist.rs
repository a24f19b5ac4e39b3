//! The request headers that need no preflight. Fetch, "Headers".

use std::{cmp::Ordering, collections::BTreeSet};

use actix_web::http::header::{HeaderName, HeaderValue};

use super::header_list::isomorphic_decode;

/// The maximum length of the value of one CORS-safelisted request-header, in bytes.
const VALUE_LIMIT: usize = 128;

/// The maximum length of the values of all CORS-safelisted request-headers together, in bytes.
const TOTAL_LIMIT: usize = 1024;

/// The MIME types of a safelisted `Content-Type`: the types that a form can send.
const CONTENT_TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

/// The names that a page may set in mode "no-cors".
const NO_CORS: [&str; 4] = [
    "accept",
    "accept-language",
    "content-language",
    "content-type",
];

/// Returns the CORS-unsafe request-header names of a header list: in lower case, sorted, without duplicates.
pub(super) fn unsafe_names(headers: &[(HeaderName, HeaderValue)]) -> BTreeSet<&str> {
    let mut unsafe_names = BTreeSet::new();
    let mut potentially_unsafe_names = Vec::new();
    let mut safelist_value_size = 0;
    for (name, value) in headers {
        if is_safelisted(name.as_str(), value.as_bytes()) {
            potentially_unsafe_names.push(name.as_str());
            safelist_value_size += value.len();
        } else {
            unsafe_names.insert(name.as_str());
        }
    }
    if safelist_value_size > TOTAL_LIMIT {
        unsafe_names.extend(potentially_unsafe_names);
    }
    unsafe_names
}

/// Checks whether a header is a CORS-safelisted request-header. `name` is in lower case.
pub(super) fn is_safelisted(name: &str, value: &[u8]) -> bool {
    value.len() <= VALUE_LIMIT
        && match name {
            "accept" => !value.iter().copied().any(is_unsafe_byte),
            "accept-language" | "content-language" => value.iter().copied().all(is_language_byte),
            "content-type" => {
                !value.iter().copied().any(is_unsafe_byte)
                    && CONTENT_TYPES.contains(&mime_essence(value).as_str())
            }
            "range" => is_simple_range(value),
            _ => false,
        }
}

/// Checks whether a header is a no-CORS-safelisted request-header. `name` is in lower case.
pub(super) fn is_no_cors_safelisted(name: &str, value: &[u8]) -> bool {
    NO_CORS.contains(&name) && is_safelisted(name, value)
}

/// Checks whether a byte is a CORS-unsafe request-header byte.
fn is_unsafe_byte(byte: u8) -> bool {
    byte < 0x20 && byte != b'\t' || b"\"():<>?@[\\]{}\x7F".contains(&byte)
}

/// Checks whether a byte may occur in a safelisted `Accept-Language` or `Content-Language`.
fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte)
}

/// Returns the essence of a MIME type. MIME Sniffing, "Parsing a MIME type": invalid parameters do not make it fail. The
/// result is compared with tokens, so it need not be checked to be one.
fn mime_essence(value: &[u8]) -> String {
    const WHITESPACE: [char; 4] = ['\n', '\r', '\t', ' '];
    let value = isomorphic_decode(value);
    let (essence, _) = value.split_once(';').unwrap_or((&value, ""));
    essence.trim_matches(WHITESPACE).to_ascii_lowercase()
}

/// Checks whether `value` is a single range header value without whitespace and with a start.
fn is_simple_range(value: &[u8]) -> bool {
    let Some((start, end)) = str::from_utf8(value)
        .ok()
        .and_then(|value| value.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !start.is_empty()
        && digits(start)
        && digits(end)
        && (end.is_empty() || compare_decimals(start, end) != Ordering::Greater)
}

/// Compares decimal numbers of any length.
fn compare_decimals(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &'static str, value: &str) -> (HeaderName, HeaderValue) {
        (
            HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        )
    }

    #[test]
    fn tables_are_sorted() {
        assert!(CONTENT_TYPES.is_sorted());
        assert!(NO_CORS.is_sorted());
    }

    #[test]
    fn safelisted_request_headers() {
        for (name, value, safelisted) in [
            ("accept", "text/html, */*;q=0.8", true),
            ("accept", "", true),
            ("accept", "a\tb", true),
            ("accept", "\"a\"", false),
            ("accept", "a(b", false),
            ("accept", "a@b", false),
            ("accept", "a:b", false),
            ("accept", "a\u{1}b", false),
            ("accept", "a\u{7f}b", false),
            ("accept", "ä", true),
            ("accept-language", "de-AT, en;q=0.7, *", true),
            ("accept-language", "de_AT", false),
            ("accept-language", "de\t", false),
            ("content-language", "en.x=1", true),
            ("content-language", "en/x", false),
            ("content-type", "text/plain", true),
            ("content-type", "Text/Plain; charset=utf-8", true),
            ("content-type", " text/plain ;x", true),
            ("content-type", "text/plain;;;=,=", true),
            ("content-type", "multipart/form-data; boundary=x", true),
            ("content-type", "application/x-www-form-urlencoded", true),
            ("content-type", "application/json", false),
            ("content-type", "text/plain, application/json", false),
            ("content-type", "application/json, text/plain", false),
            ("content-type", "text/plain; charset=\"utf-8\"", false),
            ("content-type", "text/plain; charset=ä", true),
            ("content-type", "text /plain", false),
            ("content-type", "text/", false),
            ("content-type", "/plain", false),
            ("content-type", "text", false),
            ("content-type", "", false),
            ("range", "bytes=0-", true),
            ("range", "bytes=0-0", true),
            ("range", "bytes=5-10", true),
            ("range", "bytes=00010-9", false),
            ("range", "bytes=0009-10", true),
            ("range", "bytes=1-99999999999999999999999999", true),
            ("range", "bytes=99999999999999999999999999-1", false),
            ("range", "bytes=-500", false),
            ("range", "bytes=-", false),
            ("range", "bytes=10-5", false),
            ("range", "bytes= 0-", false),
            ("range", "bytes =0-", false),
            ("range", "bytes=0-1,3-4", false),
            ("range", "Bytes=0-", false),
            ("range", "items=0-", false),
            ("authorization", "x", false),
            ("x-requested-with", "", false),
            ("cache-control", "no-cache", false),
        ] {
            let judged = is_safelisted(name, value.as_bytes());
            assert_eq!(judged, safelisted, "{name}: {value:?}");
        }
    }

    #[test]
    fn a_value_has_128_bytes_at_most() {
        assert!(is_safelisted("accept", &[b'a'; 128]));
        assert!(!is_safelisted("accept", &[b'a'; 129]));
    }

    #[test]
    fn the_values_have_1024_bytes_together_at_most() {
        let value = "a".repeat(128);
        let mut headers = vec![header("accept", &value); 8];
        headers.push(header("x-unsafe", ""));
        assert_eq!(Vec::from_iter(unsafe_names(&headers)), ["x-unsafe"]);

        headers.push(header("content-language", "e"));
        assert_eq!(
            Vec::from_iter(unsafe_names(&headers)),
            ["accept", "content-language", "x-unsafe"]
        );
    }

    #[test]
    fn unsafe_names_are_sorted_without_duplicates() {
        let headers = [
            header("x-b", "1"),
            header("content-type", "application/json"),
            header("x-a", "1"),
            header("x-b", "2"),
            header("accept", "*/*"),
        ];
        assert_eq!(
            Vec::from_iter(unsafe_names(&headers)),
            ["content-type", "x-a", "x-b"]
        );
    }

    #[test]
    fn no_cors_allows_four_names_with_safelisted_values() {
        for (name, value, allowed) in [
            ("accept", "*/*", true),
            ("accept-language", "en", true),
            ("content-language", "en", true),
            ("content-type", "text/plain", true),
            ("content-type", "application/json", false),
            ("range", "bytes=0-", false),
            ("x-custom", "1", false),
        ] {
            let judged = is_no_cors_safelisted(name, value.as_bytes());
            assert_eq!(judged, allowed, "{name}: {value}");
        }
    }
}
