//! The paths and methods of a row, and the rows of a surface that serve them.

use std::collections::BTreeMap;

use crate::{
    path::PathPattern,
    row::{By, Method, Row},
    surface::Surface,
};

/// The requests that a row matches.
pub(super) struct Region<'a> {
    path: PathPattern,
    method: &'a Method,
}

impl<'a> Region<'a> {
    pub(super) fn of(row: &'a Row) -> Self {
        Self {
            path: PathPattern::new(&row.path),
            method: &row.method,
        }
    }

    pub(super) fn contains(&self, other: &Region<'_>) -> bool {
        (self.method == other.method || *self.method == Method::Unknown)
            && self.path.contains(&other.path)
    }

    fn is_inside(&self, other: &Region<'_>) -> bool {
        other.contains(self) && !self.contains(other)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let same_method = self.method == other.method
            || *self.method == Method::Unknown
            || *other.method == Method::Unknown;
        same_method && self.path.overlaps(&other.path)
    }

    /// Returns the method of the requests that both this region and the row match.
    pub(super) fn narrower_method(&self, row: &'a Row) -> &'a Method {
        match self.method {
            Method::Unknown => &row.method,
            Method::Named(_) => self.method,
        }
    }
}

/// A path and a method.
pub(super) type Key<'a> = (&'a str, &'a Method);

/// The rows of a surface that requests reach, by path and method.
pub(super) struct Live<'a> {
    groups: BTreeMap<&'a str, BTreeMap<&'a Method, Vec<&'a Row>>>,
    regions: Vec<(Region<'a>, &'a Row)>,
}

/// The rows that may serve the requests of a region.
pub(super) struct Servers<'a> {
    pub(super) rows: Vec<&'a Row>,
    /// Whether one of them serves every request of the region.
    pub(super) whole: bool,
}

impl<'a> Live<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let mut groups: BTreeMap<_, BTreeMap<_, Vec<&Row>>> = BTreeMap::new();
        let mut regions = Vec::new();
        let reached = |row: &&Row| !matches!(row.by, By::Unreachable { .. });
        for row in surface.rows().iter().filter(reached) {
            let methods = groups.entry(row.path.as_str()).or_default();
            methods.entry(&row.method).or_default().push(row);
            regions.push((Region::of(row), row));
        }
        Self { groups, regions }
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = (Key<'a>, &[&'a Row])> {
        self.groups.iter().flat_map(|(path, methods)| {
            methods
                .iter()
                .map(|(method, rows)| ((*path, *method), rows.as_slice()))
        })
    }

    pub(super) fn group(&self, (path, method): Key<'_>) -> &[&'a Row] {
        let rows = self
            .groups
            .get(path)
            .and_then(|methods| methods.get(method));
        rows.map_or(&[], Vec::as_slice)
    }

    /// Returns the regions inside another one. Their rows take these requests from a row for the other one.
    pub(super) fn inside(&self, outer: &Region<'_>) -> Vec<&Region<'a>> {
        let regions = self.regions.iter().map(|(region, _)| region);
        regions.filter(|region| region.is_inside(outer)).collect()
    }

    /// Returns the most specific rows that contain the region, and the rows that overlap it. A row that lies inside the
    /// region counts unless `serves_itself` says that it keeps its own requests.
    pub(super) fn servers(
        &self,
        region: &Region<'_>,
        serves_itself: impl Fn(&Region<'_>) -> bool,
    ) -> Servers<'a> {
        let overlapping = self
            .regions
            .iter()
            .filter(|(other, _)| other.overlaps(region));
        let (containers, others): (Vec<_>, Vec<_>) =
            overlapping.partition(|(other, _)| other.contains(region));
        let most_specific = containers
            .iter()
            .filter(|(outer, _)| !containers.iter().any(|(inner, _)| inner.is_inside(outer)));
        let beside = others
            .iter()
            .filter(|(other, _)| !(other.is_inside(region) && serves_itself(other)));
        Servers {
            rows: most_specific.chain(beside).map(|(_, row)| *row).collect(),
            whole: !containers.is_empty(),
        }
    }
}
