//! Text that all outputs share: the head, and the parts of configurations that do not differ.

use std::fmt::Write;

use super::plan::{Methods, Plan, Rule};

/// The facts that the head of an output names.
#[derive(Clone, Debug)]
pub(crate) struct Head<'a> {
    /// The name of the gateway, as on the command line.
    pub(crate) target: &'a str,
    /// The surface file, as on the command line.
    pub(crate) file: &'a str,
    /// The instructions for including the output, if it is a part.
    pub(crate) place: Option<&'a str>,
    /// Whether the gateway removes the CORS headers of the backend.
    pub(crate) removes: bool,
}

/// Returns the first lines of an output, as comments.
pub(crate) fn head(head: &Head<'_>, plan: &Plan) -> String {
    let mut lines = vec![
        format!(
            "Written by `cargo cors export {}`, cargo-cors {}, from {}, format version {}.",
            head.target,
            env!("CARGO_PKG_VERSION"),
            head.file.escape_debug(),
            cors_surface::FORMAT_VERSION
        ),
        "Do not edit it: change the application, then export again.".to_owned(),
    ];
    if let Some(place) = head.place {
        lines.push(String::new());
        lines.extend(place.lines().map(str::to_owned));
    }
    lines.push(String::new());
    if head.removes {
        lines.push(
            "Only the gateway answers for CORS: it removes the Access-Control-* headers of the backend from every response."
                .to_owned(),
        );
    }
    lines.push("Paths and methods that the surface does not name get no CORS headers.".to_owned());
    if !plan.notes.is_empty() {
        lines.push(String::new());
        lines.push("Where it differs from the application:".to_owned());
        lines.extend(plan.notes.iter().flat_map(|note| wrapped(note)));
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(format!("# {line}").trim_end());
        text.push('\n');
    }
    text
}

/// Returns an item of a list, broken into lines.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines = vec!["-".to_owned()];
    for word in note.split_whitespace() {
        let line = lines.last_mut().expect("there is a line");
        if line.len() + word.len() < 110 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("  {word}"));
        }
    }
    lines
}

/// The longest path in a comment, in bytes: some gateways limit their lines.
const MAX_COMMENT: usize = 200;

/// Returns a rule in a comment: its methods and its path, on one line whatever they are. A backslash at the end would
/// continue the comment on the next line in Apache.
pub(crate) fn comment(rule: &Rule) -> String {
    let methods = match &rule.methods {
        Methods::Any => "*".to_owned(),
        Methods::Named(names) => names.join(" "),
    };
    let mut comment = methods + " ";
    for byte in rule.pattern.text.bytes().take(MAX_COMMENT) {
        if byte.is_ascii_graphic() && byte != b'\\' {
            comment.push(char::from(byte));
        } else {
            let _ = write!(comment, "%{byte:02X}");
        }
    }
    comment
}

/// Returns the name of a policy in configurations: `p1` is the first.
pub(crate) fn policy_name(index: usize) -> String {
    format!("p{}", index + 1)
}

/// Returns a regular expression for the methods of a rule.
pub(crate) fn methods_regex(methods: &Methods) -> String {
    match methods {
        Methods::Any => "[^ ]+".to_owned(),
        Methods::Named(names) => alternatives(names.iter().map(|name| token_regex(name))),
    }
}

/// Returns a regular expression for one of several.
pub(crate) fn alternatives(all: impl IntoIterator<Item = String>) -> String {
    let all: Vec<String> = all.into_iter().collect();
    match all.as_slice() {
        [one] => one.clone(),
        all => format!("(?:{})", all.join("|")),
    }
}

/// Returns a regular expression for a token, such as a method.
pub(crate) fn token_regex(token: &str) -> String {
    token
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                char::from(byte).to_string()
            } else {
                format!(r"\x{byte:02x}")
            }
        })
        .collect()
}
