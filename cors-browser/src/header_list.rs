//! Reading values from a header list. Fetch, "Headers".

use actix_web::http::header::HeaderMap;

/// A header that does not match its grammar. The standard calls this "failure".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure;

/// Gets a header: the values of all its fields, separated by a comma and a space, each byte as one character.
pub(super) fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<String> = headers
        .get_all(name)
        .map(|value| isomorphic_decode(value.as_bytes()))
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Isomorphic decoding. Infra, "Byte sequences".
pub(super) fn isomorphic_decode(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Gets, decodes and splits a header value at the commas outside of quoted strings.
pub(super) fn split(value: &[u8]) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    let mut escaped = false;
    for character in isomorphic_decode(value).chars() {
        match character {
            ',' if !quoted => {
                values.push(String::new());
                continue;
            }
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && character == '\\' && !escaped;
        let last = values.len() - 1;
        values[last].push(character);
    }
    for value in &mut values {
        let trimmed = value.trim_matches([' ', '\t']);
        *value = trimmed.to_owned();
    }
    values
}

/// Extracts header list values from a header whose grammar is a list of tokens, such as the allow lists and the
/// expose list ("HTTP new-header syntax").
///
/// `None` if there is no such header. Empty elements are ignored (RFC 9110, section 5.6.1.2).
pub(super) fn extract_tokens(
    headers: &HeaderMap,
    name: &str,
) -> Result<Option<Vec<String>>, Failure> {
    if !headers.contains_key(name) {
        return Ok(None);
    }
    let mut tokens = Vec::new();
    for value in headers.get_all(name) {
        for element in isomorphic_decode(value.as_bytes()).split(',') {
            let element = element.trim_matches([' ', '\t']);
            if element.is_empty() {
                continue;
            }
            if !is_token(element) {
                return Err(Failure);
            }
            tokens.push(element.to_owned());
        }
    }
    Ok(Some(tokens))
}

/// Extracts the value of a header whose grammar is `delta-seconds` (RFC 9111, section 1.2.2). `None` if it is missing,
/// invalid or has several fields, which the standard treats alike.
pub(super) fn extract_delta_seconds(headers: &HeaderMap, name: &str) -> Option<u64> {
    let mut values = headers.get_all(name);
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let digits = value.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0_u64, |seconds, digit| {
        seconds
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    }))
}

/// Checks whether `text` is a `token` (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    const NAME: &str = "access-control-allow-headers";

    fn list(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                HeaderName::from_static(NAME),
                HeaderValue::from_static(value),
            );
        }
        headers
    }

    #[test]
    fn fields_of_one_name_are_read_as_one_value() {
        assert_eq!(get(&list(&[]), NAME), None);
        assert_eq!(get(&list(&[""]), NAME).as_deref(), Some(""));
        assert_eq!(get(&list(&["a", "b"]), NAME).as_deref(), Some("a, b"));
    }

    /// The examples of the standard, and others.
    #[test]
    fn quoted_strings_are_not_split() {
        for (value, parts) in [
            ("nosniff,", &["nosniff", ""][..]),
            ("", &[""]),
            ("text/html;\", x/x", &["text/html;\", x/x"]),
            ("x/x;test=\"hi\",y/y", &["x/x;test=\"hi\"", "y/y"]),
            ("x / x,,,1", &["x / x", "", "", "1"]),
            ("\"1,2\", 3", &["\"1,2\"", "3"]),
            (r#""a\",b",c"#, &[r#""a\",b""#, "c"]),
            (r#""a\\",b"#, &[r#""a\\""#, "b"]),
        ] {
            assert_eq!(split(value.as_bytes()), parts, "{value}");
        }
    }

    #[test]
    fn lists_of_tokens() {
        for (fields, tokens) in [
            (&["a"][..], Ok(&["a"][..])),
            (&["a,b"], Ok(&["a", "b"])),
            (&["a ,\tb"], Ok(&["a", "b"])),
            (&["a", "b, c"], Ok(&["a", "b", "c"])),
            (&[""], Ok(&[])),
            (&[",a,,b,"], Ok(&["a", "b"])),
            (&["*"], Ok(&["*"])),
            (&["a b"], Err(Failure)),
            (&["a;b"], Err(Failure)),
            (&["\"a\""], Err(Failure)),
            (&["a", "b c"], Err(Failure)),
            (&["[a, b]"], Err(Failure)),
        ] {
            let expected = tokens.map(|tokens| {
                Some(
                    tokens
                        .iter()
                        .map(|&token| token.to_owned())
                        .collect::<Vec<_>>(),
                )
            });
            assert_eq!(extract_tokens(&list(fields), NAME), expected, "{fields:?}");
        }
        assert_eq!(extract_tokens(&list(&[]), NAME), Ok(None));
    }

    #[test]
    fn delta_seconds() {
        for (fields, seconds) in [
            (&["600"][..], Some(600)),
            (&["0"], Some(0)),
            (&["0600"], Some(600)),
            (&["99999999999999999999999999"], Some(u64::MAX)),
            (&["-1"], None),
            (&["+1"], None),
            (&["600s"], None),
            (&["1, 2"], None),
            (&["1.5"], None),
            (&[""], None),
            (&["600", "600"], None),
            (&[], None),
        ] {
            assert_eq!(
                extract_delta_seconds(&list(fields), NAME),
                seconds,
                "{fields:?}"
            );
        }
    }
}
