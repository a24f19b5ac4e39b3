//! Characters that a person does not see, or that change how the text around them is shown.

/// Returns a text for people: characters that are invisible, end a line or control a terminal are escaped, as in the file.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match escape(character) {
            Some(escape) => visible.push_str(&escape),
            None => visible.push(character),
        }
    }
    visible
}

/// The escape of a character in a basic string of TOML, if it is not visible.
pub(crate) fn escape(character: char) -> Option<String> {
    match character {
        '\n' => Some("\\n".to_owned()),
        '\t' => Some("\\t".to_owned()),
        '\r' => Some("\\r".to_owned()),
        _ if character.is_control() || is_invisible(character) => {
            let code = u32::from(character);
            Some(if code > 0xffff {
                format!("\\U{code:08x}")
            } else {
                format!("\\u{code:04x}")
            })
        }
        _ => None,
    }
}

/// Format characters that change how the text around them is shown, and separators that look like a line's end.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
