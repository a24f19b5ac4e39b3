//! The example `message_log`: messages arrive although the response cannot be read, unless the policy rejects them.

use fantoccini::key::Key;
use serde_json::json;
use test_support::webdriver::element;

use super::stage::{Stage, story};

const POST: &str = "#post [type=submit]";
const GUARDED: &str = "[value='/guarded/messages']";

/// Posts a message and asserts parts of the result.
async fn post(stage: &Stage, message: &str, lines: &[&str]) {
    let field = element(&stage.browser, "#text").await;
    field.clear().await.expect("a text field");
    field.send_keys(message).await.expect("a text field");
    stage.shows(POST, lines).await;
}

/// Returns the next message that the server prints.
fn stored(stage: &Stage) -> String {
    let line = |line: &str| Some(line.strip_prefix("kept: ")?.to_owned());
    stage.server.line(line)
}

#[test]
fn a_message_of_a_stranger_arrives_unless_it_is_rejected() {
    story(
        env!("CARGO_BIN_EXE_message_log"),
        &["--api", "0", "--page", "0"],
        async |stage| {
            let (page, stranger) = (stage.address("page"), stage.address("stranger"));
            stage.open(&stranger).await;
            let unread = ["The browser refused", "answered 201", "POST /messages"];
            post(&stage, "from afar", &unread).await;
            stage.shows("#read", &["The browser refused", "200"]).await;
            stage.click(GUARDED).await;
            let rejected = [
                "The browser refused",
                "answered 403",
                "POST /guarded/messages",
            ];
            post(&stage, "never kept", &rejected).await;

            stage.open(&page).await;
            let read = ["The page read: 201 Created", "kept"];
            post(&stage, "from here", &read).await;
            stage.click(GUARDED).await;
            post(&stage, "guarded", &read).await;
            stage.shows("#read", &["The page read: 200 OK"]).await;
            let list = "return [...document.querySelectorAll('#messages > *')].map((item) => item.textContent)";
            let messages = stage.browser.execute(list, Vec::new()).await;
            let messages = messages.expect("there is a list");
            assert_eq!(messages, json!(["from afar", "from here", "guarded"]));

            for message in ["from afar", "from here", "guarded"] {
                assert_eq!(stored(&stage), format!("{message:?}"));
            }
        },
    );
}

#[test]
fn the_error_of_a_long_message_can_be_read() {
    story(
        env!("CARGO_BIN_EXE_message_log"),
        &["--api", "0", "--page", "0"],
        async |stage| {
            stage.open(&stage.address("page")).await;
            post(&stage, " ", &["The page read: 422", "1 to 200 characters"]).await;
        },
    );
}

#[test]
fn the_keyboard_is_enough() {
    story(
        env!("CARGO_BIN_EXE_message_log"),
        &["--api", "0", "--page", "0"],
        async |stage| {
            stage.open(&stage.address("page")).await;
            stage.click("#text").await;
            // To the routes, to the second route, to the button, and press it.
            stage
                .types(&[Key::Tab, Key::Down, Key::Tab, Key::Enter])
                .await;
            let sent = element(&stage.browser, "#exchanges[data-sends='1']").await;
            let sent = sent.text().await.expect("the element has a text");
            assert!(sent.contains("POST /guarded/messages"), "{sent}");
        },
    );
}
