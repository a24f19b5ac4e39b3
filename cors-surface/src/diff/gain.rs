//! The permissions that one row has and another lacks, in words.

use super::effect::Effect;
use crate::{
    row::{Method, Names},
    space::{Extent, Part, Space},
};

/// Something that one effect has and another does not.
#[derive(Clone, Debug)]
pub(super) enum Gain {
    /// Pages of these origins may use the route, with credentials or without.
    Origins { origins: Space, credentials: bool },
    /// Pages that might use the route may use it with these methods.
    Methods(Names),
    /// They may set these request headers.
    Headers(Names),
    /// They may read these response headers.
    Expose(Names),
    /// Requests from these origins reach the handler.
    Reach(Space),
    /// Requests with these methods, from origins that reached it with others.
    ReachWith(Names),
}

/// Everything that the first effect has and the second one does not.
pub(super) fn gains(new: &Effect, old: &Effect) -> Vec<Gain> {
    let mut gains = Vec::new();
    let mut origins = |origins: Space, credentials| {
        if !origins.is_empty() {
            gains.push(Gain::Origins {
                origins,
                credentials,
            });
        }
    };
    let all = new.origins.outside(&old.origins);
    let with = new.credentials.outside(&old.credentials);
    // One line for an origin: with credentials, if that is new.
    origins(all.outside(&with), false);
    origins(with, true);
    if !new.origins.is_empty() && !old.origins.is_empty() {
        gains.extend(added_names(&new.methods, &old.methods).map(Gain::Methods));
        gains.extend(added_names(&new.headers, &old.headers).map(Gain::Headers));
        gains.extend(added_names(&new.expose, &old.expose).map(Gain::Expose));
    }
    let reach = new.reach.origins.outside(&old.reach.origins);
    if !reach.is_empty() {
        gains.push(Gain::Reach(reach));
    } else if !new.reach.origins.is_empty() {
        let methods = added_names(&new.reach.methods, &old.reach.methods);
        gains.extend(methods.map(Gain::ReachWith));
    }
    gains
}

fn added_names(new: &Names, old: &Names) -> Option<Names> {
    match (new, old) {
        (_, Names::Any) => None,
        (Names::Any, Names::Listed(_)) => Some(Names::Any),
        (Names::Listed(new), Names::Listed(_)) => {
            let added: Vec<String> = new
                .iter()
                .filter(|name| !old.contains(name))
                .cloned()
                .collect();
            (!added.is_empty()).then_some(Names::Listed(added))
        }
    }
}

impl Gain {
    /// Describes the permissions that pages gained or lost.
    pub(super) fn words(&self, method: &Method, gained: bool) -> String {
        let may = if gained { "may now" } else { "may no longer" };
        match self {
            Self::Origins {
                origins,
                credentials,
            } => {
                let verb = match method.as_str() {
                    "GET" | "HEAD" => "read",
                    "?" => "use",
                    _ => "send",
                };
                let with = if *credentials { " with cookies" } else { "" };
                format!("{} {may} {verb} it{with}", pages(origins))
            }
            Self::Methods(Names::Any) => format!("pages {may} use every method"),
            Self::Methods(Names::Listed(methods)) => {
                format!("pages {may} use {}", methods.join(", "))
            }
            Self::Headers(names) => format!("pages {may} set {}", headers("request", names)),
            Self::Expose(names) => format!("pages {may} read {}", headers("response", names)),
            Self::Reach(origins) => {
                let now = if gained { "now" } else { "no longer" };
                format!("requests from {} {now} reach the handler", pages(origins))
            }
            Self::ReachWith(methods) => {
                let now = if gained { "now" } else { "no longer" };
                let methods = match methods {
                    Names::Any => "every method".to_owned(),
                    Names::Listed(methods) => methods.join(", "),
                };
                format!("requests with {methods} {now} reach the handler")
            }
        }
    }
}

fn headers(kind: &str, names: &Names) -> String {
    match names {
        Names::Any => format!("every {kind} header"),
        Names::Listed(names) if names.len() == 1 => format!("the {kind} header {}", names[0]),
        Names::Listed(names) => format!("the {kind} headers {}", names.join(", ")),
    }
}

fn pages(space: &Space) -> String {
    let mut origins: Vec<String> = space.0.iter().map(origin).collect();
    origins.sort();
    origins.dedup();
    format!("pages of {}", origins.join(", "))
}

fn origin(part: &Part) -> String {
    let text = match &part.pattern {
        Extent::Everything => "every origin".to_owned(),
        Extent::Pattern(text) => text.clone(),
    };
    let sets = part
        .sets
        .iter()
        .map(|set| format!(" (if the set {set} holds them)"));
    let cfgs = part.cfgs.iter().map(|cfg| format!(" (under cfg({cfg}))"));
    std::iter::once(text).chain(sets).chain(cfgs).collect()
}
