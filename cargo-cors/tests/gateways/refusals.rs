//! Surfaces that a gateway cannot express: exit code 3, every such row on standard error, and no output.

use std::fs;

use crate::export;

/// A row that can be expressed by every gateway.
pub(crate) const SOUND: &str = r#"
[[route]]
path = "/sound"
method = "GET"
by = "route"
origins = ["https://app.acme.example"]
methods = ["GET"]
credentials = true
max_age = 600
"#;

/// Exports these rows. Returns the exit code, standard output and standard error.
pub(crate) fn export_rows(target: &str, rows: &str, arguments: &[&str]) -> (i32, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    fs::write(&file, format!("version = 1\n{rows}")).unwrap();
    let file = file.display().to_string();
    let mut all = vec![target, "--surface", &file];
    all.extend(arguments);
    export(&all)
}

/// A row with these keys besides its policy.
pub(crate) fn row(path: &str, method: &str, rest: &str) -> String {
    format!("\n[[route]]\npath = '{path}'\nmethod = \"{method}\"\n{rest}\n")
}

const POLICY: &str = "by = \"route\"\norigins = [\"https://app.acme.example\"]";

#[test]
fn rows_that_no_gateway_can_be_given_are_named() {
    let policy =
        |rest: &str| format!("by = \"route\"\norigins = [\"https://app.acme.example\"]\n{rest}");
    let cases = [
        (
            "GET /g",
            row("/g", "GET", &policy("guarded = true")),
            "guard",
        ),
        (
            "GET /b",
            row(
                "/b",
                "GET",
                "by = \"blocked\"\nstatus = 401\norigins = \"any\"",
            ),
            "401",
        ),
        (
            "GET /u/me",
            row(
                "/u/me",
                "GET",
                "by = \"unreachable\"\nbehind = \"/u/{id}\"\norigins = \"any\"",
            ),
            "/u/{id}",
        ),
        (
            "? /any",
            row("/any", "?", &policy("")),
            "methods are unknown",
        ),
        (
            "GET /set",
            row(
                "/set",
                "GET",
                "by = \"route\"\norigins = [{ set = \"EDGE\", within = [\"https://*\"] }]",
            ),
            "--set EDGE=@file",
        ),
        (
            "GET /r/{id:\\\\d+}",
            row("/r/{id:\\d+}", "GET", &policy("")),
            "[0-9]",
        ),
        (
            "GET /r/{id:(?i)x}",
            row("/r/{id:(?i)x}", "GET", &policy("")),
            "flags",
        ),
        (
            "GET /r/{id:[^/]}",
            row("/r/{id:[^/]}", "GET", &policy("")),
            "one byte",
        ),
        ("GET /x*", row("/x*", "GET", &policy("")), "`{tail}*`"),
        (
            "GET /{v:[0-9]+(?:/beta)?}/beta",
            row("/{v:[0-9]+(?:/beta)?}/beta", "GET", &policy("")),
            "can contain a `/`",
        ),
        (
            "GET /{v:.*}/**",
            row("/{v:.*}/**", "GET", &policy("")),
            "can contain a `/`",
        ),
        (
            "GET /{a}/x",
            row("/{a}/x", "GET", "by = \"route\"\norigins = \"any\"")
                + &row("/y/{b}", "GET", &policy("")),
            "`GET /y/{b}` matches some of its paths",
        ),
        (
            "GET /same/{a}",
            row("/same/{a}", "GET", "by = \"route\"\norigins = \"any\"")
                + &row("/same/{b}", "GET", &policy("")),
            "the same paths",
        ),
        (
            "GET /h",
            row("/h", "GET", &policy("")) + &row("/h", "GET", "by = \"none\"\nguarded = true"),
            "depending on a guard",
        ),
        (
            "GET /f",
            row("/f", "GET", "by = \"route\"\norigins = \"any\"")
                + "[[route.floors]]\npath = \"/f/**\"\norigins = [\"https://app.acme.example\"]\n",
            "`/f/**`, which rejects",
        ),
        (
            "GET /f",
            row(
                "/f",
                "GET",
                "by = \"route\"\norigins = [\"https://*.acme.example\"]",
            ) + "[[route.floors]]\npath = \"/f/**\"\norigins = [\"https://app.acme.example\"]\n",
            "rejected in part",
        ),
    ];
    for target in ["nginx", "haproxy", "caddy", "apache", "envoy"] {
        for (named, rows, reason) in &cases {
            let (code, output, error) = export_rows(target, &format!("{rows}{SOUND}"), &[]);
            assert_eq!(
                (code, output.as_str()),
                (3, ""),
                "{target}: {rows}\n{error}"
            );
            let start = format!("  {named}: ");
            let line = error.lines().find(|line| line.starts_with(&start));
            assert!(
                line.is_some_and(|line| line.contains(reason)),
                "{target}: {named}: {reason} is not in {error}"
            );
            assert!(!error.contains("/sound"), "{error}");
        }
    }
}

/// HAProxy ends after two seconds of one expression. If it takes PCRE too long, Apache and HAProxy go on to a wider row.
#[test]
fn a_path_that_keeps_pcre_busy_is_refused_where_pcre_reads_it() {
    let wider = row("/f/**", "GET", "by = \"route\"\norigins = \"any\"");
    for (path, of_pcre) in [
        ("/f/{a}-{b}-{c}x{d}", 3),
        ("/f/{a}-{b}.{c}", 3),
        ("/f/{a}.json", 0),
        ("/f/{a:[^/-]+}-{b:[^/.]+}.{c}", 0),
    ] {
        for (targets, code) in [
            (&["nginx", "haproxy", "apache"][..], of_pcre),
            (&["caddy", "envoy"], 0),
        ] {
            for target in targets {
                for policy in [POLICY, "by = \"none\""] {
                    let rows = row(path, "GET", policy) + &wider;
                    let (found, _, error) = export_rows(target, &rows, &[]);
                    assert_eq!(found, code, "{target}: {path}: {error}");
                    let is_named = error.contains(&format!("GET {path}: PCRE has to guess"));
                    assert_eq!(is_named, code == 3, "{error}");
                }
                // Nothing has to come after it.
                let alone = row(path, "GET", "by = \"none\"") + SOUND;
                let (found, _, error) = export_rows(target, &alone, &[]);
                assert_eq!(found, 0, "{target}: {path}: {error}");
            }
        }
    }
}

#[test]
fn every_row_is_named_and_not_the_first_alone() {
    let guarded = format!("{POLICY}\nguarded = true");
    let rows =
        row("/a", "GET", &guarded) + &row("/b", "?", POLICY) + &row("/c", "PUT", &guarded) + SOUND;
    let (code, output, error) = export_rows("nginx", &rows, &[]);
    assert_eq!((code, output.as_str()), (3, ""));
    for named in ["3 rows", "GET /a:", "? /b:", "PUT /c:"] {
        assert!(error.contains(named), "{named}: {error}");
    }
}

#[test]
fn rows_without_a_policy_are_no_obstacle() {
    let rows = row("/static/*", "?", "by = \"none\"")
        + &row("/x", "GET", "by = \"none\"\nguarded = true")
        + &row("/y", "GET", "by = \"unreachable\"\nbehind = \"/{z}\"")
        + SOUND;
    let (code, _, error) = export_rows("nginx", &rows, &[]);
    assert_eq!(code, 0, "{error}");
}

#[test]
fn overlapping_patterns_are_no_obstacle_where_the_order_is_certain() {
    let rows = row("/users/{id}", "GET", "by = \"route\"\norigins = \"any\"")
        + &row("/users/me", "GET", POLICY)
        + &row("/{a}/x/y", "GET", POLICY)
        + &row("/y/{b}/y", "GET", POLICY)
        + &row("/y/{b}/y", "PUT", "by = \"route\"\norigins = \"any\"");
    for target in ["nginx", "haproxy", "caddy", "apache", "envoy"] {
        let (code, output, error) = export_rows(target, &rows, &[]);
        assert_eq!(code, 0, "{error}");
        let position = |text: &str| output.find(text).unwrap();
        assert!(
            position("# GET /users/me") < position("# GET /users/{id}"),
            "{output}"
        );
    }
}

/// A method of a wider row is not for a narrower path: actix-web answers its preflight as if there were no policy.
#[test]
fn a_method_of_a_wider_row_is_left_alone_on_a_narrower_path() {
    let rows = row("/users/{id}", "PUT", POLICY) + &row("/users/me", "GET", "by = \"none\"");
    let (code, output, error) = export_rows("nginx", &rows, &[]);
    assert_eq!(code, 0, "{error}");
    let me = output.find(r#""~^PUT /users/me\z" "";"#).expect(&output);
    let any = output.find(r#""~^PUT /users/[^/]+\z" p1;"#).expect(&output);
    assert!(me < any, "{output}");
    // If the narrower path has the method, or a policy of its own, nothing is left alone.
    for narrow in [
        row("/users/me", "PUT", "by = \"none\""),
        row("/users/me", "GET", POLICY),
    ] {
        let rows = row("/users/{id}", "PUT", POLICY) + &narrow;
        let (_, output, _) = export_rows("nginx", &rows, &[]);
        assert_eq!(
            output.matches("PUT /users/me\\z").count(),
            usize::from(narrow.contains("PUT")),
            "{output}"
        );
    }
}

#[test]
fn origins_under_a_condition_are_left_out_unless_it_holds() {
    let rows = row(
        "/x",
        "GET",
        "by = \"route\"\norigins = [\"https://app.acme.example\", { origin = \"http://localhost:5173\", cfg = \"debug_assertions\" }]",
    );
    let (_, output, _) = export_rows("nginx", &rows, &[]);
    assert!(!output.contains("localhost:5173") && output.contains("#[cfg(debug_assertions)]"));
    let (_, output, _) = export_rows("nginx", &rows, &["--cfg", "debug_assertions"]);
    assert!(output.contains("localhost:5173"));
}

#[test]
fn a_set_stays_within_its_bound() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("origins");
    let set = format!("EDGE=@{}", file.display());
    let rows = row(
        "/x",
        "GET",
        "by = \"route\"\norigins = [{ set = \"EDGE\", within = [\"https://*.acme.example\"] }]",
    );
    for (contents, code, word) in [
        (
            "https://a.acme.example\n# ours\nhttps://b.acme.example # too\n",
            0,
            "",
        ),
        ("https://acme.example", 3, "outside the bound"),
        ("https://*.evil.example", 3, "outside the bound"),
        ("*", 3, "neither an origin"),
        ("not an origin", 3, "neither an origin"),
    ] {
        fs::write(&file, contents).unwrap();
        let (found, output, error) = export_rows("nginx", &rows, &["--set", &set]);
        assert_eq!(found, code, "{contents}: {error}");
        assert!(error.contains(word), "{contents}: {error}");
        assert_eq!(output.contains("https://b\\.acme\\.example"), code == 0);
    }
    for (argument, word) in [
        ("EDGE", "NAME=@file"),
        ("EDGE=@/nowhere/at/all", "cannot be read"),
        ("OTHER=@/dev/null", "OTHER"),
    ] {
        let (code, output, error) = export_rows("nginx", SOUND, &["--set", argument]);
        assert_eq!((code, output.as_str()), (2, ""), "{argument}: {error}");
        assert!(error.contains(word), "{argument}: {error}");
    }
}

#[test]
fn a_file_is_overwritten_by_force_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("cors.conf");
    let path = file.display().to_string();
    let (code, output, _) = export_rows("nginx", SOUND, &["--output", &path]);
    assert_eq!((code, output.as_str()), (0, ""));
    let first = fs::read_to_string(&file).unwrap();
    let (code, _, error) = export_rows("nginx", SOUND, &["--output", &path]);
    assert_eq!(code, 2);
    assert!(error.contains("--force"), "{error}");
    let (code, _, _) = export_rows("nginx", SOUND, &["--output", &path, "--force"]);
    assert_eq!(code, 0);
    // A refusal leaves the file as it was.
    let (code, _, _) = export_rows(
        "nginx",
        &row("/a", "?", POLICY),
        &["--output", &path, "--force"],
    );
    assert_eq!(code, 3);
    let strip = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(strip(&fs::read_to_string(&file).unwrap()), strip(&first));
}

#[test]
fn a_backend_and_an_address_make_it_complete() {
    for (arguments, word) in [
        (&["--listen", "127.0.0.1:80"][..], "--backend"),
        (
            &["--backend", "app:80", "--listen", "127.0.0.1:80"],
            "http://HOST:PORT",
        ),
        (
            &["--backend", "http://a b", "--listen", "127.0.0.1:80"],
            "http://HOST:PORT",
        ),
        (
            &["--backend", "http://a;b:80", "--listen", "127.0.0.1:80"],
            "http://HOST:PORT",
        ),
        (
            &["--backend", "http://app:80", "--listen", "80"],
            "--listen",
        ),
    ] {
        let (code, output, error) = export_rows("nginx", SOUND, arguments);
        assert_eq!((code, output.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(error.contains(word), "{arguments:?}: {error}");
    }
}
