//! The engines: the programs of each, and the capabilities of its sessions.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// The programs that an engine is driven with.
pub(super) struct Programs {
    /// The browser, or for `WebKit` the display: its driver knows where its browser is, which shows itself.
    pub(super) behind: PathBuf,
    pub(super) driver: PathBuf,
}

/// A program: the variable that names it where it is not in `PATH`, and the names that it has there.
type Program = (&'static str, &'static [&'static str]);

/// One line each: no sandbox because containers and CI forbid it (the browser visits the tests' own pages only), and
/// nothing that would reach for the network or ask questions.
const CHROMIUM_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    const fn programs(self) -> [Program; 2] {
        match self {
            Self::Chromium => [
                (
                    "CHROMIUM",
                    &[
                        "chromium",
                        "chromium-browser",
                        "google-chrome",
                        "google-chrome-stable",
                    ],
                ),
                ("CHROMEDRIVER", &["chromedriver"]),
            ],
            Self::Firefox => [
                ("FIREFOX", &["firefox-esr", "firefox"]),
                ("GECKODRIVER", &["geckodriver"]),
            ],
            Self::WebKit => [
                ("XVFB", &["Xvfb"]),
                ("WEBKIT_WEB_DRIVER", &["WebKitWebDriver"]),
            ],
        }
    }

    /// Returns the paths of its programs, or the names of the missing ones.
    pub(super) fn find(self) -> Result<Programs, String> {
        let programs = self.programs();
        match programs.map(found) {
            [Some(behind), Some(driver)] => Ok(Programs { behind, driver }),
            found => {
                let missing = programs.iter().zip(found);
                let missing = missing.filter(|(_, found)| found.is_none());
                let names: Vec<_> = missing.map(|((_, names), _)| names[0]).collect();
                Err(names.join(" and "))
            }
        }
    }

    /// Returns the capabilities of a session. Each engine sends cookies to other sites as their `SameSite` says, whatever it does by default:
    /// what a browser does against tracking is no part of CORS.
    pub(super) fn capabilities(self, programs: &Programs, profile: &Path) -> Value {
        let mut wanted = match self {
            Self::Chromium => {
                let mut flags = CHROMIUM_FLAGS.map(String::from).to_vec();
                flags.push(format!("--user-data-dir={}", profile.display()));
                json!({
                    "goog:chromeOptions": {
                        "binary": programs.behind,
                        "args": flags,
                        "prefs": { "profile.cookie_controls_mode": 0 },
                    },
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
            Self::Firefox => json!({
                "moz:firefoxOptions": {
                    "binary": programs.behind,
                    "args": ["-headless"],
                    "prefs": { "network.cookie.cookieBehavior": 0 },
                },
            }),
            Self::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "args": ["--automation", "--cookies-policy=always"],
                },
            }),
        };
        // One script may ask very much, on a machine that does very much else.
        wanted["timeouts"] = json!({ "script": 300_000 });
        wanted
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

fn found((variable, names): Program) -> Option<PathBuf> {
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
