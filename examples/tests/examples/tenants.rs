//! The example `tenants`: when a change of the database applies to pages.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{self, Command, Stdio},
    thread,
};

use fantoccini::{elements::Element, key::Key};
use route_cors::{OriginSet, origin_set};
use serde_json::{Value, json};
use test_support::{
    Connection, Request, Response,
    child::Running,
    preflight, request,
    webdriver::{element, text},
};

use super::stage::{Stage, story};

const ADMIN: &str = "https://admin.acme.example";
const BLUE: &str = "https://blue.tenants.acme.example";
const RED: &str = "https://red.tenants.acme.example";

/// An origin has no slash at the end.
const BAD: &str = "https://red.tenants.acme.example/";

/// Returns the library's error if the second of two tenants is invalid.
fn refusal() -> String {
    static TENANTS: OriginSet = origin_set!(
        within = [
            "https://*.tenants.acme.example",
            #[cfg(debug_assertions)]
            "http://*.localhost:*"
        ]
    );
    let refused = TENANTS.replace([BLUE, BAD]).expect_err("it is bad");
    refused.to_string()
}

/// The program's API.
#[derive(Clone, Copy)]
struct Api(SocketAddr);

/// Starts the program with a database in a file, or in memory.
fn start(file: Option<&File>) -> (Running, Api) {
    let program = Running::start(command().args(file.map(|file| &file.0)));
    let address = program.line(|line| line.strip_prefix("API    http://")?.parse().ok());
    (program, Api(address))
}

impl Api {
    fn ask(self, request: &Request) -> Response {
        Connection::to(self.0).ask(request)
    }

    /// Sends a request as the admin page, and returns the response.
    #[track_caller]
    fn admin(self, request: Request) -> (u16, String) {
        let response = self.ask(&request.origin(ADMIN));
        assert_eq!(
            response.values("access-control-allow-origin"),
            [ADMIN],
            "{response:?}"
        );
        (response.status, response.body)
    }

    fn put(self, name: &str, origin: &str) -> (u16, String) {
        let body = json!({ "origin": origin }).to_string();
        let request = request("PUT", &format!("/tenants/{name}"));
        self.admin(
            request
                .header("content-type", "application/json")
                .body(&body),
        )
    }

    fn remove(self, name: &str) -> (u16, String) {
        self.admin(request("DELETE", &format!("/tenants/{name}")))
    }

    /// Returns the names and origins in the database.
    fn list(self) -> Vec<(String, String)> {
        let (status, body) = self.admin(request("GET", "/tenants"));
        assert_eq!(status, 200, "{body}");
        let tenants: Vec<Value> = serde_json::from_str(&body).expect("a list");
        let field = |tenant: &Value, key: &str| tenant[key].as_str().expect(key).to_owned();
        tenants
            .iter()
            .map(|tenant| (field(tenant, "name"), field(tenant, "origin")))
            .collect()
    }

    fn admits(self, origin: &str) -> bool {
        admitted(&mut Connection::to(self.0), origin).is_some()
    }
}

/// Creates the command, with free ports.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenants"));
    command.args(["--api", "0", "--page", "0"]);
    command
}

/// Returns the worker that answered, if a page of this origin may read the response.
#[track_caller]
fn admitted(connection: &mut Connection, origin: &str) -> Option<u64> {
    let orders = request("GET", "/orders").header("cookie", "visitor=ada");
    let response = connection.ask(&orders.origin(origin));
    if response.status == 403 {
        assert_eq!(response.values("access-control-allow-origin"), [""; 0]);
        return None;
    }
    response.is(
        200,
        &[
            "allow-credentials: true",
            &format!("allow-origin: {origin}"),
            "vary: Origin",
            "vary: Sec-Fetch-Site",
        ],
    );
    let orders: Value = serde_json::from_str(&response.body).expect("an object");
    orders["worker"].as_u64()
}

/// A file that is deleted at the end.
struct File(PathBuf);

impl File {
    fn of(test: &str) -> Self {
        let name = format!("route-cors-tenants-{test}-{}.db", process::id());
        Self(env::temp_dir().join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // If it fails, a file is left in the temporary directory.
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_change_applies_to_every_worker() {
    let (_program, api) = start(None);
    let put = api.put("red", RED);
    assert_eq!(put, (200, "1 added, 0 removed, 1 in all".into()));

    // A connection stays with its worker. Connect until each of the four has answered.
    let mut connections = Vec::new();
    let mut workers = BTreeSet::new();
    while workers.len() < 4 {
        assert!(connections.len() < 500, "only {workers:?} answer");
        let mut connection = Connection::to(api.0);
        workers.extend(admitted(&mut connection, RED));
        connections.push(connection);
    }

    let mut all = |origin| -> Vec<bool> {
        let answers = connections.iter_mut();
        answers
            .map(|connection| admitted(connection, origin).is_some())
            .collect()
    };
    let none = vec![false; all(BLUE).len()];
    let every = vec![true; none.len()];
    for _ in 0..3 {
        assert_eq!(all(BLUE), none);
        let put = api.put("blue", BLUE);
        assert_eq!(put, (200, "1 added, 0 removed, 2 in all".into()));
        assert_eq!(all(BLUE), every);

        let moved = "https://shop.blue.tenants.acme.example";
        assert_eq!(api.put("blue", moved).0, 200);
        assert_eq!((all(BLUE), all(moved)), (none.clone(), every.clone()));

        let removed = api.remove("blue");
        assert_eq!(removed, (200, "0 added, 1 removed, 1 in all".into()));
        assert_eq!((all(moved), all(RED)), (none.clone(), every.clone()));
    }
    let nobody = api.remove("blue");
    assert_eq!(nobody, (200, "0 added, 0 removed, 1 in all".into()));
}

#[test]
fn an_invalid_origin_is_reported_and_changes_nothing() {
    let file = File::of("bad");
    let blue = [("blue".to_owned(), BLUE.to_owned())];
    {
        let (_program, api) = start(Some(&file));
        assert_eq!(api.put("blue", BLUE).0, 200);
        assert_eq!(api.put("red", BAD), (422, refusal()));
        for (name, origin, rule) in [
            ("red", "https://red.example", "within"),
            ("red", "http://red.tenants.acme.example", "within"),
            (
                "red",
                "https://Red.tenants.acme.example",
                "non_canonical_origin",
            ),
            ("red", "https://*.example", "within"),
            ("red", "null", "null_origin"),
            ("red", "", "malformed_origin"),
            // An existing tenant keeps its origin.
            ("blue", "https://blue.example", "within"),
        ] {
            let (status, said) = api.put(name, origin);
            assert_eq!(status, 422, "{origin}: {said}");
            assert!(said.contains(&format!("rule: {rule}")), "{origin}: {said}");
            assert_eq!(api.list(), blue, "{origin}");
            assert!(api.admits(BLUE), "{origin}");
            assert!(!api.admits(origin), "{origin}");
        }
    }
    let (_program, api) = start(Some(&file));
    assert_eq!(api.list(), blue);
}

#[test]
fn a_restart_keeps_the_tenants() {
    let file = File::of("restart");
    {
        let (_program, api) = start(Some(&file));
        assert_eq!(api.put("blue", BLUE).0, 200);
        assert_eq!(api.put("red", RED).0, 200);
        assert_eq!(api.remove("red").0, 200);
    }
    let (_program, api) = start(Some(&file));
    assert!(api.admits(BLUE));
    assert!(!api.admits(RED));
    assert_eq!(api.list(), [("blue".to_owned(), BLUE.to_owned())]);
}

#[test]
fn an_invalid_row_in_the_database_stops_the_start() {
    let file = File::of("start");
    drop(start(Some(&file)));
    let database = rusqlite::Connection::open(&file.0).expect("a database");
    let sql = "INSERT INTO tenants VALUES ('blue', ?1), ('red', ?2)";
    let written = database.execute(sql, [BLUE, BAD]);
    assert_eq!(written, Ok(2));

    let mut program = command();
    program
        .arg(&file.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut program = program.spawn().expect("there is such a program");
    let mut served = String::new();
    BufReader::new(program.stdout.take().expect("it is piped"))
        .read_line(&mut served)
        .expect("lines");
    // It may have ended already.
    let _ = program.kill();
    let ended = program.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(
        (&*served, &*said),
        ("", &*format!("error: {}\n", refusal()))
    );
}

/// At the end, the set equals the database.
#[test]
fn several_admins_at_once() {
    let (_program, api) = start(None);
    let origin = |name: &str| format!("https://{name}.tenants.acme.example");
    let rounds = 25;
    thread::scope(|scope| {
        for admin in ["a", "b"] {
            let origin = &origin;
            scope.spawn(move || {
                for n in 0..rounds {
                    let name = format!("{admin}{n}");
                    assert_eq!(api.put(&name, &origin(&name)).0, 200);
                    if n % 2 == 1 {
                        assert_eq!(api.remove(&name).0, 200);
                    }
                    // Both admins change this tenant, to different origins.
                    assert_eq!(api.put("both", &origin(&format!("both{admin}"))).0, 200);
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..rounds {
                assert_eq!(api.put("bad", "https://bad.example").0, 422);
            }
        });
    });

    let list = api.list();
    let names: BTreeSet<&str> = list.iter().map(|(name, _)| name.as_str()).collect();
    for admin in ["a", "b"] {
        for n in 0..rounds {
            let name = format!("{admin}{n}");
            assert_eq!(names.contains(&*name), n % 2 == 0, "{name}");
            assert_eq!(api.admits(&origin(&name)), n % 2 == 0, "{name}");
        }
    }
    assert!(
        names.contains("both") && !names.contains("bad"),
        "{names:?}"
    );
    for (name, origin) in &list {
        assert!(api.admits(origin), "{name}");
    }
    let both = ["botha", "bothb"].map(|name| api.admits(&origin(name)));
    assert_eq!(both.iter().filter(|admits| **admits).count(), 1);
}

#[test]
fn if_the_commit_fails_the_set_is_restored() {
    let file = File::of("locked");
    let (_program, api) = start(Some(&file));
    assert_eq!(api.put("blue", BLUE).0, 200);

    // With an open reader, a change can be prepared but not committed.
    let mut reader = rusqlite::Connection::open(&file.0).expect("a database");
    let reading = reader.transaction().expect("a transaction");
    let count = |sql| reading.query_row(sql, [], |row| row.get::<_, u32>(0));
    assert_eq!(count("SELECT count(*) FROM tenants"), Ok(1));
    let failed = (500, "the database failed".to_owned());
    assert_eq!(api.put("red", RED), failed);
    drop(reading);

    assert!(api.admits(BLUE));
    assert!(!api.admits(RED));
    assert_eq!(api.list(), [("blue".to_owned(), BLUE.to_owned())]);
    assert_eq!(api.put("red", RED).0, 200);
    assert!(api.admits(RED));
}

#[test]
fn a_tenant_is_not_an_admin_and_a_stranger_cannot_sign_in() {
    let (_program, api) = start(None);
    assert_eq!(api.put("blue", BLUE).0, 200);
    for origin in [BLUE, RED] {
        let asked = api.ask(&preflight("PUT", "/tenants/red", origin));
        assert_eq!(asked.status, 403);
    }
    let sign_in = |origin| api.ask(&request("POST", "/session").origin(origin).body(""));
    assert_eq!(sign_in(RED).status, 403);
    assert!(sign_in(RED).values("set-cookie").is_empty());
    let signed_in = sign_in(BLUE);
    assert_eq!(signed_in.status, 200);
    assert_eq!(signed_in.values("set-cookie").len(), 1);
}

// The pages.

const ADD: &str = "#put [type=submit]";

fn story_of(test: impl AsyncFnOnce(Stage) + Clone + 'static) {
    story(
        env!("CARGO_BIN_EXE_tenants"),
        &["--api", "0", "--page", "0"],
        test,
    );
}

async fn write(stage: &Stage, field: &str, value: &str) -> Element {
    let field = element(&stage.browser, field).await;
    field.clear().await.expect("a text field");
    field.send_keys(value).await.expect("a text field");
    field
}

#[test]
fn a_tenant_can_read_as_soon_as_it_is_added() {
    story_of(async |stage| {
        let (admin, blue, red) = (
            stage.address("admin"),
            stage.address("blue"),
            stage.address("red"),
        );
        let refused = ["The browser refused", "answered 403"];
        stage.open(&blue).await;
        stage.shows("#sign-in", &refused).await;
        stage.shows("#orders", &refused).await;

        // The form starts with blue.
        stage.open(&admin).await;
        let added = ["The page read: 200 OK", "1 added, 0 removed, 1 in all"];
        stage.shows(ADD, &added).await;
        let listed = text(&stage.browser, "#tenants li").await;
        assert!(
            listed.contains("blue") && listed.contains(&blue),
            "{listed}"
        );

        stage.open(&blue).await;
        stage
            .shows("#orders", &["The page read: 401", "sign in first"])
            .await;
        stage
            .shows("#sign-in", &["The page read: 200 OK", "set-cookie"])
            .await;
        let allowed = format!("access-control-allow-origin: {blue}");
        let found = ["The page read: 200 OK", "lamp", &*allowed];
        stage.shows("#orders", &found).await;
        stage.open(&red).await;
        stage.shows("#orders", &refused).await;

        stage.open(&admin).await;
        stage
            .shows("#remove-blue", &["0 added, 1 removed, 0 in all"])
            .await;
        stage.open(&blue).await;
        stage.shows("#orders", &refused).await;
    });
}

#[test]
fn the_admin_page_shows_the_error_of_an_origin() {
    story_of(async |stage| {
        stage.open(&stage.address("admin")).await;
        write(&stage, "#name", "green").await;
        write(&stage, "#its-origin", "https://green.example").await;
        let refused = ["The page read: 422", "rule: within"];
        stage.shows(ADD, &refused).await;
        let fault = text(&stage.browser, "#fault").await;
        assert!(fault.contains("is outside this set"), "{fault}");
        text(&stage.browser, "#none").await;

        // The invalid field has the focus, so the keyboard is enough to fix it.
        let focused = stage.browser.active_element().await.expect("the focus");
        assert_eq!(
            focused.attr("id").await.expect("an attribute").as_deref(),
            Some("its-origin")
        );
        let origin = write(&stage, "#its-origin", "http://green.localhost:3003").await;
        let enter = Key::Enter.to_string();
        origin.send_keys(&enter).await.expect("a text field");
        let listed = text(&stage.browser, "#tenants li").await;
        assert!(listed.contains("http://green.localhost:3003"), "{listed}");
        element(&stage.browser, "#its-origin[aria-invalid='false']").await;
    });
}
