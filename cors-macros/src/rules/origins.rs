//! The rules about origins.

use cors_runtime::{
    fault::{self, Fault},
    origin::{Hosts, Pattern, Ports},
    policy::RuleSet,
    rule::{Condition, Rule},
};

use super::{
    Finding, Violations, cfg,
    suggestion::{fit, for_development},
};
use crate::{
    suffix::{Section, Suffix},
    syntax::{Certainty, Draft, Listing, OriginElement},
};

/// A list of origins, and what it protects as far as a draft says so.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) draft: &'a Draft,
    pub(super) elements: &'a [OriginElement],
    /// Whether it is the list of `credentials = [..]`.
    is_of_credentials: bool,
    place: fault::Place,
    /// Whether its elements may use credentials.
    credentials: Certainty,
    /// Whether the list protects something.
    protects: Certainty,
}

impl Context<'_> {
    /// Whether a rule about single elements applies to the list.
    pub(super) fn applies(&self, rule: Rule) -> Certainty {
        match rule.condition() {
            Condition::Always => Certainty::Yes,
            Condition::Credentials | Condition::Combination => self.credentials,
            Condition::Protection | Condition::HardProtection => self.protects,
        }
    }

    /// Whether the list has an origin, under whatever `#[cfg(..)]`.
    fn has(&self, text: &str) -> bool {
        self.elements
            .iter()
            .any(|element| element.word.text == text)
    }
}

pub(super) fn check<'a>(draft: &'a Draft, findings: &mut Vec<Finding<'a>>) -> Violations {
    if draft.origins.is_none() && draft.off.is_none() && draft.base.is_none() && !draft.misread {
        let fault = if draft.is_bound {
            missing_bound()
        } else {
            missing()
        };
        findings.push(Finding::new(draft.whole, fault));
    }
    if let Some(Listing::List { place, .. }) = draft.origins()
        && draft.origins().is_some_and(Listing::is_empty_list)
    {
        findings.push(Finding::new(*place, empty(draft)));
    }
    let origins = Context {
        draft,
        elements: &[],
        is_of_credentials: false,
        place: if draft.is_bound {
            fault::Place::Bound
        } else {
            fault::Place::Origins
        },
        credentials: draft.gives_credentials_to_all(),
        protects: draft.protects(),
    };
    let credentials = Context {
        is_of_credentials: true,
        credentials: Certainty::Yes,
        protects: Certainty::Yes,
        ..origins
    };
    Violations {
        origins: check_list(origins, draft.origins(), findings),
        credentials: check_list(credentials, draft.credentials_only(), findings),
    }
}

fn check_list<'a>(
    context: Context<'a>,
    listing: Option<&'a Listing<OriginElement>>,
    findings: &mut Vec<Finding<'a>>,
) -> Vec<RuleSet> {
    let elements = listing.map_or(&[][..], Listing::elements);
    let context = Context {
        elements,
        ..context
    };
    for (index, element) in elements.iter().enumerate() {
        if elements[..index]
            .iter()
            .any(|earlier| is_same(earlier, element))
        {
            let fault = Fault::new(
                Rule::DuplicateEntry,
                format!("`{}` is already in the list", element.word.text),
            )
            .help("remove one of them");
            findings.push(Finding::new(element.word.place, fault));
        }
    }
    let check = |element| check_element(context, element, findings);
    elements.iter().map(check).collect()
}

fn empty(draft: &Draft) -> Fault {
    if draft.is_bound {
        return Fault::new(
            Rule::EmptyList,
            "the bound is empty, so the set could hold nothing",
        )
        .help(BOUND);
    }
    Fault::new(
        Rule::EmptyList,
        "the list is empty, so no origin is allowed",
    )
    .help("list the origins: `origins = [\"https://app.acme.example\"]`")
    .help("to close the route: `#[cors(off)]`")
}

fn missing() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the policy does not say which origins are allowed",
    )
    .help("list them: `origins = [\"https://app.acme.example\"]`")
    .help("to allow every origin: `origins = any`")
}

fn missing_bound() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the set does not say which origins it may hold",
    )
    .help(BOUND)
}

const BOUND: &str = "give its bound: `within = [\"https://*.acme.example\"]`; for a product that others run, on hosts and ports that you cannot know: `within = [\"https://*:*\"]`";

/// The help for `*` in a policy with `credentials` or `mismatch = reject`.
const LIST_THEM: &str = "list the origins: `origins = [\"https://app.acme.example\"]`";

/// Whether two elements are the same in every build that has both.
fn is_same(left: &OriginElement, right: &OriginElement) -> bool {
    let cfgs = |element: &OriginElement| {
        element
            .cfgs
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    left.word.text == right.word.text && cfgs(left) == cfgs(right)
}

fn check_element<'a>(
    context: Context<'a>,
    element: &'a OriginElement,
    findings: &mut Vec<Finding<'a>>,
) -> RuleSet {
    let draft = context.draft;
    let place = element.word.place;
    let text = element.word.text.as_str();
    if element.set.is_some() {
        if draft.is_bound {
            let fault = Fault::new(
                Rule::MalformedOrigin,
                format!("a bound lists origins, and `{text}` is not one"),
            )
            .help("an origin is a string in quotes: \"https://*.acme.example\"")
            .help(format!(
                "to use several sets, list them in the policy: `origins = [{text}, ..]`"
            ));
            findings.push(Finding::new(place, fault));
        }
        // Its bound is judged in a constant.
        return RuleSet::EMPTY;
    }
    if text == "any" || text == "*" {
        let fault = if draft.is_bound {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin, so it bounds nothing"),
            )
            .help(BOUND)
        } else if context.is_of_credentials {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` is every origin, and every site on the web could act as the visitor"),
            )
            .help("list the origins that may use cookies: `credentials = [\"https://app.acme.example\"]`")
        } else if context.protects == Certainty::Yes {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin; it cannot be an element of a list"),
            )
            .help(LIST_THEM)
        } else {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` means every origin; it cannot be an element of a list"),
            )
            .help("write `origins = any`, or list the origins")
        };
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    if !element.word.quoted {
        let fault = Fault::new(Rule::MalformedOrigin, format!("`{text}` is not an origin"))
            .help("an origin is a string in quotes: \"https://app.acme.example\"")
            .help("an `OriginSet` is a static with a name in capitals: `static TENANTS: OriginSet = origin_set!(..);`");
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    let pattern = match fault::examine(text, context.place, &browser) {
        Ok(pattern) => pattern,
        Err(fault) => {
            let rule = fault.rule;
            let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
            let hard = anybody && context.protects == Certainty::Yes;
            let fault = in_policy(fault, context, element);
            findings.push(Finding::new(place, fault).at(element).hard_if(hard));
            return if anybody {
                RuleSet::EMPTY.and(rule)
            } else {
                RuleSet::EMPTY
            };
        }
    };
    let mut violated = RuleSet::EMPTY;
    for fault in violations(&pattern, element, context) {
        let rule = fault.rule;
        // The allowances of a policy are stored beside its origins. The allowances of a set apply to its bound at once.
        let of_set = draft.allowances.iter().filter(|_| draft.is_bound);
        let mut allowances = element.allowances.iter().chain(of_set);
        if !allowances.any(|allowance| allowance.rule == Some(rule)) {
            violated = violated.and(rule);
        }
        let applies = context.applies(rule);
        // Below a public suffix, a stranger need not take over a subdomain.
        let is_implied = rule == Rule::SubdomainWildcardWithCredentials
            && violated.contains(Rule::PublicSuffixWildcard);
        if is_implied {
            violated = violated.without(RuleSet::EMPTY.and(rule));
        }
        if applies != Certainty::No {
            findings.push(
                Finding::new(place, fault)
                    .at(element)
                    .silent_if(applies == Certainty::Unknown || is_implied),
            );
        }
    }
    violated
}

/// A fault of a text, with help that the policy accepts.
fn in_policy(mut fault: Fault, context: Context<'_>, element: &OriginElement) -> Fault {
    let rule = fault.rule;
    let protects = context.protects == Certainty::Yes;
    match rule {
        Rule::NullOrigin | Rule::FileOrigin if protects => {
            if rule == Rule::NullOrigin {
                // `origins = any` would not be allowed either.
                fault.help = vec!["remove it".into()];
            }
            fault.help(if context.credentials == Certainty::Yes {
                "with `credentials`, it cannot be allowed: any site could act as the visitor"
            } else {
                "with `mismatch = reject`, it cannot be allowed: any site can send this origin"
            })
        }
        Rule::NullOrigin | Rule::FileOrigin => fault.help(format!(
            "if what it reads is public: `#[allow({}, reason = \"..\")]` before it",
            rule.name()
        )),
        Rule::AnyAmongOthers if protects => {
            fault.help = vec![LIST_THEM.into()];
            fault
        }
        _ => fit(fault, context, element),
    }
}

/// The faults of an element in a policy that protects something.
pub(super) fn violations(
    pattern: &Pattern<'_>,
    element: &OriginElement,
    context: Context<'_>,
) -> Vec<Fault> {
    let text = pattern.as_str();
    let development = element.cfgs.iter().any(cfg::is_for_development);
    if pattern.is_web() && pattern.is_loopback() {
        return if development {
            Vec::new()
        } else {
            vec![loopback(text, !element.cfgs.is_empty())]
        };
    }
    let mut faults = Vec::new();
    let in_clear = pattern.scheme() == "http" && !pattern.is_onion();
    if in_clear && !(development && pattern.is_private()) {
        let fault = Fault::new(
            Rule::InsecureOrigin,
            format!(
                "pages of `{text}` are sent in clear text, so anyone on the network can act as them"
            ),
        );
        let fault = if pattern.is_private() {
            fault.help(for_development(text))
        } else if pattern.is_exact() && pattern.ports() == Ports::Default {
            let secure = text.replacen("http", "https", 1);
            fault.help(if context.has(&secure) {
                format!("remove it: `{secure}` is already in the list")
            } else {
                format!("write \"{secure}\", if the page is served over https")
            })
        } else {
            fault.help("serve the page over https, and list that origin")
        };
        faults.push(fault.help(
            "if it cannot use https: `#[allow(insecure_origin, reason = \"..\")]` before it",
        ));
    }
    if pattern.is_web() && pattern.ports() == Ports::Any && pattern.hosts() != Hosts::Any {
        let fault = Fault::new(
            Rule::AnyPort,
            format!("`{text}` allows whatever runs on any port of the host"),
        );
        faults.push(
            fault
                .help(if pattern.hosts() == Hosts::One && pattern.scheme() == "https" {
                    format!(
                        "write \"{}\", if the page uses the default port; otherwise name its port",
                        text.trim_end_matches(":*")
                    )
                } else {
                    "name the port".into()
                })
                .help("if every port is yours: `#[allow(any_port, reason = \"..\")]` before it"),
        );
    }
    if pattern.is_web()
        && pattern.hosts() == Hosts::Below
        && let Some(fault) = public_suffix(pattern)
    {
        faults.push(fault);
    }
    if pattern.hosts() == Hosts::Any && !pattern.is_web() {
        faults.push(
            Fault::new(
                Rule::AnyHostOfScheme,
                format!("`{text}` allows every host of its scheme, whoever runs it"),
            )
            .help("list the hosts, such as the ids of your extensions")
            .help(
                "if every host is meant: `#[allow(any_host_of_scheme, reason = \"..\")]` before it",
            ),
        );
    }
    if pattern.hosts() == Hosts::Any && pattern.is_web() {
        faults.push(Fault::new(
            Rule::UnboundedOriginSet,
            format!("`{text}` is every https host, so the bound limits nothing"),
        ));
    }
    if pattern.hosts() == Hosts::Below {
        faults.push(
            Fault::new(
                Rule::SubdomainWildcardWithCredentials,
                format!("with `{text}`, a single subdomain that is taken over can act as the visitor"),
            )
            .help("list the hosts that need cookies, one by one")
            .help("if all of them are yours and stay yours: `#[allow(subdomain_wildcard_with_credentials, reason = \"..\")]` before it"),
        );
    }
    faults
}

/// The fault of a wildcard below which strangers can get a name.
pub(super) fn public_suffix(pattern: &Pattern<'_>) -> Option<Fault> {
    let host = pattern.host();
    let (scheme, text) = (pattern.scheme(), pattern.as_str());
    let own = |name: &str| {
        let port = match pattern.ports() {
            Ports::One(port) => format!(":{port}"),
            Ports::Default | Ports::Any => String::new(),
        };
        format!("list your own hosts, such as \"{scheme}://{name}.{host}{port}\"")
    };
    let (what, help) = match Suffix::of(host) {
        Suffix::No => return None,
        Suffix::Is(suffix) => match suffix.section {
            Section::Icann => (
                format!("anybody can register a name below `{host}`"),
                own("app.acme"),
            ),
            Section::Private | Section::Supplement => (
                format!("`{host}` gives names below it to anybody"),
                own("acme"),
            ),
            Section::Unlisted => (
                format!("`{host}` is a whole top-level domain"),
                own("app.acme"),
            ),
        },
        Suffix::Above(suffix) => (
            format!("anybody can get a name below `{}`", suffix.name),
            "list your own hosts, one by one".into(),
        ),
    };
    Some(
        Fault::new(Rule::PublicSuffixWildcard, format!("`{text}` allows strangers: {what}"))
            .help(help)
            .help("if every name below it is yours: `#[allow(public_suffix_wildcard, reason = \"..\")]` before it"),
    )
}

/// The fault of an origin on the visitor's own machine.
fn loopback(text: &str, under_cfg: bool) -> Fault {
    let fault = Fault::new(
        Rule::LoopbackOrigin,
        format!("`{text}` is whatever runs on the visitor's own machine, in production too"),
    );
    let fault = if under_cfg {
        fault.help("its `#[cfg(..)]` can hold in production; use `debug_assertions`, `test` or a `feature`")
    } else {
        fault.help(for_development(text))
    };
    fault
        .help("if an app shell serves its pages there: `#[allow(loopback_origin, reason = \"..\")]` before it")
        .help(
            "the origins of Capacitor are \"capacitor://localhost\" and \"https://localhost\", those of Tauri \
             \"tauri://localhost\" and \"http://tauri.localhost\"",
        )
}

/// Serialises the host of an https URL as a browser does.
fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}
