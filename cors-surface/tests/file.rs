//! The file: what is written is read back, and what cannot be read says where and why.

use cors_surface::{
    Allowance, Bound, By, Credentials, Element, Fault, Floor, Method, Mismatch, Names, Origin,
    Origins, Place, Policy, Row, Set, Surface, compare,
};

/// A row of every kind, with every key.
fn everything() -> Surface {
    let policy = Policy {
        origins: Origins::Listed(vec![
            Element::pattern("https://app.acme.example"),
            Element::pattern("https://*.preview.acme.example"),
            Element {
                origin: Origin::Pattern("http://localhost:5173".into()),
                cfg: Some("debug_assertions".into()),
            },
            Element {
                origin: Origin::Set(Set {
                    name: "PARTNERS".into(),
                    source: Some("env CORS_ORIGINS".into()),
                    within: Bound::Within(vec!["https://*.partner.example".into()]),
                }),
                cfg: None,
            },
            Element {
                origin: Origin::Set(Set {
                    name: "ANYBODY".into(),
                    source: None,
                    within: Bound::Any,
                }),
                cfg: Some("feature = \"open\"".into()),
            },
        ]),
        methods: Some(vec!["GET".into(), "PUT".into()]),
        headers: Names::Listed(vec!["content-type".into()]),
        expose: Names::Listed(vec!["etag".into()]),
        credentials: Credentials::For(vec![Element::pattern("https://app.acme.example")]),
        max_age: Some(600),
        mismatch: Mismatch::Reject,
        allow: vec![Allowance {
            rule: "any_port".into(),
            reason: "a \"quoted\" reason\nover two lines \u{202e}".into(),
            origin: Some("https://a.example:*".into()),
        }],
    };
    let open = Policy {
        origins: Origins::Any,
        methods: None,
        headers: Names::Any,
        expose: Names::Any,
        credentials: Credentials::No,
        max_age: Some(0),
        mismatch: Mismatch::Omit,
        allow: Vec::new(),
    };
    let off = Policy {
        origins: Origins::NONE,
        headers: Names::NONE,
        expose: Names::NONE,
        max_age: None,
        ..open.clone()
    };
    let row = |path: &str, method: &str, by, policy| Row {
        path: path.into(),
        method: match method {
            "?" => Method::Unknown,
            _ => Method::Named(method.into()),
        },
        by,
        policy,
        floors: Vec::new(),
        guarded: false,
        handler: None,
        unconfirmed: None,
        place: None,
    };
    Surface::new(vec![
        Row {
            floors: vec![Floor {
                path: "/orders/**".into(),
                origins: Origins::Listed(vec![Element::pattern("https://app.acme.example")]),
                methods: Some(vec!["GET".into()]),
            }],
            guarded: true,
            handler: Some("update".into()),
            unconfirmed: Some("a handler would run".into()),
            place: Some(Place {
                file: "src/orders.rs".into(),
                line: 7,
            }),
            ..row("/orders/{id}", "PUT", By::Route, Some(policy))
        },
        row("/**", "?", By::Application, Some(open.clone())),
        row("/prices", "GET", By::Scope, Some(open.clone())),
        row("/prices", "DELETE", By::Route, Some(off)),
        row("/health", "GET", By::None, None),
        row("/login", "POST", By::Blocked { status: 401 }, Some(open)),
        row(
            "/users/me",
            "GET",
            By::Unreachable {
                behind: "/users/{id}".into(),
            },
            None,
        ),
    ])
}

#[test]
fn a_written_surface_is_read_back() {
    let surface = everything();
    let text = surface.to_string();
    let read = Surface::parse(&text, "cors-surface.toml").unwrap();
    // The place of a policy is in the JSON form alone.
    let without_places = surface
        .rows()
        .iter()
        .cloned()
        .map(|row| Row { place: None, ..row });
    assert_eq!(read.rows(), without_places.collect::<Vec<_>>());
    assert_eq!(read.to_string(), text);
    assert!(!text.contains("src/orders.rs"));
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn one_origin_is_one_line_and_rows_are_sorted() {
    let text = everything().to_string();
    assert!(text.contains(
        "\norigins = [\n    \"https://app.acme.example\",\n    \"https://*.preview.acme.example\",\n    \
         { origin = \"http://localhost:5173\", cfg = \"debug_assertions\" },\n    \
         { set = \"PARTNERS\", source = \"env CORS_ORIGINS\", within = [\"https://*.partner.example\"] },\n"
    ));
    let paths: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("path = "))
        .collect();
    assert_eq!(
        paths,
        [
            "path = \"/**\"",
            "path = \"/health\"",
            "path = \"/login\"",
            "path = \"/orders/{id}\"",
            "path = \"/orders/**\"",
            "path = \"/prices\"",
            "path = \"/prices\"",
            "path = \"/users/me\"",
        ]
    );
    assert!(text.find("\"DELETE\"") < text.find("path = \"/users/me\""));
}

#[test]
fn json_has_the_keys_of_the_file_and_the_place() {
    let json: serde_json::Value = serde_json::from_str(&everything().to_json()).unwrap();
    assert_eq!(json["version"], 1);
    let put = &json["routes"][3];
    assert_eq!(put["path"], "/orders/{id}");
    assert_eq!(put["place"]["line"], 7);
    assert_eq!(put["origins"][2]["cfg"], "debug_assertions");
    assert_eq!(put["origins"][3]["within"][0], "https://*.partner.example");
    assert_eq!(put["credentials"][0], "https://app.acme.example");
    assert_eq!(put["confirmed"], false);
    assert_eq!(json["routes"][1]["origins"], serde_json::Value::Null);
    assert_eq!(json["routes"][2]["status"], 401);
}

const ROW: &str = "version = 1\n[[route]]\npath = \"/a\"\nmethod = \"GET\"\nby = \"route\"\n";

type Case = (String, (usize, usize), &'static str);

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    let with = |keys: &str| format!("{ROW}{keys}\n");
    vec![
        (String::new(), (1, 1), "the file has no `version`"),
        ("version = \"1\"".to_owned(), (1, 11), "`version` does not take \"1\""),
        ("version = 1\nroutes = []".to_owned(), (2, 1), "takes no key `routes`"),
        ("version = 1\nroute = 1".to_owned(), (2, 9), "`route` does not take this integer"),
        ("version = 1\n[[route]]\nmethod = \"GET\"".to_owned(), (2, 1), "[[route]] has no `path`"),
        (ROW.to_owned(), (2, 1), "[[route]] has no `origins`"),
        (with("orgins = []"), (6, 1), "[[route]] takes no key `orgins`"),
        (with("origins = []\norgin = []"), (7, 1), "[[route]] takes no key `orgin`"),
        (with("origins = \"https://a.example\""), (6, 11), "`origins` does not take \"https://a.example\""),
        (with("origins = [\n  \"https://a.example\",\n  \"a.example\",\n]"), (8, 3), "`origins` does not take \"a.example\""),
        (with("origins = [\"https://a.example\\\"x\"]"), (6, 12), "does not take"),
        (with("origins = [3]"), (6, 12), "`origins` does not take this integer"),
        (with("origins = [{ origin = \"null\", when = \"x\" }]"), (6, 31), "takes no key `when`"),
        (with("origins = [{ set = \"A\" }]"), (6, 12), "has no `within`"),
        (with("origins = []\nmethods = [\"GET POST\"]"), (7, 12), "`methods` does not take \"GET POST\""),
        (with("origins = []\nheaders = [\"Content-Type\"]"), (7, 12), "`headers` does not take \"Content-Type\""),
        (with("origins = []\nheaders = [\"a\\r\\nb\"]"), (7, 12), "`headers` does not take"),
        (with("origins = []\ncredentials = \"yes\""), (7, 15), "`credentials` does not take \"yes\""),
        (with("origins = []\nmax_age = -1"), (7, 11), "`max_age` does not take this integer"),
        (with("origins = []\nmismatch = \"block\""), (7, 12), "`mismatch` does not take \"block\""),
        (with("origins = []\nguarded = 1"), (7, 11), "`guarded` does not take this integer"),
        (with("origins = []\nstatus = 401"), (5, 6), "does not go with `status`"),
        (with("origins = []\nallow = [{ rule = \"any_port\" }]"), (7, 10), "has no `reason`"),
        (with("origins = []\n[[route.floors]]\norigins = []"), (7, 1), "[[floors]] has no `path`"),
        (with("origins = []").replace("\"route\"", "\"none\""), (2, 1), "says that no policy applies"),
        (with("headers = [\"a\"]").replace("\"route\"", "\"none\""), (2, 1), "has no `origins`"),
        (with("").replace("\"route\"", "\"nobody\""), (5, 6), "`by` does not take \"nobody\""),
        (with("").replace("\"route\"", "\"blocked\""), (2, 1), "has no `status`"),
        (with("").replace("\"route\"", "\"unreachable\""), (2, 1), "has no `behind`"),
        (with("").replace("/a", "/a\\n"), (3, 8), "`path` does not take"),
    ]
}

#[test]
fn an_error_names_the_line_what_the_key_takes_and_the_fix() {
    for (text, position, message) in cases() {
        let error = Surface::parse(&text, "cors-surface.toml").unwrap_err();
        let words = error.to_string();
        assert!(matches!(error.fault(), Fault::Content { .. }), "{words}");
        assert_eq!(error.position(), Some(position), "{words}");
        let (line, column) = position;
        assert!(
            words.starts_with(&format!("cors-surface.toml:{line}:{column}: ")),
            "{words}"
        );
        assert!(words.contains(message), "{words}");
        assert!(words.contains("\nhelp: "), "{words}");
    }
}

/// A file from someone else's branch does not write to the terminal, and does not forge a line.
#[test]
fn messages_have_no_hidden_characters() {
    let row = "version = 1\n[[route]]\npath = \"/a\"\nmethod = \"GET\"\nby = \"route\"\n";
    let hidden = "\\u202e\\u001b[2J\\n";
    for text in [
        format!("version = 1\n\"{hidden}\" = 1"),
        row.replace("route\"\n", &format!("route{hidden}\"\n")),
        format!("{row}origins = [{{ \"{hidden}\" = 1, origin = \"https://a.example\" }}]"),
        "version = \"\u{202e}\n".to_owned(),
    ] {
        let error = Surface::parse(&text, "a.toml").unwrap_err().to_string();
        let is_hidden = |c: char| matches!(c, '\u{202e}' | '\u{1b}');
        assert!(!error.contains(is_hidden), "{error:?}");
    }
    let read = |cfg: &str| {
        let origins = format!("origins = [{{ origin = \"https://a.example\", cfg = \"{cfg}\" }}]");
        Surface::parse(&format!("{row}{origins}"), "a.toml").expect("it has no fault")
    };
    let changes = compare(&read("test"), &read(hidden));
    assert!(
        changes.iter().any(|change| change.what.contains(hidden)),
        "{changes:?}"
    );
    for change in changes {
        let line = change.to_string();
        assert!(
            !line.contains(char::is_control) && !line.contains('\u{202e}'),
            "{line:?}"
        );
    }
}

#[test]
fn a_file_that_is_no_surface_says_why() {
    let error = Surface::parse("version = 1\n[[route]]\npath = \n", "a.toml").unwrap_err();
    assert!(matches!(error.fault(), Fault::Syntax(_)));
    assert_eq!(error.position().map(|(line, _)| line), Some(3), "{error}");

    // Unknown keys of a newer version do not hide that it is newer.
    let error = Surface::parse("later = true\nversion = 2\n", "a.toml").unwrap_err();
    assert_eq!(*error.fault(), Fault::Version(2));
    assert!(
        error.to_string().contains("cargo install cargo-cors"),
        "{error}"
    );
    let error = Surface::parse("version = 0\n", "a.toml").unwrap_err();
    assert_eq!(*error.fault(), Fault::Version(0));

    let error = Surface::read("/nowhere/cors-surface.toml").unwrap_err();
    assert_eq!(*error.fault(), Fault::Missing);
    assert!(error.to_string().contains("cargo cors bless"), "{error}");
    let error = Surface::read("/").unwrap_err();
    assert!(matches!(error.fault(), Fault::Unreadable(_)));
}
