//! The keys and flags of a policy.

use cors_runtime::{fault::Fault, rule::Rule};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

use super::{Credentials, Draft, Key, MaxAge, instead, list, migration};
use crate::report::{Place, Places, Report};

pub(super) fn read(arguments: TokenStream, places: &mut Places, report: &mut Report) -> Draft {
    let mut reader = Reader {
        draft: Draft::empty(places.of(&arguments)),
        first: Vec::new(),
        places,
        report,
    };
    for run in list::by_comma(arguments) {
        reader.argument(&run);
    }
    let Reader {
        draft,
        first,
        report,
        ..
    } = reader;
    if let (Some(off), true) = (
        draft.off,
        first
            .iter()
            .any(|key| !matches!(key.as_str(), "off" | "crate")),
    ) {
        let fault = Fault::new(
            Rule::OffWithArguments,
            "`off` is a whole policy, and there are other arguments beside it",
        )
        .help("write `#[cors(off)]`, or leave out `off`");
        report.fault(off, &fault);
    }
    draft
}

struct Reader<'a> {
    draft: Draft,
    /// The keys read so far.
    first: Vec<String>,
    places: &'a mut Places,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Reads what stands between two commas.
    fn argument(&mut self, run: &[TokenTree]) {
        if let Some(next) = (1..run.len()).find(|at| begins_another(run, *at)) {
            self.argument(&run[..next]);
            let key = &run[next];
            self.report.unreadable(
                self.places.of(key),
                &format!("there is no comma before `{key}`"),
                "write a comma between arguments",
            );
            return self.argument(&run[next..]);
        }
        if let [.., TokenTree::Ident(name)] = run
            && is_constant(&name.to_string())
            && let Ok(path) = syn::parse2::<syn::Path>(run.iter().cloned().collect())
        {
            let path = path.to_token_stream().to_string().replace(' ', "");
            self.draft.misread = true;
            let all: TokenStream = run.iter().cloned().collect();
            return self.report.unreadable(
                self.places.of(&all),
                &format!("`{path}` is no argument"),
                &format!("where it is the name of a policy: `policy = {path}`"),
            );
        }
        match run {
            [TokenTree::Ident(key)] => {
                let place = self.places.of(key);
                self.flag(&key.to_string(), place);
            }
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
                if equals.as_char() == '=' =>
            {
                let place = self.places.of(key);
                self.pair(&key.to_string(), place, value);
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
                let key = key.to_string();
                match key.as_str() {
                    "origins" | "methods" | "headers" | "expose" => {
                        self.draft.misread = true;
                        self.report.unreadable(
                            place,
                            &format!("`{key}` takes its value after `=`"),
                            &instead::of_list(&key, &run[1..]),
                        );
                    }
                    "credentials" | "max_age" | "mismatch" | "policy" | "off" | "crate" => {
                        self.draft.misread = true;
                        let help = example(&key);
                        self.report.unreadable(
                            place,
                            &format!("`{key}` takes no parentheses"),
                            &help,
                        );
                    }
                    _ => self.unknown(&key, place),
                }
            }
            [TokenTree::Ident(key), ..] => {
                let place = self.places.of(key);
                let key = key.to_string();
                if KEYS.contains(&key.as_str()) {
                    self.draft.misread = true;
                    let all: TokenStream = run.iter().cloned().collect();
                    self.report.unreadable(
                        self.places.of(&all),
                        &format!("`{all}` cannot be read"),
                        &format!("{}, and a comma before the next argument", example(&key)),
                    );
                } else {
                    self.unknown(&key, place);
                }
            }
            _ => {
                self.draft.misread = true;
                let all: TokenStream = run.iter().cloned().collect();
                let place = self.places.of(&all);
                let help = match run {
                    [TokenTree::Literal(_)] => instead::of_list("origins", run),
                    _ => "write `#[cors(origins = [\"https://app.acme.example\"])]`".into(),
                };
                self.report
                    .unreadable(place, &format!("`{all}` is no argument"), &help);
            }
        }
    }

    fn flag(&mut self, key: &str, place: Place) {
        match key {
            "credentials" => {
                if self.first(key, place) {
                    self.draft.credentials = Some(Key {
                        place,
                        value: Credentials::Flag(true),
                    });
                }
            }
            "off" => {
                if self.first(key, place) {
                    self.draft.off = Some(place);
                }
            }
            _ if KEYS.contains(&key) => {
                self.draft.misread = true;
                self.report
                    .unreadable(place, &format!("`{key}` has no value"), &example(key));
            }
            _ => self.unknown(key, place),
        }
    }

    fn pair(&mut self, key: &str, place: Place, value: &[TokenTree]) {
        if !KEYS.contains(&key) {
            return self.unknown(key, place);
        }
        if !self.first(key, place) {
            return;
        }
        let (places, report) = (&mut *self.places, &mut *self.report);
        match key {
            "origins" => {
                let value = list::listing(value, key, place, places, report, list::origin);
                self.draft.origins = Some(Key { place, value });
            }
            "methods" => {
                let value =
                    list::listing(value, key, place, places, report, |run, places, report| {
                        list::word(run, "method", places, report)
                    });
                self.draft.methods = Some(Key { place, value });
            }
            "headers" | "expose" => {
                let value =
                    list::listing(value, key, place, places, report, |run, places, report| {
                        list::word(run, "header", places, report)
                    });
                let slot = if key == "headers" {
                    &mut self.draft.headers
                } else {
                    &mut self.draft.expose
                };
                *slot = Some(Key { place, value });
            }
            "credentials" => match list::unwrap(value).as_slice() {
                [TokenTree::Ident(word)] if word == "true" || word == "false" => {
                    self.draft.credentials = Some(Key {
                        place,
                        value: Credentials::Flag(word == "true"),
                    });
                }
                [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
                    let listing = list::listing(value, key, place, places, report, list::origin);
                    self.draft.credentials = Some(Key {
                        place,
                        value: Credentials::Only(listing),
                    });
                }
                _ => self.not_a_value(key, place, value),
            },
            "max_age" => {
                let value = self.max_age(place, value);
                self.draft.max_age = Some(Key { place, value });
            }
            "mismatch" => match list::unwrap(value).as_slice() {
                [TokenTree::Ident(word)] if word == "reject" || word == "omit" => {
                    self.draft.rejects = Some(Key {
                        place: self.places.of(word),
                        value: word == "reject",
                    });
                }
                _ => self.not_a_value(key, place, value),
            },
            "policy" => {
                let path: TokenStream = value.iter().cloned().collect();
                match syn::parse2::<syn::Path>(path.clone()) {
                    Ok(_) => {
                        self.draft.base = Some(Key {
                            place: self.places.of(&path),
                            value: path,
                        });
                    }
                    Err(_) => self.not_a_value(key, place, value),
                }
            }
            "crate" => {
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
    fn max_age(&mut self, key: Place, value: &[TokenTree]) -> MaxAge {
        let value = list::unwrap(value);
        let tokens: TokenStream = value.iter().cloned().collect();
        if value.is_empty() {
            self.report
                .unreadable(key, "`max_age` has no value", &example("max_age"));
            return MaxAge::Unreadable;
        }
        let place = self.places.of(&tokens);
        if matches!(value.as_slice(), [TokenTree::Ident(word)] if word == "off") {
            return MaxAge::Off;
        }
        let (seconds, written) = match syn::parse2::<syn::Lit>(tokens.clone()) {
            Ok(syn::Lit::Int(number)) if number.suffix().is_empty() => {
                (number.base10_parse().ok(), number.to_string())
            }
            Ok(syn::Lit::Str(text)) if text.suffix().is_empty() => {
                (seconds(&text.value()), format!("\"{}\"", text.value()))
            }
            _ => (None, tokens.to_string()),
        };
        MaxAge::Seconds {
            place,
            seconds,
            written,
        }
    }

    /// Whether a key stands here for the first time.
    fn first(&mut self, key: &str, place: Place) -> bool {
        if self.first.iter().any(|earlier| earlier == key) {
            let fault = Fault::new(
                Rule::DuplicateKey,
                format!("`{key}` stands here for the second time"),
            )
            .help("leave one of them; a later one does not replace an earlier one");
            self.report.fault(place, &fault);
            return false;
        }
        self.first.push(key.into());
        true
    }

    fn unknown(&mut self, key: &str, place: Place) {
        self.draft.misread = true;
        self.report.fault(place, &migration::unknown_key(key));
    }

    fn not_a_value(&mut self, key: &str, place: Place, value: &[TokenTree]) {
        self.draft.misread = true;
        let value: TokenStream = value.iter().cloned().collect();
        let place = if value.is_empty() {
            place
        } else {
            self.places.of(&value)
        };
        self.report.unreadable(
            place,
            &format!("`{value}` is no value of `{key}`"),
            &example(key),
        );
    }
}

/// Whether another argument begins at a token in the midst of one: a key, as it is written.
fn begins_another(run: &[TokenTree], at: usize) -> bool {
    let is_key = matches!(&run[at], TokenTree::Ident(word) if KEYS.iter().any(|key| word == key));
    // `policy = crate::API`, `max_age = off`
    let in_a_value = matches!(run[at - 1], TokenTree::Punct(_));
    let goes_on = match run.get(at + 1) {
        None => true,
        Some(TokenTree::Punct(equals)) => equals.as_char() == '=',
        Some(_) => run[at].to_string() == "allow",
    };
    is_key && !in_a_value && goes_on
}

/// Whether a name is written as those of statics are.
fn is_constant(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && !name.contains(|c: char| c.is_ascii_lowercase())
}

/// The keys and flags there are.
pub(super) const KEYS: &[&str] = &[
    "origins",
    "methods",
    "headers",
    "expose",
    "credentials",
    "max_age",
    "mismatch",
    "policy",
    "off",
    "crate",
    "allow",
];

/// How a key is written.
fn example(key: &str) -> String {
    match key {
        "origins" | "methods" | "headers" | "expose" => return instead::of_list(key, &[]),
        "credentials" => {
            "write `credentials`, alone, or the origins that may use them: `credentials = [\"https://app.acme.example\"]`"
        }
        "max_age" => "write `max_age = 600`, `max_age = \"10m\"` or `max_age = off`",
        "mismatch" => "write `mismatch = reject`; left out, it is `omit`",
        "policy" => "write `policy = NAME`, where `static NAME: Policy = policy!(..)`",
        "off" => "write `off`, alone",
        "crate" => "write `crate = path::to::route_cors`",
        _ => "write `allow(rule, reason = \"..\")`; each error names its rule",
    }
    .into()
}

/// The seconds of `90s`, `10m`, `1h` or `1d`.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    // `parse` takes a sign as well.
    let signed = !digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse::<u64>()
        .ok()
        .filter(|_| !signed)?
        .checked_mul(unit)
}
