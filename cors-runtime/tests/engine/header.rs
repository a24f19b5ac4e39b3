//! The headers that no page can set.

use cors_runtime::header::is_forbidden_request_header;

#[test]
fn pages_cannot_set_some_request_headers() {
    for (name, forbidden) in [
        ("cookie", true),
        ("via", true),
        ("proxy-authorization", true),
        ("sec-fetch-mode", true),
        ("x-sec-fetch-mode", false),
        ("secret", false),
        ("cookies", false),
        ("authorization", false),
    ] {
        assert_eq!(is_forbidden_request_header(name), forbidden, "{name}");
    }
}
