//! The check for plain origins agrees with the whole examination.

use alloc::{borrow::ToOwned, format, string::String};

use proptest::prelude::*;

use super::{Place, is_plain, read};

fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(ToOwned::to_owned)
}

/// Labels of each kind in the URL standard, and labels of no kind.
const LABEL: &str = "[a-z]{1,4}|[0-9]{1,3}|[a-z0-9_-]{1,5}|xn--[a-z0-9-]{0,4}|0x[0-9a-f]{0,2}|[a-zA-Zé]{1,2}|[a-z0-9]{60,66}|";

fn texts() -> impl Strategy<Value = String> {
    let name = prop::collection::vec(LABEL, 1..6).prop_map(|labels| labels.join("."));
    ("(https|http|HTTP|app)://(\\*\\.)?", name, "(:8443)?")
        .prop_map(|(scheme, name, port)| format!("{scheme}{name}{port}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_origins_have_no_fault(text in texts()) {
        for place in [Place::Origins, Place::Bound] {
            prop_assert!(!is_plain(&text) || read(&text, place, &browser).is_ok(), "{text}");
        }
    }
}

#[test]
fn most_origins_are_plain() {
    for text in [
        "https://app.acme.example",
        "http://localhost",
        "https://*.v1--site.acme.example",
    ] {
        assert!(is_plain(text), "{text}");
    }
    for text in [
        "https://a.1",
        "https://a.example:8443",
        "https://xn--e1afmkfd.example",
        "https://a..example",
        "app://a",
    ] {
        assert!(!is_plain(text), "{text}");
    }
}
