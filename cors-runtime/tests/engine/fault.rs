//! Faults of origins: the words, and the text to write instead.

use cors_runtime::{
    fault::{self, Fault, Place, examine},
    origin::{Hosts, Ports},
    rule::Rule::{
        self, AnyAmongOthers, DeadScheme, FileOrigin, MalformedOrigin as Malformed,
        NonCanonicalOrigin as NonCanonical, NullOrigin, WildcardPosition as Wildcard,
    },
};
use proptest::prelude::*;

use crate::browser;

fn examined(text: &str) -> Result<(), Fault> {
    examine(text, Place::Origins, &browser).map(|_| ())
}

/// Returns the texts of a fault that can be pasted: every text in double quotes.
fn pasteable(fault: &Fault) -> Vec<&str> {
    fault
        .help
        .iter()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

/// The text that a fault says to write, and whether it says so on a condition.
fn fix(fault: &Fault) -> Option<(&str, bool)> {
    let line = fault
        .help
        .iter()
        .find_map(|line| line.strip_prefix("write \""))?;
    let (text, condition) = line.split_once('"')?;
    Some((text, !condition.is_empty()))
}

const ACCEPTED: &[&str] = &[
    "https://a.example",
    "http://a.example",
    "https://v1--site.netlify.app",
    "https://-a.example",
    "https://a-.example",
    "https://-",
    "https://under_score.example",
    "https://_dmarc.a.example",
    "https://a.example.",
    "https://localhost.",
    "https://a",
    "https://1.example",
    "https://0x.example",
    "https://a1.b2.c3.example",
    "https://r3---sn-apo3qvuoxuxbt-j5pe.example",
    "https://a.example:8443",
    "https://a.example:80",
    "http://a.example:443",
    "https://a.example:1",
    "https://a.example:65535",
    "https://a.example.:8443",
    "http://10.0.0.1",
    "http://192.168.1.4:3000",
    "http://127.0.0.1",
    "https://255.255.255.255",
    "http://0.0.0.0:3000",
    "http://[::1]",
    "http://[::1]:3000",
    "https://[2001:db8::1]",
    "https://[2001:db8:0:1:1:1:1:1]",
    "https://[::ffff:7f00:1]",
    "https://[fe80::1]:8443",
    "https://xn--bcher-kva.example",
    "https://xn--p1ai",
    "https://xn--e1afmkfd.xn--p1ai",
    "https://xn--fiqs8s:8443",
    "http://localhost",
    "http://localhost:3000",
    "http://localhost:*",
    "http://app.localhost",
    "http://*.localhost:*",
    "https://*.a.example",
    "https://*.a.example.",
    "https://*.a.example:8443",
    "https://*.a.example:*",
    "https://*.xn--bcher-kva.example",
    "https://*.com",
    "https://*.co.uk",
    "https://*.v1--site.example",
    "https://*.1.example",
    "http://127.0.0.1:*",
    "http://[::1]:*",
    "tauri://localhost",
    "capacitor://localhost",
    "ionic://localhost",
    "app://bundle",
    "app://.",
    "app://-",
    "app://Bundle",
    "app://a..b",
    "app://bundle:8080",
    "app://bundle:443",
    "app://a%20b",
    "app://[::1]",
    "app://*.bundle",
    "web+app://bundle",
    "com.acme.app://host",
    "x-acme://host",
    "httpx://a.example",
    "https+acme://a.example",
    "wsx://a.example",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://3c5b1cf1-7f1f-4f4c-8b3a-1f0e3a1b2c3d",
    "safari-web-extension://E8E3F0B2-0A0B-4C4D-8E8F-101112131415",
    "vscode-webview://0f8d4hq0t3f8k2m0",
    "https://3c5b1cf1-7f1f-4f4c-8b3a-1f0e3a1b2c3d.example",
    "https://a!b.example",
    "https://a$b.example",
    "https://a&b.example",
    "https://a'b.example",
    "https://a(b).example",
    "https://a+b.example",
    "https://a=b.example",
    "https://a~b.example",
    "https://a`b.example",
    "https://https",
    "https://http.example",
    "https://https:8443",
    "https://null",
    "https://any.example",
    "https://file",
    "https://self",
];

#[test]
fn origins_of_browsers_are_accepted() {
    assert!(ACCEPTED.len() >= 60);
    let label = "a".repeat(63);
    let longest = format!("https://{label}.{label}.{label}.{}", "a".repeat(61));
    let below = format!("https://*.{label}.{label}.{label}.{}", "a".repeat(59));
    let dotted = format!("{longest}.:65535");
    for text in ACCEPTED
        .iter()
        .copied()
        .chain([longest.as_str(), &below, &dotted])
    {
        let pattern = match examine(text, Place::Origins, &browser) {
            Ok(pattern) => pattern,
            Err(fault) => panic!("{text} is an origin, but: {fault}"),
        };
        assert_eq!(pattern.as_str(), text);
        if pattern.is_exact() {
            assert!(pattern.matches(text.as_bytes()), "{text}");
        }
        serialises(text);
    }
}

/// A text that was accepted is, with its stars filled in, the serialisation of its own origin.
fn serialises(text: &str) {
    let pattern = examine(text, Place::Origins, &browser).expect("accepted");
    if !pattern.is_web() {
        return;
    }
    let text = text.replacen("*.", "a.", 1).replacen(":*", ":8081", 1);
    let origin = url::Url::parse(&text).expect("a URL").origin();
    assert_eq!(origin.ascii_serialization(), text);
    assert!(pattern.matches(text.as_bytes()));
}

/// A text, the rule that rejects it, and the text to write instead: exactly, or where the new text admits
/// more than the old, after `+`.
#[rustfmt::skip]
const REFUSED: &[(&str, Rule, &str)] = &[
    // Nothing, and words.
    ("", Malformed, ""),
    (" ", Malformed, ""),
    ("\"\"", Malformed, ""),
    (",", Malformed, ""),
    ("self", Malformed, ""),
    ("'self'", Malformed, ""),
    ("same-origin", Malformed, ""),
    ("'none'", Malformed, ""),
    ("*", AnyAmongOthers, ""),
    ("any", AnyAmongOthers, ""),
    ("ANY", AnyAmongOthers, ""),
    ("all", AnyAmongOthers, ""),
    (" * ", AnyAmongOthers, ""),
    ("**", AnyAmongOthers, ""),
    ("*.*", AnyAmongOthers, ""),
    ("*:*", AnyAmongOthers, ""),
    (".*", AnyAmongOthers, ""),
    ("*://*", AnyAmongOthers, ""),
    ("*://*:*/", AnyAmongOthers, ""),
    ("null", NullOrigin, ""),
    ("NULL", Malformed, ""),
    ("Null", Malformed, ""),
    (" null", Malformed, ""),
    // No scheme.
    ("a.example", Malformed, "https://a.example"),
    ("a.example:8443", Malformed, "https://a.example:8443"),
    ("a.example/", Malformed, "https://a.example"),
    ("httpbin.example", Malformed, "https://httpbin.example"),
    ("a.example/path?query", Malformed, "https://a.example"),
    ("A.example", Malformed, "https://a.example"),
    ("www.bücher.example", Malformed, "https://www.xn--bcher-kva.example"),
    ("*.a.example", Malformed, "https://*.a.example"),
    ("*.a.example:*", Malformed, "https://*.a.example:*"),
    ("*.localhost", Malformed, "http://*.localhost"),
    ("localhost", Malformed, "http://localhost"),
    ("localhost:3000", Malformed, "http://localhost:3000"),
    ("localhost:3000/", Malformed, "http://localhost:3000"),
    ("localhost:*", Malformed, "http://localhost:*"),
    ("app.localhost:3000", Malformed, "http://app.localhost:3000"),
    ("127.0.0.1:5173", Malformed, "http://127.0.0.1:5173"),
    ("192.168.1.4:3000", Malformed, "http://192.168.1.4:3000"),
    ("0.0.0.0:3000", Malformed, "http://0.0.0.0:3000"),
    ("8.8.8.8", Malformed, "https://8.8.8.8"),
    ("[::1]:3000", Malformed, "http://[::1]:3000"),
    ("::1", Malformed, "https://[::1]"),
    ("frontend:3000", Malformed, "http://frontend:3000"),
    ("data:3000", Malformed, "http://data:3000"),
    ("https", Malformed, ""),
    ("https:3000", Malformed, ""),
    ("acme", Malformed, ""),
    ("true", Malformed, ""),
    ("off", Malformed, ""),
    ("production", Malformed, ""),
    ("- https://a.example", Malformed, "https://a.example"),
    ("a,b", Malformed, ""),
    (".a.example", Malformed, "+https://*.a.example"),
    ("//a.example", Malformed, "https://a.example"),
    ("//a.example/", Malformed, "https://a.example"),
    ("/", Malformed, ""),
    ("/api", Malformed, ""),
    (":3000", Malformed, ""),
    ("*:3000", Malformed, ""),
    ("https:/a.example", Malformed, "https://a.example"),
    ("https:a.example", Malformed, "https://a.example"),
    ("https//a.example", Malformed, "https://a.example"),
    ("http//a.example", Malformed, "http://a.example"),
    ("http:/localhost:3000", Malformed, "http://localhost:3000"),
    ("https:\\\\a.example", Malformed, "https://a.example"),
    ("HTTPS:a.example", Malformed, "https://a.example"),
    ("tauri:/localhost", Malformed, "tauri://localhost"),
    ("tauri:localhost", Malformed, ""),
    ("a.example:/path", Malformed, "https://a.example"),
    // A scheme that is none.
    ("ttps://a.example", Malformed, "https://a.example"),
    ("htps://a.example", Malformed, "https://a.example"),
    ("ttp://a.example", Malformed, "http://a.example"),
    ("htp://a.example", Malformed, "http://a.example"),
    ("httpss://a.example", Malformed, "https://a.example"),
    ("hhttps://a.example", Malformed, "https://a.example"),
    ("HTTSP://A.example:443/", Malformed, "https://a.example"),
    ("https://https://a.example", Malformed, "https://a.example"),
    ("http://https://a.example", Malformed, "https://a.example"),
    ("https://https//a.example", Malformed, "https://a.example"),
    ("https:https://a.example", Malformed, "https://a.example"),
    ("://a.example", Malformed, ""),
    ("1http://a.example", Malformed, ""),
    ("ht_tp://a.example", Malformed, ""),
    ("é://a.example", Malformed, ""),
    ("https://", Malformed, ""),
    ("https:///", Malformed, ""),
    ("https://:8443", Malformed, ""),
    ("https://?a", Malformed, ""),
    ("tauri://", Malformed, ""),
    ("tauri:///", Malformed, ""),
    // More than an origin.
    ("https://a.example/", Malformed, "https://a.example"),
    ("https://a.example/*", Malformed, "https://a.example"),
    ("https://a.example/path", Malformed, "https://a.example"),
    ("http://192.168.0.0/16", Malformed, ""),
    ("http://10.0.0.0:8080/8", Malformed, ""),
    ("https://[fd00::]/8", Malformed, ""),
    ("https://a.example/16", Malformed, "https://a.example"),
    ("http://192.168.0.1/x", Malformed, "http://192.168.0.1"),
    ("https://a.example:8443/path", Malformed, "https://a.example:8443"),
    ("https://a.example?query", Malformed, "https://a.example"),
    ("https://a.example#fragment", Malformed, "https://a.example"),
    ("https://a.example\\path", Malformed, "https://a.example"),
    ("https:///a.example", Malformed, "https://a.example"),
    ("https:////a.example/", Malformed, "https://a.example"),
    ("https://user@a.example", Malformed, "https://a.example"),
    ("https://user:pass@a.example:8443", Malformed, "https://a.example:8443"),
    ("https://a@b@c.example", Malformed, "https://c.example"),
    ("tauri://localhost/", Malformed, "tauri://localhost"),
    (" https://a.example", Malformed, "https://a.example"),
    ("https://a.example\n", Malformed, "https://a.example"),
    ("https://a.example,", Malformed, "https://a.example"),
    ("\"https://a.example\"", Malformed, "https://a.example"),
    ("https://a .example", Malformed, "https://a.example"),
    ("https:// a.example", Malformed, "https://a.example"),
    ("https://a.\u{200b}example", Malformed, "https://a.example"),
    ("https://a.example\0", Malformed, "https://a.example"),
    ("https://a.example\u{a0}", Malformed, "https://a.example"),
    // Hosts that there cannot be.
    ("https://256.1.1.1", Malformed, ""),
    ("https://app.1", Malformed, ""),
    ("https://1.2.3.4.5", Malformed, ""),
    ("https://xn--a.example", Malformed, ""),
    ("https://*.xn--a.example", Malformed, ""),
    ("https://*.10.0.0.1", Malformed, "https://10.0.0.1"),
    ("https://*.1", Malformed, ""),
    ("https://*.[::1]", Malformed, "https://[::1]"),
    ("app://*.[::1]:80", Malformed, "app://[::1]:80"),
    ("https://*.[0::1]", NonCanonical, "https://[::1]"),
    ("https://a%zz.example", Malformed, ""),
    ("https://a|b.example", Malformed, ""),
    ("https://[::1", Malformed, ""),
    ("https://::1]", Malformed, ""),
    ("https://[::1]x", Malformed, ""),
    ("https://[::1]:80:90", Malformed, ""),
    ("https://[fe80::1%25eth0]", NonCanonical, ""),
    ("https://a:b:80", Malformed, ""),
    ("https://a..example", Malformed, "https://a.example"),
    ("https://a.example..", Malformed, "https://a.example"),
    ("https://*..a.example", Malformed, "https://*.a.example"),
    ("https://.a.example", Malformed, "+https://*.a.example"),
    ("https://.a.example:8443", Malformed, "+https://*.a.example:8443"),
    ("https://......a.example", Malformed, "+https://*.a.example"),
    ("https://.", Malformed, ""),
    ("app://a:b:80", Malformed, ""),
    ("app://a|b", Malformed, ""),
    ("app://bücher", Malformed, ""),
    ("app://[x]", NonCanonical, "app://x"),
    // Ports.
    ("https://a.example:99999", Malformed, ""),
    ("https://a.example:65536", Malformed, ""),
    ("https://a.example:port", Malformed, ""),
    ("https://a.example:-1", Malformed, ""),
    ("https://a.example:８０", Malformed, ""),
    ("https://a.example:", NonCanonical, "https://a.example"),
    ("https://a.example:443", NonCanonical, "https://a.example"),
    ("http://a.example:80", NonCanonical, "http://a.example"),
    ("https://*.a.example:443", NonCanonical, "https://*.a.example"),
    ("https://a.example:0443", NonCanonical, "https://a.example"),
    ("https://a.example:080", NonCanonical, "https://a.example:80"),
    ("https://a.example:0", NonCanonical, ""),
    ("https://a.example:000", NonCanonical, ""),
    ("app://bundle:080", NonCanonical, "app://bundle:80"),
    ("https://*:443", NonCanonical, ""),
    // Spellings that no browser sends.
    ("HTTP://a.example", NonCanonical, "http://a.example"),
    ("Https://a.example", NonCanonical, "https://a.example"),
    ("https://A.EXAMPLE", NonCanonical, "https://a.example"),
    ("https://*.A.example", NonCanonical, "https://*.a.example"),
    ("HTTPS://A.EXAMPLE:443/", NonCanonical, "https://a.example"),
    ("https://bücher.example", NonCanonical, "https://xn--bcher-kva.example"),
    ("https://*.bücher.example:8443", NonCanonical, "https://*.xn--bcher-kva.example:8443"),
    ("https://ａ.example", NonCanonical, "https://a.example"),
    ("https://a。example", NonCanonical, "https://a.example"),
    ("https://%61.example", NonCanonical, "https://a.example"),
    ("https://127.1", NonCanonical, "https://127.0.0.1"),
    ("http://0x7f.1:3000", NonCanonical, "http://127.0.0.1:3000"),
    ("http://2130706433", NonCanonical, "http://127.0.0.1"),
    ("http://127.0.0.1.", NonCanonical, "http://127.0.0.1"),
    ("http://010.0.0.1", NonCanonical, "http://8.0.0.1"),
    ("http://[0:0:0:0:0:0:0:1]", NonCanonical, "http://[::1]"),
    ("https://[2001:DB8::1]", NonCanonical, "https://[2001:db8::1]"),
    ("http://[::ffff:127.0.0.1]", NonCanonical, "http://[::ffff:7f00:1]"),
    ("https://[a.example]", NonCanonical, "https://a.example"),
    ("https://[127.0.0.1]:8443", NonCanonical, "https://127.0.0.1:8443"),
    ("https://[]", NonCanonical, ""),
    ("app://[0::1]", NonCanonical, "app://[::1]"),
    ("TAURI://localhost", NonCanonical, "tauri://localhost"),
    ("http://::1", Malformed, "http://[::1]"),
    ("http://::1:3000", Malformed, "http://[::1]:3000"),
    ("https://2001:db8::1", Malformed, "https://[2001:db8::1]"),
    ("https://fe80::abcd", Malformed, "https://[fe80::abcd]"),
    // Schemes that no page has.
    ("ws://a.example", DeadScheme, "http://a.example"),
    ("wss://a.example", DeadScheme, "https://a.example"),
    ("wss://a.example/socket", DeadScheme, "https://a.example"),
    ("WSS://a.example", DeadScheme, "https://a.example"),
    ("wss:a.example", DeadScheme, "https://a.example"),
    ("ftp://a.example", DeadScheme, ""),
    ("about:blank", DeadScheme, ""),
    ("data:text/html,x", DeadScheme, ""),
    ("data://x", DeadScheme, ""),
    ("javascript:void", DeadScheme, ""),
    ("blob:https://a.example/0b1c", DeadScheme, "https://a.example"),
    ("blob://a.example", DeadScheme, ""),
    ("file://", FileOrigin, ""),
    ("FILE://", NonCanonical, ""),
    ("file:///home/index.html", Malformed, ""),
    ("file:/home", Malformed, ""),
    // Wildcards.
    ("https://*", Wildcard, ""),
    ("http://*", Wildcard, ""),
    ("https://*:8443", Wildcard, ""),
    ("https://*:*", Wildcard, ""),
    ("https://**", Wildcard, ""),
    ("https://*.", Wildcard, ""),
    ("https://**.", Wildcard, ""),
    ("https://a.*", Wildcard, ""),
    ("https://*a.example", Wildcard, "+https://*.a.example"),
    ("https://*a.example:8443", Wildcard, "+https://*.a.example:8443"),
    ("https://app-*.a.example", Wildcard, "+https://*.a.example"),
    ("https://app.*.a.example", Wildcard, "+https://*.a.example"),
    ("https://*.*.a.example", Wildcard, "+https://*.a.example"),
    ("https://**.a.example", Wildcard, "+https://*.a.example"),
    ("https://*-app.a.example", Wildcard, ""),
    ("https://a*a.example", Wildcard, ""),
    ("https://*com", Wildcard, ""),
    ("https://a.example:80*", Wildcard, "+https://a.example:*"),
    ("https://a.example:**", Wildcard, "+https://a.example:*"),
    ("https://app-*.a.example:80*", Wildcard, "+https://*.a.example:*"),
    ("*://a.example", Wildcard, "https://a.example"),
    ("http*://a.example", Wildcard, "https://a.example"),
    ("https://{tenant}.a.example", Malformed, "+https://*.a.example"),
    ("https://{{tenant}}.a.example", Malformed, "+https://*.a.example"),
    ("https://${TENANT}.a.example", Malformed, "+https://*.a.example"),
    ("https://<tenant>.a.example", Malformed, "+https://*.a.example"),
    ("https://app-{n}.a.example", Malformed, "+https://*.a.example"),
    ("https://a.example:{port}", Malformed, "+https://a.example:*"),
    ("https://{tenant.a.example", Malformed, ""),
    ("{ORIGIN}", Malformed, ""),
    // Regular expressions.
    ("^https://.*\\.a\\.example$", Malformed, "+https://*.a.example"),
    ("^https://a\\.example$", Malformed, "+https://a.example"),
    ("/^https:\\/\\/.*\\.a\\.example$/", Malformed, "+https://*.a.example"),
    ("/^https:\\/\\/a\\.example$/i", Malformed, "+https://a.example"),
    ("^https?://([a-z0-9-]+\\.)*a\\.example(:\\d+)?$", Malformed, "+https://*.a.example:*"),
    ("https://(.*\\.)?a\\.example", Malformed, "+https://*.a.example"),
    ("https://[^.]+\\.a\\.example", Malformed, "+https://*.a.example"),
    ("https://.*.a.example", Malformed, "+https://*.a.example"),
    ("https?://localhost:[0-9]+", Malformed, "+https://localhost:*"),
    ("http(s)?://a.example", Malformed, "+https://a.example"),
    ("(http|https)://a\\.example", Malformed, "+https://a.example"),
    ("^https://(a|b)\\.example$", Malformed, ""),
    ("^", Malformed, ""),
];

#[test]
fn rejected_texts_have_a_suggestion() {
    assert!(REFUSED.len() >= 100);
    let mut wrong = Vec::new();
    for &(text, rule, meant) in REFUSED {
        let Err(fault) = examined(text) else {
            wrong.push(format!("{text:?} is accepted"));
            continue;
        };
        let said = match fix(&fault) {
            Some((fix, true)) => format!("+{fix}"),
            Some((fix, false)) => fix.to_string(),
            None => String::new(),
        };
        if fault.rule != rule || said != meant {
            wrong.push(format!(
                "{text:?}: {said:?}, not {rule:?} {meant:?}\n{fault}"
            ));
        }
        sound(&fault, Place::Origins);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks that a fault has help, and that every text in quotes is accepted.
fn sound(fault: &Fault, place: Place) {
    for text in pasteable(fault) {
        let judged = examine(text, place, &browser);
        assert!(
            judged.is_ok(),
            "{text:?} is suggested, but refused:\n{fault}"
        );
    }
    assert!(
        !fault.help.is_empty() && !fault.what.contains('\n'),
        "{fault:?}"
    );
}

#[test]
fn a_host_is_as_long_as_name_servers_know() {
    let label = "a".repeat(63);
    for text in [
        format!("https://{label}a.example"),
        format!("https://{label}.{label}.{label}.{}", "a".repeat(62)),
        format!("https://{label}.{label}.{label}.{}.", "a".repeat(62)),
        format!("https://*.{label}.{label}.{label}.{}", "a".repeat(60)),
        format!("app://{}", "a".repeat(254)),
        format!("app://{}.:*", "a".repeat(254)),
        format!("app://*.{}", "a".repeat(252)),
    ] {
        let fault = examined(&text).expect_err(&text);
        assert_eq!(fault.rule, Malformed);
        assert!(fault.help[0].contains("has at most"), "{fault}");
    }
    let label = "a".repeat(60);
    for (text, origin) in [
        (
            format!("https://*.{label}.{label}.{label}.{label}.aaaaaaa"),
            format!("https://b.{label}.{label}.{label}.{label}.aaaaaaa"),
        ),
        (
            format!("app://{}.:*", "a".repeat(253)),
            format!("app://{}.:65535", "a".repeat(253)),
        ),
        (
            format!("app://*.{}:*", "a".repeat(251)),
            format!("app://b.{}:65535", "a".repeat(251)),
        ),
    ] {
        let pattern = examine(&text, Place::Origins, &browser).unwrap();
        assert!(pattern.matches(origin.as_bytes()), "{text}");
    }
}

#[test]
fn several_origins_are_found_in_one_text() {
    let table: &[(&str, &[&str])] = &[
        (
            "https://a.example,https://b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://a.example, https://b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://a.example https://b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://a.example;http://localhost:3000/",
            &["https://a.example", "http://localhost:3000"],
        ),
        (
            "https://a.example\nhttps://b.example\n",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://a.example|https://b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://a.example,b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "[\"https://a.example\", \"https://b.example\"]",
            &["https://a.example", "https://b.example"],
        ),
        ("['https://a.example']", &["https://a.example"]),
        (
            "a.example;b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "localhost:3000,app.example",
            &["http://localhost:3000", "https://app.example"],
        ),
        (
            "https://a.example, https://b.example, *.c.example",
            &[
                "https://a.example",
                "https://b.example",
                "https://*.c.example",
            ],
        ),
        ("https://a.example https://256.1.1.1", &[]),
        ("https://a.example,https://256.1.1.1", &[]),
        ("[https://256.1.1.1,]", &[]),
    ];
    for (text, elements) in table {
        let fault = examined(text).expect_err(text);
        assert_eq!(fault.rule, Malformed);
        assert!(fault.what.contains("several origins"), "{fault}");
        assert_eq!(&pasteable(&fault), elements, "{fault}");
        assert!(
            fault.help[0].starts_with("write each as an element: ") != elements.is_empty(),
            "{fault}"
        );
        sound(&fault, Place::Origins);
    }
    let in_set = examine("https://a.example;b.example", Place::Set, &browser);
    assert_eq!(
        in_set.unwrap_err().help,
        [
            "separate them with spaces or commas; in a file, write one on each line: \"https://a.example\" \"https://b.example\""
        ]
    );
    for text in [
        "https://a b.example",
        "https://a,256.1.1.1",
        "a,b",
        "a.example b.example",
    ] {
        let fault = examined(text).map_or_else(|fault| fault.what, |()| String::new());
        assert!(!fault.contains("several origins"), "{text}: {fault}");
    }
}

#[test]
fn the_bound_of_a_set_may_be_any_https_host() {
    for (text, ports) in [
        ("https://*", Ports::Default),
        ("https://*:*", Ports::Any),
        ("https://*:8443", Ports::One("8443")),
    ] {
        let pattern = examine(text, Place::Bound, &browser).expect(text);
        assert_eq!((pattern.hosts(), pattern.ports()), (Hosts::Any, ports));
        assert_eq!(examined(text).map_err(|fault| fault.rule), Err(Wildcard));
    }
    for text in ["http://*", "tauri://*:*", "tauri://*:1", "http://*:*"] {
        let fault = examine(text, Place::Bound, &browser).expect_err(text);
        assert_eq!(fault.rule, Wildcard);
        sound(&fault, Place::Bound);
    }
    let fault = examine("https://*:443", Place::Bound, &browser).expect_err("a default port");
    assert_eq!(fix(&fault), Some(("https://*", false)));
    assert!(examine("*", Place::Bound, &browser).is_err());
}

#[test]
fn a_list_may_have_every_host_of_a_scheme_that_is_not_http() {
    for text in ["vscode-webview://*", "moz-extension://*", "app://*"] {
        for place in [Place::Origins, Place::Bound, Place::Set] {
            let pattern = examine(text, place, &browser).expect(text);
            assert_eq!(
                (pattern.hosts(), pattern.ports()),
                (Hosts::Any, Ports::Default)
            );
        }
    }
    for text in ["https://*", "http://*", "app://*:*", "app://*:8080"] {
        let fault = examined(text).expect_err(text);
        assert_eq!(fault.rule, Wildcard, "{text}");
        let of_app = text.starts_with("app").then_some(("app://*", false));
        assert_eq!(fix(&fault), of_app, "{text}");
        sound(&fault, Place::Origins);
    }
    for text in ["ws://*", "file://*", "data://*"] {
        assert!(examined(text).is_err(), "{text}");
    }
}

#[test]
fn every_slip_of_a_scheme_is_known() {
    for (slips, meant) in [
        (
            "ttps htps htts htpps hhtps hhttps htttps httpps httpss httsp htpts thtps hxxps",
            "https",
        ),
        (
            "ttp htp htt htpp hhtp hhttp htttp httpp htpt thtp hxxp",
            "http",
        ),
    ] {
        for slip in slips.split(' ') {
            let text = format!("{slip}://a.example");
            let fault = examined(&text).expect_err(&text);
            assert_eq!(fault.rule, Malformed);
            assert_eq!(
                fix(&fault),
                Some((format!("{meant}://a.example").as_str(), false))
            );
        }
    }
}

/// The words themselves, for one fault of each kind: they are what people read.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("a.example", "`a.example` has no scheme"),
    ("https:a.example", "`https:a.example` has only a part of `https://`"),
    ("tauri:/x", "`tauri:/x` has only a part of `tauri://`"),
    ("https://", "`https://` has no host"),
    ("https://a.example/", "`https://a.example/` ends with a slash; an origin does not"),
    ("https://a.example/x", "`https://a.example/x` has a path; an origin ends after its host and port"),
    ("https://a.example?x", "`https://a.example?x` has a query; an origin has none"),
    ("https://a.example#x", "`https://a.example#x` has a fragment; an origin has none"),
    ("https://a.example\\x", "`https://a.example\\x` has a backslash; an origin has none"),
    ("https:///a.example", "`https:///a.example` has more than two slashes before its host"),
    ("https://u@a.example", "`https://u@a.example` has a user name before its host; an origin has none"),
    ("https://https://a.example", "`https://https://a.example` has two schemes"),
    ("htps://a.example", "`htps://` is misspelt: `https://`"),
    ("1a://a.example", "`1a` is not a scheme"),
    ("HTTP://a.example", "browsers write the scheme in lower case: `http`"),
    ("ws://a.example", "no page has an origin with the scheme `ws`"),
    ("https://a .example", "`https://a .example` contains a space; an origin does not"),
    ("https://a\t.example", "`https://a\\t.example` contains a tab; an origin does not"),
    ("https://a\r.example", "`https://a\\r.example` contains a line break; an origin does not"),
    ("https://a\u{feff}.example", "`https://a\\u{feff}.example` contains the character U+FEFF; an origin does not"),
    (" https://a.example", "` https://a.example` has characters around the origin that do not belong to it"),
    ("https://a.example:99999", "`99999` is not a port"),
    ("https://a.example:x", "`x` is not a port"),
    ("https://a.example:", "`https://a.example:` has a colon without a port"),
    ("https://a.example:443", "browsers leave out `:443`, the default port of https"),
    ("https://a.example:08", "browsers write port 8 without leading zeros"),
    ("https://a.example:0", "no page is served from port 0"),
    ("https://A.example", "browsers write `A.example` as `a.example`"),
    ("https://256.1.1.1:8443", "no URL can have the host `256.1.1.1`"),
    ("https://*.10.0.0.1", "no URL can have the host `*.10.0.0.1`"),
    ("https://.a.example", "the host of `https://.a.example` begins with a dot"),
    ("https://a..example", "the host of `https://a..example` has one dot too many"),
    ("http://::1:3000", "the address in `http://::1:3000` has no brackets around it"),
    ("https://[x]", "brackets are for IPv6 addresses, and `[x]` is not one"),
    ("app://a|b", "the host of `app://a|b` has the character `|`, which is not allowed"),
    ("https://*", "`https://*` has no host"),
    ("https://a.*", "in `https://a.*` the `*` is neither a whole leading label nor a whole port"),
    ("*://a.example", "`*://` is not a scheme"),
    ("^https://a", "`^https://a` is a regular expression; origins are compared as text"),
    ("https://{x}.example", "`https://{x}.example` has a placeholder; origins are compared as text"),
    ("*", "`*` means any origin; it cannot be an element of a list"),
];

#[test]
fn half_of_a_list_in_json_is_an_origin_with_something_around_it() {
    for text in [
        "[\"https://a.example\"",
        "\"https://a.example\"]",
        "['https://a.example'",
    ] {
        let fault = examined(text).expect_err(text);
        assert!(fault.what.ends_with("that do not belong to it"), "{fault}");
        assert_eq!(pasteable(&fault), ["https://a.example"], "{fault}");
        sound(&fault, Place::Origins);
    }
}

#[test]
fn a_fault_reads_as_a_person_would_say_it() {
    for (text, what) in WORDS {
        assert_eq!(examined(text).expect_err(text).what, *what);
    }
    assert_eq!(
        examined("wss://A.example/")
            .expect_err("a dead scheme")
            .to_string(),
        "no page has an origin with the scheme `wss`\n\
         help: write \"https://a.example\"\n\
         help: the handshake of a WebSocket carries the origin of its page, which has the scheme `https`\n\
         rule: dead_scheme\n\
         see: route_cors::rules::dead_scheme"
    );
}

/// A text that cannot be fixed has the help of the fault that remains.
#[test]
fn faults_without_a_fix_are_explained() {
    for (text, help) in [
        ("*:3000", "list the origins"),
        ("a.example:99999x", "a port is a number"),
        ("[fe80::1%25eth0].", ""),
        ("a.*", "a `*` matches"),
        ("wss://*", "the handshake of a WebSocket"),
        ("a.1", "a host that ends in a number"),
        ("https://256.1.1.1.", "a host that ends in a number"),
        ("https://*.1", "a host that ends in a number"),
        ("https://xn--a.example", "the text after `xn--`"),
        ("https://a^.example", "a `*` matches"),
        ("https://a|b.example", "copy the host"),
        ("https://1a.b|c", "copy the host"),
        ("https://a b.example", "copy the host"),
        ("https://a  b.example", "copy the host"),
        ("https://a\u{200b} b.example", "copy the host"),
        ("https://a\"b.example", "copy the host"),
        ("https://a\0b.example", "copy the host"),
        ("https://*.10.0.0.1", "an address has no subdomains"),
        ("https://...", "an origin is"),
        ("https://[::1", "brackets enclose"),
        ("https://a:b:80", "only one colon"),
    ] {
        let fault = examined(text).expect_err(text);
        assert!(
            help.is_empty() || fault.help.iter().any(|line| line.starts_with(help)),
            "{fault}"
        );
    }
}

#[test]
fn a_text_with_many_slips_is_given_up() {
    let many = |count| format!("{}a.example", "https://".repeat(count));
    let fault = examined(&many(12)).expect_err("twelve schemes");
    assert_eq!(fix(&fault), Some(("https://a.example", false)));
    let fault = examined(&many(14)).expect_err("fourteen schemes");
    assert_eq!(fix(&fault), None);
    sound(&fault, Place::Origins);
}

#[test]
fn long_texts_are_refused_in_short_words() {
    for piece in [
        "a",
        ".",
        "*",
        "a.",
        "@",
        "https://",
        "http:",
        ":",
        "[",
        "/",
        "é",
        " ",
        "https://a.example,",
        "ws:",
        "{x}",
        "^.*",
    ] {
        let junk = piece.repeat(8192 / piece.len());
        for text in [
            junk.clone(),
            format!("https://{junk}"),
            format!("https://{junk}.example"),
            format!("app://{junk}"),
        ] {
            let fault = examined(&text).expect_err("8 KB of junk");
            assert!(fault.what.len() < 1200, "{}", fault.what);
            if piece != "https://a.example," {
                sound(&fault, Place::Origins);
            }
        }
    }
    let just = format!("app://{}", "a".repeat(2048 - 6));
    for (text, what) in [
        (just.clone(), "` is too long"),
        (format!("{just}a"), "` is longer than any origin"),
    ] {
        let fault = examined(&text).expect_err("no browser sends it");
        assert!(fault.what.ends_with(what), "{fault}");
    }
    let shown = examined(&format!("{}/", "a".repeat(119)))
        .expect_err("no scheme")
        .what;
    assert!(!shown.contains('…'), "{shown}");
    let cut = examined(&format!("{}/", "a".repeat(120)))
        .expect_err("no scheme")
        .what;
    assert!(cut.contains(&format!("{}…`", "a".repeat(120))), "{cut}");
}

const ALPHABET: &[&str] = &[
    "a",
    "b",
    "x",
    "0",
    "1",
    "9",
    ".",
    "-",
    "*",
    "`",
    ":",
    "/",
    "[",
    "]",
    "@",
    "%",
    "?",
    "#",
    "\\",
    "_",
    " ",
    ",",
    "é",
    "A",
    "http",
    "https",
    "://",
    "localhost",
    "127.1",
    "0x7f.1",
    "xn--a",
    "xn--bcher-kva",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "443",
    "80",
    ":443",
    ":*",
    "*.",
    ".example",
    "example",
    "^",
    "$",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    "|",
    ";",
    "'",
    "\"",
    "\n",
    "\0",
    "\u{200b}",
    "。",
    "，",
    "ß",
    "\u{301}",
    "null",
    "file",
    "ws",
    "blob:",
    "app",
    "HTTPS://",
    "htps://",
    ".*",
    "\\.",
    "+",
    "~",
    "::1",
    "any",
];

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(ALPHABET), 0..9);
    let start = prop::sample::select(vec![
        "",
        "https://",
        "http://",
        "app://",
        "https://*.",
        "https://a.example",
    ]);
    (start, pieces).prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

proptest! {
    #![proptest_config(crate::cases(4_000))]

    #[test]
    fn accepted_texts_are_sent_and_suggestions_are_accepted(text in nasty()) {
        for place in [Place::Origins, Place::Bound] {
            match examine(&text, place, &browser) {
                Ok(pattern) if pattern.hosts() != Hosts::Any => serialises(&text),
                Ok(pattern) => assert!(place == Place::Bound || !pattern.is_web()),
                Err(fault) => sound(&fault, place),
            }
        }
    }

    #[test]
    fn every_text_gets_a_result(text in ".{0,60}") {
        if let Err(fault) = examined(&text) {
            sound(&fault, Place::Origins);
        }
    }
}

/// A text of a list, and what to write instead: the same in every place.
#[rustfmt::skip]
const FIXED: &[(&str, Option<&[&str]>)] = &[
    ("https://a.example", Some(&["https://a.example"])),
    ("a.example", Some(&["https://a.example"])),
    ("a.example;", Some(&["https://a.example"])),
    ("[https://a.example]", Some(&["https://a.example"])),
    ("https://[::1]/", Some(&["https://[::1]"])),
    ("app://a!b/", Some(&["app://a!b"])),
    ("https://a .example", Some(&["https://a.example"])),
    ("https://a. example", Some(&["https://a.example"])),
    // Joined, this could be another site.
    ("https://a -b.example", None),
    ("https://a,b", None),
    ("https://a!b.example/", None),
    ("https", None),
    ("http:/", None),
    ("https://*/", None),
    // Several.
    ("https://a.example, https://b.example", Some(&["https://a.example", "https://b.example"])),
    ("https://A.example, https://b.example/", Some(&["https://a.example", "https://b.example"])),
    ("https://a.example, b.example", Some(&["https://a.example", "https://b.example"])),
    ("a.example,b.example", Some(&["https://a.example", "https://b.example"])),
    ("https://a.example/, *.b.example", Some(&["https://a.example", "https://*.b.example"])),
    ("https://*.a.example:*/ https://b.example", Some(&["https://*.a.example:*", "https://b.example"])),
    ("https://a.example,https://b.example,c:3000", Some(&["https://a.example", "https://b.example", "http://c:3000"])),
    ("https://a.example, https://b.example, localhost", Some(&["https://a.example", "https://b.example", "http://localhost"])),
    ("https://a.example https://b.example;c.example", Some(&["https://a.example", "https://b.example", "https://c.example"])),
    // Without a comma, the rest may belong to the host before it. A word is no host.
    ("https://a.example https://b.example c.example", None),
    ("https://a.example https://b.example localhost", None),
    ("https://a.example https://b.example,c", None),
    ("https://a.example; https://b.example; word", None),
    ("a.example b.example", None),
];

#[test]
fn a_text_of_a_list_is_fixed_as_a_whole_or_not_at_all() {
    for (text, expected) in FIXED {
        for place in [Place::Origins, Place::Set] {
            let fix = fault::fix(text, place, &browser);
            assert!(fix.as_ref().is_none_or(|fix| !fix.is_wider), "{text}");
            let origins = fix.map(|fix| fix.origins);
            let expected =
                expected.map(|origins| origins.iter().map(ToString::to_string).collect());
            assert_eq!(origins, expected, "{text}");
        }
    }
    let text = "https://a.*.example, https://b.example";
    let fix = fault::fix(text, Place::Set, &browser).unwrap();
    assert_eq!(fix.origins, ["https://*.example", "https://b.example"]);
    assert!(fix.is_wider, "more hosts than the text named");
}

#[test]
fn a_star_in_another_spelling_is_wider_as_a_star() {
    for text in [
        "https://%2A.a.example",
        "https://%2a.a.example:8443",
        "https://\u{ff0a}.a.example",
    ] {
        let fix = fault::fix(text, Place::Origins, &browser).unwrap();
        assert!(fix.origins[0].starts_with("https://*.a.example"), "{text}");
        assert!(fix.is_wider, "{text}");
    }
}
