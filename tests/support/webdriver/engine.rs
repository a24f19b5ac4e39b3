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

/// The programs of an engine.
pub(super) struct Programs {
    /// The browser. For `WebKit`, the display: its driver finds its browser, which is not headless.
    pub(super) behind: PathBuf,
    pub(super) driver: PathBuf,
}

/// A program: the environment variable with its path, and its names in `PATH`.
type Program = (&'static str, &'static [&'static str]);

/// There is no sandbox, because containers and CI forbid it. The browser opens only the pages of the tests. The other flags
/// turn off network requests and dialogs of the browser itself.
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

    /// Returns the capabilities of a session. They turn off tracking protection, so that each engine sends cookies to other
    /// sites by `SameSite`.
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
        // One script sends many requests, and the machine may be busy.
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
