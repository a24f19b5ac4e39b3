//! A headless Chromium, driven through chromedriver.
//!
//! Where there is no browser a story is skipped and says so, unless the environment variable `CI` is set: there, a suite
//! that tests nothing must not pass. `BROWSER` and `CHROMEDRIVER` name the programs where they are not in `PATH`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::panic;
use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::child::Running;

/// How long a condition on a page may take to come true.
const PATIENCE: Duration = Duration::from_secs(30);

const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// One line each: no sandbox because containers and CI forbid it (the browser visits the tests' own pages only), and
/// nothing that would reach for the network or ask questions.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The programs that a browser test needs.
struct Programs {
    browser: PathBuf,
    driver: PathBuf,
}

impl Programs {
    fn find() -> Option<Self> {
        Some(Self {
            browser: program("BROWSER", &BROWSERS)?,
            driver: program("CHROMEDRIVER", &["chromedriver"])?,
        })
    }
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let places: Vec<_> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| places.iter().map(move |place| place.join(name)))
        .find(|file| file.is_file())
}

/// A profile that starts empty and is gone afterwards.
struct Profile(PathBuf);

impl Profile {
    fn empty() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "route-cors-browser-{}-{}",
            process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a directory for the profile");
        Self(path)
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // Left-over files in the temporary directory are no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Says that the running test tests nothing, and why: past the harness, which hides what a passing test prints.
pub(crate) fn skipped(why: &str) {
    let test = thread::current();
    let test = test.name().unwrap_or("a test");
    writeln!(io::stderr(), "SKIPPED: {test}: {why}").expect("standard error takes a line");
}

/// Runs `story` in a browser of its own, and ends the browser however the story ends.
pub(crate) fn in_browser(story: impl AsyncFnOnce(Client) + 'static) {
    let Some(programs) = Programs::find() else {
        assert!(
            env::var_os("CI").is_none(),
            "chromium/chromedriver not found, and CI is set"
        );
        return skipped("it needs a browser; chromium/chromedriver not found");
    };
    let profile = Profile::empty();
    let driver = Running::start(Command::new(&programs.driver).arg("--port=0"));
    let port: u16 = driver.line(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    actix_web::rt::System::new().block_on(async {
        let client = connect(port, &programs, &profile).await;
        let browser = client.clone();
        let ended = actix_web::rt::spawn(async move { story(browser).await }).await;
        let closed = client.close().await;
        if let Err(fault) = ended {
            panic::resume_unwind(fault.into_panic());
        }
        closed.expect("the browser ends");
    });
}

async fn connect(port: u16, programs: &Programs, profile: &Profile) -> Client {
    let mut flags: Vec<_> = FLAGS.map(String::from).into();
    flags.push(format!("--user-data-dir={}", profile.0.display()));
    let wanted = json!({
        "goog:chromeOptions": {
            "binary": programs.browser,
            "args": flags,
            // Cookies go to other sites as their `SameSite` says. Some distributions block them by default.
            "prefs": { "profile.cookie_controls_mode": 0 },
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let serde_json::Value::Object(wanted) = wanted else {
        unreachable!("an object was written")
    };
    ClientBuilder::new(HttpConnector::new())
        .capabilities(wanted)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("chromedriver starts the browser")
}

/// The element that `selector` finds, as soon as there is one.
pub(crate) async fn element(browser: &Client, selector: &str) -> Element {
    let found = browser
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::Css(selector))
        .await;
    found.unwrap_or_else(|fault| panic!("no {selector}: {fault}"))
}

/// The text that a reader sees in the element that `selector` finds.
pub(crate) async fn text(browser: &Client, selector: &str) -> String {
    element(browser, selector)
        .await
        .text()
        .await
        .expect("the element has a text")
}
