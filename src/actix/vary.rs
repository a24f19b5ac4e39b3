//! Merging names into `Vary` (RFC 9110, section 12.5.5).

use actix_web::http::header::{HeaderMap, HeaderValue, VARY};

/// Adds each name that no `Vary` field has yet; fields that are there stay as they are, and `*` covers all.
pub(crate) fn merge(headers: &mut HeaderMap, names: &[HeaderValue]) {
    for name in names {
        let there = headers.get_all(VARY).any(|value| {
            value
                .as_bytes()
                .split(|&byte| byte == b',')
                .map(<[u8]>::trim_ascii)
                .any(|member| member == b"*" || member.eq_ignore_ascii_case(name.as_bytes()))
        });
        if !there {
            headers.append(VARY, name.clone());
        }
    }
}

/// Adds the names where there is no `Vary` field.
pub(crate) fn append(headers: &mut HeaderMap, names: &[HeaderValue]) {
    for name in names {
        headers.append(VARY, name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(before: &[&'static str], names: &[&'static str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in before {
            headers.append(VARY, HeaderValue::from_static(value));
        }
        let names: Vec<_> = names
            .iter()
            .copied()
            .map(HeaderValue::from_static)
            .collect();
        merge(&mut headers, &names);
        headers
            .get_all(VARY)
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn every_field_survives_and_none_is_doubled() {
        for (before, names, after) in [
            (&[][..], &["Origin"][..], &["Origin"][..]),
            (&["Accept"], &["Origin"], &["Accept", "Origin"]),
            (&["accept, ORIGIN"], &["Origin"], &["accept, ORIGIN"]),
            (&["Accept", "origin"], &["Origin"], &["Accept", "origin"]),
            (&["*"], &["Origin"], &["*"]),
            (&["Accept, *"], &["Origin"], &["Accept, *"]),
            (&["Original"], &["Origin"], &["Original", "Origin"]),
            (&["X-Origin"], &["Origin"], &["X-Origin", "Origin"]),
            (&["Accept ,\tOrigin"], &["Origin"], &["Accept ,\tOrigin"]),
            (&["Origin"], &["Origin", "Cookie"], &["Origin", "Cookie"]),
            (&[""], &["Origin"], &["", "Origin"]),
            (&["Accept"], &[], &["Accept"]),
        ] {
            assert_eq!(merged(before, names), after, "{before:?} and {names:?}");
        }
    }
}
