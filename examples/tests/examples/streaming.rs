//! The example `streaming`: the pages of each origin and the four APIs.

use test_support::webdriver::{Engine, element};

use super::stage::{Stage, story};

const SIGN_IN: &str = "#sign-in [type=submit]";
const REFUSED: &str = "The browser refused";
const READ: &str = "The page read: 200 OK";

/// Runs a test on the page of an origin.
fn on_page_of(name: &'static str, test: impl AsyncFnOnce(&Stage) + Clone + 'static) {
    story(
        env!("CARGO_BIN_EXE_streaming"),
        &["--port", "0"],
        async move |stage| {
            stage.open(&stage.address(name)).await;
            test(&stage).await;
        },
    );
}

/// Returns the number of faces that the page can use under the font's name.
async fn faces(stage: &Stage) -> serde_json::Value {
    let load = "document.fonts.load('16px Acme').then((faces) => arguments[0](faces.length))";
    let faces = stage.browser.execute_async(load, Vec::new()).await;
    faces.expect("the fonts are loaded")
}

/// Returns the width of the visible poster.
async fn poster(stage: &Stage) -> serde_json::Value {
    element(&stage.browser, "#poster:not([hidden])").await;
    let width = "return document.getElementById('poster').naturalWidth";
    let width = stage.browser.execute(width, Vec::new()).await;
    width.expect("there is a poster")
}

#[test]
fn the_catalogue_page_uses_every_api() {
    on_page_of("catalogue", async |stage| {
        let sized = [READ, "frame-size: 64x36", "48 pictures"];
        stage.shows("#lighthouse", &sized).await;
        stage.shows("#tide", &sized).await;
        stage
            .shows("#pixels", &["320 × 180 pixels", "rgb(22 35 59)"])
            .await;
        assert_eq!(faces(stage).await, 0);
        stage
            .shows("#font", &["The page read: the font Acme"])
            .await;
        assert_eq!(faces(stage).await, 1);
    });
}

#[test]
fn accounts_with_cookies_behind_authentication() {
    on_page_of("catalogue", async |stage| {
        let nobody = ["The page read: 401", "nobody is signed in"];
        stage.shows("#me", &nobody).await;
        // The preflight has no cookie. The policy answers it before the authentication.
        let asked = ["The page read: 401", "Preflight", "204", "Request", "401"];
        stage.shows("#remember", &asked).await;

        let signed_in = [READ, "Ada", "Preflight", "set-cookie"];
        stage.shows(SIGN_IN, &signed_in).await;
        let remembered = [READ, r#"["tide"]"#, "Preflight", "Request", "cookie"];
        stage.shows("#remember", &remembered).await;
        stage.shows("#me", &[READ, "Ada", "tide"]).await;
        stage.shows("#sign-out", &["The page read: 204"]).await;
        stage.shows("#me", &nobody).await;
    });
}

#[test]
fn the_accounts_page_has_the_font_and_no_film() {
    on_page_of("accounts", async |stage| {
        stage.shows("#films", &[READ, "Lighthouse"]).await;
        stage
            .shows("#font", &["The page read: the font Acme"])
            .await;
        // Another origin of one site.
        stage.shows("#tide", &[REFUSED, "answered 403"]).await;
    });
}

#[test]
fn a_stranger_lists_films_and_shows_pictures() {
    on_page_of("stranger", async |stage| {
        stage.shows("#films", &[READ, "Lighthouse"]).await;
        stage
            .shows("#show", &["the visitor sees the picture"])
            .await;
        assert_eq!(poster(stage).await, 320);

        for (button, because) in [
            ("#lighthouse", "answered 403"),
            ("#pixels", "allows no origin"),
            ("#me", "answered 401"),
            (SIGN_IN, "never sent the request"),
            ("#remember", "never sent the request"),
            ("#sign-out", "never sent the request"),
        ] {
            stage.shows(button, &[REFUSED, because]).await;
        }
        // WebKit loads fonts without CORS.
        if stage.engine == Engine::WebKit {
            stage.shows("#font", &["the font Acme"]).await;
        } else {
            stage.shows("#font", &[REFUSED, "allows no origin"]).await;
            assert_eq!(faces(stage).await, 0);
        }
    });
}
