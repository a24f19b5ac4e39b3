//! A path language as a regular expression, in the dialects of the gateways. Every character that could mean something
//! in a regular expression or in a configuration file is written as its number.

use std::fmt::Write;

use super::language::{Class, Language};

/// For PCRE, which compares bytes with the decoded path.
pub(crate) fn pcre(language: &Language) -> String {
    print(language, &Pcre)
}

/// For Go, which compares characters with the decoded path.
pub(crate) fn go(language: &Language) -> String {
    print(language, &Go)
}

/// For RE2 and Go, compared with the path as it came, still encoded. A path is matched in the spelling of browsers; other
/// spellings of it, such as `%61` for `a`, match nothing.
pub(crate) fn encoded(language: &Language) -> String {
    print(language, &Encoded)
}

/// How a dialect writes what is special about it.
trait Dialect {
    fn character(&self, character: char, out: &mut String);
    fn class(&self, class: Class, out: &mut String);
}

fn print(language: &Language, dialect: &impl Dialect) -> String {
    let mut out = String::new();
    write(language, dialect, &mut out);
    out
}

fn write(language: &Language, dialect: &impl Dialect, out: &mut String) {
    match language {
        Language::Literal(text) => {
            for character in text.chars() {
                dialect.character(character, out);
            }
        }
        Language::Class(class) => dialect.class(*class, out),
        Language::Sequence(parts) => parts.iter().for_each(|part| write(part, dialect, out)),
        Language::Choice(choices) => {
            out.push_str("(?:");
            for (index, choice) in choices.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                write(choice, dialect, out);
            }
            out.push(')');
        }
        Language::Repeat { of, least, most } => {
            let mut one = String::new();
            write(of, dialect, &mut one);
            let is_single = matches!(**of, Language::Class(_));
            if is_single {
                out.push_str(&one);
            } else {
                out.push_str("(?:");
                out.push_str(&one);
                out.push(')');
            }
            match (least, most) {
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (0, Some(1)) => out.push('?'),
                (least, None) => {
                    let _ = write!(out, "{{{least},}}");
                }
                (least, Some(most)) if least == most => {
                    let _ = write!(out, "{{{least}}}");
                }
                (least, Some(most)) => {
                    let _ = write!(out, "{{{least},{most}}}");
                }
            }
        }
    }
}

/// Returns an ASCII character that no regular expression and no configuration language gives a meaning outside a class.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-')
}

fn ascii(byte: u8, out: &mut String) {
    if is_plain(byte) {
        out.push(char::from(byte));
    } else if byte == b'.' {
        out.push_str(r"\.");
    } else {
        let _ = write!(out, r"\x{byte:02x}");
    }
}

/// A character of a class, where `-` means a range.
fn class_member(byte: u8, out: &mut String) {
    if byte == b'-' {
        out.push_str(r"\x2d");
    } else {
        ascii(byte, out);
    }
}

fn class_members(ranges: &[(u8, u8)], out: &mut String) {
    for &(first, last) in ranges {
        class_member(first, out);
        if last > first {
            if last > first + 1 {
                out.push('-');
            }
            class_member(last, out);
        }
    }
}

/// A class: `[0-9]`, `[^/]`, or everything.
fn class(class: Class, out: &mut String) {
    if class == Class::ANY {
        out.push_str("(?s:.)");
        return;
    }
    if class.has_others() {
        let missing = class.complement().ranges();
        out.push_str("[^");
        class_members(&missing, out);
    } else {
        out.push('[');
        class_members(&class.ranges(), out);
    }
    out.push(']');
}

struct Pcre;

impl Dialect for Pcre {
    fn character(&self, character: char, out: &mut String) {
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            ascii(byte, out);
        }
    }

    fn class(&self, each: Class, out: &mut String) {
        class(each, out);
    }
}

struct Go;

impl Dialect for Go {
    fn character(&self, character: char, out: &mut String) {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => ascii(byte, out),
            _ => {
                let _ = write!(out, r"\x{{{:x}}}", u32::from(character));
            }
        }
    }

    fn class(&self, each: Class, out: &mut String) {
        class(each, out);
    }
}

struct Encoded;

/// Every escape of a character that is not unreserved. Browsers never escape unreserved characters (RFC 3986,
/// section 2.3).
const ESCAPES: &str = "%(?:[01][0-9A-Fa-f]|2[0-9A-CFa-cf]|3[A-Fa-f]|40|5[B-Eb-e]|60|7[B-DFb-df]|[89A-Fa-f][0-9A-Fa-f])";

/// Returns whether a browser or a script may write a byte of a path as an escape which actix-web then decodes. It
/// decodes all but `%25`, `%2B` and `%2F`.
fn may_be_escaped(byte: u8) -> bool {
    !(byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%' | b'+' | b'/'))
}

/// Returns whether a byte can be in a request line as it is.
fn may_be_plain(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'"' | b'#' | b'<' | b'>' | b'?' | b'\\' | b'`' | b'{' | b'}'
        )
}

/// Returns whether [`encoded`] can write a language exactly. It cannot if a class distinguishes
/// characters that have two spellings.
pub(crate) fn is_encodable(language: &Language) -> bool {
    match language {
        Language::Literal(_) => true,
        Language::Class(class) => {
            let named = if class.has_others() {
                class.complement()
            } else {
                *class
            };
            let in_escapes = class.has_others();
            !named
                .ranges()
                .iter()
                .flat_map(|&(first, last)| first..=last)
                .any(|byte| {
                    may_be_escaped(byte)
                        || byte == b'%'
                        || (in_escapes && byte.is_ascii_alphanumeric())
                })
        }
        Language::Sequence(parts) | Language::Choice(parts) => parts.iter().all(is_encodable),
        Language::Repeat { of, .. } => is_encodable(of),
    }
}

impl Dialect for Encoded {
    fn character(&self, character: char, out: &mut String) {
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            if !may_be_escaped(byte) {
                ascii(byte, out);
                continue;
            }
            let two_spellings = may_be_plain(byte);
            if two_spellings {
                out.push_str("(?:");
                ascii(byte, out);
                out.push('|');
            }
            out.push('%');
            for digit in format!("{byte:02X}").chars() {
                if digit.is_ascii_digit() {
                    out.push(digit);
                } else {
                    let _ = write!(out, "[{digit}{}]", digit.to_ascii_lowercase());
                }
            }
            if two_spellings {
                out.push(')');
            }
        }
    }

    fn class(&self, each: Class, out: &mut String) {
        if !each.has_others() {
            class(each, out);
            return;
        }
        out.push_str("(?:");
        class(each.complement().with(b'%', b'%').complement(), out);
        out.push('|');
        out.push_str(ESCAPES);
        out.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Pattern, *};

    #[test]
    fn nothing_but_plain_characters_and_numbers_is_written() {
        for (path, for_pcre, for_go, as_sent) in [
            ("/a/b-c_d", "/a/b-c_d", "/a/b-c_d", "/a/b-c_d"),
            ("/a.b", r"/a\.b", r"/a\.b", r"/a\.b"),
            (
                r#"/"x"\"#,
                r"/\x22x\x22\x5c",
                r"/\x22x\x22\x5c",
                "/%22x%22%5[Cc]",
            ),
            ("/é", r"/\xc3\xa9", r"/\x{e9}", "/%[Cc]3%[Aa]9"),
            ("/a b", r"/a\x20b", r"/a\x20b", "/a%20b"),
            ("/a@b", r"/a\x40b", r"/a\x40b", r"/a(?:\x40|%40)b"),
            (
                "/$x;#'",
                r"/\x24x\x3b\x23\x27",
                r"/\x24x\x3b\x23\x27",
                r"/(?:\x24|%24)x(?:\x3b|%3[Bb])%23(?:\x27|%27)",
            ),
            (
                "/{id:[0-9a-f-]{8}}",
                r"/[\x2d0-9a-f]{8}",
                r"/[\x2d0-9a-f]{8}",
                r"/[\x2d0-9a-f]{8}",
            ),
            ("/{id:x|y}z", "/(?:x|y)z", "/(?:x|y)z", "/(?:x|y)z"),
            ("/{id:[abd-f]+}", "/[abd-f]+", "/[abd-f]+", "/[abd-f]+"),
            (
                "/{id}/x",
                "/[^/]+/x",
                "/[^/]+/x",
                &format!(r"/(?:[^\x25/]|{ESCAPES})+/x"),
            ),
            (
                "/f/{tail:.*}",
                "/f/(?s:.)*",
                "/f/(?s:.)*",
                &format!(r"/f/(?:[^\x25]|{ESCAPES})*"),
            ),
        ] {
            let language = Pattern::parse(path).unwrap().language;
            assert_eq!(pcre(&language), for_pcre);
            assert_eq!(go(&language), for_go);
            assert_eq!(encoded(&language), as_sent);
        }
    }

    #[test]
    fn a_class_that_distinguishes_spellings_has_no_encoded_form() {
        for (path, encodable) in [
            ("/{id}", true),
            ("/{id:[0-9a-z._~-]+}", true),
            ("/{id:[^/.]+}", true),
            ("/{id:[a@]+}", false),
            ("/{id:[^/@]+}", false),
            ("/{id:[^/2]+}", false),
            ("/{id:[ a]+}", false),
            ("/{id:[%a]+}", false),
            ("/a@b c/{id}", true),
        ] {
            let language = Pattern::parse(path).unwrap().language;
            assert_eq!(is_encodable(&language), encodable, "{path}");
        }
    }
}
