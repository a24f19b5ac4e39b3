//! The changes between two surfaces: by example, and against a model that enumerates.

#[path = "diff/enumerated.rs"]
mod enumerated;

use cors_surface::{Direction, Surface, compare};

/// A surface of rows, each `METHOD PATH` and its keys. `by = "route"` unless the keys say otherwise.
fn surface(rows: &[(&str, &str)]) -> Surface {
    let rows = rows.iter().map(|(place, keys)| {
        let (method, path) = place.split_once(' ').unwrap();
        let by = if keys.contains("by = ") {
            ""
        } else {
            "by = \"route\"\n"
        };
        let keys = keys.replace("; ", "\n");
        format!("[[route]]\npath = '{path}'\nmethod = \"{method}\"\n{by}{keys}\n")
    });
    let text = format!("version = 1\n{}", rows.collect::<String>());
    Surface::parse(&text, "test").unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn changes(base: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<String> {
    let changes = compare(&surface(base), &surface(now));
    changes.iter().map(ToString::to_string).collect()
}

const A: &str = r#"origins = ["https://a.example"]"#;
const AB: &str = r#"origins = ["https://a.example", "https://b.example"]"#;
const OFF: &str = "origins = []";
const ANY: &str = r#"origins = "any""#;
const NONE: &str = r#"by = "none""#;

/// Rows before, rows now, and what is said about them.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (&[("GET /a", A)], &[("GET /a", A)], &[]),
    // An origin comes, goes, and gets credentials.
    (
        &[("GET /a", A)],
        &[("GET /a", AB)],
        &["wider: GET /a: pages of https://b.example may now read it"],
    ),
    (
        &[("GET /a", AB)],
        &[("GET /a", A)],
        &["narrower: GET /a: pages of https://b.example may no longer read it"],
    ),
    (
        &[(
            "PUT /a",
            r#"origins = ["https://a.example"]; credentials = true"#,
        )],
        &[(
            "PUT /a",
            r#"origins = ["https://a.example", "https://b.example"]; credentials = true"#,
        )],
        &["wider: PUT /a: pages of https://b.example may now send it with cookies"],
    ),
    (
        &[("GET /a", AB)],
        &[(
            "GET /a",
            r#"origins = ["https://a.example", "https://b.example"]; credentials = ["https://b.example"]"#,
        )],
        &["wider: GET /a: pages of https://b.example may now read it with cookies"],
    ),
    (
        &[(
            "GET /a",
            r#"origins = "any"; credentials = ["https://a.example"]"#,
        )],
        &[("GET /a", ANY)],
        &["narrower: GET /a: pages of https://a.example may no longer read it with cookies"],
    ),
    (
        &[("GET /a", OFF)],
        &[("GET /a", ANY)],
        &["wider: GET /a: pages of every origin may now read it"],
    ),
    // Patterns and sets are compared as sets.
    (
        &[("GET /a", r#"origins = ["https://*.a.example"]"#)],
        &[(
            "GET /a",
            r#"origins = ["https://*.a.example", "https://x.a.example"]"#,
        )],
        &["other: GET /a: changed"],
    ),
    (
        &[("GET /a", r#"origins = ["https://x.a.example"]"#)],
        &[("GET /a", r#"origins = ["https://*.a.example"]"#)],
        &["wider: GET /a: pages of https://*.a.example may now read it"],
    ),
    (
        &[(
            "GET /a",
            r#"origins = [{ set = "S", within = ["https://*.a.example"] }]"#,
        )],
        &[(
            "GET /a",
            r#"origins = [{ set = "S", within = ["https://*.example"] }]"#,
        )],
        &["wider: GET /a: pages of https://*.example (if the set S holds them) may now read it"],
    ),
    (
        &[(
            "GET /a",
            r#"origins = [{ set = "S", source = "env A", within = ["https://*.a.example"] }]"#,
        )],
        &[(
            "GET /a",
            r#"origins = [{ set = "S", source = "env B", within = ["https://*.a.example"] }]"#,
        )],
        &["other: GET /a: changed"],
    ),
    // A condition that is lost.
    (
        &[(
            "GET /a",
            r#"origins = [{ origin = "http://localhost:1", cfg = "debug_assertions" }]"#,
        )],
        &[("GET /a", r#"origins = ["http://localhost:1"]"#)],
        &["wider: GET /a: pages of http://localhost:1 may now read it"],
    ),
    (
        &[("GET /a", r#"origins = ["http://localhost:1"]"#)],
        &[(
            "GET /a",
            r#"origins = [{ origin = "http://localhost:1", cfg = "debug_assertions" }]"#,
        )],
        &["narrower: GET /a: pages of http://localhost:1 may no longer read it"],
    ),
    // Headers.
    (
        &[("PUT /a", r#"origins = "any"; headers = ["x-a"]"#)],
        &[(
            "PUT /a",
            r#"origins = "any"; headers = ["x-a", "x-b"]; expose = "any""#,
        )],
        &[
            "wider: PUT /a: pages may now read every response header",
            "wider: PUT /a: pages may now set the request header x-b",
        ],
    ),
    (
        &[("PUT /a", r#"origins = []; headers = ["x-a"]"#)],
        &[("PUT /a", "origins = []; headers = \"any\"")],
        &["other: PUT /a: changed"],
    ),
    // A method that the policy does not list.
    (
        &[("POST /a", r#"origins = "any"; methods = ["GET"]"#)],
        &[("POST /a", r#"origins = "any"; methods = ["GET", "POST"]"#)],
        &["wider: POST /a: pages of every origin may now send it"],
    ),
    (
        &[("? /a/*", r#"origins = "any"; methods = ["GET"]"#)],
        &[("? /a/*", ANY)],
        &["wider: ? /a/*: pages may now use every method"],
    ),
    // Floors and `mismatch`.
    (
        &[(
            "POST /a",
            r#"origins = "any"; [[route.floors]]; path = "/**"; origins = ["https://a.example"]"#,
        )],
        &[("POST /a", ANY)],
        &[
            "wider: POST /a: pages of every origin may now send it",
            "wider: POST /a: requests from pages of every origin now reach the handler",
        ],
    ),
    (
        &[(
            "PUT /a",
            r#"origins = ["https://a.example"]; mismatch = "reject""#,
        )],
        &[("PUT /a", A)],
        &["other: PUT /a: changed"],
    ),
    (
        &[("POST /a", A)],
        &[(
            "POST /a",
            r#"origins = ["https://a.example"]; mismatch = "reject""#,
        )],
        &["narrower: POST /a: requests from pages of every origin no longer reach the handler"],
    ),
    // A preflight that a middleware answers.
    (
        &[(
            "PUT /a",
            r#"by = "blocked"; status = 401; origins = ["https://a.example"]"#,
        )],
        &[("PUT /a", A)],
        &[
            "wider: PUT /a: pages of https://a.example may now send it",
            "other: PUT /a: a policy of its own applies; before: a middleware answers its preflight with 401",
        ],
    ),
    (
        &[(
            "GET /a",
            r#"by = "blocked"; status = 401; origins = ["https://a.example"]; headers = ["x-a"]"#,
        )],
        &[(
            "GET /a",
            r#"origins = ["https://a.example"]; headers = ["x-a"]"#,
        )],
        &[
            "wider: GET /a: pages may now set the request header x-a",
            "other: GET /a: a policy of its own applies; before: a middleware answers its preflight with 401",
        ],
    ),
    // Moved: the same policy from another place.
    (
        &[("GET /a", A)],
        &[("GET /a", r#"by = "scope"; origins = ["https://a.example"]"#)],
        &["other: GET /a: the policy around its scope applies; before: a policy of its own"],
    ),
    // Rows that come and go.
    (
        &[],
        &[("GET /a", A)],
        &["wider: GET /a: new: pages of https://a.example may now read it"],
    ),
    (&[], &[("GET /a", NONE)], &["other: GET /a: new: no policy"]),
    (
        &[("GET /a", A)],
        &[],
        &["narrower: GET /a: removed: pages of https://a.example may no longer read it"],
    ),
    (&[("GET /a", NONE)], &[], &["other: GET /a: removed"]),
    (
        &[("GET /{x}", A)],
        &[("GET /{x}", A), ("GET /me", A)],
        &["other: GET /me: new: a policy of its own"],
    ),
    (
        &[("GET /{x}", A)],
        &[("GET /{x}", A), ("GET /me", AB)],
        &["wider: GET /me: new: pages of https://b.example may now read it"],
    ),
    (
        &[("GET /{x}", A)],
        &[("GET /{x}", A), ("GET /me", NONE)],
        &[
            "narrower: GET /me: new, and served by `/{x}` before: pages of https://a.example may no longer read it",
        ],
    ),
    // A protection that is lost because its route is gone.
    (
        &[("DELETE /{x}", A), ("DELETE /me", OFF)],
        &[("DELETE /{x}", A)],
        &[
            "wider: DELETE /me: removed, and served by `/{x}` now: pages of https://a.example may now send it",
        ],
    ),
    (
        &[
            ("GET /{x}", A),
            ("GET /me", r#"by = "unreachable"; behind = "/{x}""#),
        ],
        &[("GET /{x}", A), ("GET /me", AB)],
        &[
            "wider: GET /me: new: pages of https://b.example may now read it",
            "other: GET /me: a policy of its own applies; before: unreachable behind `/{x}`",
        ],
    ),
    // Under an application's policy a new path was answered before.
    (
        &[(
            "? /**",
            r#"by = "application"; origins = ["https://a.example"]"#,
        )],
        &[
            (
                "? /**",
                r#"by = "application"; origins = ["https://a.example"]"#,
            ),
            ("GET /a", A),
        ],
        &["other: GET /a: new: a policy of its own"],
    ),
    // Rows that differ by guards are compared one with one.
    (
        &[
            (
                "GET /a",
                r#"guarded = true; handler = "one"; origins = ["https://a.example"]"#,
            ),
            (
                "GET /a",
                r#"guarded = true; handler = "two"; origins = ["https://b.example"]"#,
            ),
        ],
        &[
            (
                "GET /a",
                r#"guarded = true; handler = "two"; origins = ["https://b.example"]"#,
            ),
            (
                "GET /a",
                r#"guarded = true; handler = "one"; origins = ["https://a.example", "https://b.example"]"#,
            ),
        ],
        &["wider: GET /a: pages of https://b.example may now read it"],
    ),
    (
        &[("GET /a", A)],
        &[
            ("GET /a", A),
            (
                "GET /a",
                r#"guarded = true; origins = ["https://b.example"]"#,
            ),
        ],
        &[
            "wider: GET /a: new: pages of https://b.example may now read it",
            "narrower: GET /a: pages of https://a.example may no longer read it",
        ],
    ),
    // Changes that do not affect permissions.
    (
        &[(
            "GET /a",
            r#"origins = "any"; max_age = 60; handler = "one""#,
        )],
        &[(
            "GET /a",
            r#"origins = "any"; guarded = true; unconfirmed = "a handler would run"; allow = [{ rule = "any_port", reason = "ours" }]"#,
        )],
        &[
            "other: GET /a: allows any_port: \"ours\"",
            "other: GET /a: max_age is not set; before: 60 s",
            "other: GET /a: the handler has guards now",
            "other: GET /a: the handler is unnamed; before: `one`",
            "other: GET /a: unconfirmed: a handler would run",
        ],
    ),
];

#[test]
fn changes_in_words() {
    for (base, now, expected) in CASES {
        assert_eq!(changes(base, now), *expected, "{base:?}\n{now:?}");
    }
}

#[test]
fn a_change_names_its_row() {
    let base = surface(&[("GET /a", A), ("GET /b", A), ("GET /c", OFF)]);
    let now = surface(&[("GET /a", A), ("GET /c", A)]);
    let changes = compare(&base, &now);
    let rows: Vec<_> = changes
        .iter()
        .map(|change| (change.direction, change.row))
        .collect();
    assert_eq!(
        rows,
        [(Direction::Wider, Some(1)), (Direction::Narrower, None)]
    );
}
