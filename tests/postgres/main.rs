//! The PostgreSQL listener in the documentation of sets, with a real server and many clients.
//!
//! If there is none, the tests print that they are skipped, unless the environment variable `CI` is set.

use test_support as support;

mod server;

// The very lines that the documentation shows.
include!("follow.rs");

use std::{
    io,
    sync::{Mutex, Once},
    time::{Duration, Instant},
};

use actix_web::rt::{self, task::JoinHandle, time::sleep};
use route_cors::origin_set;
use tokio_postgres::Client;

use server::Server;

/// How long a change may take to arrive before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A table of tenants that notifies listeners of its changes, as the documentation shows it.
const TABLE: &str = include_str!("tenants.sql");

const BLUE: &str = "https://blue.tenants.acme.example";
const RED: &str = "https://red.tenants.acme.example";
const GREEN: &str = "https://green.tenants.acme.example";

/// The sets of two machines, new for each test.
macro_rules! machines {
    () => {{
        static EAST: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
        static WEST: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
        [&EAST, &WEST]
    }};
}

/// Runs `story` with a server of its own, whose table is there.
fn story(tell: impl AsyncFnOnce(&Server, Client)) {
    let Some(server) = Server::start() else {
        return;
    };
    rt::System::new().block_on(async {
        let client = server.connect().await;
        client.batch_execute(TABLE).await.expect("the table");
        tell(&server, client).await;
    });
}

fn machine(set: &'static OriginSet, server: &Server) -> JoinHandle<Result<(), Error>> {
    let address = server.address();
    rt::spawn(async move { follow(set, &address).await })
}

async fn change(client: &Client, sql: &str) {
    client.batch_execute(sql).await.expect(sql);
}

async fn add(client: &Client, origin: &str) {
    change(client, &format!("INSERT INTO tenants VALUES ('{origin}')")).await;
}

/// Waits until it is so.
async fn until(what: &str, mut so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !so() {
        assert!(begin.elapsed() < PATIENCE, "{what}: not in time");
        sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until both hold these and no other of the three.
async fn hold(sets: [&OriginSet; 2], origins: &[&str]) {
    for set in sets {
        until(&format!("{origins:?}"), || {
            [BLUE, RED, GREEN]
                .iter()
                .all(|origin| set.admits(origin) == origins.contains(origin))
        })
        .await;
    }
}

#[test]
fn a_change_reaches_every_machine() {
    story(async |server, client| {
        let sets = machines!();
        add(&client, BLUE).await;
        let _machines = sets.map(|set| machine(set, server));
        hold(sets, &[BLUE]).await;

        add(&client, RED).await;
        hold(sets, &[BLUE, RED]).await;

        let sql = format!("UPDATE tenants SET origin = '{GREEN}' WHERE origin = '{BLUE}'");
        change(&client, &sql).await;
        hold(sets, &[RED, GREEN]).await;

        let both = format!(
            "BEGIN; DELETE FROM tenants; INSERT INTO tenants VALUES ('{BLUE}'), ('{GREEN}'); COMMIT"
        );
        change(&client, &both).await;
        hold(sets, &[BLUE, GREEN]).await;

        change(&client, "TRUNCATE tenants").await;
        hold(sets, &[]).await;
    });
}

#[test]
fn a_bad_row_changes_nothing() {
    let log = Log::listen();
    story(async |server, client| {
        let sets = machines!();
        // Before the machines begin, so that what each reads from then on can be counted.
        add(&client, BLUE).await;
        let _machines = sets.map(|set| machine(set, server));
        hold(sets, &[BLUE]).await;

        add(&client, "https://blue.example").await;
        until("both refuse", || log.refusals() == 2).await;
        hold(sets, &[BLUE]).await;
        let said = log.text();
        for part in [
            "the tenants stay as they were: the set does not accept 1 value",
            "`https://blue.example` is outside this set",
        ] {
            assert_eq!(said.matches(part).count(), 2, "{said}");
        }

        // The other rows of the table wait until this row is gone.
        add(&client, RED).await;
        until("both refuse again", || log.refusals() == 4).await;
        hold(sets, &[BLUE]).await;
        change(
            &client,
            "DELETE FROM tenants WHERE origin NOT LIKE '%.acme.example'",
        )
        .await;
        hold(sets, &[BLUE, RED]).await;
    });
}

#[test]
fn who_was_away_reads_again() {
    story(async |server, client| {
        let sets = machines!();
        let machines = sets.map(|set| machine(set, server));
        add(&client, BLUE).await;
        hold(sets, &[BLUE]).await;

        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        change(&client, others).await;
        for machine in machines {
            let ended = machine.await.expect("it does not panic");
            let fault = ended.expect_err("the server has said why");
            assert!(fault.as_db_error().is_some(), "{fault}");
        }
        add(&client, RED).await;
        change(
            &client,
            &format!("DELETE FROM tenants WHERE origin = '{BLUE}'"),
        )
        .await;
        hold(sets, &[BLUE]).await;

        let _machines = sets.map(|set| machine(set, server));
        hold(sets, &[RED]).await;
    });
}

/// The log of every test of this program.
#[derive(Clone, Copy)]
struct Log(&'static Mutex<Vec<u8>>);

impl Log {
    fn listen() -> Self {
        static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
        static LISTENING: Once = Once::new();
        let log = Self(&TEXT);
        LISTENING.call_once(|| {
            tracing_subscriber::fmt()
                .with_writer(move || log)
                .with_ansi(false)
                .init();
        });
        log
    }

    fn text(self) -> String {
        let text = self.0.lock().expect("nobody panics with it");
        String::from_utf8_lossy(&text).into_owned()
    }

    fn refusals(self) -> usize {
        self.text().matches("the tenants stay as they were").count()
    }
}

impl io::Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().expect("nobody panics with it");
        log.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_documentation_shows_what_is_tried() {
    let page = include_str!("../../src/docs/origin_set.md");
    for shown in [TABLE, include_str!("follow.rs")] {
        assert!(page.contains(shown), "this is not on the page:\n{shown}");
    }
}
