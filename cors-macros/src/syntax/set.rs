//! The arguments of `origin_set!`.

use cors_runtime::{fault::Fault, rule::Rule};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use super::{Argument, Draft, Key, Macro, SetDraft, SetSource, list, migration::nearest};
use crate::{
    report::{Report, SourceOrder, SourceSpan},
    tokens::by_comma,
    written::written,
};

pub(super) fn read(
    arguments: TokenStream,
    places: &mut SourceOrder,
    report: &mut Report,
) -> SetDraft {
    let mut bound = Draft::empty(places.of(&arguments));
    bound.is_bound = true;
    let mut reader = Reader {
        draft: SetDraft {
            bound,
            source: SetSource::Program,
            optional: false,
        },
        first: Vec::new(),
        source: None,
        optional: None,
        places,
        report,
    };
    for run in by_comma(arguments) {
        reader.argument(&run);
    }
    reader.finish()
}

struct Reader<'a> {
    draft: SetDraft,
    /// The keys that have been read.
    first: Vec<Key>,
    /// The span of `env` or `file`.
    source: Option<SourceSpan>,
    /// The span of `optional`.
    optional: Option<SourceSpan>,
    places: &'a mut SourceOrder,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Reads the tokens between two commas.
    fn argument(&mut self, run: &[TokenTree]) {
        let [TokenTree::Ident(key), rest @ ..] = run else {
            let all: TokenStream = run.iter().cloned().collect();
            let place = self.places.of(&all);
            if let [TokenTree::Literal(name)] = run
                && let syn::Lit::Str(name) = syn::Lit::new(name.clone())
                && is_name(Key::Env, &name.value())
                && !name.value().contains("://")
            {
                let help = format!("write `env = \"{}\"`", name.value());
                return self.misread(place, "a set is loaded from `env` or `file`", &help);
            }
            return self.misread(
                place,
                &format!("`{}` is not an argument", written(all)),
                EXAMPLE,
            );
        };
        let (name, place) = (key.to_string(), self.places.of(key));
        let Some(key) = Key::named(&name, Macro::OriginSet) else {
            self.draft.bound.misread = true;
            return self.report.fault(place, &unknown_key(&name));
        };
        if key != Key::Allow && !self.is_first(key, place) {
            return;
        }
        match (key, rest) {
            (Key::Optional, []) => self.optional = Some(place),
            (Key::Allow, [TokenTree::Group(group)])
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                let allowances = list::allow(group.stream(), place, self.places, self.report);
                self.draft.bound.allowances.extend(allowances);
            }
            (
                Key::Within | Key::Env | Key::File | Key::Crate,
                [TokenTree::Punct(equals), value @ ..],
            ) if equals.as_char() == '=' => self.pair(key, place, value),
            _ => self.misread(place, &format!("`{key}` cannot be read"), &key.example()),
        }
    }

    fn pair(&mut self, key: Key, place: SourceSpan, value: &[TokenTree]) {
        let tokens: TokenStream = list::unwrap(value).into_iter().collect();
        match key {
            Key::Within => {
                let (places, report) = (&mut *self.places, &mut *self.report);
                let value = list::listing(value, key, place, places, report, list::origin);
                self.draft.bound.origins = Some(Argument { place, value });
            }
            Key::Crate if syn::parse2::<syn::Path>(tokens.clone()).is_ok() => {
                self.draft.bound.crate_path = Some(tokens);
            }
            Key::Env | Key::File => match syn::parse2::<LitStr>(tokens) {
                Ok(name) if is_name(key, &name.value()) && name.suffix().is_empty() => {
                    if self.source.is_some() {
                        return self.misread(
                            place,
                            "a set is loaded from a variable or from a file, not from both",
                            "remove one of them, or make two sets and list both: `origins = [FIRST, SECOND]`",
                        );
                    }
                    self.source = Some(place);
                    self.draft.source = if key == Key::Env {
                        SetSource::Env(name.value())
                    } else {
                        SetSource::File(name.value())
                    };
                }
                _ => {
                    let help = match value {
                        [TokenTree::Ident(name)] => format!("write `{key} = \"{name}\"`"),
                        _ => key.example(),
                    };
                    self.misread(place, &format!("`{key}` takes a name in quotes"), &help);
                }
            },
            _ => self.misread(place, &format!("`{key}` cannot be read"), &key.example()),
        }
    }

    /// Checks the arguments together.
    fn finish(mut self) -> SetDraft {
        self.draft.optional = self.optional.is_some();
        if let (Some(optional), None) = (self.optional, self.source) {
            self.misread(
                optional,
                "`optional` needs `env` or `file`, and this set has neither",
                "remove it: the set starts empty until the program replaces it",
            );
        }
        self.draft
    }

    fn is_first(&mut self, key: Key, place: SourceSpan) -> bool {
        if self.first.contains(&key) {
            let fault = Fault::new(Rule::DuplicateKey, format!("`{key}` is given twice"))
                .help("remove one of them");
            self.report.fault(place, &fault);
            return false;
        }
        self.first.push(key);
        true
    }

    fn misread(&mut self, place: SourceSpan, what: &str, help: &str) {
        self.draft.bound.misread = true;
        self.report.unreadable(place, what, help);
    }
}

/// Checks whether a variable or a file can have a name.
fn is_name(key: Key, name: &str) -> bool {
    !name.is_empty() && !name.contains('\0') && (key == Key::File || !name.contains('='))
}

const EXAMPLE: &str =
    "a set is `origin_set!(env = \"EDGE_ORIGINS\", within = [\"https://*.acme.example\"])`";

fn unknown_key(key: &str) -> Fault {
    let fault = Fault::new(
        Rule::UnknownKey,
        format!("`{key}` is not an argument of `origin_set!`"),
    );
    let names = Key::names(Macro::OriginSet);
    match (key, nearest(key, &names)) {
        ("origins" | "bound", _) => {
            fault.help("the origins that may arrive are `within = [\"https://*.acme.example\"]`")
        }
        _ if Key::named(key, Macro::Policy).is_some_and(|key| key != Key::Off) => fault.help(
            "it belongs to the policy that lists the set: `#[cors(origins = [TENANTS], ..)]`",
        ),
        (_, Some(near)) => fault.help(format!("write `{near}`")),
        (_, None) => fault.help(format!("the arguments are `{}`", names.join("`, `"))),
    }
}
