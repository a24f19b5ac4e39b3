//! The check of a whole list: either every value is accepted, or an error names each value that is not.

use cors_runtime::fault::Fix;

use super::{OriginSetError, Refused, Source, advice, bound::Bound};
use crate::origin_index::OriginIndex;

/// The length of the longest list that an error repeats as it should be written.
const SHORT: usize = 50;

/// Checks the values of a list one after the other.
#[derive(Debug)]
pub(super) struct ListCheck {
    source: Source,
    optional: bool,
    bound: Bound,
    accepted: OriginIndex,
    refused: Vec<Refused>,
    corrected: Corrected,
}

/// A list as it should be written, as long as it is short.
#[derive(Debug, Default)]
struct Corrected {
    values: Vec<String>,
    /// How many values the list had.
    count: usize,
    /// How many of them have no correction.
    lost: usize,
}

impl ListCheck {
    pub(super) fn new(bound: &'static [&'static str], source: Source, optional: bool) -> Self {
        Self {
            source,
            optional,
            bound: Bound::new(bound),
            accepted: OriginIndex::default(),
            refused: Vec::new(),
            corrected: Corrected::default(),
        }
    }

    /// Checks the next value.
    pub(super) fn add(&mut self, number: usize, value: &str) {
        self.corrected.count += 1;
        let Err(violation) = self.bound.check(value) else {
            self.accepted.add(value);
            return self.corrected.add(value);
        };
        // A text that is no list at all, such as a page of HTML, needs no help for each line.
        let fix = (self.refused.len() < SHORT).then(|| advice::fix(value, &self.bound));
        let fix = fix.flatten();
        let help = advice::for_value(value, &violation, fix.as_ref(), &self.bound);
        self.refused
            .push(Refused::new(number, value, violation, help));
        match fix {
            Some(Fix {
                origins,
                is_wider: false,
            }) => origins.iter().for_each(|origin| self.corrected.add(origin)),
            _ => self.corrected.lost += 1,
        }
    }

    /// Returns the index of the list if every value is accepted, and if there is one or the set is optional.
    pub(super) fn finish(self) -> Result<OriginIndex, OriginSetError> {
        let (source, count) = (self.source, self.corrected.count);
        if !self.refused.is_empty() {
            return Err(OriginSetError::Refused {
                help: self.help(),
                source,
                faults: self.refused,
            });
        }
        if count == 0 && !self.optional {
            return Err(OriginSetError::Empty {
                help: self.help(),
                source,
            });
        }
        Ok(self.accepted)
    }

    /// Returns an empty index, or an error if the set is not optional, for a source that does not exist.
    pub(super) fn missing(self) -> Result<OriginIndex, OriginSetError> {
        if self.optional {
            return Ok(self.accepted);
        }
        Err(OriginSetError::Missing {
            help: self.help(),
            source: self.source,
        })
    }

    /// Says what the source takes, and how the list should be written.
    fn help(&self) -> String {
        let Self {
            source,
            bound,
            corrected,
            ..
        } = self;
        let (
            name,
            Corrected {
                values,
                count,
                lost,
            },
        ) = (source.name(), corrected);
        let takes = if bound.is_any() {
            format!("{name} takes {}, or `*` for every origin", source.syntax())
        } else {
            format!("{name} takes {}, limited to {bound}", source.syntax())
        };
        if *source == Source::Program || *count > SHORT {
            return takes;
        }
        let (help, list) = match (values.as_slice(), advice::example(bound)) {
            ([], _) if self.optional && *lost == 0 => {
                return format!("{takes}\nhelp: to accept no origin, leave {name} empty");
            }
            ([], None) => return takes,
            ([], Some(example)) => ("write at least one origin, such as", vec![example]),
            (values, _) if *lost == 0 => ("write the whole list as", values.to_vec()),
            (values, _) => (
                "without what cannot be accepted, the list is",
                values.to_vec(),
            ),
        };
        let lines = source.write(&list).replace('\n', "\n  ");
        format!("{takes}\nhelp: {help}\n  {lines}")
    }
}

impl Corrected {
    fn add(&mut self, value: &str) {
        if self.count <= SHORT && !self.values.iter().any(|other| other == value) {
            self.values.push(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_written_as_it_should_be() {
        for (count, is_written) in [(SHORT, true), (SHORT + 1, false)] {
            let mut check =
                ListCheck::new(&["https://*.acme.example"], Source::Env("SHOPS"), false);
            for number in 1..count {
                check.add(number, &format!("https://a{number}.acme.example"));
            }
            check.add(count, "https://B.acme.example");
            let error = check.finish().unwrap_err().to_string();
            let last = format!("https://a{}.acme.example,https://b.acme.example", count - 1);
            assert_eq!(error.contains(&last), is_written, "{error}");
        }
    }

    /// A program has its list in no form that a message could show.
    #[test]
    fn the_list_of_a_program_is_not_written() {
        let mut check = ListCheck::new(&["https://*.acme.example"], Source::Program, true);
        check.add(1, "https://a.acme.example/");
        let error = check.finish().unwrap_err().to_string();
        assert!(error.contains("write `https://a.acme.example`"), "{error}");
        assert!(!error.contains("write the whole list"), "{error}");
    }
}
