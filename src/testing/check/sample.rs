//! Paths that a pattern matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Returns a path that a pattern matches, or `None` if no path could be found.
pub(super) fn path(pattern: &str, matches: impl Fn(&str) -> bool) -> Option<String> {
    fill(pattern).filter(|path| matches(path))
}

/// Puts a value in place of every parameter. `None`: a regular expression in the pattern cannot be read.
fn fill(pattern: &str) -> Option<String> {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        path.push_str(before);
        let end = closing_brace(behind)?;
        match behind[..end].split_once(':') {
            Some((_, expression)) => path.push_str(&shortest(expression)?),
            None => path.push('x'),
        }
        // `{tail}*`
        let behind = &behind[end + 1..];
        rest = behind.strip_prefix('*').unwrap_or(behind);
    }
    path.push_str(rest);
    Some(path)
}

/// Returns where the brace is that closes a parameter. Regular expressions have braces of their own.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// Returns a short text that a regular expression matches.
fn shortest(expression: &str) -> Option<String> {
    let mut text = String::new();
    write(&regex_syntax::parse(expression).ok()?, &mut text)?;
    // A parameter is never empty.
    if text.is_empty() {
        text.push('x');
    }
    Some(text)
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            text.push_str(std::str::from_utf8(&literal.0).ok()?);
            Some(())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let is_plain = |mark: &char| mark.is_ascii_alphanumeric();
            let mut ranges = class.ranges().iter().map(|it| it.start()..=it.end());
            let plain = ranges.clone().flatten().take(256).find(is_plain);
            text.push(plain.or_else(|| ranges.next()?.next())?);
            Some(())
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.push(char::from(class.ranges().first()?.start()));
            Some(())
        }
        HirKind::Repetition(repetition) => {
            (0..repetition.min).try_for_each(|_| write(&repetition.sub, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, text),
        HirKind::Concat(all) => all.iter().try_for_each(|it| write(it, text)),
        HirKind::Alternation(any) => write(any.first()?, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_filled() {
        for (pattern, path) in [
            ("/a", "/a"),
            ("/a/{id}/b", "/a/x/b"),
            (r"/{y:\d{4}}-{m}", "/0000-x"),
            (r"/{n:[1-9][0-9]*}", "/1"),
            ("/{kind:(?:cat|dog)s?}", "/cat"),
            ("/{word:.+}", "/0"),
            ("/files/{tail}*", "/files/x"),
            ("/files/{tail:.*}", "/files/x"),
        ] {
            assert_eq!(fill(pattern).as_deref(), Some(path));
        }
    }
}
