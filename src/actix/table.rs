//! The route table: for every annotated route of an application its full pattern, its methods, whether it has
//! guards, its policy, and its order.
//!
//! actix-web tells nobody which scopes a handler was registered in. So each route registers, below the resource
//! that answers its preflights, a nested map of resources that no path reaches: once the application is built, that
//! map is linked to its parents, and names the full pattern. Its one edge has a name of its own, by which the
//! application that it belongs to is known. What is kept for each thread holds nothing alive.

use std::{
    cell::{OnceCell, RefCell},
    rc::{Rc, Weak},
    sync::atomic::{AtomicU64, Ordering},
};

use actix_web::{
    HttpRequest, HttpResponse,
    dev::{RequestHead, ResourceDef, ResourceMap},
    error::UrlGenerationError,
};

use cors_runtime::preflight::Preflight;

use super::{
    allowed::Baked,
    answers::{Answers, Grant},
    request::{Origin, origin_of},
    route::{Resource, Route},
    shared_path::{self, Sharer},
};

/// Below the pattern of a route: what no request path can reach, as the pattern of the route takes all of it.
const BELOW: &str = "/route-cors";
const EDGE: &str = "/edge";

/// One resource of an annotated route, in one application.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) resource: &'static Resource,
    pub(crate) route: &'static Route,
    pub(crate) allowed: Preflight,
    pub(crate) baked: Baked,
    pub(crate) answers: Rc<Answers>,
    /// The pattern as the route attribute has it, for paths within the scope.
    local: ResourceDef,
    /// The name of the edge.
    name: String,
    below: Rc<ResourceMap>,
    table: RefCell<Weak<Table>>,
}

thread_local! {
    /// The records of the applications that this thread has built, in the order of their registration.
    static RECORDS: RefCell<Vec<Weak<Record>>> = const { RefCell::new(Vec::new()) };
}

impl Record {
    /// Leaves a record of a resource, and returns it with the map to register it under.
    pub(crate) fn leave(
        route: &'static Route,
        resource: &'static Resource,
        local: ResourceDef,
    ) -> (Rc<Self>, Rc<ResourceMap>) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("route-cors {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut edge = ResourceDef::new(EDGE);
        edge.set_name(&name);
        let mut below = ResourceMap::new(ResourceDef::prefix(BELOW));
        below.add(&mut edge, None);
        let below = Rc::new(below);
        let mut map = ResourceMap::new(local.clone());
        map.add(&mut ResourceDef::prefix(BELOW), Some(Rc::clone(&below)));
        let allowed = Preflight::of(route.policy.parts(), resource.methods);
        let baked = Baked::of(&allowed);
        let record = Rc::new(Self {
            resource,
            route,
            allowed,
            baked,
            answers: Answers::of(route.policy.parts()),
            local,
            name,
            below,
            table: RefCell::default(),
        });
        RECORDS.with_borrow_mut(|records| {
            records.retain(|record| record.strong_count() > 0);
            records.push(Rc::downgrade(&record));
        });
        (record, Rc::new(map))
    }

    /// Says that the service of the route is being made, so that the middlewares around it come next.
    pub(crate) fn built(self: &Rc<Self>) {
        BUILT.with_borrow_mut(|built| built.add(self));
    }

    /// Whether the route serves a method here.
    fn serves(&self, method: &str) -> bool {
        self.resource.methods.contains(&method)
    }

    /// Whether it belongs to the application of a request.
    fn is_of(&self, request: &HttpRequest) -> bool {
        let url = request.resource_map().url_for(request, &self.name, [""; 0]);
        !matches!(url, Err(UrlGenerationError::ResourceNotFound))
    }

    /// The pattern with the prefixes of its scopes; the application has to be built.
    fn full_pattern(&self) -> Option<String> {
        let mut pattern = self.below.match_pattern(&format!("{BELOW}{EDGE}"))?;
        pattern.truncate(pattern.len() - BELOW.len() - EDGE.len());
        Some(pattern)
    }
}

/// The annotated routes of one application, in the order in which actix-web tries them.
#[derive(Debug)]
pub(crate) struct Table {
    entries: Vec<Entry>,
    /// The application's map of resources, to be asked where there is no request any more.
    map: ResourceMap,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) record: Rc<Record>,
    pattern: String,
    /// Whether this is the pattern that actix-web names for a path that is spelled like it: as a path is that has no
    /// parameters.
    is_first: bool,
    /// What the path begins with; `None` where that cannot be asked.
    prefix: Option<ResourceDef>,
}

impl Table {
    /// The table of the application that a request has come to.
    fn of(request: &HttpRequest) -> Rc<Self> {
        let records: Vec<Rc<Record>> = RECORDS
            .with_borrow(|records| records.iter().filter_map(Weak::upgrade).collect::<Vec<_>>())
            .into_iter()
            .filter(|record| record.is_of(request))
            .collect();
        if let Some(table) = records
            .iter()
            .find_map(|record| record.table.borrow().upgrade())
        {
            return table;
        }
        let table = Rc::new(Self {
            entries: records
                .into_iter()
                .filter_map(|record| Entry::new(record, request.resource_map()))
                .collect(),
            map: request.resource_map().clone(),
        });
        let sharers = table.entries.iter().map(|entry| Sharer {
            pattern: &entry.pattern,
            methods: entry.record.resource.methods,
            allowed: &entry.record.allowed,
            rejects: entry.record.route.policy.parts().rejects(),
        });
        shared_path::warn(&sharers.collect::<Vec<_>>());
        for entry in &table.entries {
            entry.record.table.replace(Rc::downgrade(&table));
        }
        table
    }

    /// The annotated route that a path and a method select: the first that serves both, if its pattern is the one
    /// that actix-web itself names for the path. Where two serve them under that pattern, they are in scopes that
    /// differ by guards, and nobody can tell which.
    pub(crate) fn select(&self, path: &str, method: &str, inside: &Inside) -> Option<&Entry> {
        let mut entries = self
            .entries
            .iter()
            .filter(|entry| entry.record.serves(method) && inside.has(&entry.record))
            .peekable();
        entries.peek()?;
        let pattern = self.map.match_pattern(path)?;
        let first = entries.find(|entry| entry.pattern == pattern || entry.may_match(path))?;
        let resource = first.record.resource;
        let alone = entries
            .filter(|entry| entry.pattern == pattern)
            .all(|other| std::ptr::eq(other.record.resource, resource));
        (first.pattern == pattern && (alone || resource.guarded)).then_some(first)
    }

    /// Whether a preflight on a path is for a route, or for a resource before it that is not ours.
    pub(crate) fn is_for(&self, own: &Entry, path: &str, method: &str) -> bool {
        // Where no pattern is the first, a scope that a guard keeps from the request has taken the path.
        if own.is_first && path == own.pattern {
            return true;
        }
        self.map.match_pattern(path).is_none_or(|first| {
            first == own.pattern || (self.knows(&first) && !self.serves(&first, method))
        })
    }

    /// The answer to a preflight for a route: of the route, and of those that the request may reach instead of it,
    /// what all of them allow.
    pub(crate) fn preflight(
        &self,
        own: &Entry,
        head: &RequestHead,
        path: &str,
        method: &str,
    ) -> HttpResponse {
        let grant = own.grant(method, origin_of(head));
        let others: Vec<&Entry> = if own.record.resource.guarded {
            self.after(own, path, method).collect()
        } else {
            Vec::new()
        };
        if others.is_empty() {
            return own.record.baked.answer(grant, head);
        }
        answer_of_all(grant, &own.record.allowed, &others, head, method)
    }

    /// Whether a path and a method select a route, and the request reaches that one, or a later one of ours, if
    /// anything lets it.
    pub(crate) fn is_sure(&self, path: &str, method: &str, inside: &Inside) -> bool {
        self.select(path, method, inside).is_some_and(|own| {
            !own.record.resource.guarded
                || self
                    .after(own, path, method)
                    .any(|later| !later.record.resource.guarded)
        })
    }

    /// The annotated routes that serve a method and match a path, whatever stands before them.
    pub(crate) fn matching(&self, path: &str, method: &str) -> Vec<&Entry> {
        let entries = self.entries.iter();
        entries
            .filter(|entry| entry.record.serves(method) && entry.may_match(path))
            .collect()
    }

    /// Whether the first pattern for a path is that of an annotated route.
    pub(crate) fn begins_with_ours(&self, path: &str) -> bool {
        self.map
            .match_pattern(path)
            .is_some_and(|first| self.knows(&first))
    }

    /// What a route and those that the request may reach instead of it all grant.
    pub(crate) fn grant(&self, own: &Entry, path: &str, method: &str, origin: Origin<'_>) -> Grant {
        self.after(own, path, method)
            .fold(own.grant(method, origin), |grant, other| {
                grant.and(other.grant(method, origin))
            })
    }

    /// Whether an annotated route with this pattern serves a method.
    fn serves(&self, pattern: &str, method: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.pattern == pattern && entry.record.serves(method))
    }

    /// Whether a pattern is that of an annotated route.
    fn knows(&self, pattern: &str) -> bool {
        self.entries.iter().any(|entry| entry.pattern == pattern)
    }

    /// Whether the application has no annotated route.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where a record stands.
    pub(crate) fn row(&self, record: &Rc<Record>) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| Rc::ptr_eq(&entry.record, record))
    }

    /// What stands there.
    pub(crate) fn entry(&self, row: usize) -> &Entry {
        &self.entries[row]
    }

    /// The routes that actix-web would go on to after a guarded one: each later one that serves the method on
    /// the path, up to the first that has no guard.
    fn after<'a>(
        &'a self,
        guarded: &'a Entry,
        path: &'a str,
        method: &'a str,
    ) -> impl Iterator<Item = &'a Entry> {
        let mut open = guarded.record.resource.guarded;
        let later = if open { self.later(guarded) } else { &[] };
        later
            .iter()
            .filter(move |entry| entry.record.serves(method) && entry.may_match(path))
            .take_while(move |entry| {
                let reached = open;
                open &= entry.record.resource.guarded;
                reached
            })
    }

    /// The rows below one.
    fn later(&self, own: &Entry) -> &[Entry] {
        let row = self.row(&own.record);
        row.map_or(&[], |row| &self.entries[row + 1..])
    }
}

impl Entry {
    fn new(record: Rc<Record>, map: &ResourceMap) -> Option<Self> {
        let pattern = record.full_pattern()?;
        let prefix = record
            .local
            .pattern()
            .and_then(|local| pattern.strip_suffix(local))
            .and_then(prefix);
        Some(Self {
            record,
            is_first: map.match_pattern(&pattern).as_ref() == Some(&pattern),
            pattern,
            prefix,
        })
    }

    /// What the route's policy grants a request, or the one with this method that a preflight announces.
    pub(crate) fn grant(&self, method: &str, origin: Origin<'_>) -> Grant {
        self.record.answers.grant(method, origin)
    }

    /// Whether the route matches a path; where the prefix cannot be asked, it may be anything that ends before a
    /// slash, so that nothing is forgotten.
    fn may_match(&self, path: &str) -> bool {
        let local = &self.record.local;
        match &self.prefix {
            Some(prefix) => prefix
                .find_match(path)
                .is_some_and(|length| local.is_match(&path[length..])),
            None => path
                .match_indices('/')
                .map(|(start, _)| start)
                .chain([path.len()])
                .any(|start| local.is_match(&path[start..])),
        }
    }
}

/// The answer of a policy where the request may as well reach one of these routes: what all of them allow.
pub(crate) fn answer_of_all(
    grant: Grant,
    allowed: &Preflight,
    others: &[&Entry],
    head: &RequestHead,
    method: &str,
) -> HttpResponse {
    let origin = origin_of(head);
    let (grant, allowed) =
        others
            .iter()
            .fold((grant, allowed.clone()), |(grant, allowed), other| {
                (
                    grant.and(other.grant(method, origin)),
                    allowed.and(&other.record.allowed),
                )
            });
    Baked::of(&allowed).answer(grant, head)
}

/// The prefixes of all scopes as one, or `None` where actix-web would match them one by one in another way, or
/// would not take them as one: names that stand twice, slashes that meet.
fn prefix(pattern: &str) -> Option<ResourceDef> {
    let names: Vec<&str> = pattern
        .split('{')
        .skip(1)
        .map(|rest| rest.split([':', '}']).next().unwrap_or(rest))
        .collect();
    let twice = names
        .iter()
        .enumerate()
        .any(|(index, name)| names[..index].contains(name));
    let strange = pattern.contains("//") || pattern.ends_with('/') || names.len() > 8;
    (!twice && !strange).then(|| ResourceDef::root_prefix(pattern))
}

/// The table, where it is asked for again and again.
#[derive(Debug, Default)]
pub(crate) struct Known(OnceCell<Rc<Table>>);

impl Known {
    /// The table of the application that a request has come to; always the same one.
    pub(crate) fn table(&self, request: &HttpRequest) -> &Rc<Table> {
        self.0.get_or_init(|| Table::of(request))
    }
}

/// The records whose services this thread has made.
#[derive(Default)]
struct Built {
    all: Vec<Weak<Record>>,
    /// Those since a gate was made last.
    fresh: Vec<Weak<Record>>,
}

impl Built {
    fn add(&mut self, record: &Rc<Record>) {
        for records in [&mut self.all, &mut self.fresh] {
            records.retain(|record| record.strong_count() > 0);
            records.push(Rc::downgrade(record));
        }
    }
}

thread_local! {
    static BUILT: RefCell<Built> = RefCell::default();
}

/// Which routes are inside of a middleware. Scopes with guards may share their paths, so a table of the whole
/// application does not tell whose route a path selects; but a middleware is made right after what it wraps.
#[derive(Clone, Debug)]
pub(crate) struct Inside(Rc<[Weak<Record>]>);

impl Inside {
    /// Those inside of the gate that is being made: made since the gate before it. So none of them is beside the
    /// gate, if each of the scopes that share a path has one; those behind another gate further in are not among them.
    pub(crate) fn claim() -> Self {
        BUILT.with_borrow_mut(|built| Self(std::mem::take(&mut built.fresh).into()))
    }

    /// All that may be inside of the middleware that is being made, and what was made before.
    pub(crate) fn so_far() -> Self {
        BUILT.with_borrow(|built| Self(built.all.as_slice().into()))
    }

    fn has(&self, record: &Rc<Record>) -> bool {
        self.0
            .iter()
            .any(|inside| std::ptr::eq(inside.as_ptr(), Rc::as_ptr(record)))
    }
}
