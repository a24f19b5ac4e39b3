//! The example `fortune`: every page may read, and do nothing else.
use test_support::webdriver::text;

use super::stage::{Stage, story};

fn story_of(test: impl AsyncFnOnce(Stage) + Clone + 'static) {
    story(
        env!("CARGO_BIN_EXE_fortune"),
        &["--api", "0", "--page", "0"],
        test,
    );
}

#[test]
fn every_page_reads() {
    story_of(async |stage| {
        for page in [stage.address("page"), stage.address("stranger")] {
            stage.open(&page).await;
            let shown = stage.press("#next").await;
            let fortune = text(&stage.browser, "#fortune").await;
            for part in [
                "The page read: 200 OK",
                &format!("\"text\":\"{fortune}\""),
                &format!("origin: {page}"),
                "access-control-allow-origin: *",
            ] {
                assert!(shown.contains(part), "{part}\n{shown}");
            }
            let error = ["The page read: 404", "there is no fortune"];
            stage.shows("#missing", &error).await;
        }
    });
}

#[test]
fn no_page_does_anything_else() {
    story_of(async |stage| {
        stage.open(&stage.address("page")).await;
        let refused = [
            "The browser refused",
            "answered 200",
            "it allows *, which is not enough",
        ];
        stage.shows("#credentials", &refused).await;

        let shown = stage.press("#remove").await;
        assert!(shown.contains("never sent the request"), "{shown}");
        assert!(shown.contains("OPTIONS /fortunes/1"), "{shown}");
        assert!(!shown.contains("DELETE /fortunes/1"), "{shown}");
    });
}
