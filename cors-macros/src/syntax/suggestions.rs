//! The text to write instead of a list or an element that cannot be read, as close as possible to what was written.

use cors_runtime::origin::{Pattern, Ports, is_labels};
use proc_macro2::{Group, TokenTree};

use super::Key;
use crate::{tokens::by_comma, written::written};

/// Returns the text to write instead of a value that was meant to be a list.
pub(super) fn of_list(key: Key, value: &[TokenTree]) -> String {
    match value {
        [TokenTree::Literal(literal)] => of_text(key, &literal.to_string()),
        [TokenTree::Ident(word)] => of_word(key, &word.to_string()),
        [TokenTree::Group(group)] | [TokenTree::Punct(_), TokenTree::Group(group)] => {
            of_group(key, group)
        }
        [TokenTree::Ident(vec), _, TokenTree::Group(group)] if vec == "vec" => of_group(key, group),
        [TokenTree::Ident(_), .., TokenTree::Group(_)] if key == Key::Origins => NAMED_SET.into(),
        [.., TokenTree::Punct(_), TokenTree::Ident(_)] => of_elements(key, &[value.to_vec()]),
        [TokenTree::Literal(_), rest @ ..] if are_literals(rest) => {
            let literals = value
                .iter()
                .filter(|token| matches!(token, TokenTree::Literal(_)));
            list(key, &literals.map(ToString::to_string).collect::<Vec<_>>())
        }
        _ => sample(key),
    }
}

/// Of `"*"`, `"GET,HEAD"`.
fn of_text(key: Key, literal: &str) -> String {
    let text = literal.trim_matches('"');
    if text == "*" {
        return any(key);
    }
    let words: Vec<String> = text
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| match key {
            Key::Headers | Key::Expose => format!("\"{}\"", word.to_ascii_lowercase()),
            _ => format!("\"{word}\""),
        })
        .collect();
    list(key, &words)
}

/// Of `Any`, `GET`.
fn of_word(key: Key, word: &str) -> String {
    match word.to_ascii_lowercase().as_str() {
        "any" | "all" => any(key),
        _ if key == Key::Origins && !word.contains(char::is_lowercase) => format!(
            "if `{word}` is an `OriginSet`, write `origins = [{word}]`; if it is a constant, write its origins in quotes: a macro does not see its value"
        ),
        _ if key == Key::Methods => list(key, &[word.into()]),
        _ if is_constant(word) && matches!(key, Key::Headers | Key::Expose) => {
            list(key, &[format!("\"{}\"", header(word))])
        }
        _ => sample(key),
    }
}

/// Of `("a", "b")`, `{"a"}`, `vec!["a"]`, `&["a"]`.
fn of_group(key: Key, group: &Group) -> String {
    of_elements(key, &by_comma(group.stream()))
}

fn of_elements(key: Key, runs: &[Vec<TokenTree>]) -> String {
    let elements: Option<Vec<String>> = runs.iter().map(|run| in_list(key, run)).collect();
    match (elements, runs) {
        (_, [run]) if matches!(run.as_slice(), [_]) => of_list(key, run),
        (Some(elements), _) => list(key, &elements),
        (None, _) => sample(key),
    }
}

/// Returns whether the tokens are literals and what separates them: `"a" | "b"`.
fn are_literals(tokens: &[TokenTree]) -> bool {
    tokens
        .iter()
        .all(|token| matches!(token, TokenTree::Literal(_) | TokenTree::Punct(_)))
}

/// Returns the text to write instead of a value that was meant to be origins, if all of them are in their usual form.
pub(super) fn of_origins(value: &[TokenTree]) -> Option<String> {
    let line = of_list(Key::Origins, value);
    let elements = line.strip_prefix("write `origins = ")?.strip_suffix('`')?;
    let elements = elements.trim_matches(['[', ']']).split(", ");
    let is_usual = |element: &str| {
        let text = element.trim_matches('"');
        Pattern::parse(text).is_some_and(|pattern| {
            pattern.scheme() == "https"
                && pattern.is_exact()
                && pattern.ports() == Ports::Default
                && pattern
                    .host()
                    .ends_with(|last: char| last.is_ascii_lowercase())
                && is_labels(pattern.host().as_bytes())
        })
    };
    let elements: Vec<&str> = elements.collect();
    (elements == ["any"] || elements.iter().all(|element| is_usual(element))).then_some(line)
}

/// How a run of tokens is written as an element of a list.
fn in_list(key: Key, run: &[TokenTree]) -> Option<String> {
    match (key, run) {
        (_, [TokenTree::Literal(literal)]) => Some(literal.to_string()),
        (Key::Methods | Key::Origins | Key::Within, [TokenTree::Ident(word)])
        | (Key::Methods, [.., TokenTree::Punct(_), TokenTree::Ident(word)]) => {
            Some(word.to_string())
        }
        (Key::Headers | Key::Expose, [.., TokenTree::Ident(word)])
            if is_constant(&word.to_string()) =>
        {
            Some(format!("\"{}\"", header(&word.to_string())))
        }
        _ => None,
    }
}

fn list(key: Key, elements: &[String]) -> String {
    if elements.is_empty() {
        sample(key)
    } else {
        format!("write `{key} = [{}]`", elements.join(", "))
    }
}

fn any(key: Key) -> String {
    match key {
        Key::Methods => OMIT_METHODS.into(),
        Key::Within => sample(key),
        _ => format!("write `{key} = any`"),
    }
}

/// The help for a list of every method.
pub(crate) const OMIT_METHODS: &str =
    "remove `methods`: the policy then applies to every method of the route";

fn sample(key: Key) -> String {
    match key {
        Key::Origins => "write `origins = [\"https://app.acme.example\"]` with your origins, or `origins = any`",
        Key::Within => "write `within = [\"https://*.acme.example\"]` with your domain; any https host on any port is `within = [\"https://*:*\"]`",
        Key::Methods => "write `methods = [GET, PUT]` with your methods",
        Key::Headers => "write `headers = [\"content-type\"]` with your headers, or `headers = any`",
        _ => "write `expose = [\"etag\"]` with your headers, or `expose = any`",
    }
    .into()
}

/// Returns the text to write instead of tokens that were meant to be an element. `header::CONTENT_TYPE` and `Method::PUT`
/// are constants of the crate `http`.
pub(super) fn of_element(what: &str, run: &[TokenTree]) -> String {
    match (what, run) {
        (_, [TokenTree::Punct(pound), ..]) if pound.as_char() == '#' => {
            "only origins can have attributes; as an argument, `allow(rule, reason = \"..\")` covers every list".into()
        }
        ("method", [.., TokenTree::Punct(_), TokenTree::Ident(name)]) => {
            format!("write `{name}`")
        }
        ("header", [.., TokenTree::Punct(_), TokenTree::Ident(name)]) => {
            format!("write \"{}\"", header(&name.to_string()))
        }
        ("origin", [TokenTree::Punct(_), path @ ..]) if !path.is_empty() => {
            let path = written(path.iter().cloned().collect());
            format!("an `OriginSet` is listed by its name: `{path}`; an origin is a string in quotes")
        }
        ("origin", [TokenTree::Ident(_), .., TokenTree::Group(_)]) => NAMED_SET.into(),
        (_, [TokenTree::Literal(_), TokenTree::Literal(_), ..])
            if run.iter().all(|token| matches!(token, TokenTree::Literal(_))) =>
        {
            let elements: Vec<String> = run.iter().map(ToString::to_string).collect();
            format!("write each as an element: {}", elements.join(", "))
        }
        ("header", _) => "a header is a name in quotes: \"content-type\"".into(),
        ("method", _) => "a method is a name: `PUT`".into(),
        _ => "an origin is a string in quotes: \"https://app.acme.example\"".into(),
    }
}

/// Returns the name of a header of which somebody wrote a constant.
pub(crate) fn header(constant: &str) -> String {
    constant.to_ascii_lowercase().replace('_', "-")
}

/// Returns whether a name is spelt like a constant or a static.
pub(crate) fn is_constant(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && !name.contains(|c: char| c.is_ascii_lowercase())
}

/// The help for a call or a macro in place of an origin.
const NAMED_SET: &str = "origins that are only known at run time are an `OriginSet` with a name: `static EDGE: OriginSet = origin_set!(env = \"EDGE_ORIGINS\", within = \
                         [..]);` and `origins = [EDGE]`";
