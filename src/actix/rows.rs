//! The rows of the policy table: annotated routes and placed scopes.
//!
//! actix-web does not say which scopes a service is registered in. So each row puts a node into actix-web's resource
//! map. Once the application is built, the node knows its full pattern.

use std::{cell::OnceCell, fmt, rc::Rc};

use actix_web::{
    dev::{ResourceDef, ResourceMap},
    http::header::HeaderValue,
};

use super::{
    headers::{PolicyHeaders, allow_methods},
    route::{Route, RoutePath},
};

/// The position of a row among the routes of its application, in the order of registration.
pub(crate) type RouteId = usize;

/// The position of a placed scope in its application.
pub(crate) type ScopeId = usize;

/// One path of an annotated route.
#[derive(Debug)]
pub(crate) struct RouteRow {
    pub(super) id: RouteId,
    pub(crate) route: &'static Route,
    pub(crate) path: &'static RoutePath,
    pub(crate) headers: Rc<PolicyHeaders>,
    /// The innermost placed scope that the route is registered in.
    pub(crate) scope: Option<ScopeId>,
    pub(super) node: Node,
    /// The name of the handler.
    #[cfg(feature = "surface")]
    pub(super) handler: Box<str>,
    allow_methods: OnceCell<Option<HeaderValue>>,
    /// Whether actix-web names this pattern for the path that is spelled like it. Only for literal patterns.
    pub(super) is_named: OnceCell<bool>,
    /// Whether this is the first row that matches the path that is spelled like the pattern. Only for literal patterns.
    pub(super) is_first: OnceCell<bool>,
}

/// A scope that a policy or a gate is placed around.
#[derive(Debug)]
pub(crate) struct ScopeRow {
    /// The policy, or `None` for a gate.
    pub(crate) headers: Option<Rc<PolicyHeaders>>,
    /// The first route that is registered after the scope, or in it.
    pub(super) first_route: RouteId,
    /// The innermost placed scope around this one.
    pub(super) parent: Option<ScopeId>,
    pub(super) guards: ScopeGuards,
    pub(super) node: Node,
    /// Whether actix-web enters this scope for paths that begin with its prefix. Only for literal prefixes.
    pub(super) entered: OnceCell<Entered>,
}

/// Whether actix-web enters a scope, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entered {
    No,
    Maybe,
    Yes,
}

/// The guards on a placed scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct ScopeGuards {
    /// The host that requests have to be for.
    pub(crate) host: Option<Rc<str>>,
    /// Whether there are other guards. A preflight does not carry what they test.
    pub(crate) has_others: bool,
}

impl ScopeGuards {
    /// Whether there are guards.
    pub(super) fn are_any(&self) -> bool {
        self.host.is_some() || self.has_others
    }
}

/// A node of the resource map.
pub(super) struct Node {
    map: Rc<ResourceMap>,
    /// A path that `map` matches.
    sample: &'static str,
    /// The full pattern.
    pattern: OnceCell<Rc<str>>,
}

/// A path below the prefix of a placed scope that only the scope's own node has.
pub(crate) const PROBE: &str = "/route-cors/probe";
pub(super) const PROBE_PREFIX: &str = "/route-cors";
pub(super) const PROBE_EDGE: &str = "/probe";

impl RouteRow {
    pub(super) fn new(
        id: RouteId,
        route: &'static Route,
        path: &'static RoutePath,
        scope: Option<ScopeId>,
        node: Node,
        handler: &str,
    ) -> Self {
        #[cfg(not(feature = "surface"))]
        let _ = handler;
        Self {
            id,
            #[cfg(feature = "surface")]
            handler: handler.into(),
            route,
            path,
            headers: PolicyHeaders::of(route.policy()),
            scope,
            node,
            allow_methods: OnceCell::new(),
            is_named: OnceCell::new(),
            is_first: OnceCell::new(),
        }
    }

    /// The full pattern.
    pub(crate) fn pattern(&self) -> &str {
        self.node.pattern()
    }

    /// The full prefix of the innermost scope around the route, placed or not, unless it has parameters.
    pub(super) fn prefix(&self) -> Option<&str> {
        let prefix = self
            .pattern()
            .strip_suffix(&*self.path.registered_pattern())?;
        (!prefix.contains('{')).then_some(prefix)
    }

    /// The value of `Access-Control-Allow-Methods`.
    pub(super) fn allow_methods(&self) -> Option<&HeaderValue> {
        let value = self
            .allow_methods
            .get_or_init(|| allow_methods(self.headers.parts(), self.path.methods));
        value.as_ref()
    }
}

impl ScopeRow {
    pub(super) fn new(
        headers: Option<Rc<PolicyHeaders>>,
        first_route: RouteId,
        parent: Option<ScopeId>,
        guards: ScopeGuards,
        node: Node,
    ) -> Self {
        Self {
            headers,
            first_route,
            parent,
            guards,
            node,
            entered: OnceCell::new(),
        }
    }

    /// The full pattern of the prefix.
    pub(crate) fn pattern(&self) -> &str {
        self.node.pattern()
    }
}

impl Node {
    /// Returns the node of a route, and the map to register for it. `name` is the name of the resource, `application` a
    /// name for the application.
    pub(super) fn of_route(
        local: ResourceDef,
        name: Option<&str>,
        application: Option<&str>,
    ) -> (Self, Rc<ResourceMap>) {
        // A path that the route's pattern matches has nothing left, which the empty pattern matches.
        let mut edge = ResourceDef::new("");
        if let Some(name) = name {
            edge.set_name(name);
        }
        let mut below = ResourceMap::new(ResourceDef::prefix(""));
        below.add(&mut edge, None);
        add_application(&mut below, application);
        let below = Rc::new(below);
        let mut map = ResourceMap::new(local);
        map.add(&mut ResourceDef::prefix(""), Some(Rc::clone(&below)));
        (Self::new(below, ""), Rc::new(map))
    }

    /// Returns the node of a scope, and the pattern and the map to register inside the scope.
    pub(super) fn of_scope(application: Option<&str>) -> (Self, ResourceDef, Rc<ResourceMap>) {
        let prefix = ResourceDef::prefix(PROBE_PREFIX);
        let mut map = ResourceMap::new(prefix.clone());
        map.add(&mut ResourceDef::new(PROBE_EDGE), None);
        add_application(&mut map, application);
        let map = Rc::new(map);
        let node = Self::new(Rc::clone(&map), PROBE);
        (node, prefix, map)
    }

    fn new(map: Rc<ResourceMap>, sample: &'static str) -> Self {
        Self {
            map,
            sample,
            pattern: OnceCell::new(),
        }
    }

    /// The full pattern. The application has to be built.
    pub(super) fn pattern(&self) -> &Rc<str> {
        self.pattern.get_or_init(|| {
            let mut pattern = self.map.match_pattern(self.sample).unwrap_or_default();
            pattern.truncate(pattern.len().saturating_sub(self.sample.len()));
            pattern.into()
        })
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Node").field(&self.pattern).finish()
    }
}

/// Adds an edge that no path reaches and whose name identifies the application. Its parameter keeps actix-web from making
/// a URL when the name is looked up.
fn add_application(map: &mut ResourceMap, name: Option<&str>) {
    if let Some(name) = name {
        let mut edge = ResourceDef::new("/{application}");
        edge.set_name(name);
        map.add(&mut edge, None);
    }
}
