//! Regular expressions over paths, reduced to what Rust, PCRE, RE2 and Go read alike.

/// A set of paths, or of parts of paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// This text.
    Literal(String),
    /// One character of a class.
    Class(Class),
    /// One after the other.
    Sequence(Vec<Language>),
    /// One of several.
    Choice(Vec<Language>),
    /// Repetitions of one thing.
    Repeat {
        /// The repeated language.
        of: Box<Language>,
        /// How often at least.
        least: u32,
        /// How often at most; `None` if there is no limit.
        most: Option<u32>,
    },
}

/// A set of characters: any of ASCII, and either all or none of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    ascii: u128,
    others: bool,
}

impl Class {
    /// No character.
    pub(crate) const NONE: Self = Self {
        ascii: 0,
        others: false,
    };

    /// Every character.
    pub(crate) const ANY: Self = Self {
        ascii: u128::MAX,
        others: true,
    };

    /// Returns whether a character is in both classes.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.ascii & other.ascii != 0 || (self.others && other.others)
    }

    /// Adds the characters of ASCII from `first` to `last`.
    #[must_use]
    pub(crate) fn with(mut self, first: u8, last: u8) -> Self {
        for byte in first..=last.min(127) {
            self.ascii |= 1 << byte;
        }
        self
    }

    /// Every other character.
    #[must_use]
    pub(crate) fn complement(self) -> Self {
        Self {
            ascii: !self.ascii,
            others: !self.others,
        }
    }

    /// Returns whether a character is in the class.
    pub(crate) fn contains(self, character: char) -> bool {
        u8::try_from(character)
            .ok()
            .filter(u8::is_ascii)
            .map_or(self.others, |byte| self.ascii & 1 << byte != 0)
    }

    /// Returns whether the characters outside ASCII are in the class.
    pub(crate) fn has_others(self) -> bool {
        self.others
    }

    /// Returns the runs of ASCII characters in the class.
    pub(crate) fn ranges(self) -> Vec<(u8, u8)> {
        let mut ranges: Vec<(u8, u8)> = Vec::new();
        for byte in (0..128_u8).filter(|byte| self.ascii & 1 << byte != 0) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == byte => *last = byte,
                _ => ranges.push((byte, byte)),
            }
        }
        ranges
    }
}

impl Language {
    /// Everything, the empty text too.
    pub(crate) fn anything() -> Self {
        Self::of_class(Class::ANY).repeated(0, None)
    }

    /// One path segment, which is not empty: what a parameter without a regular expression matches.
    pub(crate) fn segment() -> Self {
        Self::of_class(Class::NONE.with(b'/', b'/').complement()).repeated(1, None)
    }

    /// Returns whether some text of the language contains a character.
    pub(crate) fn can_contain(&self, character: char) -> bool {
        match self {
            Self::Literal(text) => text.contains(character),
            Self::Class(class) => class.contains(character),
            Self::Sequence(parts) | Self::Choice(parts) => {
                parts.iter().any(|part| part.can_contain(character))
            }
            Self::Repeat { of, most, .. } => *most != Some(0) && of.can_contain(character),
        }
    }

    /// Returns whether a condition holds for every character that is written out.
    pub(crate) fn all_literals(&self, holds: &impl Fn(char) -> bool) -> bool {
        match self {
            Self::Literal(text) => text.chars().all(holds),
            Self::Class(_) => true,
            Self::Sequence(parts) | Self::Choice(parts) => {
                parts.iter().all(|part| part.all_literals(holds))
            }
            Self::Repeat { of, .. } => of.all_literals(holds),
        }
    }

    fn of_class(class: Class) -> Self {
        Self::Class(class)
    }

    pub(crate) fn repeated(self, least: u32, most: Option<u32>) -> Self {
        Self::Repeat {
            of: Box::new(self),
            least,
            most,
        }
    }
}
