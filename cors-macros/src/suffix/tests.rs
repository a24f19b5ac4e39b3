//! The answers for names that people write, for small tables with cases that the list lacks, and for the whole list
//! against the published algorithm.

pub(crate) mod model;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Section::{Icann, Private, Supplement, Unlisted};
use super::table::{self, Table};
use super::{Rule, Section, Suffix};
use model::{BRAND_DOMAINS, HOSTS, Host, LISTED, ListedRule, Model, SUPPLEMENTED};

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
    ("z01.azurefd.net", Is(Supplement, "*.azurefd.net")),
    ("vusercontent.net", Is(Private, "vusercontent.net")),
    (
        "lite.vusercontent.net",
        Is(Supplement, "lite.vusercontent.net"),
    ),
    ("hs-sites-eu1.com", Is(Supplement, "hs-sites-eu1.com")),
    (
        "my.salesforce-sites.com",
        Is(Supplement, "my.salesforce-sites.com"),
    ),
    (
        "salesforce-sites.com",
        Above(Supplement, "my.salesforce-sites.com"),
    ),
    ("exp.direct", Is(Supplement, "exp.direct")),
    ("gitpod.io", Above(Supplement, "*.gitpod.io")),
    ("ws-eu120.gitpod.io", Is(Supplement, "*.gitpod.io")),
    ("sharepoint.com", Is(Supplement, "sharepoint.com")),
    ("acme.sharepoint.com", No),
    ("chromatic.com", Is(Supplement, "chromatic.com")),
    ("osc-fr1.scalingo.io", Is(Supplement, "*.scalingo.io")),
    (
        "osc-secnum-fr1.scalingo.io",
        Is(Supplement, "*.scalingo.io"),
    ),
    // A region between labels.
    (
        "cfapps.us10-001.hana.ondemand.com",
        Is(Supplement, "cfapps.*.hana.ondemand.com"),
    ),
    (
        "cfapps.eu10.hana.ondemand.com",
        Is(Supplement, "cfapps.*.hana.ondemand.com"),
    ),
    (
        "eu10.hana.ondemand.com",
        Above(Supplement, "cfapps.*.hana.ondemand.com"),
    ),
    (
        "hana.ondemand.com",
        Above(Supplement, "cfapps.*.hana.ondemand.com"),
    ),
    ("acme.cfapps.eu10.hana.ondemand.com", No),
    (
        "cfapps.hana.ondemand.com",
        Above(Supplement, "cfapps.*.hana.ondemand.com"),
    ),
    ("xcfapps.eu10.hana.ondemand.com", No),
    // Glitch stopped hosting in 2025; the list lacks it.
    ("glitch.me", No),
    // One brand's own domains, with and without shared names below.
    ("google", No),
    ("bmw", No),
    ("shop.bmw", No),
    ("orange", Above(Private, "tech.orange")),
    ("xn--5su34j936bgsg", No),
    ("app", Is(Icann, "app")),
    // No registry sells names in these.
    ("corp", No),
    ("home.arpa", No),
    ("internal", No),
    ("db.internal", No),
    ("lan", No),
    ("lan.", No),
    ("printer.lan", No),
    ("local", No),
    ("test", No),
    ("shop.test", No),
    // Not known to be anything.
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

/// The classes of services that the supplement covers, and how many services of each it judges at least.
const CLASSES: &[(&str, usize)] = &[
    ("app-builder", 10),
    ("cdn", 3),
    ("cloud-ide", 10),
    ("crm-site", 10),
    ("dns", 3),
    ("functions", 10),
    ("notebook", 10),
    ("paas", 10),
    ("preview", 10),
    ("shop", 10),
    ("static-hosting", 10),
    ("storage-website", 10),
    ("support-desk", 10),
    ("tunnel", 10),
    ("wordpress-hosting", 10),
];

#[test]
fn the_supplement_has_its_form() {
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for host in HOSTS.iter() {
        let Host {
            name,
            class,
            verdict,
            source,
            reason,
        } = host;
        *classes.entry(class).or_default() += 1;
        assert!(
            ["shared", "not-shared", "listed"].contains(verdict),
            "{name}: {verdict}"
        );
        let has_source = match *verdict {
            "listed" => *source == "list",
            _ => source.starts_with("https://") || source.starts_with("seen: "),
        };
        assert!(has_source, "{name}: {source}");
        assert!(reason.contains(' '), "{name}: {reason}");
        let labels = name
            .strip_prefix("*.")
            .unwrap_or(name)
            .replace("*.", "star.");
        let canonical = url::Host::parse(&labels).map(|host| host.to_string());
        assert_eq!(canonical.as_deref(), Ok(labels.as_str()), "{name}");
    }
    let sorted: Vec<_> = HOSTS.iter().map(|host| (host.class, host.name)).collect();
    assert!(
        sorted.is_sorted(),
        "sort the supplement by class, then by name"
    );
    let names: BTreeSet<&str> = HOSTS.iter().map(|host| host.name).collect();
    assert_eq!(names.len(), HOSTS.len(), "a name is there twice");
    let known: Vec<&str> = CLASSES.iter().map(|(class, _)| *class).collect();
    assert_eq!(classes.keys().copied().collect::<Vec<_>>(), known);
    for (class, least) in CLASSES {
        assert!(classes[class] >= *least, "{class}: only {}", classes[class]);
    }
}

/// A verdict agrees with the list, and with what the macro answers.
#[test]
fn the_supplement_is_applied() {
    let list = Model::new(LISTED.iter());
    let names: BTreeSet<&str> = HOSTS.iter().map(|host| host.name).collect();
    for host in HOSTS.iter() {
        let name = host.name.replace('*', "any");
        let in_list = list.of(&name);
        match host.verdict {
            "listed" => assert_ne!(in_list, model::Answer::No, "the list does not have {name}"),
            "not-shared" => assert_eq!(Suffix::of(&name), Suffix::No, "{name}"),
            _ => {
                assert!(
                    !matches!(in_list, model::Answer::Is(_)),
                    "the list has {name}"
                );
                assert!(matches!(Suffix::of(&name), Suffix::Is(_)), "{name}");
                // A name above is rejected, too, and a name below can belong to one customer.
                for (dot, _) in name.match_indices('.') {
                    assert_ne!(Suffix::of(&name[dot + 1..]), Suffix::No, "above {name}");
                }
                // A name below can belong to one customer, unless each name below is shared, too.
                if !names.contains(format!("*.{}", host.name).as_str()) {
                    let below = Suffix::of(&format!("one-customer.{name}"));
                    assert!(!matches!(below, Suffix::Is(_)), "below {name}");
                }
            }
        }
    }
}

/// The list names the operators of brand domains. If one has changed, look whether ICANN still says `specification13`.
#[test]
fn brand_domains_have_the_operators_of_the_list() {
    for brand in BRAND_DOMAINS.iter() {
        assert_eq!(
            model::operator(brand.name),
            Some(brand.operator),
            "{}",
            brand.name
        );
    }
    let names: Vec<&str> = BRAND_DOMAINS.iter().map(|brand| brand.name).collect();
    assert!(names.is_sorted(), "sort the brand domains by name");
    assert!(names.len() > 300);
}

/// Checks whether a rule is below a host. A `*` in it stands for one label.
fn is_below(rule: &str, host: &str) -> bool {
    let mut labels = rule.rsplit('.');
    let above = host.rsplit('.').all(|label| {
        labels
            .next()
            .is_some_and(|part| part == label || part == "*")
    });
    above && labels.next().is_some()
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
                assert!(is_below(&rule.name, host), "{host}: {}", rule.name);
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
