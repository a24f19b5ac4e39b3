//! Changes that make nothing wider or narrower, or that are about a whole row.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Direction, pairs};
use crate::{
    row::{By, Method, Policy, Row},
    surface::Surface,
    visible::visible,
};

type Group<'a> = Vec<&'a Row>;

/// Adds what the rows of two surfaces differ in besides what they allow. A row that is new or gone gets a line of its own
/// unless there is one about it.
pub(super) fn changes(base: &Surface, now: &Surface, changes: &mut BTreeSet<Change>) {
    let (old, new) = (groups(base), groups(now));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    for (path, method) in keys {
        let known = changes
            .iter()
            .any(|change| change.path == path && change.method == *method);
        let mut add = |what: String| {
            changes.insert(Change {
                direction: Direction::Other,
                path: path.to_owned(),
                method: method.clone(),
                what: visible(&what),
                row: None,
            });
        };
        let none = Group::new();
        let before = old.get(&(path, method)).unwrap_or(&none);
        let after = new.get(&(path, method)).unwrap_or(&none);
        let pairs = pairs(before, after);
        let mut told = known;
        for (row, old) in &pairs {
            let differences = old.map(|old| differences(old, row));
            for difference in differences.into_iter().flatten() {
                add(difference);
                told = true;
            }
        }
        if before == after || told && before.len() == after.len() {
            continue;
        }
        match before.len().cmp(&after.len()) {
            std::cmp::Ordering::Less if !known => add(format!("new: {}", kind(&after[0].by))),
            std::cmp::Ordering::Greater if !known => add("removed".to_owned()),
            std::cmp::Ordering::Equal => add("changed".to_owned()),
            _ => {}
        }
    }
}

fn groups(surface: &Surface) -> BTreeMap<(&str, &Method), Group<'_>> {
    let mut groups: BTreeMap<_, Group<'_>> = BTreeMap::new();
    for row in surface.rows() {
        groups
            .entry((row.path.as_str(), &row.method))
            .or_default()
            .push(row);
    }
    groups
}

fn kind(by: &By) -> String {
    match by {
        By::Route => "a policy of its own".to_owned(),
        By::Scope => "the policy around its scope".to_owned(),
        By::Application => "the policy around the application".to_owned(),
        By::None => "no policy".to_owned(),
        By::Blocked { status } => format!("a middleware answers its preflight with {status}"),
        By::Unreachable { behind } => format!("unreachable behind `{behind}`"),
    }
}

fn differences(old: &Row, new: &Row) -> Vec<String> {
    let mut differences = Vec::new();
    if old.by != new.by {
        differences.push(format!(
            "{} applies; before: {}",
            kind(&new.by),
            kind(&old.by)
        ));
    }
    if old.guarded != new.guarded {
        let has = if new.guarded {
            "has guards now"
        } else {
            "has no guards any more"
        };
        differences.push(format!("the handler {has}"));
    }
    if old.handler != new.handler {
        let name = |row: &Row| {
            row.handler
                .as_deref()
                .map_or("unnamed".to_owned(), |name| format!("`{name}`"))
        };
        differences.push(format!(
            "the handler is {}; before: {}",
            name(new),
            name(old)
        ));
    }
    match (&old.unconfirmed, &new.unconfirmed) {
        (None, Some(reason)) => differences.push(format!("unconfirmed: {reason}")),
        (Some(_), None) => differences.push("confirmed".to_owned()),
        _ => {}
    }
    if let (Some(old), Some(new)) = (&old.policy, &new.policy) {
        policy(old, new, &mut differences);
    }
    differences
}

fn policy(old: &Policy, new: &Policy, differences: &mut Vec<String>) {
    if old.max_age != new.max_age {
        let seconds = |policy: &Policy| {
            policy
                .max_age
                .map_or("not set".to_owned(), |seconds| format!("{seconds} s"))
        };
        differences.push(format!(
            "max_age is {}; before: {}",
            seconds(new),
            seconds(old)
        ));
    }
    for allowance in new
        .allow
        .iter()
        .filter(|allowance| !old.allow.contains(allowance))
    {
        let on = allowance
            .origin
            .as_ref()
            .map(|origin| format!(" for {origin}"))
            .unwrap_or_default();
        differences.push(format!(
            "allows {}{on}: {:?}",
            allowance.rule, allowance.reason
        ));
    }
    for allowance in old
        .allow
        .iter()
        .filter(|allowance| !new.allow.contains(allowance))
    {
        differences.push(format!(
            "no longer allows {}: {:?}",
            allowance.rule, allowance.reason
        ));
    }
}
