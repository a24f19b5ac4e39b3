//! The origins of sets, which the surface does not have: `--set NAME=@file`.

use std::{collections::BTreeMap, fs};

/// The contents of sets, by name.
#[derive(Debug, Default)]
pub(crate) struct Sets(BTreeMap<String, Vec<String>>);

impl Sets {
    /// Reads the files of arguments such as `EDGE=@/etc/origins`. A file has one origin a line, and comments from a `#` at
    /// the beginning of a line or behind white space.
    ///
    /// # Errors
    ///
    /// If an argument or its file cannot be read. The error says why.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut sets = BTreeMap::new();
        for argument in arguments {
            let (name, file) = argument
                .split_once("=@")
                .filter(|(name, file)| !name.is_empty() && !file.is_empty())
                .ok_or_else(|| format!("`--set {argument}`: write `--set NAME=@file`"))?;
            let text = fs::read_to_string(file)
                .map_err(|error| format!("`--set {argument}`: {file} cannot be read: {error}"))?;
            if sets.insert(name.to_owned(), parse(&text)).is_some() {
                return Err(format!("`--set {name}=..` is given twice"));
            }
        }
        Ok(Self(sets))
    }

    /// Returns the origins of a set, if they are known.
    pub(crate) fn get(&self, name: &str) -> Option<&[String]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Returns the names of the sets.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn parse(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .map(|line| {
            let comment = line.char_indices().find(|&(index, c)| {
                c == '#' && (index == 0 || line[..index].ends_with(char::is_whitespace))
            });
            line[..comment.map_or(line.len(), |(index, _)| index)].trim()
        })
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_origin_a_line() {
        let text = "\u{feff}# ours\nhttps://a.example\n\n  https://b.example # a shop\n*\n";
        assert_eq!(parse(text), ["https://a.example", "https://b.example", "*"]);
    }

    #[test]
    fn an_argument_names_a_set_and_a_file() {
        for argument in ["EDGE", "EDGE=", "EDGE=origins", "=@origins", "EDGE=@"] {
            let error = Sets::read(&[argument.to_owned()]).unwrap_err();
            assert!(error.contains("NAME=@file"), "{error}");
        }
    }
}
