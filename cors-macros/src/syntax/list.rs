//! Lists: runs of tokens between commas, and the kinds of elements.

use cors_runtime::rule::Rule;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use super::{Allowance, Key, Listing, OriginElement, Spread, Word, suggestions};
use crate::{
    report::{Report, SourceOrder, SourceSpan},
    tokens::by_comma,
    written::written,
};

/// Reads `any` or `[..]`.
pub(super) fn listing<T>(
    value: &[TokenTree],
    key: Key,
    key_place: SourceSpan,
    places: &mut SourceOrder,
    report: &mut Report,
    element: impl FnMut(&[TokenTree], &mut SourceOrder, &mut Report) -> Option<T>,
) -> Listing<T> {
    let value = unwrap(value);
    match value.as_slice() {
        [] => {
            report.unreadable(
                key_place,
                &format!("`{key}` has no value"),
                &suggestions::of_list(key, &[]),
            );
            Listing::Unreadable
        }
        [TokenTree::Ident(word)] if word == "any" => Listing::Any(places.of(word)),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            elements(group, key, places, report, element)
        }
        other => {
            let tokens: TokenStream = other.iter().cloned().collect();
            let what = if matches!(key, Key::Methods | Key::Credentials) {
                format!("`{key}` must be a list in brackets")
            } else {
                format!("`{key}` must be `any` or a list in brackets")
            };
            report.unreadable(places.of(&tokens), &what, &suggestions::of_list(key, other));
            Listing::Unreadable
        }
    }
}

fn elements<T>(
    group: &Group,
    key: Key,
    places: &mut SourceOrder,
    report: &mut Report,
    mut element: impl FnMut(&[TokenTree], &mut SourceOrder, &mut Report) -> Option<T>,
) -> Listing<T> {
    let place = places.of(TokenTree::from(group.clone()));
    let (mut elements, mut spreads, mut complete) = (Vec::new(), Vec::new(), true);
    for run in by_comma(group.stream()) {
        if is_spread(&run) {
            let spread = spread(&run, elements.len(), key, places, report);
            complete &= spread.is_some();
            spreads.extend(spread);
        } else {
            let element = element(&run, places, report);
            complete &= element.is_some();
            elements.extend(element);
        }
    }
    Listing::List {
        place,
        elements,
        spreads,
        complete,
    }
}

/// Returns whether an element begins with `..`, after its attributes.
fn is_spread(run: &[TokenTree]) -> bool {
    let mut rest = run;
    while let [TokenTree::Punct(pound), TokenTree::Group(_), after @ ..] = rest
        && pound.as_char() == '#'
    {
        rest = after;
    }
    matches!(rest, [TokenTree::Punct(first), TokenTree::Punct(second), ..]
        if first.as_char() == '.' && second.as_char() == '.')
}

/// Reads `..NAME`.
fn spread(
    run: &[TokenTree],
    position: usize,
    key: Key,
    places: &mut SourceOrder,
    report: &mut Report,
) -> Option<Spread> {
    let Attributes {
        cfgs,
        allowances,
        rest,
    } = attributes(run, "a list", places, report);
    let all: TokenStream = rest.iter().cloned().collect();
    let place = places.of(&all);
    if let Some(allowance) = allowances.first() {
        report.unreadable(
            allowance.place,
            "an `#[allow(..)]` before `..NAME` would cover elements that are written elsewhere",
            "move it before the element itself, or make it an argument: `allow(rule, reason = \"..\")`",
        );
    }
    if !key.is_list() {
        report.unreadable(
            place,
            &format!("`..NAME` extends `origins`, `methods`, `headers` and `expose`, not `{key}`"),
            &format!("list each origin in `{key} = [..]`"),
        );
        return None;
    }
    let path: TokenStream = rest[2..].iter().cloned().collect();
    if syn::parse2::<syn::Path>(path.clone()).is_err() {
        report.unreadable(
            place,
            "`..` takes the name of a policy",
            "name a static: `..NAME`, with `static NAME: Policy = policy!(..)`",
        );
        return None;
    }
    Some(Spread {
        place,
        path,
        cfgs,
        position,
    })
}

/// Reads a string or, in lists of identifiers, an identifier.
pub(super) fn word(
    run: &[TokenTree],
    what: &str,
    places: &mut SourceOrder,
    report: &mut Report,
) -> Option<Word> {
    let tokens: TokenStream = run.iter().cloned().collect();
    let place = places.of(&tokens);
    if let [TokenTree::Literal(literal)] = unwrap(run).as_slice()
        && let syn::Lit::Str(string) = syn::Lit::new(literal.clone())
    {
        if !string.suffix().is_empty() {
            report.unreadable(
                place,
                &format!("the suffix `{}` has no meaning here", string.suffix()),
                &format!("write {:?}", string.value()),
            );
            return None;
        }
        return Some(Word {
            place,
            text: string.value(),
            quoted: true,
        });
    }
    // A method or a header name without quotes may have hyphens: `content-type`.
    let spelling: String = run.iter().map(ToString::to_string).collect();
    if spelling == "*" || is_hyphenated(run) {
        return Some(Word {
            place,
            text: spelling,
            quoted: false,
        });
    }
    report.unreadable(
        place,
        &format!("`{}` is not {}", written(tokens), article(what)),
        &suggestions::of_element(what, run),
    );
    None
}

/// Returns whether the tokens are one word, with hyphens between its parts and nothing else.
fn is_hyphenated(run: &[TokenTree]) -> bool {
    matches!(run, [TokenTree::Ident(_), ..])
        && run.len() % 2 == 1
        && run.iter().enumerate().all(|(index, token)| match token {
            TokenTree::Punct(hyphen) => index % 2 == 1 && hyphen.as_char() == '-',
            TokenTree::Ident(_) | TokenTree::Literal(_) => index % 2 == 0,
            TokenTree::Group(_) => false,
        })
}

/// Reads an element of `origins`: attributes, then a string or the path to a set.
pub(super) fn origin(
    run: &[TokenTree],
    places: &mut SourceOrder,
    report: &mut Report,
) -> Option<OriginElement> {
    let Attributes {
        cfgs,
        allowances,
        rest,
    } = attributes(run, "an origin", places, report);
    if rest.is_empty() {
        let tokens: TokenStream = run.iter().cloned().collect();
        report.unreadable(
            places.of(tokens),
            "there is no origin after the attribute",
            "an origin follows its attributes: `#[cfg(debug_assertions)] \"http://localhost:5173\"`",
        );
        return None;
    }
    let set = set(rest);
    let word = match &set {
        Some(path) => Some(Word {
            place: places.of(path),
            text: path.to_string().replace(' ', ""),
            quoted: false,
        }),
        None => word(rest, "origin", places, report),
    };
    word.map(|word| OriginElement {
        word,
        set,
        cfgs,
        allowances,
    })
}

/// The attributes before an element of a list.
struct Attributes<'a> {
    cfgs: Vec<TokenStream>,
    allowances: Vec<Allowance>,
    /// The element.
    rest: &'a [TokenTree],
}

/// Reads the attributes before an element.
fn attributes<'a>(
    run: &'a [TokenTree],
    what: &str,
    places: &mut SourceOrder,
    report: &mut Report,
) -> Attributes<'a> {
    let mut rest = run;
    let (mut cfgs, mut allowances) = (Vec::new(), Vec::new());
    while let [
        TokenTree::Punct(pound),
        TokenTree::Group(attribute),
        after @ ..,
    ] = rest
    {
        if pound.as_char() != '#' || attribute.delimiter() != Delimiter::Bracket {
            break;
        }
        rest = after;
        let inner: Vec<TokenTree> = attribute.stream().into_iter().collect();
        match inner.as_slice() {
            [TokenTree::Ident(name), TokenTree::Group(arguments)] if name == "cfg" => {
                cfgs.push(arguments.stream());
            }
            [TokenTree::Ident(name), TokenTree::Group(arguments)] if name == "allow" => {
                allowances.extend(allow(arguments.stream(), places.of(name), places, report));
            }
            [TokenTree::Ident(name), TokenTree::Punct(_), _] if name == "doc" => {}
            _ => report.unreadable(
                places.of(TokenTree::from(attribute.clone())),
                &format!("this attribute has no meaning before {what}"),
                "an element can have `#[cfg(..)]` and `#[allow(rule, reason = \"..\")]`",
            ),
        }
    }
    Attributes {
        cfgs,
        allowances,
        rest,
    }
}

/// Returns the path to a set. It has a `::`, or its name is spelt like a static.
fn set(run: &[TokenTree]) -> Option<TokenStream> {
    let tokens: TokenStream = unwrap(run).into_iter().collect();
    let path = syn::parse2::<syn::Path>(tokens.clone()).ok()?;
    let name = path.segments.last()?.ident.to_string();
    let is_path = path.segments.len() > 1 || path.leading_colon.is_some();
    (is_path || !name.contains(char::is_lowercase)).then_some(tokens)
}

/// Reads the rules in `allow(rule, reason = "..")`.
pub(super) fn allow(
    arguments: TokenStream,
    keyword: SourceSpan,
    places: &mut SourceOrder,
    report: &mut Report,
) -> Vec<Allowance> {
    let mut names = Vec::new();
    let (mut reason, mut misread) = (None, false);
    for run in by_comma(arguments) {
        match run.as_slice() {
            [TokenTree::Ident(name)] => names.push((places.of(name), name.to_string())),
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
                if key == "reason" && equals.as_char() == '=' =>
            {
                let value: TokenStream = value.iter().cloned().collect();
                if let Ok(text) = syn::parse2::<syn::LitStr>(value.clone()) {
                    reason =
                        Some(text.value()).filter(|text| text.chars().any(char::is_alphanumeric));
                } else {
                    reason = Some(String::new());
                    let blamed = if value.is_empty() {
                        key.to_token_stream()
                    } else {
                        value
                    };
                    report.unreadable(
                        places.of(blamed),
                        "the reason must be a string",
                        "a reason is a string: `reason = \"..\"`",
                    );
                }
            }
            _ => {
                misread = true;
                let tokens: TokenStream = run.iter().cloned().collect();
                report.unreadable(
                    places.of(&tokens),
                    &format!("`{}` is not the name of a rule", written(tokens)),
                    ALLOW,
                );
            }
        }
    }
    if names.is_empty() && !misread {
        report.unreadable(keyword, "this `allow` names no rule", ALLOW);
    }
    names
        .into_iter()
        .map(|(place, name)| Allowance {
            place,
            rule: Rule::named(&name),
            name,
            reason: reason.clone(),
        })
        .collect()
}

/// How an allowance is written.
pub(super) const ALLOW: &str =
    "an allowance is `allow(rule, reason = \"..\")`; each error names its rule";

fn article(what: &str) -> String {
    match what {
        "origin" => "an origin".into(),
        _ => format!("a {what}"),
    }
}

/// Returns tokens without the invisible group around a fragment of `macro_rules!`.
pub(super) fn unwrap(tokens: &[TokenTree]) -> Vec<TokenTree> {
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            unwrap(&group.stream().into_iter().collect::<Vec<_>>())
        }
        tokens => tokens.to_vec(),
    }
}
