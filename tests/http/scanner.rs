//! Values that scanners send as an `Origin`, against an exact list, a wildcard for hosts and one for ports. The verdicts
//! are written by hand.

use actix_web::{App, Responder, get};
use route_cors::cors;

use crate::{
    serve,
    support::{Connection, Server, request},
};

#[cors(origins = ["https://app.acme.example", "http://api.acme.example:8080", "https://[2001:db8::1]"])]
#[get("/exact")]
async fn exact() -> impl Responder {
    "exact"
}

#[cors(origins = ["https://*.acme.example"])]
#[get("/below")]
async fn below() -> impl Responder {
    "below"
}

#[cors(origins = ["http://localhost:*"])]
#[get("/ports")]
async fn ports() -> impl Responder {
    "ports"
}

#[cors(origins = ["https://*.acme.example:8443", "http://*.localhost:*"])]
#[get("/mixed")]
async fn mixed() -> impl Responder {
    "mixed"
}

/// Which of the policies above repeat an origin.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "a column for each policy")]
struct Allowed {
    exact: bool,
    below: bool,
    ports: bool,
    mixed: bool,
}

const NONE: Allowed = Allowed {
    exact: false,
    below: false,
    ports: false,
    mixed: false,
};
const EXACT: Allowed = Allowed {
    exact: true,
    ..NONE
};
const BELOW: Allowed = Allowed {
    below: true,
    ..NONE
};
const PORTS: Allowed = Allowed {
    ports: true,
    ..NONE
};
const MIXED: Allowed = Allowed {
    mixed: true,
    ..NONE
};
const EXACT_BELOW: Allowed = Allowed {
    exact: true,
    below: true,
    ..NONE
};

#[rustfmt::skip]
const ORIGINS: &[(&[u8], Allowed)] = &[
    // Listed origins.
    (b"https://app.acme.example", EXACT_BELOW),
    (b"http://api.acme.example:8080", EXACT),
    (b"https://[2001:db8::1]", EXACT),
    (b"https://admin.acme.example", BELOW),
    (b"https://a.b.c.d.acme.example", BELOW),
    (b"https://1.acme.example", BELOW),
    (b"https://a_b.acme.example", BELOW),
    (b"https://_.acme.example", BELOW),
    (b"https://-.acme.example", BELOW),
    (b"https://-a-.acme.example", BELOW),
    (b"https://v1--site.acme.example", BELOW),
    (b"https://xn--bcher-kva.acme.example", BELOW),
    (b"https://acme.example.acme.example", BELOW),
    (b"https://stranger.example.acme.example", BELOW),
    (b"https://abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0.acme.example", BELOW),
    (b"http://localhost", PORTS),
    (b"http://localhost:1", PORTS),
    (b"http://localhost:3000", PORTS),
    (b"http://localhost:5173", PORTS),
    (b"http://localhost:65535", PORTS),
    (b"http://localhost:443", PORTS),
    (b"https://app.acme.example:8443", MIXED),
    (b"https://a.b.acme.example:8443", MIXED),
    (b"http://app.localhost", MIXED),
    (b"http://app.localhost:3000", MIXED),
    (b"http://a.b.localhost:3000", MIXED),
    // The parser of HTTP takes away white space around a value; what is left is judged.
    (b"  https://app.acme.example", EXACT_BELOW),
    (b"https://app.acme.example  ", EXACT_BELOW),
    (b"\thttps://app.acme.example\t", EXACT_BELOW),
    // Nothing, and words.
    (b"", NONE),
    (b"null", NONE),
    (b"Null", NONE),
    (b"NULL", NONE),
    (b"none", NONE),
    (b"undefined", NONE),
    (b"*", NONE),
    (b"any", NONE),
    (b"true", NONE),
    (b"0", NONE),
    (b"/", NONE),
    (b"//", NONE),
    (b"://", NONE),
    (b"https://", NONE),
    (b"https:///", NONE),
    (b"https://.", NONE),
    (b"https://*", NONE),
    (b"https://null", NONE),
    (b"https", NONE),
    (b"file://", NONE),
    (b"about:blank", NONE),
    (b"data:text/html,https://app.acme.example", NONE),
    (b"blob:https://app.acme.example/0c9d", NONE),
    (b"javascript:alert(1)//https://app.acme.example", NONE),
    // Other hosts.
    (b"https://stranger.example", NONE),
    (b"https://acme.example", NONE),
    (b"https://example", NONE),
    (b"https://app", NONE),
    (b"https://127.0.0.1", NONE),
    (b"https://localhost", NONE),
    // The host is at the beginning.
    (b"https://app.acme.example.stranger.example", NONE),
    (b"https://app.acme.examplestranger.example", NONE),
    (b"https://app.acme.example-stranger.example", NONE),
    (b"https://app.acme.example_stranger.example", NONE),
    (b"https://app.acme.example.stranger", NONE),
    (b"https://app.acme.example2", NONE),
    (b"https://app.acme.examples", NONE),
    (b"https://app.acme.exampl", NONE),
    (b"https://app.acme.exampl3", NONE),
    (b"https://app.acme", NONE),
    (b"https://app.acme.", NONE),
    (b"http://localhost.stranger.example", NONE),
    (b"http://localhost.stranger.example:3000", NONE),
    (b"http://localhoststranger.example", NONE),
    (b"http://localhost3000", NONE),
    // The host is at the end.
    (b"https://strangeracme.example", NONE),
    (b"https://stranger-acme.example", NONE),
    (b"https://strangerapp.acme.example.stranger.example", NONE),
    (b"https://stranger.exampleapp.acme.example", BELOW),
    (b"https://strangerapp.acme.example", BELOW),
    (b"https://app.acme.example.app.acme.example", BELOW),
    (b"http://strangerlocalhost:3000", NONE),
    (b"http://stranger-localhost", NONE),
    (b"https://xacme.example", NONE),
    (b"https://.acme.example", NONE),
    (b"https://..acme.example", NONE),
    (b"https://a..acme.example", NONE),
    (b"https://.a.acme.example", NONE),
    (b"https://a..b.acme.example", NONE),
    (b"https://*.acme.example", NONE),
    (b"https://*.*.acme.example", NONE),
    (b"https://a.*.acme.example", NONE),
    // A dot stands for a dot.
    (b"https://appxacme.example", NONE),
    (b"https://app.acmexexample", NONE),
    (b"https://app-acme.example", NONE),
    (b"https://appacme.example", NONE),
    (b"https://app.acme-example", NONE),
    (b"https://aapp.acme.exampl", NONE),
    (b"https://app\xE3\x80\x82acme.example", NONE),
    (b"https://app\xEF\xBC\x8Eacme\xEF\xBC\x8Eexample", NONE),
    // Case.
    (b"https://APP.acme.example", NONE),
    (b"https://app.ACME.example", NONE),
    (b"https://app.acme.EXAMPLE", NONE),
    (b"https://App.Acme.Example", NONE),
    (b"HTTPS://app.acme.example", NONE),
    (b"Https://app.acme.example", NONE),
    (b"https://A.acme.example", NONE),
    (b"http://LOCALHOST:3000", NONE),
    (b"http://Localhost", NONE),
    (b"https://[2001:DB8::1]", NONE),
    // Schemes.
    (b"http://app.acme.example", NONE),
    (b"http://admin.acme.example", NONE),
    (b"https://localhost:3000", NONE),
    (b"ftp://app.acme.example", NONE),
    (b"ws://app.acme.example", NONE),
    (b"wss://app.acme.example", NONE),
    (b"httpss://app.acme.example", NONE),
    (b"xhttps://app.acme.example", NONE),
    (b"https+x://app.acme.example", NONE),
    (b"ttps://app.acme.example", NONE),
    (b"chrome-extension://app.acme.example", NONE),
    (b"file://app.acme.example", NONE),
    (b"capacitor://localhost", NONE),
    (b"https:app.acme.example", NONE),
    (b"https:/app.acme.example", NONE),
    (b"https:///app.acme.example", NONE),
    (b"https:\\\\app.acme.example", NONE),
    (b"https:/\\app.acme.example", NONE),
    (b"//app.acme.example", NONE),
    (b"app.acme.example", NONE),
    (b"app.acme.example:443", NONE),
    (b"://app.acme.example", NONE),
    (b"https://https://app.acme.example", NONE),
    (b"https://http://app.acme.example", NONE),
    (b"view-source:https://app.acme.example", NONE),
    (b"feed:https://app.acme.example", NONE),
    // Ports.
    (b"https://app.acme.example:443", NONE),
    (b"https://app.acme.example:80", NONE),
    (b"https://app.acme.example:", NONE),
    (b"https://app.acme.example:0", NONE),
    (b"https://app.acme.example:08443", NONE),
    (b"https://app.acme.example:84430", NONE),
    (b"https://app.acme.example:8443:8443", NONE),
    (b"https://app.acme.example::8443", NONE),
    (b"https://app.acme.example:+8443", NONE),
    (b"https://app.acme.example:8443.stranger.example", NONE),
    (b"https://app.acme.example:*", NONE),
    (b"https://acme.example:8443", NONE),
    (b"https://.acme.example:8443", NONE),
    (b"http://api.acme.example", NONE),
    (b"http://api.acme.example:80", NONE),
    (b"http://api.acme.example:8081", NONE),
    (b"http://api.acme.example:808", NONE),
    (b"http://api.acme.example:80800", NONE),
    (b"https://api.acme.example:8080", NONE),
    (b"http://localhost:", NONE),
    (b"http://localhost:0", NONE),
    (b"http://localhost:80", NONE),
    (b"http://localhost:00", NONE),
    (b"http://localhost:080", NONE),
    (b"http://localhost:03000", NONE),
    (b"http://localhost:65536", NONE),
    (b"http://localhost:99999", NONE),
    (b"http://localhost:655350", NONE),
    (b"http://localhost:4294967297", NONE),
    (b"http://localhost:-1", NONE),
    (b"http://localhost:+1", NONE),
    (b"http://localhost:3000a", NONE),
    (b"http://localhost:a", NONE),
    (b"http://localhost:*", NONE),
    (b"http://localhost:3000:3000", NONE),
    (b"http://localhost::3000", NONE),
    (b"http://localhost:3 000", NONE),
    (b"http://localhost:0x50", NONE),
    (b"http://localhost:3000.stranger.example", NONE),
    (b"http://localhost:3000@stranger.example", NONE),
    (b"http://localhost:\xD9\xA3", NONE),
    (b"http://app.localhost:80", NONE),
    (b"http://.localhost:3000", NONE),
    (b"http://localhost.:3000", NONE),
    // Parts of a URL behind the host.
    (b"https://app.acme.example/", NONE),
    (b"https://app.acme.example//", NONE),
    (b"https://app.acme.example/path", NONE),
    (b"https://app.acme.example/.stranger.example", NONE),
    (b"https://app.acme.example?", NONE),
    (b"https://app.acme.example?a=b", NONE),
    (b"https://app.acme.example#", NONE),
    (b"https://app.acme.example;", NONE),
    (b"https://app.acme.example\\", NONE),
    (b"http://localhost:3000/", NONE),
    (b"http://localhost/", NONE),
    // Whose host is another one than it seems.
    (b"https://stranger.example/.acme.example", NONE),
    (b"https://stranger.example/app.acme.example", NONE),
    (b"https://stranger.example?.acme.example", NONE),
    (b"https://stranger.example#.acme.example", NONE),
    (b"https://stranger.example;.acme.example", NONE),
    (b"https://stranger.example\\.acme.example", NONE),
    (b"https://stranger.example:443.acme.example", NONE),
    (b"https://stranger.example:.acme.example", NONE),
    (b"https://stranger.example@app.acme.example", NONE),
    (b"https://stranger.example@x.acme.example", NONE),
    (b"https://app.acme.example@stranger.example", NONE),
    (b"https://app.acme.example:443@stranger.example", NONE),
    (b"https://user:secret@app.acme.example", NONE),
    (b"https://@app.acme.example", NONE),
    (b"https://:@app.acme.example", NONE),
    (b"https://stranger.example\\@x.acme.example", NONE),
    (b"https://stranger.example,.acme.example", NONE),
    (b"https://stranger.example!.acme.example", NONE),
    (b"https://stranger.example$.acme.example", NONE),
    (b"https://stranger.example&.acme.example", NONE),
    (b"https://stranger.example'.acme.example", NONE),
    (b"https://stranger.example\".acme.example", NONE),
    (b"https://stranger.example(.acme.example", NONE),
    (b"https://stranger.example).acme.example", NONE),
    (b"https://stranger.example+.acme.example", NONE),
    (b"https://stranger.example=.acme.example", NONE),
    (b"https://stranger.example^.acme.example", NONE),
    (b"https://stranger.example`.acme.example", NONE),
    (b"https://stranger.example{.acme.example", NONE),
    (b"https://stranger.example}.acme.example", NONE),
    (b"https://stranger.example|.acme.example", NONE),
    (b"https://stranger.example~.acme.example", NONE),
    (b"https://stranger.example<.acme.example", NONE),
    (b"https://stranger.example>.acme.example", NONE),
    (b"https://stranger.example[.acme.example", NONE),
    (b"https://stranger.example].acme.example", NONE),
    (b"https://stranger.example%.acme.example", NONE),
    (b"http://stranger.example@localhost:3000", NONE),
    (b"http://stranger.example/localhost:3000", NONE),
    (b"http://stranger.example#.localhost:3000", NONE),
    // White space inside.
    (b"https://a b.acme.example", NONE),
    (b"https://stranger.example .acme.example", NONE),
    (b"https://stranger.example\t.acme.example", NONE),
    (b"https://app.acme.example stranger.example", NONE),
    (b"https:// app.acme.example", NONE),
    (b"https ://app.acme.example", NONE),
    (b"https://app.acme.example\xC2\xA0", NONE),
    (b"https://app.acme.example\xC2\x85", NONE),
    (b"\xEF\xBB\xBFhttps://app.acme.example", NONE),
    (b"https://app.acme\xE2\x80\x8B.example", NONE),
    (b"https://\xC2\xAD.acme.example", NONE),
    // Escapes.
    (b"https://app%2eacme.example", NONE),
    (b"https://app%2Eacme%2Eexample", NONE),
    (b"https://%61pp.acme.example", NONE),
    (b"https%3A%2F%2Fapp.acme.example", NONE),
    (b"https://stranger.example%2f.acme.example", NONE),
    (b"https://stranger.example%23.acme.example", NONE),
    (b"https://stranger.example%60.acme.example", NONE),
    (b"https://stranger.example%00.acme.example", NONE),
    (b"https://app.acme.example%00", NONE),
    (b"https://app.acme.example%0d%0a", NONE),
    (b"https://app.acme.example%20", NONE),
    (b"&#104;ttps://app.acme.example", NONE),
    (b"\"https://app.acme.example\"", NONE),
    (b"'https://app.acme.example'", NONE),
    (b"<https://app.acme.example>", NONE),
    // Other scripts.
    (b"https://b\xC3\xBCcher.acme.example", NONE),
    (b"https://b\xFCcher.acme.example", NONE),
    (b"https://\xD0\xB0pp.acme.example", NONE),
    (b"https://app.\xD0\xB0cme.example", NONE),
    (b"https://app.acm\xD0\xB5.example", NONE),
    (b"https://xn--pp-6kc.acme.exampl", NONE),
    (b"https://app.xn--cme-5cd.example", NONE),
    (b"https://\xE2\x92\xB6.acme.example", NONE),
    (b"https://\xFF.acme.example", NONE),
    (b"https://\x80\x80.acme.example", NONE),
    (b"http://localhost\xEF\xBC\x9A3000", NONE),
    // Dots at the end.
    (b"https://app.acme.example.", NONE),
    (b"https://app.acme.example..", NONE),
    (b"https://admin.acme.example.", NONE),
    (b"http://localhost.", NONE),
    // Lists.
    (b"https://app.acme.example,https://stranger.example", NONE),
    (b"https://app.acme.example, https://app.acme.example", NONE),
    (b"https://app.acme.example https://app.acme.example", NONE),
    (b"https://stranger.example, https://app.acme.example", NONE),
    (b"https://stranger.example https://app.acme.example", NONE),
    (b"null, https://app.acme.example", NONE),
    (b"https://app.acme.example, null", NONE),
    (b"https://app.acme.example,", NONE),
    (b",https://app.acme.example", NONE),
    (b"https://app.acme.example;https://stranger.example", NONE),
    (b"https://app.acme.example|https://stranger.example", NONE),
    // Allowed origins, joined.
    (b"https://app.acme.examplehttps://app.acme.example", NONE),
    (b"https://app.acme.examplehttp://api.acme.example:8080", NONE),
    (b"http://localhosthttp://localhost", NONE),
    (b"http://localhost:3000http://localhost:3000", NONE),
    (b"https://app.acme.exampleapp.acme.example", BELOW),
    (b"https://app.acme.example:8080", NONE),
    // Addresses.
    (b"https://[2001:db8::1]:443", NONE),
    (b"https://[2001:db8::1]:8443", NONE),
    (b"https://[2001:db8:0::1]", NONE),
    (b"https://[2001:0db8::1]", NONE),
    (b"https://[2001:db8::1", NONE),
    (b"https://2001:db8::1", NONE),
    (b"https://2001:db8::1]", NONE),
    (b"https://[[2001:db8::1]]", NONE),
    (b"https://[2001:db8::1].acme.example", NONE),
    (b"https://[2001:db8::1%25eth0]", NONE),
    (b"https://[::1]", NONE),
    (b"http://[::1]", NONE),
    (b"http://[::1]:3000", NONE),
    (b"http://127.0.0.1", NONE),
    (b"http://127.0.0.1:3000", NONE),
    (b"http://0.0.0.0:3000", NONE),
    (b"http://0:3000", NONE),
    (b"http://2130706433:3000", NONE),
    (b"http://[localhost]:3000", NONE),
    (b"http://[::ffff:127.0.0.1]:3000", NONE),
    // A label of 64 bytes.
    (b"https://abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01.acme.example", NONE),
];

fn server() -> Server {
    serve!(App::new().service((exact, below, ports, mixed)))
}

/// Sends one origin to each policy.
fn assert_allowed(connection: &mut Connection, origin: &[u8], allowed: Allowed) {
    let shown = origin.escape_ascii().to_string();
    let trimmed: String = origin
        .trim_ascii()
        .iter()
        .copied()
        .map(char::from)
        .collect();
    for (path, allowed) in [
        ("/exact", allowed.exact),
        ("/below", allowed.below),
        ("/ports", allowed.ports),
        ("/mixed", allowed.mixed),
    ] {
        let repeated: &[&str] = if allowed { &[&trimmed] } else { &[] };
        let answer = connection.ask(&request("GET", path).origin(origin));
        assert_eq!(answer.status, 200, "{path} from {shown}");
        assert_eq!(
            answer.values("access-control-allow-origin"),
            repeated,
            "{path} from {shown}"
        );
        assert_eq!(answer.values("vary"), ["Origin"], "{path} from {shown}");
        assert_eq!(
            answer.cors().len(),
            1 + repeated.len(),
            "{path} from {shown}: {answer:#?}"
        );
        let preflight = request("OPTIONS", path)
            .origin(origin)
            .header("Access-Control-Request-Method", "GET");
        let answer = connection.ask(&preflight);
        assert_eq!(
            answer.status,
            if allowed { 204 } else { 403 },
            "the preflight of {path} from {shown}"
        );
        assert_eq!(
            answer.values("access-control-allow-origin"),
            repeated,
            "the preflight of {path} from {shown}"
        );
    }
}

#[test]
fn repeated_exactly_when_the_policy_says_so() {
    let server = server();
    let mut connection = server.connect();
    for (origin, allowed) in ORIGINS {
        assert_allowed(&mut connection, origin, *allowed);
    }
}

#[test]
fn the_table_has_no_duplicates() {
    let mut origins: Vec<&[u8]> = ORIGINS.iter().map(|(origin, _)| *origin).collect();
    origins.sort_unstable();
    let count = origins.len();
    origins.dedup();
    assert_eq!(origins.len(), count);
}

#[test]
fn hosts_of_every_length() {
    let server = server();
    let mut connection = server.connect();
    // `label` times 60 bytes and a dot, and then what is missing: the host has `length` bytes.
    let host = |length: usize| {
        let missing = length - ".acme.example".len();
        let mut host = "a".repeat(60) + ".";
        host = host.repeat(missing / 61) + &"b".repeat(missing % 61);
        (host + ".acme.example").replace("..", ".")
    };
    for (length, allowed) in [
        (14, BELOW),
        (200, BELOW),
        (252, BELOW),
        (253, BELOW),
        (254, NONE),
        (255, NONE),
        (1_000, NONE),
        (8_192, NONE),
    ] {
        let host = host(length);
        assert_eq!(host.len(), length, "{host}");
        assert_allowed(
            &mut connection,
            format!("https://{host}").as_bytes(),
            allowed,
        );
    }
    for (what, origin) in [
        (
            "8 KB of one label",
            format!("https://{}.acme.example", "a".repeat(8_192)),
        ),
        (
            "8 KB of labels",
            format!("https://{}acme.example", "a.".repeat(4_096)),
        ),
        (
            "8 KB of dots",
            format!("https://{}acme.example", ".".repeat(8_192)),
        ),
        (
            "8 KB of digits",
            format!("http://localhost:{}", "1".repeat(8_192)),
        ),
        (
            "8 KB of zeros",
            format!("http://localhost:{}", "0".repeat(8_192)),
        ),
        ("8 KB of origins", "https://app.acme.example,".repeat(328)),
        ("8 KB of an origin", "https://app.acme.example".repeat(342)),
        (
            "8 KB of 0xFF",
            format!("https://{}.acme.example", "\u{ff}".repeat(4_096)),
        ),
    ] {
        println!("{what}");
        assert_allowed(&mut connection, origin.as_bytes(), NONE);
    }
}

#[test]
fn bytes_that_no_header_holds_end_the_connection() {
    let server = server();
    for byte in (0..=0x1f).chain([0x7f]) {
        // A tab is allowed inside a value, and judged above.
        if matches!(byte, b'\t' | b'\n') {
            continue;
        }
        let origin = [b"https://a", &[byte][..], b".acme.example"].concat();
        let mut connection = server.connect();
        let answer = connection.ask(&request("GET", "/below").origin(origin));
        println!("{byte:#04x}");
        answer.is(400, &[]);
        assert!(connection.is_closed());
    }
}

#[test]
fn a_line_feed_begins_another_header() {
    let server = server();
    let mut connection = server.connect();
    connection
        .ask(&request("GET", "/below").origin(b"https://app.acme.example\nX-Other: 1"))
        .is(
            200,
            &["allow-origin: https://app.acme.example", "vary: Origin"],
        );
}

#[test]
fn every_byte_inside_a_label() {
    let server = server();
    let mut connection = server.connect();
    for byte in 0x20..=0xff_u8 {
        if byte == 0x7f {
            continue;
        }
        let labels = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
        let origin = [b"https://a", &[byte][..], b"b.acme.example"].concat();
        assert_allowed(&mut connection, &origin, if labels { BELOW } else { NONE });
    }
}
