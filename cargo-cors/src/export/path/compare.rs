//! Compares the sets of paths that two patterns match.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::language::{Class, Language};

/// The relation between the sets of paths that two patterns match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// No path is in both.
    Disjoint,
    /// Both match the same paths.
    Equal,
    /// The first matches some paths of the second and no other.
    Inside,
    /// The first matches all paths of the second and others.
    Around,
    /// Some paths are in both, and each has others.
    Overlapping,
}

/// Pairs of states that are looked at before two patterns count as overlapping.
const MAX_PAIRS: usize = 50_000;

/// Compares two patterns. Where that would take too long, they are [`Relation::Overlapping`].
pub(crate) fn relation(first: &Language, second: &Language) -> Relation {
    if let (Language::Literal(first), Language::Literal(second)) = (first, second) {
        return if first == second {
            Relation::Equal
        } else {
            Relation::Disjoint
        };
    }
    let (first, second) = (Automaton::of(first), Automaton::of(second));
    let symbols = symbols(&first, &second);
    let (mut in_both, mut in_first, mut in_second) = (false, false, false);
    let start = (first.start(), second.start());
    let mut seen = HashSet::from([start.clone()]);
    let mut waiting = vec![start];
    while let Some((one, two)) = waiting.pop() {
        match (first.accepts(&one), second.accepts(&two)) {
            (true, true) => in_both = true,
            (true, false) => in_first = true,
            (false, true) => in_second = true,
            (false, false) => {}
        }
        if seen.len() > MAX_PAIRS {
            return Relation::Overlapping;
        }
        for &symbol in &symbols {
            let next = (first.step(&one, symbol), second.step(&two, symbol));
            if !(next.0.is_empty() && next.1.is_empty()) && seen.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    match (in_both, in_first, in_second) {
        (false, _, _) => Relation::Disjoint,
        (true, false, false) => Relation::Equal,
        (true, false, true) => Relation::Inside,
        (true, true, false) => Relation::Around,
        (true, true, true) => Relation::Overlapping,
    }
}

/// The states that an automaton can be in.
type States = BTreeSet<usize>;

/// The condition to go from one state to another.
#[derive(Clone, Copy, Debug)]
enum Edge {
    Empty(usize),
    One(char, usize),
    Class(Class, usize),
}

/// A nondeterministic automaton. It starts in state 0 and accepts in its last state.
struct Automaton {
    edges: Vec<Vec<Edge>>,
    last: usize,
}

impl Automaton {
    fn of(language: &Language) -> Self {
        let mut automaton = Self {
            edges: vec![Vec::new()],
            last: 0,
        };
        automaton.last = automaton.add(language, 0);
        automaton
    }

    fn state(&mut self) -> usize {
        self.edges.push(Vec::new());
        self.edges.len() - 1
    }

    /// Adds a language behind a state. Returns the state at its end.
    fn add(&mut self, language: &Language, from: usize) -> usize {
        match language {
            Language::Literal(text) => text.chars().fold(from, |from, character| {
                let to = self.state();
                self.edges[from].push(Edge::One(character, to));
                to
            }),
            Language::Class(class) => {
                let to = self.state();
                self.edges[from].push(Edge::Class(*class, to));
                to
            }
            Language::Sequence(parts) => parts.iter().fold(from, |from, part| self.add(part, from)),
            Language::Choice(choices) => {
                let end = self.state();
                for choice in choices {
                    let begin = self.state();
                    self.edges[from].push(Edge::Empty(begin));
                    let last = self.add(choice, begin);
                    self.edges[last].push(Edge::Empty(end));
                }
                end
            }
            Language::Repeat { of, least, most } => self.repeat(of, *least, *most, from),
        }
    }

    fn repeat(&mut self, of: &Language, least: u32, most: Option<u32>, from: usize) -> usize {
        let required = (0..least).fold(from, |from, _| self.add(of, from));
        let end = self.state();
        self.edges[required].push(Edge::Empty(end));
        match most {
            None => {
                let begin = self.state();
                self.edges[required].push(Edge::Empty(begin));
                let behind = self.add(of, begin);
                self.edges[behind].push(Edge::Empty(begin));
                self.edges[behind].push(Edge::Empty(end));
            }
            Some(most) => {
                (least..most).fold(required, |from, _| {
                    let behind = self.add(of, from);
                    self.edges[behind].push(Edge::Empty(end));
                    behind
                });
            }
        }
        end
    }

    fn start(&self) -> States {
        self.closure(States::from([0]))
    }

    fn accepts(&self, states: &States) -> bool {
        states.contains(&self.last)
    }

    fn step(&self, states: &States, symbol: char) -> States {
        let next = states.iter().flat_map(|&state| &self.edges[state]);
        let next = next.filter_map(|edge| match *edge {
            Edge::One(character, to) if character == symbol => Some(to),
            Edge::Class(class, to) if class.contains(symbol) => Some(to),
            _ => None,
        });
        self.closure(next.collect())
    }

    fn closure(&self, mut states: States) -> States {
        let mut waiting: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = waiting.pop() {
            for edge in &self.edges[state] {
                if let Edge::Empty(to) = *edge
                    && states.insert(to)
                {
                    waiting.push(to);
                }
            }
        }
        states
    }

    fn conditions(&self) -> impl Iterator<Item = Edge> {
        self.edges.iter().flatten().copied()
    }
}

/// One character for each group of characters that both automata treat alike.
fn symbols(first: &Automaton, second: &Automaton) -> Vec<char> {
    let edges: Vec<Edge> = first.conditions().chain(second.conditions()).collect();
    let named = edges.iter().filter_map(|edge| match edge {
        Edge::One(character, _) => Some(*character),
        _ => None,
    });
    // A noncharacter stands for everything outside ASCII that no pattern names.
    let candidates: BTreeSet<char> = (0..128_u8)
        .map(char::from)
        .chain(named)
        .chain(['\u{ffff}'])
        .collect();
    let mut groups: HashMap<Vec<bool>, char> = HashMap::new();
    for candidate in candidates {
        let treated = edges.iter().map(|edge| match *edge {
            Edge::Empty(_) => false,
            Edge::One(character, _) => character == candidate,
            Edge::Class(class, _) => class.contains(candidate),
        });
        groups.entry(treated.collect()).or_insert(candidate);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Pattern, *};

    #[test]
    fn patterns_relate_as_their_paths_do() {
        use Relation::{Around, Disjoint, Equal, Inside, Overlapping};
        for (first, second, expected) in [
            ("/users/me", "/users/me", Equal),
            ("/users/me", "/users/you", Disjoint),
            ("/users/me", "/users/{id}", Inside),
            ("/users/{id}", "/users/me", Around),
            ("/users/{id}", "/users/{name}", Equal),
            ("/users/{id}", "/users/{id}/", Disjoint),
            ("/users/{id:[0-9]+}", "/users/{id}", Inside),
            ("/users/{id:[0-9]+}", "/users/me", Disjoint),
            (
                "/users/{id:[0-9]{1,3}}",
                "/users/{id:[0-9]{2,4}}",
                Overlapping,
            ),
            ("/{a}/x", "/y/{b}", Overlapping),
            ("/{a}/x", "/{b}/y", Disjoint),
            ("/files/*", "/files/{tail:.*}", Around),
            ("/files/*", "/files", Around),
            ("/files/*", "/files/**", Equal),
            ("/files/a", "/files/{tail}*", Inside),
            ("/files/{name}.json", "/files/{name}", Inside),
            ("/api/**", "/api", Around),
            ("/api/**", "/apis", Disjoint),
            ("/api/**", "/api/x/y", Around),
            ("/**", "/api/**", Around),
            ("/café", "/{name}", Inside),
            ("/café", "/caf{rest}", Inside),
            ("/{x:a|b}", "/{x:(a|b)}", Equal),
            ("/{x:a*}", "/{x:a+}", Around),
        ] {
            let language = |text| Pattern::parse(text).unwrap().language;
            let found = relation(&language(first), &language(second));
            assert_eq!(found, expected, "{first} and {second}");
        }
    }
}
