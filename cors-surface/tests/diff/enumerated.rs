//! Widening, compared with a model that asks both surfaces about every request of a small world.

use std::collections::BTreeSet;

use cors_surface::{
    Bound, By, Credentials, Direction, Element, Floor, Method, Mismatch, Names, Origin, Origins,
    Policy, Row, Set, Surface, compare,
};
use proptest::prelude::*;

const ORIGINS: &[&str] = &[
    "https://a.example",
    "https://x.a.example",
    "https://y.x.a.example",
    "https://a.example:8443",
    "https://x.a.example:8443",
    "https://x.a.example:9",
    // No pattern names these: only `*` admits them.
    "https://z.a.example",
    "https://z.a.example:7",
    "https://x.a.example:7",
    "https://z.x.a.example",
    "https://elsewhere.test",
    "https://192.0.2.1",
    "http://a.example",
    "null",
];
const PATTERNS: &[&str] = &[
    "https://a.example",
    "https://*.a.example",
    "https://*.x.a.example",
    "https://*.a.example:*",
    "https://x.a.example:8443",
    "https://x.a.example:*",
    "https://*",
    "http://a.example",
    "null",
];
/// Nested in one another, so that the most specific pattern is the one that serves a path.
const NESTED: &[&str] = &[
    "/**",
    "/a/*",
    "/{x}",
    "/a",
    "/a/{x}",
    "/a/b",
    r"/a/{n:\d+}",
    "/a/b/{tail:.*}",
    "/c",
];
const PATHS: &[&str] = &[
    "/", "/a", "/c", "/z", "/a/b", "/a/7", "/a/z", "/a/b/", "/a/b/z", "/z/z",
];
/// No row names the last three: only a row for any other method has them. No list has the last one.
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "HEAD", "DELETE"];
const SAFELISTED: &[&str] = &["GET", "POST", "HEAD"];
const HEADERS: &[&str] = &["x-a", "x-b"];

/// One request of a page, and one response header that it wants to read.
#[derive(Clone, Copy, Debug)]
struct Request {
    origin: &'static str,
    path: &'static str,
    method: &'static str,
    credentials: bool,
    header: Option<&'static str>,
    expose: Option<&'static str>,
    debug: bool,
}

fn requests() -> Vec<Request> {
    let mut requests = Vec::new();
    for &origin in ORIGINS {
        for &path in PATHS {
            for &method in METHODS {
                for credentials in [false, true] {
                    for (header, expose) in [
                        (None, None),
                        (Some(HEADERS[0]), None),
                        (Some(HEADERS[1]), None),
                        (None, Some(HEADERS[0])),
                        (None, Some(HEADERS[1])),
                    ] {
                        for debug in [false, true] {
                            requests.push(Request {
                                origin,
                                path,
                                method,
                                credentials,
                                header,
                                expose,
                                debug,
                            });
                        }
                    }
                }
            }
        }
    }
    requests
}

/// The answer of a row, element by element.
impl Request {
    fn is_in(&self, elements: &[Element]) -> bool {
        elements
            .iter()
            .any(|element| (element.cfg.is_none() || self.debug) && element.admits(self.origin))
    }

    fn is_of(&self, origins: &Origins) -> bool {
        match origins {
            Origins::Any => true,
            Origins::Listed(elements) => self.is_in(elements),
        }
    }

    fn has_method(&self, methods: Option<&Vec<String>>) -> bool {
        methods.is_none_or(|methods| methods.iter().any(|method| method == self.method))
    }

    fn passes(&self, floor: &Floor) -> bool {
        self.is_of(&floor.origins) && self.has_method(floor.methods.as_ref())
    }

    fn is_allowed(&self, row: &Row) -> bool {
        let Some(policy) = &row.policy else {
            return false;
        };
        let is_safelisted = SAFELISTED.contains(&self.method);
        if matches!(row.by, By::Blocked { .. }) && (!is_safelisted || self.header.is_some()) {
            return false;
        }
        let credentials = match &policy.credentials {
            Credentials::No => false,
            Credentials::Yes => true,
            Credentials::For(elements) => self.is_in(elements),
        };
        self.is_of(&policy.origins)
            && self.has_method(policy.methods.as_ref())
            && row.floors.iter().all(|floor| self.passes(floor))
            && (credentials || !self.credentials)
            && self
                .header
                .is_none_or(|header| policy.headers.contains(header))
            && self
                .expose
                .is_none_or(|header| policy.expose.contains(header))
    }

    /// Returns whether it reaches the handler without a preflight, whoever may read the response.
    fn reaches(&self, row: &Row) -> bool {
        if !SAFELISTED.contains(&self.method) {
            return true;
        }
        let own = row.policy.as_ref().is_none_or(|policy| {
            policy.mismatch == Mismatch::Omit
                || (self.is_of(&policy.origins) && self.has_method(policy.methods.as_ref()))
        });
        own && row.floors.iter().all(|floor| self.passes(floor))
    }
}

/// The requests that a row matches, by enumeration.
fn region(row: &Row) -> BTreeSet<(&'static str, &'static str)> {
    let pattern = cors_surface::PathPattern::new(&row.path);
    let serves = |method: &str| row.method == Method::Unknown || row.method.as_str() == method;
    PATHS
        .iter()
        .filter(|path| pattern.matches(path))
        .flat_map(|path| {
            METHODS
                .iter()
                .filter(|method| serves(method))
                .map(|method| (*path, *method))
        })
        .collect()
}

/// The row that serves a request: the one whose region is the smallest.
fn server<'a>(rows: &'a [(&'a Row, BTreeSet<(&str, &str)>)], request: &Request) -> Option<&'a Row> {
    rows.iter()
        .filter(|(_, region)| region.contains(&(request.path, request.method)))
        .min_by_key(|(_, region)| region.len())
        .map(|(row, _)| *row)
}

/// The row that serves a request: the first one that matches.
fn first<'a>(rows: &'a [(&'a Row, BTreeSet<(&str, &str)>)], request: &Request) -> Option<&'a Row> {
    rows.iter()
        .find(|(_, region)| region.contains(&(request.path, request.method)))
        .map(|(row, _)| *row)
}

type Serve = for<'a> fn(&'a [(&'a Row, BTreeSet<(&str, &str)>)], &Request) -> Option<&'a Row>;

fn is_wider(base: &[Row], now: &[Row], server: Serve) -> bool {
    let base: Vec<_> = base.iter().map(|row| (row, region(row))).collect();
    let now: Vec<_> = now.iter().map(|row| (row, region(row))).collect();
    requests().iter().any(|request| {
        let (old, new) = (server(&base, request), server(&now, request));
        let allowed = |row: Option<&Row>| row.is_some_and(|row| request.is_allowed(row));
        // A handler that is new, or gone, has no requests to compare.
        let reaches = |row: &Row| request.reaches(row);
        (allowed(new) && !allowed(old))
            || (new.is_some_and(reaches) && old.is_some_and(|row| !reaches(row)))
    })
}

fn elements() -> impl Strategy<Value = Vec<Element>> {
    let pattern = || prop::sample::select(PATTERNS);
    let origin = prop_oneof![
        3 => pattern().prop_map(|text| Origin::Pattern(text.to_owned())),
        1 => prop::collection::vec(pattern(), 1..3).prop_map(|bound| Origin::Set(Set {
            name: "S".to_owned(),
            source: None,
            within: Bound::Within(bound.into_iter().map(str::to_owned).collect()),
        })),
    ];
    let element = (origin, prop::bool::weighted(0.2)).prop_map(|(origin, debug)| Element {
        origin,
        cfg: debug.then(|| "debug_assertions".to_owned()),
    });
    prop::collection::vec(element, 0..3)
}

fn origins() -> impl Strategy<Value = Origins> {
    prop_oneof![1 => Just(Origins::Any), 5 => elements().prop_map(Origins::Listed)]
}

fn methods() -> impl Strategy<Value = Option<Vec<String>>> {
    let some = prop::sample::subsequence(&METHODS[..3], 0..3);
    prop_oneof![
        3 => Just(None),
        1 => some.prop_map(|methods| Some(methods.into_iter().map(str::to_owned).collect())),
    ]
}

fn names() -> impl Strategy<Value = Names> {
    let listed = prop::sample::subsequence(HEADERS, 0..2);
    prop_oneof![
        1 => Just(Names::Any),
        4 => listed.prop_map(|names| Names::Listed(names.into_iter().map(str::to_owned).collect())),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let credentials = prop_oneof![
        2 => Just(Credentials::No),
        1 => Just(Credentials::Yes),
        1 => elements().prop_map(Credentials::For),
    ];
    let mismatch = prop_oneof![4 => Just(Mismatch::Omit), 1 => Just(Mismatch::Reject)];
    (
        origins(),
        methods(),
        names(),
        names(),
        credentials,
        mismatch,
    )
        .prop_map(
            |(origins, methods, headers, expose, credentials, mismatch)| Policy {
                origins,
                methods,
                headers,
                expose,
                credentials,
                max_age: None,
                mismatch,
                allow: Vec::new(),
            },
        )
}

fn row() -> impl Strategy<Value = Row> {
    let method = prop::sample::select(&["?", "GET", "POST", "PUT"][..]);
    let floor = (origins(), methods()).prop_map(|(origins, methods)| Floor {
        path: "/**".to_owned(),
        origins,
        methods,
    });
    (
        prop::sample::select(NESTED),
        method,
        prop::option::weighted(0.9, policy()),
        prop::collection::vec(floor, 0..2),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(path, method, policy, floors, blocked)| Row {
            path: path.to_owned(),
            method: match method {
                "?" => Method::Unknown,
                _ => Method::Named(method.to_owned()),
            },
            by: match (&policy, blocked) {
                (None, _) => By::None,
                (Some(_), true) => By::Blocked { status: 401 },
                (Some(_), false) => By::Route,
            },
            policy,
            floors,
            guarded: false,
            handler: None,
            unconfirmed: None,
            place: None,
        })
}

/// A row for any other method lists what no row names, and each method that a row names: that another row serves PUT is not
/// taken into account where `["PUT"]` is compared.
fn with_rest(mut row: Row, named: &BTreeSet<String>) -> Row {
    let policy = row
        .policy
        .iter_mut()
        .filter_map(|policy| policy.methods.as_mut());
    let floors = row
        .floors
        .iter_mut()
        .filter_map(|floor| floor.methods.as_mut());
    if row.method == Method::Unknown {
        for methods in policy.chain(floors).filter(|methods| !methods.is_empty()) {
            let rest = ["PATCH", "HEAD"].map(str::to_owned);
            let missing: BTreeSet<String> = rest.into_iter().chain(named.clone()).collect();
            methods.retain(|method| !missing.contains(method));
            methods.extend(missing);
        }
    }
    row
}

/// Whether a region contains the one of a row or lies in it, or they share nothing.
fn is_nested(ours: &BTreeSet<(&str, &str)>, row: &Row) -> bool {
    let theirs = region(row);
    ours.is_subset(&theirs) || theirs.is_subset(ours) || ours.is_disjoint(&theirs)
}

/// Rows whose regions are nested: of two, one contains the other or they share nothing.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..4).prop_map(|rows| {
        let mut kept: Vec<Row> = Vec::new();
        for row in rows {
            let ours = region(&row);
            let nested = |other: &Row| ours != region(other) && is_nested(&ours, other);
            if kept.iter().all(nested) {
                kept.push(row);
            }
        }
        kept
    })
}

/// Patterns that overlap and do not contain one another, among others.
const OVERLAPPING: &[&str] = &[
    "/{x}/b",
    "/a/{x}",
    "/{x}",
    "/a/b",
    "/**",
    "/{x}/{y}",
    r"/{n:[a-z]+}/{x}",
    "/a/*",
];

/// Rows in the order of their registration, and the same with a few edits, none of which changes that order: it is not in
/// the file.
fn ordered() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    let row = || {
        (row(), prop::sample::select(OVERLAPPING)).prop_map(|(row, path)| Row {
            path: path.to_owned(),
            ..row
        })
    };
    let edits = prop::collection::vec((0_usize..6, prop::option::of(row())), 0..3);
    (prop::collection::vec(row(), 0..5), edits).prop_map(|(mut rows, edits)| {
        let is_new = |rows: &[Row], row: &Row| {
            !rows
                .iter()
                .any(|other| other.path == row.path && other.method == row.method)
        };
        let mut kept = Vec::new();
        for row in rows.drain(..) {
            if is_new(&kept, &row) {
                kept.push(row);
            }
        }
        let mut edited = kept.clone();
        for (index, row) in edits {
            match row {
                Some(row) if is_new(&edited, &row) && is_new(&kept, &row) => {
                    edited.insert(index.min(edited.len()), row);
                }
                Some(row) if index < edited.len() => {
                    let place = edited[index].clone();
                    edited[index] = Row {
                        path: place.path,
                        method: place.method,
                        ..row
                    };
                }
                None if index < edited.len() => drop(edited.remove(index)),
                _ => {}
            }
        }
        (kept, edited)
    })
}

/// The surface of rows in this order: a row is unreachable if an earlier one takes all of its requests.
fn surface(rows: &[Row]) -> Surface {
    let rows = rows.iter().enumerate().map(|(index, row)| {
        let taken = rows[..index]
            .iter()
            .find(|earlier| region(row).is_subset(&region(earlier)));
        match taken {
            None => row.clone(),
            Some(earlier) => Row {
                by: By::Unreachable {
                    behind: earlier.path.clone(),
                },
                policy: None,
                floors: Vec::new(),
                ..row.clone()
            },
        }
    });
    Surface::new(rows.collect())
}

/// A surface, and one that differs from it in a few rows.
fn surfaces() -> impl Strategy<Value = (Surface, Surface)> {
    (
        rows(),
        prop::collection::vec((0_usize..4, prop::option::of(row())), 0..3),
    )
        .prop_map(|(rows, edits)| {
            let mut edited = rows.clone();
            for (index, row) in edits {
                match row {
                    Some(Row {
                        policy: Some(policy),
                        floors,
                        ..
                    }) if index < edited.len() => {
                        edited[index].by = By::Route;
                        edited[index].policy = Some(policy);
                        edited[index].floors = floors;
                    }
                    _ if index < edited.len() => drop(edited.remove(index)),
                    Some(row)
                        if edited.iter().all(|other| region(&row) != region(other))
                            && rows
                                .iter()
                                .chain(&edited)
                                .all(|other| is_nested(&region(&row), other)) =>
                    {
                        edited.push(row);
                    }
                    _ => {}
                }
            }
            let of_both = rows.iter().chain(&edited).map(|row| &row.method);
            let named = of_both.filter(|method| **method != Method::Unknown);
            let named: BTreeSet<String> = named.map(|method| method.as_str().to_owned()).collect();
            let surface = |rows: Vec<Row>| {
                let rows = rows.into_iter().map(|row| with_rest(row, &named));
                Surface::new(rows.collect())
            };
            (surface(rows), surface(edited))
        })
}

fn says_wider(base: &Surface, now: &Surface) -> bool {
    compare(base, now)
        .iter()
        .any(|change| change.direction == Direction::Wider)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(150)
    })]

    #[test]
    fn wider_is_what_enumeration_finds((base, now) in surfaces()) {
        prop_assert_eq!(says_wider(&base, &now), is_wider(base.rows(), now.rows(), server), "{}\n----\n{}\n{:?}", base, now, compare(&base, &now));
        prop_assert_eq!(says_wider(&now, &base), is_wider(now.rows(), base.rows(), server), "{}\n----\n{}\n{:?}", now, base, compare(&now, &base));
    }

    /// The file does not have the order of the rows, so that something may be called wider that is not.
    #[test]
    fn nothing_wider_is_missed_where_patterns_overlap((base, now) in ordered()) {
        let (old, new) = (surface(&base), surface(&now));
        if is_wider(&base, &now, first) {
            prop_assert!(says_wider(&old, &new), "{}\n----\n{}\n{:?}", old, new, compare(&old, &new));
        }
    }

    #[test]
    fn a_surface_is_not_wider_than_itself(rows in prop::collection::vec(row(), 0..6)) {
        let surface = Surface::new(rows);
        prop_assert_eq!(compare(&surface, &surface), []);
    }

    #[test]
    fn there_are_no_changes_exactly_if_the_rows_are_the_same((base, now) in surfaces()) {
        prop_assert_eq!(compare(&base, &now).is_empty(), base == now);
    }
}
