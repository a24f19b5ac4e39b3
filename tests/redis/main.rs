//! The Redis task in the guide, with a real server and many clients.
//!
//! If there is none, the tests print that they are skipped, unless the environment variable `CI` is set.

use test_support as support;

mod server;

// The lines that the guide shows.
include!("follow.rs");

use std::time::Instant;

use actix_web::rt::{self, task::JoinHandle, time::sleep};
use redis::{aio::MultiplexedConnection, pipe};
use route_cors::origin_set;

use server::Server;

/// How long a change may take to arrive before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

const BLUE: &str = "https://blue.tenants.acme.example";
const RED: &str = "https://red.tenants.acme.example";
const GREEN: &str = "https://green.tenants.acme.example";

/// Creates the sets of two instances, new for each test.
macro_rules! instances {
    () => {{
        static EAST: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
        static WEST: OriginSet = origin_set!(within = ["https://*.tenants.acme.example"]);
        [&EAST, &WEST]
    }};
}

/// Runs a test with a server of its own.
fn with_server(test: impl AsyncFnOnce(&Server, &mut MultiplexedConnection)) {
    let Some(server) = Server::start() else {
        return;
    };
    rt::System::new().block_on(async {
        let mut connection = server.connect().await;
        test(&server, &mut connection).await;
    });
}

fn instance(set: &'static OriginSet, server: &Server) -> JoinHandle<RedisResult<()>> {
    let client = server.client();
    rt::spawn(async move { follow(set, &client).await })
}

/// Changes the tenants and notifies the instances, as the guide does.
async fn change(connection: &mut MultiplexedConnection, add: &[&str], remove: &[&str]) {
    let mut commands = pipe();
    commands.atomic();
    for origin in add {
        commands.sadd("tenants", origin).ignore();
    }
    for origin in remove {
        commands.srem("tenants", origin).ignore();
    }
    commands.publish("tenants", "").ignore();
    let () = commands
        .query_async(connection)
        .await
        .expect("the server answers");
}

/// Waits until both sets hold these origins and no other of the three.
async fn hold(sets: [&OriginSet; 2], origins: &[&str]) {
    for set in sets {
        let begin = Instant::now();
        while [BLUE, RED, GREEN]
            .iter()
            .any(|origin| set.admits(origin) != origins.contains(origin))
        {
            assert!(begin.elapsed() < PATIENCE, "{origins:?}: not in time");
            sleep(Duration::from_millis(5)).await;
        }
    }
}

#[test]
fn a_change_reaches_every_instance() {
    with_server(async |server, connection| {
        let sets = instances!();
        change(connection, &[BLUE], &[]).await;
        let _instances = sets.map(|set| instance(set, server));
        hold(sets, &[BLUE]).await;

        change(connection, &[RED], &[]).await;
        hold(sets, &[BLUE, RED]).await;

        change(connection, &[GREEN], &[BLUE]).await;
        hold(sets, &[RED, GREEN]).await;

        change(connection, &[], &[RED, GREEN]).await;
        hold(sets, &[]).await;
    });
}

#[test]
fn a_bad_member_changes_nothing_until_it_is_removed() {
    with_server(async |server, connection| {
        let sets = instances!();
        let _instances = sets.map(|set| instance(set, server));
        change(connection, &[BLUE], &[]).await;
        hold(sets, &[BLUE]).await;

        change(connection, &["https://blue.example", RED], &[BLUE]).await;
        sleep(Duration::from_millis(200)).await;
        hold(sets, &[BLUE]).await;

        change(connection, &[], &["https://blue.example"]).await;
        hold(sets, &[RED]).await;
    });
}

#[test]
fn an_instance_that_lost_its_connection_reads_again() {
    with_server(async |server, connection| {
        let sets = instances!();
        let instances = sets.map(|set| instance(set, server));
        change(connection, &[BLUE], &[]).await;
        hold(sets, &[BLUE]).await;

        for kind in ["pubsub", "normal"] {
            let mut kill = redis::cmd("CLIENT");
            kill.arg("KILL")
                .arg("TYPE")
                .arg(kind)
                .arg("SKIPME")
                .arg("yes");
            let () = kill
                .query_async(connection)
                .await
                .expect("the server answers");
        }
        for instance in instances {
            // It ends with or without an error, by which connection it notices first.
            let _ = instance.await.expect("it does not panic");
        }
        change(connection, &[RED], &[BLUE]).await;
        hold(sets, &[BLUE]).await;

        let _instances = sets.map(|set| instance(set, server));
        hold(sets, &[RED]).await;
    });
}

#[test]
fn the_guide_shows_these_lines() {
    let page = include_str!("../../src/docs/guide/run_time_origins.md");
    let shown = include_str!("follow.rs");
    assert!(page.contains(shown), "the guide does not have:\n{shown}");
}
