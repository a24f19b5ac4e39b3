//! The difference between two origins that look alike.

use url::Url;

/// Names the difference between a page's origin and the origin that a response allows, if the two are close: if somebody
/// probably meant the one and wrote the other.
pub(super) fn difference(page: &str, allowed: &str) -> Option<&'static str> {
    let (page_url, allowed_url) = (Url::parse(page).ok()?, Url::parse(allowed).ok()?);
    let (page_host, allowed_host) = (page_url.host_str()?, allowed_url.host_str()?);
    let same_scheme = page_url.scheme() == allowed_url.scheme();
    let same_port = page_url.port_or_known_default() == allowed_url.port_or_known_default();
    let same_explicit_port = page_url.port() == allowed_url.port();
    if page_host != allowed_host {
        let near = same_scheme && same_port;
        return match () {
            () if near && is_www(page_host, allowed_host) => Some("`www.` differs"),
            () if near && page_host.ends_with(&format!(".{allowed_host}")) => {
                Some("a domain does not include its subdomains")
            }
            () => None,
        };
    }
    Some(match (same_scheme, same_port || same_explicit_port) {
        (true, true) => spelling(allowed),
        (false, true) => "the scheme differs",
        (true, false) => "the port differs",
        (false, false) => "the scheme and the port differ",
    })
}

fn is_www(one: &str, other: &str) -> bool {
    one.strip_prefix("www.") == Some(other) || other.strip_prefix("www.") == Some(one)
}

/// Says why a text that means the page's origin is not equal to it.
fn spelling(allowed: &str) -> &'static str {
    let (_, after_scheme) = allowed.split_once("://").unwrap_or_default();
    if after_scheme.ends_with('/') {
        "an origin has no slash at the end"
    } else if after_scheme.contains(['/', '?', '#']) {
        "an origin has no path"
    } else if allowed.bytes().any(|byte| byte.is_ascii_uppercase()) {
        "an origin is in lower case"
    } else if after_scheme.contains(':') {
        "an origin leaves the default port out"
    } else {
        "the spelling differs"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences() {
        const APP: &str = "https://app.acme.example";
        for (page, allowed, expected) in [
            (APP, "http://app.acme.example", Some("the scheme differs")),
            (
                "http://localhost:5173",
                "http://localhost",
                Some("the port differs"),
            ),
            (
                "http://localhost:5173",
                "http://localhost:3000",
                Some("the port differs"),
            ),
            (
                "http://localhost:5173",
                "https://localhost",
                Some("the scheme and the port differ"),
            ),
            (
                "https://www.acme.example",
                "https://acme.example",
                Some("`www.` differs"),
            ),
            (
                "https://acme.example",
                "https://www.acme.example",
                Some("`www.` differs"),
            ),
            (
                APP,
                "https://acme.example",
                Some("a domain does not include its subdomains"),
            ),
            (
                APP,
                "https://app.acme.example/",
                Some("an origin has no slash at the end"),
            ),
            (
                APP,
                "https://app.acme.example/shop",
                Some("an origin has no path"),
            ),
            (
                APP,
                "https://App.acme.example",
                Some("an origin is in lower case"),
            ),
            (
                APP,
                "https://app.acme.example:443",
                Some("an origin leaves the default port out"),
            ),
            (APP, "https://evil.example", None),
            ("https://acme.example", APP, None),
            ("https://www.acme.example", "http://acme.example", None),
            ("null", APP, None),
            (APP, "null", None),
        ] {
            assert_eq!(difference(page, allowed), expected, "{page} {allowed}");
        }
    }
}
