//! The answers for names that people write, for small tables with cases that the list lacks, and for the whole list
//! against the published algorithm.

mod model;

use std::collections::{BTreeSet, HashMap};

use super::Section::{Icann, Private, Supplement, Unlisted};
use super::table::{self, Table};
use super::{Rule, Section, Suffix};
use model::{LISTED, ListedRule, Model, SUPPLEMENTED};

/// The expected answer for a host, short enough for a line of a table.
#[derive(Clone, Copy)]
enum Expect {
    No,
    Is(Section, &'static str),
    Above(Section, &'static str),
}

use Expect::{Above, Is, No};

impl From<Expect> for Suffix {
    fn from(expect: Expect) -> Self {
        let rule = |section, name: &str| Rule {
            name: name.to_owned(),
            section,
        };
        match expect {
            No => Self::No,
            Is(section, name) => Self::Is(rule(section, name)),
            Above(section, name) => Self::Above(rule(section, name)),
        }
    }
}

/// Names of registries, of companies, of the supplement, and names that no registry sells.
const NAMES: &[(&str, Expect)] = &[
    // Registries.
    ("com", Is(Icann, "com")),
    ("uk", Is(Icann, "uk")),
    ("co.uk", Is(Icann, "co.uk")),
    ("co.uk.", Is(Icann, "co.uk")),
    ("acme.co.uk", No),
    ("acme.co.uk.", No),
    ("acme.com", No),
    ("shops.acme.com", No),
    ("onion", Is(Icann, "onion")),
    ("arpa", Is(Icann, "arpa")),
    ("home.arpa", Is(Icann, "home.arpa")),
    ("printer.home.arpa", No),
    // A wildcard without its parent, and the exceptions.
    ("ck", Is(Icann, "ck")),
    ("co.ck", Is(Icann, "*.ck")),
    ("acme.co.ck", No),
    ("www.ck", No),
    ("a.www.ck", No),
    ("jp", Is(Icann, "jp")),
    ("kobe.jp", Above(Icann, "*.kobe.jp")),
    ("acme.kobe.jp", Is(Icann, "*.kobe.jp")),
    ("shop.acme.kobe.jp", No),
    ("city.kobe.jp", No),
    ("www.city.kobe.jp", No),
    ("sch.uk", Above(Icann, "*.sch.uk")),
    ("leeds.sch.uk", Is(Icann, "*.sch.uk")),
    // Punycode: `中国`, `公司.cn`.
    ("xn--fiqs8s", Is(Icann, "xn--fiqs8s")),
    ("xn--55qx5d.cn", Is(Icann, "xn--55qx5d.cn")),
    ("acme.xn--55qx5d.cn", No),
    // Companies.
    ("github.io", Is(Private, "github.io")),
    ("acme.github.io", No),
    ("gitlab.io", Is(Private, "gitlab.io")),
    ("netlify.app", Is(Private, "netlify.app")),
    ("vercel.app", Is(Private, "vercel.app")),
    ("pages.dev", Is(Private, "pages.dev")),
    ("workers.dev", Is(Private, "workers.dev")),
    ("herokuapp.com", Is(Private, "herokuapp.com")),
    ("onrender.com", Is(Private, "onrender.com")),
    ("fly.dev", Is(Private, "fly.dev")),
    ("railway.app", Above(Private, "up.railway.app")),
    ("up.railway.app", Is(Private, "up.railway.app")),
    ("repl.co", Is(Private, "repl.co")),
    ("replit.dev", Above(Private, "*.replit.dev")),
    ("myshopify.com", Is(Private, "myshopify.com")),
    ("ngrok.io", Is(Private, "ngrok.io")),
    ("ngrok-free.app", Is(Private, "ngrok-free.app")),
    ("trycloudflare.com", Is(Private, "trycloudflare.com")),
    ("web.app", Is(Private, "web.app")),
    ("firebaseapp.com", Is(Private, "firebaseapp.com")),
    ("appspot.com", Is(Private, "appspot.com")),
    ("run.app", Above(Private, "*.run.app")),
    ("a.run.app", Is(Private, "*.run.app")),
    ("acme-uc.a.run.app", No),
    ("amazonaws.com", Above(Private, "s3.amazonaws.com")),
    ("s3.amazonaws.com", Is(Private, "s3.amazonaws.com")),
    ("acme.s3.amazonaws.com", No),
    (
        "compute.amazonaws.com",
        Above(Private, "*.compute.amazonaws.com"),
    ),
    (
        "eu-west-1.compute.amazonaws.com",
        Is(Private, "*.compute.amazonaws.com"),
    ),
    ("cloudfront.net", Is(Private, "cloudfront.net")),
    ("azurewebsites.net", Is(Private, "azurewebsites.net")),
    ("windows.net", Above(Private, "servicebus.windows.net")),
    ("core.windows.net", Above(Private, "web.core.windows.net")),
    (
        "blob.core.windows.net",
        Is(Private, "blob.core.windows.net"),
    ),
    ("acme.blob.core.windows.net", No),
    // The supplement.
    ("app.github.dev", Is(Supplement, "app.github.dev")),
    ("github.dev", Above(Supplement, "app.github.dev")),
    ("loca.lt", Is(Supplement, "loca.lt")),
    ("acme.loca.lt", No),
    (
        "storage.googleapis.com",
        Is(Supplement, "storage.googleapis.com"),
    ),
    (
        "z13.web.core.windows.net",
        Is(Supplement, "*.web.core.windows.net"),
    ),
    (
        "azurecontainerapps.io",
        Above(Supplement, "*.azurecontainerapps.io"),
    ),
    (
        "westeurope.azurecontainerapps.io",
        Is(Supplement, "*.azurecontainerapps.io"),
    ),
    ("acme-7b1.westeurope.azurecontainerapps.io", No),
    // Glitch stopped hosting in 2025; the list lacks it.
    ("glitch.me", No),
    // No registry sells these: no one knows who owns the domain, and each name in it has its own owner.
    ("lan", Is(Unlisted, "lan")),
    ("printer.lan", No),
    ("internal", No),
    ("db.internal", No),
    ("local", Is(Unlisted, "local")),
    ("test", Is(Unlisted, "test")),
    ("shop.test", No),
    ("example", Is(Unlisted, "example")),
    ("acme.example", No),
    ("tenants.acme.example", No),
    ("localhost", No),
    ("localhost.", No),
    ("acme.localhost", No),
    // Almost a suffix.
    ("co-uk", Is(Unlisted, "co-uk")),
    ("xco.uk", No),
    ("github.iox", No),
    ("-github.io", No),
    ("", Is(Unlisted, "")),
];

#[test]
fn names_that_people_write() {
    for &(host, expect) in NAMES {
        assert_eq!(Suffix::of(host), expect.into(), "{host}");
    }
}

/// Every rule, read from where people write them.
fn all() -> impl Iterator<Item = &'static ListedRule> {
    LISTED.iter().chain(SUPPLEMENTED.iter())
}

/// Cases that the list does not have today, but that its format allows.
#[test]
fn rules_that_the_list_lacks() {
    let table = Table(concat!(
        "# Any text. s\n",
        "a-b. i\n",
        "a.! i\n",
        "a.b.* p\n",
        "a.b.c.! i\n",
        "a.b.d.e. s\n",
        "a.b.d.e.f.g. i\n",
        "a.h.i.! i\n",
        "a.j. i\n",
        "a.j.* p\n",
        "a.jj. i\n",
    ));
    let cases = [
        ("b.a", Above(Private, "*.b.a")),
        ("d.b.a", Is(Private, "*.b.a")),
        ("e.d.b.a", Is(Supplement, "e.d.b.a")),
        ("f.e.d.b.a", Above(Icann, "g.f.e.d.b.a")),
        ("c.b.a", No),
        // An exception beneath is no suffix beneath.
        ("h.a", No),
        ("i.h.a", No),
        // A rule of its own, besides the wildcard.
        ("j.a", Is(Icann, "j.a")),
        ("k.j.a", Is(Private, "*.j.a")),
        ("jj.a", Is(Icann, "jj.a")),
        ("k.jj.a", No),
        // Full stops and hyphens are neighbours.
        ("a-b", Is(Icann, "a-b")),
        ("b.a-b", No),
        ("z", Is(Unlisted, "z")),
    ];
    for (host, expect) in cases {
        assert_eq!(Suffix::look_up(table, host), expect.into(), "{host}");
    }
    assert_eq!(Suffix::look_up(Table(""), "a"), Is(Unlisted, "a").into());
    assert_eq!(Suffix::look_up(Table(""), "b.a"), No.into());
}

/// Of several rules beneath, the one with the fewest labels is named, then the shortest.
#[test]
fn the_nearest_rule_is_the_example() {
    let table = Table("a.b.cc. i\na.b.cc.d. i\na.b.e.* i\na.b.f. i\n");
    assert_eq!(Suffix::look_up(table, "b.a"), Above(Icann, "f.b.a").into());
    let table = Table("a.b.c.d. i\na.b.e.* i\n");
    assert_eq!(
        Suffix::look_up(table, "b.a"),
        Above(Icann, "d.c.b.a").into()
    );
    let table = Table("a.b.c.dd. i\na.b.e.* i\n");
    assert_eq!(
        Suffix::look_up(table, "b.a"),
        Above(Icann, "*.e.b.a").into()
    );
}

/// The table is what `renew` makes of the list and the supplement, line by line, and its names are what browsers send.
#[test]
fn the_table_is_in_step_with_the_list() {
    let text = table::LISTED.0;
    let (comments, rules): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('#'));
    let expected: BTreeSet<String> = all().map(ListedRule::row).collect();
    assert!(
        rules
            .iter()
            .copied()
            .eq(expected.iter().map(String::as_str)),
        "run cors-macros/suffix/renew --table"
    );
    assert!(text.is_ascii() && text.ends_with('\n'));
    assert!(
        text.lines()
            .take(comments.len())
            .eq(comments.iter().copied()),
        "a comment below the first rule"
    );
    assert!(
        comments.iter().any(|line| line.contains(model::version())),
        "the table is not from this list"
    );
}

/// Each line of the supplement has a reason, and says what the list does not.
#[test]
fn the_supplement_supplements() {
    let list = Model::new(LISTED.iter());
    for line in model::SUPPLEMENT
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (rule, reason) = line.split_once(' ').unwrap_or((line, ""));
        assert!(!reason.trim().is_empty(), "{rule} has no reason");
        let answer = list.of(&rule.replace('*', "any"));
        assert!(
            !matches!(answer, model::Answer::Is(_)),
            "the list knows {rule}"
        );
    }
}

/// Every name of the list, everything above it, a name beneath it, and names that almost are it.
#[test]
fn the_published_algorithm_agrees() {
    let model = Model::new(all());
    let mut hosts = BTreeSet::new();
    for name in all().map(|rule| &rule.name) {
        hosts.extend(
            name.match_indices('.')
                .map(|(dot, _)| name[dot + 1..].to_owned()),
        );
        hosts.extend(["a.", "-"].map(|before| format!("{before}{name}")));
        hosts.extend([name[1..].to_owned(), name[..name.len() - 1].to_owned()]);
        hosts.extend(["-", "-."].map(|dot| name.replacen('.', dot, 1)));
        hosts.insert(name.clone());
    }
    let sections: HashMap<String, Section> =
        all().map(|rule| (rule.listed(), rule.section)).collect();
    for host in &hosts {
        let answer = match Suffix::of(host) {
            Suffix::No => model::Answer::No,
            Suffix::Is(rule) => model::Answer::Is(rule.section),
            Suffix::Above(rule) => {
                assert!(
                    rule.name.ends_with(&format!(".{host}")),
                    "{host}: {}",
                    rule.name
                );
                assert_eq!(
                    sections.get(&rule.name),
                    Some(&rule.section),
                    "{host}: {}",
                    rule.name
                );
                model::Answer::Above(rule.name.matches('.').count(), rule.name.len())
            }
        };
        assert_eq!(answer, model.of(host), "{host}");
    }
    assert!(hosts.len() > 60_000, "only {} names", hosts.len());
}
