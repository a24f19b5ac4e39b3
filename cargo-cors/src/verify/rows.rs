//! Checks each row of the surface against the server.

use cors_surface::{
    Admission, By, Condition, Element, Expected, Method, Names, Origin, Origins, Row, Surface,
    lookalikes,
};

use super::{
    compare::{ANY_HEADER, Difference, allowed, vary},
    paths::Paths,
};
use crate::{
    cli::VerifyArgs,
    finding::{Finding, Found},
    outcome::Failure,
    term::Progress,
    wire::{Client, Received, Sent},
};

/// Origins that a row allows only if it says so.
const STRANGERS: [&str; 4] = [
    "https://cors-check.example",
    "null",
    "http://localhost",
    "http://cors-check.example",
];

/// The most origins that one finding names.
const NAMED: usize = 4;

/// A server and the surface that it should have.
pub(super) struct Verify<'a> {
    client: &'a Client,
    base: &'a str,
    arguments: &'a VerifyArgs,
    surface: &'a Surface,
    paths: Paths,
    /// Sets and an origin that each of them holds.
    sets: Vec<(&'a str, &'a str)>,
    found: Found,
    progress: Progress,
}

/// One row, and how it is asked.
struct Asked<'a> {
    row: &'a Row,
    method: String,
    url: String,
    /// `PUT /orders/{id}`.
    place: String,
    line: Option<usize>,
    /// Whether the answers are certain: a row with guards may not be the one that is reached.
    certain: bool,
}

impl<'a> Verify<'a> {
    pub(super) fn new(
        client: &'a Client,
        arguments: &'a VerifyArgs,
        surface: &'a Surface,
        paths: Paths,
    ) -> Result<Self, Failure> {
        let sets = arguments.sets.iter().map(|text| {
            text.split_once('=').ok_or_else(|| {
                Failure::unusable(format!("`{text}` is not NAME=ORIGIN\nhelp: write `--set PARTNERS=https://a.partner.example`"))
            })
        });
        Ok(Self {
            client,
            base: arguments.url.trim_end_matches('/'),
            arguments,
            surface,
            paths,
            sets: sets.collect::<Result<_, _>>()?,
            found: Found::default(),
            progress: Progress::new(),
        })
    }

    /// Checks every row, and returns the number of those that were checked, too.
    pub(super) fn run(mut self) -> Result<(Found, usize), Failure> {
        let surface = self.surface;
        let mut checked = 0;
        for (index, row) in surface.rows().iter().enumerate() {
            if matches!(row.by, By::Unreachable { .. }) {
                continue;
            }
            let Some(path) = self.paths.of(row, surface) else {
                self.found.notes.push(format!(
                    "no path is known for `{0}`: give one with `--path '{0}=/..'`",
                    row.path
                ));
                continue;
            };
            let same = surface
                .rows()
                .iter()
                .filter(|other| other.path == row.path && other.method == row.method);
            let asked = Asked {
                row,
                url: format!("{}{path}", self.base),
                place: format!("{} {}", row.method, row.path),
                method: method_of(row),
                line: surface.line(index),
                certain: !row.guarded && row.unconfirmed.is_none() && same.count() == 1,
            };
            self.row(&asked)?;
            checked += 1;
        }
        Ok((self.found, checked))
    }

    fn row(&mut self, asked: &Asked<'_>) -> Result<(), Failure> {
        let allowed = self.allowed_origins(asked.row);
        let strangers = self.strangers(asked.row, &allowed);
        let is_safe = matches!(asked.method.as_str(), "GET" | "HEAD");
        let actual = self.arguments.actual && (is_safe || self.arguments.all_methods);
        for is_preflight in [true, false] {
            if !is_preflight && !actual {
                continue;
            }
            for origin in &allowed {
                self.ask_allowed(asked, origin, is_preflight)?;
            }
            self.ask_strangers(asked, &strangers, is_preflight)?;
            if let Some(origin) = allowed.first() {
                self.two_lines(asked, origin, is_preflight)?;
            }
        }
        Ok(())
    }

    /// Origins that the row allows: each one that is written out, one for each pattern, and those that sets are known to hold.
    fn allowed_origins(&self, row: &Row) -> Vec<String> {
        let Some(policy) = &row.policy else {
            return Vec::new();
        };
        let mut candidates: Vec<String> = match &policy.origins {
            Origins::Any => vec![STRANGERS[0].to_owned(), "null".to_owned()],
            Origins::Listed(elements) => elements
                .iter()
                .flat_map(|element| self.examples(element))
                .collect(),
        };
        if let cors_surface::Credentials::For(elements) = &policy.credentials {
            candidates.extend(elements.iter().flat_map(|element| self.examples(element)));
        }
        candidates.retain(|origin| self.is_allowed(row, origin) == Some(true));
        candidates.sort();
        candidates.dedup();
        candidates
    }

    fn examples(&self, element: &Element) -> Vec<String> {
        match &element.origin {
            Origin::Pattern(pattern) => {
                let text = pattern.replacen("://*", "://cors-check", 1);
                match text.strip_suffix(":*") {
                    Some(text) => vec![text.to_owned(), format!("{text}:4443")],
                    None => vec![text],
                }
            }
            Origin::Set(set) => {
                let held = self.sets.iter().filter(|(name, _)| *name == set.name);
                held.map(|(_, origin)| (*origin).to_owned()).collect()
            }
        }
    }

    /// Returns whether the row allows an origin. `None` if it depends on the contents of a set.
    fn is_allowed(&self, row: &Row, origin: &str) -> Option<bool> {
        let expected = row.response(&method_of(row), origin, &self.arguments.cfgs);
        if expected.headers.allow_origin.is_none() {
            return Some(false);
        }
        let permissions = row.permissions(origin);
        let Admission::If(conditions) = &permissions.read else {
            return Some(true);
        };
        let unknown = conditions.iter().any(|condition| match condition {
            Condition::Set(set) => !self.sets.contains(&(set.as_str(), origin)),
            Condition::Cfg(_) => false,
        });
        (!unknown).then_some(true)
    }

    /// Strangers, and lookalikes of what is allowed, that the row certainly does not allow.
    fn strangers(&self, row: &Row, allowed: &[String]) -> Vec<String> {
        let mut strangers: Vec<String> = STRANGERS
            .iter()
            .map(|origin| (*origin).to_owned())
            .collect();
        let is_any = row
            .policy
            .as_ref()
            .is_some_and(|policy| policy.origins == Origins::Any);
        if !is_any {
            strangers.extend(
                allowed
                    .iter()
                    .flat_map(|origin| lookalikes(origin))
                    .map(|(_, origin)| origin),
            );
        }
        // Origins under a `cfg` that the build does not have, and those that a floor rejects.
        let listed = row
            .policy
            .iter()
            .flat_map(|policy| policy.origins.elements());
        strangers.extend(listed.flat_map(|element| self.examples(element)));
        strangers.retain(|origin| self.is_allowed(row, origin) == Some(false));
        strangers.sort();
        strangers.dedup();
        strangers
    }

    fn ask_allowed(
        &mut self,
        asked: &Asked<'_>,
        origin: &str,
        is_preflight: bool,
    ) -> Result<(), Failure> {
        let (sent, received) = self.send(asked, &[origin], is_preflight)?;
        let expected = self.expected(asked, origin, is_preflight);
        let Some(allow_origin) = &expected.headers.allow_origin else {
            // A middleware answers the preflight.
            if received.lets_in(origin) {
                let what = format!(
                    "{origin} is allowed, and the surface says that preflights are blocked"
                );
                self.add(
                    asked,
                    &Difference {
                        rank: "wider",
                        what,
                    },
                    &sent,
                    &received,
                );
            }
            return Ok(());
        };
        let refused =
            !received.lets_in(origin) || (is_preflight && !(200..300).contains(&received.status));
        let mut differences = Vec::new();
        if refused {
            let what = format!("{origin} is not allowed");
            differences.push(Difference {
                rank: "narrower",
                what,
            });
        } else {
            if received.allow_origin().as_ref() != Some(allow_origin) {
                let what = format!("`Access-Control-Allow-Origin` is not `{allow_origin}`");
                differences.push(Difference {
                    rank: "differs",
                    what,
                });
            }
            let found = allowed(&expected.headers, &received, is_preflight);
            differences.extend(found.into_iter().map(|difference| Difference {
                what: format!("{origin}: {}", difference.what),
                ..difference
            }));
        }
        for difference in differences
            .iter()
            .filter(|difference| asked.certain || difference.rank == "wider")
        {
            self.add(asked, difference, &sent, &received);
        }
        Ok(())
    }

    fn ask_strangers(
        &mut self,
        asked: &Asked<'_>,
        strangers: &[String],
        is_preflight: bool,
    ) -> Result<(), Failure> {
        let mut let_in: Vec<(&str, Sent, Received)> = Vec::new();
        let mut others: Vec<(Difference, Sent, Received)> = Vec::new();
        for origin in strangers {
            let (sent, received) = self.send(asked, &[origin.as_str()], is_preflight)?;
            if received.lets_in(origin) {
                let_in.push((origin, sent, received));
                continue;
            }
            let expected = self.expected(asked, origin, is_preflight);
            let rejected = !is_preflight && expected.status == Some(403);
            let difference = if rejected && received.status != 403 && asked.certain {
                let what = "requests of other origins reach the handler".to_owned();
                Some(Difference {
                    rank: "wider",
                    what,
                })
            } else if asked.certain {
                vary(&expected.headers, &received)
            } else {
                None
            };
            if let Some(difference) = difference
                && others.iter().all(|(other, ..)| *other != difference)
            {
                others.push((difference, sent, received));
            }
        }
        if let Some((_, sent, received)) = let_in.first() {
            let origins: Vec<&str> = let_in
                .iter()
                .map(|(origin, ..)| *origin)
                .take(NAMED)
                .collect();
            let more = match let_in.len().checked_sub(NAMED) {
                None | Some(0) => String::new(),
                Some(more) => format!(" and {more} more"),
            };
            let with = if let_in
                .iter()
                .any(|(_, _, received)| received.allows_credentials())
            {
                " with cookies"
            } else {
                ""
            };
            let what = format!(
                "pages of {}{more} are allowed{with}, and the surface does not allow them",
                origins.join(", ")
            );
            self.add(
                asked,
                &Difference {
                    rank: "wider",
                    what,
                },
                sent,
                received,
            );
        }
        for (difference, sent, received) in &others {
            self.add(asked, difference, sent, received);
        }
        Ok(())
    }

    /// Two `Origin` fields are not an origin, unless every origin is allowed.
    fn two_lines(
        &mut self,
        asked: &Asked<'_>,
        origin: &str,
        is_preflight: bool,
    ) -> Result<(), Failure> {
        let is_any = asked
            .row
            .policy
            .as_ref()
            .is_some_and(|policy| policy.origins == Origins::Any);
        if is_any || self.is_allowed(asked.row, STRANGERS[0]) != Some(false) {
            return Ok(());
        }
        for origins in [[origin, STRANGERS[0]], [STRANGERS[0], origin]] {
            let (sent, received) = self.send(asked, &origins, is_preflight)?;
            if received.lets_in(STRANGERS[0]) {
                let what = "of two `Origin` headers, the stranger's is allowed".to_owned();
                self.add(
                    asked,
                    &Difference {
                        rank: "wider",
                        what,
                    },
                    &sent,
                    &received,
                );
                break;
            }
        }
        Ok(())
    }

    fn expected(&self, asked: &Asked<'_>, origin: &str, is_preflight: bool) -> Expected {
        let cfgs = &self.arguments.cfgs;
        if is_preflight {
            asked.row.preflight(&asked.method, origin, cfgs)
        } else {
            asked.row.response(&asked.method, origin, cfgs)
        }
    }

    fn send(
        &mut self,
        asked: &Asked<'_>,
        origins: &[&str],
        is_preflight: bool,
    ) -> Result<(Sent, Received), Failure> {
        self.progress.next(format_args!(
            "{} from {}",
            asked.place,
            origins.join(" and ")
        ));
        let sent = if is_preflight {
            let sent = Sent::preflight(&asked.method, &asked.url, origins);
            match asked.row.policy.as_ref().map(|policy| &policy.headers) {
                Some(Names::Any) => sent.asking_for(ANY_HEADER),
                Some(Names::Listed(names)) if !names.is_empty() => {
                    sent.asking_for(&names.join(","))
                }
                _ => sent,
            }
        } else {
            Sent::actual(&asked.method, &asked.url, origins)
        };
        let received = self.client.send(&sent)?;
        Ok((sent, received))
    }

    fn add(
        &mut self,
        asked: &Asked<'_>,
        difference: &Difference,
        sent: &Sent,
        received: &Received,
    ) {
        let mut finding = Finding::new(
            difference.rank,
            &asked.place,
            difference.what.clone(),
            sent,
            received,
        );
        finding.line = asked.line;
        let is_known = |known: &Finding| known.place == finding.place && known.what == finding.what;
        if !self.found.findings.iter().any(is_known) {
            self.found.findings.push(finding);
        }
    }
}

/// Returns a method that the row serves.
fn method_of(row: &Row) -> String {
    let listed = row
        .policy
        .as_ref()
        .and_then(|policy| policy.methods.as_ref())
        .and_then(|methods| methods.first());
    match (&row.method, listed) {
        (Method::Named(method), _) | (Method::Unknown, Some(method)) => method.clone(),
        (Method::Unknown, None) => "GET".to_owned(),
    }
}
