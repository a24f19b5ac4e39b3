//! Every `help: write ..` of every error in the tables, pasted in its place. The result is then accepted.
//!
//! By convention a line of help begins with `write` if and only if what follows can be pasted. All other help is words.

use super::{
    drive::{self, Error},
    table,
};

const TABLES: &[(&str, &str)] = &[
    ("arguments", include_str!("refused/arguments.txt")),
    ("field", include_str!("refused/field.txt")),
    ("libraries", include_str!("refused/libraries.txt")),
    ("literature", include_str!("refused/literature.txt")),
    ("messages", include_str!("messages.txt")),
    ("migration", include_str!("refused/migration.txt")),
    ("mistakes", include_str!("refused/mistakes.txt")),
    ("peers", include_str!("refused/peers.txt")),
    ("routes", include_str!("refused/routes.txt")),
    ("rule_book", include_str!("refused/rule_book.txt")),
    ("sets", include_str!("refused/sets.txt")),
    ("scanners", include_str!("refused/scanners.txt")),
];

/// The texts that an error says to write; several where it offers a choice.
fn suggestions(error: &Error) -> Vec<String> {
    let lines = error.message.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("help: write "));
    lines.flat_map(alternatives).collect()
}

/// Returns the code in a line: the text in backticks, or bare code: a string, attributes and a string, or
/// elements with commas between them.
fn alternatives(line: &str) -> Vec<String> {
    if let Some(elements) = line.strip_prefix("each as an element: ") {
        return vec![elements.to_owned()];
    }
    if line.starts_with('`') {
        return line
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
    }
    let quote = line.rfind('"').map_or(0, |at| at + 1);
    vec![line[..quote].to_owned()]
}

/// The arguments with a text pasted over what is blamed. A whole argument replaces the argument; anything else replaces
/// the tokens that are blamed.
fn pasted(arguments: &str, error: &Error, text: &str) -> Option<String> {
    // A reason is for the author to give.
    let text = text.replace("\"..\"", "\"tried\"");
    let name: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let is_argument = text[name.len()..].trim_start().starts_with(['=', '('])
        || matches!(name.as_str(), "credentials" | "off" | "optional");
    if !is_argument {
        let at = arguments.rfind(&error.blamed)?;
        let (before, after) = (&arguments[..at], &arguments[at + error.blamed.len()..]);
        return Some(format!("{before}{text}{after}"));
    }
    // The value alone, if that is what is blamed.
    if let Some((key, value)) = text.split_once(" = ")
        && let Some(at) = arguments.find(&format!("{key} = {}", error.blamed))
    {
        let (before, after) = arguments.split_at(at);
        let after = &after[key.len() + " = ".len() + error.blamed.len()..];
        return Some(format!("{before}{key} = {value}{after}"));
    }
    let mut runs = top_level(arguments);
    let at = runs
        .iter()
        .position(|run| run.starts_with(&name))
        .or_else(|| runs.iter().position(|run| run.contains(&error.blamed)))?;
    runs[at] = &text;
    Some(runs.join(", "))
}

/// The texts between the commas that are in no bracket and no string.
fn top_level(arguments: &str) -> Vec<&str> {
    let (mut runs, mut start, mut depth, mut string, mut escaped) =
        (Vec::new(), 0, 0, false, false);
    for (at, c) in arguments.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            _ if string => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                runs.push(arguments[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    runs.push(arguments[start..].trim());
    runs
}

/// How many errors are of the rule of one, about the same text.
fn like(error: &Error, errors: &[Error]) -> usize {
    errors.iter().filter(|other| other.is_like(error)).count()
}

#[test]
fn suggestions_are_accepted_where_they_are_pasted() {
    let tried = std::cell::Cell::new(0);
    table::report(TABLES, |case| {
        let (arguments, _) = case.text.rsplit_once(" => ")?;
        let before = drive::errors(drive::expand(arguments, case.item));
        let mut wrong = Vec::new();
        for error in &before {
            for text in suggestions(error) {
                tried.set(tried.get() + 1);
                let Some(after) = pasted(arguments, error, &text) else {
                    wrong.push(format!("nowhere to paste `{text}`"));
                    continue;
                };
                let Ok(tokens) = after.parse() else {
                    wrong.push(format!("pasted, it cannot be read: {after}"));
                    continue;
                };
                let _: proc_macro2::TokenStream = tokens;
                // The faults that were there besides may remain.
                let new = drive::errors(drive::expand(&after, case.item));
                // An allowance of what was fixed has nothing to allow any more.
                let is_known = |new: &&Error| {
                    before.iter().any(|old| old.is_like(new))
                        || (new.rule == "unused_allow" && new.blamed == error.rule)
                };
                let more = new.iter().find(|new| !is_known(new));
                if let Some(more) = more {
                    wrong.push(format!(
                        "pasted, it is rejected: {after}\n  {}",
                        more.message
                    ));
                } else if like(error, &new) >= like(error, &before) {
                    wrong.push(format!("pasted, it fixes nothing: {after}"));
                }
            }
        }
        (!wrong.is_empty()).then(|| wrong.join("\n"))
    });
    assert!(tried.get() > 300, "{} texts", tried.get());
}

#[test]
fn arguments_are_split_at_their_commas() {
    assert_eq!(
        top_level(r#"origins = ["a,\"b", "c"], allow(a, b), off"#),
        [r#"origins = ["a,\"b", "c"]"#, "allow(a, b)", "off"]
    );
}
