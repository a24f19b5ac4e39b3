//! The rules about a single origin or pattern, which apply if its list protects something.

use cors_runtime::{
    fault::{self, Fault},
    origin::{Hosts, Pattern, Ports},
    rule::{Condition, Rule},
};

use super::{certainty::Certainty, cfg};
use crate::{
    suffix::{Section, Suffix},
    syntax::{Draft, OriginElement},
};

/// A list of origins, and what it protects as far as a draft says so.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) draft: &'a Draft,
    pub(super) elements: &'a [OriginElement],
    /// Whether it is the list of `credentials = [..]`.
    pub(super) is_of_credentials: bool,
    pub(super) place: fault::Place,
    /// Whether its elements may use credentials.
    pub(super) credentials: Certainty,
    /// Whether the list protects something.
    pub(super) protects: Certainty,
}

impl Context<'_> {
    /// Returns whether a rule about single elements applies to the list.
    pub(super) fn applies(&self, rule: Rule) -> Certainty {
        match rule.condition() {
            Condition::Always | Condition::Combination | Condition::Handler => Certainty::Yes,
            Condition::Credentials => self.credentials,
            Condition::Protection | Condition::HardProtection => self.protects,
        }
    }

    /// Returns whether the list has an origin, under whatever `#[cfg(..)]`.
    fn has(&self, text: &str) -> bool {
        self.elements
            .iter()
            .any(|element| element.word.text == text)
    }
}

/// Returns the faults of an element in a policy that protects something.
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

/// Returns the fault of a wildcard below which strangers can get a name.
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

/// Returns the fault of an origin on the visitor's own machine.
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

/// The attribute of an origin that only development builds have.
pub(super) const DEVELOPMENT: &str = "#[cfg(debug_assertions)]";

/// Returns the help for an origin that only development builds need.
pub(super) fn for_development(text: &str) -> String {
    format!("write {DEVELOPMENT} \"{text}\", if it is only for development")
}
