//! The origins that `probe` tries, and the faults that their answers show.

use cors_surface::{Likeness, lookalikes};
use ureq::http::Uri;

use super::{
    answers::{Answers, KINDS, Kind, names},
    is_loopback,
};
use crate::{
    finding::{Finding, Found},
    outcome::Failure,
    term::Progress,
    wire::{Client, Received, Sent},
};

/// An origin that no server has reason to allow.
const STRANGER: &str = "https://cors-check.example";
/// Origins of the visitor's own machine.
const LOCAL: [&str; 4] = [
    "http://localhost",
    "http://localhost:3000",
    "https://localhost",
    "http://127.0.0.1:8080",
];

/// A probe of one URL.
pub(super) struct Probe<'a> {
    client: &'a Client,
    url: &'a str,
    place: String,
    found: Found,
    progress: Progress,
}

impl<'a> Probe<'a> {
    pub(super) fn new(client: &'a Client, url: &'a str) -> Self {
        let path = url
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').map(|slash| &rest[slash..]));
        Self {
            client,
            url,
            place: path.unwrap_or("/").to_owned(),
            found: Found::default(),
            progress: Progress::new(),
        }
    }

    /// Asks everything, for the origins that the owner names and for those that the server gives away.
    pub(super) fn run(mut self, uri: &Uri, named: &[String]) -> Result<Found, Failure> {
        let plain = self.ask_plain()?;
        let stranger = self.ask(STRANGER)?;
        self.strangers(&stranger);
        self.malformed(&stranger);
        let known = self.learn(uri, named, &plain, &stranger)?;
        for answers in &known {
            self.malformed(answers);
            self.lookalikes(answers, &known, &stranger)?;
            self.two_lines(answers, &stranger)?;
            self.vary(answers, &stranger, &plain);
        }
        if known.is_empty() {
            self.vary(&stranger, &stranger, &plain);
            self.found.notes.push(
                "no allowed origin is known, so origins that resemble one were not tried: name one with `--origin`".into(),
            );
        }
        self.special(
            "null",
            "`null`, the origin of every sandboxed frame and local file,",
            &known,
            &stranger,
        )?;
        self.special(
            "http://cors-check.example",
            "every origin in clear text",
            &known,
            &stranger,
        )?;
        let is_local = |answers: &Answers| {
            let uri = answers.origin.parse::<Uri>();
            uri.is_ok_and(|uri| is_loopback(&uri))
        };
        if !known.iter().any(is_local) {
            self.local(&known, &stranger)?;
        }
        Ok(self.found)
    }

    fn ask(&mut self, origin: &str) -> Result<Answers, Failure> {
        self.progress.next(origin);
        Answers::ask(self.client, self.url, origin)
    }

    /// Returns a GET without an `Origin`.
    fn ask_plain(&mut self) -> Result<Received, Failure> {
        self.progress.next("no origin");
        let received = self.client.send(&Sent::actual("GET", self.url, &[]))?;
        if (300..400).contains(&received.status) {
            let to = received.value("location").unwrap_or_default();
            self.found.notes.push(format!(
                "the answer is a redirect to {to}: probe that URL, too"
            ));
        }
        Ok(received)
    }

    /// Adds a finding about the answers of these kinds, with the first that has credentials as its example.
    fn add(&mut self, rank: Rank, what: &str, answers: &Answers, kinds: impl Fn(Kind) -> bool) {
        let allowed: Vec<_> = answers
            .allowed()
            .filter(|(kind, ..)| kinds(*kind))
            .collect();
        let Some((kind, sent, received)) = allowed
            .iter()
            .rev()
            .max_by_key(|(_, _, received)| (received.allows_credentials(), received.status < 400))
        else {
            return;
        };
        let rank = match rank {
            Rank::ByCredentials if received.allows_credentials() => 2,
            Rank::ByCredentials => 1,
            Rank::High => 2,
            Rank::Low => 0,
        };
        // An error page rarely has contents worth protecting.
        let rank = if kind.is_actual() && received.status >= 400 {
            rank.max(1) - 1
        } else {
            rank
        };
        let with = if received.allows_credentials() {
            " with cookies"
        } else {
            ""
        };
        let kinds = names(allowed.iter().map(|(kind, ..)| *kind));
        let what = format!("{what}{with} ({kinds})");
        self.found
            .findings
            .push(Finding::new(RANKS[rank], &self.place, what, sent, received));
    }

    /// Adds the faults in the answers to a stranger.
    fn strangers(&mut self, stranger: &Answers) {
        let has_actual = KINDS
            .iter()
            .any(|kind| kind.is_actual() && stranger.is_allowed(*kind));
        let echoes_actual = KINDS
            .iter()
            .any(|kind| kind.is_actual() && stranger.is_echoed(*kind));
        if echoes_actual {
            self.add(
                Rank::ByCredentials,
                "pages of every origin may read it",
                stranger,
                |kind| kind.is_actual() && stranger.is_echoed(kind),
            );
        }
        let is_writing = |kind: Kind| matches!(kind, Kind::Preflight(method) if method != "GET");
        let approved = |kind: Kind| is_writing(kind) && (!has_actual || stranger.is_echoed(kind));
        self.add(
            Rank::High,
            "the preflight approves requests of every origin, so the browser sends them",
            stranger,
            approved,
        );
    }

    /// Adds the answers that no browser accepts, or that contradict themselves.
    fn malformed(&mut self, answers: &Answers) {
        for (_, sent, received) in &answers.of {
            let lines = received.lines("access-control-allow-origin");
            let value = lines.join(", ");
            let what = if value == "*" && received.allows_credentials() {
                "`*` with credentials: browsers refuse it, and whoever wrote it wanted to let everybody in with cookies"
            } else if lines.len() > 1 || value.contains(',') {
                "several origins in `Access-Control-Allow-Origin`: browsers refuse it"
            } else if value.len() > 1 && value.contains('*') {
                "a pattern in `Access-Control-Allow-Origin`: browsers refuse it"
            } else {
                continue;
            };
            if !self.has_found(what) {
                self.found.findings.push(Finding::new(
                    RANKS[1],
                    &self.place,
                    what.into(),
                    sent,
                    received,
                ));
            }
        }
    }

    fn has_found(&self, what: &str) -> bool {
        self.found
            .findings
            .iter()
            .any(|finding| finding.what == what)
    }

    /// Returns the origins that are allowed and strangers are not: those that the owner names, those that the server
    /// gives away, and a few that follow from its address.
    fn learn(
        &mut self,
        uri: &Uri,
        named: &[String],
        plain: &Received,
        stranger: &Answers,
    ) -> Result<Vec<Answers>, Failure> {
        let responses = stranger.of.iter().map(|(_, _, received)| received);
        let given_away = responses
            .chain([plain])
            .filter_map(Received::allow_origin)
            .filter(|origin| origin.contains("://") && !origin.contains([',', '*', ' ']));
        let mut candidates: Vec<String> = Vec::new();
        let by_address = by_address(uri.host().unwrap_or_default());
        for origin in named.iter().cloned().chain(given_away).chain(by_address) {
            if origin != STRANGER && !candidates.contains(&origin) {
                candidates.push(origin);
            }
        }
        let mut known: Vec<Answers> = Vec::new();
        for candidate in candidates {
            let answers = self.ask(&candidate)?;
            let more = answers.allowed().any(|(kind, _, received)| {
                !stranger.is_allowed(*kind) || received.allow_origin().as_deref() != Some("*")
            });
            if more {
                known.push(answers);
            } else if named.contains(&candidate) && answers.allowed().next().is_none() {
                self.found
                    .notes
                    .push(format!("no answer allows {candidate}"));
            }
        }
        Ok(known)
    }

    /// Returns whether the answers allow something that a stranger does not get.
    fn is_more(answers: &Answers, stranger: &Answers) -> bool {
        answers
            .allowed()
            .any(|(kind, ..)| !stranger.is_allowed(*kind))
    }

    fn lookalikes(
        &mut self,
        known: &Answers,
        all: &[Answers],
        stranger: &Answers,
    ) -> Result<(), Failure> {
        if !Self::is_more(known, stranger) {
            return Ok(());
        }
        for (likeness, origin) in lookalikes(&known.origin) {
            if all.iter().any(|other| other.origin == origin) {
                continue;
            }
            let answers = self.ask(&origin)?;
            if !Self::is_more(&answers, stranger) || self.is_wildcard(known, &origin, stranger)? {
                continue;
            }
            let (rank, what) = match likeness {
                Likeness::Scheme if known.origin.starts_with("http://") => continue,
                Likeness::Scheme => (
                    Rank::ByCredentials,
                    "the same host in clear text is allowed: whoever is on the way can be it",
                ),
                Likeness::Prefix => (
                    Rank::ByCredentials,
                    "an origin that begins with an allowed one is allowed",
                ),
                Likeness::Suffix | Likeness::ParentSuffix => (
                    Rank::ByCredentials,
                    "a host that ends with an allowed one is allowed",
                ),
                Likeness::Dot => (
                    Rank::ByCredentials,
                    "a dot of the allowed origin matches any character",
                ),
                Likeness::Port => (Rank::Low, "another port of an allowed host is allowed"),
                Likeness::Case | Likeness::Contained => {
                    self.found.notes.push(format!(
                        "{origin} is allowed like {}; no browser sends it",
                        known.origin
                    ));
                    continue;
                }
            };
            let what = format!("{what}: {origin}");
            self.add(rank, &what, &answers, |kind| !stranger.is_allowed(kind));
        }
        Ok(())
    }

    /// Returns whether an origin is allowed by a wildcard that also admits the known one: any other label in its place
    /// is allowed as well.
    fn is_wildcard(
        &mut self,
        known: &Answers,
        origin: &str,
        stranger: &Answers,
    ) -> Result<bool, Failure> {
        let parts = (origin.split_once("://"), known.origin.split_once("://"));
        let (Some((scheme, host)), Some((known_scheme, known_host))) = parts else {
            return Ok(false);
        };
        let parent = host.split_once('.').map(|(_, parent)| parent);
        let parent = parent.filter(|parent| {
            let below = known_host.strip_suffix(parent);
            scheme == known_scheme && below.is_some_and(|label| label.ends_with('.'))
        });
        let Some(parent) = parent else {
            return Ok(false);
        };
        let sibling = self.ask(&format!("{scheme}://cors-sibling.{parent}"))?;
        Ok(Self::is_more(&sibling, stranger))
    }

    /// Returns an origin that a server rarely has reason to allow.
    fn special(
        &mut self,
        origin: &str,
        name: &str,
        known: &[Answers],
        stranger: &Answers,
    ) -> Result<(), Failure> {
        if known.iter().any(|answers| answers.origin == origin) {
            return Ok(());
        }
        let answers = self.ask(origin)?;
        self.add(
            Rank::ByCredentials,
            &format!("{name} is allowed"),
            &answers,
            |kind| !stranger.is_allowed(kind),
        );
        Ok(())
    }

    fn local(&mut self, known: &[Answers], stranger: &Answers) -> Result<(), Failure> {
        for origin in LOCAL {
            let answers = self.ask(origin)?;
            let known = known.iter().any(|answers| answers.origin == origin);
            if !known && Self::is_more(&answers, stranger) {
                let what =
                    format!("{origin} is allowed: any program on the visitor's machine can be it");
                self.add(Rank::ByCredentials, &what, &answers, |kind| {
                    !stranger.is_allowed(kind)
                });
                break;
            }
        }
        Ok(())
    }

    /// Two `Origin` fields: one may be compared, and another one repeated.
    fn two_lines(&mut self, known: &Answers, stranger: &Answers) -> Result<(), Failure> {
        let get = Kind::Actual("GET");
        if stranger.is_echoed(get) {
            return Ok(());
        }
        for origins in [
            [known.origin.as_str(), STRANGER],
            [STRANGER, known.origin.as_str()],
        ] {
            let sent = get.request(self.url, &origins);
            self.progress.next("two origins");
            let received = self.client.send(&sent)?;
            if received.allow_origin().as_deref() == Some(STRANGER) {
                let what =
                    "of two `Origin` headers one is compared and the other repeated".to_owned();
                self.found.findings.push(Finding::new(
                    RANKS[0],
                    &self.place,
                    what,
                    &sent,
                    &received,
                ));
                break;
            }
        }
        Ok(())
    }

    /// Whether every GET says that it depends on `Origin`, if it does.
    fn vary(&mut self, known: &Answers, stranger: &Answers, plain: &Received) {
        let get = Kind::Actual("GET");
        let what = "`Vary` lacks `Origin`: a cache gives the answer for one origin to another";
        let Some((_, sent, allowed)) = known.of.iter().find(|(kind, ..)| *kind == get) else {
            return;
        };
        let refused = stranger.get(get).and_then(Received::allow_origin);
        let depends =
            allowed.allow_origin() != plain.allow_origin() || allowed.allow_origin() != refused;
        if !depends || self.has_found(what) {
            return;
        }
        let lacking = if allowed.varies_by("origin") {
            let plain_sent = Sent::actual("GET", self.url, &[]);
            let stranger_sent = get.request(self.url, &[&stranger.origin]);
            let others = [
                (plain_sent, Some(plain)),
                (stranger_sent, stranger.get(get)),
            ];
            others.into_iter().find_map(|(sent, received)| {
                let received = received.filter(|received| !received.varies_by("origin"))?;
                Some((sent, received.clone()))
            })
        } else {
            Some((sent.clone(), allowed.clone()))
        };
        if let Some((sent, received)) = lacking {
            self.found.findings.push(Finding::new(
                RANKS[1],
                &self.place,
                what.into(),
                &sent,
                &received,
            ));
        }
    }
}

/// Returns the origins of frontends that a service usually has, by its host.
fn by_address(host: &str) -> Vec<String> {
    let is_address = host.parse::<std::net::Ipv4Addr>().is_ok() || host.starts_with('[');
    let Some((_, parent)) = host.split_once('.').filter(|_| !is_address) else {
        return Vec::new();
    };
    let site = if parent.contains('.') { parent } else { host };
    ["", "www.", "app."]
        .map(|label| format!("https://{label}{site}"))
        .into()
}

/// The severity of a finding.
#[derive(Clone, Copy)]
enum Rank {
    /// High with credentials, medium without.
    ByCredentials,
    High,
    Low,
}

const RANKS: [&str; 3] = ["low", "medium", "high"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frontends_by_address() {
        let of_acme = [
            "https://acme.example",
            "https://www.acme.example",
            "https://app.acme.example",
        ];
        for (host, expected) in [
            ("acme.example", &of_acme[..]),
            ("api.acme.example", &of_acme),
            ("localhost", &[]),
            ("127.0.0.1", &[]),
            ("[::ffff:127.0.0.1]", &[]),
        ] {
            assert_eq!(by_address(host), expected, "{host}");
        }
    }
}
