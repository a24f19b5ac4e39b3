//! The paths of a row: a pattern of actix-web as a language that gateways can express.

mod compare;
mod guess;
mod language;
mod parameter;
mod print;

pub(crate) use self::{
    compare::{Relation, relation},
    guess::check_guesses,
    language::Language,
    print::{encoded, go, is_encodable, pcre},
};

/// The pattern of a row.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// As the surface has it.
    pub(crate) text: String,
    /// The paths that it matches, decoded as actix-web decodes them.
    pub(crate) language: Language,
}

/// actix-web matches the prefixes of scopes one after the other, each as far as it goes. A row does not say where they end,
/// which matters only here.
const SLASH_INSIDE: &str = "it can contain a `/`, and more follows: actix-web may match fewer paths than one expression; \
     end the path with it, or write `[^/]+`";

impl Pattern {
    /// Parses a path of a surface: `/orders/{id}`, `/orders/{id:[0-9]+}`, `/files/*`, `/api/**`.
    ///
    /// # Errors
    ///
    /// If gateways cannot express the pattern. The error names the part.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let prefix = prefix_of(text);
        let mut rest = prefix.unwrap_or(text);
        while let Some(next) = rest.chars().next() {
            if next == '{' {
                let end = closing(rest).ok_or("a `{` has no `}`")?;
                parts.push(Language::Literal(std::mem::take(&mut literal)));
                let parameter = &rest[1..end];
                rest = &rest[end + 1..];
                let is_last = rest.is_empty() && prefix.is_none();
                parts.push(match parameter.split_once(':') {
                    Some((name, regex)) => parameter::parse(regex)
                        .and_then(|language| {
                            if is_last || !language.can_contain('/') {
                                Ok(language)
                            } else {
                                Err(SLASH_INSIDE.to_owned())
                            }
                        })
                        .map_err(|error| format!("the parameter `{name}`: {error}"))?,
                    None if rest == "*" => {
                        rest = "";
                        Language::anything()
                    }
                    None => Language::segment(),
                });
            } else {
                literal.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        if literal.ends_with('*') && prefix.is_none() {
            return Err(
                "actix-web matches nothing with a `*` that has no name: write `{tail}*`".to_owned(),
            );
        }
        parts.push(Language::Literal(literal));
        if let Some(prefix) = prefix {
            let below = vec![Language::Literal("/".to_owned()), Language::anything()];
            let below = Language::Sequence(below);
            // Every path begins with a slash: the whole application has no path of its own.
            parts.push(if prefix.is_empty() {
                below
            } else {
                Language::Choice(vec![Language::Literal(String::new()), below])
            });
        }
        parts.retain(|part| !matches!(part, Language::Literal(text) if text.is_empty()));
        let language = match parts.len() {
            0 => return Err("the path is empty: a request for it always has a `/`".to_owned()),
            1 => parts.remove(0),
            _ => Language::Sequence(parts),
        };
        Ok(Self {
            text: text.to_owned(),
            language,
        })
    }

    /// Returns the path before `/**` or `/*`, if that is the end of the pattern and it has no parameters.
    pub(crate) fn plain_prefix(&self) -> Option<&str> {
        prefix_of(&self.text).filter(|prefix| !prefix.contains('{'))
    }

    /// Returns the literal text that every matching path begins with.
    pub(crate) fn prefix(&self) -> &str {
        match &self.language {
            Language::Literal(text) => text,
            Language::Sequence(parts) => match parts.first() {
                Some(Language::Literal(text)) => text,
                _ => "",
            },
            _ => "",
        }
    }

    /// Returns the one path that the pattern matches, if it has no parameters.
    pub(crate) fn literal(&self) -> Option<&str> {
        match &self.language {
            Language::Literal(text) => Some(text),
            _ => None,
        }
    }
}

/// Returns the pattern before `/**` or `/*`: such a pattern matches this one and everything below.
fn prefix_of(text: &str) -> Option<&str> {
    text.strip_suffix("/**").or_else(|| text.strip_suffix("/*"))
}

/// Returns the position of the `}` that belongs to the `{` at the beginning.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}
