//! Starts an example and a browser for a test.

use std::process::Command;

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use test_support::child::Running;
use test_support::webdriver::{Engine, element, in_engine, skipped, text};

/// A program on free ports, and a browser.
pub(crate) struct Stage {
    pub(crate) engine: Engine,
    pub(crate) browser: Client,
    pub(crate) server: Running,
}

/// Runs a test in each engine, with a new process of the program each time. `program` is a `CARGO_BIN_EXE_..` path, so
/// cargo has built it for this run.
#[expect(clippy::needless_pass_by_value, reason = "callers pass a closure")]
pub(crate) fn story(
    program: &'static str,
    args: &'static [&'static str],
    test: impl AsyncFnOnce(Stage) + Clone + 'static,
) {
    if !cfg!(debug_assertions) {
        return skipped("without debug assertions the policies name no page on this machine");
    }
    for engine in Engine::ALL {
        let test = test.clone();
        in_engine(engine, async move |browser| {
            let server = Running::start(Command::new(program).args(args));
            test(Stage {
                engine,
                browser,
                server,
            })
            .await;
        });
    }
}

impl Stage {
    /// Returns the address that the program printed after a name. Call it in the order of the output.
    pub(crate) fn address(&self, name: &str) -> String {
        let after = |line: &str| Some(line.strip_prefix(name)?.trim().to_owned());
        self.server.line(after)
    }

    /// Opens a page, and waits for its script.
    pub(crate) async fn open(&self, url: &str) {
        self.browser.goto(url).await.expect("the page answers");
        element(&self.browser, "body[data-role]").await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        let found = element(&self.browser, selector).await;
        found.click().await.expect(selector);
    }

    /// Types keys into the focused element.
    pub(crate) async fn types(&self, keys: &[Key]) {
        let strokes = keys.iter().flat_map(|key| {
            let value = char::from(*key);
            [KeyAction::Down { value }, KeyAction::Up { value }]
        });
        let none = KeyActions::new("keyboard".into());
        let typed = strokes.fold(none, KeyActions::then);
        let typed = self.browser.perform_actions(typed).await;
        typed.expect("keys are taken");
    }

    /// Presses a button that sends a request, and returns the result that the page shows.
    pub(crate) async fn press(&self, button: &str) -> String {
        let list = element(&self.browser, "#exchanges").await;
        let sends = list.attr("data-sends").await.expect("an attribute");
        let sends: u32 = sends.and_then(|sends| sends.parse().ok()).expect("a count");
        self.click(button).await;
        let list = format!("#exchanges[data-sends='{}']", sends + 1);
        text(&self.browser, &format!("{list} > li:first-child")).await
    }

    /// Presses a button and asserts parts of the result that the page shows, in order.
    pub(crate) async fn shows(&self, button: &str, lines: &[&str]) {
        let shown = self.press(button).await;
        let mut rest = &*shown;
        for line in lines {
            let (_, after) = rest
                .split_once(line)
                .unwrap_or_else(|| panic!("{button}: no {line:?} in its place in\n{shown}"));
            rest = after;
        }
    }
}
