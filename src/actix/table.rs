//! The table of placed policies of one application, and the one lookup that says which policy applies to a request.
//!
//! | actix-web names for the path | the policy |
//! |---|---|
//! | the pattern of an annotated route that serves the method | of that route |
//! | the pattern of an annotated route that does not serve it | of the next annotated route that matches path and method |
//! | another pattern | of the innermost placed scope whose prefix begins the pattern, or the default |
//! | nothing | of the annotated route that is spelled like the path; else of the scope that actix-web enters, or the default |
//!
//! The response of a resource without a policy needs no name: the policy is of the innermost scope that the request has
//! entered. A request that certainly enters a scope for its host gets nothing from outside of that scope. If several policies
//! are left, all of them apply: a request gets only what each of them allows.

use std::{cmp::Reverse, ptr, rc::Rc};

use actix_web::dev::{RequestHead, ResourceMap};
use foldhash::HashMap;

use super::{
    headers::PolicyHeaders,
    path_index::{Match, PathIndex},
    request,
    rows::{Entered, PROBE, RouteId, RouteRow, ScopeId, ScopeRow},
};

/// The placed policies of one application.
#[derive(Debug)]
pub(crate) struct PolicyTable {
    /// In the order of registration, in which actix-web tries them.
    pub(crate) routes: Vec<Rc<RouteRow>>,
    pub(crate) scopes: Vec<Rc<ScopeRow>>,
    routes_by_pattern: HashMap<Rc<str>, Vec<RouteId>>,
    routes_by_path: PathIndex,
    scopes_by_prefix: HashMap<Rc<str>, Vec<ScopeId>>,
    scopes_by_path: PathIndex,
    /// Whether no scope depends on the host of a request.
    ignores_host: bool,
}

/// The facts about a request that a lookup needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lookup<'a, 't> {
    /// The resource map of the application.
    pub(crate) map: &'a ResourceMap,
    /// The path as actix-web routes it.
    pub(crate) path: &'a str,
    /// How many bytes of the path the scopes that the request has entered have matched.
    pub(crate) matched: usize,
    /// The method of the request, or the one that a preflight announces.
    pub(crate) method: &'a str,
    /// The host that the request is for, without its port, from [`PolicyTable::host`].
    pub(crate) host: Option<&'a [u8]>,
    /// The placed scope that the request has certainly entered.
    pub(crate) within: Option<ScopeId>,
    /// The policy around the application.
    pub(crate) default: Option<&'t Rc<PolicyHeaders>>,
    /// Whether a resource without a policy has been reached. The whole path has been matched, so this is certain, unless
    /// the scopes alone match it.
    pub(crate) is_at_unannotated: bool,
}

/// A policy that applies to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'t> {
    pub(crate) headers: &'t Rc<PolicyHeaders>,
    /// The route whose policy it is.
    pub(crate) route: Option<&'t RouteRow>,
    /// The innermost placed scope that the policy lies in, or is placed around.
    pub(crate) scope: Option<ScopeId>,
}

/// The policies that apply to a request.
#[derive(Debug)]
pub(crate) enum Applies<'t> {
    /// None.
    Nothing,
    /// Exactly one.
    One(Placed<'t>),
    /// Each of these may be the one: the request gets what all of them allow.
    All(Vec<Placed<'t>>),
    /// One of these, or none. A request gets nothing of them, and a surface shows them.
    Perhaps(Vec<Placed<'t>>),
}

impl<'t> Applies<'t> {
    /// Only the policy around the application can apply.
    pub(crate) fn around(default: Option<&'t Rc<PolicyHeaders>>) -> Self {
        default.map_or(Self::Nothing, |headers| Self::One(Placed::around(headers)))
    }

    fn of(mut all: Vec<Placed<'t>>) -> Self {
        all.dedup_by(|one, other| one.says_the_same_as(other));
        match all.as_slice() {
            [] => Self::Nothing,
            [one] => Self::One(*one),
            _ => Self::All(all),
        }
    }

    /// The policies, as a slice.
    pub(crate) fn as_slice(&self) -> &[Placed<'t>] {
        match self {
            Self::Nothing | Self::Perhaps(_) => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::All(all) => all,
        }
    }

    /// The policies, and those that may apply beside none.
    #[cfg_attr(
        not(feature = "surface"),
        expect(dead_code, reason = "only a surface shows them")
    )]
    pub(crate) fn possible(&self) -> &[Placed<'t>] {
        match self {
            Self::Perhaps(all) => all,
            _ => self.as_slice(),
        }
    }

    /// The annotated route that certainly serves the request.
    pub(crate) fn certain_route(&self) -> Option<&'t RouteRow> {
        match self {
            Self::One(one) => one.route,
            _ => None,
        }
    }
}

/// The policies that a request may get.
#[derive(Default)]
struct Candidates<'t> {
    all: Vec<Placed<'t>>,
    /// Whether the request may reach something without a policy.
    may_have_none: bool,
}

impl<'t> Candidates<'t> {
    fn add(&mut self, policy: Option<Placed<'t>>) {
        self.may_have_none |= policy.is_none();
        self.all.extend(policy);
    }

    fn applies(self) -> Applies<'t> {
        if self.may_have_none {
            Applies::Perhaps(self.all)
        } else {
            Applies::of(self.all)
        }
    }
}

impl<'t> Placed<'t> {
    /// The policy is around the whole application.
    fn around(headers: &'t Rc<PolicyHeaders>) -> Self {
        Self {
            headers,
            route: None,
            scope: None,
        }
    }

    /// Checks whether this is a policy that does not belong to a route.
    pub(crate) fn is(&self, headers: &Rc<PolicyHeaders>) -> bool {
        self.route.is_none() && Rc::ptr_eq(self.headers, headers)
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let methods = |placed: &Self| placed.route.map(|row| row.path.methods);
        Rc::ptr_eq(self.headers, other.headers)
            && self.scope == other.scope
            && methods(self) == methods(other)
    }
}

impl PolicyTable {
    /// Builds the table of an application whose services are all registered.
    pub(super) fn new(routes: Vec<Rc<RouteRow>>, scopes: Vec<Rc<ScopeRow>>) -> Self {
        let mut table = Self {
            routes,
            scopes,
            routes_by_pattern: HashMap::default(),
            routes_by_path: PathIndex::default(),
            scopes_by_prefix: HashMap::default(),
            scopes_by_path: PathIndex::default(),
            ignores_host: false,
        };
        let mut scopes = table.scopes.iter();
        table.ignores_host = scopes.all(|scope| scope.guards.host.is_none());
        for (id, row) in table.routes.iter().enumerate() {
            let pattern = row.node.pattern();
            let rows = table.routes_by_pattern.entry(Rc::clone(pattern));
            rows.or_default().push(id);
            let local = row.path.registered_pattern();
            table.routes_by_path.add(id, pattern, &local);
        }
        for (id, row) in table.scopes.iter().enumerate() {
            let pattern = row.node.pattern();
            let rows = table.scopes_by_prefix.entry(Rc::clone(pattern));
            rows.or_default().push(id);
            table.scopes_by_path.add_prefix(id, pattern);
        }
        table
    }

    /// Returns the host that a request is for, if a scope depends on it.
    pub(crate) fn host<'a>(&self, head: &'a RequestHead) -> Option<&'a [u8]> {
        if self.ignores_host {
            return None;
        }
        request::host(head)
    }

    /// Whether a path matches the pattern of a route.
    #[cfg(feature = "testing")]
    pub(crate) fn matches_route(&self, id: usize, path: &str) -> bool {
        let matches = self.routes_by_path.matches(path);
        matches.iter().any(|found| found.entry == id)
    }

    /// Whether a path is what the prefix of a placed scope takes.
    #[cfg(feature = "testing")]
    pub(crate) fn matches_prefix(&self, id: ScopeId, path: &str) -> bool {
        let prefixes = self.scopes_by_path.prefixes(path);
        let mut prefixes = prefixes.iter();
        prefixes.any(|found| found.entry == id && found.length == path.len())
    }

    /// Checks whether a pattern belongs to annotated routes that do not serve a method.
    #[cfg(feature = "testing")]
    pub(crate) fn is_passed_by(&self, pattern: &str, method: &str) -> bool {
        let rows = self.routes_by_pattern.get(pattern);
        rows.is_some_and(|rows| !rows.iter().any(|&id| self.routes[id].path.serves(method)))
    }

    /// Returns the host that requests for a placed scope have to be for.
    #[cfg(feature = "testing")]
    pub(crate) fn host_of(&self, scope: Option<ScopeId>) -> Option<&str> {
        self.enclosing(scope)
            .find_map(|id| self.scopes[id].guards.host.as_deref())
    }

    /// Returns a row's policy, placed.
    pub(crate) fn placed(row: &RouteRow) -> Placed<'_> {
        Placed {
            headers: &row.headers,
            route: Some(row),
            scope: row.scope,
        }
    }

    /// Returns a scope and the placed scopes around it, from the inside out.
    pub(crate) fn enclosing(&self, scope: Option<ScopeId>) -> impl Iterator<Item = ScopeId> {
        std::iter::successors(scope, |&id| self.scopes[id].parent)
    }

    /// Returns the policies of a scope and of the placed scopes around it.
    pub(crate) fn policies_around(
        &self,
        scope: Option<ScopeId>,
    ) -> impl Iterator<Item = &Rc<PolicyHeaders>> {
        self.enclosing(scope)
            .filter_map(|id| self.scopes[id].headers.as_ref())
    }

    /// Returns the policy of a scope, or of the innermost one around it that has one, or the default.
    fn innermost<'t>(
        &'t self,
        scope: Option<ScopeId>,
        lookup: &Lookup<'_, 't>,
    ) -> Option<Placed<'t>> {
        let mut scopes = self.enclosing(scope);
        let placed = scopes.find_map(|id| {
            let headers = self.scopes[id].headers.as_ref()?;
            Some(Placed {
                headers,
                route: None,
                scope: Some(id),
            })
        });
        placed.or_else(|| lookup.default.map(Placed::around))
    }

    /// Returns the policy of the innermost placed scope with a policy that has been entered, or the default.
    fn fallback<'t>(&'t self, lookup: &Lookup<'_, 't>) -> Option<Placed<'t>> {
        self.innermost(lookup.within, lookup)
    }

    /// Returns the policies that apply to a request.
    pub(crate) fn lookup<'t>(&'t self, lookup: &Lookup<'_, 't>) -> Applies<'t> {
        if self.routes.is_empty() && self.scopes_by_prefix.is_empty() {
            return self.fallback(lookup).map_or(Applies::Nothing, Applies::One);
        }
        if lookup.is_at_unannotated && !self.may_end_in_scope(lookup) {
            return self.fallback(lookup).map_or(Applies::Nothing, Applies::One);
        }
        let named = lookup.map.match_pattern(lookup.path);
        let for_host = self.entered_for_host(named.as_deref(), lookup);
        let lookup = &Lookup {
            within: for_host.or(lookup.within),
            ..*lookup
        };
        let rows = named.as_deref().and_then(|it| self.first_rows(it, lookup));
        let rows = rows.filter(|rows| self.may_be_named(rows, lookup));
        match (&named, rows) {
            (Some(_), Some(rows)) => self.at_annotated(rows, lookup),
            (Some(pattern), _) => self.at_other(Some(pattern), lookup),
            (None, _) => match self.spelled_like_path(lookup) {
                [] => self.at_other(None, lookup),
                rows => self.at_annotated(rows, lookup),
            },
        }
    }

    /// Whether scopes alone may have matched the path of a request, before it has reached a route or a scope in them.
    fn may_end_in_scope(&self, lookup: &Lookup<'_, '_>) -> bool {
        let mut may_end = false;
        self.scopes_by_path.each_prefix(lookup.path, &mut |found| {
            may_end |= found.length == lookup.path.len() && Some(found.entry) != lookup.within;
        });
        self.routes_by_path.each_match(lookup.path, &mut |found| {
            may_end |= self.routes[found.entry].path.pattern.is_empty();
        });
        may_end
    }

    /// Whether the pattern of a request that has entered a scope may be the one of these rows. Rows behind the scope are not
    /// reached.
    fn may_be_named(&self, rows: &[RouteId], lookup: &Lookup<'_, '_>) -> bool {
        lookup.within.is_none_or(|within| {
            let mut rows = rows.iter().map(|&id| &self.routes[id]);
            let first = self.scopes[within].first_route;
            rows.any(|row| row.id < first || self.is_within(row.scope, lookup))
        })
    }

    /// Returns the placed scope with a host that a request certainly enters: the host is its only guard, and nothing in front
    /// of it matches the path. `named` is the pattern that actix-web names for the path.
    fn entered_for_host(&self, named: Option<&str>, lookup: &Lookup<'_, '_>) -> Option<ScopeId> {
        if self.ignores_host {
            return None;
        }
        let mut entered = None;
        self.scopes_by_path.each_prefix(lookup.path, &mut |found| {
            let id = found.entry;
            let scope = &self.scopes[id];
            let is_named = || match named.map(|named| named.strip_prefix(scope.pattern())) {
                Some(below) => below.is_some_and(|it| it.is_empty() || it.starts_with('/')),
                None => self.entered(&found, lookup) == Entered::Yes,
            };
            if scope.guards.host.is_some()
                && found.is_certain
                && is_named()
                && self.is_visible(Some(id), lookup)
                && !self.is_in_guarded(Some(id), lookup)
                && !self.is_behind_any(id, lookup)
                && !self.is_behind_route(scope, lookup)
            {
                entered = entered.or(Some(id));
            }
        });
        entered
    }

    /// Whether the prefix of an earlier placed scope, which is not around this one, matches the path, whatever its guards
    /// accept. Then actix-web may name what is in that scope.
    fn is_behind_any(&self, scope: ScopeId, lookup: &Lookup<'_, '_>) -> bool {
        let mut is_behind = false;
        self.scopes_by_path.each_prefix(lookup.path, &mut |found| {
            let is_around = || self.enclosing(Some(scope)).any(|id| id == found.entry);
            is_behind |= found.entry < scope && !is_around();
        });
        is_behind
    }

    /// Whether an annotated route in front of a scope matches the path. A scope around it may take every method.
    fn is_behind_route(&self, scope: &ScopeRow, lookup: &Lookup<'_, '_>) -> bool {
        let mut is_behind = false;
        self.routes_by_path.each_match(lookup.path, &mut |found| {
            let row = &self.routes[found.entry];
            is_behind |= row.id < scope.first_route && self.is_visible(row.scope, lookup);
        });
        is_behind
    }

    /// Returns the rows with the pattern that actix-web names for the path, if their first one is what it names, as far
    /// as that can be seen: a resource that is not annotated may have several patterns, of which actix-web names the
    /// first, or be registered before another row that matches the path.
    fn first_rows(&self, named: &str, lookup: &Lookup<'_, '_>) -> Option<&[RouteId]> {
        let rows = self.routes_by_pattern.get(named)?;
        let first = &self.routes[*rows.first()?];
        let is_first = || {
            let (mut is_match, mut is_preceded) = (false, false);
            self.routes_by_path.each_match(lookup.path, &mut |found| {
                is_match |= found.entry == first.id;
                is_preceded |= found.is_certain && found.entry < first.id;
            });
            is_match && !is_preceded
        };
        let is_first = if lookup.path == named {
            // The path of this row never changes, and neither does the answer.
            *first.is_first.get_or_init(is_first)
        } else {
            is_first()
        };
        is_first.then_some(rows)
    }

    /// Returns the policies for a preflight that actix-web has routed to an annotated route, or `None` if the path belongs
    /// to a resource that is not annotated.
    pub(crate) fn preflight_of<'t>(
        &'t self,
        own: &'t RouteRow,
        lookup: &Lookup<'_, 't>,
    ) -> Option<Applies<'t>> {
        self.is_named(own, lookup).then(|| {
            if !self.is_guarded(own, lookup) {
                return Applies::One(Self::placed(own));
            }
            let mut candidates = Candidates::default();
            let rows = self.matching(lookup);
            self.add_routes(
                rows.skip_while(|(row, _)| row.id < own.id),
                lookup,
                &mut candidates,
            );
            self.each_earlier_scope(own, lookup, |id| {
                candidates.add(self.innermost(Some(id), lookup));
            });
            candidates.applies()
        })
    }

    /// Whether the path of a preflight belongs to the row that actix-web has routed it to. An earlier annotated route that
    /// does not serve the method does not count.
    fn is_named(&self, own: &RouteRow, lookup: &Lookup<'_, '_>) -> bool {
        let is_named = || {
            let Some(named) = lookup.map.match_pattern(lookup.path) else {
                return true;
            };
            let Some(rows) = self.first_rows(&named, lookup) else {
                return false;
            };
            // A preflight has come past the earlier rows. One behind a guard may take the request all the same, but not one
            // for another host.
            let anywhere = Lookup {
                within: None,
                ..*lookup
            };
            let mut earlier = rows.iter().take_while(|&&id| id < own.id).peekable();
            named == own.pattern()
                || (earlier.peek().is_some()
                    && earlier.all(|&id| !self.may_serve(&self.routes[id], &anywhere)))
        };
        if lookup.path == own.pattern() && own.path.methods.len() == 1 && self.ignores_host {
            // The path and the method of this row never change, and neither does the answer.
            *own.is_named.get_or_init(is_named)
        } else {
            is_named()
        }
    }

    /// The path has the pattern of annotated routes: the one that actix-web names, or a literal one that is spelled like
    /// the path.
    fn at_annotated<'t>(&'t self, rows: &'t [RouteId], lookup: &Lookup<'_, 't>) -> Applies<'t> {
        let mut rows_of_pattern = rows.iter().map(|&id| &*self.routes[id]);
        let first = rows_of_pattern.find(|row| self.may_serve(row, lookup));
        if let Some(first) = first
            && rows.first() == Some(&first.id)
            && !self.is_guarded(first, lookup)
            && self.rivals(first, lookup).next().is_none()
        {
            return Applies::One(Self::placed(first));
        }
        let mut candidates = Candidates::default();
        if self.add_routes(self.matching(lookup), lookup, &mut candidates) {
            if let [only] = candidates.all[..]
                && let Some(row) = only.route
                && let mut rivals = self.rivals(row, lookup).map(Self::placed).peekable()
                && rivals.peek().is_some()
            {
                candidates.all.extend(rivals);
                candidates.may_have_none = self.fallback(lookup).is_none();
            }
            return candidates.applies();
        }
        // The guards of a route may be what its policy is about. Anything else that keeps the request away leads to
        // what has no policy.
        let is_only_guarded = first.is_some() && self.is_only_guarded(&candidates.all, lookup);
        self.add_scopes_and_default(None, lookup, &mut candidates);
        candidates.may_have_none &= !is_only_guarded;
        candidates.applies()
    }

    /// The path has the pattern of a resource that is not annotated, or none.
    fn at_other<'t>(&'t self, pattern: Option<&str>, lookup: &Lookup<'_, 't>) -> Applies<'t> {
        let mut candidates = Candidates::default();
        self.add_scopes_and_default(pattern, lookup, &mut candidates);
        // The resource may not serve the method. Then actix-web goes on to these.
        if !candidates.may_have_none {
            let rows = self.matching(lookup);
            candidates
                .all
                .extend(rows.map(|(row, _)| Self::placed(row)));
        }
        candidates.applies()
    }

    /// Returns the rows with a literal pattern that is spelled like the path, if no earlier row matches it.
    fn spelled_like_path(&self, lookup: &Lookup<'_, '_>) -> &[RouteId] {
        if lookup.path.contains('{') {
            return &[];
        }
        let serves = |id: &usize| self.routes[*id].path.serves(lookup.method);
        let rows = self.first_rows(lookup.path, lookup);
        rows.filter(|rows| rows.iter().any(serves)).unwrap_or(&[])
    }

    /// Returns the rows that serve the method and match the path, or may match it, in the order of registration, each with
    /// whether it certainly matches.
    fn matching<'t>(
        &'t self,
        lookup: &Lookup<'_, '_>,
    ) -> impl Iterator<Item = (&'t RouteRow, bool)> + use<'t> {
        let found: Vec<_> = self
            .routes_by_path
            .matches(lookup.path)
            .into_iter()
            .map(|found| (&*self.routes[found.entry], found.is_certain))
            .filter(|(row, _)| self.may_serve(row, lookup))
            .collect();
        found.into_iter()
    }

    /// Whether a row serves the method of a request, which may reach the scope that the row is in.
    fn may_serve(&self, row: &RouteRow, lookup: &Lookup<'_, '_>) -> bool {
        row.path.serves(lookup.method)
            && self.is_visible(row.scope, lookup)
            && (lookup.matched == 0 || row.prefix().is_none_or(|it| it.len() >= lookup.matched))
    }

    /// Adds rows up to the first that certainly takes the request. Returns whether there is such a row.
    fn add_routes<'t>(
        &self,
        rows: impl Iterator<Item = (&'t RouteRow, bool)>,
        lookup: &Lookup<'_, '_>,
        candidates: &mut Candidates<'t>,
    ) -> bool {
        for (row, is_match_certain) in rows {
            candidates.all.push(Self::placed(row));
            if is_match_certain && !self.is_guarded(row, lookup) {
                return true;
            }
        }
        false
    }

    /// Returns the other routes that share pattern and method with a row, which is the first of them. They are in scopes
    /// that guards tell apart, and which one takes the request is unknown.
    fn rivals<'t>(
        &'t self,
        row: &'t RouteRow,
        lookup: &Lookup<'_, '_>,
    ) -> impl Iterator<Item = &'t RouteRow> {
        let rows = self.routes_by_pattern.get(row.pattern());
        let rows = rows.into_iter().flatten().map(|&id| &*self.routes[id]);
        rows.filter(|it| !ptr::eq(it.route, row.route) && self.may_serve(it, lookup))
    }

    /// Whether guards in route attributes are all that may keep a request from these rows.
    fn is_only_guarded(&self, rows: &[Placed<'_>], lookup: &Lookup<'_, '_>) -> bool {
        rows.iter().all(|placed| {
            placed.route.is_some_and(|row| {
                row.path.is_guarded
                    && !self.is_in_guarded(placed.scope, lookup)
                    && !self.is_behind_scope(row, lookup)
            })
        })
    }

    /// Adds the policies of the placed scopes that a request reaches, from the inside out, and the default, up to the first
    /// that certainly applies. `pattern` is the pattern of the resource that takes the request, if there is
    /// one.
    fn add_scopes_and_default<'t>(
        &'t self,
        pattern: Option<&str>,
        lookup: &Lookup<'_, 't>,
        candidates: &mut Candidates<'t>,
    ) {
        let is_certain = match pattern {
            Some(pattern) if self.may_be_elsewhere(pattern, lookup) => {
                self.add_scopes_of_pattern(pattern, lookup, candidates);
                self.add_entered_scopes(lookup, candidates)
            }
            Some(pattern) => self.add_scopes_of_pattern(pattern, lookup, candidates),
            None => self.add_entered_scopes(lookup, candidates),
        };
        if !is_certain {
            candidates.add(self.fallback(lookup));
        }
    }

    /// Whether a guard may keep a request from the scope that the resource with this pattern is in. Then another scope takes
    /// the request.
    fn may_be_elsewhere(&self, pattern: &str, lookup: &Lookup<'_, '_>) -> bool {
        let mut may_be_elsewhere = false;
        self.scopes_by_path.each_prefix(lookup.path, &mut |found| {
            let scope = &self.scopes[found.entry];
            let id = Some(found.entry);
            let is_reached = || id != lookup.within && self.may_hide(found.entry, lookup);
            let may_refuse = || scope.guards.has_others || !self.is_for_host(id, lookup);
            may_be_elsewhere |=
                pattern.starts_with(scope.pattern()) && is_reached() && may_refuse();
        });
        may_be_elsewhere
    }

    /// Whether actix-web may name what is in a scope instead of what is in the one that the request has entered.
    fn may_hide(&self, scope: ScopeId, lookup: &Lookup<'_, '_>) -> bool {
        let is_before =
            |within| scope < within && !self.enclosing(Some(within)).any(|id| id == scope);
        self.is_within(Some(scope), lookup) || lookup.within.is_some_and(is_before)
    }

    /// Adds the scopes whose prefixes begin a pattern.
    fn add_scopes_of_pattern<'t>(
        &'t self,
        pattern: &str,
        lookup: &Lookup<'_, 't>,
        candidates: &mut Candidates<'t>,
    ) -> bool {
        let ends = pattern.match_indices('/').map(|(end, _)| end);
        for end in ends.chain([pattern.len()]).rev() {
            let scopes = self.scopes_by_prefix.get(&pattern[..end]);
            let scopes = scopes.into_iter().flatten().copied();
            // A resource outside of the scope may have several patterns, of which actix-web names the first.
            let scopes = scopes.filter(|&id| self.may_begin(id, lookup.path));
            if self.add_scopes(scopes, lookup, candidates) {
                return true;
            }
        }
        false
    }

    /// Adds the scopes that actix-web enters for a path of which it knows no resource.
    fn add_entered_scopes<'t>(
        &'t self,
        lookup: &Lookup<'_, 't>,
        candidates: &mut Candidates<'t>,
    ) -> bool {
        let mut found = self.scopes_by_path.prefixes(lookup.path);
        // A guard may keep the request from these. Then it may reach others, which actix-web does not name because of these.
        let ids = found.iter().map(|found| found.entry);
        let ids = ids.filter(|&id| self.scopes[id].guards.are_any() && self.may_hide(id, lookup));
        let guarded: Vec<ScopeId> = ids.collect();
        found.retain(|found| self.is_within(Some(found.entry), lookup));
        let is_behind_guarded = |found: &Match| {
            let is_around = |id| self.enclosing(Some(found.entry)).any(|around| around == id);
            guarded.iter().any(|&id| !is_around(id))
        };
        found.retain(|found| self.is_for_host(Some(found.entry), lookup));
        found.sort_by_key(|found| Reverse(found.length));
        for sharing in found.chunk_by(|one, other| one.length == other.length) {
            let entered = sharing.iter().map(|found| self.entered(found, lookup));
            let entered = entered.max().unwrap_or(Entered::No);
            if entered == Entered::No && !sharing.iter().any(is_behind_guarded) {
                continue;
            }
            let sharing_ids = sharing.iter().map(|found| found.entry);
            let is_certain = self.add_scopes(sharing_ids, lookup, candidates);
            // Which of several scopes with one prefix a guard selects is unknown.
            if let [
                Match {
                    is_certain: true, ..
                },
            ] = sharing
                && is_certain
                && entered == Entered::Yes
                && self.has_own_prefix(sharing[0].entry, lookup)
            {
                return true;
            }
        }
        false
    }

    /// Whether an earlier placed scope, which is not around this one, may take the request.
    fn is_behind_another(&self, scope: ScopeId, lookup: &Lookup<'_, '_>) -> bool {
        let mut is_behind = false;
        let is_earlier = |id| id < scope;
        self.each_scope_beside(Some(scope), is_earlier, lookup, |_| is_behind = true);
        is_behind
    }

    /// Adds scopes that share a prefix. Returns whether one of them certainly applies.
    fn add_scopes<'t>(
        &'t self,
        scopes: impl Iterator<Item = ScopeId>,
        lookup: &Lookup<'_, 't>,
        candidates: &mut Candidates<'t>,
    ) -> bool {
        let mut is_certain = false;
        for id in scopes.filter(|&id| self.is_visible(Some(id), lookup)) {
            let scope = &self.scopes[id];
            candidates.add(self.innermost(Some(id), lookup));
            // An empty prefix begins every pattern, also those outside of the scope.
            let is_told_apart = !scope.pattern().is_empty() || scope.guards.host.is_some();
            let is_entered = lookup.within == Some(id);
            is_certain |= is_entered
                || (is_told_apart
                    && !self.is_in_guarded(Some(id), lookup)
                    && !self.is_behind_another(id, lookup));
        }
        is_certain
    }

    /// Whether actix-web enters a scope for a path, and no earlier scope or resource.
    fn entered(&self, found: &Match, lookup: &Lookup<'_, '_>) -> Entered {
        if !found.is_certain || lookup.within == Some(found.entry) {
            return Entered::Yes;
        }
        let scope = &self.scopes[found.entry];
        let entered = || {
            let probe = format!("{}{PROBE}", &lookup.path[..found.length]);
            match lookup.map.match_pattern(&probe) {
                Some(named) if named.starts_with(scope.pattern()) => Entered::Yes,
                None if self.is_behind_certain(found.entry, &lookup.path[..found.length]) => {
                    Entered::No
                }
                // A resource, which may not serve the method; or a scope, which may not take the path.
                Some(_) | None => Entered::Maybe,
            }
        };
        if lookup.path[..found.length] == *scope.pattern() {
            *scope.entered.get_or_init(entered)
        } else {
            entered()
        }
    }

    /// Whether an earlier placed scope without guards takes everything below a prefix.
    fn is_behind_certain(&self, scope: ScopeId, prefix: &str) -> bool {
        let is_around = |id| self.enclosing(Some(scope)).any(|around| around == id);
        let mut is_behind = false;
        self.scopes_by_path.each_prefix(prefix, &mut |found| {
            let mut own = self
                .enclosing(Some(found.entry))
                .filter(|&id| !is_around(id))
                .peekable();
            is_behind |= found.is_certain
                && found.entry < scope
                && own.peek().is_some()
                && own.all(|id| !self.scopes[id].guards.are_any());
        });
        is_behind
    }

    /// Whether no scope elsewhere has the prefix of a scope. A name that begins with the prefix can be of either.
    fn has_own_prefix(&self, id: ScopeId, lookup: &Lookup<'_, '_>) -> bool {
        let scope = &self.scopes[id];
        let sharing = self.scopes_by_prefix.get(scope.pattern());
        let mut sharing = sharing.into_iter().flatten();
        sharing.all(|&other| {
            self.scopes[other].parent == scope.parent || !self.is_within(Some(other), lookup)
        })
    }

    /// Whether a request that has entered `lookup.within`, and is for this host, may reach what lies in a scope.
    fn is_visible(&self, scope: Option<ScopeId>, lookup: &Lookup<'_, '_>) -> bool {
        self.is_within(scope, lookup) && self.is_for_host(scope, lookup)
    }

    /// Whether a scope is inside of the one that the request has certainly entered.
    fn is_within(&self, scope: Option<ScopeId>, lookup: &Lookup<'_, '_>) -> bool {
        lookup.within.is_none() || self.enclosing(scope).any(|id| Some(id) == lookup.within)
    }

    /// Whether the hosts of a scope and of the scopes around it are the host of the request.
    fn is_for_host(&self, scope: Option<ScopeId>, lookup: &Lookup<'_, '_>) -> bool {
        let is_for = |id: ScopeId| match &self.scopes[id].guards.host {
            Some(host) => lookup
                .host
                .is_some_and(|it| it.eq_ignore_ascii_case(host.as_bytes())),
            None => true,
        };
        self.enclosing(scope).all(is_for)
    }

    /// Whether a guard may keep a request from a row.
    fn is_guarded(&self, row: &RouteRow, lookup: &Lookup<'_, '_>) -> bool {
        row.path.is_guarded
            || self.is_in_guarded(row.scope, lookup)
            || self.is_behind_scope(row, lookup)
    }

    /// Whether a placed scope that the row is not in is registered before the row and may take the request.
    fn is_behind_scope(&self, row: &RouteRow, lookup: &Lookup<'_, '_>) -> bool {
        let mut is_behind = false;
        self.each_earlier_scope(row, lookup, |_| is_behind = true);
        is_behind
    }

    fn each_earlier_scope(
        &self,
        row: &RouteRow,
        lookup: &Lookup<'_, '_>,
        visit: impl FnMut(ScopeId),
    ) {
        let is_earlier = |id: ScopeId| self.scopes[id].first_route <= row.id;
        self.each_scope_beside(row.scope, is_earlier, lookup, visit);
    }

    /// Visits the placed scopes that may take a request and are not around a scope, as far as they are accepted.
    fn each_scope_beside(
        &self,
        scope: Option<ScopeId>,
        is_accepted: impl Fn(ScopeId) -> bool,
        lookup: &Lookup<'_, '_>,
        mut visit: impl FnMut(ScopeId),
    ) {
        if self.scopes.is_empty() {
            return;
        }
        self.scopes_by_path.each_prefix(lookup.path, &mut |found| {
            let id = found.entry;
            let is_around = || self.enclosing(scope).any(|around| around == id);
            if is_accepted(id) && !is_around() && self.is_visible(Some(id), lookup) {
                visit(id);
            }
        });
    }

    /// Whether the prefix of a scope may match the beginning of a path.
    fn may_begin(&self, scope: ScopeId, path: &str) -> bool {
        let mut may_begin = false;
        self.scopes_by_path
            .each_prefix(path, &mut |found| may_begin |= found.entry == scope);
        may_begin
    }

    /// Whether a guard whose outcome is unknown may keep a request from a placed scope.
    fn is_in_guarded(&self, scope: Option<ScopeId>, lookup: &Lookup<'_, '_>) -> bool {
        self.enclosing(scope)
            .take_while(|&id| Some(id) != lookup.within)
            .any(|id| self.scopes[id].guards.has_others)
    }
}
