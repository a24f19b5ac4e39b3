//! The regular expression of a path parameter, as far as every gateway reads it like actix-web.

use super::{
    guess,
    language::{Class, Language},
};

/// The highest count in `{n}` that is taken. RE2 and Go end at 1000, and count nested ones together.
const MAX_COUNT: u32 = 255;

/// Parses the regular expression of a parameter.
///
/// # Errors
///
/// If gateways cannot express the regular expression. The error names the part, and a replacement.
pub(crate) fn parse(text: &str) -> Result<Language, String> {
    let mut parser = Parser { rest: text };
    let language = parser.choice()?;
    if !parser.rest.is_empty() {
        return Err("the parentheses do not match".to_owned());
    }
    if !guess::are_unambiguous(&language) {
        return Err(
            "a repetition can be read in many ways, and a gateway with PCRE tries all of them for some paths; \
             write one class, such as `[a-z0-9-]+`"
                .to_owned(),
        );
    }
    Ok(language)
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn choice(&mut self) -> Result<Language, String> {
        let mut choices = vec![self.sequence()?];
        while self.take('|') {
            choices.push(self.sequence()?);
        }
        Ok(match choices.len() {
            1 => choices.remove(0),
            _ => Language::Choice(choices),
        })
    }

    fn sequence(&mut self) -> Result<Language, String> {
        let mut parts = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let atom = self.atom()?;
            parts.push(self.repetition(atom)?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Language::Sequence(parts),
        })
    }

    fn repetition(&mut self, atom: Language) -> Result<Language, String> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted(atom),
            _ => return single(atom),
        };
        self.next();
        self.repeat(atom, least, most)
    }

    fn counted(&mut self, atom: Language) -> Result<Language, String> {
        self.next();
        let (counts, rest) = self
            .rest
            .split_once('}')
            .ok_or("a `{` has no `}`; write `\\{` for the character")?;
        let number = |text: &str| match text.parse::<u32>() {
            Ok(count) if count <= MAX_COUNT => Ok(count),
            _ => Err(format!(
                "`{{{counts}}}` is not a count of repetitions from 0 to {MAX_COUNT}"
            )),
        };
        let (least, most) = match counts.split_once(',') {
            None => (number(counts)?, Some(number(counts)?)),
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        if most.is_some_and(|most| most < least) {
            return Err(format!("`{{{counts}}}` ends before it begins"));
        }
        self.rest = rest;
        self.repeat(atom, least, most)
    }

    fn repeat(
        &mut self,
        atom: Language,
        least: u32,
        most: Option<u32>,
    ) -> Result<Language, String> {
        if self.rest.starts_with(['?', '+', '*', '{']) {
            return Err(
                "lazy, possessive and doubled repetitions differ between gateways; write a plain one"
                    .to_owned(),
            );
        }
        // A gateway counts bytes where Rust counts characters: only `*` and `+` come to the same.
        if !(least <= 1 && most.is_none()) {
            single(atom.clone())?;
        }
        Ok(atom.repeated(least, most))
    }

    fn atom(&mut self) -> Result<Language, String> {
        match self.next() {
            Some('(') => {
                if self.take('?') && !self.take(':') {
                    return Err(
                        "groups with names, flags or conditions differ between gateways; \
                                write `(..)` or `(?:..)`"
                            .to_owned(),
                    );
                }
                let inner = self.choice()?;
                if self.take(')') {
                    Ok(inner)
                } else {
                    Err("a `(` has no `)`".to_owned())
                }
            }
            Some('[') => self.class(),
            Some('.') => Ok(Language::Class(Class::ANY)),
            Some('\\') => self.escaped().map(|c| Language::Literal(c.to_string())),
            Some(c @ ('^' | '$')) => Err(format!(
                "`{c}` differs between gateways; a parameter is always matched as a whole, so leave it out"
            )),
            Some(c @ ('*' | '+' | '?' | '{')) => Err(format!("nothing is before `{c}`")),
            Some(c) => Ok(Language::Literal(c.to_string())),
            None => Err("a part is empty".to_owned()),
        }
    }

    fn class(&mut self) -> Result<Language, String> {
        let negated = self.take('^');
        let mut class = Class::NONE;
        if self.peek() == Some(']') {
            return Err(
                "a class that begins with `]` differs between gateways; write `\\]`".into(),
            );
        }
        while let Some(first) = self.class_member()? {
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let last = if is_range {
                self.next();
                self.class_member()?
                    .ok_or("a range of a class has no end")?
            } else {
                first
            };
            if last < first {
                return Err("a range of a class ends before it begins".to_owned());
            }
            class = class.with(first, last);
        }
        Ok(Language::Class(if negated {
            class.complement()
        } else {
            class
        }))
    }

    /// Returns the next character of a class, or `None` at its end.
    fn class_member(&mut self) -> Result<Option<u8>, String> {
        if ["&&", "--", "~~"]
            .iter()
            .any(|set| self.rest.starts_with(set))
        {
            return Err("`&&`, `--` and `~~` in a class are known to Rust alone; \
                        write one plain class"
                .to_owned());
        }
        let character = match self.next() {
            None => return Err("a `[` has no `]`".to_owned()),
            Some(']') => return Ok(None),
            Some('[') => {
                return Err(
                    "a class in a class, such as `[:alpha:]`, differs between gateways; \
                            write its characters"
                        .to_owned(),
                );
            }
            Some('\\') => self.escaped()?,
            Some(c) => c,
        };
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => Ok(Some(byte)),
            _ => Err(format!(
                "`{character}` in a class is a character in Rust and bytes in gateways; \
                 write alternatives: `(a|{character})`"
            )),
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        match self.next() {
            Some(c) if c.is_ascii_punctuation() => Ok(c),
            Some('d') => Err(different("d", "[0-9]")),
            Some('w') => Err(different("w", "[A-Za-z0-9_]")),
            Some(c) => Err(format!(
                "`\\{c}` differs between Rust, PCRE, RE2 and Go; write the characters"
            )),
            None => Err("a `\\` is the last character".to_owned()),
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    fn take(&mut self, expected: char) -> bool {
        let rest = self.rest.strip_prefix(expected);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

fn different(letter: &str, instead: &str) -> String {
    format!("`\\{letter}` means Unicode in Rust and ASCII in PCRE, RE2 and Go; write `{instead}`")
}

/// Rejects a class with characters of several bytes, unless `*` or `+` follows it: alone, a gateway reads it as one byte.
fn single(atom: Language) -> Result<Language, String> {
    match atom {
        Language::Class(class) if class.has_others() => Err(
            "`.` and negated classes match one character in Rust and one byte in gateways; \
             write them with `*` or `+`, or name the characters"
                .to_owned(),
        ),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_all_gateways_read_alike_are_accepted() {
        for text in [
            "[0-9]+",
            "[a-z0-9_-]{1,32}",
            "a|b|cd",
            "(new|old)-[0-9]{4}",
            "(?:x)?",
            "[^/]+",
            ".*",
            r"v1\.0",
            "é+",
            "[0-9]{2,}",
            r"[\]\-]",
            "",
            "([a-z0-9]+-)*[a-z0-9]+",
            "(?:[^/]+/)*",
            "(ab|cd)+",
            "(é|ü)+",
            "a{0}",
            "([0-9]{2})+",
            "([^a-z]+[a-z])*",
            "(a?b)+",
            "(ab?c?)*",
            "([0-9]{1,3},){0,4}",
            "(?:a|b?)?",
            "(x(y|z{2})+;)*",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn expressions_that_gateways_read_differently_are_refused() {
        for (text, word) in [
            (r"\d+", "[0-9]"),
            (r"\w+", "[A-Za-z0-9_]"),
            (r"\s", r"`\s`"),
            (r"\p{L}+", r"`\p`"),
            (r"\bx", r"`\b`"),
            ("[^/]", "one byte"),
            (".", "one byte"),
            ("[^/]{3}", "one byte"),
            (".?", "one byte"),
            ("[0-9]+?", "lazy"),
            ("[0-9]++", "possessive"),
            ("(?i)abc", "flags"),
            ("(?P<x>a)", "names"),
            ("(?=a)", "conditions"),
            ("^a", "`^`"),
            ("a$", "`$`"),
            ("[[:alpha:]]", "class in a class"),
            ("[a&&b]", "Rust alone"),
            ("[à-ü]", "bytes"),
            ("[]a]", r"`\]`"),
            ("a{1000}", "0 to 255"),
            ("a{3,1}", "before it begins"),
            ("[z-a]", "before it begins"),
            ("(a", "no `)`"),
            ("a)", "parentheses"),
            ("[a", "no `]`"),
            ("*", "nothing is before"),
            (r"a\", "last character"),
            ("(a+)+", "many ways"),
            ("(a*)*", "many ways"),
            ("(a|aa)+", "many ways"),
            ("(a|a)*", "many ways"),
            ("(a?)+", "many ways"),
            ("((a?)?b)*", "many ways"),
            ("(|a)*", "many ways"),
            ("(ab?b)*", "many ways"),
            ("([a-z]+[0-9a-f]*)*", "many ways"),
            ("([a-z]{1,2}){3}", "many ways"),
            ("(x(a*b*)+)?", "many ways"),
            ("(é|[^/])*", "one byte"),
            ("(é|[^/]+)*", "many ways"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
