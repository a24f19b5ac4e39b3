//! A surface file: reading, writing and comparing it, and every exporter on it. No value of the file leaves its quotes.
//!
//! The input is the text of a file. Its lines are also the values of a file that has no fault otherwise.

#![no_main]

use std::{collections::BTreeSet, sync::LazyLock};

use clap::Parser;
use cors_surface::{Fault, Question, Surface, check, compare};
use fuzz::assert_visible;
use libfuzzer_sys::fuzz_target;
use yaml_rust2::{Yaml, YamlLoader};

/// The exporters of a program, which exports nothing.
#[allow(dead_code, reason = "the program uses all of it")]
#[path = "../../cargo-cors/src"]
mod program {
    pub(crate) mod export;
    pub(crate) mod outcome;
    pub(crate) mod surface;
}
// They name one another as `crate::..`.
use program::{outcome, surface};

use program::export::{Configuration, ExportArgs};

/// The form of a language, as far as quoting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Nginx,
    Haproxy,
    Caddy,
    Apache,
    Yaml,
    Json,
}

const PLACE: [&str; 4] = [
    "--backend",
    "http://127.0.0.1:8080",
    "--listen",
    "127.0.0.1:80",
];
const MESH: [&str; 4] = ["--backend", "http://shop:80", "--gateway", "public"];

static EXPORTS: LazyLock<Vec<(Language, ExportArgs)>> = LazyLock::new(|| {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        export: ExportArgs,
    }
    let exports: &[(Language, &str, &[&str])] = &[
        (Language::Nginx, "nginx", &PLACE),
        (Language::Haproxy, "haproxy", &PLACE),
        (Language::Caddy, "caddy", &PLACE),
        (Language::Apache, "apache", &PLACE),
        (Language::Yaml, "envoy", &PLACE),
        (Language::Yaml, "traefik", &PLACE),
        (Language::Yaml, "gateway-api", &MESH),
        (Language::Yaml, "istio", &MESH),
        (Language::Json, "s3", &[]),
        (Language::Json, "gcs", &[]),
    ];
    exports
        .iter()
        .map(|(language, target, place)| {
            let traefik: &[&str] = if *target == "traefik" {
                &["--accept", "vary"]
            } else {
                &[]
            };
            let arguments = [&["export", target][..], place, traefik].concat();
            (*language, Command::parse_from(arguments).export)
        })
        .collect()
});

/// Surfaces that together have all that an exporter can write. `dollar.toml` alone has a name that means something in a
/// language.
const ORDINARY: &[&str] = &[
    include_str!("../../cargo-cors/tests/gateways/around.toml"),
    include_str!("../seeds/surface/every_row.toml"),
    include_str!("../seeds/surface/dollar.toml"),
    include_str!("../seeds/surface/bucket.toml"),
    include_str!("../seeds/surface/storage.toml"),
    include_str!("../seeds/surface/cluster.toml"),
    include_str!("../seeds/surface/traefik.toml"),
];

/// The words outside of quotes, and the variables inside, in the configurations of ordinary surfaces. The
/// configuration of any other surface has no more.
static WORDS: LazyLock<Vec<BTreeSet<String>>> = LazyLock::new(|| {
    let words = EXPORTS.iter().map(|(language, arguments)| {
        let mut words = BTreeSet::new();
        for text in ORDINARY {
            let surface = Surface::parse(text, "ordinary").expect("it has no fault");
            if let Ok(configuration) = Configuration::of(&surface, arguments) {
                words.extend(language.words(&configuration.text));
            }
        }
        assert!(!words.is_empty(), "no ordinary surface has {arguments:?}");
        words
    });
    words.collect()
});

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    try_text(&text);
    try_text(&filled(&text));
});

/// Returns a file with the lines of a text as its values.
fn filled(text: &str) -> String {
    let mut lines = text
        .split('\n')
        .map(|line| serde_json::to_string(line).unwrap_or_default());
    let mut value = |default: &str| {
        let line = lines.next().filter(|line| line.len() > 2);
        line.unwrap_or_else(|| format!("\"{default}\""))
    };
    let slash = |text: String| text.replacen('"', "\"/", 1);
    let token = |text: String| {
        if is_token(text.trim_matches('"')) {
            text
        } else {
            "\"x-a\"".into()
        }
    };
    let (one, two, three) = (slash(value("a")), slash(value("b")), slash(value("c")));
    let (header, exposed) = (
        token(value("x-a")).to_ascii_lowercase(),
        token(value("x-b")),
    );
    let (exposed, method) = (exposed.to_ascii_lowercase(), token(value("PUT")));
    let (origin, handler, cfg) = (value("https://app.acme.example"), value("h"), value("test"));
    let (reason, set, source) = (value("r"), value("TENANTS"), value("env TENANTS"));
    format!(
        r#"version = 1

[[route]]
path = {one}
method = "GET"
by = "route"
handler = {handler}
origins = ["https://app.acme.example"]
headers = [{header}]
expose = [{exposed}]
allow = [{{ rule = "any_port", origin = {origin}, reason = {reason} }}]

[[route]]
path = {two}
method = {method}
by = "scope"
unconfirmed = {reason}
origins = [{origin}, {{ origin = "http://localhost:5173", cfg = {cfg} }}]
methods = [{method}]
credentials = [{origin}]

[[route.floors]]
path = {three}
origins = [{origin}]

[[route]]
path = {three}
method = "POST"
by = "unreachable"
behind = {one}
origins = [{{ set = {set}, source = {source}, within = [{origin}] }}]
"#
    )
}

/// Methods and header names that a file can have (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let is_in = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_in)
}

fn try_text(text: &str) {
    let read = match Surface::parse(text, "some.toml") {
        Ok(read) => read,
        Err(error) => {
            let (line, column) = error.position().expect("an error has a place");
            assert!(
                line <= text.lines().count() + 1 && column >= 1,
                "{error} in {text:?}"
            );
            let message = error.to_string();
            assert!(
                message.starts_with(&format!("some.toml:{line}:{column}: ")),
                "{message}"
            );
            assert!(matches!(
                error.fault(),
                Fault::Syntax(_) | Fault::Version(_) | Fault::Content { .. }
            ));
            assert_visible(&message);
            return;
        }
    };
    let written = read.to_string();
    let again =
        Surface::parse(&written, "again.toml").unwrap_or_else(|it| panic!("{it}\n{written}"));
    assert_eq!(read, again);
    assert_eq!(written, again.to_string());
    assert_visible(&written);
    assert_eq!(compare(&read, &again), []);
    let json: serde_json::Value = serde_json::from_str(&read.to_json()).expect("it is JSON");
    assert_eq!(
        json["routes"].as_array().map(Vec::len),
        Some(read.rows().len())
    );
    compare_with_less(&read);
    ask(&read);
    export(&read);
}

/// A surface without one of its rows differs from it.
fn compare_with_less(read: &Surface) {
    let mut rows = read.rows().to_vec();
    if rows.pop().is_some() {
        let less = Surface::new(rows);
        for changes in [compare(read, &less), compare(&less, read)] {
            assert!(!changes.is_empty(), "{read}");
            changes
                .iter()
                .for_each(|change| assert_visible(&change.to_string()));
        }
    }
}

/// A browser's request to each row.
fn ask(read: &Surface) {
    for row in read.rows().iter().take(8) {
        for origin in ["https://app.acme.example", "null"] {
            let question = Question::new(origin, row.method.as_str(), &row.path);
            let answer = check(read, &question);
            assert!(!answer.steps.is_empty());
        }
    }
}

fn export(read: &Surface) {
    for ((language, arguments), known) in EXPORTS.iter().zip(WORDS.iter()) {
        let Ok(configuration) = Configuration::of(read, arguments) else {
            continue;
        };
        let text = &configuration.text;
        let again = Configuration::of(read, arguments)
            .ok()
            .map(|again| again.text);
        assert_eq!(Some(text), again.as_ref());
        assert!(
            !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')),
            "{text}"
        );
        let words = language.words(text);
        let new: Vec<&String> = words.difference(known).collect();
        assert!(
            new.is_empty(),
            "{new:?} left the quotes for {arguments:?}:\n{read}\n{text}"
        );
    }
}

impl Language {
    /// Returns the words of a configuration that are no string, and the variables in its strings.
    fn words(self, text: &str) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        match self {
            Self::Json => {
                let value: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
                json_keys(&value, &mut words);
            }
            Self::Yaml => {
                let documents = YamlLoader::load_from_str(text);
                let documents = documents.unwrap_or_else(|error| panic!("{error}:\n{text}"));
                assert_eq!(documents.len(), 1, "{text}");
                yaml_keys(&documents[0], &mut words);
            }
            Self::Nginx | Self::Haproxy | Self::Caddy | Self::Apache => {
                for line in text.lines() {
                    self.words_of_line(line, &mut words);
                }
            }
        }
        words
    }

    /// Each line ends all quotes: no exporter writes a string of several lines.
    fn words_of_line(self, line: &str, words: &mut BTreeSet<String>) {
        let mut characters = line.trim_start().chars().peekable();
        if characters.peek() == Some(&'#') {
            return;
        }
        let mut word = String::new();
        while let Some(character) = characters.next() {
            match character {
                // A comment begins with a word, in Apache only with a line.
                '#' if word.is_empty() && self != Self::Apache => break,
                '"' | '\'' | '`' if self.has_quote(character, &word) => {
                    let mut string = String::new();
                    loop {
                        let next = characters.next();
                        let next = next.unwrap_or_else(|| panic!("a quote is open: {line}"));
                        if next == character {
                            break;
                        }
                        string.push(next);
                        if next == '\\' && character == '"' {
                            string.extend(characters.next());
                        }
                    }
                    self.variables(character, &string, words);
                    word.push('"');
                }
                ' ' | '\t' => insert(&mut word, words),
                ';' if self == Self::Nginx => {
                    insert(&mut word, words);
                }
                _ => word.push(character),
            }
        }
        insert(&mut word, words);
    }

    fn has_quote(self, quote: char, before: &str) -> bool {
        match self {
            Self::Nginx => before.is_empty() && quote != '`',
            Self::Haproxy => quote != '`',
            Self::Caddy => before.is_empty() && quote != '\'',
            Self::Apache => quote == '"',
            Self::Yaml | Self::Json => false,
        }
    }

    /// Collects what a language replaces inside of a string.
    fn variables(self, quote: char, string: &str, words: &mut BTreeSet<String>) {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match self {
            // The value of `$cors_dollar`.
            Self::Nginx if string == "$" => {}
            Self::Nginx => {
                for (_, after) in splits(string, "$") {
                    let name: String = after
                        .chars()
                        .take_while(|c| is_name(*c) || *c == '{')
                        .collect();
                    words.insert(format!("${name}"));
                }
            }
            Self::Apache | Self::Haproxy => {
                let string = string.replace("%%", "");
                let (open, close) = if self == Self::Apache {
                    ("%{", '}')
                } else {
                    ("%[", ']')
                };
                for (_, after) in splits(&string, open) {
                    let name = after.split(close).next().unwrap_or_default();
                    words.insert(format!("{open}{name}"));
                }
                if self == Self::Haproxy && quote == '"' {
                    assert!(!string.replace("\\$", "").contains('$'), "{string}");
                }
            }
            Self::Caddy => {
                for (before, after) in splits(string, "{") {
                    let name = after.split('}').next().unwrap_or_default();
                    // `[0-9]{1,4}` repeats, and `\x{e9}` is a character.
                    if !name.starts_with(|c: char| c.is_ascii_digit()) && !before.ends_with("\\x") {
                        words.insert(format!("{{{name}"));
                    }
                }
            }
            Self::Yaml | Self::Json => {}
        }
    }
}

fn splits<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.match_indices(mark)
        .map(move |(index, _)| (&text[..index], &text[index + mark.len()..]))
}

/// Adds a word, with a `0` for each number.
fn insert(word: &mut String, words: &mut BTreeSet<String>) {
    let mut normal = String::new();
    for character in std::mem::take(word).chars() {
        if !character.is_ascii_digit() {
            normal.push(character);
        } else if !normal.ends_with('0') {
            normal.push('0');
        }
    }
    if !normal.is_empty() {
        words.insert(normal);
    }
}

fn json_keys(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                keys.insert(key.clone());
                json_keys(value, keys);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| json_keys(value, keys)),
        _ => {}
    }
}

fn yaml_keys(value: &Yaml, keys: &mut BTreeSet<String>) {
    match value {
        Yaml::Hash(map) => {
            let is_header = map.contains_key(&Yaml::from_str("key"));
            for (key, value) in map {
                let mut key = key
                    .as_str()
                    .unwrap_or_else(|| panic!("{key:?} is a key"))
                    .to_owned();
                // Envoy replaces what is between two `%` in the values of headers.
                if let (true, Some(text)) = (
                    is_header || key.starts_with("access-control-"),
                    value.as_str(),
                ) {
                    let text = text.replace("%%", "");
                    let parts: Vec<&str> = text.split('%').collect();
                    assert!(parts.len() % 2 == 1, "{text}");
                    keys.extend(
                        parts
                            .iter()
                            .skip(1)
                            .step_by(2)
                            .map(|part| format!("%{part}%")),
                    );
                }
                insert(&mut key, keys);
                yaml_keys(value, keys);
            }
        }
        Yaml::Array(list) => list.iter().for_each(|value| yaml_keys(value, keys)),
        _ => {}
    }
}
