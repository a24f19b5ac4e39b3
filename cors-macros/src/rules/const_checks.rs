//! The checks that only a constant can make: of a policy that is put together from what is written here, named policies,
//! and the bounds of sets.

use cors_runtime::{
    fault::Fault,
    policy::ListKey,
    rule::{Condition, Property, Rule, Severity},
};
use proc_macro2::TokenStream;

use super::{certainty::Certainty, credentials, headers, signature};
use crate::{
    report::{SourceOrder, SourceSpan},
    route::Handler,
    standard::METHOD_OVERRIDE_HEADERS,
    syntax::{
        Allowance, Argument, Credentials, Draft, Listing, Spread, Word, suggestions::OMIT_METHODS,
    },
};

/// A check in a constant, and the error if it fails.
#[derive(Debug)]
pub(crate) struct ConstCheck {
    pub(crate) place: SourceSpan,
    /// The predicates of the `#[cfg(..)]`s under which it is made.
    pub(crate) cfgs: Vec<TokenStream>,
    pub(crate) check: Check,
    pub(crate) message: String,
}

/// The check of a constant. "The parts" are the parts of the policy.
#[derive(Debug)]
pub(crate) enum Check {
    /// The parts do not violate a rule.
    Holds(Rule),
    /// The parts would violate a rule without allowances.
    NeedsAllowance(Rule),
    /// Elements of a list do not violate a rule.
    ElementsHold(List, Elements, Rule),
    /// Elements of a list would violate a rule without allowances.
    ElementsNeedAllowance(List, Elements, Rule),
    /// A set in a list does not violate the rule about its bound. There is another message for `within = any`.
    IsBounded {
        list: List,
        set: TokenStream,
        /// Whether the element's own `#[allow(..)]` names the rule.
        is_allowed: bool,
        any_message: String,
    },
    /// `origins` allow elements of `credentials = [..]`.
    Allows(Elements),
    /// Pages may use at least one of the methods of a route.
    ServesOneOf(Vec<String>),
    /// A policy has a list that `..NAME` can extend.
    Lists(TokenStream, ListKey),
    /// The list of a policy has an element in some build.
    NotEmpty(TokenStream, ListKey),
    /// The list of a policy does not have these elements: for each its text, its predicates, and the message.
    Adds(TokenStream, ListKey, Vec<(String, String, String)>),
    /// The lists of two policies have no element in common.
    Disjoint(TokenStream, TokenStream, ListKey),
}

/// A list of origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Origins,
    Credentials,
}

/// Elements of a list of origins.
#[derive(Clone, Debug)]
pub(crate) enum Elements {
    /// One origin or pattern.
    Text(String),
    /// The set at this path.
    Set(TokenStream),
    /// The origins of the policy at this path.
    OriginsOf(TokenStream),
    /// Everything that is written in `origins` here, without what `..NAME` brings.
    Own,
}

/// Returns whether a rule depends on several parts of a policy, some of which may come from elsewhere.
pub(crate) fn is_about_parts(rule: Rule) -> bool {
    !matches!(rule.condition(), Condition::Always | Condition::Handler)
}

/// Returns whether no `allow` covers what a rule finds in several parts.
fn is_hard(rule: Rule) -> bool {
    rule.severity() == Severity::Hard || rule.condition() == Condition::HardProtection
}

/// Returns the rules about single elements of a list of origins.
fn rules_about_elements() -> impl Iterator<Item = Rule> {
    let rules = Rule::ALL.iter().copied();
    rules.filter(|rule| is_about_parts(*rule) && rule.condition() != Condition::Combination)
}

/// Returns whether the condition of a rule holds, apart from the origins or the exposed headers.
fn condition(draft: &Draft, rule: Rule) -> Certainty {
    match rule.condition() {
        Condition::Protection | Condition::HardProtection => draft.protects(),
        Condition::Credentials => draft.has(Property::AllCredentials),
        Condition::Always | Condition::Combination | Condition::Handler => {
            let properties = rule.properties().iter();
            draft.has_all(properties.filter(|property| !is_subject(**property)))
        }
    }
}

/// Returns whether a property is about a list, which the other properties of a rule forbid.
fn is_subject(property: Property) -> bool {
    matches!(property, Property::AnyOrigin | Property::AnyExpose)
}

/// Returns the checks that a draft and its handler need; none if nothing comes from elsewhere.
pub(crate) fn const_checks(
    draft: &Draft,
    handler: Option<&Handler>,
    places: &mut SourceOrder,
) -> Vec<ConstCheck> {
    let mut checks = Vec::new();
    of_sets(draft, List::Origins, &mut checks);
    of_sets(draft, List::Credentials, &mut checks);
    of_spreads(draft, handler, &mut checks);
    of_credentials(draft, &mut checks);
    if draft.has_parts_from_elsewhere() {
        of_parts(draft, &mut checks);
    }
    if let Some(handler) = handler {
        of_handler(draft, handler, places, &mut checks);
    }
    checks
}

/// Adds the checks of the sets in a list.
fn of_sets(draft: &Draft, list: List, checks: &mut Vec<ConstCheck>) {
    let listing = match list {
        List::Origins => draft.origins(),
        List::Credentials => draft.credentials_only(),
    };
    for element in listing.map_or(&[][..], Listing::elements) {
        let Some(path) = &element.set else { continue };
        for rule in rules_about_elements() {
            let check = |place, check, message| ConstCheck {
                place,
                cfgs: element.cfgs.clone(),
                check,
                message,
            };
            let own = named(&element.allowances, rule);
            if let Some(allowance) = own {
                checks.push(check(
                    allowance.place,
                    Check::ElementsNeedAllowance(list, Elements::Set(path.clone()), rule),
                    unneeded(rule, &format!("in the bound of `{}`", element.word.text)),
                ));
            }
            // If the condition may come from elsewhere, the check of the whole policy covers it.
            let applies = match list {
                List::Origins => condition(draft, rule) == Certainty::Yes,
                List::Credentials => true,
            };
            let allowed = own.is_some() || named(&draft.allowances, rule).is_some();
            if !applies {
                continue;
            }
            let elements = Elements::Set(path.clone());
            let place = element.word.place;
            let message = set_message(&element.word.text, rule);
            if rule == Rule::UnboundedOriginSet {
                let bounded = Check::IsBounded {
                    list,
                    set: path.clone(),
                    is_allowed: own.is_some(),
                    any_message: any_message(&element.word.text),
                };
                checks.push(check(place, bounded, message));
            } else if !allowed || is_hard(rule) {
                checks.push(check(
                    place,
                    Check::ElementsHold(list, elements, rule),
                    message,
                ));
            }
        }
    }
}

/// Adds the checks of what `..NAME` brings into each list.
fn of_spreads(draft: &Draft, handler: Option<&Handler>, checks: &mut Vec<ConstCheck>) {
    if let Some(listing) = draft.origins() {
        let own: Vec<_> = listing
            .elements()
            .iter()
            .filter(|element| element.set.is_none())
            .map(|element| (element.word.text.as_str(), cfg_text(&element.cfgs)))
            .collect();
        of_list(ListKey::Origins, listing, &own, checks);
        for spread in listing.spreads() {
            for rule in rules_about_elements() {
                let allowed = named(&draft.allowances, rule).is_some() && !is_hard(rule);
                if condition(draft, rule) != Certainty::No && !allowed {
                    checks.push(check(
                        spread,
                        Check::ElementsHold(
                            List::Origins,
                            Elements::OriginsOf(spread.path.clone()),
                            rule,
                        ),
                        spread_message(spread, rule),
                    ));
                }
            }
        }
    }
    let words = [
        (ListKey::Methods, &draft.methods),
        (ListKey::Headers, &draft.headers),
        (ListKey::Expose, &draft.expose),
    ];
    for (key, listing) in words {
        let Some(Argument { value: listing, .. }) = listing else {
            continue;
        };
        let own: Vec<_> = listing
            .elements()
            .iter()
            .map(|word| match key {
                ListKey::Methods => word.text.clone(),
                _ => word.text.to_ascii_lowercase(),
            })
            .collect();
        let own: Vec<_> = own
            .iter()
            .map(|text| (text.as_str(), String::new()))
            .collect();
        of_list(key, listing, &own, checks);
    }
    let headers = draft.headers.as_ref().map(|key| &key.value);
    if named(&draft.allowances, Rule::MethodOverrideHeader).is_none() {
        for spread in headers.map_or(&[][..], Listing::spreads) {
            let elements = METHOD_OVERRIDE_HEADERS.iter().map(|header| {
                let what = format!("`{}` brings `{header}`", shown(spread));
                (
                    (*header).to_owned(),
                    String::new(),
                    headers::method_override(&what).to_string(),
                )
            });
            checks.push(check(
                spread,
                Check::Adds(spread.path.clone(), ListKey::Headers, elements.collect()),
                String::new(),
            ));
        }
    }
    if let (Some(handler), Some(methods)) = (handler, &draft.methods)
        && let Some(spread) = methods.value.spreads().first()
    {
        let routed = handler.methods();
        let served = |word: &Word| routed.iter().any(|method| **method == *word.text);
        if !methods.value.elements().iter().any(served) && !routed.is_empty() {
            let message = nothing_left(&routed, &format!("`{}`", shown(spread)));
            let routed = routed.into_iter().map(str::to_owned).collect();
            checks.push(check(spread, Check::ServesOneOf(routed), message));
        }
    }
}

/// Adds the checks of what `..NAME` brings into a list. `own` has the text and the predicates of what is written there.
fn of_list<T>(
    key: ListKey,
    listing: &Listing<T>,
    own: &[(&str, String)],
    checks: &mut Vec<ConstCheck>,
) {
    let name = key.name();
    for (index, spread) in listing.spreads().iter().enumerate() {
        let (path, shown) = (&spread.path, shown(spread));
        let what = match key {
            ListKey::Methods => format!(
                "`{shown}` adds nothing: the policy names no methods, so it allows every method of its route"
            ),
            _ => format!(
                "the policy of `{shown}` has `{name} = any`, which cannot be part of a list"
            ),
        };
        let help = match key {
            ListKey::Methods => OMIT_METHODS.to_owned(),
            _ => format!("use `{name} = any`, or list the elements"),
        };
        let message = Fault::new(Rule::AnyAmongOthers, what)
            .help(help)
            .to_string();
        checks.push(check(spread, Check::Lists(path.clone(), key), message));
        if listing.elements().is_empty() && listing.spreads().len() == 1 {
            let what = format!("the policy of `{shown}` has no `{name}`, so the list is empty");
            let message = Fault::new(Rule::EmptyList, what)
                .help(match key {
                    ListKey::Origins => "list the origins here".to_owned(),
                    _ => format!("remove `{name}`, or list the elements here"),
                })
                .to_string();
            checks.push(check(spread, Check::NotEmpty(path.clone(), key), message));
        }
        if !own.is_empty() {
            let elements = own.iter().map(|(text, cfg)| {
                let fault = Fault::new(
                    Rule::DuplicateEntry,
                    format!("`{shown}` already brings `{text}`"),
                );
                let message = fault.help(format!("remove `{text}` here")).to_string();
                ((*text).to_owned(), cfg.clone(), message)
            });
            checks.push(check(
                spread,
                Check::Adds(path.clone(), key, elements.collect()),
                String::new(),
            ));
        }
        for earlier in &listing.spreads()[..index] {
            let fault = Fault::new(
                Rule::DuplicateEntry,
                format!(
                    "`{}` and `{shown}` have an element in common",
                    self::shown(earlier)
                ),
            );
            let message = fault
                .help("extend one of them, and list the rest")
                .to_string();
            checks.push(check(
                spread,
                Check::Disjoint(earlier.path.clone(), path.clone(), key),
                message,
            ));
        }
    }
}

fn check(spread: &Spread, check: Check, message: String) -> ConstCheck {
    ConstCheck {
        place: spread.place,
        cfgs: spread.cfgs.clone(),
        check,
        message,
    }
}

/// Adds the checks that `origins` allow what `credentials = [..]` names.
fn of_credentials(draft: &Draft, checks: &mut Vec<ConstCheck>) {
    let listing = draft.credentials_only();
    for element in listing.map_or(&[][..], Listing::elements) {
        let needs_constant = match draft.origins() {
            None => draft.base.is_some(),
            Some(_) => credentials::is_allowed(draft, element).is_none(),
        };
        if !needs_constant {
            continue;
        }
        let elements = match &element.set {
            Some(path) => Elements::Set(path.clone()),
            None => Elements::Text(element.word.text.clone()),
        };
        checks.push(ConstCheck {
            place: element.word.place,
            cfgs: element.cfgs.clone(),
            check: Check::Allows(elements),
            message: credentials::outside(&element.word.text).to_string(),
        });
    }
}

/// Adds the checks of the rules about several parts.
fn of_parts(draft: &Draft, checks: &mut Vec<ConstCheck>) {
    let has_spreads = draft
        .origins()
        .is_some_and(|listing| !listing.spreads().is_empty());
    for rule in Rule::ALL
        .iter()
        .copied()
        .filter(|rule| is_about_parts(*rule))
    {
        let allowance = named(&draft.allowances, rule);
        if let Some(allowance) = allowance {
            checks.push(ConstCheck {
                place: allowance.place,
                cfgs: Vec::new(),
                check: Check::NeedsAllowance(rule),
                message: unneeded(rule, &format!("in {}", name(draft))),
            });
        }
        let blamed = draft.base.as_ref().and_then(|_| place(draft, rule));
        let Some(place) = blamed.filter(|_| allowance.is_none() || is_hard(rule)) else {
            continue;
        };
        // The elements of `..NAME` have a check of their own.
        let own = has_spreads && rule.condition() != Condition::Combination;
        checks.push(ConstCheck {
            place,
            cfgs: Vec::new(),
            check: if own {
                Check::ElementsHold(List::Origins, Elements::Own, rule)
            } else {
                Check::Holds(rule)
            },
            message: message(draft, rule),
        });
    }
}

/// Adds the checks of the handler against the parts that come from elsewhere.
fn of_handler(
    draft: &Draft,
    handler: &Handler,
    places: &mut SourceOrder,
    checks: &mut Vec<ConstCheck>,
) {
    if draft.base.is_some() && draft.methods.is_none() {
        let routed = handler.methods();
        checks.push(ConstCheck {
            place: places.of(&handler.function.name),
            cfgs: Vec::new(),
            message: nothing_left(&routed, &name(draft)),
            check: Check::ServesOneOf(routed.into_iter().map(str::to_owned).collect()),
        });
    }
    for (taken, extractor) in signature::extractors(handler) {
        let comes_from_elsewhere = extractor.is_refused_by(draft) == Certainty::Unknown;
        let (place, check, message) = match named(&draft.allowances, extractor.rule) {
            _ if !comes_from_elsewhere => continue,
            // A module's allowance need not apply to each of its handlers.
            Some(_) if draft.inherited => continue,
            Some(allowance) => (
                allowance.place,
                Check::NeedsAllowance(extractor.rule),
                unneeded(extractor.rule, &format!("in {}", name(draft))),
            ),
            None => (
                places.of(&taken),
                Check::Holds(extractor.rule),
                extractor
                    .fault(&name(draft), draft.headers.as_ref())
                    .to_string(),
            ),
        };
        checks.push(ConstCheck {
            place,
            cfgs: Vec::new(),
            check,
            message,
        });
    }
}

/// Returns the allowance that names a rule.
fn named(allowances: &[Allowance], rule: Rule) -> Option<&Allowance> {
    allowances
        .iter()
        .find(|allowance| allowance.rule == Some(rule))
}

/// Returns the argument to blame for a violation, or `None` if the macro has checked it or nothing here is involved.
fn place(draft: &Draft, rule: Rule) -> Option<SourceSpan> {
    let gives_credentials =
        |key: &&Argument<Credentials>| !matches!(key.value, Credentials::Flag(false));
    let credentials = draft.credentials.as_ref().filter(gives_credentials);
    let rejects = draft.rejects.as_ref().filter(|key| key.value);
    // The place of the condition.
    let properties = rule.properties();
    let credentials = credentials.filter(|_| !properties.contains(&Property::Reject));
    let at = credentials
        .map(|key| key.place)
        .or(rejects.map(|key| key.place));
    let subject = if properties.contains(&Property::AnyExpose) {
        draft.expose.as_ref().map(|key| key.place)
    } else {
        draft.origins.as_ref().map(|key| key.place)
    };
    match (condition(draft, rule), subject) {
        // It depends on what is brought in, and so does what is written here.
        (Certainty::Unknown, Some(subject)) => Some(subject),
        (Certainty::Yes, None) => at,
        // There is no violation, or the macro has checked it, or it was checked where the policy is written.
        (Certainty::No, _) | (Certainty::Yes, Some(_)) | (Certainty::Unknown, None) => None,
    }
}

/// Returns the error if two parts violate a rule together.
fn message(draft: &Draft, rule: Rule) -> String {
    let name = name(draft);
    let here: Vec<&str> = [
        ("origins", draft.origins.is_some()),
        ("expose", draft.expose.is_some()),
        ("credentials", draft.credentials.is_some()),
        ("mismatch", draft.rejects.is_some()),
    ]
    .into_iter()
    .filter(|(_, given)| *given)
    .map(|(key, _)| key)
    .collect();
    let what = format!(
        "{name} and `{}` cannot be combined: {}",
        here.join("`, `"),
        rule.words()
    );
    let fault = with_allowance(Fault::new(rule, what), rule, ToOwned::to_owned);
    let fault = match replacement(draft, rule) {
        Some((key, code)) => fault.help(format!(
            "if {name} has `{key}` and this policy does not need it: `{code}`"
        )),
        None => fault,
    };
    fault
        .help(format!(
            "an argument that is given here replaces the one of {name}"
        ))
        .to_string()
}

/// Returns the argument of a named policy that makes a rule apply, and the argument that replaces it, if the draft has
/// none.
fn replacement(draft: &Draft, rule: Rule) -> Option<(&'static str, &'static str)> {
    draft.base.as_ref()?;
    let (is_given, argument, replacement) = if rule.properties().contains(&Property::Reject) {
        (
            draft.rejects.is_some(),
            "mismatch = reject",
            "mismatch = omit",
        )
    } else {
        (
            draft.credentials.is_some(),
            "credentials",
            "credentials = false",
        )
    };
    (!is_given).then_some((argument, replacement))
}

/// Returns the error if the bound of a set violates a rule in the policy that lists the set.
fn set_message(set: &str, rule: Rule) -> String {
    let what = format!(
        "`{set}` may hold too much for this policy: {}",
        rule.words()
    );
    let allow = |allow: &str| format!("#[{allow}]` before `{set}");
    with_allowance(Fault::new(rule, what), rule, allow)
        .help(format!(
            "otherwise narrow the bound of `{set}`, its `within`"
        ))
        .to_string()
}

/// Returns the error if a set that can hold every origin is in a list that protects something.
fn any_message(set: &str) -> String {
    let what = format!(
        "`{set}` may hold every origin, which is too much for a policy with `credentials` or `mismatch = reject`"
    );
    Fault::new(Rule::UnboundedOriginSet, what)
        .help(format!(
            "narrow the bound of `{set}`: `within = [\"https://*:*\"]` is every https origin"
        ))
        .help("otherwise remove `credentials` and `mismatch = reject`")
        .to_string()
}

/// Returns the error if an element that `..NAME` brings violates a rule.
fn spread_message(spread: &Spread, rule: Rule) -> String {
    let what = format!(
        "`{}` brings an element that this policy rejects: {}",
        shown(spread),
        rule.words()
    );
    with_allowance(Fault::new(rule, what), rule, ToOwned::to_owned)
        .help("list the other elements here, without `..`")
        .to_string()
}

/// Adds how to allow a rule, unless it is hard.
fn with_allowance(fault: Fault, rule: Rule, place: impl FnOnce(&str) -> String) -> Fault {
    if is_hard(rule) {
        return fault;
    }
    let allow = format!("allow({}, reason = \"..\")", rule.name());
    fault.help(format!("if it is intended: `{}`", place(&allow)))
}

/// Returns the error if an allowance turns out to allow nothing.
fn unneeded(rule: Rule, where_else: &str) -> String {
    let what = format!(
        "`{}` rejects nothing here, nor {where_else}, so the allowance has no effect",
        rule.name(),
    );
    Fault::new(Rule::UnusedAllow, what)
        .help("remove it")
        .to_string()
}

/// Returns the error if pages may use none of the methods of a route. `policy` says where the methods come from.
fn nothing_left(routed: &[&str], policy: &str) -> String {
    let routed = routed.join(", ");
    Fault::new(
        Rule::MethodNotRouted,
        format!("the route serves {routed}, and {policy} allows none of these methods"),
    )
    .help(format!("list the methods: `methods = [{routed}]`"))
    .to_string()
}

/// Returns the named policy, or else the sets, as written.
fn name(draft: &Draft) -> String {
    let paths: Vec<String> = match &draft.base {
        Some(_) if draft.inherited => return "the policy of the module".into(),
        Some(base) => vec![path_text(&base.value)],
        None => {
            let headers = draft.headers.as_ref().map(|key| key.value.spreads());
            let origins = draft.origins().map(Listing::spreads);
            let spreads = origins.into_iter().chain(headers).flatten();
            let sets = draft.all_elements().filter(|element| element.set.is_some());
            let sets = sets.map(|element| element.word.text.clone());
            sets.chain(spreads.map(|spread| path_text(&spread.path)))
                .collect()
        }
    };
    format!("`{}`", paths.join("`, `"))
}

/// Returns `..NAME` as written.
fn shown(spread: &Spread) -> String {
    format!("..{}", path_text(&spread.path))
}

fn path_text(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

/// Returns the predicates of an element as one text, which is empty without any.
pub(crate) fn cfg_text(cfgs: &[TokenStream]) -> String {
    let cfgs: Vec<String> = cfgs.iter().map(ToString::to_string).collect();
    cfgs.join(", ")
}
