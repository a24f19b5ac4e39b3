//! What several suites need: programs that end with the test, and a browser.

pub(crate) mod child;
pub(crate) mod webdriver;
