//! Preflights that ask which policies apply: the services of this library say so instead of passing the preflight on.
//! That is how the surface of an application is taken without running a handler.

use std::rc::Rc;

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    dev::{RequestHead, ServiceRequest},
};

use super::{
    application::Application,
    headers::PolicyHeaders,
    request,
    rows::{RouteRow, ScopeId},
    table::{Applies, Lookup, PolicyTable},
};
use crate::Policy;

/// An extension of a request: a service of this library answers it with the [`Placement`] instead of passing it on.
pub(crate) struct AskPlacement;

/// The policies that apply to a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placement {
    /// The policies, of which each has to allow the request if there are several.
    pub(crate) policies: Vec<Placed>,
    /// The rejecting policies around those, outermost first, each with its prefix.
    pub(crate) floors: Vec<(String, &'static Policy)>,
}

/// A policy, and where it is placed.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) policy: &'static Policy,
    pub(crate) kind: Kind,
    /// The methods that a preflight answer lists.
    pub(crate) methods: Vec<&'static str>,
    /// Whether guards may keep a request from it.
    pub(crate) is_guarded: bool,
}

/// The part of an application that a policy is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The handler of this pattern.
    Route(String),
    /// A scope.
    Scope,
    /// The application.
    Application,
}

/// An annotated route.
#[derive(Clone, Debug)]
pub(crate) struct Annotated {
    pub(crate) pattern: String,
    pub(crate) methods: &'static [&'static str],
    pub(crate) policy: &'static Policy,
    pub(crate) handler: Box<str>,
    pub(crate) is_guarded: bool,
    /// The host that requests have to be for.
    pub(crate) host: Option<Rc<str>>,
}

/// A scope that a policy is placed around.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) pattern: String,
    pub(crate) has_policy: bool,
    pub(crate) host: Option<Rc<str>>,
}

/// Returns the answer to such a preflight, or `None` for any other.
pub(crate) fn answer(
    request: &ServiceRequest,
    table: Option<&PolicyTable>,
    applies: &Applies<'_>,
    default: Option<&Rc<PolicyHeaders>>,
) -> Option<HttpResponse> {
    // No policy answers a preflight that may be for none of several.
    let is_answered = !matches!(applies, Applies::Perhaps(_));
    if !is_answered || !request.extensions().contains::<AskPlacement>() {
        return None;
    }
    let mut response = HttpResponse::NoContent().finish();
    let placement = placement(table, applies, default);
    response.extensions_mut().insert(placement);
    Some(response)
}

/// Returns the policies that apply to a request by the table alone.
pub(crate) fn look_up(
    request: &HttpRequest,
    head: &RequestHead,
    path: &str,
    default: Option<&'static Policy>,
) -> Placement {
    let default = default.map(PolicyHeaders::of);
    let Some(application) = Application::of(request) else {
        return placement(None, &Applies::around(default.as_ref()), default.as_ref());
    };
    let table = application.table();
    let applies = table.lookup(&Lookup {
        map: request.resource_map(),
        path,
        matched: 0,
        method: request::preflight(head).map_or("", |asked| asked.method),
        host: table.host(head),
        within: None,
        default: default.as_ref(),
        is_at_unannotated: false,
    });
    placement(Some(table), &applies, default.as_ref())
}

fn placement(
    table: Option<&PolicyTable>,
    applies: &Applies<'_>,
    default: Option<&Rc<PolicyHeaders>>,
) -> Placement {
    let all = applies.possible();
    let policies = all.iter().map(|placed| Placed {
        policy: placed.headers.policy,
        kind: match (placed.route, placed.scope) {
            (Some(row), _) => Kind::Route(row.pattern().to_owned()),
            (None, Some(_)) => Kind::Scope,
            (None, None) => Kind::Application,
        },
        methods: match placed.route {
            Some(row) => allowed(row),
            None => placed.headers.methods_around().to_vec(),
        },
        is_guarded: all.len() > 1
            || matches!(applies, Applies::Perhaps(_))
            || placed.route.is_some_and(|row| row.path.is_guarded)
            || table.is_some_and(|table| is_in_guarded(table, placed.scope)),
    });
    let mut floors: Vec<(String, &'static Policy)> = Vec::new();
    let around_application = default.map(|headers| ("/**".to_owned(), headers.policy));
    let scopes = all.iter().flat_map(|placed| {
        let own = placed.scope.filter(|_| placed.route.is_none());
        let ids = table.map(|table| table.enclosing(placed.scope).collect::<Vec<_>>());
        let around = ids.into_iter().flatten().filter(move |id| Some(*id) != own);
        around.filter_map(|id| {
            let scope = &table?.scopes[id];
            Some((
                format!("{}/**", scope.pattern()),
                scope.headers.as_ref()?.policy,
            ))
        })
    });
    let is_default = |policy: &Policy| matches!(all, [one] if one.route.is_none() && one.scope.is_none() && std::ptr::eq(one.headers.policy, policy));
    let mut inner: Vec<_> = scopes.collect();
    inner.reverse();
    for (path, policy) in around_application.into_iter().chain(inner) {
        let known = floors.iter().any(|(_, floor)| std::ptr::eq(*floor, policy));
        if policy.parts().rejects() && !known && !is_default(policy) {
            floors.push((path, policy));
        }
    }
    Placement {
        policies: policies.collect(),
        floors,
    }
}

/// The methods of a route that its policy lets pages use.
fn allowed(row: &RouteRow) -> Vec<&'static str> {
    let listed = row.headers.parts().methods;
    let methods = row.path.methods.iter().copied();
    methods
        .filter(|method| listed.is_none_or(|listed| listed.contains(method)))
        .collect()
}

/// Whether a placed scope around has a guard of any kind.
fn is_in_guarded(table: &PolicyTable, scope: Option<ScopeId>) -> bool {
    let mut enclosing = table.enclosing(scope);
    enclosing.any(|id| table.scopes[id].guards.are_any())
}

/// Returns the annotated routes of an application in the order of their registration, and its placed scopes.
pub(crate) fn registered(request: &HttpRequest) -> (Vec<Annotated>, Vec<Scope>) {
    let Some(application) = Application::of(request) else {
        return (Vec::new(), Vec::new());
    };
    let table = application.table();
    let host = |scope: Option<ScopeId>| {
        let mut hosts = table.enclosing(scope);
        hosts.find_map(|id| table.scopes[id].guards.host.clone())
    };
    let routes = table.routes.iter().map(|row| Annotated {
        pattern: row.pattern().to_owned(),
        methods: row.path.methods,
        policy: row.headers.policy,
        handler: row.handler.clone(),
        is_guarded: row.path.is_guarded || is_in_guarded(table, row.scope),
        host: host(row.scope),
    });
    let scopes = table.scopes.iter().enumerate().map(|(id, row)| Scope {
        pattern: row.pattern().to_owned(),
        has_policy: row.headers.is_some(),
        host: host(Some(id)),
    });
    (routes.collect(), scopes.collect())
}
