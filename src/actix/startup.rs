//! Mistakes that the table of an application shows. They are logged when the application starts.

use std::rc::Rc;

use cors_runtime::{
    origin::Pattern,
    policy::{Listed, Origins, Parts},
    preflight::Preflight,
};
use foldhash::HashMap;

use super::{headers::PolicyHeaders, log, rows::RouteRow, table::PolicyTable};

/// The methods that pages send without a preflight (Fetch, section "Methods", "CORS-safelisted method").
const SAFELISTED: &[&str] = &["GET", "HEAD", "POST"];

/// Logs the mistakes in a table.
pub(super) fn check(table: &PolicyTable) {
    for pattern in carried_over(&table.routes) {
        log::shared_path(pattern);
    }
    check_floors(table);
}

/// Logs the policies that allow an origin which `mismatch = reject` of a placed scope around them rejects.
fn check_floors(table: &PolicyTable) {
    let scopes = table.scopes.iter().filter_map(|scope| {
        let headers = scope.headers.as_ref()?;
        Some((headers, scope.parent, scope.pattern()))
    });
    let routes = table.routes.iter();
    let routes = routes.map(|route| (&route.headers, route.scope, route.pattern()));
    for (inside, scope, pattern) in routes.chain(scopes) {
        for floor in table.policies_around(scope) {
            check_floor(floor, inside, pattern);
        }
    }
}

/// Checks `mismatch = reject` of the policy around the application in the same way.
pub(super) fn check_floor_around_application(table: &PolicyTable, floor: &Rc<PolicyHeaders>) {
    if !floor.parts().rejects() {
        return;
    }
    for route in &table.routes {
        check_floor(floor, &route.headers, route.pattern());
    }
    for scope in &table.scopes {
        if let Some(headers) = &scope.headers {
            check_floor(floor, headers, scope.pattern());
        }
    }
}

fn check_floor(floor: &PolicyHeaders, inside: &PolicyHeaders, pattern: &str) {
    if floor.parts().rejects()
        && let Some(origin) = allowed_beyond(inside.parts(), floor.parts())
    {
        log::outside_of_floor(floor.policy, inside.policy, pattern, origin);
    }
}

/// Returns an origin, or a pattern of origins, that one policy allows and another does not. Sets are compared by their
/// bounds.
fn allowed_beyond(inside: &Parts, floor: &Parts) -> Option<&'static str> {
    let Origins::Listed(floor) = &floor.origins else {
        return None;
    };
    match &inside.origins {
        Origins::Any => Some("*"),
        Origins::Listed(listed) => elements(listed).find(|origin| !covers(floor, origin)),
    }
}

fn covers(floor: &Listed, origin: &str) -> bool {
    elements(floor).any(|element| {
        element == origin
            || match (Pattern::parse(element), Pattern::parse(origin)) {
                (Some(element), Some(origin)) => element.covers(&origin),
                _ => element == "*",
            }
    })
}

fn elements(listed: &Listed) -> impl Iterator<Item = &'static str> + use<> {
    let sets = listed.sets.iter().flat_map(|element| element.set.bound);
    listed.origins.iter().chain(sets).copied()
}

/// Returns the patterns on which a policy allows a request header that another one does not allow for a safelisted
/// method. Browsers cache preflights by URL, whatever the method is. So after a PUT whose preflight allowed the header,
/// a page sends it with a POST to the same URL (Fetch, section "CORS-preflight cache").
fn carried_over(routes: &[Rc<RouteRow>]) -> Vec<&str> {
    let mut by_pattern: HashMap<&str, Vec<&RouteRow>> = HashMap::default();
    for route in routes {
        by_pattern.entry(route.pattern()).or_default().push(route);
    }
    let is_carried_over = |sharing: &Vec<&RouteRow>| {
        sharing.iter().any(|narrow| {
            let is_safelisted = narrow.path.methods.iter().any(|it| SAFELISTED.contains(it));
            is_safelisted
                && !narrow.headers.parts().rejects()
                && sharing.iter().any(|wide| {
                    !Rc::ptr_eq(&wide.headers, &narrow.headers)
                        && preflight(wide).has_headers_beyond(&preflight(narrow))
                })
        })
    };
    let mut patterns: Vec<&str> = by_pattern
        .iter()
        .filter(|(_, sharing)| sharing.len() > 1 && is_carried_over(sharing))
        .map(|(pattern, _)| *pattern)
        .collect();
    patterns.sort_unstable();
    patterns
}

fn preflight(row: &RouteRow) -> Preflight {
    Preflight::of(row.headers.parts(), row.path.methods)
}
