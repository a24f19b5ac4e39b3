//! The words of other libraries, each answered with ours.

#[cfg(test)]
mod tests;

use cors_runtime::{fault::Fault, rule::Rule};

use super::arguments::KEYS;

/// What to do about a word of another library.
enum Answer {
    /// Write this instead.
    Write(&'static str),
    /// Our words for it need a sentence.
    Say(&'static str),
    /// Nothing, and why nothing is needed.
    LeaveOut(&'static str),
}

use Answer::{LeaveOut, Say, Write};

/// Words of actix-cors, tower-http, `rocket_cors`, Spring, ASP.NET, Express, Flask-CORS and jub0bs/cors, without
/// case, hyphens, underscores and [`PREFIXES`].
#[rustfmt::skip] // A line for each.
const WORDS: &[(&str, Answer)] = &[
    ("allowanyheader", Write("headers = any")),
    ("allowanymethod", Say("leave `methods` out: then it is what the route serves")),
    ("allowanyorigin", Write("origins = any")),
    ("allowcredentials", Write("credentials")),
    ("allowedheader", Write("headers = [\"content-type\"]")),
    ("allowedheaders", Write("headers = [\"content-type\"]")),
    ("allowedmethod", Write("methods = [GET, PUT]")),
    ("allowedmethods", Write("methods = [GET, PUT]")),
    ("allowedorigin", Write("origins = [\"https://app.acme.example\"]")),
    ("allowedoriginfn", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function")),
    ("allowedoriginpattern", Write("origins = [\"https://*.acme.example\"]")),
    ("allowedoriginpatterns", Write("origins = [\"https://*.acme.example\"]")),
    ("allowedorigins", Write("origins = [\"https://app.acme.example\"]")),
    ("allowheader", Write("headers = [\"content-type\"]")),
    ("allowheaders", Write("headers = [\"content-type\"]")),
    ("allowmethod", Write("methods = [GET, PUT]")),
    ("allowmethods", Write("methods = [GET, PUT]")),
    ("alloworigin", Write("origins = [\"https://app.acme.example\"]")),
    ("alloworiginfunc", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function")),
    ("alloworiginregex", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a regular expression")),
    ("alloworigins", Write("origins = [\"https://app.acme.example\"]")),
    ("allowprivatenetwork", LeaveOut("browsers ask the visitor now")),
    ("allowprivatenetworkaccess", LeaveOut("browsers ask the visitor now")),
    ("alwayssend", LeaveOut("an answer that a browser asks for has its headers")),
    ("anyheader", Write("headers = any")),
    ("anymethod", Say("leave `methods` out: then it is what the route serves")),
    ("anyorigin", Write("origins = any")),
    ("applypermitdefaultvalues", Write("origins = any, headers = any")),
    ("automaticoptions", LeaveOut("preflights are answered for the route")),
    ("blockonoriginmismatch", Write("mismatch = reject")),
    ("credentialed", Write("credentials")),
    ("crossorigin", Write("origins = [\"https://app.acme.example\"]")),
    ("dangerouslytolerateinsecureorigins", Write("allow(insecure_origin, reason = \"..\")")),
    ("dangerouslytoleratesubdomainsofpublicsuffixes", Write("allow(public_suffix_wildcard, reason = \"..\")")),
    ("default", Say("write `origins = [\"https://app.acme.example\"]`: there is no default")),
    ("defaultpolicy", Say("write `policy = NAME`, where `static NAME: Policy = policy!(..)`")),
    ("disablecors", Write("off")),
    ("disablepreflight", LeaveOut("preflights are answered for the route")),
    ("disablevaryheader", LeaveOut("`Vary` is set for you")),
    ("disallowcredentials", Say("leave it out: a policy has no `credentials` unless it says so")),
    ("enablecors", Say("write `policy = NAME`, where `static NAME: Policy = policy!(..)`")),
    ("exposeany", Write("expose = any")),
    ("exposeanyheader", Write("expose = any")),
    ("exposedheader", Write("expose = [\"etag\"]")),
    ("exposedheaders", Write("expose = [\"etag\"]")),
    ("exposeheader", Write("expose = [\"etag\"]")),
    ("exposeheaders", Write("expose = [\"etag\"]")),
    ("exposeresponseheaders", Write("expose = [\"etag\"]")),
    ("fairingroutebase", LeaveOut("preflights are answered for the route")),
    ("fairingrouterank", LeaveOut("preflights are answered for the route")),
    ("header", Write("headers = [\"content-type\"]")),
    ("interceptexceptions", LeaveOut("the answer to an error has its headers too")),
    ("isoriginallowed", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function")),
    ("isoriginallowedtoallowwildcardsubdomains", Write("origins = [\"https://*.acme.example\"]")),
    ("mapping", LeaveOut("a policy stands on its route; a scope takes one with `.wrap(NAME.middleware())`")),
    ("maxageinseconds", Write("max_age = 600")),
    ("maxageseconds", Write("max_age = 600")),
    ("maxagesecs", Write("max_age = 600")),
    ("method", Write("methods = [GET, PUT]")),
    ("mirrorrequest", Say("write `origins = any` or `headers = any`, which admits what is asked for")),
    ("optionspassthrough", LeaveOut("preflights are answered for the route")),
    ("optionssuccessstatus", LeaveOut("a preflight is answered with 204")),
    ("origin", Write("origins = [\"https://app.acme.example\"]")),
    ("originfn", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function")),
    ("originpattern", Write("origins = [\"https://*.acme.example\"]")),
    ("originpatterns", Write("origins = [\"https://*.acme.example\"]")),
    ("originregex", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a regular expression")),
    ("permissive", Write("origins = any, headers = any")),
    ("policyname", Say("write `policy = NAME`, where `static NAME: Policy = policy!(..)`")),
    ("predicate", Say("write `origins = [\"https://*.acme.example\"]`, a pattern instead of a function")),
    ("preflightcontinue", LeaveOut("preflights are answered for the route")),
    ("preflightmaxage", Write("max_age = 600")),
    ("preflightsuccessstatus", LeaveOut("a preflight is answered with 204")),
    ("privatenetworkaccess", LeaveOut("browsers ask the visitor now")),
    ("privatenetworkaccessinnocorsmodeonly", LeaveOut("browsers ask the visitor now")),
    ("requestheader", Write("headers = [\"content-type\"]")),
    ("requestheaders", Write("headers = [\"content-type\"]")),
    ("resources", LeaveOut("a policy stands on its route; a scope takes one with `.wrap(NAME.middleware())`")),
    ("responseheader", Write("expose = [\"etag\"]")),
    ("responseheaders", Write("expose = [\"etag\"]")),
    ("sendwildcard", LeaveOut("`origins = any` is answered with `*`")),
    ("supportscredentials", Write("credentials")),
    ("tolerateinsecureorigins", Write("allow(insecure_origin, reason = \"..\")")),
    ("toleratesubdomainsofpublicsuffixes", Write("allow(public_suffix_wildcard, reason = \"..\")")),
    ("value", Write("origins = [\"https://app.acme.example\"]")),
    ("vary", LeaveOut("`Vary` is set for you")),
    ("varyheader", LeaveOut("`Vary` is set for you")),
    ("verypermissive", Say("list the origins: any origin with credentials would let every site act as the visitor")),
    ("withcredentials", Write("credentials")),
    ("withexposedheaders", Write("expose = [\"etag\"]")),
    ("withheaders", Write("headers = [\"content-type\"]")),
    ("withmethods", Write("methods = [GET, PUT]")),
    ("withorigins", Write("origins = [\"https://app.acme.example\"]")),
];

/// How setters and headers begin that are otherwise named as the option is.
const PREFIXES: &[&str] = &["accesscontrol", "add", "cors", "set"];

impl Answer {
    /// What is known of a word, in its plain spelling.
    fn to(word: &str) -> Option<&'static Self> {
        let at = WORDS.binary_search_by_key(&word, |(word, _)| word).ok()?;
        Some(&WORDS[at].1)
    }
}

/// What is said of a key that there is not.
pub(super) fn unknown_key(key: &str) -> Fault {
    let fault = Fault::new(Rule::UnknownKey, format!("there is no argument `{key}`"));
    let plain: String = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let without_prefix = PREFIXES
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix));
    for word in [Some(plain.as_str()), without_prefix].into_iter().flatten() {
        if let Some(ours) = KEYS.iter().find(|ours| ours.replace('_', "") == word) {
            return fault.help(format!("write `{ours}`"));
        }
        if let Some(answer) = Answer::to(word) {
            return fault.help(match answer {
                Write(ours) => format!("write `{ours}`"),
                Say(sentence) => (*sentence).into(),
                LeaveOut(why) => format!("leave it out: {why}"),
            });
        }
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
