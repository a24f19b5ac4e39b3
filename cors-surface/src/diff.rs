//! The changes between two surfaces, in words: wider ones first.
//!
//! Wider means that some combination of origin, method, path, headers and credentials was refused and is allowed now. A
//! request from another origin that was rejected and reaches its handler now is wider, too. This is decided by inclusion of
//! sets: patterns of origins, bounds of origin sets and patterns of paths are compared as the sets that they are.
//!
//! A row counts on the paths that it matches and that no more specific row does. If the patterns of two rows overlap and
//! neither contains the other, either may be the one that serves a path: the file does not have their order.

mod effect;
mod gain;
mod other;
mod region;

use std::{collections::BTreeSet, fmt};

use self::{
    effect::Effect,
    gain::{Gain, gains},
    region::{Live, Region},
};
use crate::{
    row::{Method, Row},
    surface::Surface,
    visible::visible,
};

/// One difference between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whether more is allowed now.
    pub direction: Direction,
    /// The path of the row.
    pub path: String,
    /// The method of the row.
    pub method: Method,
    /// The change, in words, which are [`visible`].
    pub what: String,
    /// Which row of the newer surface it is about. `None` if the row is gone.
    pub row: Option<usize>,
}

/// Whether more is allowed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Something was refused and is allowed now.
    Wider,
    /// Something was allowed and is refused now.
    Narrower,
    /// Nothing of that kind.
    Other,
}

impl Direction {
    /// Returns the word for the direction.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (direction, path) = (self.direction.as_str(), visible(&self.path));
        write!(f, "{direction}: {} {path}: {}", self.method, self.what)
    }
}

/// Compares two surfaces. The changes are sorted: what is wider first, then by path and method. There are none exactly if
/// the surfaces have the same rows.
#[must_use]
pub fn compare(base: &Surface, now: &Surface) -> Vec<Change> {
    let (old, new) = (Live::of(base), Live::of(now));
    let mut changes: BTreeSet<Change> = BTreeSet::new();
    for (direction, found) in [
        (Direction::Wider, wider(&old, &new)),
        (Direction::Narrower, wider(&new, &old)),
    ] {
        changes.extend(found.into_iter().map(|found| found.change(direction)));
    }
    other::changes(base, now, &mut changes);
    // A row of the older surface is not a row of the newer one.
    let mut changes: Vec<Change> = changes.into_iter().collect();
    for change in &mut changes {
        let is_row = |row: &&Row| row.path == change.path && row.method == change.method;
        change.row = now.rows().iter().position(|row| is_row(&row));
    }
    changes.dedup();
    changes
}

/// Something that a row of the newer surface allows and the older surface does not.
struct Found<'a> {
    /// The path and method for which it is allowed.
    place: &'a Row,
    how: How<'a>,
    gain: Gain,
}

/// How the row comes to allow it.
enum How<'a> {
    /// The row was there before.
    Changed,
    /// The row is new.
    New,
    /// The row that was there is gone, and another one takes its requests.
    Uncovered(&'a Row),
}

impl Found<'_> {
    /// Seen in the other direction, what a new row allows is what a row that is gone no longer does.
    fn change(&self, direction: Direction) -> Change {
        let gained = direction == Direction::Wider;
        let what = self.gain.words(&self.place.method, gained);
        let what = match (&self.how, gained) {
            (How::Changed, _) => what,
            (How::New, true) => format!("new: {what}"),
            (How::New, false) => format!("removed: {what}"),
            (How::Uncovered(by), true) => {
                format!("removed, and served by `{}` now: {what}", by.path)
            }
            (How::Uncovered(by), false) => {
                format!("new, and served by `{}` before: {what}", by.path)
            }
        };
        Change {
            direction,
            path: self.place.path.clone(),
            method: self.place.method.clone(),
            what: visible(&what),
            row: None,
        }
    }
}

/// Everything that the newer rows allow and the older ones do not.
fn wider<'a>(base: &Live<'a>, now: &Live<'a>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut add = |place, how: fn(&'a Row) -> How<'a>, row: &'a Row, gained: Vec<Gain>| {
        found.extend(gained.into_iter().map(|gain| Found {
            place,
            how: how(row),
            gain,
        }));
    };
    for (key, rows) in now.groups() {
        let before = base.group(key);
        for (row, old) in pairs(before, rows) {
            match old {
                Some(old) => add(row, |_| How::Changed, row, gained(row, old, &row.method)),
                None if before.is_empty() => {
                    let region = Region::of(row);
                    let inside = now.inside(&region);
                    let servers = base.servers(&region, |inner| {
                        inside.iter().any(|region| region.contains(inner))
                    });
                    if !servers.whole {
                        let effect = Effect::of(row, &row.method);
                        add(row, |_| How::New, row, gains(&effect, &Effect::nothing()));
                    }
                    for old in servers.rows {
                        let method = region.narrower_method(old);
                        add(row, |_| How::New, row, gained(row, old, method));
                    }
                }
                // One more row with guards: a request for any of the others may reach it.
                None => {
                    for old in before {
                        add(row, |_| How::New, row, gained(row, old, &row.method));
                    }
                }
            }
        }
    }
    for (key, rows) in base.groups() {
        let after = now.group(key);
        if after.is_empty() {
            for row in rows {
                let region = Region::of(row);
                let servers = now.servers(&region, |_| true);
                let both = |new: &&&Row| !base.group((new.path.as_str(), &new.method)).is_empty();
                for new in servers.rows.iter().filter(both) {
                    let method = region.narrower_method(new);
                    add(row, How::Uncovered, new, gained(new, row, method));
                }
            }
        } else {
            let kept: Vec<&Row> = pairs(rows, after)
                .into_iter()
                .filter_map(|pair| pair.1)
                .collect();
            let gone = rows
                .iter()
                .filter(|row| !kept.iter().any(|kept| std::ptr::eq(*kept, **row)));
            for row in gone {
                for new in after {
                    add(new, |_| How::Changed, new, gained(new, row, &row.method));
                }
            }
        }
    }
    found
}

fn gained(new: &Row, old: &Row, method: &Method) -> Vec<Gain> {
    gains(&Effect::of(new, method), &Effect::of(old, method))
}

/// Each newer row with the older one that it continues. Where several have one path and method, that is an equal one, or
/// one with the same handler, or the next one that is left.
fn pairs<'a>(old: &[&'a Row], new: &[&'a Row]) -> Vec<(&'a Row, Option<&'a Row>)> {
    let mut left: Vec<&Row> = old.to_vec();
    let mut pairs: Vec<(&Row, Option<&Row>)> = new.iter().map(|row| (*row, None)).collect();
    let continues: [fn(&Row, &Row) -> bool; 3] = [
        |new, old| new == old,
        |new, old| new.handler == old.handler,
        |_, _| true,
    ];
    for continues in continues {
        for (row, pair) in pairs.iter_mut().filter(|(_, pair)| pair.is_none()) {
            let position = left.iter().position(|old| continues(row, old));
            *pair = position.map(|position| left.remove(position));
        }
    }
    pairs
}
