//! The policy of one row, as a gateway enforces it.

use std::collections::BTreeSet;

use cors_surface::{Bound, Credentials, Element, Floor, Mismatch, Names, Origins, Row};

use super::{Policy, Request, origin::Origin};

/// The parts of a surface that the gateway leaves to the application, over all rows.
#[derive(Debug, Default)]
pub(super) struct LeftToApplication {
    /// The conditions of elements that are not exported.
    pub(super) conditions: BTreeSet<String>,
    /// Whether a policy or one around it rejects requests.
    pub(super) rejects: bool,
}

/// Origins as a gateway compares with them.
struct Admitted {
    /// Whether every origin is admitted.
    any: bool,
    listed: Vec<Origin>,
}

/// Computes the gateway's policy for a row, from its own policy and the floors around it.
///
/// # Errors
///
/// If no gateway can express the row. The error is the reason.
pub(super) fn decide(
    row: &Row,
    policy: &cors_surface::Policy,
    method: &str,
    request: &Request<'_>,
    left: &mut LeftToApplication,
) -> Result<Policy, String> {
    let methods = policy
        .methods
        .clone()
        .unwrap_or_else(|| vec![method.to_owned()]);
    for each in &methods {
        token(each, "a method")?;
    }
    let mut admitted = admitted(&policy.origins, request, left)?;
    let by_origin = match &policy.origins {
        Origins::Any => policy.credentials != Credentials::No,
        // A policy that is off, or that its conditions leave empty, answers every origin alike.
        Origins::Listed(elements) => elements.iter().any(|element| {
            let condition = element.cfg.as_ref();
            condition.is_none_or(|condition| request.conditions.contains(condition))
        }),
    };
    let sends_method = methods.iter().any(|each| each == method);
    if !sends_method {
        admitted.any = false;
        admitted.listed.clear();
    }
    for floor in &row.floors {
        left.rejects = true;
        within_floor(&mut admitted, floor, method, request, left)?;
    }
    let session = session(&policy.credentials, &admitted, request, left)?;
    let repeats =
        by_origin && policy.credentials != Credentials::No && policy.headers == Names::Any;
    let rejects = policy.mismatch == Mismatch::Reject;
    left.rejects |= rejects;

    let mut vary = Vec::new();
    if by_origin || rejects {
        vary.push("Origin");
    }
    if rejects {
        vary.push("Sec-Fetch-Site");
    }
    let mut preflight_vary = Vec::new();
    if by_origin {
        preflight_vary.push("Origin");
    }
    preflight_vary.push("Access-Control-Request-Method");
    if repeats {
        preflight_vary.push("Access-Control-Request-Headers");
    }
    let named = match policy.credentials {
        Credentials::Yes => Vec::new(),
        Credentials::No | Credentials::For(_) => admitted
            .listed
            .into_iter()
            .filter(|origin| !session.contains(origin))
            .collect(),
    };
    Ok(Policy {
        session,
        named,
        everyone: admitted.any,
        vary,
        preflight_vary,
        methods,
        headers: names(&policy.headers)?,
        expose: names(&policy.expose)?,
        max_age: policy.max_age,
    })
}

/// Returns the origins that get credentials.
fn session(
    credentials: &Credentials,
    admitted: &Admitted,
    request: &Request<'_>,
    left: &mut LeftToApplication,
) -> Result<Vec<Origin>, String> {
    match credentials {
        Credentials::No => Ok(Vec::new()),
        Credentials::Yes if admitted.any => {
            Err("every origin with credentials is not a policy".to_owned())
        }
        Credentials::Yes => Ok(admitted.listed.clone()),
        Credentials::For(list) => {
            let list = listed(list, request, left)?;
            if list.any {
                return Err("every origin with credentials is not a policy".to_owned());
            }
            Ok(list
                .listed
                .into_iter()
                .filter(|origin| {
                    admitted.any || admitted.listed.iter().any(|each| each.covers(origin))
                })
                .collect())
        }
    }
}

/// Removes what a policy around the row rejects.
fn within_floor(
    admitted: &mut Admitted,
    floor: &Floor,
    method: &str,
    request: &Request<'_>,
    left: &mut LeftToApplication,
) -> Result<(), String> {
    let passes_method = floor
        .methods
        .as_ref()
        .is_none_or(|methods| methods.iter().any(|each| each == method));
    let passed = self::admitted(&floor.origins, request, left)?;
    if !passes_method {
        admitted.any = false;
        admitted.listed.clear();
        return Ok(());
    }
    if passed.any {
        return Ok(());
    }
    if admitted.any {
        return Err(format!(
            "`origins = any` inside the policy of `{}`, which rejects: what it answers depends on both; \
             list the origins on the route",
            floor.path.escape_debug()
        ));
    }
    let mut both = Vec::new();
    for origin in admitted.listed.drain(..) {
        if passed.listed.iter().any(|each| each.covers(&origin)) {
            both.push(origin);
        } else if let Some(part) = passed.listed.iter().find(|each| each.meets(&origin)) {
            return Err(format!(
                "`{}` is rejected in part by the policy of `{}`, which passes `{}`; list what passes",
                origin.as_str(),
                floor.path.escape_debug(),
                part.as_str()
            ));
        }
    }
    admitted.listed = both;
    Ok(())
}

fn admitted(
    origins: &Origins,
    request: &Request<'_>,
    left: &mut LeftToApplication,
) -> Result<Admitted, String> {
    match origins {
        Origins::Any => Ok(Admitted {
            any: true,
            listed: Vec::new(),
        }),
        Origins::Listed(elements) => listed(elements, request, left),
    }
}

fn listed(
    elements: &[Element],
    request: &Request<'_>,
    left: &mut LeftToApplication,
) -> Result<Admitted, String> {
    let mut admitted = Admitted {
        any: false,
        listed: Vec::new(),
    };
    let mut add = |origin: Origin| {
        if !admitted.listed.contains(&origin) {
            admitted.listed.push(origin);
        }
    };
    for element in elements {
        if let Some(condition) = &element.cfg
            && !request.conditions.contains(condition)
        {
            left.conditions.insert(condition.clone());
            continue;
        }
        match &element.origin {
            cors_surface::Origin::Pattern(text) => add(Origin::new(text)?),
            cors_surface::Origin::Set(set) => {
                let contents = request.sets.get(&set.name).ok_or_else(|| {
                    format!(
                        "the contents of the set `{0}` are not in the surface; add `--set {0}=@file`",
                        set.name.escape_debug()
                    )
                })?;
                for text in contents {
                    if text == "*" && set.within == Bound::Any {
                        admitted.any = true;
                        continue;
                    }
                    let origin = Origin::new(text)?;
                    within_bound(&origin, &set.within).map_err(|bound| {
                        format!(
                            "`{text}` is outside the bound of the set `{}`, {bound}",
                            set.name.escape_debug()
                        )
                    })?;
                    add(origin);
                }
            }
        }
    }
    for origin in &admitted.listed {
        if let Some(pattern) = origin.pattern() {
            (request.limits.origin)(&pattern)
                .map_err(|error| format!("`{}`: {error}", origin.as_str()))?;
        }
    }
    admitted.listed.sort();
    Ok(admitted)
}

/// Returns whether an origin of a set is within the bound. The error is the bound.
fn within_bound(origin: &Origin, bound: &Bound) -> Result<(), String> {
    match bound {
        Bound::Any => Ok(()),
        Bound::Within(patterns) => {
            let within = patterns.iter().any(|pattern| {
                let pattern = cors_runtime::origin::Pattern::parse(pattern);
                match (pattern, origin.pattern()) {
                    (Some(bound), Some(origin)) => bound.covers(&origin),
                    _ => false,
                }
            });
            if within {
                Ok(())
            } else {
                Err(format!("`{}`", patterns.join("`, `")))
            }
        }
    }
}

/// Returns header names that a gateway can be configured with.
fn names(names: &Names) -> Result<Names, String> {
    if let Names::Listed(names) = names {
        for name in names {
            token(name, "the name of a header")?;
        }
    }
    Ok(names.clone())
}

/// Methods and names of headers are tokens (RFC 9110, section 5.6.2).
pub(super) fn token(text: &str, what: &str) -> Result<(), String> {
    let is_token = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if is_token {
        Ok(())
    } else {
        Err(format!("`{}` is not {what}", text.escape_debug()))
    }
}
