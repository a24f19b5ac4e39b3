//! The words of other libraries, each answered with ours.

use cors_runtime::{fault::Fault, rule::Rule};

use super::arguments::KEYS;

/// What to write for a word of another library. Words are held here without case, hyphens and underscores.
const WORDS: &[(&str, &str)] = &[
    ("allowanyheader", "headers = any"),
    (
        "allowanymethod",
        "leave `methods` out: then it is what the route serves",
    ),
    ("allowanyorigin", "origins = any"),
    ("allowcredentials", "credentials"),
    ("allowedheader", "headers = [\"content-type\"]"),
    ("allowedheaders", "headers = [\"content-type\"]"),
    ("allowedmethods", "methods = [GET, PUT]"),
    ("allowedorigin", "origins = [\"https://app.acme.example\"]"),
    (
        "allowedoriginfn",
        "write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function",
    ),
    (
        "allowedoriginpatterns",
        "origins = [\"https://*.acme.example\"]",
    ),
    ("allowedorigins", "origins = [\"https://app.acme.example\"]"),
    ("allowheaders", "headers = [\"content-type\"]"),
    ("allowmethods", "methods = [GET, PUT]"),
    ("alloworigin", "origins = [\"https://app.acme.example\"]"),
    (
        "alloworiginfunc",
        "write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function",
    ),
    (
        "alloworiginregex",
        "write `origins = [\"https://*.acme.example\"]`, a pattern instead of a regular expression",
    ),
    ("alloworigins", "origins = [\"https://app.acme.example\"]"),
    (
        "allowprivatenetwork",
        "leave it out: browsers ask the visitor now",
    ),
    ("anyorigin", "origins = any"),
    ("blockonoriginmismatch", "mismatch = reject"),
    (
        "default",
        "write `origins = [\"https://app.acme.example\"]`: there is no default",
    ),
    ("exposeanyheader", "expose = any"),
    ("exposedheaders", "expose = [\"etag\"]"),
    ("exposeheaders", "expose = [\"etag\"]"),
    ("header", "headers = [\"content-type\"]"),
    ("maxageinseconds", "max_age = 600"),
    ("maxagesecs", "max_age = 600"),
    ("method", "methods = [GET, PUT]"),
    (
        "optionssuccessstatus",
        "leave it out: a preflight is answered with 204",
    ),
    ("origin", "origins = [\"https://app.acme.example\"]"),
    ("originpatterns", "origins = [\"https://*.acme.example\"]"),
    (
        "originregex",
        "write `origins = [\"https://*.acme.example\"]`, a pattern instead of a regular expression",
    ),
    ("permissive", "origins = any, headers = any"),
    (
        "preflightcontinue",
        "leave it out: preflights are answered for the route",
    ),
    ("preflightmaxage", "max_age = 600"),
    ("requestheaders", "headers = [\"content-type\"]"),
    ("responseheaders", "expose = [\"etag\"]"),
    (
        "sendwildcard",
        "leave it out: `origins = any` is answered with `*`",
    ),
    ("setpreflightmaxage", "max_age = 600"),
    ("supportscredentials", "credentials"),
    ("varyheader", "leave it out: `Vary` is set for you"),
    (
        "verypermissive",
        "list the origins: any origin with credentials would let every site act as the visitor",
    ),
    ("withcredentials", "credentials"),
    ("withexposedheaders", "expose = [\"etag\"]"),
    ("withheaders", "headers = [\"content-type\"]"),
    ("withmethods", "methods = [GET, PUT]"),
    ("withorigins", "origins = [\"https://app.acme.example\"]"),
];

/// What is said of a key that there is not.
pub(super) fn unknown_key(key: &str) -> Fault {
    let fault = Fault::new(Rule::UnknownKey, format!("there is no argument `{key}`"));
    let plain: String = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if let Some(ours) = KEYS.iter().find(|ours| ours.replace('_', "") == plain) {
        return fault.help(format!("write `{ours}`"));
    }
    if let Ok(at) = WORDS.binary_search_by_key(&plain.as_str(), |(word, _)| word) {
        let ours = WORDS[at].1;
        return fault.help(match ours.split_once([' ', '=']) {
            Some((first, _)) if KEYS.contains(&first) => format!("write `{ours}`"),
            _ if KEYS.contains(&ours) => format!("write `{ours}`"),
            _ => ours.into(),
        });
    }
    match nearest(key, KEYS) {
        Some(near) => fault.help(format!("write `{near}`")),
        None => fault.help(format!("the arguments are {}", KEYS.join(", "))),
    }
}

/// The word that is nearest to another, if one is near.
pub(crate) fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    words
        .iter()
        .map(|near| (strsim::damerau_levenshtein(word, near), *near))
        .filter(|(distance, near)| *distance * 3 <= near.len().max(3))
        .min()
        .map(|(_, near)| near)
}
