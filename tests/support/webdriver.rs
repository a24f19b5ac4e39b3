//! Real browsers, headless, controlled over `WebDriver`.
//!
//! If an engine is missing, its test prints that it is skipped, unless the environment variable `CI` is set. Then it
//! fails. `CHROMIUM`, `CHROMEDRIVER`, `FIREFOX`, `GECKODRIVER`, `XVFB` and
//! `WEBKIT_WEB_DRIVER` name the programs if they are not in `PATH`.

mod driver;
mod engine;

use std::env;
use std::io::{self, Write};
use std::panic;
use std::thread;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use driver::Driver;
pub use engine::Engine;

/// The time limit for a condition on a page.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Prints that the running test is skipped, and why. It writes to standard error directly, because the harness hides the
/// output of passing tests.
pub fn skipped(why: &str) {
    let test = thread::current();
    let test = test.name().unwrap_or("a test");
    writeln!(io::stderr(), "SKIPPED: {test}: {why}").expect("standard error takes a line");
}

/// Runs `story` in a new browser, and ends the browser in every case.
pub fn in_engine(engine: Engine, story: impl AsyncFnOnce(Client) + 'static) {
    let programs = match engine.find() {
        Ok(programs) => programs,
        Err(missing) => {
            let why = format!("it needs {engine}; {missing} not found");
            assert!(env::var_os("CI").is_none(), "{why}, and CI is set");
            return skipped(&why);
        }
    };
    // The harness prints this if the story fails.
    println!("in {engine}");
    let driver = Driver::start(engine, &programs);
    let Value::Object(wanted) = engine.capabilities(&programs, &driver.profile.0) else {
        unreachable!("capabilities are an object")
    };
    actix_web::rt::System::new().block_on(async {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|fault| panic!("the driver does not start {engine}: {fault}"));
        let browser = client.clone();
        let ended = actix_web::rt::spawn(async move { story(browser).await }).await;
        let closed = client.close().await;
        if let Err(fault) = ended {
            panic::resume_unwind(fault.into_panic());
        }
        closed.expect("the browser ends");
    });
}

/// Waits for the element of `selector` and returns it.
pub async fn element(browser: &Client, selector: &str) -> Element {
    let found = browser
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::Css(selector))
        .await;
    found.unwrap_or_else(|fault| panic!("no {selector}: {fault}"))
}

/// Returns the visible text of the element of `selector`.
pub async fn text(browser: &Client, selector: &str) -> String {
    element(browser, selector)
        .await
        .text()
        .await
        .expect("the element has a text")
}
