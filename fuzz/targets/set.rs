//! The values of a set, as a program, a variable and a file give them: all or none are accepted, each is inside the bound, an
//! error names each other one, and the list that an error proposes is accepted.

#![no_main]

use std::{
    cell::RefCell,
    env, fs,
    path::{Path, PathBuf},
};

use fuzz::{allows, assert_visible, is_inside};
use libfuzzer_sys::fuzz_target;
use route_cors::{OriginSet, OriginSetError, Source, origin_set};

const BOUND: &[&str] = &[
    "https://*.acme.example",
    "https://shop.example:8443",
    "http://localhost:*",
    "https://*.edge.example:*",
    "app://*",
];
const ANY_HTTPS: &[&str] = &["https://*:*"];
const ANY: &[&str] = &["*"];

static PROGRAM: OriginSet = origin_set!(
    within = [
        "https://*.acme.example",
        "https://shop.example:8443",
        "http://localhost:*",
        "https://*.edge.example:*",
        "app://*",
    ],
);
static VARIABLE: OriginSet = origin_set!(
    env = "FUZZ_ORIGINS",
    optional,
    within = [
        "https://*.acme.example",
        "https://shop.example:8443",
        "http://localhost:*",
        "https://*.edge.example:*",
        "app://*",
    ],
);
static FILE: OriginSet = origin_set!(file = "origins.txt", optional, within = ["https://*:*"]);
static OPEN: OriginSet = origin_set!(within = any);

/// The values that are in force.
#[derive(Default)]
struct InForce {
    program: Vec<String>,
    variable: Vec<String>,
    file: Vec<String>,
    open: Vec<String>,
}

thread_local! {
    static IN_FORCE: RefCell<InForce> = {
        enter_folder();
        RefCell::default()
    };
}

/// Makes a folder of this process the working directory: `FILE` is there.
fn enter_folder() {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() {
        memory.to_owned()
    } else {
        env::temp_dir()
    };
    let folder: PathBuf = parent.join(format!("route-cors-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    env::set_current_dir(&folder).expect("it is there");
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    IN_FORCE.with_borrow_mut(|in_force| {
        program(&PROGRAM, BOUND, &text, &mut in_force.program);
        program(&OPEN, ANY, &text, &mut in_force.open);
        variable(&text, &mut in_force.variable);
        file(&text, &mut in_force.file);
    });
});

/// A program gives each line as a value.
fn program(set: &OriginSet, bound: &[&str], text: &str, in_force: &mut Vec<String>) {
    let values: Vec<(usize, String)> = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect();
    let outcome = set.replace(values.iter().map(|(_, value)| value)).map(drop);
    settle(set, bound, &values, outcome, in_force);
    check_unchanged(set, in_force);
}

fn variable(text: &str, in_force: &mut Vec<String>) {
    if text.contains('\0') {
        return;
    }
    // SAFETY: the fuzzer runs one input at a time, in a thread that is the only one to use the environment.
    unsafe { env::set_var("FUZZ_ORIGINS", text) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    let values: Vec<(usize, String)> = parts
        .filter(|part| !part.is_empty())
        .enumerate()
        .map(|(index, part)| (index + 1, part.to_owned()))
        .collect();
    let outcome = VARIABLE.reload().map(drop);
    settle(&VARIABLE, BOUND, &values, outcome, in_force);
}

fn file(text: &str, in_force: &mut Vec<String>) {
    fs::write("origins.txt", text).expect("the folder can be written");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut values = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut before = ' ';
        let comment = line.char_indices().find(|&(_, c)| {
            let begins = c == '#' && before.is_whitespace();
            before = c;
            begins
        });
        let value = line[..comment.map_or(line.len(), |(index, _)| index)].trim();
        if !value.is_empty() {
            values.push((index + 1, value.to_owned()));
        }
    }
    let outcome = FILE.reload().map(drop);
    settle(&FILE, ANY_HTTPS, &values, outcome, in_force);
}

/// Checks an outcome against the values that a source gave.
fn settle(
    set: &OriginSet,
    bound: &[&str],
    values: &[(usize, String)],
    outcome: Result<(), OriginSetError>,
    in_force: &mut Vec<String>,
) {
    match outcome {
        Ok(()) => {
            for (_, value) in values {
                let is_listed = bound == ANY || bound.contains(&value.as_str());
                let is_inside = bound.iter().any(|element| is_inside(element, value));
                assert!(is_listed || is_inside, "{value:?} is outside {bound:?}");
                assert!(value.contains('*') || set.admits(value), "{value:?}");
            }
            *in_force = values.iter().map(|(_, value)| value.clone()).collect();
        }
        Err(error) => is_explained(set, values, &error),
    }
    // The set admits what the values in force do, and nothing else.
    let asked = values.iter().map(|(_, value)| value.as_str());
    for origin in asked.chain(["https://evil.example", "https://a.acme.example", "null"]) {
        let expected = in_force
            .iter()
            .any(|value| allows(value, origin.as_bytes()));
        assert_eq!(set.admits(origin), expected, "{origin:?} {in_force:?}");
    }
}

fn is_explained(set: &OriginSet, values: &[(usize, String)], error: &OriginSetError) {
    let OriginSetError::Refused { source, faults, .. } = error else {
        panic!("{error}");
    };
    let message = error.to_string();
    assert_visible(&message);
    let mut faults_in_order = faults.iter().peekable();
    for (number, value) in values {
        let is_named = faults_in_order
            .next_if(|fault| fault.number == *number && fault.value == *value)
            .is_some();
        assert_eq!(
            is_named,
            set.check([value]).is_err(),
            "{value:?} in {values:?}: {message}"
        );
    }
    assert!(faults_in_order.next().is_none(), "{values:?}: {message}");
    for fault in faults.iter().take(50) {
        let place = match source {
            Source::Program => format!("\nvalue {}: ", fault.number),
            Source::Env(name) => format!("\n{name}, value {}: ", fault.number),
            Source::File(path) => format!("\n{path}:{}: ", fault.number),
            other => panic!("{other} is new"),
        };
        assert!(message.contains(&place), "{place:?} in {message}");
        assert!(
            fault.message.contains(&format!("\nrule: {}\n", fault.rule)),
            "{message}"
        );
    }
    if let Some((_, list)) = message
        .split_once("help: write the whole list as\n  ")
        .or_else(|| message.split_once("help: without what cannot be accepted, the list is\n  "))
    {
        let list = list.strip_prefix("FUZZ_ORIGINS=").unwrap_or(list);
        let list = list.split("\nhelp: ").next().unwrap_or_default();
        let separators: &[char] = if matches!(source, Source::Env(_)) {
            &[',']
        } else {
            &['\n']
        };
        let proposed = list.split(separators).map(str::trim);
        assert!(set.check(proposed).is_ok(), "{values:?}: {message}");
    }
}

/// Replaces a set by what is in force, which changes nothing.
fn check_unchanged(set: &OriginSet, in_force: &[String]) {
    let change = set.replace(in_force).expect("they were accepted");
    assert!(change.is_empty(), "{change}: {in_force:?}");
}
