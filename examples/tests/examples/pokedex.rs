//! The example `pokedex`: create, read, update and delete, from a listed page and from a stranger's.

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use test_support::child::Running;
use test_support::webdriver::element;
use test_support::{Connection, Request, Response, request};

use super::stage::{Stage, story};

fn story_of(test: impl AsyncFnOnce(Stage) + Clone + 'static) {
    story(
        env!("CARGO_BIN_EXE_pokedex"),
        &["--api", "0", "--page", "0"],
        test,
    );
}

const CREATE: &str = "#create [type=submit]";

#[test]
fn the_page_changes_entries() {
    story_of(async |stage| {
        let page = stage.address("page");
        let allowed = &*format!("access-control-allow-origin: {page}");
        stage.open(&page).await;
        stage
            .shows("#read", &["The page read: 200 OK", "Bulbasaur"])
            .await;

        let created = [
            "The page read: 201 Created",
            "location: /pokemon/25",
            "Preflight",
            "access-control-request-method: POST",
            "access-control-request-headers: content-type",
            "204",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: POST",
            allowed,
            "Request",
            "201",
            allowed,
        ];
        stage.shows(CREATE, &created).await;
        stage
            .shows(CREATE, &["The page read: 409", "there is an entry"])
            .await;

        let name = element(&stage.browser, "#entry-25 input").await;
        name.send_keys(" the second").await.expect("a text field");
        let changed = [
            "The page read: 200 OK",
            "Pikachu the second",
            "access-control-allow-methods: PUT",
        ];
        stage.shows("#entry-25 .change", &changed).await;

        let removed = ["The page read: 204", "access-control-allow-methods: DELETE"];
        stage.shows("#entry-1 .remove", &removed).await;
        let now = stage.press("#read").await;
        assert!(
            now.contains("Pikachu the second") && !now.contains("Bulbasaur"),
            "{now}"
        );
    });
}

#[test]
fn a_stranger_can_only_read() {
    story_of(async |stage| {
        stage.address("page");
        stage.open(&stage.address("stranger")).await;
        let before = stage.press("#read").await;
        assert!(before.contains("The page read: 200 OK"), "{before}");
        for (button, method) in [
            (CREATE, "POST"),
            ("#entry-4 .change", "PUT"),
            ("#entry-4 .remove", "DELETE"),
        ] {
            let asked = format!("access-control-request-method: {method}");
            let refused = [
                "The browser refused",
                "never sent the request",
                &asked,
                "403",
            ];
            stage.shows(button, &refused).await;
        }
        assert_eq!(stage.press("#read").await, before);
    });
}

/// A file that is deleted at the end.
struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        // If it fails, a file is left in the temporary directory.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Starts the program with a file, sends one request, and ends the program.
fn ask(file: &Path, request: &Request) -> Response {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pokedex"));
    let server = Running::start(command.args(["--api", "0", "--page", "0"]).arg(file));
    let api = server.line(|line| Some(line.strip_prefix("API")?.trim().to_owned()));
    let api: SocketAddr = api
        .strip_prefix("http://")
        .and_then(|address| address.parse().ok())
        .expect("an address");
    Connection::to(api).ask(request)
}

#[test]
fn changes_are_stored_in_the_file() {
    let name = format!("route-cors-pokedex-{}.db", process::id());
    let file = File(env::temp_dir().join(name));
    let removed = ask(&file.0, &request("DELETE", "/pokemon/4"));
    assert_eq!(removed.status, 204);
    let left = ask(&file.0, &request("GET", "/pokemon"));
    assert!(left.body.contains("Squirtle"), "{left:?}");
    assert!(!left.body.contains("Charmander"), "{left:?}");
}
