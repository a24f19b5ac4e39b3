//! The errors for operators, if a variable or a file has no valid list of origins: the whole text.

use std::{
    env,
    fmt::Write,
    fs,
    process::{Command, Stdio},
};

use route_cors::{OriginSet, origin_set};

use super::folder;

/// The texts, one after the other.
const TEXTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/origin_sets/operator.txt"
);

/// Names the set to load in a child process, whose `main` ends with its error.
const LOAD: &str = "ORIGIN_SETS_LOAD";

static EDGE: OriginSet = origin_set!(env = "EDGE_ORIGINS", within = ["https://*.acme.example"]);
static PAGES: OriginSet = origin_set!(env = "PAGES_ORIGINS", optional, within = ["https://*"]);
static NAS: OriginSet = origin_set!(env = "NAS_ORIGINS", within = ["https://*:*"]);
static OPEN: OriginSet = origin_set!(env = "OPEN_ORIGINS", within = any);
static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*.acme.example"]);

/// The set to load, and what is in its variable or file.
const CASES: &[(&str, &str)] = &[
    ("EDGE_ORIGINS", "none"),
    ("EDGE_ORIGINS", "true"),
    (
        "EDGE_ORIGINS",
        "- https://a.acme.example\n- https://b.acme.example",
    ),
    (
        "EDGE_ORIGINS",
        "https://a.acme.example;https://b.acme.example",
    ),
    (
        "EDGE_ORIGINS",
        "[\"https://a.acme.example\", \"https://b.acme.example\"]",
    ),
    ("EDGE_ORIGINS", "acme"),
    ("EDGE_ORIGINS", "acme.example"),
    ("EDGE_ORIGINS", "$ORIGINS"),
    (
        "EDGE_ORIGINS",
        "(https://a.acme.example https://b.acme.example)",
    ),
    ("EDGE_ORIGINS", "https://a.acme.example # the shop"),
    (
        "EDGE_ORIGINS",
        "{\"origins\": [\"https://a.acme.example\"]}",
    ),
    ("EDGE_ORIGINS", "[\"https://a.acme.example:8443\"]"),
    ("EDGE_ORIGINS", "https://a.acme.example https://b.example"),
    ("EDGE_ORIGINS", ""),
    ("EDGE_ORIGINS", "*"),
    ("PAGES_ORIGINS", "https://nas.example:8443"),
    ("PAGES_ORIGINS", "http://192.168.1.84:4002"),
    ("PAGES_ORIGINS", "https://*.acme.example"),
    ("PAGES_ORIGINS", "none"),
    ("NAS_ORIGINS", "nas.local:8443 http://192.168.1.84:4002"),
    ("EDGE_ORIGINS", "https://b.example"),
    ("EDGE_ORIGINS", "https://{tenant}.acme.example"),
    ("EDGE_ORIGINS", "null"),
    ("EDGE_ORIGINS", "https://a.acme.example:8443"),
    ("PAGES_ORIGINS", "https://[fd00::1]:3000 https://[FD00::1]"),
    ("OPEN_ORIGINS", "all"),
    ("OPEN_ORIGINS", "production"),
    (
        "shops.txt",
        "shops:\n  - https://a.acme.example\n  - https://b.acme.example/\n",
    ),
    ("shops.txt", "# none yet\n"),
];

#[test]
fn the_text_says_what_to_write() {
    if let Ok(name) = env::var(LOAD) {
        return load(&name);
    }
    let mut text = String::new();
    for (name, value) in CASES {
        let folder = folder("operator");
        fs::write(folder.join("shops.txt"), value).expect("the folder can be written");
        let output = Command::new(env::current_exe().expect("a test knows its own path"))
            .args([
                "--exact",
                "operator::the_text_says_what_to_write",
                "--nocapture",
            ])
            .current_dir(&folder)
            .env(LOAD, name)
            .env(name, value)
            .stdin(Stdio::null())
            .output()
            .expect("the test starts");
        let said = String::from_utf8(output.stderr).expect("it is text");
        writeln!(text, "=== {name}={value:?}\n{said}").expect("a text takes everything");
    }
    if env::var_os("ROUTE_CORS_BLESS").is_some() {
        fs::write(TEXTS, &text).expect("the file can be written");
    }
    let written = fs::read_to_string(TEXTS).expect("the file is there");
    assert!(
        written == text,
        "write the file with ROUTE_CORS_BLESS=1, and read the difference:\n{text}"
    );
}

/// Loads a set as a `main` does that returns `Result<(), Box<dyn Error>>`.
fn load(name: &str) {
    let sets = [&EDGE, &PAGES, &NAS, &OPEN, &SHOPS];
    let names = [
        "EDGE_ORIGINS",
        "PAGES_ORIGINS",
        "NAS_ORIGINS",
        "OPEN_ORIGINS",
        "shops.txt",
    ];
    let main = || -> Result<(), Box<dyn std::error::Error>> {
        let (set, _) = sets
            .iter()
            .zip(names)
            .find(|(_, other)| *other == name)
            .expect("a set");
        set.load()?;
        Ok(())
    };
    if let Err(error) = main() {
        eprintln!("Error: {error:?}");
    }
}
