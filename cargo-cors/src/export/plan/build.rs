//! Computes a plan from the rows of a surface, or the rows that the gateway cannot express.

use cors_surface::{By, Method, Row, Surface};

use super::super::path::{Pattern, Relation, is_encodable, relation};
use super::{
    Limits, Methods, Plan, Policy, Refusal, Rule, Sets,
    decide::{LeftToApplication, decide, token},
    limits::{Order, Paths},
    order::{Relations, sort},
};

/// The input of a plan: a surface, and the limits of a gateway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) surface: &'a Surface,
    pub(crate) sets: &'a Sets,
    /// The conditions of `#[cfg(..)]` that hold in the build behind the gateway.
    pub(crate) conditions: &'a [String],
    pub(crate) limits: &'a Limits,
}

/// A row that has a rule, if it can be expressed.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    row: &'a Row,
    pattern: Pattern,
    /// `None` for every method.
    method: Option<&'a str>,
    /// `None` if requests are passed on unchanged.
    policy: Option<Policy>,
}

impl Candidate<'_> {
    pub(super) fn relation(&self, other: &Self) -> Relation {
        if self.pattern.text == other.pattern.text {
            return Relation::Equal;
        }
        // Most pairs differ in what they begin with.
        let (one, two) = (self.pattern.prefix(), other.pattern.prefix());
        if !one.starts_with(two) && !two.starts_with(one) {
            return Relation::Disjoint;
        }
        relation(&self.pattern.language, &other.pattern.language)
    }

    fn key(&self) -> (&str, bool) {
        (&self.pattern.text, self.method.is_none())
    }

    fn has_method(&self, method: Option<&str>) -> bool {
        self.method.is_none() || method.is_none() || self.method == method
    }
}

/// Computes a plan.
///
/// # Errors
///
/// If a row cannot be expressed. The error has every such row. There is no plan for the other rows: a gateway with half a
/// surface would answer for paths that it does not know.
pub(crate) fn build(request: &Request<'_>) -> Result<Plan, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut left = LeftToApplication::default();
    let mut candidates = Vec::new();
    for row in request.surface.rows() {
        match of_row(row, request, &mut left) {
            Ok(of_row) => candidates.extend(of_row),
            Err(reason) => refusals.push(Refusal::of(row, reason)),
        }
    }
    let relations = Relations::of(&candidates, Candidate::relation);
    for &(first, second, relation) in &relations.shared {
        let order = request.limits.order;
        conflict(
            &candidates[first],
            &candidates[second],
            relation,
            order,
            &mut refusals,
        );
    }
    if request.limits.one_policy {
        differing(&candidates, &mut refusals);
    }
    if !refusals.is_empty() {
        refusals.sort();
        refusals.dedup();
        return Err(refusals);
    }
    let exceptions = exceptions(&candidates, &relations);
    if request.limits.order != Order::First && !exceptions.is_empty() {
        return Err(exceptions
            .iter()
            .map(|narrow| Refusal::of(narrow.row, UNORDERED))
            .collect());
    }
    let mut all = Vec::with_capacity(candidates.len() + exceptions.len());
    all.extend(exceptions);
    all.append(&mut candidates);
    // A row for one method comes before one for every other method of the same pattern.
    all.sort_by(|a, b| a.key().cmp(&b.key()));
    let relations = Relations::of(&all, Candidate::relation);
    let candidates = sort(all, &relations);
    let plan = Plan {
        notes: notes(request, &left),
        ..rules(&candidates)
    };
    let unmatched = unmatched(&plan, &candidates, request);
    if !unmatched.is_empty() {
        return Err(unmatched);
    }
    (request.limits.plan)(&plan).map_err(|reason| {
        let rows = candidates.iter().filter(|each| each.policy.is_some());
        rows.map(|each| Refusal::of(each.row, reason.as_str()))
            .collect::<Vec<_>>()
    })?;
    Ok(plan)
}

/// The reason to refuse two rows that need an order.
const UNORDERED: &str = "another pattern matches some of its paths, and implementations differ in which of them is first";

/// Returns the candidates of a row. A row with an unknown method may have several.
///
/// # Errors
///
/// If the row cannot be expressed. The error is the reason.
fn of_row<'a>(
    row: &'a Row,
    request: &Request<'a>,
    left: &mut LeftToApplication,
) -> Result<Vec<Candidate<'a>>, String> {
    let Some(policy) = &row.policy else {
        // No request reaches it, so it needs no rule.
        if let By::Unreachable { .. } = row.by {
            return Ok(Vec::new());
        }
        return Ok(vec![Candidate {
            row,
            pattern: Pattern::parse(&row.path)?,
            method: match &row.method {
                Method::Unknown => None,
                Method::Named(name) => Some(name),
            },
            policy: None,
        }]);
    };
    match &row.by {
        By::Blocked { status } => {
            return Err(format!(
                "a middleware answers its preflights with {status}: move the policy outside of it"
            ));
        }
        By::Unreachable { behind } => {
            return Err(format!(
                "`{}` takes its requests first, under its own policy: register this path before it",
                behind.escape_debug()
            ));
        }
        By::Route | By::Scope | By::Application | By::None => {}
    }
    if row.guarded {
        return Err("it has a guard, which a gateway cannot check".to_owned());
    }
    let pattern = Pattern::parse(&row.path)?;
    check_pattern(&pattern, request)?;
    let methods: Vec<Option<&str>> = match (&row.method, &policy.methods) {
        (Method::Named(method), _) => vec![Some(method)],
        (Method::Unknown, Some(methods)) if is_around(row, request.surface) => {
            let others = (!request.limits.one_policy).then_some(None);
            methods
                .iter()
                .map(|method| Some(method.as_str()))
                .chain(others)
                .collect()
        }
        (Method::Unknown, _) => {
            return Err(
                "its methods are unknown, so the answer to a preflight is too: name them on the route".to_owned(),
            );
        }
    };
    methods
        .into_iter()
        .map(|method| {
            if let Some(method) = method {
                token(method, "a method")?;
                (request.limits.method)(method)?;
            }
            // No policy allows the empty method, which means every method that the policy does not list.
            let named = method.unwrap_or_default();
            let policy = decide(row, policy, named, request, left)?;
            (request.limits.policy)(&policy, named)?;
            Ok(Candidate {
                row,
                pattern: pattern.clone(),
                method,
                policy: Some(policy),
            })
        })
        .collect()
}

/// Checks that the gateway can match a pattern.
fn check_pattern(pattern: &Pattern, request: &Request<'_>) -> Result<(), String> {
    if request.limits.paths == Paths::Encoded && !is_encodable(&pattern.language) {
        return Err(
            "a class in its path tells characters apart that a browser may also send encoded, and this gateway \
             compares paths as they are sent: name letters and digits only"
                .to_owned(),
        );
    }
    (request.limits.pattern)(pattern)
}

/// Refuses rows without a policy that have to come before a wider row, and that the gateway cannot match.
fn unmatched(plan: &Plan, candidates: &[Candidate<'_>], request: &Request<'_>) -> Vec<Refusal> {
    let rules = plan.rules.iter().filter(|rule| rule.policy.is_none());
    let refusals = rules.filter_map(|rule| {
        let reason = check_pattern(&rule.pattern, request).err()?;
        let is_of_rule =
            |each: &&Candidate<'_>| each.policy.is_none() && each.pattern.text == rule.pattern.text;
        let row = candidates.iter().find(is_of_rule)?.row;
        Some(Refusal::of(row, reason))
    });
    refusals.collect()
}

/// Returns whether a row means everything that a policy around a scope or an application covers and no other row names,
/// or a handler with the same answers. Such a policy answers for the methods that it lists, whatever the handlers below
/// it serve.
fn is_around(row: &Row, surface: &Surface) -> bool {
    let is_placed = |row: &Row| matches!(row.by, By::Scope | By::Application);
    let is_rest = |row: &Row| is_placed(row) && row.path.ends_with("/**") && !row.guarded;
    if is_rest(row) {
        return true;
    }
    let Ok(pattern) = Pattern::parse(&row.path) else {
        return false;
    };
    is_placed(row)
        && surface.rows().iter().any(|rest| {
            let is_alike =
                (&rest.by, &rest.policy, &rest.floors) == (&row.by, &row.policy, &row.floors);
            is_rest(rest)
                && is_alike
                && Pattern::parse(&rest.path).is_ok_and(|rest| {
                    let relation = relation(&pattern.language, &rest.language);
                    matches!(relation, Relation::Inside | Relation::Equal)
                })
        })
}

/// Refuses two rows that one request may reach, if the surface does not say which of them it reaches.
fn conflict(
    first: &Candidate<'_>,
    second: &Candidate<'_>,
    relation: Relation,
    order: Order,
    refusals: &mut Vec<Refusal>,
) {
    let guarded = first.row.guarded || second.row.guarded;
    let nested = matches!(relation, Relation::Inside | Relation::Around);
    let narrow = if relation == Relation::Inside {
        first
    } else {
        second
    };
    let wide = if relation == Relation::Inside {
        second
    } else {
        first
    };
    let is_ordered = match order {
        Order::First => nested,
        Order::PathThenPrefix => {
            let is_path = narrow.pattern.literal().is_some();
            nested
                && wide.pattern.plain_prefix().is_some()
                && (is_path || narrow.pattern.plain_prefix().is_some())
        }
    };
    // One of them is for one method of the path, and the other one for the other methods.
    let is_split = first.pattern.text == second.pattern.text
        && first.method.is_none() != second.method.is_none();
    if !first.has_method(second.method)
        || (!guarded && (first.policy == second.policy || is_ordered || is_split))
    {
        return;
    }
    // A guarded row with no policy is harmless, unless a request that its guard refuses reaches a policy.
    for (one, other) in [(first, second), (second, first)] {
        if one.policy.is_none() {
            continue;
        }
        let path = other.row.path.escape_debug();
        let method = other.row.method.as_str().escape_debug();
        let reason = if nested && !guarded {
            UNORDERED.to_owned()
        } else if other.row.guarded {
            format!("`{method} {path}` may take its requests, depending on a guard")
        } else if relation == Relation::Overlapping {
            format!(
                "`{method} {path}` matches some of its paths, and which of them is first is not in the surface"
            )
        } else {
            format!("`{method} {path}` matches the same paths, with another policy")
        };
        refusals.push(Refusal::of(one.row, reason));
    }
}

/// Refuses all rows if they need more than one policy and the gateway has one.
fn differing(candidates: &[Candidate<'_>], refusals: &mut Vec<Refusal>) {
    let Some(first) = candidates.iter().find_map(|each| each.policy.as_ref()) else {
        return;
    };
    let reason = if candidates
        .iter()
        .any(|each| each.policy.as_ref() != Some(first))
    {
        "one policy has to do for everything here, and the policies of the surface differ"
            .to_owned()
    } else if let Some(method) = first.methods.iter().find(|method| {
        !candidates
            .iter()
            .any(|each| each.method == Some(method.as_str()))
    }) {
        format!("its policy allows {method}, which no row serves, and everything here would")
    } else {
        return;
    };
    refusals.extend(
        candidates
            .iter()
            .map(|each| Refusal::of(each.row, reason.as_str())),
    );
}

/// Requests for the path of one row with the method of another one, wider row. actix-web answers their preflights as if
/// there were no policy, if the first row is not annotated.
fn exceptions<'a>(candidates: &[Candidate<'a>], relations: &Relations) -> Vec<Candidate<'a>> {
    let mut exceptions: Vec<Candidate<'a>> = Vec::new();
    let pairs = relations
        .shared
        .iter()
        .flat_map(|&(first, second, relation)| {
            let other = match relation {
                Relation::Inside => Relation::Around,
                Relation::Around => Relation::Inside,
                same => same,
            };
            [(first, second, relation), (second, first, other)]
        });
    for (narrow, wide, relation) in pairs {
        let (narrow, wide) = (&candidates[narrow], &candidates[wide]);
        if narrow.row.by == By::Route
            // A policy around applies to every method of the paths below it.
            || wide.row.method == Method::Unknown
            || wide.policy.is_none()
            || wide.has_method(narrow.method)
            || !matches!(relation, Relation::Inside | Relation::Overlapping)
        {
            continue;
        }
        let is_there = |each: &Candidate<'_>| {
            each.pattern.text == narrow.pattern.text && each.has_method(wide.method)
        };
        if candidates.iter().chain(&exceptions).any(is_there) {
            continue;
        }
        exceptions.push(Candidate {
            row: narrow.row,
            pattern: narrow.pattern.clone(),
            method: wide.method,
            policy: None,
        });
    }
    exceptions
}

/// Returns the rules of sorted candidates. Neighbours with one pattern and one policy share a rule.
fn rules(candidates: &[Candidate<'_>]) -> Plan {
    let mut plan = Plan {
        rules: Vec::new(),
        policies: Vec::new(),
        notes: Vec::new(),
    };
    for (index, candidate) in candidates.iter().enumerate() {
        let policy = candidate.policy.as_ref().map(|policy| {
            let known = plan.policies.iter().position(|each| each == policy);
            known.unwrap_or_else(|| {
                plan.policies.push(policy.clone());
                plan.policies.len() - 1
            })
        });
        // Passing requests on unchanged needs a rule only if a later rule matches them.
        let is_needed = policy.is_some()
            || candidates[index + 1..].iter().any(|later| {
                later.policy.is_some()
                    && later.has_method(candidate.method)
                    && candidate.relation(later) != Relation::Disjoint
            });
        if !is_needed {
            continue;
        }
        let shared = plan
            .rules
            .iter_mut()
            .rev()
            .find(|rule| rule.pattern.text == candidate.pattern.text && rule.policy == policy);
        match (shared, candidate.method) {
            (
                Some(Rule {
                    methods: Methods::Named(names),
                    ..
                }),
                Some(method),
            ) => {
                if !names.iter().any(|name| name == method) {
                    names.push(method.to_owned());
                    names.sort();
                }
            }
            (_, method) => plan.rules.push(Rule {
                pattern: candidate.pattern.clone(),
                methods: method.map_or(Methods::Any, |method| {
                    Methods::Named(vec![method.to_owned()])
                }),
                policy,
            }),
        }
    }
    plan
}

fn notes(request: &Request<'_>, left: &LeftToApplication) -> Vec<String> {
    let mut notes: Vec<String> = request
        .limits
        .notes
        .iter()
        .map(|&note| note.to_owned())
        .collect();
    if left.rejects {
        notes.push(
            "`mismatch = reject`: the gateway writes the headers, and the application rejects the requests."
                .to_owned(),
        );
    }
    for condition in &left.conditions {
        notes.push(format!(
            "Origins under `#[cfg({})]` are left out; `--cfg` adds them.",
            condition.escape_debug()
        ));
    }
    notes
}
