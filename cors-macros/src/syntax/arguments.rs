//! The keys and flags of a policy.

use cors_runtime::{fault::Fault, rule::Rule};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use super::{
    Argument, Credentials, Draft, Key, Macro, MaxAge, list, migration, seconds, suggestions,
};
use crate::{
    report::{Report, SourceOrder, SourceSpan},
    standard::LONGEST_MAX_AGE,
    tokens::by_comma,
    written::written,
};

pub(super) fn read(arguments: TokenStream, places: &mut SourceOrder, report: &mut Report) -> Draft {
    let mut reader = Reader {
        draft: Draft::empty(places.of(&arguments)),
        first: Vec::new(),
        unknown: Vec::new(),
        places,
        report,
    };
    for run in by_comma(arguments) {
        reader.argument(&run);
    }
    let Reader {
        draft,
        first,
        unknown,
        report,
        ..
    } = reader;
    for (place, fault) in unknown {
        report.fault(place, &in_place(fault, &draft, &first));
    }
    if let (Some(off), true) = (
        draft.off,
        first
            .iter()
            .any(|key| !matches!(key, Key::Off | Key::Crate)),
    ) {
        let fault = Fault::new(
            Rule::OffWithArguments,
            "`off` is a complete policy; it takes no other arguments",
        )
        .help("remove the other arguments, or remove `off`");
        report.fault(off, &fault);
    }
    draft
}

/// Returns the text to write instead of an unknown key, with its value.
fn with_value(fault: &Fault, value: &[TokenTree]) -> Option<String> {
    let (key, _) = fault.help[0].strip_prefix("write `")?.split_once(" = ")?;
    match key {
        "origins" => suggestions::of_origins(value),
        "max_age" => {
            let tokens: TokenStream = value.iter().cloned().collect();
            let seconds = seconds::meant(&tokens)?;
            (seconds <= u64::from(LONGEST_MAX_AGE)).then(|| format!("write `max_age = {seconds}`"))
        }
        _ => None,
    }
}

/// Returns the fault of an unknown key, with a key to write that the other arguments accept.
fn in_place(mut fault: Fault, draft: &Draft, given: &[Key]) -> Fault {
    let Some(code) = fault.help[0].strip_prefix("write `") else {
        return fault;
    };
    let key = code.split([' ', '`', '(']).next().unwrap_or_default();
    let any_origin = draft
        .origins
        .as_ref()
        .is_some_and(|origins| origins.value.is_any());
    if given.iter().any(|given| given.name() == key) {
        fault.help[0] = format!("remove it: `{key}` is already given");
    } else if any_origin && matches!(key, "credentials" | "mismatch") {
        let code = code.trim_end_matches('`').to_owned();
        fault.help[0] = format!(
            "list the origins, which `{key}` needs: `origins = [\"https://app.acme.example\"], {code}`"
        );
    }
    fault
}

struct Reader<'a> {
    draft: Draft,
    /// The keys read so far.
    first: Vec<Key>,
    /// The keys that do not exist. What to write instead depends on the others.
    unknown: Vec<(SourceSpan, Fault)>,
    places: &'a mut SourceOrder,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Reads the tokens between two commas.
    fn argument(&mut self, run: &[TokenTree]) {
        if let Some(at) = run.iter().position(|token| is_punct(token, ';')) {
            self.argument(&run[..at]);
            self.report.unreadable(
                self.places.of(&run[at]),
                "arguments are separated by commas, not by `;`",
                "write `,`",
            );
            return self.argument(&run[at + 1..]);
        }
        if let Some(next) = (1..run.len()).find(|at| begins_another(run, *at)) {
            self.argument(&run[..next]);
            let key = &run[next];
            self.report.unreadable(
                self.places.of(key),
                &format!("a comma is missing before `{key}`"),
                &format!("write `, {key}`"),
            );
            return self.argument(&run[next..]);
        }
        if let [.., TokenTree::Ident(name)] = run
            && suggestions::is_constant(&name.to_string())
            && let Ok(path) = syn::parse2::<syn::Path>(run.iter().cloned().collect())
        {
            let path = path.to_token_stream().to_string().replace(' ', "");
            self.draft.misread = true;
            let all: TokenStream = run.iter().cloned().collect();
            return self.report.unreadable(
                self.places.of(&all),
                &format!("`{path}` is not an argument"),
                &format!("write `policy = {path}`, if it is a named policy"),
            );
        }
        match run {
            [TokenTree::Ident(key)] => {
                let place = self.places.of(key);
                match named(key) {
                    Some(key) => self.flag(key, place),
                    None => self.unknown(key, place, &[]),
                }
            }
            [TokenTree::Ident(key), rest @ ..]
                if named(key).is_some()
                    && let Some((separator, value)) = other_separator(rest) =>
            {
                self.wrong_separator(key, &rest[0], separator, value);
            }
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
                if equals.as_char() == '=' =>
            {
                let place = self.places.of(key);
                match named(key) {
                    Some(key) => self.pair(key, place, value),
                    None => self.unknown(key, place, value),
                }
            }
            [TokenTree::Ident(key), TokenTree::Group(group)]
                if key == "allow" && group.delimiter() == Delimiter::Parenthesis =>
            {
                let keyword = self.places.of(key);
                let allowances = list::allow(group.stream(), keyword, self.places, self.report);
                self.draft.allowances.extend(allowances);
            }
            [TokenTree::Ident(key), TokenTree::Group(_), ..] => {
                let place = self.places.of(key);
                self.call(key, place, &run[1..]);
            }
            [TokenTree::Ident(key), ..] => {
                let place = self.places.of(key);
                match named(key) {
                    Some(key) => self.without_equals(key, run),
                    None => self.unknown(key, place, &[]),
                }
            }
            _ => {
                self.draft.misread = true;
                let all: TokenStream = run.iter().cloned().collect();
                let place = self.places.of(&all);
                let help = match run {
                    [TokenTree::Literal(_)] => suggestions::of_list(Key::Origins, run),
                    _ => EXAMPLE.into(),
                };
                self.report.unreadable(
                    place,
                    &format!("`{}` is not an argument", written(all)),
                    &help,
                );
            }
        }
    }

    /// Reads a key with parentheses: `origins("https://app.acme.example")`.
    fn call(&mut self, key: &Ident, place: SourceSpan, value: &[TokenTree]) {
        let (what, help) = match named(key) {
            Some(Key::Allow) | None => return self.unknown(key, place, value),
            Some(key) if key.is_list() => (
                format!("`{key}` takes its value after `=`"),
                suggestions::of_list(key, value),
            ),
            Some(key) => (format!("`{key}` takes no parentheses"), key.example()),
        };
        self.draft.misread = true;
        self.report.unreadable(place, &what, &help);
    }

    fn without_equals(&mut self, key: Key, run: &[TokenTree]) {
        let all: TokenStream = run.iter().cloned().collect();
        self.draft.misread = true;
        self.report.unreadable(
            self.places.of(&all),
            &format!("`{}` cannot be read", written(all.clone())),
            &after_key(key, &run[1..]),
        );
    }

    fn wrong_separator(
        &mut self,
        key: &Ident,
        blamed: &TokenTree,
        separator: &str,
        value: &[TokenTree],
    ) {
        let value = written(value.iter().cloned().collect());
        self.draft.misread = true;
        self.report.unreadable(
            self.places.of(blamed),
            &format!("`{key}` takes its value after `=`, not after `{separator}`"),
            &format!("write `{key} = {value}`"),
        );
    }

    fn flag(&mut self, key: Key, place: SourceSpan) {
        match key {
            Key::Credentials => {
                if self.first(key, place) {
                    self.draft.credentials = Some(Argument {
                        place,
                        value: Credentials::Flag(true),
                    });
                }
            }
            Key::Off => {
                if self.first(key, place) {
                    self.draft.off = Some(place);
                }
            }
            key => {
                self.draft.misread = true;
                self.report
                    .unreadable(place, &format!("`{key}` has no value"), &key.example());
            }
        }
    }

    fn pair(&mut self, key: Key, place: SourceSpan, value: &[TokenTree]) {
        if !self.first(key, place) {
            return;
        }
        let (places, report) = (&mut *self.places, &mut *self.report);
        match key {
            Key::Origins => {
                let value = list::listing(value, key, place, places, report, list::origin);
                self.draft.origins = Some(Argument { place, value });
            }
            Key::Methods => {
                let value =
                    list::listing(value, key, place, places, report, |run, places, report| {
                        list::word(run, "method", places, report)
                    });
                self.draft.methods = Some(Argument { place, value });
            }
            Key::Headers | Key::Expose => {
                let value =
                    list::listing(value, key, place, places, report, |run, places, report| {
                        list::word(run, "header", places, report)
                    });
                let slot = if key == Key::Headers {
                    &mut self.draft.headers
                } else {
                    &mut self.draft.expose
                };
                *slot = Some(Argument { place, value });
            }
            Key::Credentials => match list::unwrap(value).as_slice() {
                [TokenTree::Ident(word)] if word == "true" || word == "false" => {
                    self.draft.credentials = Some(Argument {
                        place,
                        value: Credentials::Flag(word == "true"),
                    });
                }
                [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
                    let listing = list::listing(value, key, place, places, report, list::origin);
                    self.draft.credentials = Some(Argument {
                        place,
                        value: Credentials::Only(listing),
                    });
                }
                _ => self.not_a_value(key, place, value),
            },
            Key::MaxAge => {
                let value = self.max_age(place, value);
                self.draft.max_age = Some(Argument { place, value });
            }
            Key::Mismatch => match list::unwrap(value).as_slice() {
                [TokenTree::Ident(word)] if word == "reject" || word == "omit" => {
                    self.draft.rejects = Some(Argument {
                        place: self.places.of(word),
                        value: word == "reject",
                    });
                }
                _ => self.not_a_value(key, place, value),
            },
            Key::Policy => {
                let path: TokenStream = value.iter().cloned().collect();
                match syn::parse2::<syn::Path>(path.clone()) {
                    Ok(_) => {
                        self.draft.base = Some(Argument {
                            place: self.places.of(&path),
                            value: path,
                        });
                    }
                    Err(_) => self.not_a_value(key, place, value),
                }
            }
            Key::Crate => {
                let path: TokenStream = value.iter().cloned().collect();
                match syn::parse2::<syn::Path>(path.clone()) {
                    Ok(_) => self.draft.crate_path = Some(path),
                    Err(_) => self.not_a_value(key, place, value),
                }
            }
            _ => self.not_a_value(key, place, value),
        }
    }

    /// Seconds from a number or from a string with a unit.
    fn max_age(&mut self, key: SourceSpan, value: &[TokenTree]) -> MaxAge {
        let value = list::unwrap(value);
        let tokens: TokenStream = value.iter().cloned().collect();
        if value.is_empty() {
            self.report
                .unreadable(key, "`max_age` has no value", &Key::MaxAge.example());
            return MaxAge::Unreadable;
        }
        let place = self.places.of(&tokens);
        if matches!(value.as_slice(), [TokenTree::Ident(word)] if word == "off") {
            return MaxAge::Off;
        }
        let (read, written) = match syn::parse2::<syn::Lit>(tokens.clone()) {
            Ok(syn::Lit::Int(number)) if number.suffix().is_empty() => {
                (number.base10_parse().ok(), number.to_string())
            }
            Ok(syn::Lit::Str(text)) if text.suffix().is_empty() => (
                seconds::read(&text.value()),
                format!("\"{}\"", text.value()),
            ),
            _ => (None, written(tokens.clone())),
        };
        MaxAge::Seconds {
            place,
            seconds: read,
            meant: seconds::meant(&tokens),
            written,
        }
    }

    /// Checks whether a key occurs for the first time.
    fn first(&mut self, key: Key, place: SourceSpan) -> bool {
        if self.first.contains(&key) {
            let fault = Fault::new(Rule::DuplicateKey, format!("`{key}` is given twice"))
                .help("remove one of them");
            self.report.fault(place, &fault);
            return false;
        }
        self.first.push(key);
        true
    }

    fn unknown(&mut self, key: &Ident, place: SourceSpan, value: &[TokenTree]) {
        let mut fault = migration::unknown_key(&key.to_string());
        if let Some(line) = with_value(&fault, &list::unwrap(value)) {
            fault.help[0] = line;
        }
        self.draft.misread = true;
        self.unknown.push((place, fault));
    }

    fn not_a_value(&mut self, key: Key, place: SourceSpan, value: &[TokenTree]) {
        self.draft.misread = true;
        let value: TokenStream = value.iter().cloned().collect();
        let place = if value.is_empty() {
            place
        } else {
            self.places.of(&value)
        };
        self.report.unreadable(
            place,
            &format!("`{}` is not a value of `{key}`", written(value)),
            &key.example(),
        );
    }
}

/// Returns whether another argument begins at a token in the middle of a run.
fn begins_another(run: &[TokenTree], at: usize) -> bool {
    let is_key = matches!(&run[at], TokenTree::Ident(word) if named(word).is_some());
    // `policy = crate::API`, `max_age = off`
    let in_a_value = matches!(run[at - 1], TokenTree::Punct(_));
    let goes_on = match run.get(at + 1) {
        None => true,
        Some(TokenTree::Punct(equals)) => equals.as_char() == '=',
        Some(_) => run[at].to_string() == "allow",
    };
    is_key && !in_a_value && goes_on
}

/// Returns the key that an identifier names.
fn named(name: &Ident) -> Option<Key> {
    Key::named(&name.to_string(), Macro::Policy)
}

/// Returns whether a token is this punctuation mark.
fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Splits `: any`, `=> any` or `== any` into what was written instead of `=`, and the value.
fn other_separator(rest: &[TokenTree]) -> Option<(&'static str, &[TokenTree])> {
    match rest {
        [first, second, value @ ..] if is_punct(first, '=') && is_punct(second, '>') => {
            Some(("=>", value))
        }
        [first, second, value @ ..] if is_punct(first, '=') && is_punct(second, '=') => {
            Some(("==", value))
        }
        [first, second, value @ ..] if is_punct(first, ':') && is_punct(second, '=') => {
            Some((":=", value))
        }
        [first, value @ ..] if is_punct(first, ':') => Some((":", value)),
        _ => None,
    }
}

/// Returns what to write for a key that is followed by something other than `=`.
fn after_key(key: Key, rest: &[TokenTree]) -> String {
    if key.is_list() && !rest.is_empty() {
        suggestions::of_list(key, rest)
    } else {
        key.example()
    }
}

/// A whole attribute.
const EXAMPLE: &str =
    "an argument is a key and a value: `origins = [\"https://app.acme.example\"]`";
