//! Methods. Fetch, "Methods".

use actix_web::http::Method;

/// The methods that `fetch()` does not send, in upper case.
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// The methods that `fetch()` changes to upper case. `PATCH` is not one of them: `patch` is sent as `patch`.
const NORMALIZED: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// Checks whether `method` is a forbidden method, ignoring case.
pub(super) fn is_forbidden(method: &str) -> bool {
    FORBIDDEN
        .iter()
        .any(|name| method.eq_ignore_ascii_case(name))
}

/// Normalizes a method.
pub(super) fn normalize(method: &str) -> &str {
    NORMALIZED
        .iter()
        .find(|name| method.eq_ignore_ascii_case(name))
        .map_or(method, |name| *name)
}

/// Checks whether `method` is a CORS-safelisted method.
pub(super) fn is_safelisted(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::POST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_methods_are_normalized() {
        for (given, sent) in [
            ("get", "GET"),
            ("Delete", "DELETE"),
            ("hEAD", "HEAD"),
            ("options", "OPTIONS"),
            ("post", "POST"),
            ("put", "PUT"),
            ("patch", "patch"),
            ("Patch", "Patch"),
            ("query", "query"),
            ("chicken", "chicken"),
        ] {
            assert_eq!(normalize(given), sent);
        }
    }

    #[test]
    fn forbidden_methods_in_any_case() {
        for method in ["CONNECT", "trace", "Track"] {
            assert!(is_forbidden(method), "{method}");
        }
        for method in ["GET", "OPTIONS", "TRACES", ""] {
            assert!(!is_forbidden(method), "{method}");
        }
    }

    #[test]
    fn safelisted_methods_are_case_sensitive() {
        for method in ["GET", "HEAD", "POST"] {
            assert!(is_safelisted(
                &Method::from_bytes(method.as_bytes()).unwrap()
            ));
        }
        for method in ["get", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"] {
            assert!(!is_safelisted(
                &Method::from_bytes(method.as_bytes()).unwrap()
            ));
        }
    }
}
