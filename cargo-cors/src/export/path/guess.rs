//! The places of an expression where PCRE has to guess. It tries every guess before it says no, and each repeated place
//! doubles their number with each character of a path that somebody sends: `(a+)+`, `(a|aa)*`. Elsewhere each place
//! multiplies the number by the length of the path: `[^/]+-[^/]+`. Rust, RE2 and Go never do that.

use super::language::{Class, Language};

/// Returns whether no repetition has such a place, with a look at one character ("One-unambiguous regular languages",
/// Brüggemann-Klein and Wood, 1998).
pub(super) fn are_unambiguous(language: &Language) -> bool {
    match language {
        Language::Literal(_) | Language::Class(_) => true,
        Language::Sequence(parts) | Language::Choice(parts) => parts.iter().all(are_unambiguous),
        Language::Repeat {
            of, most: Some(1), ..
        } => are_unambiguous(of),
        Language::Repeat { .. } => guesses(language) == 0,
    }
}

/// Checks that a short path does not keep PCRE busy. HAProxy ends after two seconds of it. It and Apache take a path that
/// takes too long for one that does not match, and a wider row would be next.
///
/// # Errors
///
/// If there are several such places. The error says what to write.
pub(crate) fn check_guesses(language: &Language) -> Result<(), String> {
    if guesses(language) > 1 {
        return Err(
            "PCRE has to guess where several of its parameters end, and tries every combination; exclude what follows \
             a parameter: `{a:[^/-]+}-{b}`"
                .to_owned(),
        );
    }
    Ok(())
}

/// Returns the number of such places.
fn guesses(language: &Language) -> usize {
    Reading::of(language).guesses
}

/// A condition on the next character.
#[derive(Clone, Copy)]
enum Next {
    One(char),
    Of(Class),
}

impl Next {
    fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::One(one), Self::One(other)) => one == other,
            (Self::One(one), Self::Of(class)) | (Self::Of(class), Self::One(one)) => {
                class.contains(one)
            }
            (Self::Of(one), Self::Of(other)) => one.overlaps(other),
        }
    }
}

fn overlap(left: &[Next], right: &[Next]) -> bool {
    left.iter()
        .any(|left| right.iter().any(|right| left.overlaps(*right)))
}

/// The characters that decide how a text is read.
#[derive(Default)]
struct Reading {
    /// A text of the language begins with one of them.
    first: Vec<Next>,
    /// One of them can follow a text of the language, for a longer one.
    more: Vec<Next>,
    /// Whether the empty text is one.
    has_empty: bool,
    /// The places where the next character does not decide.
    guesses: usize,
}

impl Reading {
    fn of(language: &Language) -> Self {
        match language {
            Language::Literal(text) => Self::one(text.chars().next().map(Next::One)),
            Language::Class(class) => Self::one(Some(Next::Of(*class))),
            Language::Sequence(parts) => join(parts, Self::then),
            Language::Choice(choices) => join(choices, Self::or),
            Language::Repeat { of, least, most } => Self::of(of).repeated(*least, *most),
        }
    }

    fn one(first: Option<Next>) -> Self {
        Self {
            has_empty: first.is_none(),
            first: first.into_iter().collect(),
            ..Self::default()
        }
    }

    fn guess_if(&mut self, is_guess: bool) {
        self.guesses += usize::from(is_guess);
    }

    fn then(mut self, mut other: Self) -> Self {
        let may_skip = self.has_empty && overlap(&self.first, &other.first);
        other.guesses += self.guesses;
        other.guess_if(may_skip || overlap(&self.more, &other.first));
        if other.has_empty {
            other.more.extend(&other.first);
            other.more.append(&mut self.more);
        }
        if self.has_empty {
            self.first.append(&mut other.first);
        }
        Self {
            first: self.first,
            has_empty: self.has_empty && other.has_empty,
            ..other
        }
    }

    fn or(mut self, mut other: Self) -> Self {
        self.guesses += other.guesses;
        self.guess_if(overlap(&self.first, &other.first) || (self.has_empty && other.has_empty));
        self.first.append(&mut other.first);
        self.more.append(&mut other.more);
        self.has_empty |= other.has_empty;
        self
    }

    fn repeated(mut self, least: u32, most: Option<u32>) -> Self {
        let is_once = (least, most) == (1, Some(1));
        self.guess_if(self.has_empty && !is_once);
        if most != Some(1) {
            self.guess_if(overlap(&self.more, &self.first));
            if most != Some(least) {
                self.more.extend(&self.first);
            }
        }
        self.has_empty |= least == 0;
        self
    }
}

/// The empty text, if there are no parts.
fn join(parts: &[Language], with: impl Fn(Reading, Reading) -> Reading) -> Reading {
    let parts = parts.iter().map(Reading::of);
    parts.reduce(with).unwrap_or_else(|| Reading::one(None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Counts the ways to read the beginnings of a text: one number for each end.
    fn ways(language: &Language, text: &[char]) -> Vec<u64> {
        let mut ends = vec![0; text.len() + 1];
        match language {
            Language::Literal(literal) => {
                let literal: Vec<char> = literal.chars().collect();
                if text.starts_with(&literal) {
                    ends[literal.len()] = 1;
                }
            }
            Language::Class(class) => {
                if text.first().is_some_and(|it| class.contains(*it)) {
                    ends[1] = 1;
                }
            }
            Language::Sequence(parts) => {
                ends[0] = 1;
                for part in parts {
                    ends = after(&ends, part, text);
                }
            }
            Language::Choice(choices) => {
                for choice in choices {
                    add(&mut ends, &ways(choice, text));
                }
            }
            Language::Repeat { of, least, most } => {
                let mut round = vec![0; text.len() + 1];
                round[0] = 1;
                for count in 0..=most.unwrap_or(8) {
                    if count >= *least {
                        add(&mut ends, &round);
                    }
                    round = after(&round, of, text);
                }
            }
        }
        ends
    }

    fn after(ends: &[u64], part: &Language, text: &[char]) -> Vec<u64> {
        let mut all = vec![0; ends.len()];
        for (start, count) in ends.iter().enumerate().filter(|(_, count)| **count > 0) {
            let further = ways(part, &text[start..]);
            let further: Vec<u64> = further.iter().map(|ways| ways * count).collect();
            add(&mut all[start..], &further);
        }
        all
    }

    fn add(ends: &mut [u64], more: &[u64]) {
        for (end, more) in ends.iter_mut().zip(more) {
            *end += more;
        }
    }

    fn languages() -> impl Strategy<Value = Language> {
        let class = |first, last| Language::Class(Class::NONE.with(first, last));
        let leaf = prop_oneof![
            prop::sample::select(&["", "a", "b", "ab", "é"][..])
                .prop_map(|text| Language::Literal(text.to_owned())),
            Just(class(b'a', b'b')),
            Just(class(b'b', b'c')),
            Just(Language::Class(Class::NONE.with(b'a', b'b').complement())),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let parts = || prop::collection::vec(inner.clone(), 0..4);
            let counts = prop::sample::select(
                &[
                    (0, None),
                    (1, None),
                    (0, Some(1)),
                    (2, Some(2)),
                    (1, Some(3)),
                ][..],
            );
            prop_oneof![
                2 => parts().prop_map(Language::Sequence),
                1 => parts().prop_map(Language::Choice),
                3 => (inner.clone(), counts)
                    .prop_map(|(of, (least, most))| of.repeated(least, most)),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_repetition_is_read_in_one_way(
            of in languages(),
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(&['a', 'b', 'c', 'é'][..]), 0..8), 12),
        ) {
            let repetition = of.repeated(0, None);
            if are_unambiguous(&repetition) {
                for text in texts {
                    let ways = ways(&repetition, &text);
                    prop_assert!(ways.iter().all(|ways| *ways <= 1), "{repetition:?} {text:?} {ways:?}");
                }
            }
        }

        #[test]
        fn a_guess_multiplies_the_ways_by_the_length_at_most(
            language in languages(),
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(&['a', 'b', 'c', 'é'][..]), 0..8), 12),
        ) {
            if are_unambiguous(&language) {
                for text in texts {
                    let most = (text.len() as u64 + 2).pow(guesses(&language).try_into().unwrap());
                    let ways = ways(&language, &text);
                    prop_assert!(ways.iter().all(|ways| *ways <= most), "{language:?} {text:?} {ways:?}");
                }
            }
        }
    }

    #[test]
    fn guesses_of_paths_are_counted() {
        for (path, number) in [
            ("/prices", 0),
            ("/users/{id}", 0),
            ("/users/{id}/**", 0),
            ("/{a}/{b}/{tail}*", 0),
            ("/v{major}", 0),
            ("/{name}.json", 1),
            ("/{name}.{kind}", 1),
            ("/{a:[^/-]+}-{b}", 0),
            ("/{a:[^/-]+}-{b:[^/-]+}-{c}", 0),
            ("/{a}-{b}-{c}", 2),
            ("/{a}-{b}/{c}-{d}", 2),
            ("/{a}{b}", 1),
            ("/{a:[0-9]*}{b:[0-9]*}{c:[0-9]*}", 2),
            ("/{a:[0-9]+}-{b}", 0),
            ("/{a:[^/]+-[^/]+-[^/]+}", 2),
        ] {
            let pattern = crate::export::path::Pattern::parse(path).unwrap();
            assert_eq!(guesses(&pattern.language), number, "{path}");
            assert_eq!(
                check_guesses(&pattern.language).is_ok(),
                number < 2,
                "{path}"
            );
        }
    }
}
