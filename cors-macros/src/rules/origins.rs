//! The rules about whose pages may use a route.

use cors_runtime::{
    fault::{self, Fault},
    origin::{Hosts, Pattern, Ports},
    policy::Latent,
    rule::Rule,
};

use super::{Finding, Latents, cfg};
use crate::syntax::{Draft, Element, Listing};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding>) -> Latents {
    let Some(origins) = &draft.origins else {
        if draft.off.is_none() && !draft.misread {
            findings.push(Finding::new(draft.whole, missing()));
        }
        return Latents::new();
    };
    let Listing::List {
        place,
        elements,
        complete,
    } = &origins.value
    else {
        return Latents::new();
    };
    if elements.is_empty() && *complete {
        let fault = Fault::new(Rule::EmptyList, "a list without an origin lets nobody in")
            .help("list an origin: `origins = [\"https://app.acme.example\"]`")
            .help("to close a route, write `#[cors(off)]`");
        findings.push(Finding::new(*place, fault));
    }
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
    let credentials = draft.credentials.as_ref().is_some_and(|key| key.value);
    let judge = |(index, element)| judge_element(index, element, credentials, findings);
    elements.iter().enumerate().map(judge).collect()
}

fn missing() -> Fault {
    Fault::new(
        Rule::MissingOrigins,
        "the policy does not say whose pages may use the route",
    )
    .help("list them: `origins = [\"https://app.acme.example\"]`")
    .help("where everybody's may: `origins = any`")
}

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

fn judge_element(
    index: usize,
    element: &Element,
    credentials: bool,
    findings: &mut Vec<Finding>,
) -> Latent {
    let place = element.word.place;
    let text = element.word.text.as_str();
    if text == "any" || text == "*" {
        let fault = Fault::new(Rule::AnyAmongOthers, "any origin is not one of a list")
            .help("write `origins = any`, or list the origins");
        findings.push(Finding::new(place, fault));
        return Latent::NONE;
    }
    if !element.word.quoted {
        let fault = Fault::new(Rule::MalformedOrigin, format!("`{text}` is no origin"))
            .help("write origins in quotes: \"https://app.acme.example\"");
        findings.push(Finding::new(place, fault));
        return Latent::NONE;
    }
    match fault::examine(text, fault::Place::Origins, &browser) {
        Ok(pattern) => {
            let faults = guarded(&pattern, element);
            let latent = faults
                .iter()
                .fold(Latent::NONE, |latent, fault| latent.and(fault.rule));
            if credentials {
                findings.extend(
                    faults
                        .into_iter()
                        .map(|fault| Finding::new(place, fault).at(index)),
                );
                return Latent::NONE;
            }
            latent
        }
        Err(fault) => {
            let latent = match fault.rule {
                Rule::NullOrigin | Rule::FileOrigin if !credentials => Latent::NONE.and(fault.rule),
                _ => Latent::NONE,
            };
            findings.push(Finding::new(place, fault).at(index).hard_if(credentials));
            latent
        }
    }
}

/// What the guarded rules say of an element.
fn guarded(pattern: &Pattern<'_>, element: &Element) -> Vec<Fault> {
    let text = pattern.as_str();
    let development = element.cfgs.iter().any(cfg::is_for_development);
    if pattern.is_web() && pattern.is_loopback() {
        return if development {
            Vec::new()
        } else {
            vec![loopback(text)]
        };
    }
    let mut faults = Vec::new();
    if pattern.scheme() == "http" && !(development && pattern.is_private()) {
        let fault = Fault::new(
            Rule::InsecureOrigin,
            format!(
                "the pages of `{text}` arrive in clear text, and whoever is on the way can act as them"
            ),
        );
        faults.push(
            fault
                .help(format!("write \"{}\"", text.replacen("http", "https", 1)))
                .help("where there can be no TLS: `#[allow(insecure_origin, reason = \"..\")]` before it"),
        );
    }
    if pattern.is_web() && pattern.ports() == Ports::Any {
        let fault = Fault::new(
            Rule::AnyPort,
            format!("`{text}` lets in whatever listens on any port of the host"),
        );
        faults.push(
            fault
                .help("name the port")
                .help("where every port is meant: `#[allow(any_port, reason = \"..\")]` before it"),
        );
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

fn loopback(text: &str) -> Fault {
    Fault::new(
        Rule::LoopbackOrigin,
        format!("`{text}` is whatever listens on the visitor's own machine, in production too"),
    )
    .help(format!("for development alone: #[cfg(debug_assertions)] \"{text}\""))
    .help(
        "for the pages of a shell (Capacitor: \"capacitor://localhost\", \"https://localhost\"; Tauri: \
         \"tauri://localhost\", \"http://tauri.localhost\"): `#[allow(loopback_origin, reason = \"..\")]` before it",
    )
}

/// The host of an https URL as a browser serialises it.
fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}
