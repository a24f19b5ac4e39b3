//! One table for four browsers: the browser of `route_cors::testing`, Chromium, Firefox and `WebKit`. Each sends the same
//! requests and must behave as the table says. The table also has the known departures of an engine from the standard.
//!
//! The author of the table and of the model could be wrong. Browsers that others wrote do not share their mistakes.

mod addresses;
mod cases;
mod console;
mod engine;
mod model;
mod observed;
mod server;
use test_support as support;

use std::{collections::BTreeSet, fmt::Write};

use addresses::{Addresses, Page};
use cases::Case;
use observed::{Headers, Observed, Wanted, is_apart, is_of_an_element};
use support::webdriver::{Engine, in_engine, skipped};

/// Checks whether the policies of the application list the pages of this suite. Their ports are known only at run time.
fn names_pages() -> bool {
    if !cfg!(debug_assertions) {
        skipped("without debug assertions the policies do not name the pages");
    }
    cfg!(debug_assertions)
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = cases::table().iter().map(|case| case.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// The behaviour that the standard requires, for every case. It needs no real browser.
#[actix_web::test]
async fn the_model_matches_the_table() {
    if !names_pages() {
        return;
    }
    let cases = cases::table();
    let addresses = Addresses {
        page: 8001,
        api: 8002,
    };
    let observed = model::observe(addresses, &cases).await;
    let mut faults = Faults::default();
    for (case, seen) in cases.iter().zip(&observed) {
        if case.is_for_the_model() {
            faults.compare(case, "the model", &case.wanted(), seen);
        }
    }
    faults.end();
}

#[test]
fn chromium() {
    matches_the_table(Engine::Chromium);
}

#[test]
fn firefox() {
    matches_the_table(Engine::Firefox);
}

#[test]
fn webkit() {
    matches_the_table(Engine::WebKit);
}

/// The behaviour of an engine, for every case. It and the model see the same values in the same headers.
fn matches_the_table(engine: Engine) {
    if !names_pages() {
        return;
    }
    in_engine(engine, async move |client| {
        let cases = cases::table();
        let server = server::Running::start();
        let real = engine::observe(engine, &client, &server, &cases).await;
        let model = model::observe(server.addresses, &cases).await;
        server.stop().await;

        let mut faults = Faults::default();
        for (case, (real, model)) in cases.iter().zip(real.iter().zip(&model)) {
            let departure = case.departure(engine);
            let is_apart = departure.is_some() || !case.is_for_the_model();
            let wanted = departure.unwrap_or_else(|| case.wanted());
            if !faults.compare(case, &engine.to_string(), &wanted, real) || is_apart {
                continue;
            }
            faults.agree(engine, case, "can be read", &real.values, &model.values);
            faults.agree(engine, case, "are sent", &real.sent, &model.sent);
            // Chromedriver does not report the console of frames. The other drivers do not report it at all.
            if engine == Engine::Chromium
                && case.page != Page::Sandboxed
                && real.console != model.console
            {
                let (real, model) = (&real.console, &model.console);
                let text =
                    format!("the console differs\n  Chromium {real:#?}\n  the model {model:#?}");
                faults.add(case, &text);
            }
        }
        faults.end();
    });
}

/// All deviations, so that one run reports everything.
#[derive(Default)]
struct Faults {
    text: String,
    count: usize,
}

impl Faults {
    /// Checks whether a browser behaves as expected in a case.
    fn compare(&mut self, case: &Case, who: &str, wanted: &Wanted, seen: &Observed) -> bool {
        if wanted.sees == seen.sees && wanted.wire == seen.wire {
            return true;
        }
        let mut text = format!("{who} differs from the table");
        for (what, wanted, seen) in [
            ("page", &wanted.sees, &seen.sees),
            ("wire", &wanted.wire, &seen.wire),
        ] {
            let same = if wanted == seen { " (the same)" } else { "" };
            write!(text, "\n  {what}{same}").expect("a string takes all");
            for line in wanted {
                write!(text, "\n    - {line}").expect("a string takes all");
            }
            for line in seen.iter().filter(|_| wanted != seen) {
                write!(text, "\n    + {line}").expect("a string takes all");
            }
        }
        self.add(case, &text);
        false
    }

    /// Compares the values of headers, which the table omits, step by step or request by request.
    fn agree(
        &mut self,
        engine: Engine,
        case: &Case,
        which: &str,
        real: &[Headers],
        model: &[Headers],
    ) {
        for (number, (real, model)) in real.iter().zip(model).enumerate() {
            let names: BTreeSet<_> = real.keys().chain(model.keys()).collect();
            for name in names {
                if is_apart(engine, case.page, name) || is_of_an_element(name, real) {
                    continue;
                }
                let (real, model) = (real.get(name), model.get(name));
                if real != model {
                    let what = format!("of the headers that {which}, {name} in {number}");
                    self.add(case, &format!("{what}: {real:?}, the model {model:?}"));
                }
            }
        }
    }

    fn add(&mut self, case: &Case, text: &str) {
        self.count += 1;
        let (page, name) = (case.page, case.name);
        write!(self.text, "\n\n{page:?}: {name}: {text}").expect("a string takes all");
    }

    fn end(self) {
        assert!(self.count == 0, "{} faults{}", self.count, self.text);
    }
}
