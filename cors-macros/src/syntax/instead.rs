//! What to write instead of a list or an element that cannot be read, as near to what was written as can be.

use proc_macro2::{Group, TokenStream, TokenTree};

/// How a list is written, given what was meant to be one.
pub(super) fn of_list(key: &str, value: &[TokenTree]) -> String {
    match value {
        [TokenTree::Literal(literal)] => of_text(key, &literal.to_string()),
        [TokenTree::Ident(word)] => of_word(key, &word.to_string()),
        [TokenTree::Group(group)] | [TokenTree::Punct(_), TokenTree::Group(group)] => {
            of_group(key, group)
        }
        [TokenTree::Ident(vec), _, TokenTree::Group(group)] if vec == "vec" => of_group(key, group),
        _ => sample(key),
    }
}

/// Of `"*"`, `"GET,HEAD"`.
fn of_text(key: &str, literal: &str) -> String {
    let text = literal.trim_matches('"');
    if text == "*" {
        return any(key);
    }
    let words: Vec<String> = text
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    if words.is_empty() {
        sample(key)
    } else {
        format!("write it as a list: `{key} = [{}]`", words.join(", "))
    }
}

/// Of `Any`, `GET`.
fn of_word(key: &str, word: &str) -> String {
    match word.to_ascii_lowercase().as_str() {
        "any" | "all" => any(key),
        _ if key == "origins" && !word.contains(char::is_lowercase) => {
            format!("write it as a list: `origins = [{word}]`")
        }
        _ if key == "methods" => format!("write it as a list: `methods = [{word}]`"),
        _ => sample(key),
    }
}

/// Of `("a", "b")`, `{"a"}`, `vec!["a"]`, `&["a"]`.
fn of_group(key: &str, group: &Group) -> String {
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    match inner.as_slice() {
        [one] => of_list(key, std::slice::from_ref(one)),
        [TokenTree::Literal(_), ..] => format!("write `{key} = [{}]`", group.stream()),
        _ => sample(key),
    }
}

fn any(key: &str) -> String {
    match key {
        "methods" => "leave `methods` out: then it is what the route serves".into(),
        "within" => sample(key),
        _ => format!("write `{key} = any`"),
    }
}

fn sample(key: &str) -> String {
    match key {
        "origins" => "write `origins = [\"https://app.acme.example\"]`, or `origins = any`",
        "within" => "write `within = [\"https://*.acme.example\"]`; any https host is `within = [\"https://*\"]`",
        "methods" => "write `methods = [GET, PUT]`",
        "headers" => "write `headers = [\"content-type\"]`, or `headers = any`",
        _ => "write `expose = [\"etag\"]`, or `expose = any`",
    }
    .into()
}

/// How an element is written, given a run of tokens that was meant to be one: `header::CONTENT_TYPE` and
/// `Method::PUT` are the constants of the crate `http`.
pub(super) fn of_element(what: &str, run: &[TokenTree]) -> String {
    match (what, run) {
        (_, [TokenTree::Punct(pound), ..]) if pound.as_char() == '#' => {
            "attributes stand before origins alone; `allow(rule, reason = \"..\")` is an argument too".into()
        }
        ("method", [.., TokenTree::Punct(_), TokenTree::Ident(name)]) => {
            format!("write `{name}`")
        }
        ("header", [.., TokenTree::Punct(_), TokenTree::Ident(name)]) => {
            let name = name.to_string().to_ascii_lowercase().replace('_', "-");
            format!("write \"{name}\"")
        }
        ("origin", [TokenTree::Punct(_), path @ ..]) if !path.is_empty() => {
            let path: TokenStream = path.iter().cloned().collect();
            format!("write `{path}`, if that is an `OriginSet`; and origins in quotes")
        }
        ("origin", [TokenTree::Ident(_), .., TokenTree::Group(_)]) => NAMED_SET.into(),
        _ => format!("write {what}s in quotes, with commas between them"),
    }
}

/// What is said where a call or a macro stands for an origin.
const NAMED_SET: &str = "origins that arrive at run time are a set with a name: `static EDGE: OriginSet = origin_set!(env = \"EDGE_ORIGINS\", within = \
                         [..]);` and `origins = [EDGE]`";
