//! Finds a path to request for each row.

use cors_surface::{PathPattern, Row, Surface};

use crate::outcome::Failure;

/// The paths to request for patterns.
pub(super) struct Paths {
    /// Pattern and path, as the user gave them.
    given: Vec<(String, String)>,
}

impl Paths {
    /// Reads `PATTERN=PATH`.
    pub(super) fn new(surface: &Surface, given: &[String]) -> Result<Self, Failure> {
        let given = given.iter().map(|text| {
            // A pattern may have an `=` in its expression, a path rarely has.
            let (pattern, path) = text.rsplit_once('=').ok_or_else(|| {
                Failure::unusable(format!(
                    "`{text}` is not PATTERN=PATH\nhelp: write `--path '/orders/{{id}}=/orders/7'`"
                ))
            })?;
            if !surface.rows().iter().any(|row| row.path == pattern) {
                return Err(Failure::unusable(format!(
                    "the surface has no row with the path `{pattern}`"
                )));
            }
            if !PathPattern::new(pattern).matches(path) {
                return Err(Failure::unusable(format!(
                    "`{path}` does not match `{pattern}`"
                )));
            }
            Ok((pattern.to_owned(), path.to_owned()))
        });
        Ok(Self {
            given: given.collect::<Result<_, _>>()?,
        })
    }

    /// Returns a path that the row serves: its pattern matches the path, and the pattern of no more specific row does.
    pub(super) fn of(&self, row: &Row, surface: &Surface) -> Option<String> {
        if let Some((_, path)) = self.given.iter().find(|(pattern, _)| *pattern == row.path) {
            return Some(path.clone());
        }
        let others: Vec<PathPattern> = surface
            .rows()
            .iter()
            .filter(|other| other.path != row.path)
            .map(|other| PathPattern::new(&other.path))
            .collect();
        PathPattern::new(&row.path).sample(&others.iter().collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_up_for_a_pattern() {
        let text =
            |path: &str| format!("[[route]]\npath = '{path}'\nmethod = \"GET\"\nby = \"none\"\n");
        let patterns = [
            "/a",
            "/{x}",
            "/{x}/b",
            r"/n/{id:\d+}",
            "/f/*",
            "/**",
            "/t/{tail:.*}",
            r"/{d:\d{4}-\d\d-\d\d}",
            "/{h:[f-g]{9}}",
            "/1/",
        ];
        let file = patterns.map(text).concat();
        let surface = Surface::parse(&format!("version = 1\n{file}"), "test").unwrap();
        let paths = Paths::new(&surface, &["/{x}/b=/z/b".to_owned()]).unwrap();
        let of = |pattern: &str| {
            let row = surface
                .rows()
                .iter()
                .find(|row| row.path == pattern)
                .unwrap();
            paths.of(row, &surface)
        };
        for (pattern, path) in [
            ("/a", Some("/a")),
            ("/{x}", Some("/cors-check")),
            ("/{x}/b", Some("/z/b")),
            (r"/n/{id:\d+}", Some("/n/1")),
            ("/f/*", Some("/f/cors-check")),
            ("/t/{tail:.*}", Some("/t/cors-check")),
            (r"/{d:\d{4}-\d\d-\d\d}", Some("/2026-01-31")),
            ("/{h:[f-g]{9}}", None),
            ("/1/", Some("/1/")),
            // `/{x}` takes every path of one segment.
            ("/**", Some("/cors/check/deep/below")),
        ] {
            assert_eq!(of(pattern).as_deref(), path, "{pattern}");
        }
    }
}
