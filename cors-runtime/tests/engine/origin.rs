//! Origins and patterns: parsing, matching and inclusion.

use cors_runtime::origin::{Hosts, Pattern, Ports, default_port, is_port};
use proptest::prelude::*;

fn pattern(text: &str) -> Pattern<'_> {
    Pattern::parse(text).unwrap_or_else(|| panic!("{text} is a pattern"))
}

#[test]
fn a_pattern_is_taken_apart_at_its_punctuation() {
    use Hosts::{Any, Below, One as Host};
    use Ports::{Any as AnyPort, Default, One as Port};
    let table: &[(&str, &str, &str, Hosts, Ports<'_>)] = &[
        ("https://a.example", "https", "a.example", Host, Default),
        ("https://a.example.", "https", "a.example.", Host, Default),
        (
            "http://a.example:8080",
            "http",
            "a.example",
            Host,
            Port("8080"),
        ),
        ("http://a.example:", "http", "a.example", Host, Port("")),
        ("http://a.example:*", "http", "a.example", Host, AnyPort),
        ("https://*.a.example", "https", "a.example", Below, Default),
        (
            "https://*.a.example:8443",
            "https",
            "a.example",
            Below,
            Port("8443"),
        ),
        (
            "https://*.a.example:*",
            "https",
            "a.example",
            Below,
            AnyPort,
        ),
        ("https://*", "https", "", Any, Default),
        ("https://*:*", "https", "", Any, AnyPort),
        ("http://[::1]", "http", "[::1]", Host, Default),
        ("http://[::1]:3000", "http", "[::1]", Host, Port("3000")),
        ("http://[::1]:*", "http", "[::1]", Host, AnyPort),
        ("tauri://localhost", "tauri", "localhost", Host, Default),
        (
            "https://bücher.example",
            "https",
            "bücher.example",
            Host,
            Default,
        ),
    ];
    for &(text, scheme, host, hosts, ports) in table {
        let pattern = pattern(text);
        assert_eq!(pattern.as_str(), text);
        assert_eq!(pattern.scheme(), scheme, "{text}");
        assert_eq!(pattern.host(), host, "{text}");
        assert_eq!(pattern.hosts(), hosts, "{text}");
        assert_eq!(pattern.ports(), ports, "{text}");
        let exact = !text.contains('*');
        assert_eq!(pattern.is_exact(), exact, "{text}");
        assert_eq!(pattern.is_web(), text.starts_with("http"), "{text}");
    }
}

#[test]
fn texts_that_are_no_pattern() {
    let table = [
        "",
        ":",
        "://",
        "null",
        "a.example",
        "https:/a.example",
        "https:",
        "https://",
        "https://:80",
        "https://*.",
        "https://*.:80",
        "://a.example",
        "*://a.example",
        "http*://a.example",
        "https://a*",
        "https://a.*",
        "https://*a.example",
        "https://**.a.example",
        "https://*.*.a.example",
        "https://a.*.example",
        "https://a.example:8*",
        "https://a.example:**",
        "https://*:8*",
        "é://",
    ];
    for text in table {
        assert_eq!(Pattern::parse(text), None, "{text}");
    }
}

#[test]
fn a_pattern_can_be_made_in_a_constant() {
    const PATTERN: Option<Pattern<'_>> = Pattern::parse("https://*.é.example:*");
    assert_eq!(PATTERN.map(|pattern| pattern.host()), Some("é.example"));
}

#[test]
fn this_machine_is_known_by_its_names() {
    let yes = [
        "http://localhost",
        "http://localhost:3000",
        "https://localhost:*",
        "http://localhost.",
        "http://app.localhost",
        "http://a.b.localhost.",
        "http://*.localhost:*",
        "http://*.app.localhost",
        "http://127.0.0.1",
        "http://127.0.0.1:8080",
        "http://127.255.255.254",
        "http://[::1]",
        "http://[::1]:*",
        "http://[::ffff:7f00:1]",
        "http://0.0.0.0:3000",
        "http://[::]",
        "tauri://localhost",
    ];
    let no = [
        "http://localhost.example",
        "http://notlocalhost",
        "http://localhosts",
        "http://*.notlocalhost",
        "http://localhost..",
        "http://126.0.0.1",
        "http://128.0.0.1",
        "http://127.0.0.1.example",
        "http://127.0.0",
        "http://127.0.0.256",
        "http://[::2]",
        "http://[::1",
        "http://::1",
        "http://0.0.0.1",
        "https://*",
        "https://*.127.0.0.1",
        "http://10.0.0.1",
    ];
    for text in yes {
        assert!(pattern(text).is_loopback(), "{text}");
    }
    for text in no {
        assert!(!pattern(text).is_loopback(), "{text}");
    }
}

#[test]
fn hosts_of_private_networks() {
    let yes = [
        "http://10.0.0.1",
        "http://10.255.255.255:8080",
        "http://172.16.0.1",
        "http://172.31.255.255",
        "http://192.168.1.4:*",
        "http://169.254.1.1",
        "http://100.64.0.1",
        "http://100.127.255.255",
        "http://[fc00::1]",
        "http://[fdff::1]:80",
        "http://[fe80::1]",
        "http://[febf::1]",
        "http://[::ffff:a00:1]",
        "http://scanner",
        "http://scanner.",
        "http://frontend:3000",
        "http://printer.lan",
        "http://printer.lan.",
        "http://*.lan",
        "http://*.shop.lan",
        "http://a.local",
        "http://a.internal",
        "http://router.home.arpa",
        "http://a.test",
        "http://app.corp",
        "http://nas.home",
        "http://wiki.intranet",
        "http://box.localdomain",
        "http://a.private",
        "http://fritz.box",
        "http://nas.fritz.box:5000",
        "http://desk.tail1234.ts.net",
        "http://app.lvh.me:3000",
        "http://app.localtest.me",
    ];
    let no = [
        "http://a.example",
        "http://11.0.0.1",
        "http://172.15.0.1",
        "http://172.32.0.1",
        "http://192.169.0.1",
        "http://169.253.0.1",
        "http://100.63.0.1",
        "http://100.128.0.1",
        "http://101.64.0.1",
        "http://8.8.8.8",
        "http://[fc::1]",
        "http://[fe8::1]",
        "http://[fe00::1]",
        "http://[fec0::1]",
        "http://[2001:db8::1]",
        "http://a.plan",
        "http://a.box",
        "http://notfritz.box",
        "http://a.ts.net.example",
        "http://elvh.me",
        "http://a.latest",
        "http://arpa.example",
        "http://*.com",
        "http://a.arpa",
        "https://*",
        "http://*.10.0.0.1",
        "http://10.0.0.1.example",
        "http://lan.example",
        "http://a.lan.example",
    ];
    for text in yes {
        assert!(pattern(text).is_private(), "{text}");
    }
    for text in no {
        assert!(!pattern(text).is_private(), "{text}");
    }
}

#[test]
fn an_onion_service_is_known_by_its_domain() {
    for text in ["http://a.onion", "http://a.b.onion.", "http://*.onion"] {
        assert!(pattern(text).is_onion(), "{text}");
    }
    for text in ["http://a.onions", "http://onion.example", "http://aonion"] {
        assert!(!pattern(text).is_onion(), "{text}");
    }
}

#[test]
fn a_port_is_a_number_that_a_browser_writes() {
    for text in ["1", "9", "80", "443", "8080", "10000", "65535"] {
        assert!(is_port(text.as_bytes()), "{text}");
    }
    for text in [
        "", "0", "00", "080", "65536", "99999", "100000", "+80", "8a", "a", "/0", ":0", "80 ",
        "8/", "8:",
    ] {
        assert!(!is_port(text.as_bytes()), "{text}");
    }
    assert_eq!(default_port("http"), Some("80"));
    assert_eq!(default_port("https"), Some("443"));
    assert_eq!(default_port("tauri"), None);
    assert_eq!(default_port("HTTP"), None);
}

#[test]
fn an_exact_pattern_admits_its_own_bytes() {
    for text in [
        "https://a.example",
        "https://a.example.",
        "http://a.example:8080",
        "tauri://localhost",
        "http://[::1]:3000",
    ] {
        let pattern = pattern(text);
        assert!(pattern.matches(text.as_bytes()));
        for other in [
            format!("{text} "),
            format!(" {text}"),
            format!("{text}/"),
            format!("{text}."),
            format!("{text}:1"),
            text.to_uppercase(),
            text[1..].to_owned(),
            text[..text.len() - 1].to_owned(),
            String::new(),
        ] {
            assert!(!pattern.matches(other.as_bytes()), "{text} {other}");
        }
    }
}

#[test]
fn a_wildcard_admits_whole_labels_that_a_browser_writes() {
    let long = "a".repeat(63);
    // `*.a.example` leaves 243 bytes for the labels in front: 63 + 63 + 63 + 51, and three dots.
    let fits = format!("https://{long}.{long}.{long}.{}.a.example", "a".repeat(51));
    let too_long = format!("https://{long}.{long}.{long}.{}.a.example", "a".repeat(52));
    let below = pattern("https://*.a.example");
    assert_eq!(fits.len(), "https://".len() + 253);
    for origin in [
        "https://x.a.example",
        "https://x.y.a.example",
        "https://v1--site.a.example",
        "https://-.a.example",
        "https://_x.a.example",
        "https://0.a.example",
        "https://a.example.a.example",
        &fits,
        &format!("https://{long}.a.example"),
    ] {
        assert!(below.matches(origin.as_bytes()), "{origin}");
    }
    for origin in [
        "https://a.example",
        "https://.a.example",
        "https://..a.example",
        "https://x..a.example",
        "https://.x.a.example",
        "https://xa.example",
        "https://evil.com/.a.example",
        "https://evil.com@x.a.example",
        "https://a b.a.example",
        "https://X.a.example",
        "https://x.A.example",
        "https://é.a.example",
        "https://x.a.example.",
        "https://x.a.example:443",
        "https://x.a.example:8443",
        "https://x:1.a.example",
        "http://x.a.example",
        "HTTPS://x.a.example",
        "https:/x.a.example",
        "https//x.a.example",
        "https://x.a.example/",
        "https://*.a.example",
        "https://x\0.a.example",
        "https://[::1].a.example",
        "https://x%2e.a.example",
        "https://x,a.a.example",
        "",
        "https://",
        "null",
        &too_long,
        &format!("https://{long}a.a.example"),
    ] {
        assert!(!below.matches(origin.as_bytes()), "{origin}");
    }
    assert!(!below.matches(b"https://\xff.a.example"));

    let dotted = pattern("https://*.a.example.");
    assert!(dotted.matches(b"https://x.a.example."));
    assert!(dotted.matches(format!("{fits}.").as_bytes()));
    assert!(!dotted.matches(format!("{too_long}.").as_bytes()));
    assert!(!dotted.matches(b"https://x.a.example"));
    assert!(!dotted.matches(b"https://x.a.example.."));
}

#[test]
fn a_wildcard_leaves_the_port_as_it_is_written() {
    let eight = pattern("https://*.a.example:8443");
    assert!(eight.matches(b"https://x.a.example:8443"));
    for origin in [
        "https://x.a.example",
        "https://x.a.example:443",
        "https://x.a.example8443",
        "https://x.a.example:18443",
        "https://x.a.example::8443",
    ] {
        assert!(!eight.matches(origin.as_bytes()), "{origin}");
    }
    let long = "a".repeat(63);
    let host = format!("https://{long}.{long}.{long}.{}.a.example", "a".repeat(51));
    let any = pattern("https://*.a.example:*");
    let ported = format!("{host}:65535");
    for origin in [
        "https://x.a.example",
        "https://x.a.example:1",
        "https://x.a.example:80",
        "https://x.a.example:8443",
        &host,
        &ported,
    ] {
        assert!(any.matches(origin.as_bytes()), "{origin}");
    }
    let dotted = pattern("https://*.a.example.:*");
    assert!(dotted.matches(format!("{host}.:65535").as_bytes()));
    for origin in [
        "https://x.a.example:443",
        "https://x.a.example:",
        "https://x.a.example:0",
        "https://x.a.example:080",
        "https://x.a.example:65536",
        "https://x.a.example:*",
        "https://x.a.example:1:2",
        "https://a.example:1",
        "https://x.a.example:1/",
        "https://x.a.example.:1",
    ] {
        assert!(!any.matches(origin.as_bytes()), "{origin}");
    }
    let six = pattern("http://[::1]:*");
    assert!(six.matches(b"http://[::1]"));
    assert!(six.matches(b"http://[::1]:3000"));
    assert!(!six.matches(b"http://[::1]:80"));
    assert!(!six.matches(b"http://[::2]:3000"));
    assert!(!six.matches(b"http://[::1]3000"));
    let own = pattern("app://bundle:*");
    assert!(own.matches(b"app://bundle"));
    assert!(own.matches(b"app://bundle:80"));
    assert!(own.matches(b"app://bundle:443"));
}

#[test]
fn every_host_of_a_scheme_is_opaque_and_has_no_port() {
    let any = pattern("vscode-webview://*");
    let fits = format!("vscode-webview://{}", "a".repeat(253));
    for origin in [
        "vscode-webview://a",
        "vscode-webview://0e3cf1ab-ab12-4c2f-9f5d-0123456789ab",
        "vscode-webview://a.b_c-d",
        "vscode-webview://..",
        &fits,
    ] {
        assert!(any.matches(origin.as_bytes()), "{origin}");
    }
    for origin in [
        "vscode-webview://",
        "vscode-webview://A",
        "vscode-webview://a:1",
        "vscode-webview://a/b",
        "vscode-webview://a b",
        "vscode-webview://[::1]",
        "vscode-webview://*",
        "vscode-webview:a",
        "moz-extension://a",
        &format!("{fits}a"),
    ] {
        assert!(!any.matches(origin.as_bytes()), "{origin}");
    }
}

#[test]
fn any_host_is_any_name_and_any_address() {
    let any = pattern("https://*");
    let long = "a".repeat(63);
    let fits = format!("https://{long}.{long}.{long}.{}", "a".repeat(61));
    for origin in [
        "https://a",
        "https://a.example",
        "https://a.example.",
        "https://10.0.0.1",
        "https://[::1]",
        "https://[fd00::1]",
        "https://[2001:db8:0:1:1:1:1:1]",
        "https://[::ffff:7f00:1]",
        "https://[::102:304]",
        &fits,
        &format!("{fits}."),
    ] {
        assert!(any.matches(origin.as_bytes()), "{origin}");
    }
    for origin in [
        "https://",
        "https://.",
        "https://a..example",
        "https://a.example:8443",
        "https://[::1]:8443",
        "https://[::1].",
        "https://[::1",
        "https://::1",
        "https://[]",
        "https://[0::1]",
        "https://[::0]",
        "https://[FD00::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::1.2.3.4]",
        "https://[2001:db8::1:1:1:1:1]",
        "https://[fe80::1%25eth0]",
        "https://[a.example]",
        "http://a.example",
        "http://[::1]",
        "https://*",
        "https://a/b",
        &format!("{fits}a"),
        &format!("{fits}.."),
    ] {
        assert!(!any.matches(origin.as_bytes()), "{origin}");
    }
    let any_port = pattern("https://*:*");
    for origin in [
        "https://a.example:8443",
        "https://[fd00::1]",
        "https://[fd00::1]:8443",
    ] {
        assert!(any_port.matches(origin.as_bytes()), "{origin}");
    }
    assert!(!any_port.matches(b"https://[fd00::1]:443"));
}

/// A simple model of the origins that a pattern `scheme://[*.]host[:port|:*]` admits: it takes the
/// origin apart into its three pieces, and compares lists of labels.
fn naive(pattern: &str, origin: &[u8]) -> bool {
    fn pieces(text: &str) -> Option<(&str, Vec<&str>, Option<&str>)> {
        let (scheme, rest) = text.split_once("://")?;
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        Some((scheme, host.split('.').collect(), port))
    }
    let Ok(origin) = str::from_utf8(origin) else {
        return false;
    };
    let (scheme, labels, port) = pieces(pattern).unwrap();
    let Some((sent_scheme, sent_labels, sent_port)) = pieces(origin) else {
        return false;
    };
    let sendable = |port: &str| {
        let default = if scheme == "http" { 80 } else { 443 };
        port.parse::<u32>()
            .is_ok_and(|n| n.to_string() == port && n != default && (1..=65_535).contains(&n))
    };
    let port_admitted = match port {
        Some("*") => sent_port.is_none_or(sendable),
        port => port == sent_port,
    };
    let host_admitted = if labels[0] == "*" {
        let count = sent_labels.len().saturating_sub(labels.len() - 1);
        let (before, end) = sent_labels.split_at(count);
        let host = sent_labels.join(".");
        let letters = |label: &&str| {
            (1..=63).contains(&label.len())
                && label
                    .chars()
                    .all(|c| "abcdefghijklmnopqrstuvwxyz0123456789_-".contains(c))
        };
        !before.is_empty()
            && before.iter().all(letters)
            && end == &labels[1..]
            && host.trim_end_matches('.').len() <= 253
    } else {
        labels == sent_labels
    };
    scheme == sent_scheme && host_admitted && port_admitted
}

fn patterns() -> impl Strategy<Value = String> {
    let label = "[a-c0-1_-]{1,3}";
    (
        prop::sample::select(vec!["http", "https"]),
        any::<bool>(),
        prop::collection::vec(label, 1..4),
        any::<bool>(),
        prop::sample::select(vec!["", ":*", ":80", ":443", ":8080", ":1"]),
    )
        .prop_map(|(scheme, star, labels, dot, port)| {
            let star = if star { "*." } else { "" };
            let dot = if dot { "." } else { "" };
            format!("{scheme}://{star}{}{dot}{port}", labels.join("."))
        })
}

/// An origin that a pattern admits, or nearly: its stars are filled in, and then a little goes wrong.
fn near(pattern: String) -> impl Strategy<Value = (String, Vec<u8>)> {
    let labels = prop::sample::select(vec![
        "x.", "x.y.", "xn--a.", "-.", "", ".", "X.", "é.", "x..", "a/", "a@b.", "*.", "x:1.",
    ]);
    let port = prop::sample::select(vec![
        "", ":1", ":80", ":443", ":8080", ":65535", ":65536", ":0", ":01", ":", ":*",
    ]);
    let piece = prop::sample::select(vec![
        &b"."[..],
        b":",
        b"/",
        b"@",
        b"*",
        b"a",
        b"A",
        b"0",
        b" ",
        b"-",
        b"\0",
        b"\xff",
        b"://",
        b"x.",
        b":80",
        b"",
    ]);
    let mutation = (any::<prop::sample::Index>(), 0..2_usize, piece);
    (labels, port, prop::collection::vec(mutation, 0..3)).prop_map(
        move |(labels, port, mutations)| {
            let mut origin = pattern
                .replacen("*.", labels, 1)
                .replace(":*", port)
                .into_bytes();
            for (at, length, piece) in mutations {
                let at = at.index(origin.len() + 1);
                let end = origin.len().min(at + length);
                origin.splice(at..end, piece.iter().copied());
            }
            (pattern.clone(), origin)
        },
    )
}

/// A pattern, and one that often lies within it, with an origin near that one.
fn nested() -> impl Strategy<Value = (String, (String, Vec<u8>))> {
    patterns().prop_flat_map(|outer| {
        let deeper = outer.replacen("*.", "*.x.", 1);
        let one = outer.replacen("*.", "x.", 1);
        let port = outer.replacen(":*", ":1", 1);
        let inner = prop_oneof![
            patterns(),
            Just(outer.clone()),
            Just(deeper),
            Just(one),
            Just(port)
        ];
        (Just(outer), inner.prop_flat_map(near))
    })
}

#[test]
fn a_pattern_covers_its_path_and_everything_below() {
    for (bound, within, without) in [
        (
            "https://a.example",
            &["https://a.example"][..],
            &[
                "http://a.example",
                "https://a.example:8443",
                "https://b.a.example",
                "https://*.a.example",
            ][..],
        ),
        (
            "https://*.a.example",
            &[
                "https://b.a.example",
                "https://c.b.a.example",
                "https://*.a.example",
                "https://*.b.a.example",
            ],
            &[
                "https://a.example",
                "https://*.example",
                "https://*.ba.example",
                "https://*.a.example:*",
                "http://*.a.example",
                "https://*.a.example.",
                "https://b.a.example:*",
                "https://b!c.a.example",
                "https://*.b!c.a.example",
            ],
        ),
        (
            "app://*.bundle",
            &["app://a.bundle", "app://*.a.bundle"],
            &["app://A.bundle", "app://*.A.bundle", "app://*..bundle"],
        ),
        (
            "https://*.a.example:*",
            &[
                "https://b.a.example:1",
                "https://*.a.example",
                "https://*.a.example:8443",
                "https://*.b.a.example:*",
                "https://b.a.example:*",
            ],
            &["https://a.example:*", "https://a.example"],
        ),
        (
            "http://localhost:*",
            &[
                "http://localhost",
                "http://localhost:3000",
                "http://localhost:*",
            ],
            &[
                "http://*.localhost:*",
                "https://localhost:*",
                "http://localhost.:*",
            ],
        ),
        (
            "https://*",
            &[
                "https://a.example",
                "https://192.0.2.1",
                "https://[fd00::1]",
            ],
            &["https://*.a.example", "https://*", "https://a.example:1"],
        ),
        (
            "https://*:*",
            &[
                "https://a.example:1",
                "https://a.example",
                "https://[fd00::1]:8443",
            ],
            &["https://a.example:*", "https://*:*", "https://*"],
        ),
    ] {
        for text in within {
            assert!(
                pattern(bound).covers(&pattern(text)),
                "{text} within {bound}"
            );
        }
        for text in without {
            assert!(
                !pattern(bound).covers(&pattern(text)),
                "{text} within {bound}"
            );
        }
    }
}

/// URLs allow hosts with characters that no `*` matches.
#[test]
fn a_pattern_includes_only_what_it_matches() {
    for (outer, within, without) in [
        (
            "https://*.a.example",
            &["https://b.a.example", "https://*.b.a.example"][..],
            &[
                "https://b!c.a.example",
                "https://*.b!c.a.example",
                "https://*",
            ][..],
        ),
        (
            "https://*",
            &[
                "https://a.example",
                "https://a.example.",
                "https://[::1]",
                "https://*.a.example",
            ],
            &["https://a!b.example", "https://*.a!b.example"],
        ),
        (
            "app://*",
            &["app://a..b", "app://*.b", "app://*"],
            &["app://A", "app://*.B", "app://a%20b"],
        ),
        (
            "https://a!b.example",
            &["https://a!b.example"],
            &["https://a.example"],
        ),
    ] {
        for text in within {
            assert!(pattern(outer).includes(&pattern(text)), "{text} in {outer}");
        }
        for text in without {
            assert!(
                !pattern(outer).includes(&pattern(text)),
                "{text} in {outer}"
            );
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(20_000))]

    /// The outer pattern admits every origin that the inner one admits.
    #[test]
    fn origins_of_an_inner_pattern_are_admitted((outer, (inner, origin)) in nested()) {
        let (outer, inner) = (pattern(&outer), pattern(&inner));
        if outer.covers(&inner) && inner.matches(&origin) {
            prop_assert!(outer.matches(&origin), "{:?} {inner:?} {outer:?}", String::from_utf8_lossy(&origin));
        }
    }

    #[test]
    fn matching_agrees_with_a_simple_model((text, origin) in patterns().prop_flat_map(near)) {
        prop_assert_eq!(
            pattern(&text).matches(&origin),
            naive(&text, &origin),
            "{} {}", text, String::from_utf8_lossy(&origin)
        );
    }

    #[test]
    fn junk_is_no_origin(text in patterns(), origin in prop::collection::vec(any::<u8>(), 0..40)) {
        prop_assert!(!pattern(&text).matches(&origin) || naive(&text, &origin));
    }
}

/// Both oracles are asked, so that a comparison in which nothing is ever admitted is noticed.
#[test]
fn the_plain_reading_admits_and_refuses() {
    assert!(naive("https://*.a.example:*", b"https://x.a.example:8443"));
    assert!(!naive("https://*.a.example:*", b"https://x.a.example:443"));
    assert!(!naive("https://*.a.example", b"https://a.example"));
    assert!(!naive("https://a.example", b"https://b.example"));
}

#[test]
fn eight_kilobytes_are_no_origin() {
    let texts = [
        "https://*.a.example",
        "https://*.a.example:*",
        "https://*",
        "https://a.example:*",
        "https://a.example",
    ];
    for text in texts {
        for junk in ["a", ".", "a.", ":", "]", "*", "\0", "1"] {
            for origin in [
                junk.repeat(8192),
                format!("https://{}.a.example", junk.repeat(8192)),
            ] {
                assert!(!pattern(text).matches(origin.as_bytes()));
            }
        }
        assert!(!pattern(text).matches(&[0xff; 8192]));
        assert!(!pattern(text).matches(b""));
    }
}
