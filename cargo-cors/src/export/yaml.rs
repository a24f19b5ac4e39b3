//! Strings of YAML.

use std::fmt::Write;

/// Returns a string in double quotes, with nothing in it that YAML gives a meaning.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            ' '..='~' => quoted.push(character),
            _ => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(character));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a list on one line.
pub(crate) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        for (text, expected) in [
            ("a", r#""a""#),
            (r#"a"b\c"#, r#""a\"b\\c""#),
            ("a\nb", r#""a\U0000000ab""#),
            ("é\u{202e}", r#""\U000000e9\U0000202e""#),
            ("# %{}", r##""# %{}""##),
        ] {
            assert_eq!(quoted(text), expected);
        }
        assert_eq!(list(["a", "b\""]), r#"["a", "b\""]"#);
    }
}
