//! The rules about whose pages may use a route.

use cors_runtime::{
    fault::{self, Fault},
    origin::{Hosts, Pattern, Ports},
    policy::RuleSet,
    rule::Rule,
};

use super::{Finding, Violations, cfg};
use crate::{
    suffix::{Section, Suffix},
    syntax::{Draft, Element, Known, Listing},
};

/// A list of origins, and what it protects as far as a draft says so.
#[derive(Clone, Copy)]
struct Context<'a> {
    draft: &'a Draft,
    place: fault::Place,
    /// Whether its elements may use credentials.
    credentials: Known,
    /// Whether the list protects something.
    protects: Known,
}

pub(super) fn judge<'a>(draft: &'a Draft, findings: &mut Vec<Finding<'a>>) -> Violations {
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
        place: if draft.is_bound {
            fault::Place::Bound
        } else {
            fault::Place::Origins
        },
        credentials: draft.gives_credentials_to_all(),
        protects: draft.protects(),
    };
    let credentials = Context {
        credentials: Known::Yes,
        protects: Known::Yes,
        ..origins
    };
    Violations {
        origins: judge_list(origins, draft.origins(), findings),
        credentials: judge_list(credentials, draft.credentials_only(), findings),
    }
}

fn judge_list<'a>(
    context: Context<'a>,
    listing: Option<&'a Listing<Element>>,
    findings: &mut Vec<Finding<'a>>,
) -> Vec<RuleSet> {
    let elements = listing.map_or(&[][..], Listing::elements);
    for (index, element) in elements.iter().enumerate() {
        if elements[..index]
            .iter()
            .any(|earlier| is_same(earlier, element))
        {
            let fault = Fault::new(
                Rule::DuplicateEntry,
                format!("`{}` is in this list already", element.word.text),
            )
            .help("leave one of them");
            findings.push(Finding::new(element.word.place, fault));
        }
    }
    let judge = |element| judge_element(context, element, findings);
    elements.iter().map(judge).collect()
}

fn empty(draft: &Draft) -> Fault {
    if draft.is_bound {
        return Fault::new(
            Rule::EmptyList,
            "a bound without an origin lets nothing into the set",
        )
        .help(BOUND);
    }
    Fault::new(Rule::EmptyList, "a list without an origin lets nobody in")
        .help("list an origin: `origins = [\"https://app.acme.example\"]`")
        .help("to close a route, write `#[cors(off)]`")
}

fn missing() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the policy does not say whose pages may use the route",
    )
    .help("list them: `origins = [\"https://app.acme.example\"]`")
    .help("where everybody's may: `origins = any`")
}

fn missing_bound() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the set does not say within which origins lies what it may hold",
    )
    .help(BOUND)
}

const BOUND: &str = "name its bound: `within = [\"https://*.acme.example\"]`; any https host is `within = [\"https://*\"]`";

/// Whether two elements say the same in every build that has them both.
fn is_same(left: &Element, right: &Element) -> bool {
    let cfgs = |element: &Element| {
        element
            .cfgs
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    left.word.text == right.word.text && cfgs(left) == cfgs(right)
}

fn judge_element<'a>(
    context: Context<'a>,
    element: &'a Element,
    findings: &mut Vec<Finding<'a>>,
) -> RuleSet {
    let draft = context.draft;
    let place = element.word.place;
    let text = element.word.text.as_str();
    if element.set.is_some() {
        if draft.is_bound {
            let fault = Fault::new(
                Rule::MalformedOrigin,
                format!("`{text}` is no origin, and a bound holds no sets"),
            )
            .help("write origins in quotes: \"https://*.acme.example\"")
            .help(format!(
                "list both sets in the policy: `origins = [{text}, ..]`"
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
                format!("`{text}` is every origin, which is no bound"),
            )
            .help(BOUND)
        } else {
            Fault::new(
                Rule::AnyAmongOthers,
                format!("`{text}` is every origin, and stands alone instead of in a list"),
            )
            .help("write `origins = any`, or list the origins")
        };
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    if !element.word.quoted {
        let fault = Fault::new(Rule::MalformedOrigin, format!("`{text}` is no origin"))
            .help("write origins in quotes: \"https://app.acme.example\"")
            .help("a set of origins is a static, in capitals: `static TENANTS: OriginSet = origin_set!(..);`");
        findings.push(Finding::new(place, fault));
        return RuleSet::EMPTY;
    }
    let pattern = match fault::examine(text, context.place, &browser) {
        Ok(pattern) => pattern,
        Err(mut fault) => {
            // What stands for anybody's page has no escape where there are credentials.
            let rule = fault.rule;
            let anybody = matches!(rule, Rule::NullOrigin | Rule::FileOrigin);
            let hard = anybody && context.protects == Known::Yes;
            if hard && rule == Rule::NullOrigin {
                // Nor is any origin a way out.
                fault.help = vec!["leave it out".into()];
            }
            let fault = match (anybody, hard) {
                (true, true) if context.credentials == Known::Yes => fault.help(
                    "with `credentials` nothing allows it: anybody's page would act as the visitor",
                ),
                (true, true) => fault.help(
                    "with `mismatch = reject` nothing allows it: anybody's page can have this origin",
                ),
                (true, false) => fault.help(format!(
                    "where what it reads is public: `#[allow({}, reason = \"..\")]` before it",
                    rule.name()
                )),
                (false, _) => fault,
            };
            findings.push(Finding::new(place, fault).at(element).hard_if(hard));
            return if anybody {
                RuleSet::EMPTY.and(rule)
            } else {
                RuleSet::EMPTY
            };
        }
    };
    let mut latent = RuleSet::EMPTY;
    for fault in guarded(&pattern, element) {
        let rule = fault.rule;
        // What a policy allows as a whole stands beside its origins; a set has nothing beside its bound.
        let of_set = draft.allowances.iter().filter(|_| draft.is_bound);
        let mut allowances = element.allowances.iter().chain(of_set);
        if !allowances.any(|allowance| allowance.rule == rule.name()) {
            latent = latent.and(rule);
        }
        let speaks = match rule {
            Rule::SubdomainWildcardWithCredentials => context.credentials,
            _ => context.protects,
        };
        // Below a public suffix a stranger needs to take nothing over.
        let is_said = rule == Rule::SubdomainWildcardWithCredentials
            && latent.contains(Rule::PublicSuffixWildcard);
        if speaks != Known::No {
            findings.push(
                Finding::new(place, fault)
                    .at(element)
                    .silent_if(speaks == Known::Perhaps || is_said),
            );
        }
    }
    latent
}

/// What the guarded rules say of an element.
fn guarded(pattern: &Pattern<'_>, element: &Element) -> Vec<Fault> {
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
                "the pages of `{text}` arrive in clear text, and whoever is on the way can act as them"
            ),
        );
        let mut fault = fault.help(format!("write \"{}\"", text.replacen("http", "https", 1)));
        if pattern.is_private() {
            fault = fault.help(for_development(text));
        }
        faults.push(fault.help(
            "where there can be no TLS: `#[allow(insecure_origin, reason = \"..\")]` before it",
        ));
    }
    if pattern.is_web() && pattern.ports() == Ports::Any && pattern.hosts() != Hosts::Any {
        let fault = Fault::new(
            Rule::AnyPort,
            format!("`{text}` lets in whatever listens on any port of the host"),
        );
        faults.push(
            fault
                .help(format!(
                    "write \"{}\", or name another port",
                    text.trim_end_matches(":*")
                ))
                .help("where every port is meant: `#[allow(any_port, reason = \"..\")]` before it"),
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
                format!("`{text}` allows every host of its scheme, whoever it belongs to"),
            )
            .help("write the host that is meant, such as the id of an extension")
            .help("where every host is meant: `#[allow(any_host_of_scheme, reason = \"..\")]` before it"),
        );
    }
    if pattern.hosts() == Hosts::Any && pattern.is_web() {
        faults.push(Fault::new(
            Rule::UnboundedOriginSet,
            format!("`{text}` is every https host, which bounds nothing"),
        ));
    }
    if pattern.hosts() == Hosts::Below {
        faults.push(
            Fault::new(
                Rule::SubdomainWildcardWithCredentials,
                format!("with `{text}`, one subdomain that is taken over acts as the visitor"),
            )
            .help("list the hosts that need it")
            .help("where all of them are yours: `#[allow(subdomain_wildcard_with_credentials, reason = \"..\")]` before it"),
        );
    }
    faults
}

/// What is said of a wildcard that strangers can get a name below.
fn public_suffix(pattern: &Pattern<'_>) -> Option<Fault> {
    let host = pattern.host();
    let (scheme, text) = (pattern.scheme(), pattern.as_str());
    let own =
        format!("write your own name there: \"{scheme}://*.acme.{host}\", or list the origins");
    let (what, help) = match Suffix::of(host) {
        Suffix::No => return None,
        Suffix::Is(suffix) => match suffix.section {
            Section::Icann => (format!("anybody can register a name below `{host}`"), own),
            Section::Private | Section::Supplement => (
                format!(
                    "anybody can get a name below `{host}` from the company that it belongs to"
                ),
                own,
            ),
            Section::Unlisted => (format!("`{host}` is a whole top-level domain"), own),
        },
        Suffix::Above(suffix) => (
            format!(
                "below `{host}` lies `{}`, where anybody can get a name",
                suffix.name
            ),
            "list the origins".into(),
        ),
    };
    Some(
        Fault::new(Rule::PublicSuffixWildcard, format!("`{text}` lets strangers in: {what}"))
            .help(help)
            .help("where every name below is yours: `#[allow(public_suffix_wildcard, reason = \"..\")]` before it"),
    )
}

/// What is said of the visitor's own machine, and of a `#[cfg(..)]` that is there and does not help.
fn loopback(text: &str, under_cfg: bool) -> Fault {
    let fault = Fault::new(
        Rule::LoopbackOrigin,
        format!("`{text}` is whatever listens on the visitor's own machine, in production too"),
    );
    let fault = if under_cfg {
        fault.help("its `#[cfg(..)]` holds in production too: ask for `debug_assertions`, `test` or a `feature`")
    } else {
        fault.help(for_development(text))
    };
    fault
        .help("where a shell serves its pages there: `#[allow(loopback_origin, reason = \"..\")]` before it")
        .help(
            "the pages of Capacitor are \"capacitor://localhost\" and \"https://localhost\", those of Tauri \
             \"tauri://localhost\" and \"http://tauri.localhost\"",
        )
}

fn for_development(text: &str) -> String {
    format!("for development alone: #[cfg(debug_assertions)] \"{text}\"")
}

/// The host of an https URL as a browser serialises it.
fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}
