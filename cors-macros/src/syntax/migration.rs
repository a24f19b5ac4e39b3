//! The option names of other libraries, each with ours.

#[cfg(test)]
mod tests;

use cors_runtime::{fault::Fault, rule::Rule};

use super::{Key, Macro};

/// The replacement for an option of another library.
enum Answer {
    /// Write this instead.
    Write(&'static str),
    /// Ours needs a sentence.
    Say(&'static str),
    /// Nothing, with the reason.
    Remove(&'static str),
}

use Answer::{Remove, Say, Write};

/// Options of actix-cors, tower-http, `rocket_cors`, Spring, ASP.NET, Express, Flask-CORS and jub0bs/cors, without
/// case, hyphens, underscores and [`PREFIXES`].
#[rustfmt::skip] // A line for each.
const WORDS: &[(&str, Answer)] = &[
    ("allowanyheader", Write("headers = any")),
    ("allowanymethod", Say("remove `methods`: the policy then applies to every method of the route")),
    ("allowanyorigin", Write("origins = any")),
    ("allowcredentials", Write("credentials")),
    ("allowedheader", Write("headers = [\"content-type\"]")),
    ("allowedheaders", Write("headers = [\"content-type\"]")),
    ("allowedmethod", Write("methods = [GET, PUT]")),
    ("allowedmethods", Write("methods = [GET, PUT]")),
    ("allowedorigin", Write("origins = [\"https://app.acme.example\"]")),
    ("allowedoriginfn", Say("use a pattern instead of a function: `origins = [\"https://*.acme.example\"]`")),
    ("allowedoriginpattern", Say("use a pattern: `origins = [\"https://*.acme.example\"]`")),
    ("allowedoriginpatterns", Say("use a pattern: `origins = [\"https://*.acme.example\"]`")),
    ("allowedorigins", Write("origins = [\"https://app.acme.example\"]")),
    ("allowheader", Write("headers = [\"content-type\"]")),
    ("allowheaders", Write("headers = [\"content-type\"]")),
    ("allowmethod", Write("methods = [GET, PUT]")),
    ("allowmethods", Write("methods = [GET, PUT]")),
    ("alloworigin", Write("origins = [\"https://app.acme.example\"]")),
    ("alloworiginfunc", Say("use a pattern instead of a function: `origins = [\"https://*.acme.example\"]`")),
    ("alloworiginregex", Say("use a pattern instead of a regular expression: `origins = [\"https://*.acme.example\"]`")),
    ("alloworigins", Write("origins = [\"https://app.acme.example\"]")),
    ("allowprivatenetwork", Remove("browsers ask the visitor instead")),
    ("allowprivatenetworkaccess", Remove("browsers ask the visitor instead")),
    ("alwayssend", Remove("the headers are always sent")),
    ("anyheader", Write("headers = any")),
    ("anymethod", Say("remove `methods`: the policy then applies to every method of the route")),
    ("anyorigin", Write("origins = any")),
    ("applypermitdefaultvalues", Write("origins = any, headers = any")),
    ("automaticoptions", Remove("preflights are answered for the route")),
    ("blockonoriginmismatch", Write("mismatch = reject")),
    ("credentialed", Write("credentials")),
    ("crossorigin", Write("origins = [\"https://app.acme.example\"]")),
    ("dangerouslytolerateinsecureorigins", Say("allow it before the origin: `#[allow(insecure_origin, reason = \"..\")]`")),
    ("dangerouslytoleratesubdomainsofpublicsuffixes", Say("allow it before the origin: `#[allow(public_suffix_wildcard, reason = \"..\")]`")),
    ("default", Say("write `origins = [\"https://app.acme.example\"]` with your origins: there is no default")),
    ("defaultpolicy", Say("name a static: `policy = NAME`, with `static NAME: Policy = policy!(..)`")),
    ("disablecors", Write("off")),
    ("disablepreflight", Remove("preflights are answered for the route")),
    ("disablevaryheader", Remove("`Vary` is set for you")),
    ("disallowcredentials", Say("remove it: a policy has no credentials unless it has `credentials`")),
    ("enablecors", Say("name a static: `policy = NAME`, with `static NAME: Policy = policy!(..)`")),
    ("exposeany", Write("expose = any")),
    ("exposeanyheader", Write("expose = any")),
    ("exposedheader", Write("expose = [\"etag\"]")),
    ("exposedheaders", Write("expose = [\"etag\"]")),
    ("exposeheader", Write("expose = [\"etag\"]")),
    ("exposeheaders", Write("expose = [\"etag\"]")),
    ("exposeresponseheaders", Write("expose = [\"etag\"]")),
    ("fairingroutebase", Remove("preflights are answered for the route")),
    ("fairingrouterank", Remove("preflights are answered for the route")),
    ("header", Write("headers = [\"content-type\"]")),
    ("interceptexceptions", Remove("error responses have the headers too")),
    ("isoriginallowed", Say("use a pattern instead of a function: `origins = [\"https://*.acme.example\"]`")),
    ("isoriginallowedtoallowwildcardsubdomains", Say("use a pattern: `origins = [\"https://*.acme.example\"]`")),
    ("mapping", Remove("the policy is written on the handler; wrap a whole application in `NAME.middleware()`")),
    ("maxageinseconds", Write("max_age = 600")),
    ("maxageseconds", Write("max_age = 600")),
    ("maxagesecs", Write("max_age = 600")),
    ("method", Write("methods = [GET, PUT]")),
    ("mirrorrequest", Say("use `origins = any` or `headers = any`")),
    ("optionspassthrough", Remove("preflights are answered for the route")),
    ("optionssuccessstatus", Remove("the status is always 204")),
    ("origin", Write("origins = [\"https://app.acme.example\"]")),
    ("originfn", Say("use a pattern instead of a function: `origins = [\"https://*.acme.example\"]`")),
    ("originpattern", Say("use a pattern: `origins = [\"https://*.acme.example\"]`")),
    ("originpatterns", Say("use a pattern: `origins = [\"https://*.acme.example\"]`")),
    ("originregex", Say("use a pattern instead of a regular expression: `origins = [\"https://*.acme.example\"]`")),
    ("permissive", Write("origins = any, headers = any")),
    ("policyname", Say("name a static: `policy = NAME`, with `static NAME: Policy = policy!(..)`")),
    ("predicate", Say("use a pattern instead of a function: `origins = [\"https://*.acme.example\"]`")),
    ("preflightcontinue", Remove("preflights are answered for the route")),
    ("preflightmaxage", Write("max_age = 600")),
    ("preflightsuccessstatus", Remove("the status is always 204")),
    ("privatenetworkaccess", Remove("browsers ask the visitor instead")),
    ("privatenetworkaccessinnocorsmodeonly", Remove("browsers ask the visitor instead")),
    ("requestheader", Write("headers = [\"content-type\"]")),
    ("requestheaders", Write("headers = [\"content-type\"]")),
    ("resources", Remove("the policy is written on the handler; wrap a whole application in `NAME.middleware()`")),
    ("responseheader", Write("expose = [\"etag\"]")),
    ("responseheaders", Write("expose = [\"etag\"]")),
    ("sendwildcard", Remove("`origins = any` already sends `*`")),
    ("supportscredentials", Write("credentials")),
    ("tolerateinsecureorigins", Say("allow it before the origin: `#[allow(insecure_origin, reason = \"..\")]`")),
    ("toleratesubdomainsofpublicsuffixes", Say("allow it before the origin: `#[allow(public_suffix_wildcard, reason = \"..\")]`")),
    ("value", Write("origins = [\"https://app.acme.example\"]")),
    ("vary", Remove("`Vary` is set for you")),
    ("varyheader", Remove("`Vary` is set for you")),
    ("verypermissive", Say("list the origins, `origins = [\"https://app.acme.example\"], credentials`: with any origin, every site could act as the visitor")),
    ("withcredentials", Write("credentials")),
    ("withexposedheaders", Write("expose = [\"etag\"]")),
    ("withheaders", Write("headers = [\"content-type\"]")),
    ("withmethods", Write("methods = [GET, PUT]")),
    ("withorigins", Write("origins = [\"https://app.acme.example\"]")),
];

/// Prefixes of setters and headers that are otherwise named like the option.
const PREFIXES: &[&str] = &["accesscontrol", "add", "cors", "set"];

impl Answer {
    /// Returns the answer to a word in lower case without punctuation.
    fn to(word: &str) -> Option<&'static Self> {
        let at = WORDS.binary_search_by_key(&word, |(word, _)| word).ok()?;
        Some(&WORDS[at].1)
    }
}

/// Returns the fault of an unknown key.
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
        let same = |key: &Key| key.name().replace('_', "") == word;
        if let Some(ours) = Key::of(Macro::Policy).find(same) {
            return fault.help(format!("write `{ours}`"));
        }
        if let Some(answer) = Answer::to(word) {
            return fault.help(match answer {
                Write(ours) => format!("write `{ours}`"),
                Say(sentence) => (*sentence).into(),
                Remove(why) => format!("remove it: {why}"),
            });
        }
    }
    let names = Key::names(Macro::Policy);
    match nearest(key, &names) {
        Some(near) => fault.help(format!("write `{near}`")),
        None => fault.help(format!("the arguments are {}", names.join(", "))),
    }
}

/// Returns the most similar word, if one is similar enough.
pub(crate) fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    words
        .iter()
        .map(|near| (strsim::damerau_levenshtein(word, near), *near))
        .filter(|(distance, near)| *distance * 3 <= near.len().max(3))
        .min()
        .map(|(_, near)| near)
}
