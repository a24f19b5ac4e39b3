//! The order of rules: if two patterns match one path, the narrower one comes first.

use super::super::path::Relation;

/// Sorts candidates so that each comes before those whose pattern is wider, and otherwise as the surface has them.
pub(super) fn sort<T>(candidates: Vec<T>, relations: &Relations) -> Vec<T> {
    let mut sorted = Vec::with_capacity(candidates.len());
    let mut waiting: Vec<Option<T>> = candidates.into_iter().map(Some).collect();
    // For each candidate, the number of narrower ones that are not sorted yet.
    let mut before: Vec<usize> = vec![0; waiting.len()];
    for &(_, wide) in &relations.inside {
        before[wide] += 1;
    }
    while sorted.len() < waiting.len() {
        let next = (0..waiting.len())
            .find(|&index| waiting[index].is_some() && before[index] == 0)
            .expect("inclusion has no circles");
        sorted.push(waiting[next].take().expect("it waits"));
        for &(narrow, wide) in &relations.inside {
            if narrow == next {
                before[wide] -= 1;
            }
        }
    }
    sorted
}

/// The relations between the patterns of candidates, by their positions.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The first is narrower than the second.
    inside: Vec<(usize, usize)>,
    /// Both match a path, in whatever way.
    pub(super) shared: Vec<(usize, usize, Relation)>,
}

impl Relations {
    /// Compares every candidate with all earlier ones.
    pub(super) fn of<T>(candidates: &[T], relation: impl Fn(&T, &T) -> Relation) -> Self {
        let mut relations = Self::default();
        for (second, later) in candidates.iter().enumerate() {
            for (first, earlier) in candidates[..second].iter().enumerate() {
                let relation = relation(earlier, later);
                match relation {
                    Relation::Disjoint => continue,
                    Relation::Inside => relations.inside.push((first, second)),
                    Relation::Around => relations.inside.push((second, first)),
                    Relation::Equal | Relation::Overlapping => {}
                }
                relations.shared.push((first, second, relation));
            }
        }
        relations
    }
}
